// What is decided of small graphs, written down as edges; and what is too large to be decided.

import { describe, expect, it } from 'vitest';
import { finished } from '../../checker/language/bits.ts';
import { Beyond } from '../../checker/temporal/beyond.ts';
import { decide, isPossible } from '../../checker/temporal/decide.ts';
import { and, every, literal, or, release, some, until, type Formula } from '../../checker/temporal/formula.ts';
import { decideRecoverable } from '../../checker/temporal/recover.ts';
import { unambiguousOf } from '../../checker/temporal/unambiguous.ts';
import { graphOf } from './graph.ts';

const p = literal('state', 0, false);
const q = literal('state', 1, false);
const notP = literal('state', 0, true);
const notQ = literal('state', 1, true);

describe('a fair behaviour that makes a formula true', () => {
  const lassoOf = (
    graph: ReturnType<typeof graphOf>,
    formula: Formula,
  ): readonly [readonly number[], number] | undefined => {
    const { lasso, isShortest } = finished(decide(graph, 0, formula));
    expect(isShortest).toBe(true);
    expect(finished(isPossible(graph, 0, formula)).isPossible).toBe(lasso !== undefined);
    return lasso && [lasso.states, lasso.labels.length === lasso.states.length ? lasso.from : -1];
  };

  it('may stutter for ever anywhere, where nothing is fair', () => {
    const graph = graphOf({ edges: [[1], [2], []], letters: [0, 1, 0] });
    expect(lassoOf(graph, every(notP))).toEqual([[0], -1]);
    expect(lassoOf(graph, some(p))).toEqual([[0, 1], -1]);
    expect(lassoOf(graph, and([some(p), some(every(notP))]))).toEqual([[0, 1, 2], -1]);
    expect(lassoOf(graph, some(q))).toBeUndefined();
  });

  it('goes on where fairness lets it not stay', () => {
    const edges = [[1], [2], [1, 3], []];
    expect(lassoOf(graphOf({ edges, letters: [0, 0, 0, 1], weak: [[0]] }), every(notP))).toEqual([[0, 1, 2], 1]);
    const strong = { edges: [[1], [2], [1, [3, 1] as const], []], letters: [0, 0, 0, 1] };
    expect(lassoOf(graphOf({ ...strong, weak: [[0]], strong: [[1]] }), every(notP))).toBeUndefined();
    expect(lassoOf(graphOf({ ...strong, weak: [[0], [1]] }), every(notP))).toEqual([[0, 1, 2], 1]);
  });

  it('has a stem as short as any, whenever the automaton finds out', () => {
    // In 1 is p, and q nowhere: the short loop is between 1 and 3, but that over 2 goes through where all begins.
    const graph = graphOf({ edges: [[1], [3, 2], [0], [1]], letters: [0, 1, 0, 0], weak: [[0]] });
    expect(lassoOf(graph, some(and([p, every(notQ)])))).toEqual([[0, 1, 2], 0]);
    // Where nobody is on the way back, the stem stays.
    const oneWay = graphOf({ edges: [[1], [3, 2], [], [1]], letters: [0, 1, 0, 0], weak: [[0]] });
    expect(lassoOf(oneWay, some(and([p, every(notQ)])))).toEqual([[0, 1, 3], 1]);
  });

  it('goes round in as few steps as any, though what is missing is nearer on a longer loop', () => {
    // Labels 0 and 1 are taken over 4 at once; to the first alone it is one step, and three back.
    const edges = [[1, [4, 1] as const], [[2, 2] as const], [[3, 2] as const], [[0, 2] as const], [0]];
    expect(lassoOf(graphOf({ edges, weak: [[0], [1]] }), every(notP))).toEqual([[0, 4], 0]);
  });

  it('does not stay where some state of the loop enables what strong fairness asks for, but may pass there before', () => {
    // Label 1 is enabled in 0 and 1 and leads away.
    const edges = [[1, [3, 1] as const], [2, 0, [3, 1] as const], [4], [3], [2]];
    const graph = graphOf({ edges, letters: [0, 0, 0, 1, 0], weak: [[0]], strong: [[1]] });
    expect(lassoOf(graph, every(notP))).toEqual([[0, 1, 2, 4], 2]);
  });
});

describe('an automaton that knows the truth of every part', () => {
  it('has a node for each way in which they can be true together, as far as they can', () => {
    // Some time p: from then on it may be so again, or not.
    expect(unambiguousOf(some(p))?.size).toBe(2);
    expect(unambiguousOf(every(p))?.size).toBe(1);
    expect(unambiguousOf(some(and([p, every(notQ)])))?.size).toBe(3);
  });

  it('is not made of a formula of many parts', () => {
    const parts = Array.from({ length: 7 }, (_, atom) => some(literal('state', atom, false)));
    expect(unambiguousOf(or(parts))).toBeUndefined();
    expect(unambiguousOf(or(parts.slice(0, 5)))?.size).toBeGreaterThan(0);
  });

  it('so that such a formula may have a shorter stem than is found, which is said', () => {
    const graph = graphOf({ edges: [[1], [3, 2], [0], [1]], letters: [0, 1, 0, 0], weak: [[0]] });
    const many = or([
      some(and([p, every(notQ)])),
      ...Array.from({ length: 6 }, (_, at) => some(and([literal('state', at + 2, false), every(notQ)]))),
    ]);
    const { lasso, isShortest } = finished(decide(graph, 0, many));
    expect(lasso?.from).toBe(1);
    expect(isShortest).toBe(false);
  });
});

describe('what is too large', () => {
  const one = graphOf({ edges: [[]] });

  it.each<readonly [string, Formula, string]>([
    [
      'a formula that waits for many things at once',
      and(Array.from({ length: 12 }, (_, at) => some(literal('state', at, false)))),
      'its formula waits for too many things in too many orders: state it as several properties',
    ],
    [
      'one that may wait for many, one of which comes',
      or(Array.from({ length: 32 }, (_, at) => some(every(some(and([literal('state', at, false), some(p)])))))),
      'its formula waits for 33 things, more than 31: state it as several properties',
    ],
    [
      'one of many until inside each other',
      Array.from({ length: 20 }, (_, at) => literal('state', at, false)).reduce<Formula>(
        (inner, each) => until(inner, each),
        q,
      ),
      'its formula waits for too many things in too many orders: state it as several properties',
    ],
  ])('%s is refused soon', (_, formula, text) => {
    expect(() => finished(decide(one, 0, formula))).toThrow(new Beyond(text));
  });

  it('are states and nodes whose pairs have no numbers', () => {
    const large = { ...one, size: 2 ** 31, states: 2 ** 31, ranges: [] };
    expect(() => finished(decide(large, 0, release(until(p, q), notP)))).toThrow(
      new Beyond(
        "4,294,967,296 pairs of a state and a node of its formula's automaton are more than can be numbered: make the constants smaller, or state it as several properties",
      ),
    );
  });
});

describe('a search for which there is no memory', () => {
  it('is not begun, and one for which there is is', () => {
    const graph = graphOf({ edges: [[1], [0]], letters: [1] });
    const formula = some(and([p, every(notQ)]));
    expect(() => finished(decide({ ...graph, bytesMost: 7 }, 0, formula))).toThrow(
      new Beyond(
        "to search 2 pairs of a state and a node of its formula's automaton takes 1 MB, more than it may: make the constants smaller, state it as several properties, or allow more with --memory",
      ),
    );
    expect(finished(decide({ ...graph, bytesMost: 8 }, 0, formula)).lasso).toBeDefined();
  });
});

describe('a search that takes long', () => {
  it('looks up every few thousand states, though nothing goes round', () => {
    const edges = Array.from({ length: 20_000 }, () => []);
    const searching = isPossible(graphOf({ edges, initial: edges.map((_, state) => state) }), 0, every(notP));
    let looks = 0;
    while (searching.next().done !== true) looks += 1;
    expect(looks).toBe(4);
  });
});

describe('what can be recovered', () => {
  const wayTo = (drawn: Parameters<typeof graphOf>[0]): readonly number[] | undefined =>
    finished(decideRecoverable(graphOf(drawn), 0));

  it('is so where the condition can be reached from everywhere, over however many steps', () => {
    expect(wayTo({ edges: [[1], [2], [3], [0]], letters: [1] })).toBeUndefined();
    const chain = Array.from({ length: 3000 }, (_, state) => [(state + 1) % 3000]);
    expect(wayTo({ edges: chain, letters: [1] })).toBeUndefined();
    // Against the order in which states are found: so many sweeps over so many states would take hours.
    const back = Array.from({ length: 300_000 }, (_, state) => [Math.max(0, state - 1)]);
    expect(wayTo({ edges: back, letters: [1], initial: back.map((_, state) => state) })).toBeUndefined();
  });

  it('is not so where it was true before only, and the way there is a shortest', () => {
    expect(wayTo({ edges: [[1, 2], [3], [0], [4], [3]], letters: [1] })).toEqual([0, 1]);
    expect(wayTo({ edges: [[1], [0, 2], [2]], letters: [1] })).toEqual([0, 1, 2]);
  });

  it('is not so in an initial state without a way', () => {
    expect(wayTo({ edges: [[0], [1]], letters: [1], initial: [0, 1] })).toEqual([1]);
    expect(wayTo({ edges: [[]] })).toEqual([0]);
  });

  it('takes the first of the shortest ways, in the order of initial states and steps', () => {
    expect(wayTo({ edges: [[0, 3, 2], [4, 0], [], [0], []], letters: [1], initial: [1, 0] })).toEqual([1, 4]);
    expect(wayTo({ edges: [[2, 1], [], []], letters: [1] })).toEqual([0, 2]);
  });
});
