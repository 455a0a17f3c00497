// The matrix in a table: a line for each suite, printed as soon as it is checked, so the widths are known before.

import type { CheckResult } from '../result/result.ts';
import type { Paint } from '../terminal.ts';
import { printExpectation } from '../result/expectation.ts';
import { idleLines, renderAssumed } from './coverage.ts';
import { printCount, printCounted, printSteps, printTime } from './numbers.ts';
import { firstBad, judgedOf, stopped, toneOf } from './verdicts.ts';

export interface MatrixReport {
  readonly head: (name: string) => string[];
  readonly line: (label: string, result: CheckResult) => string;
  /** The line of a suite that could not be checked. */
  readonly refused: (label: string) => string;
  /** `isLast`: no report of one check follows, which would say what is assumed. */
  readonly foot: (results: readonly CheckResult[], isLast: boolean) => string[];
}

interface Row {
  readonly suite: string;
  readonly property: string;
  readonly verdict: string;
  readonly distinct: string;
  readonly time: string;
  readonly expected: string;
}

const header: Row = {
  suite: 'suite',
  property: 'property',
  verdict: 'verdict',
  distinct: 'states',
  time: 'time',
  expected: '',
};

/** The table for suites of these labels, which expect this. */
export function matrixReport(
  suites: readonly { readonly label: string; readonly expect: string }[],
  paint: Paint,
): MatrixReport {
  const suiteWidth = Math.max(header.suite.length, ...suites.map(({ label }) => label.length));
  const named = suites.map(({ expect }) => expect.replace(/^violates\s+/, '').length);
  const propertyWidth = Math.max('all 10 properties'.length, ...named);
  const print = (row: Row, tone?: (text: string) => string): string => {
    const verdict = row.verdict.padEnd('violated in 10 steps'.length);
    const start = `  ${row.suite.padEnd(suiteWidth)}  ${row.property.padEnd(propertyWidth)}  ${tone?.(verdict) ?? verdict}`;
    return `${start}${row.distinct.padStart(11)}${row.time.padStart(10)}  ${row.expected}`.trimEnd();
  };
  return {
    head: (name) => [paint('strong', `${name}: ${printCounted(suites.length, 'expectation')}`), '', print(header)],
    line: (label, result) => print(rowOf(label, result, paint), (text) => paint(toneOf[result.verdict], text)),
    refused: (label) => `  ${label.padEnd(suiteWidth)}  ${paint('bad', 'refused')}`,
    foot: (results, isLast) => [...footLines(results, suites.length, paint), ...(isLast ? assumedLines(results) : [])],
  };
}

function rowOf(suite: string, result: CheckResult, paint: Paint): Row {
  const { counts, elapsedMs } = result;
  const expected = result.expectation?.isMet;
  return {
    suite,
    ...foundOf(result),
    distinct: `${counts.areExact ? '' : '>= '}${printCount(counts.statesDistinct)}`,
    time: printTime(elapsedMs),
    expected:
      expected === true
        ? 'as expected'
        : expected === false
          ? paint('bad', `NOT as expected: ${printExpectation(result.expectation?.expected ?? 'holds')}`)
          : 'too early to tell',
  };
}

function foundOf(result: CheckResult): Pick<Row, 'property' | 'verdict'> {
  const judged = judgedOf(result.properties);
  const count = judged.length;
  const all = count === 1 ? (judged[0]?.name ?? '') : `all ${count} properties`;
  switch (result.verdict) {
    case 'holds':
      return { property: all, verdict: count === 1 ? 'holds' : 'hold' };
    case 'not decided':
      return { property: all, verdict: `not decided, ${stopped(result)}` };
    case 'violated': {
      const { names, isWitness, steps } = firstBad(result);
      return { property: names, verdict: isWitness ? 'never reached' : `violated ${printSteps(steps)}` };
    }
  }
}

function footLines(results: readonly CheckResult[], asked: number, paint: Paint): string[] {
  const met = results.filter(({ expectation }) => expectation?.isMet === true).length;
  const failed = results.filter(({ expectation }) => expectation?.isMet === false);
  const open = asked - met - failed.length;
  const idle = idleLines(results);
  if (met === asked) return ['', paint('good', `all ${asked} as expected`), ...idle];
  const parts = [`${met} of ${asked} as expected`, ...(open === 0 ? [] : [`${open} not decided`])];
  const hints = failed.map(({ command }) => `  ${command}`);
  return ['', paint('bad', parts.join(', ')), ...idle, ...(hints.length === 0 ? [] : ['hint: see why with', ...hints])];
}

/** What any of the models takes for granted. */
function assumedLines(results: readonly CheckResult[]): string[] {
  const modelled = [...new Set(results.flatMap((result) => result.modelled))];
  const assumptions = [...new Set(results.flatMap((result) => result.assumptions))];
  const lines = renderAssumed({ modelled, assumptions });
  return lines.length === 0 ? [] : ['', ...lines];
}
