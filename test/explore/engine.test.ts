// The memories of a search, without its threads: what is stored where when several fill an arena, and what happens at its end.

import { action, fn, range, spec, variables } from 'ballast';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../checker/compile/module.ts';
import { compiledOf } from '../../checker/explore/assembled.ts';
import { Engine } from '../../checker/explore/engine.ts';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { planMemory, slotsLeast } from '../../checker/explore/memory.ts';
import { statesIn } from '../../checker/explore/segments.ts';
import { built } from '../interpret/build.ts';

/** An engine with one state in its arena, and a million on the next level. */
async function engineFor(workers: number, limitBytes: number, partitionBytes?: number): Promise<Engine> {
  const { n, m } = variables({ n: range(0, 1000), m: range(0, 1000) });
  const from = [n.is(0), m.is(0)];
  const sides = { p: range(1, 1000), q: range(1, 1000) };
  const actions = { jump: action(sides, ({ p, q }) => ({ when: from, then: [n.becomes(p), m.becomes(q)] })) };
  const reachable = { last: n.is(1000) };
  const declared = spec({ variables: { n, m }, init: { n: 0, m: 0 }, actions, reachable, terminal: 'any' });
  const { program, module } = await compiledOf(built(declared), undefined);
  const plan = planMemory(program, workers, limitBytes, partitionBytes);
  const engine = new Engine(program, await module(), plan);
  engine.insert(new Uint8Array(8));
  return engine;
}

describe('an arena that several fill', () => {
  it('has no states behind its end, however many find no room', async () => {
    const engine = await engineFor(1, 2 ** 20);
    engine.share(1);
    engine.first.slots = engine.plan.slotsMost;
    const marks = engine.marks;
    engine.run({ partition: 0, from: 0, to: 1 });
    const { capacity } = engine.plan;
    expect(engine.isFull).toBe(true);
    expect(engine.indexEnd).toBeLessThanOrEqual(capacity);
    expect(statesIn(engine.storedSince(marks))).toBe(Number(engine.first.sumAt(16)) - 1);
  });
});

describe('memories that are added while several workers search', () => {
  it('have tables with room for what workers add after they were told to leave off', async () => {
    const engine = await engineFor(2, 2 ** 24, 2 ** 22);
    engine.share(2);
    engine.addPartitions();
    expect(engine.partitions.map(({ slots }) => slots).slice(1)).toEqual([2 ** 17, 2 ** 17, 2 ** 17]);
  });
});

describe('a specification with very large steps', () => {
  it('is refused where the successors of one state would not find room in a batch', () => {
    const { n, m, f } = variables({ n: range(0, 1000), m: range(0, 1000), f: fn(range(0, 600), range(0, 2 ** 50)) });
    const sides = { p: range(1, 1000), q: range(1, 1000) };
    const jump = action(sides, ({ p, q }) => ({ when: [n.is(0)], then: [n.becomes(p), m.becomes(q)] }));
    const init = { n: 0, m: 0, f: 0 };
    const declared = spec({ variables: { n, m, f }, init, actions: { jump }, reachable: { last: n.is(1000) } });
    expect(() => compileProgram(built(declared))).toThrow('a state may have 1000000 successors of 4816 bytes');
  });
});

describe('memories that are full as soon as states are spread over them', () => {
  it('end the search, even where the level that filled them was the last to be explored', async () => {
    const { n } = variables({ n: range(0, 4000) });
    const jump = action({ p: range(1, 4000) }, ({ p }) => ({ when: [n.is(0)], then: [n.becomes(p)] }));
    const declared = spec({ variables: { n }, init: { n: 0 }, actions: { jump }, reachable: { last: n.is(4000) } });
    // 64 memories of 24 states, besides their tables.
    const partitionBytes = 4 * slotsLeast + 24 * 8;
    const request = { maxDepth: 1, workers: 1, partitionBytes, memoryMb: (64 * partitionBytes) / 2 ** 20 };
    const { ended, counts } = await exploreCompiled(built(declared), request);
    expect({ ended, areExact: counts.areExact }).toEqual({ ended: 'memory', areExact: false });
    expect(counts.statesDistinct).toBeLessThan(4001);
  });
});
