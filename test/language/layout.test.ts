import { describe, expect, it } from 'vitest';
import {
  anyProcess,
  bool,
  enumeration,
  fn,
  ids,
  lock,
  maybe,
  range,
  record,
  seq,
  set,
  tuple,
  unit,
  variant,
  type Sort,
} from 'ballast';
import { bitsFor, layoutOf, layoutVersion } from '../../checker/language/layout.ts';
import type { VariableTree } from '../../checker/language/tree.ts';

function variablesOf(sorts: Readonly<Record<string, Sort>>): readonly VariableTree[] {
  return Object.entries(sorts).map(([name, sort]) => ({ name, sort, role: 'declared' }));
}

/** One line for each field: `pc[cpu0] 0:0+2 of 3`, that is word:shift+bits and how many codes. */
function fieldsOf(sorts: Readonly<Record<string, Sort>>, processCount = 0): readonly string[] {
  return layoutOf(variablesOf(sorts), processCount).fields.map(
    ({ path, word, shift, bits, count }) => `${path} ${word}:${shift}+${bits} of ${count}`,
  );
}

describe('the layout', () => {
  it('has a version', () => {
    expect(layoutVersion).toBe(1);
  });

  it.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [65_536, 16],
    [65_537, 17],
    [2 ** 53, 53],
  ])('tells %i codes apart by %i bits', (count, bits) => {
    expect(bitsFor(count)).toBe(bits);
  });

  it('gives a scalar one field of least width', () => {
    const sorts = { a: bool, b: range(-2, 3), c: enumeration('x', 'y', 'z'), d: ids('cpu', 5), e: range(7, 7) };
    expect(fieldsOf(sorts)).toEqual(['a 0:0+1 of 2', 'b 0:1+3 of 6', 'c 0:4+2 of 3', 'd 0:6+3 of 5', 'e 0:0+0 of 1']);
  });

  it('counts a free lock and no process as one code more than the processes', () => {
    const sorts = { l: lock('spin'), p: anyProcess, m: maybe(anyProcess) };
    expect(fieldsOf(sorts, 4)).toEqual(['l 0:0+3 of 5', 'p 0:3+2 of 4', 'm 0:5+3 of 5']);
    expect(fieldsOf({ l: lock('sleep') }, 0)).toEqual(['l 0:0+0 of 1']);
  });

  it('gives a maybe of a scalar one code more, and a maybe of a structure a bit of its own', () => {
    expect(fieldsOf({ m: maybe(ids('cpu', 3)), s: maybe(tuple(bool, range(0, 4))) })).toEqual([
      'm 0:0+2 of 4',
      'given(s) 0:2+1 of 2',
      's.0 0:3+1 of 2',
      's.1 0:4+3 of 5',
    ]);
  });

  it('lays out records, tuples and functions in order', () => {
    const sorts = {
      r: record({ a: bool, b: tuple(range(0, 2), bool) }),
      f: fn(ids('cpu', 2), record({ x: range(0, 7) })),
    };
    expect(fieldsOf(sorts)).toEqual([
      'r.a 0:0+1 of 2',
      'r.b.0 0:1+2 of 3',
      'r.b.1 0:3+1 of 2',
      'f[cpu0].x 0:4+3 of 8',
      'f[cpu1].x 0:7+3 of 8',
    ]);
  });

  it('gives each element of a set a bit', () => {
    expect(fieldsOf({ s: fn(bool, set(ids('page', 2))) })).toEqual([
      'page0 in s[false] 0:0+1 of 2',
      'page1 in s[false] 0:1+1 of 2',
      'page0 in s[true] 0:2+1 of 2',
      'page1 in s[true] 0:3+1 of 2',
    ]);
  });

  it('lays out a sequence as its length and as many items as it may have', () => {
    expect(fieldsOf({ q: seq(range(0, 4), 3) })).toEqual([
      'length(q) 0:0+2 of 4',
      'q[0] 0:2+3 of 5',
      'q[1] 0:5+3 of 5',
      'q[2] 0:8+3 of 5',
    ]);
    expect(fieldsOf({ q: seq(bool, 0) })).toEqual(['length(q) 0:0+0 of 1']);
  });

  it('lays the payloads of a variant upon one another, each slot as wide as its widest field', () => {
    const message = variant({
      none: unit,
      ask: tuple(ids('cpu', 2), range(0, 8)),
      tell: tuple(range(0, 5), bool, bool),
    });
    expect(fieldsOf({ m: message, after: bool })).toEqual([
      'tag(m) 0:0+2 of 3',
      'm.none | m.ask.0 | m.tell.0 0:2+3 of 6',
      'm.ask.1 | m.tell.1 0:5+4 of 9',
      'm.tell.2 0:9+1 of 2',
      'after 0:10+1 of 2',
    ]);
  });

  it('never lays a field across two words', () => {
    const layout = layoutOf(
      variablesOf({ f: fn(ids('k', 4), range(0, 2 ** 20 - 1)), g: bool, h: range(0, 2 ** 50) }),
      0,
    );
    expect(layout.fields.map(({ word, shift }) => [word, shift])).toEqual([
      [0, 0],
      [0, 20],
      [0, 40],
      [1, 0],
      [1, 20],
      [2, 0],
    ]);
    expect([layout.bits, layout.words]).toEqual([80 + 1 + 51, 3]);
  });

  it('takes one word where nothing varies', () => {
    expect(layoutOf([], 0)).toMatchObject({ bits: 0, words: 1 });
    expect(layoutOf(variablesOf({ none: fn(ids('cpu', 0), bool), no: set(ids('cpu', 0)) }), 0)).toMatchObject({
      fields: [],
      words: 1,
    });
  });

  it.each([
    [
      { small: bool, wide: fn(range(0, 65_535), range(0, 1)), other: bool },
      "a state takes 65,538 bits, more than 65,536: 'wide' alone takes 65,536",
    ],
    [
      { deep: fn(range(0, 60_000), fn(range(0, 60_000), bool)) },
      "a state takes 3,600,120,001 bits, more than 65,536: 'deep' alone takes 3,600,120,001",
    ],
    [{ long: seq(unit, 70_000) }, "a state takes 70,001 fields, more than 65,536: 'long' alone takes 70,001"],
    [
      { set: set(fn(ids('a', 40), bool)) },
      "a state takes 1,099,511,627,776 bits, more than 65,536: 'set' alone takes 1,099,511,627,776",
    ],
    [
      { either: variant({ a: bool, b: fn(range(0, 70_000), bool) }) },
      "a state takes 70,001 bits, more than 65,536: 'either' alone takes 70,001",
    ],
  ])('refuses a state that is too large, naming the largest variable', (sorts, what) => {
    const [largest = ''] = what.split("'").slice(1);
    expect(() => layoutOf(variablesOf(sorts), 0)).toThrow(
      `${what}\n  give '${largest}' a smaller sort: fewer identifiers, narrower ranges, shorter sequences`,
    );
  });

  it('refuses a range of more values than can be told apart exactly', () => {
    expect(() => layoutOf(variablesOf({ huge: range(-(2 ** 53) + 1, 2 ** 53 - 1) }), 0)).toThrow(
      "'huge' has more than 2^53 values: range(-9007199254740991, 9007199254740991)\n  give it a narrower range",
    );
  });
});
