// The examples against what is known of them from outside: counts published with their sources, shortest solutions, closed forms.
// A source's depth counts states, and ours steps: one less. Where a source generates more, `generatedThere` says how many.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Exploration, type Model, type Specification } from '../../checker/index.ts';
import alternatingBit from '../../examples/alternating-bit.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import barrier from '../../examples/barrier.ts';
import cigaretteSmokers from '../../examples/cigarette-smokers.ts';
import coffeeCan from '../../examples/coffee-can.ts';
import consensus from '../../examples/consensus.ts';
import dieHard from '../../examples/die-hard.ts';
import dijkstraMutex from '../../examples/dijkstra-mutex.ts';
import diningPhilosophers from '../../examples/dining-philosophers.ts';
import ewd840 from '../../examples/ewd840.ts';
import hourClock from '../../examples/hour-clock.ts';
import lock from '../../examples/lock.ts';
import mcsLock from '../../examples/mcs-lock.ts';
import missionariesAndCannibals from '../../examples/missionaries-and-cannibals.ts';
import movingCat from '../../examples/moving-cat.ts';
import multiPaxos from '../../examples/multi-paxos.ts';
import nPeterson from '../../examples/n-peterson.ts';
import nQueens from '../../examples/n-queens.ts';
import paxosDecision from '../../examples/paxos-decision.ts';
import paxos from '../../examples/paxos.ts';
import peterson from '../../examples/peterson.ts';
import prisonersSingleSwitch from '../../examples/prisoners-single-switch.ts';
import prisoners from '../../examples/prisoners.ts';
import qspinlock from '../../examples/qspinlock.ts';
import readersWriters from '../../examples/readers-writers.ts';
import schedulingAllocator from '../../examples/scheduling-allocator.ts';
import simpleAllocator from '../../examples/simple-allocator.ts';
import spanTree from '../../examples/span-tree.ts';
import spinlock from '../../examples/spinlock.ts';
import syncTerminationDetection from '../../examples/sync-termination-detection.ts';
import ticketlock from '../../examples/ticketlock.ts';
import tokenRing from '../../examples/token-ring.ts';
import towerOfHanoi from '../../examples/tower-of-hanoi.ts';
import twoPhase from '../../examples/two-phase.ts';
import voting from '../../examples/voting.ts';
import { ofStates } from '../agreement/of-states.ts';

const models = [
  alternatingBit,
  balloonProtocol,
  barrier,
  cigaretteSmokers,
  coffeeCan,
  consensus,
  dieHard,
  dijkstraMutex,
  diningPhilosophers,
  ewd840,
  hourClock,
  lock,
  mcsLock,
  missionariesAndCannibals,
  movingCat,
  multiPaxos,
  nPeterson,
  nQueens,
  paxosDecision,
  paxos,
  peterson,
  prisonersSingleSwitch,
  prisoners,
  qspinlock,
  readersWriters,
  schedulingAllocator,
  simpleAllocator,
  spanTree,
  spinlock,
  syncTerminationDetection,
  ticketlock,
  tokenRing,
  towerOfHanoi,
  twoPhase,
  voting,
];

type Constants = Readonly<Record<string, number | boolean>>;
/** Distinct states, states generated, depth. */
type Counts = readonly [number, number, number];

interface More {
  /** What the source generates, where it differs; the example's opening comment says why. */
  readonly generatedThere?: number;
  /** Steps of a shortest trace to each property that is violated. */
  readonly violated?: Readonly<Record<string, number>>;
  /** What takes the interpreter long: with symmetry it explores it in `large.test.ts`. */
  readonly compiled?: true;
}

const tla = 'tlaplus/Examples';
const murphi = 'Murphi n_peterson.m, which publishes no depth and calls firings rules fired';
const mcs = 'Murphi mcslock1.m, which publishes no depth and calls firings rules fired';
const kernel = 'kernel-tla ticketlock';
const checkers = 'SPIN, TLC, CMurphi and Rumur, but for its depth';
const truths: readonly (readonly [Model, Constants, Counts, string, More?])[] = [
  [hourClock, {}, [12, 24, 0], `${tla} HourClock`],
  [dieHard, {}, [16, 97, 7], `${tla} DieHard`, { violated: { notSolved: 6 } }],
  [
    missionariesAndCannibals,
    {},
    [64, 253, 12],
    `${tla} MissionariesAndCannibals`,
    { generatedThere: 283, violated: { solution: 11 } },
  ],
  [twoPhase, {}, [288, 1146, 10], `${tla} TwoPhase`],
  [twoPhase, { managers: 5 }, [8832, 58_146, 16], 'Stateright 2pc, which publishes distinct states only'],
  [lock, {}, [12, 21, 4], `${tla} Lock`],
  [peterson, {}, [42, 77, 10], `${tla} Peterson`],
  [diningPhilosophers, {}, [67, 336, 28], `${tla} DiningPhilosophers`],
  [readersWriters, {}, [21_527, 59_674, 12], `${tla} ReadersWriters`, { compiled: true }],
  [ewd840, {}, [302, 1817, 8], `${tla} EWD840`, { generatedThere: 2001 }],
  [ewd840, { nodes: 4 }, [1566, 14_962, 11], `${tla} EWD840_json`, { generatedThere: 15_986 }],
  [simpleAllocator, {}, [400, 1633, 5], `${tla} SimpleAllocator`],
  [schedulingAllocator, {}, [1690, 5854, 6], `${tla} SchedulingAllocator`],
  [syncTerminationDetection, {}, [129, 3722, 0], `${tla} SyncTerminationDetection`],
  [prisoners, {}, [214, 860, 13], `${tla} Prisoners`],
  [spanTree, {}, [1236, 10_278, 4], `${tla} SpanTree, but for its depth`],
  [dijkstraMutex, {}, [90_882, 282_810, 53], `${tla} DijkstraMutex, model LSpec`, { compiled: true }],
  [movingCat, {}, [48, 128, 0], `${tla} Cat, with 6 boxes`],
  [movingCat, { boxes: 5 }, [30, 78, 0], `${tla} Cat, with 5 boxes`],
  [towerOfHanoi, {}, [243, 727, 31], `${tla} Hanoi`, { generatedThere: 913, violated: { notSolved: 31 } }],
  [coffeeCan, {}, [5150, 20_000, 0], `${tla} CoffeeCan`, { generatedThere: 20_002 }],
  [prisonersSingleSwitch, {}, [16, 49, 4], `${tla} Prisoner`],
  [prisonersSingleSwitch, { lampUnknown: true }, [62, 188, 9], `${tla} PrisonerLightUnknown, but for its depth`],
  [prisonersSingleSwitch, { prisoners: 1 }, [2, 3, 1], `${tla} PrisonerSolo`],
  [prisonersSingleSwitch, { prisoners: 1, lampUnknown: true }, [4, 6, 1], `${tla} PrisonerSoloLightUnknown`],
  [barrier, {}, [64, 194, 6], `${tla} Barrier`],
  [cigaretteSmokers, {}, [6, 15, 1], `${tla} CigaretteSmokers`],
  [alternatingBit, {}, [240, 1392, 9], `${tla} MCAlternatingBit`],
  [tokenRing, {}, [46_656, 248_832, 0], `${tla} TokenRing`, { compiled: true }],
  [nQueens, {}, [785, 2970, 15], `${tla} Queens, model FourQueens`, { violated: { noSolutions: 4 } }],
  [nPeterson, {}, [882, 2647, 25], murphi],
  [nPeterson, { procs: 4 }, [22_281, 89_125, 46], murphi],
  [ticketlock, {}, [82, 149, 19], kernel],
  [ticketlock, { procs: 3, max: 2 }, [693, 1720, 32], kernel],
  [ticketlock, { procs: 4, max: 3 }, [5316, 16_081, 45], kernel],
  [ticketlock, { procs: 3, max: 2, trylock: true }, [23_160, 71_353, 47], kernel],
  [mcsLock, {}, [159, 319, 27], mcs],
  [mcsLock, { procs: 3 }, [7597, 22_792, 48], mcs],
  [qspinlock, {}, [9722, 18_991, 143], 'kernel-tla qspinlock'],
  [consensus, {}, [4, 4, 1], `${tla} PaxosHowToWinATuringAward/MCConsensus`],
  [consensus, { inductive: true }, [4, 7, 0], `${tla} Paxos/MCConsensus`],
  [voting, {}, [599, 3124, 10], `${tla} Paxos/MCVoting, which publishes counts with symmetry only`],
  [voting, { ballots: 3 }, [6752, 41_017, 15], `${tla} PaxosHowToWinATuringAward/MCVoting`, { compiled: true }],
  [paxos, {}, [3921, 23_563, 16], `${tla} MCPaxosTiny`, { compiled: true }],
  [paxos, { acceptors: 1, values: 1 }, [25, 82, 8], `${tla} Paxos/MCPaxos`],
  [
    paxosDecision,
    {},
    [6353, 55_079, 17],
    `${tla} SimplifiedFastPaxos/Paxos, which publishes counts of another size only`,
    { compiled: true },
  ],
  [
    multiPaxos,
    {},
    [1163, 1793, 19],
    `${tla} MultiPaxos-SMR, which publishes counts of another size only`,
    { compiled: true },
  ],
  [balloonProtocol, {}, [16_959, 52_451, 52], checkers],
  [balloonProtocol, { pages: 3, compactors: 1 }, [7097, 17_318, 43], checkers],
];

// Everything that is explored to the end is explored once. How the interpreter decides what is about behaviours is seen in `liveness.test.ts`.
const explorations = new Map<string, Promise<Exploration>>();
function exploreAll(model: Model, set: Constants): Promise<Exploration> {
  const name = nameOf(model, set);
  const byInterpreter = !truths.some(([of, at, , , { compiled } = {}]) => compiled === true && nameOf(of, at) === name);
  const exploreIt = async (): Promise<Exploration> => {
    const specification = model.build({ set });
    if (!byInterpreter) return await exploreCompiled(specification, { all: true });
    return await explore(ofStates(specification), { all: true });
  };
  const known = explorations.get(name) ?? exploreIt();
  explorations.set(name, known);
  return known;
}

describe('an example', () => {
  for (const [model, set, [distinct, generated, depth], source, { violated = {} } = {}] of truths) {
    it(`${nameOf(model, set)} has the state space of ${source}`, async () => {
      const result = await exploreAll(model, set);
      const { statesDistinct, statesGenerated } = result.counts;
      expect(result.ended).toBe('complete');
      expect([statesDistinct, statesGenerated, result.counts.depth]).toEqual([distinct, generated, depth]);
      expect(stepsToViolations(result)).toEqual(violated);
    });
  }

  for (const model of models) {
    it(`${model.name} keeps what its suites expect`, async () => {
      expect(model.suites).not.toEqual([]);
      for (const { set = {}, mutant, edits = [], properties, expect: expected } of model.suites) {
        const specification = model.build({ set, mutant, edits });
        const isWhole = expected === 'holds' && mutant === undefined && edits.length === 0;
        const result =
          specification.liveness.length > 0
            ? await exploreCompiled(specification, { properties })
            : await (isWhole ? exploreAll(model, set as Constants) : explore(specification));
        const names = Object.keys(stepsToViolations(result));
        expect(names.length === 0 ? 'holds' : `violates ${names.join(', ')}`).toBe(expected);
      }
    });

    for (const [name, { breaks = [] }] of Object.entries(model.mutants)) {
      it(`${model.name} with the mutant ${name} violates ${breaks.join(', ')}`, async () => {
        const result = await (isSlow(model) ? exploreCompiled : explore)(model.build({ mutant: name }));
        expect(Object.keys(stepsToViolations(result))).toEqual(breaks);
      });
    }
  }

  it('is in the tables above whatever file of the folder it is in, and opens with its counts', () => {
    const folder = new URL('../../examples/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    expect(files).toEqual(models.map(({ name }) => `${name}.ts`));
    const missing = truths.flatMap(([model, set, [distinct, generated], , { generatedThere = generated } = {}]) => {
      if (Object.keys(set).length > 0) return [];
      const [opening = ''] = readFileSync(new URL(`${model.name}.ts`, folder), 'utf8').split('\n\n');
      const counts = [distinct, generated, generatedThere].map((count) => count.toLocaleString('en'));
      return counts.filter((count) => !opening.includes(count)).map((count) => `${model.name} does not say ${count}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('the state space', () => {
  it.each([1, 2, 3, 4, 5])('of a spin lock with %i processors follows the closed form', async (cpus) => {
    const { counts } = await explore(spinlock.build({ set: { cpus } }));
    expect(counts.statesDistinct).toBe(2 ** cpus + cpus * 2 ** (cpus - 1));
  });

  it.each([1, 2, 3, 4, 6])(
    'of %i disks on three towers is all arrangements, the solution its last level',
    async (disks) => {
      const result = await explore(towerOfHanoi.build({ set: { disks } }), { all: true });
      expect(result.counts).toMatchObject({ statesDistinct: 3 ** disks, depth: 2 ** disks - 1 });
      expect(stepsToViolations(result)).toEqual({ notSolved: 2 ** disks - 1 });
      // Two moves of the smallest disk, and one of another except where all lie on one tower.
      expect(result.counts.statesGenerated).toBe(1 + 3 * 3 ** disks - 3);
    },
  );

  it.each([1, 2, 5, 8])('of a barrier for %i processes is all subsets of them', async (procs) => {
    const { counts } = await explore(barrier.build({ set: { procs } }));
    expect(counts).toMatchObject({
      statesDistinct: 2 ** procs,
      statesGenerated: 2 + procs * 2 ** (procs - 1),
      depth: procs,
    });
  });

  it.each([
    [2, 3],
    [3, 4],
    [5, 4],
  ])('of a ring of %i counters of %i values is all of their values', async (nodes, values) => {
    const { counts } = await explore(tokenRing.build({ set: { nodes, values } }));
    expect(counts).toMatchObject({ statesDistinct: values ** nodes, depth: 0 });
  });

  // TLC takes one successor for each true disjunct. Taking guards apart in the same way gives its counts, so that the lower ones
  // above are explained and not explained away.
  const takenApart: readonly (readonly [Model, Constants, number])[] = [
    [missionariesAndCannibals, {}, 283],
    [peterson, {}, 77],
    [ewd840, {}, 2001],
    [ewd840, { nodes: 4 }, 15_986],
  ];
  for (const [model, set, generatedThere] of takenApart) {
    it(`of ${nameOf(model, set)} is generated as often as by TLC with its disjunctions taken apart`, async () => {
      const { counts } = await explore(withoutDisjunctions(model.build({ set })), { all: true });
      expect(counts.statesGenerated).toBe(generatedThere);
    });
  }
});

/** Whether the interpreter would take too long for it. */
function isSlow(model: Model): boolean {
  return truths.some(([of, , , , { compiled } = {}]) => of === model && compiled === true);
}

function nameOf(model: Model, set: Constants): string {
  const constants = Object.entries(set).map(([name, value]) => `${name} ${String(value)}`);
  return constants.length === 0 ? model.name : `${model.name} (${constants.join(', ')})`;
}

function stepsToViolations({ properties }: Exploration): Record<string, number | undefined> {
  return Object.fromEntries(
    properties.flatMap(({ name, verdict }) =>
      verdict.kind === 'violated' ? [[name, verdict.trace?.steps.length]] : [],
    ),
  );
}

/** An action for each way to choose one disjunct of every clause of its guard. */
function withoutDisjunctions(specification: Specification): Specification {
  const actions = specification.actions.flatMap((action) =>
    action.when
      .map(({ node }) => (node.kind === 'apply' && node.operator === 'any' ? node.args : [node]))
      .reduce<(typeof action.when)[]>(
        (guards, disjuncts, index) =>
          guards.flatMap((guard) => disjuncts.map((node) => [...guard, { name: `when#${index + 1}`, node }])),
        [[]],
      )
      .map((when) => ({ ...action, when })),
  );
  return { ...specification, actions };
}
