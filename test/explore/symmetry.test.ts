// Searches over representatives: they stand for exactly the states of the unreduced search, whoever searches and wherever the states lie.

import { describe, expect, it } from 'vitest';
import { exploreCompiled, type CompiledRequest, type Exploration, type Specification } from '../../checker/index.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import nPeterson from '../../examples/n-peterson.ts';
import simpleAllocator from '../../examples/simple-allocator.ts';
import twoPhase from '../../examples/two-phase.ts';
import { slotsLeast } from '../../checker/explore/memory.ts';

const symmetric = { reductions: { symmetry: true } } as const;

async function found(specification: Specification, request: CompiledRequest = {}): Promise<Exploration> {
  return await exploreCompiled(specification, { workers: 1, ...request });
}

const small = balloonProtocol.build({ set: { pages: 3, compactors: 2 } });

describe('a search over representatives', () => {
  it.each([
    { name: 'the balloon protocol', specification: balloonProtocol.build(), distinct: 4374 },
    { name: 'the balloon protocol with 3 pages', specification: small, distinct: 15_611 },
    { name: '3 processes of Peterson', specification: nPeterson.build({ set: { procs: 3 } }), distinct: 172 },
    { name: '4 processes of Peterson', specification: nPeterson.build({ set: { procs: 4 } }), distinct: 1132 },
    { name: '5 resource managers', specification: twoPhase.build({ set: { managers: 5 } }), distinct: 314 },
  ])('counts the states that they stand for: $name', async ({ specification, distinct }) => {
    const [whole, reduced] = [await found(specification), await found(specification, symmetric)];
    expect(reduced.counts).toMatchObject({ statesDistinct: distinct, statesFull: whole.counts.statesDistinct });
    expect(reduced.levelsFull).toEqual(whole.levels);
    expect(reduced.counts.depth).toBe(whole.counts.depth);
    expect(reduced.properties.map(({ name, verdict }) => [name, verdict.kind])).toEqual(
      whole.properties.map(({ name, verdict }) => [name, verdict.kind]),
    );
  });

  it('finds the same with several workers, and with states spread over several memories', async () => {
    const alone = await found(small, symmetric);
    // A memory holds a few thousand of the states.
    const partitionBytes = 4 * slotsLeast + 8 * 4000;
    const partitioned = { partitionBytes, memoryMb: (16 * partitionBytes) / 2 ** 20 };
    for (const request of [{ workers: 2, joinAt: 1 }, { workers: 3, joinAt: 1, ...partitioned }, partitioned]) {
      const { counts, digest, levels, levelsFull } = await found(small, { ...symmetric, ...request });
      expect({ counts, digest, levels, levelsFull }).toEqual({
        counts: alone.counts,
        digest: alone.digest,
        levels: alone.levels,
        levelsFull: alone.levelsFull,
      });
    }
  });

  it('says what is interchangeable, and why nothing is reduced where it is not', async () => {
    const { reductions } = await found(small, symmetric);
    expect(reductions).toEqual([
      { name: 'symmetry', isInForce: true, of: ['2 compactors', '3 pages'], hindrances: [] },
    ]);
    const collecting = await found(small, { ...symmetric, collect: true });
    expect(collecting.counts.statesDistinct).toBe(178_574);
    expect(collecting.reductions).toMatchObject([
      { isInForce: false, reason: 'what is counted of each transition is counted of all of them' },
    ]);
  });

  it.each([
    { name: 'the balloon protocol', specification: balloonProtocol.build({ mutant: 'blindIsolation' }) },
    { name: 'two-phase commit', specification: twoPhase.build({ mutant: 'brokenPromise' }) },
    {
      name: 'two-phase commit with a choice of many',
      specification: twoPhase.build({ mutant: 'brokenPromise' }),
      most: 2,
    },
    { name: 'an allocator', specification: simpleAllocator.build(), properties: ['resourceMutex'] },
  ])('tells the very traces of the search of all states: $name', async ({ specification, most, properties }) => {
    const request = { comparedMost: most, properties };
    const [whole, reduced] = [
      await found(specification, request),
      await found(specification, { ...symmetric, ...request }),
    ];
    expect(reduced.counts.statesDistinct).toBeLessThan(whole.counts.statesDistinct);
    expect(printed(reduced)).toBe(printed(whole));
  });
});

/** The verdicts with everything that they tell. Of very many states on shortest paths the search over representatives counts only some. */
function printed({ properties }: Exploration): string {
  return JSON.stringify(properties, undefined, 1).replace(/"among": \d+/g, '"among": many');
}
