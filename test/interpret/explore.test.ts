import { describe, expect, it } from 'vitest';
import { action, changed, explore, fired, next, oneOf, range, spec } from 'ballast';
import balloon from '../../examples/balloon-protocol.ts';
import dieHard from '../../examples/die-hard.ts';
import { built, counters, counting, resultOf, stepsTo, verdicts } from './build.ts';

const { n } = counters;

describe('the counts', () => {
  // tlaplus/Examples, DieHard: 16 distinct states, 97 generated; TLC's depth of 8 counts states.
  it('of Die Hard are those of TLC', async () => {
    const found = await explore(dieHard.build(), { all: true });
    expect(found.counts).toEqual({
      statesGenerated: 97,
      statesInitial: 1,
      statesDistinct: 16,
      statesCut: 0,
      depth: 7,
      areExact: true,
    });
    expect(found.levels).toEqual([1, 2, 3, 2, 2, 2, 2, 2]);
    expect(found.actions.map(({ statesEnabled, firings }) => [statesEnabled, firings])).toEqual(
      Array.from({ length: 6 }, () => [16, 16]),
    );
    expect(found.ended).toBe('complete');
  });

  // SPIN, TLC, CMurphi and Rumur agree on these.
  it('of the benchmark model are those of four other checkers', async () => {
    const found = await explore(balloon.build({ set: { pages: 3, compactors: 1 } }));
    expect(found.counts).toMatchObject({ statesGenerated: 17_318, statesDistinct: 7_097, depth: 43 });
    expect(verdicts(found)).toEqual({
      list: 'holds',
      free: 'holds',
      isolation: 'holds',
      counter: 'holds',
      deadlock: 'holds',
    });
    expect(found.neverExercised).toEqual([
      { kind: 'action', name: 'compactor.compact.C2/busy', text: 'never enabled' },
    ]);
  });

  it('count each alternative, self-loop and failing firing as generated', async () => {
    const specification = built(
      spec({
        variables: { n },
        init: { n: oneOf(0, 0) },
        actions: {
          stay: action({ k: range(1, 3) }, ({ k }) => ({ when: [k.moreThan(n)] })),
          fail: action({ k: range(0, 1) }, ({ k }) => ({ when: [n.dividedBy(k).is(0)] })),
        },
        invariants: { any: n.atLeast(0) },
      }),
    );
    const found = await explore(specification);
    expect(found.counts).toMatchObject({ statesGenerated: 2 + 3 + 2, statesInitial: 2, statesDistinct: 1 });
    expect(found.actions).toEqual([
      { action: 'stay', statesEnabled: 1, firings: 3 },
      { action: 'fail', statesEnabled: 1, firings: 2 },
    ]);
  });

  it('do not depend on the hash: a collision hides no state', async () => {
    const specification = dieHard.build();
    const exact = await explore(specification, { all: true });
    for (const hash of [() => 7n, (bytes: Uint8Array) => BigInt((bytes[0] ?? 0) % 3)]) {
      const found = await explore(specification, { all: true, hash });
      expect(found.counts).toEqual(exact.counts);
      expect(found.levels).toEqual(exact.levels);
      expect(stepsTo(found, 'notSolved')).toEqual(stepsTo(exact, 'notSolved'));
    }
  });

  it('have a digest that names the set of distinct states', async () => {
    const [three, again, four, constantHash] = await Promise.all([
      explore(counting(3)),
      explore(counting(3, { actions: { one: action({ when: [n.lessThan(3)], then: [n.increment()] }) } })),
      explore(counting(4)),
      explore(counting(3), { hash: () => 16n }),
    ]);
    expect(three.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(again.digest).toBe(three.digest);
    expect(four.digest).not.toBe(three.digest);
    expect(constantHash.digest).toBe('0000000000000040');
  });
});

describe('the search', () => {
  it('ends with the round that first violates something, which it finishes', async () => {
    const invariants = { notTwo: n.isNot(2), notThree: n.isNot(3), notFour: n.isNot(4), any: n.atLeast(0) };
    const found = await explore(counting(9, { invariants }));
    // Round 1 finds 1 and 2, both on level 1; 3 and 4 are two steps away.
    expect(found).toMatchObject({
      ended: 'violation',
      levels: [1, 2],
      counts: { statesGenerated: 3, statesDistinct: 3, depth: 1, areExact: true },
    });
    expect(verdicts(found)).toEqual({
      notTwo: 'violated in 1',
      notThree: 'not decided: stopped at a violation',
      notFour: 'not decided: stopped at a violation',
      any: 'not decided: stopped at a violation',
      deadlock: 'not decided: stopped at a violation',
    });
  });

  it('finds everything that the same round violates', async () => {
    const invariants = { notThree: n.isNot(3), notFour: n.isNot(4) };
    const actionProperties = { notToThree: next(n).isNot(3), small: n.atLeast(0) };
    const found = await explore(counting(9, { invariants, actionProperties }));
    expect(verdicts(found)).toMatchObject({
      notThree: 'violated in 2',
      notFour: 'violated in 2',
      notToThree: 'violated in 2',
      small: 'not decided: stopped at a violation',
    });
  });

  it('does not begin where an initial state is bad', async () => {
    const found = await explore(counting(9, { invariants: { positive: n.moreThan(0) } }));
    expect(found).toMatchObject({ ended: 'violation', counts: { statesGenerated: 1, statesDistinct: 1, depth: 0 } });
    expect(verdicts(found)['positive']).toBe('violated in 0');
  });

  it('goes on past bad states when asked for all, with a shortest trace for each', async () => {
    const invariants = { notTwo: n.isNot(2), notThree: n.isNot(3), notNine: n.isNot(9), any: n.atLeast(0) };
    const found = await explore(counting(9, { invariants }), { all: true });
    expect(found).toMatchObject({ ended: 'complete', counts: { statesGenerated: 18, statesDistinct: 10, depth: 5 } });
    expect(verdicts(found)).toEqual({
      notTwo: 'violated in 1',
      notThree: 'violated in 2',
      notNine: 'violated in 5',
      any: 'holds',
      deadlock: 'holds',
    });
    expect(stepsTo(found, 'notNine')).toEqual(['one', 'two', 'two', 'two', 'two']);
  });

  it('never goes past a failed firing, and decides nothing for what may lie behind', async () => {
    const actions = { one: action({ when: [n.isNot(9), n.dividedBy(n.minus(2)).atMost(9)], then: [n.increment()] }) };
    const found = await explore(counting(9, { actions, invariants: { notTwo: n.isNot(2), notThree: n.isNot(3) } }), {
      all: true,
    });
    expect(found).toMatchObject({ ended: 'complete', counts: { statesGenerated: 4, statesDistinct: 3, depth: 2 } });
    const unknown = 'nothing was explored behind the steps that fail: one: n div (n - 2)';
    expect(verdicts(found)).toEqual({
      notTwo: 'violated in 2',
      notThree: `not decided: ${unknown}`,
      deadlock: `not decided: ${unknown}`,
      'one: n div (n - 2)': 'violated in 3',
    });
    expect(resultOf(found, 'one: n div (n - 2)').verdict).toMatchObject({
      trace: { states: { length: 3 }, steps: [{}, {}, { failure: { kind: 'domain', message: 'division by 0' } }] },
    });
  });

  it('judges only what is selected, and refuses what it does not know', async () => {
    const invariants = { notTwo: n.isNot(2), notThree: n.isNot(3) };
    const found = await explore(counting(9, { invariants }), { properties: ['notThree'] });
    expect(verdicts(found)).toEqual({
      notTwo: 'not decided: not selected',
      notThree: 'violated in 2',
      deadlock: 'not decided: not selected',
    });
    await expect(explore(counting(9, { invariants }), { properties: ['notTow'] })).rejects.toThrow(
      "test has no property 'notTow'\n  did you mean 'notTwo'?",
    );
  });
});

describe('a property', () => {
  it('of steps is judged on every step that changes something, also to states already seen', async () => {
    const actions = {
      up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
      reset: action({ then: [n.becomes(0)] }),
    };
    const actionProperties = {
      rises: next(n).moreThan(n),
      byReset: next(n).lessThan(n).implies(fired('reset')),
      moves: changed(n),
    };
    const found = await explore(counting(3, { actions, actionProperties }), { all: true });
    // The reset of 0 changes nothing and is exempt; the reset of 1 leads to a state already seen.
    expect(verdicts(found)).toMatchObject({ rises: 'violated in 2', byReset: 'holds', moves: 'holds' });
    expect(stepsTo(found, 'rises')).toEqual(['up', 'reset']);
    expect(resultOf(found, 'rises').verdict).toMatchObject({
      trace: { states: { length: 3 } },
      explanation: {
        text: 'next(n) > n',
        reads: [
          { name: 'next(n)', value: '0' },
          { name: 'n', value: '1' },
        ],
      },
    });
  });

  it('that has no value in some state is a violation of its own, and not decided itself', async () => {
    const invariants = { ratio: n.dividedBy(n.minus(2)).atMost(9), any: n.atLeast(0) };
    const found = await explore(
      counting(4, { invariants, actionProperties: { step: next(n).dividedBy(n.minus(3)).atMost(9) } }),
      { all: true },
    );
    expect(verdicts(found)).toEqual({
      ratio: 'not decided: its evaluation is outside its domain in some state',
      any: 'holds',
      step: 'not decided: its evaluation is outside its domain in some state',
      deadlock: 'holds',
      'ratio: n div (n - 2)': 'violated in 1',
      'step: next(n) div (n - 3)': 'violated in 3',
    });
    expect(resultOf(found, 'ratio: n div (n - 2)')).toMatchObject({
      kind: 'domain',
      verdict: { form: 'domain', explanation: { text: 'n div (n - 2)', value: 'division by 0' } },
    });
  });

  it('may be a constraint or the terminal condition outside its domain', async () => {
    const found = await explore(
      counting(3, {
        constraints: { odd: n.dividedBy(n.minus(2)).atMost(9) },
        terminal: n.dividedBy(n.minus(1)).is(9),
        actions: {
          one: action({ when: [n.is(0)], then: [n.increment()] }),
          two: action({ when: [n.is(0)], then: [n.increment(2)] }),
        },
      }),
      { all: true },
    );
    expect(verdicts(found)).toMatchObject({
      'odd: n div (n - 2)': 'violated in 1',
      'terminal: n div (n - 1)': 'violated in 1',
    });
    expect(found.counts).toMatchObject({ statesDistinct: 2, statesCut: 1 });
  });

  it('that must be reachable holds with a shortest witness, and is violated only by the whole state space', async () => {
    const reachable = { five: n.is(5), never: n.is(9) };
    expect(verdicts(await explore(counting(6, { reachable })))).toMatchObject({
      five: 'holds, reached in 3',
      never: 'violated',
    });
    const stopped = await explore(
      counting(6, { reachable: { two: n.is(2), six: n.is(6) }, invariants: { notFour: n.isNot(4) } }),
    );
    expect(verdicts(stopped)).toMatchObject({ two: 'holds, reached in 1', six: 'not decided: stopped at a violation' });
    expect(resultOf(stopped, 'two').verdict).toMatchObject({ kind: 'holds', witness: { steps: [{ text: 'two' }] } });
  });
});
