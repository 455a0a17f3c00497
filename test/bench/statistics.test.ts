// What the benchmark makes of its runs: medians, ratios round by round, and lines that say whether a target is reached.

import { describe, expect, it } from 'vitest';
import { tableLines, targetLine } from './report.ts';
import { CountsDiffer, measure } from './rounds.ts';
import { printSpread, printTime, ratiosOf, spreadOf } from './statistics.ts';
import { once, type Subject } from './subjects.ts';

describe('the spread of some runs', () => {
  it('is their median, least and largest, in whatever order they came', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spreadOf([10, 9, 100, 8])).toEqual({ median: 9.5, min: 8, max: 100 });
    expect(() => spreadOf([])).toThrow('no values to take a median of');
  });

  it('of ratios pairs the runs of a round', () => {
    expect(ratiosOf([10, 30], [5, 10])).toEqual([2, 3]);
    expect(() => ratiosOf([1, 2], [1])).toThrow('2 rounds against 1');
  });

  it('is printed with three digits', () => {
    expect(printSpread({ median: 1.5, min: 0.123, max: 12.34 })).toBe('1.50 (0.12 to 12.3)');
    expect([1.53, 12.3, 315.2, 15_840].map(printTime)).toEqual(['1.5 ms', '12 ms', '0.315 s', '15.8 s']);
  });
});

describe('a target', () => {
  const [number, reached] = [1, { median: 5.1, min: 4.9, max: 5.2 }];
  it.each([
    [{ atLeast: 5 }, 'target 1  search: at least 5, is 5.10 (4.90 to 5.20): reached'],
    [{ atLeast: 6 }, 'target 1  search: at least 6, is 5.10 (4.90 to 5.20): not reached'],
    [{ atMost: 5.5 }, 'target 1  search: at most 5.5, is 5.10 (4.90 to 5.20): reached'],
    [{ atMost: 5 }, 'target 1  search: at most 5, is 5.10 (4.90 to 5.20): not reached'],
  ])('of %o is judged by the median', (bound, line) => {
    expect(targetLine({ number, text: 'search', reached, bound })).toBe(line);
  });
});

describe('a table', () => {
  it('has its first column to the left and the others to the right', () => {
    expect(
      tableLines([
        ['', 'time'],
        ['pan', '1.5 s'],
        ['ballast', ''],
      ]),
    ).toEqual(['          time', 'pan      1.5 s', 'ballast']);
  });
});

describe('rounds', () => {
  const order: string[] = [];
  const known = { distinct: 5, generated: 7 };
  const subject = (name: string, distinct: number, digest?: string): Subject => ({
    name,
    command: name,
    run: () => {
      order.push(name);
      const counts = { distinct, generated: 7, ...(digest === undefined ? {} : { digest }) };
      return { counts, searchMs: order.length, wallMs: 0, peakBytes: undefined };
    },
  });

  it('run every subject in turn, and throw the first round away', () => {
    const [a, b] = measure([subject('a', 5), subject('b', 5)], 2, known);
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(a?.samples.map(({ searchMs }) => searchMs)).toEqual([3, 5]);
    expect(b?.samples.map(({ searchMs }) => searchMs)).toEqual([4, 6]);
  });

  it('end where a count is not the one that is known', () => {
    expect(() => measure([subject('a', 5), subject('b', 6)], 2, known)).toThrow(
      new CountsDiffer('b: distinct 6 against 5'),
    );
  });

  it('compare those that have a truth of their own with that, and with each other', () => {
    const own = {};
    const reduced = (name: string, distinct: number): Subject => ({ ...subject(name, distinct), known: own });
    expect(() => measure([subject('a', 5), reduced('b', 3), reduced('c', 3)], 1, known)).not.toThrow();
    expect(() => measure([subject('a', 5), reduced('b', 3), reduced('c', 4)], 1, known)).toThrow(
      new CountsDiffer('c: distinct 4 against 3'),
    );
    expect(() => measure([{ ...subject('a', 5), known: { full: 6 } }, subject('b', 6)], 1, known)).toThrow(
      new CountsDiffer('b: distinct 6 against 5'),
    );
  });

  it('do not repeat what runs once', () => {
    order.length = 0;
    const [a] = measure([once(subject('a', 5)), subject('b', 5)], 2, known);
    expect(order).toEqual(['a', 'b', 'b', 'b']);
    expect(a?.samples.map(({ searchMs }) => searchMs)).toEqual([1, 1]);
    expect(a?.subject.name).toBe('a, once');
  });

  it('end where digests differ, though no digest is known', () => {
    expect(() => measure([subject('a', 5, '0a'), subject('b', 5), subject('c', 5, '0b')], 2, known)).toThrow(
      new CountsDiffer('c: digest 0b against 0a'),
    );
  });
});
