import { describe, expect, it } from 'vitest';
import { action, explore, range, spec, variables, type Specification } from 'ballast';
import { clockOfLooks } from '../clock.ts';
import { built, counters, counting, resultOf, stepsTo, verdicts } from './build.ts';

const { n } = counters;

describe('a limit', () => {
  it('of states ends the search after the round that passes it, with exact counts', async () => {
    const found = await explore(counting(9), { maxStates: 4 });
    expect(found).toMatchObject({
      ended: 'max-states',
      levels: [1, 2, 2],
      counts: { statesDistinct: 5, areExact: true },
    });
    expect(verdicts(found)['any']).toBe('not decided: stopped at the limit of states');
  });

  it('that is not passed does not spoil a verdict', async () => {
    expect(await explore(counting(9), { maxStates: 10, maxDepth: 6 })).toMatchObject({
      ended: 'complete',
      counts: { statesDistinct: 10, depth: 5 },
    });
  });

  it('of depth leaves the states of that depth found and checked, but not expanded', async () => {
    const found = await explore(counting(9, { invariants: { notFive: n.isNot(5) }, terminal: n.is(0) }), {
      maxDepth: 2,
    });
    expect(found).toMatchObject({
      ended: 'max-depth',
      levels: [1, 2, 2],
      counts: { statesGenerated: 7, depth: 2, areExact: true },
    });
    expect(verdicts(found)).toEqual({
      notFive: 'not decided: stopped at the limit of depth',
      deadlock: 'not decided: stopped at the limit of depth',
    });
    expect(await explore(counting(9, { invariants: { notFour: n.isNot(4) } }), { maxDepth: 2 })).toMatchObject({
      ended: 'violation',
    });
  });

  const endless = (): Specification => {
    const { wide } = variables({ wide: range(0, 10 ** 9) });
    const actions = { up: action({ when: [wide.lessThan(10 ** 9)], then: [wide.increment()] }) };
    return built(
      spec({
        variables: { wide },
        init: { wide: 0 },
        actions,
        reachable: { three: wide.is(3), huge: wide.is(10 ** 8) },
      }),
    );
  };

  it('of time stops in the middle; counts are lower bounds, and what was found stays found', async () => {
    clockOfLooks(1);
    const seen: number[] = [];
    const found = await explore(endless(), {
      timeMs: 120,
      onProgress: ({ statesDistinct }) => void seen.push(statesDistinct),
    });
    expect(found).toMatchObject({ ended: 'time', counts: { areExact: false } });
    expect(found.elapsedMs).toBeGreaterThanOrEqual(120);
    expect(found.elapsedMs).toBeLessThan(130);
    expect(verdicts(found)).toEqual({
      deadlock: 'not decided: stopped at the limit of time',
      three: 'holds, reached in 3',
      huge: 'not decided: stopped at the limit of time',
    });
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('of memory stops in the middle', async () => {
    const found = await explore(endless(), { memoryMb: 1 });
    expect(found).toMatchObject({ ended: 'memory', counts: { areExact: false } });
  });

  it('is a signal, too, which the event loop is free to give', async () => {
    const abort = new AbortController();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      if (ticks === 3) abort.abort();
    }, 10);
    const found = await explore(endless(), { signal: abort.signal });
    clearInterval(timer);
    expect(found).toMatchObject({ ended: 'interrupted', counts: { areExact: false } });
    expect(await explore(endless(), { signal: abort.signal })).toMatchObject({ ended: 'interrupted' });
  });
});

describe('a constraint', () => {
  it('excludes states by the rule of TLC: checked, neither counted nor expanded, and no reason for a deadlock', async () => {
    const parts = { constraints: { small: n.atMost(4) }, terminal: n.is(9), invariants: { any: n.atLeast(0) } };
    const found = await explore(counting(9, parts));
    expect(found).toMatchObject({
      ended: 'complete',
      levels: [1, 2, 2],
      counts: { statesGenerated: 11, statesDistinct: 5, statesCut: 2 },
    });
    expect(found.constraints).toEqual([{ constraint: 'small', statesCut: 2 }]);
    expect(verdicts(found)).toEqual({ any: 'holds', deadlock: 'holds' });
  });

  it('does not hide a violation in a state just outside, nor a witness there', async () => {
    const parts = {
      constraints: { small: n.atMost(3) },
      invariants: { notFive: n.isNot(5) },
      reachable: { four: n.is(4), six: n.is(6) },
    };
    const found = await explore(counting(9, parts), { all: true });
    expect(verdicts(found)).toEqual({
      notFive: 'violated in 3',
      deadlock: 'holds',
      four: 'holds, reached in 2',
      six: 'violated',
    });
    expect(stepsTo(found, 'notFive')).toEqual(['one', 'two', 'two']);
    expect(resultOf(found, 'notFive').verdict).toMatchObject({ trace: { states: { length: 4 } } });
  });

  it('is credited with the states that it is the first to exclude, and told where it excludes none', async () => {
    const parts = { constraints: { small: n.atMost(4), smaller: n.atMost(2), spare: n.atMost(8) } };
    const found = await explore(counting(9, parts));
    expect(found.constraints).toEqual([
      { constraint: 'small', statesCut: 0 },
      { constraint: 'smaller', statesCut: 2 },
      { constraint: 'spare', statesCut: 0 },
    ]);
    expect(found.neverExercised.filter(({ kind }) => kind === 'constraint').map(({ name }) => name)).toEqual([
      'small',
      'spare',
    ]);
  });

  it('excludes initial states, which are checked all the same', async () => {
    const found = await explore(
      counting(9, { constraints: { some: n.moreThan(0) }, invariants: { any: n.atMost(0) } }),
    );
    expect(found).toMatchObject({
      ended: 'complete',
      counts: { statesGenerated: 1, statesDistinct: 0, statesCut: 1, depth: 0 },
      digest: '0000000000000000',
    });
    expect(verdicts(found)['any']).toBe('holds');
  });
});
