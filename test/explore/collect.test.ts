// What is collected is counted twice, by generated code and by the plain meaning, and both have to come to the same numbers.

import { describe, expect, it } from 'vitest';
import { exploreCompiled, webAssemblyText, type Exploration } from '../../checker/index.ts';
import balloon from '../../examples/balloon-protocol.ts';
import simpleAllocator from '../../examples/simple-allocator.ts';
import { models } from '../bundled.ts';
import { compareEngines } from '../agreement/compare.ts';

const named = models.map((model) => ({ name: model.name, model }));

/** Of those that begin in more states than are explored here, or whose guards are evaluated for many bindings. */
const smaller: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'coffee-can': { beans: 10 },
  'multi-paxos': { ballots: 1 },
  'paxos-decision': { acceptors: 2, values: 1 },
  paxos: { acceptors: 2 },
  voting: { acceptors: 2 },
  'token-ring': { nodes: 3, values: 4 },
};

function timeless(exploration: Exploration): Exploration {
  return { ...exploration, elapsedMs: 0, searchMs: 0 };
}

describe('generated code that collects', () => {
  it.each(named)('counts of $name what the interpreter counts', { timeout: 60_000 }, async ({ model }) => {
    const { reference, compiled } = await compareEngines(model.build({ set: smaller[model.name] ?? {} }), {
      collect: true,
      maxStates: 1000,
    });
    expect(compiled).toBe(reference);
    const { collected } = JSON.parse(compiled) as Exploration;
    expect(collected?.clauses.some(({ evaluated }) => evaluated > 0) ?? false).toBe(collected?.clauses.length !== 0);
  });

  it.each(named)('leaves that of $name as it is which does not', async ({ model }) => {
    const specification = model.build();
    const before = await webAssemblyText(specification);
    const collecting = await webAssemblyText(specification, 'everything');
    expect(await webAssemblyText(specification)).toBe(before);
    const words = ['$collect', '$source', '$old', '$guard:'];
    expect(words.filter((word) => before.includes(word))).toEqual([]);
    expect(collecting).toContain('$collect');
    expect(collecting.length).toBeGreaterThan(before.length);
  });

  it('names the same transitions where it counts nothing else', async () => {
    const specification = simpleAllocator.build();
    const { transitionsDigest } = await exploreCompiled(specification, { collect: true });
    const only = await exploreCompiled(specification, { collect: 'transitions' });
    expect(transitionsDigest).toMatch(/^[0-9a-f]{16}$/);
    expect(only.transitionsDigest).toBe(transitionsDigest);
    expect(only.collected).toBe(undefined);
  });

  it(
    'has the same numbers with one worker and with several, in one memory and in many',
    { timeout: 60_000 },
    async () => {
      const specification = balloon.build({ set: { pages: 3 } });
      const one = timeless(await exploreCompiled(specification, { workers: 1, collect: true }));
      expect(one.collected?.actions.some(({ fresh, firings }) => fresh > 0 && fresh < firings)).toBe(true);
      const spread = { partitionBytes: 2 ** 20, memoryMb: 12 };
      for (const engine of [
        { workers: 2, joinAt: 1 },
        { workers: 3, joinAt: 1000 },
        { workers: 1, ...spread },
      ]) {
        const other = timeless(await exploreCompiled(specification, { ...engine, collect: true }));
        expect(other).toEqual(one);
      }
      const both = await exploreCompiled(specification, { workers: 2, ...spread, collect: true });
      expect(timeless(both)).toEqual(one);
    },
  );

  it('finds what is found without', async () => {
    const specification = balloon.build();
    const { collected, transitionsDigest, ...found } = timeless(
      await exploreCompiled(specification, { collect: true }),
    );
    expect(found).toEqual(timeless(await exploreCompiled(specification)));
    expect(collected?.levels.map(({ states }) => states)).toEqual(found.levels);
    expect(transitionsDigest).toMatch(/^[0-9a-f]{16}$/);
  });

  it('has counted what was explored where the time is over', async () => {
    const specification = balloon.build({ set: { pages: 4 } });
    const { collected, counts, levels } = await exploreCompiled(specification, {
      timeMs: 60,
      collect: true,
      workers: 1,
    });
    expect(counts.areExact).toBe(false);
    expect(collected?.levels.map(({ states }) => states)).toEqual(levels);
    const firings = collected?.actions.reduce((sum, each) => sum + each.firings, 0) ?? 0;
    expect(firings).toBe(collected?.levels.reduce((sum, each) => sum + each.firings, 0));
    expect(firings).toBe(counts.statesGenerated - counts.statesInitial);
  });
});
