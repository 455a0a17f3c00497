// What must stay true of everything that comes with the checker: `ballast ci` holds it against ballast.lock.json.

import { project } from 'ballast/ci';

const examples = [
  'alternating-bit',
  'barrier',
  'cigarette-smokers',
  'coffee-can',
  'consensus',
  'die-hard',
  'dijkstra-mutex',
  'dining-philosophers',
  'ewd840',
  'hour-clock',
  'lock',
  'mcs-lock',
  'missionaries-and-cannibals',
  'moving-cat',
  'multi-paxos',
  'n-peterson',
  'n-queens',
  'paxos',
  'paxos-decision',
  'peterson',
  'prisoners',
  'prisoners-single-switch',
  'readers-writers',
  'scheduling-allocator',
  'simple-allocator',
  'span-tree',
  'spinlock',
  'sync-termination-detection',
  'ticketlock',
  'token-ring',
  'tower-of-hanoi',
  'two-phase',
  'voting',
];

export default project({
  suites: [
    ...examples.map((spec) => ({ spec, suites: 'own' as const })),
    { spec: 'balloon-protocol', suites: 'own', unexercised: 'locked' },
    { spec: 'qspinlock', suites: 'own', unexercised: 'locked' },
    { spec: 'balloon', suites: 'own', unexercised: 'locked', strict: true, lane: 'full' },
  ],
  budget: { time: '10m' },
});
