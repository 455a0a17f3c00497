// Searching again in all orders of the steps: when, with what limits, and what is told of it. The searches are made up.

import { describe, expect, it } from 'vitest';
import type { Exploration, PropertyResult } from 'ballast';
import { inAllOrders, whyAllOrders, type Tracing } from '../../checker/interpret/all-orders.ts';
import type { ExploreRequest } from '../../checker/interpret/explore.ts';
import type { ReductionReport } from '../../checker/reduce/reductions.ts';

const report = (name: ReductionReport['name'], isInForce: boolean): ReductionReport => ({
  name,
  isInForce,
  of: isInForce ? ['everything'] : [],
  ...(isInForce ? {} : { reason: 'it cannot be' }),
  hindrances: [],
});

const property = (kind: PropertyResult['kind'], verdict: 'violated' | 'holds', steps: number): PropertyResult => ({
  name: 'safe',
  kind,
  isSelected: true,
  text: 'safe',
  verdict: verdict === 'violated' ? { kind: verdict, form: kind, steps } : { kind: verdict },
});

function found(properties: readonly PropertyResult[], more: Partial<Exploration> = {}): Exploration {
  return {
    specification: 'made up',
    counts: { statesGenerated: 1, statesInitial: 1, statesDistinct: 1, statesCut: 0, depth: 0, areExact: true },
    levels: [1],
    digest: '0',
    properties,
    actions: [],
    constraints: [],
    neverExercised: [],
    ended: 'violation',
    elapsedMs: 10,
    searchMs: 5,
    reductions: [report('symmetry', true), report('partial-order', true), report('chains', true)],
    ...more,
  };
}

const long = found([property('invariant', 'violated', 7)]);
const short = found([property('invariant', 'violated', 4)], { reductions: [report('symmetry', true)] });
const reductions = { symmetry: true, partialOrder: true, chains: true };

/** The result of the searches that are made up, and what each was asked. */
async function searched(
  request: ExploreRequest,
  results: readonly Exploration[],
): Promise<{ readonly result: Exploration; readonly asked: readonly (readonly [ExploreRequest, Tracing])[] }> {
  const asked: (readonly [ExploreRequest, Tracing])[] = [];
  const result = await inAllOrders(request, (each, tracing) => {
    const next = results[asked.length];
    asked.push([each, tracing]);
    if (next === undefined) throw new Error('one search too many');
    return Promise.resolve(next);
  });
  return { result, asked };
}

describe('what some orders of the steps violate', () => {
  it('is searched for in all orders, and that result is told, with the time of both', async () => {
    const { result, asked } = await searched({ reductions, properties: ['safe'] }, [long, short]);
    expect(asked).toEqual([
      [{ reductions, properties: ['safe'] }, 'in all orders'],
      [{ reductions: { symmetry: true, partialOrder: undefined, chains: undefined }, properties: ['safe'] }, 'here'],
    ]);
    const why = { isInForce: false, of: [], reason: whyAllOrders, hindrances: [] };
    expect(result).toEqual({
      ...short,
      elapsedMs: 20,
      searchMs: 10,
      reductions: [report('symmetry', true), { name: 'partial-order', ...why }, { name: 'chains', ...why }],
    });
  });

  it('is not searched for again where nothing is violated, or a witness is not reached', async () => {
    for (const [kind, verdict] of [
      ['invariant', 'holds'],
      ['reachable', 'violated'],
    ] as const) {
      const only = found([property(kind, verdict, 0)], { ended: 'complete' });
      expect((await searched({ reductions }, [only])).result).toBe(only);
    }
  });

  it('is not searched for again where no orders were left out', async () => {
    const all = found(long.properties, { reductions: [report('partial-order', false), report('chains', false)] });
    expect((await searched({ reductions }, [all])).result).toBe(all);
    const symmetry = { reductions: { symmetry: true } };
    expect(await searched(symmetry, [short])).toEqual({ result: short, asked: [[symmetry, 'here']] });
  });

  it('is traced at once where there is a limit, and told so where the second search comes to nothing', async () => {
    const nothing = found([], { ended: 'max-states', reductions: [] });
    const { result, asked } = await searched({ reductions, maxStates: 5 }, [long, nothing]);
    expect(asked.map(([{ maxStates }, tracing]) => [maxStates, tracing])).toEqual([
      [5, 'here'],
      [5, 'here'],
    ]);
    expect(result).toEqual({ ...long, elapsedMs: 20, searchMs: 10 });
    for (const limit of [{ timeMs: 60_000 }, { memoryMb: 100 }])
      expect((await searched({ reductions, ...limit }, [long, short])).asked[0]?.[1]).toBe('here');
  });

  it('is not searched for again when there is no time left, or somebody has interrupted', async () => {
    expect((await searched({ reductions, timeMs: 0 }, [long])).result).toBe(long);
    const interrupt = new AbortController();
    interrupt.abort();
    expect((await searched({ reductions, signal: interrupt.signal }, [long])).result).toBe(long);
  });

  it('is searched for in the time that is left, and its progress is told of both searches', async () => {
    const told: number[] = [];
    const onProgress = ({ elapsedMs }: { readonly elapsedMs: number }): void => void told.push(elapsedMs);
    const { asked } = await searched({ reductions, timeMs: 60_000, onProgress }, [long, short]);
    const [, [again] = []] = asked;
    expect(again?.timeMs).toBe(59_990);
    const progress = { depth: 0, statesDistinct: 1, statesGenerated: 1, statesQueued: 0 };
    again?.onProgress?.({ ...progress, elapsedMs: 5 });
    expect(told).toEqual([15]);
  });

  it('and all of them do not is the fault of the checker', async () => {
    const nothing = found([], { ended: 'complete' });
    await expect(searched({ reductions }, [long, nothing])).rejects.toThrow(
      'what is violated in some orders of the steps is not violated in all of them',
    );
  });
});
