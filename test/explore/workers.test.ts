// The compiled engine on the benchmark model, alone and with several workers. The counts are those of SPIN, TLC, CMurphi and Rumur.

import { action, range, spec, variables } from 'ballast';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import balloon from '../../examples/balloon-protocol.ts';
import { clockOfLooks } from '../clock.ts';
import { built } from '../interpret/build.ts';

const sizes = [
  { set: {}, distinct: 16_959, generated: 52_451, depth: 52 },
  { set: { pages: 3, compactors: 1 }, distinct: 7_097, generated: 17_318, depth: 43 },
  { set: { pages: 3 }, distinct: 178_574, generated: 588_215, depth: 60 },
  { set: { pages: 4 }, distinct: 1_369_393, generated: 4_723_639, depth: 68 },
];

describe('the benchmark model', () => {
  it.each(sizes)('has $distinct states, whoever counts them', async ({ set, distinct, generated, depth }) => {
    const specification = balloon.build({ set });
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map(async (workers) => await exploreCompiled(specification, { workers })),
    );
    expect(one?.counts).toMatchObject({ statesDistinct: distinct, statesGenerated: generated, depth });
    expect({ ...two, elapsedMs: 0, searchMs: 0 }).toEqual({ ...one, elapsedMs: 0, searchMs: 0 });
    expect({ ...three, elapsedMs: 0, searchMs: 0 }).toEqual({ ...one, elapsedMs: 0, searchMs: 0 });
  });

  it('has as many when it does not find room in one memory', async () => {
    const specification = balloon.build({ set: { pages: 4 } });
    const whole = await exploreCompiled(specification, { workers: 1 });
    for (const workers of [1, 2, 3]) {
      for (const partitionMb of [2, 5, 8]) {
        const request = { workers, partitionBytes: partitionMb * 2 ** 20, memoryMb: 60 };
        const spread = await exploreCompiled(specification, request);
        expect({ ...spread, elapsedMs: 0, searchMs: 0 }).toEqual({ ...whole, elapsedMs: 0, searchMs: 0 });
      }
    }
  });

  it.each([1, 2])(
    'is not decided, with what was reached, where a further memory is refused to %i workers',
    async (workers) => {
      const { WebAssembly } = globalThis as unknown as { WebAssembly: { Memory: new (limits: object) => object } };
      const { Memory } = WebAssembly;
      let made = 0;
      // The third memory is the machine's limit.
      WebAssembly.Memory = class extends Memory {
        constructor(limits: object) {
          made += 1;
          if (made > 2) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
          super(limits);
        }
      };
      try {
        const request = { workers, partitionBytes: 5 * 2 ** 20, memoryMb: 60 };
        const found = await exploreCompiled(balloon.build({ set: { pages: 4 } }), request);
        expect({ ended: found.ended, areExact: found.counts.areExact }).toEqual({ ended: 'memory', areExact: false });
        expect(found.counts.statesDistinct).toBeGreaterThan(100_000);
        expect(found.properties.every(({ verdict }) => verdict.kind !== 'holds')).toBe(true);
        expect(made).toBe(3);
      } finally {
        WebAssembly.Memory = Memory;
      }
    },
  );

  it('says how far it came when it is interrupted at work', async () => {
    const stop = new AbortController();
    const specification = balloon.build({ set: { pages: 4, inflaters: 2 } });
    const found = await exploreCompiled(specification, {
      workers: 2,
      signal: stop.signal,
      onProgress: ({ statesDistinct }) => {
        if (statesDistinct > 400_000) stop.abort();
      },
    });
    expect(found.ended).toBe('interrupted');
    expect(found.counts.areExact).toBe(false);
    expect(found.counts.statesDistinct).toBeGreaterThan(400_000);
    expect(found.levels.reduce((sum, count) => sum + count, 0)).toBe(found.counts.statesDistinct);
  });

  it('ends with what it has when memory is short', async () => {
    const found = await exploreCompiled(balloon.build({ set: { pages: 4 } }), { workers: 2, memoryMb: 8 });
    expect(found.ended).toBe('memory');
    expect(found.counts.statesDistinct).toBeGreaterThan(200_000);
    expect(found.properties.every(({ verdict }) => verdict.kind !== 'holds')).toBe(true);
  });
});

describe('progress', () => {
  it('has the states of a level that is to be expanded in the queue, while workers join too', async () => {
    // Every look at the clock finds that it is time to tell the progress.
    clockOfLooks(60);
    const queued: number[] = [];
    await exploreCompiled(balloon.build(), {
      workers: 3,
      joinAt: 1,
      maxDepth: 12,
      onProgress: ({ statesQueued }) => void queued.push(statesQueued),
    });
    expect(queued.length).toBeGreaterThan(0);
    expect(queued.filter((count) => count === 0)).toEqual([]);
  });
});

describe('levels that are too narrow for several workers', () => {
  it('make tables grow all the same, once workers have joined', async () => {
    // 41 wide levels of 30,000 states, on which workers join, and then 10,048 narrow ones of 50 at most.
    const { k, t, n, m } = variables({ k: range(0, 30_000), t: range(0, 40), n: range(0, 9999), m: range(0, 49) });
    const isOnTheWay = [k.is(1), t.is(40)];
    const actions = {
      widen: action({ p: range(1, 30_000) }, ({ p }) => ({ when: [k.is(0)], then: [k.becomes(p)] })),
      turn: action({ when: [k.moreThan(0), t.lessThan(40)], then: [t.increment()] }),
      right: action({ when: [...isOnTheWay, n.lessThan(9999)], then: [n.increment()] }),
      up: action({ when: [...isOnTheWay, m.lessThan(49)], then: [m.increment()] }),
    };
    const init = { k: 0, t: 0, n: 0, m: 0 };
    const specification = built(
      spec({ variables: { k, t, n, m }, init, actions, terminal: 'any', reachable: { end: n.is(9999) } }),
    );
    const { counts, ended } = await exploreCompiled(specification, { workers: 2 });
    const statesDistinct = 1 + 41 * 30_000 + 500_000 - 1;
    expect({ ...counts, ended }).toMatchObject({ statesDistinct, depth: 41 + 10_048, ended: 'complete' });
  });
});

describe('a worker that is gone', () => {
  it.each([0, 5, 20, 60, 120])(
    'ends the search with a mistake of the checker, %i ms after it was started',
    async (ms) => {
      const end = (worker: Worker): void => void setTimeout(() => void worker.terminate(), ms);
      process.once('worker', end);
      const specification = balloon.build({ set: { pages: 5, inflaters: 2 } });
      const searching = exploreCompiled(specification, { workers: 3, timeMs: 15_000 });
      await expect(searching).rejects.toThrow(/^a worker is gone: it ended with [01]$/);
      process.off('worker', end);
    },
  );
});
