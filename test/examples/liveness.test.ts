// The examples' liveness, and what they refine, with the fairness of their sources, with less and with none, against what TLC says of the sources
// themselves: tlaplus/tlaplus at commit cc6b616 (April 2026), run on tlaplus/Examples at 32a32c7, with modules beside its own that state the weaker
// fairness. Under the full fairness the repository's own models say so too, and of what does not hold under it the comments there do. The lengths of
// the lassos are ours: TLC's are no shortest ones, but of the same kind, stuttering or a loop.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Exploration, type Model } from '../../checker/index.ts';
import { printed } from '../agreement/compare.ts';
import dijkstraMutex from '../../examples/dijkstra-mutex.ts';
import diningPhilosophers from '../../examples/dining-philosophers.ts';
import ewd840 from '../../examples/ewd840.ts';
import lock from '../../examples/lock.ts';
import movingCat from '../../examples/moving-cat.ts';
import peterson from '../../examples/peterson.ts';
import prisoners from '../../examples/prisoners.ts';
import readersWriters from '../../examples/readers-writers.ts';
import schedulingAllocator from '../../examples/scheduling-allocator.ts';
import simpleAllocator from '../../examples/simple-allocator.ts';
import spanTree from '../../examples/span-tree.ts';
import syncTerminationDetection from '../../examples/sync-termination-detection.ts';

type Constants = Readonly<Record<string, number | boolean | string>>;
/** What is violated, and of its lasso how many steps lead into the loop, and how many the loop has; none where it stutters. */
type Violated = Readonly<Record<string, readonly [number, number]>>;

const truths: readonly (readonly [Model, Constants, Violated])[] = [
  [diningPhilosophers, {}, {}],
  [diningPhilosophers, { goesOn: 'somebody' }, {}],
  [diningPhilosophers, { goesOn: 'nobody' }, { nobodyStarves: [0, 0] }],
  [readersWriters, { actors: 2 }, {}],
  [
    readersWriters,
    { actors: 2, unfair: 'everything' },
    { everybodyReads: [0, 0], everybodyWrites: [0, 0], nobodyReadsForEver: [2, 0], nobodyWritesForEver: [2, 0] },
  ],
  [
    readersWriters,
    { actors: 2, unfair: 'stop' },
    { everybodyReads: [6, 0], everybodyWrites: [6, 0], nobodyReadsForEver: [6, 0], nobodyWritesForEver: [6, 0] },
  ],
  [readersWriters, { actors: 2, unfair: 'serve' }, { everybodyReads: [4, 0], everybodyWrites: [4, 0] }],
  [readersWriters, { actors: 2, unfair: 'tryRead' }, { everybodyReads: [0, 6] }],
  [readersWriters, { actors: 2, unfair: 'tryWrite' }, { everybodyWrites: [0, 6], nobodyReadsForEver: [2, 5] }],
  [prisoners, {}, {}],
  [prisoners, { brought: 'others' }, { released: [0, 4] }],
  [prisoners, { brought: 'counter' }, { released: [0, 2] }],
  [prisoners, { brought: 'somebody' }, { released: [0, 2] }],
  [prisoners, { brought: 'nobody' }, { released: [0, 0] }],
  [movingCat, {}, {}],
  [movingCat, { restless: false }, { found: [0, 0] }],
  [movingCat, { boxes: 5 }, {}],
  [movingCat, { boxes: 5, restless: false }, { found: [0, 0] }],
  [spanTree, {}, {}],
  [spanTree, { fair: false }, { terminates: [0, 0] }],
  [ewd840, {}, { isDetectedIfAllRest: [0, 7], restsWithoutMessages: [1, 0] }],
  [ewd840, { goesOn: 'anything' }, { isDetectedIfAllRest: [0, 4] }],
  [
    ewd840,
    { goesOn: 'nothing' },
    { isDetected: [0, 0], isDetectedIfAllRest: [0, 0], restsWithoutMessages: [0, 0], TerminationDetection: [0, 0] },
  ],
  [syncTerminationDetection, {}, {}],
  [syncTerminationDetection, { fair: false }, { isDetected: [0, 0] }],
  [simpleAllocator, {}, {}],
  [simpleAllocator, { returns: 'satisfied' }, { willObtain: [4, 0], againAndAgainSatisfied: [4, 0] }],
  [simpleAllocator, { allocates: 'weakly' }, { willObtain: [1, 3], againAndAgainSatisfied: [1, 3] }],
  [simpleAllocator, { allocates: 'never' }, { willObtain: [1, 0], againAndAgainSatisfied: [1, 0] }],
  [simpleAllocator, { returns: 'never' }, { willReturn: [2, 0], willObtain: [3, 0], againAndAgainSatisfied: [3, 0] }],
  [
    simpleAllocator,
    { returns: 'never', allocates: 'never' },
    { willReturn: [2, 0], willObtain: [1, 0], againAndAgainSatisfied: [1, 0] },
  ],
  [schedulingAllocator, {}, {}],
  [
    schedulingAllocator,
    { unfair: 'return' },
    { willReturn: [3, 0], willObtain: [4, 0], againAndAgainSatisfied: [4, 0], SimpleAllocator: [3, 0] },
  ],
  [
    schedulingAllocator,
    { unfair: 'allocate' },
    { willObtain: [2, 0], againAndAgainSatisfied: [2, 0], SimpleAllocator: [2, 0] },
  ],
  [
    schedulingAllocator,
    { unfair: 'schedule' },
    { willObtain: [1, 0], againAndAgainSatisfied: [1, 0], SimpleAllocator: [1, 0] },
  ],
  [
    schedulingAllocator,
    { unfair: 'everything' },
    { willReturn: [3, 0], willObtain: [1, 0], againAndAgainSatisfied: [1, 0], SimpleAllocator: [1, 0] },
  ],
  [dijkstraMutex, { procs: 2 }, { noStarvation: [7, 14] }],
  [dijkstraMutex, { procs: 2, goesOn: 'always' }, { noStarvation: [7, 14] }],
  [
    dijkstraMutex,
    { procs: 2, goesOn: 'somebody' },
    { noDeadlock: [5, 5], noDeadlockAtAll: [5, 5], noStarvation: [3, 9] },
  ],
  [
    dijkstraMutex,
    { procs: 2, goesOn: 'nobody' },
    { noDeadlock: [0, 0], noDeadlockAtAll: [0, 0], noStarvation: [0, 0] },
  ],
  [dijkstraMutex, {}, { noStarvation: [11, 20] }],
  // Of these two the sources state neither liveness nor fairness: it was stated in modules beside them.
  [lock, {}, {}],
  [lock, { fairness: 'weak' }, { everybodyGetsIn: [1, 4] }],
  [lock, { fairness: 'none' }, { somebodyGetsIn: [1, 0], everybodyGetsIn: [1, 0] }],
  // TLC cannot tell when a step of the lock is enabled that Peterson's algorithm stands for: there that was written out.
  [peterson, {}, {}],
  [peterson, { fair: false }, { everybodyGetsIn: [1, 0], Lock: [0, 0] }],
];

/** More states than this take the interpreter long: `npm run temporal` goes through them. */
const statesMost = process.env['BALLAST_TEMPORAL'] === undefined ? 100 : 700;

describe('liveness', () => {
  it.each(truths.map(([model, set, violated]) => ({ name: nameOf(model, set), model, set, violated })))(
    'of $name is as TLC has it',
    { timeout: 60_000 },
    async ({ model, set, violated }) => {
      const specification = model.build({ set });
      // What is not claimed, too.
      const asked = { properties: [...specification.liveness, ...specification.refinements].map(({ name }) => name) };
      const compiled = await exploreCompiled(specification, asked);
      expect(violatedIn(compiled)).toEqual(violated);
      if (compiled.counts.statesDistinct > statesMost) return;
      expect(printed(await explore(specification, asked))).toBe(printed(compiled));
    },
  );
});

function violatedIn({ properties }: Exploration): Violated {
  const selected = properties.filter(({ isSelected }) => isSelected);
  return Object.fromEntries(
    selected.flatMap(({ name, verdict }): (readonly [string, readonly [number, number]])[] => {
      if (verdict.kind === 'holds') return [];
      if (verdict.kind !== 'violated' || verdict.trace?.loop === undefined) throw new Error(`${name} has no lasso`);
      const { steps, loop } = verdict.trace;
      expect(loop.isStuttering).toBe(loop.from === steps.length);
      return [[name, [loop.from, steps.length - loop.from]]];
    }),
  );
}

function nameOf(model: Model, set: Constants): string {
  const constants = Object.entries(set).map(([name, value]) => `${name} ${String(value)}`);
  return constants.length === 0 ? model.name : `${model.name} (${constants.join(', ')})`;
}
