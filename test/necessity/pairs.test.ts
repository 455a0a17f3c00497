// The variants of two versions, paired, and what stands in the cell of each.

import { describe, expect, it } from 'vitest';
import type { LoadBearing, VariantResult } from '../../src/necessity/result.ts';
import { cellsOf, changesBetween } from '../../src/report/necessity-pairs.ts';

function bearing(parts: Partial<LoadBearing> = {}): LoadBearing {
  return {
    kind: 'load-bearing',
    size: 'asked',
    breaks: [],
    isWitnessOnly: false,
    notices: [{ name: 'S8', kind: 'invariant', steps: 7 }],
    isWhole: true,
    statesDistinct: 1,
    ...parts,
  };
}

function variant(name: string, parts: Partial<VariantResult> = {}): VariantResult {
  return {
    name,
    group: 'locks',
    kind: 'forgo lock',
    edits: name.split('; '),
    editsOfCheck: [],
    isFine: true,
    path: 'enter.lock',
    before: 'lock big',
    after: 'without the lock',
    verdict: bearing(),
    command: '',
    ...parts,
  };
}

const cellOf = (verdict: LoadBearing): string =>
  cellsOf({ variant: variant('a'), of: [variant('a', { verdict }), undefined], change: 'gone' })[0];

const noticed = (...steps: readonly number[]): LoadBearing['notices'] =>
  steps.map((each, index) => ({ name: `S${index + 1}`, kind: 'invariant', steps: each }));

describe('a cell', () => {
  it('says what breaks first, then what breaks later, at most three of them', () => {
    expect(cellOf(bearing({ notices: noticed(13, 9) }))).toBe('S2 in 9, S1 in 13');
    expect(cellOf(bearing({ notices: noticed(13, 9, 10) }))).toBe('S2 in 9, S3 in 10, S1 in 13');
    expect(cellOf(bearing({ notices: noticed(13, 9, 10, 1, 20) }))).toBe('S4 in 1, S2 in 9, S3 in 10 and 2 more');
  });

  it('counts all evaluations outside their domain as one', () => {
    const notices = [
      { name: 'S1', kind: 'invariant', steps: 5 },
      { name: 'up: n + 1', kind: 'domain', steps: 9 },
      { name: 'down: n - 1', kind: 'domain', steps: 3 },
    ] as const;
    expect(cellOf(bearing({ notices }))).toBe('a domain error in 3, S1 in 5');
  });

  it('says what is lost, and that something breaks at the larger size only', () => {
    const lost = { isWitnessOnly: true, notices: [{ name: 'end', kind: 'reachable' }] } as const;
    expect(cellOf(bearing(lost))).toBe('lost: end');
    expect(cellOf(bearing({ size: 'larger' }))).toBe('larger: S8 in 7');
  });
});

describe('a pair', () => {
  it('is all places of a lock, other though they may be in the other version', () => {
    const [before, after] = ['forgo a.lock; forgo b.lock', 'forgo a.lock; forgo c.lock'].map((name) =>
      variant(name, { kind: 'forgo lock everywhere', lock: 'big' }),
    );
    const pairs = changesBetween({ variants: before ? [before] : [] }, { variants: after ? [after] : [] });
    expect(pairs.map(({ change }) => change)).toEqual(['both']);
  });

  it('is the places of one file, and the same where they are all that is left', () => {
    const name = 'forgo a.lock; forgo b.lock';
    const inFile = variant(name, { kind: 'forgo lock in one file', lock: 'big', file: 'mm/in.c' });
    const all = variant(name, { kind: 'forgo lock everywhere', lock: 'big' });
    const third = variant(`${name}; forgo c.lock`, { kind: 'forgo lock everywhere', lock: 'big' });
    const pairs = changesBetween({ variants: [inFile, third] }, { variants: [all] });
    expect(pairs.map((pair) => [pair.variant.name, pair.change])).toEqual([
      [name, 'both'],
      [third.name, 'both'],
    ]);
    const other = changesBetween({ variants: [all] }, { variants: [inFile, third] });
    expect(other.map(({ change }) => change)).toEqual(['both', 'both']);
  });
});
