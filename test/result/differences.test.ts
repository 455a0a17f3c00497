// What differs between two results, and which belong together.

import { describe, expect, it } from 'vitest';
import { renderComparison } from '../../src/report/comparison-report.ts';
import { differencesBetween, isFoundAlike, type TraceDifference } from '../../src/result/differences.ts';
import { matched, type Outcome } from '../../src/result/matching.ts';
import type { CheckResult, NamedResult, StepResult } from '../../src/result/result.ts';
import { plainPaint } from '../../src/terminal.ts';
import { change, resultOf, step, violated } from '../report/race-results.ts';

const a = step('cpu0', 'f.take', change('x', '0', '1'));
const b = step('cpu1', 'f.take', change('x', '1', '2'));
const c = step('cpu0', 'f.give', change('x', '2', '0'));

function showing(steps: readonly StepResult[], initial: readonly NamedResult[] = []): CheckResult {
  const property = violated(steps);
  const trace = { initial, steps, states: [] };
  return resultOf([{ ...property, trace }]);
}

function traceDifference(before: CheckResult, after: CheckResult): TraceDifference | undefined {
  return differencesBetween(before, after).traces[0];
}

/** Only what is told of the traces. */
function told(before: CheckResult, after: CheckResult): string {
  const differences = { ...differencesBetween(before, after), verdicts: [] };
  const text = renderComparison(
    { pairs: [{ before, after, differences }], onlyBefore: [], onlyAfter: [] },
    { paint: plainPaint, isVerbose: false },
  );
  return text.split('\n').slice(2).join('\n');
}

describe('two traces of one property', () => {
  it('do not differ where the same is done, whatever a study says of it', () => {
    const studied = [a, b].map((each) => ({ ...each, isRelevant: false }));
    expect(traceDifference(showing([a, b]), showing(studied))).toBeUndefined();
  });

  it('differ at the first step that is another one', () => {
    expect(traceDifference(showing([a, b]), showing([a, c, b]))).toEqual({
      property: 'P',
      lengths: { before: 2, after: 3 },
      at: 2,
      before: b,
      after: c,
      initial: [],
      stepsNew: [c],
      stepsGone: [],
    });
  });

  it('differ where one goes on', () => {
    expect(traceDifference(showing([a, b]), showing([a]))).toMatchObject({ at: 2, before: b, stepsGone: [b] });
    expect(told(showing([a, b]), showing([a]))).toBe(`  the traces of P take the same first step, then
    before  2  cpu1 f: take: x 1 -> 2
    now     2  (the end)
    only before: cpu1 f: take`);
  });

  it('differ where the same step does something else, and that alone is told', () => {
    const other = { ...b, changes: [...b.changes, change('y', '0', '7')] };
    expect(told(showing([a, b, c]), showing([a, other, c]))).toBe(`  the traces of P take the same first step, then
    before  2  cpu1 f: take
    now     2  cpu1 f: take: y 0 -> 7`);
  });

  it('are told to be of the same steps in another order', () => {
    expect(told(showing([a, b]), showing([b, a]))).toBe(`  the traces of P differ from the first step on
    before  1  cpu0 f: take: x 0 -> 1
    now     1  cpu1 f: take: x 1 -> 2
    the same steps in another order`);
  });

  it('begin differently only in places that both have, also where many stand for one', () => {
    const initial = (...places: readonly (readonly [string, string])[]): CheckResult =>
      showing(
        [a],
        places.map(([name, value]) => ({ name, value })),
      );
    const one = initial(['pc[every cpu]', 'idle'], ['owner[every cpu].next', 'none'], ['old', '1']);
    const same = initial(['pc[cpu0]', 'idle'], ['pc[cpu1]', 'idle'], ['owner[cpu0].next', 'none'], ['new', '1']);
    expect(traceDifference(one, same)).toBeUndefined();
    expect(traceDifference(same, one)).toBeUndefined();
    const other = initial(['pc[cpu0]', 'idle'], ['pc[cpu1]', 'busy'], ['owner[cpu0].next', 'cpu1']);
    expect(traceDifference(one, other)?.initial).toEqual([
      { name: 'pc[cpu1]', before: 'idle', after: 'busy' },
      { name: 'owner[cpu0].next', before: 'none', after: 'cpu1' },
    ]);
  });
});

describe('a long title', () => {
  it('goes on in the next line', () => {
    const result = showing([a]);
    const edits = ['drop a.long.path.to.something', 'drop another.long.path.to.something.else'];
    const before = { ...result, specification: { ...result.specification, edits } };
    const after = { ...before, digest: 'ff' };
    const pairs = [{ before, after, differences: differencesBetween(before, after) }];
    const form = { paint: plainPaint, isVerbose: false };
    expect(renderComparison({ pairs, onlyBefore: [], onlyAfter: [] }, form).split('\n').slice(0, 3)).toEqual([
      'toy (mutant M; drop a.long.path.to.something; drop',
      '  another.long.path.to.something.else): P violated in 1 step, as before',
      '',
    ]);
  });
});

describe('a digest', () => {
  it('differs alone where there are as many states, but others', () => {
    const [before, after] = [showing([a]), { ...showing([a]), digest: 'ff' }];
    const differences = differencesBetween(before, after);
    expect([isFoundAlike(differences), differences.digest]).toEqual([false, { before: '', after: 'ff' }]);
    expect(told(before, after)).toBe('  digest:  -> ff; as many states, but others');
  });
});

describe('results belong together', () => {
  const result = (variant: Partial<CheckResult['specification']>, label?: string): Outcome => {
    const { specification, ...rest } = resultOf([]);
    const { mutant: _, ...plain } = { ...specification, constants: [] };
    return { ...rest, specification: { ...plain, ...variant }, ...(label === undefined ? {} : { label }) };
  };
  const of = (value: number, more: Partial<CheckResult['specification']> = {}): Outcome =>
    result({ constants: [{ name: 'n', value, isDefault: false }], ...more });

  it('one and one, whatever was asked', () => {
    const [before, after] = [of(1), of(2, { mutant: 'M' })];
    expect(matched([before], [after])).toEqual({ pairs: [[before, after]], onlyBefore: [], onlyAfter: [] });
  });

  it('by constants, in whichever order, and says what is left over', () => {
    const [one, two, three] = [of(1), of(2), of(3)];
    expect(matched([one, two], [three, two])).toEqual({
      pairs: [[two, two]],
      onlyBefore: [one],
      onlyAfter: [three],
    });
  });

  it('where a constant is new', () => {
    const added = [1, 2].map((value) =>
      result({
        constants: [
          { name: 'more', value: true, isDefault: true },
          { name: 'n', value, isDefault: false },
        ],
      }),
    );
    expect(matched([of(1), of(2)], added).pairs).toEqual([
      [of(1), added[0]],
      [of(2), added[1]],
    ]);
  });

  it('by mutant and edits where there are several, so that none stands for another', () => {
    const [plain, mutant, edited] = [of(1), of(1, { mutant: 'M' }), of(1, { edits: ['drop x'] })];
    expect(matched([plain, mutant], [edited, plain])).toEqual({
      pairs: [[plain, plain]],
      onlyBefore: [mutant],
      onlyAfter: [edited],
    });
  });

  it('by label where the same is asked twice', () => {
    const [first, second] = [result({}, 'first'), result({}, 'second')];
    expect(matched([first, second], [second, first]).pairs).toEqual([
      [second, second],
      [first, first],
    ]);
  });

  it('each to one other only', () => {
    const one = of(1);
    const { pairs, onlyAfter } = matched([one], [one, { ...one }]);
    expect([pairs.length, onlyAfter.length]).toEqual([1, 1]);
  });
});
