// The examples with symmetry, against the counts that are published for it. A source's depth counts states, and ours steps: one less.
// Murphi's "rules fired" leave out the initial state. Both they and TLC fire what is enabled in one state of each orbit, as is done here:
// how much that is does not depend on the state, since renaming maps firings to firings.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Model } from '../../checker/index.ts';
import consensus from '../../examples/consensus.ts';
import mcsLock from '../../examples/mcs-lock.ts';
import nPeterson from '../../examples/n-peterson.ts';
import paxosDecision from '../../examples/paxos-decision.ts';
import paxos from '../../examples/paxos.ts';
import qspinlock from '../../examples/qspinlock.ts';
import twoPhase from '../../examples/two-phase.ts';
import voting from '../../examples/voting.ts';

type Constants = Readonly<Record<string, number | boolean>>;
/** Orbits, states generated from one state of each, depth, and the states of all orbits. */
type Counts = readonly [number, number, number, number];

const engines = { explore, exploreCompiled };

const tla = 'tlaplus/Examples';
/** By the reference, too: what it takes little time for. */
const small: readonly (readonly [Model, Constants, Counts, string])[] = [
  [consensus, {}, [2, 4, 1, 4], 'counting by hand: nothing, or something, is chosen'],
  [nPeterson, {}, [172, 517, 25, 882], 'Murphi n_peterson.m: 172 states, 516 rules fired'],
  [mcsLock, {}, [81, 163, 27, 159], 'Murphi mcslock1.m: 81 states, 162 rules fired'],
  [mcsLock, { procs: 3 }, [1285, 3856, 48, 7597], 'Murphi mcslock1.m: 1,285 states, 3,855 rules fired'],
  [twoPhase, {}, [80, 318, 10, 288], 'an exact count of the orbits of TwoPhase'],
  [voting, {}, [77, 451, 10, 599], `${tla} Paxos/MCVoting`],
];
/** By generated code only; the reference explores some of them in `large.test.ts`. */
const larger: typeof small = [
  [qspinlock, {}, [4866, 9506, 143, 9722], 'kernel-tla qspinlock'],
  [paxos, {}, [443, 2697, 16, 3921], `${tla} MCPaxosTiny, which publishes the full count only`],
  [nPeterson, { procs: 4 }, [1132, 4529, 46, 22_281], 'Murphi n_peterson.m: 1,132 states, 4,528 rules fired'],
  [nPeterson, { procs: 5 }, [6770, 33_851, 73, 628_868], 'Murphi n_peterson.m: 6,770 states, 33,850 rules fired'],
  [
    nPeterson,
    { procs: 7 },
    [163_298, 1_143_087, 145, 511_615_338],
    'Murphi n_peterson.m: 163,298 states, 1,143,086 rules fired',
  ],
  [mcsLock, { procs: 4 }, [23_636, 94_545, 69, 554_221], 'Murphi mcslock1.m: 23,636 states, 94,544 rules fired'],
  [
    twoPhase,
    { managers: 5 },
    [314, 2048, 16, 8832],
    'an exact count of the orbits; Stateright, whose representatives are several for an orbit, has 665',
  ],
  [voting, { ballots: 3 }, [686, 4357, 15, 6752], `${tla} MCVoting, which publishes the full count only`],
  [paxosDecision, { acceptors: 4, values: 3 }, [1207, 13_290, 21, 48_514], `${tla} SimplifiedFastPaxos/Paxos`],
];

describe('with symmetry', () => {
  for (const [name, engine] of Object.entries(engines))
    for (const [model, set, counts, source] of name === 'explore' ? small : [...small, ...larger])
      it(`${nameOf(model, set)} has the orbits of ${source}, by ${name}`, async () => {
        const result = await engine(model.build({ set }), { all: true, reductions: { symmetry: 'countable' } });
        const { statesDistinct, statesGenerated, depth, statesFull } = result.counts;
        expect(result.ended).toBe('complete');
        expect([statesDistinct, statesGenerated, depth, statesFull]).toEqual(counts);
      });
});

function nameOf(model: Model, set: Constants): string {
  const constants = Object.entries(set).map(([name, value]) => `${name} ${String(value)}`);
  return constants.length === 0 ? model.name : `${model.name} (${constants.join(', ')})`;
}
