// What a search left out is said wherever its numbers stand: in the verdict, the counts, the traces, and in what a test may claim of it.

import { describe, expect, it } from 'vitest';
import { renderCheck } from '../../src/report/check-report.ts';
import { explored } from '../../src/report/race.ts';
import { sentence } from '../../src/report/verdicts.ts';
import { differencesBetween } from '../../src/result/differences.ts';
import type { CheckResult, PropertyResult, ReductionResult } from '../../src/result/result.ts';
import { having } from '../../src/vitest/judgements.ts';
import { sentence as traceSentence } from '../../src/forms/words.ts';
import { resultOf } from './race-results.ts';

const symmetry: ReductionResult = {
  name: 'symmetry',
  isInForce: true,
  of: ['4 pages', '2 scanners'],
  hindrances: [],
};
const partialOrder: ReductionResult = { name: 'partial-order', isInForce: true, of: [], hindrances: [] };
const deadLocals: ReductionResult = {
  name: 'dead-locals',
  isInForce: true,
  of: ['page of scanner at put_page'],
  hindrances: [],
};
const pinned: ReductionResult = {
  name: 'symmetry',
  isInForce: false,
  of: [],
  hindrances: [
    { what: 'page0', because: 'lru[page0] = linked', where: 'put_page', place: { file: 'toy.ts', line: 3, column: 5 } },
  ],
};

function witness(more: Partial<PropertyResult> = {}): PropertyResult {
  return {
    name: 'moved',
    kind: 'reachable',
    isSelected: true,
    isOn: true,
    rule: 'x = 2',
    verdict: 'holds',
    steps: 7,
    ...more,
  };
}

function holding(reductions: readonly ReductionResult[], statesFull?: number): CheckResult {
  const result = resultOf([{ ...witness(), name: 'P', kind: 'invariant' }]);
  const { steps: _, ...property } = result.properties[0] as PropertyResult;
  return {
    ...result,
    verdict: 'holds',
    ended: 'complete',
    status: 0,
    properties: [property],
    digest: '00000000000000ff',
    counts: { ...result.counts, ...(statesFull === undefined ? {} : { statesFull }) },
    reductions,
  };
}

const numbersOf = (result: CheckResult): string => renderCheck(result).split('\n\n').at(-1) ?? '';

describe('the counts of a search', () => {
  it('are as ever where nothing was left out', () => {
    expect(numbersOf(holding([]))).toBe(`12 distinct states, 20 generated, depth 3, 1 ms
1 bit a state; exact: no collision is possible; digest 00000000000000ff`);
    expect(numbersOf(holding([pinned]))).toBe(numbersOf(holding([])));
  });

  it('say how many states there are in all where symmetry alone was left out', () => {
    const result = holding([symmetry], 480);
    expect(sentence(result)).toBe('holds; all 480 reachable states explored');
    expect(numbersOf(result))
      .toBe(`12 states up to the naming of 4 pages and 2 scanners (480 in all), 20 generated, depth 3, 1 ms
1 bit a state; exact: no collision is possible; digest of these states 00000000000000ff`);
  });

  it('say no number of all states where orbits do not tell it', () => {
    for (const result of [holding([symmetry]), holding([symmetry, deadLocals], 480)]) {
      expect(sentence(result)).toBe('holds; explored 12 states that stand for all reachable ones');
      expect(numbersOf(result)).not.toContain('480');
    }
  });

  it('name all that is in force', () => {
    expect(numbersOf(holding([symmetry, deadLocals, partialOrder])))
      .toBe(`12 states up to the naming of 4 pages and 2 scanners, 20 generated, depth 3 as searched, 1 ms
1 bit a state; exact: no collision is possible; digest of these states 00000000000000ff
reduced by symmetry, dead locals and partial order`);
    expect(explored(holding([deadLocals]))).toBe('12 states after reduction explored, depth 3 as searched');
  });

  it('are least ones where the search was broken off', () => {
    const { counts, ...rest } = holding([symmetry], 480);
    expect(numbersOf({ ...rest, counts: { ...counts, areExact: false } })).toContain(
      'at least 12 states up to the naming of 4 pages and 2 scanners (at least 480 in all), ',
    );
  });
});

describe('with --verbose', () => {
  it('what stands in the way of a reduction is told, with its place', () => {
    const text = renderCheck(
      holding([pinned, deadLocals, { ...partialOrder, isInForce: false, reason: 'a bad step' }]),
      {
        isVerbose: true,
      },
    );
    expect(text).toContain(`
reductions:
  symmetry: not in force
    not page0: lru[page0] = linked, in put_page, at toy.ts:3:5
  dead locals: page of scanner at put_page
  partial order: not in force, a bad step
`);
    expect(text).toContain('\n  counts of what was searched: one state stands for several\n  states');
  });

  it('nothing is said of counts that are of all states', () => {
    expect(renderCheck(holding([pinned]), { isVerbose: true })).not.toContain('counts of what was searched');
  });
});

describe('a length that need not be the least', () => {
  it('is said to be one where a witness is reached', () => {
    const result = { ...holding([partialOrder]), properties: [witness({ isShortest: false })] };
    expect(renderCheck(result)).toContain('\n  reached   moved (7 steps, perhaps fewer)\n');
    const subject = {
      specification: result.specification,
      variables: [],
      property: witness({ isShortest: false }),
      trace: { initial: [], steps: [], states: [] },
      modelled: [],
    };
    expect(traceSentence(subject)).toBe('moved is reached in the initial state; there may be a shorter behaviour');
  });

  it('is not called the least where a violation was found so', () => {
    const property = { ...witness(), kind: 'invariant', verdict: 'violated' } as const;
    const violated: CheckResult = { ...resultOf([property]), reductions: [partialOrder] };
    expect(sentence(violated)).toBe('moved is violated in 7 steps; there may be a shorter behaviour that does');
    expect(sentence({ ...violated, reductions: [symmetry] })).toBe(
      'moved is violated in 7 steps; no shorter behaviour violates anything',
    );
  });
});

describe('of two results with other reductions in force', () => {
  it('the counts are not compared, and it is said why', () => {
    const { asked, counts, actions, digest } = differencesBetween(holding([]), holding([symmetry]));
    expect(asked).toEqual([
      { kind: 'reductions', name: 'reductions', before: undefined, after: 'symmetry (4 pages, 2 scanners)' },
    ]);
    expect({ counts, actions, digest }).toEqual({ counts: [], actions: [], digest: undefined });
  });
});

describe('a claim of a number of states', () => {
  const wrong = { isSo: undefined, isAskedWrongly: true };

  it('is judged where the number of all states is known', () => {
    expect(having(holding([symmetry], 480), { distinct: 480, depth: 3 })).toMatchObject({ isSo: true });
    expect(having(holding([symmetry], 480), { distinct: 12 })).toMatchObject({
      isSo: false,
      said: '480 distinct states, not 12',
    });
  });

  it('passes in no way where it is not', () => {
    expect(having(holding([symmetry], 480), { generated: 20 })).toMatchObject(wrong);
    expect(having(holding([symmetry], 480), { digest: '00000000000000ff' })).toMatchObject(wrong);
    expect(having(holding([deadLocals]), { distinct: 12 })).toMatchObject(wrong);
    expect(having(holding([partialOrder]), { depth: 3 })).toMatchObject({
      ...wrong,
      said: 'not all states were counted: reductions are in force',
      mend: 'claim it of the model, or of check(model, { reductions: false })',
    });
  });
});
