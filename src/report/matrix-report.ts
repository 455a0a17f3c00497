// The matrix in a table of plain text: a line for each suite, printed as soon as it is its turn, so the widths are known before. Lines stay
// within 120 columns: what is longer goes on below.

import { printExpectation } from '../result/expectation.ts';
import type { CheckResult } from '../result/result.ts';
import type { Vacuity } from '../result/vacuity.ts';
import { firstViolated } from '../result/status.ts';
import type { Paint, Tone } from '../terminal.ts';
import { idleLines, renderAssumed } from './coverage.ts';
import { cells, fold } from './layout.ts';
import { printShortLength } from './lasso.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { reducedNote } from './reductions.ts';
import { firstBad, judgedOf, stopped, toneOf } from './verdicts.ts';
import { listed } from './words.ts';

/** A suite as the table shows it. */
export interface ShownSuite {
  readonly label: string;
  readonly group?: string;
  readonly about?: string;
  readonly expect: string;
}

/** A way to print a matrix, line by line; suites come in the order in which they are written. */
export interface MatrixReport {
  readonly head: (name: string) => string[];
  readonly row: (suite: ShownSuite, result: CheckResult) => string[];
  /** The line of a suite that could not be checked. */
  readonly refused: (suite: ShownSuite) => string[];
  readonly foot: (whole: MatrixSummary) => string[];
}

/** What there is to say when all lines are printed. */
export interface MatrixSummary {
  readonly results: readonly CheckResult[];
  /** How many suites were asked about. */
  readonly asked: number;
  /** Undefined where the matrix is not whole. */
  readonly vacuities: readonly Vacuity[] | undefined;
  readonly elapsedMs: number;
  /** Whether no report of one check follows, which would say what is assumed. */
  readonly isLast: boolean;
}

const columnsMost = 120;
const header = ['suite', 'property', 'verdict', 'states', 'time'] as const;
const verdictWidth = 'violated in 10 steps'.length;
const statesWidth = 13;
const timeWidth = 11;
const expectedWidth = 'NOT as expected'.length;
const gap = 2;
/** What the names of suites and of properties share. */
const namesWidth = columnsMost - verdictWidth - statesWidth - timeWidth - expectedWidth - 4 * gap;
/** Of more properties at once, the first few are named. */
const namesMost = 6;
const belowIndent = 6;
const propertyLeast = 'all 10 properties'.length;
const propertyMost = 30;

/** The table for these suites. */
export function matrixReport(suites: readonly ShownSuite[], painter: Paint): MatrixReport {
  const paint = (tone: Tone | undefined, text: string): string => (tone === undefined ? text : painter(tone, text));
  const expected = suites.map(({ expect }) => expect.replace(/^violates\s+/, ''));
  const lengths = expected.flatMap((names) => names.split(/,\s*/).map(({ length }) => length));
  // Names of properties stay whole where that leaves room for those of suites.
  const longest = Math.max(propertyLeast, ...lengths.filter((length) => length <= propertyMost));
  const suiteWidth = Math.min(
    Math.max(header[0].length, ...suites.map(({ label }) => label.length)),
    namesWidth - longest,
  );
  const named = expected.map(({ length }) => length);
  const propertyWidth = Math.min(Math.max(propertyLeast, ...named), namesWidth - suiteWidth);
  const row = (
    [suite, property, verdict, states, time]: readonly [string, string, string, string, string],
    tone?: (text: string) => string,
  ): { readonly first: string; readonly width: number; readonly more: readonly string[] } => {
    const [[name = '', what = ''] = [], ...more] = cells([suite, property], [suiteWidth, propertyWidth]);
    const padded = verdict.padEnd(verdictWidth);
    const numbers = `${states.padStart(statesWidth)}${time.padStart(timeWidth)}`;
    const left = `  ${name}  ${what}  `;
    return {
      first: `${left}${tone?.(padded) ?? padded}${numbers}`,
      // Colours take no room.
      width: left.length + padded.length + numbers.length,
      more: more.map(([below = '', beside = '']) => `  ${below}  ${beside}`.trimEnd()),
    };
  };
  let group: string | undefined;
  const heading = (suite: ShownSuite): string[] => {
    if (suite.group === group) return [];
    ({ group } = suite);
    return ['', ...(group === undefined ? [] : [paint('strong', group)])];
  };
  return {
    head: (name) => [paint('strong', `${name}: ${printCounted(suites.length, 'expectation')}`), '', row(header).first],
    row: (suite, result) => {
      const { counts, elapsedMs } = result;
      const { property, verdict } = foundOf(result, namesMost, loopOf);
      const states = `${counts.areExact ? '' : '>= '}${printCount(counts.statesDistinct)}`;
      const { first, width, more } = row([suite.label, property, verdict, states, printTime(elapsedMs)], (text) =>
        paint(toneOf[result.verdict], text),
      );
      const { said, why, below, tone } = expectedOf(result);
      const told = `${said}${why}`;
      const isShort = width + gap + told.length <= columnsMost;
      const lower =
        isShort || below === '' ? [] : cells([below], [columnsMost - belowIndent]).map(([text = '']) => text);
      return [
        ...heading(suite),
        `${first}  ${paint(tone, isShort ? told : said)}`,
        ...more,
        ...lower.map((text) => `${' '.repeat(belowIndent)}${paint(tone, text.trimEnd())}`),
      ];
    },
    refused: (suite) => [...heading(suite), `  ${suite.label.padEnd(suiteWidth)}  ${paint('bad', 'refused')}`],
    foot: (summary) => footLines(summary, painter),
  };
}

type Length = NonNullable<ReturnType<typeof firstBad>['length']>;

/** The properties that the verdict is about, at most so many of them by name, and the verdict. */
export function foundOf(
  result: CheckResult,
  most = Infinity,
  lasso: (length: Length) => string = printShortLength,
): { readonly property: string; readonly verdict: string } {
  const judged = judgedOf(result.properties);
  const count = judged.length;
  const all = count === 1 ? (judged[0]?.name ?? '') : `all ${count} properties`;
  switch (result.verdict) {
    case 'holds':
      return { property: all, verdict: count === 1 ? 'holds' : 'hold' };
    case 'not decided':
      return { property: all, verdict: 'not decided' };
    case 'violated': {
      const { isWitness, length } = firstBad(result);
      const names = firstViolated(judged).map(({ name }) => name);
      const when = length === undefined ? '' : whenOf(length, lasso);
      return { property: listed(shortened(names, most)), verdict: isWitness ? 'never reached' : `violated${when}` };
    }
  }
}

function whenOf(length: Length, lasso: (length: Length) => string): string {
  const { steps, loop } = length;
  if (loop !== undefined) return `: ${lasso(length)}`;
  return steps === 0 ? ' initially' : ` in ${printCounted(steps, 'step')}`;
}

/** What a column has room for: where it ends, and nothing of the way there. */
function loopOf({ loop }: Length): string {
  return loop === 0 ? 'stuttering' : `loop of ${loop}`;
}

function shortened(names: readonly string[], most: number): readonly string[] {
  const more = names.length - most + 1;
  return more <= 1 ? names : [...names.slice(0, -more), `${more} more`];
}

/** In one word, and why: on the same line, or below it where that has no room. */
interface Expected {
  readonly said: string;
  readonly why: string;
  readonly below: string;
  readonly tone: Tone | undefined;
}

function expectedOf(result: CheckResult): Expected {
  const { expectation } = result;
  if (expectation?.isMet === true) return { said: 'as expected', why: '', below: '', tone: undefined };
  if (expectation?.isMet === undefined) {
    const why = stopped(result);
    return { said: 'cannot be told', why: `: ${why}`, below: why, tone: 'unsure' };
  }
  const { expected } = expectation;
  const why = printExpectation(expected === 'holds' ? expected : shortened(expected, namesMost));
  return { said: 'NOT as expected', why: `: ${why}`, below: `expected: ${why}`, tone: 'bad' };
}

function footLines(summary: MatrixSummary, paint: Paint): string[] {
  const { results, asked, elapsedMs, isLast } = summary;
  const { text, isMet } = summaryOf(results, asked);
  const vacuous = vacuityRows(summary).map(([label, [first = '', ...more]]) =>
    fold([`${label}: ${first}`, ...more], { indent: 2, first: 0 }),
  );
  return [
    '',
    paint(isMet ? 'good' : 'bad', `${text}, in ${printTime(elapsedMs)}`),
    ...reducedNote(results),
    ...idleLines(results),
    ...vacuous,
    ...hintLines(results),
    ...(isLast ? assumedLines(results) : []),
  ];
}

/** How many of those asked about are as expected. */
export function summaryOf(
  results: readonly CheckResult[],
  asked: number,
): { readonly text: string; readonly isMet: boolean } {
  const met = results.filter(({ expectation }) => expectation?.isMet === true).length;
  const failed = results.filter(({ expectation }) => expectation?.isMet === false).length;
  const open = asked - met - failed;
  if (met === asked) return { text: `all ${asked} as expected`, isMet: true };
  return { text: `${met} of ${asked} as expected${open === 0 ? '' : `, ${open} not decided`}`, isMet: false };
}

/** What a whole matrix shows nothing about: what is said before the names, and these. */
export function vacuityRows({
  results,
  vacuities = [],
}: Pick<MatrixSummary, 'results' | 'vacuities'>): readonly (readonly [label: string, names: readonly string[]])[] {
  const models = new Set(results.map(({ specification }) => specification.name));
  return vacuities.flatMap(({ model, neverViolated, neverReached, neverEvaluated }) => {
    const of = models.size > 1 ? `${model}: ` : '';
    const rows = [
      [`${of}nothing here shows that these can fail`, neverViolated],
      [`${of}reached in no suite`, neverReached],
      [`${of}evaluated in no suite`, neverEvaluated],
    ] as const;
    return rows.filter(([, names]) => names.length > 0);
  });
}

/** The commands that show what is not as expected; where all is, how to see the trace of one line. */
function hintLines(results: readonly CheckResult[]): string[] {
  const failed = results.filter(({ expectation }) => expectation?.isMet === false);
  if (failed.length > 0) return ['hint: see why with', ...failed.map(({ command }) => `  ${command}`)];
  const violated = results.find((result) => result.verdict === 'violated' && !firstBad(result).isWitness);
  return violated === undefined ? [] : [`hint: each violation has its trace, the first: ${violated.command}`];
}

/** What any of the models takes for granted. */
export function assumedBy(results: readonly CheckResult[]): Pick<CheckResult, 'modelled' | 'assumptions'> {
  return {
    modelled: [...new Set(results.flatMap((result) => result.modelled))],
    assumptions: [...new Set(results.flatMap((result) => result.assumptions))],
  };
}

function assumedLines(results: readonly CheckResult[]): string[] {
  const lines = renderAssumed(assumedBy(results));
  return lines.length === 0 ? [] : ['', ...lines];
}
