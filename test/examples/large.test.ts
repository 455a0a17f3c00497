// The examples in sizes that take seconds: with symmetry they have the counts that are published, and the states of all orbits are those
// that are found without it. Run by `npm run reductions`.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Model, type Specification } from '../../checker/index.ts';
import mcsLock from '../../examples/mcs-lock.ts';
import multiPaxos from '../../examples/multi-paxos.ts';
import nPeterson from '../../examples/n-peterson.ts';
import paxosDecision from '../../examples/paxos-decision.ts';
import paxos from '../../examples/paxos.ts';
import qspinlock from '../../examples/qspinlock.ts';
import twoPhase from '../../examples/two-phase.ts';
import voting from '../../examples/voting.ts';

type Constants = Readonly<Record<string, number | boolean>>;
/** Orbits, states generated from one state of each, depth, and the states of all orbits. */
type Counts = readonly [number, number, number, number];

const symmetric = { all: true, reductions: { symmetry: 'countable' } } as const;
const tla = 'tlaplus/Examples';
const truths: readonly (readonly [Model, Constants, Counts, string])[] = [
  [nPeterson, { procs: 5 }, [6770, 33_851, 73, 628_868], 'Murphi n_peterson.m'],
  [mcsLock, { procs: 4 }, [23_636, 94_545, 69, 554_221], 'Murphi mcslock1.m'],
  [paxos, { ballots: 3 }, [17_153, 127_002, 24, 185_369], `${tla} MCPaxosSmall, for which nothing is published`],
  [paxosDecision, { acceptors: 4, values: 3 }, [1207, 13_290, 21, 48_514], `${tla} SimplifiedFastPaxos/Paxos`],
  [multiPaxos, { replicas: 3 }, [343_796, 705_032, 27, 2_062_561], `${tla} MultiPaxos_MC_small`],
  [nPeterson, { procs: 6 }, [35_159, 210_955, 106, 17_704_917], 'Murphi n_peterson.m'],
  [qspinlock, { cpus: 3 }, [6_026_907, 17_448_913, 257, 36_143_569], 'kernel-tla qspinlock'],
];
/** Beyond so many states they are not explored without symmetry. */
const fullMost = 3_000_000;

/** Smaller, and still long for the reference: it tries every permutation of each state. */
const byReference: readonly (readonly [Model, Constants, Counts])[] = [
  [nPeterson, { procs: 4 }, [1132, 4529, 46, 22_281]],
  [twoPhase, { managers: 5 }, [314, 2048, 16, 8832]],
  [qspinlock, {}, [4866, 9506, 143, 9722]],
  [paxos, {}, [443, 2697, 16, 3921]],
  [voting, { ballots: 3 }, [686, 4357, 15, 6752]],
  [paxosDecision, {}, [701, 6167, 17, 6353]],
  [multiPaxos, {}, [582, 899, 19, 1163]],
];

describe('a larger size', () => {
  for (const [model, set, counts] of byReference)
    it(`of ${model.name} ${JSON.stringify(set)} has the same counts by both engines`, async () => {
      for (const engine of [explore, exploreCompiled]) {
        const { counts: found } = await engine(model.build({ set }), symmetric);
        expect([found.statesDistinct, found.statesGenerated, found.depth, found.statesFull]).toEqual(counts);
      }
    });

  for (const [model, set, counts, source] of truths)
    it(`of ${model.name} ${JSON.stringify(set)} has the orbits of ${source}`, async () => {
      const specification = model.build({ set });
      const { counts: found, ended } = await exploreCompiled(specification, symmetric);
      expect(ended).toBe('complete');
      expect([found.statesDistinct, found.statesGenerated, found.depth, found.statesFull]).toEqual(counts);
      if (counts[3] > fullMost) return;
      const unreduced = await exploreCompiled(specification, { all: true });
      expect([unreduced.counts.depth, unreduced.counts.statesDistinct]).toEqual(counts.slice(2));
    });

  it('of multi-paxos is generated as often as by TLC where it takes the same steps', async () => {
    const specification = multiPaxos.build({ set: { replicas: 3 } });
    const { counts } = await exploreCompiled(withStepsOfTlc(specification), symmetric);
    expect(counts).toMatchObject({ statesDistinct: 343_796, statesGenerated: 736_012 });
  });
});

/** A step for each value that an `exists` in a guard is true of, and one that does nothing where all may stop. */
function withStepsOfTlc(specification: Specification): Specification {
  const { actions, terminal } = specification;
  if (terminal === 'any') return specification;
  const witnessed = actions.map((action) => {
    const parameters = [...action.parameters];
    const when = action.when.map((clause) => {
      const { node } = clause;
      if (node.kind !== 'quantified' || node.quantifier !== 'exists') return clause;
      parameters.push(...node.binders);
      return { ...clause, node: node.body };
    });
    return { ...action, parameters, when };
  });
  const rest = { name: 'rest', parameters: [], when: [{ name: 'when#1', node: terminal }], body: [] };
  return { ...specification, actions: [...witnessed, rest] };
}
