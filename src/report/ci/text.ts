// The report of `ballast ci` for people: a line for each suite, printed as soon as it is answered, so the widths are known before; then what is
// wrong with each, with its race; the verdict last, where a log ends.

import type { CiOutcome, ProblemKind, SuiteOutcome } from '../../ci/outcome.ts';
import type { CheckResult } from '../../result/result.ts';
import { plainPaint, type Paint, type Tone } from '../../terminal.ts';
import { cells, foldWords, paragraphs, widthMost } from '../layout.ts';
import { printCount, printCounted, printTime } from '../numbers.ts';
import { raceBlocks, tracedBlocks } from '../race.ts';
import { ascii } from '../race-text.ts';
import { shellLines } from '../shell-lines.ts';
import { judgedOf, shortVerdict } from '../verdicts.ts';
import { listed } from '../words.ts';
import {
  explaining,
  type Finding,
  findingsOf,
  headline,
  oneLine,
  ownLines,
  parted,
  problemsOf,
  projectProblems,
  shortened,
  visible,
} from './findings.ts';
import { plainLine } from './plain-lines.ts';

export interface TextForm {
  readonly paint?: Paint;
  /** How wide the terminal is; undefined where the text goes elsewhere. */
  readonly columns?: number | undefined;
}

/** What is known of a suite before it is answered. */
export type AskedSuite = Pick<SuiteOutcome, 'label' | 'expected'>;

/** The text, line by line; suites come in the order in which they are written. */
export interface CiTable {
  readonly head: (outcome: Pick<CiOutcome, 'config' | 'lane'>) => string[];
  readonly row: (suite: SuiteOutcome) => string[];
  /** Below the last row: what is wrong, and the verdict. */
  readonly foot: (outcome: CiOutcome) => string[];
}

/** The whole text at once. */
export function ciText(outcome: CiOutcome, form: TextForm = {}): string {
  const table = ciTable(outcome.suites, form);
  return [...table.head(outcome), ...outcome.suites.flatMap((suite) => table.row(suite)), ...table.foot(outcome)].join(
    '\n',
  );
}

/** Where nobody says how wide a line may be, and where somebody does. */
const columnsUsual = 120;
const columnsLeast = 100;
const columnsMost = 160;
const header = ['suite', 'expected', 'found', 'states', 'time'] as const;
const statesWidth = 12;
const timeWidth = 10;
const markWidth = 'NOT expected'.length;
const gap = '  ';
/** `S10 violated in 9 steps`. */
const foundLeast = 23;
/** `violates deadlock`. */
const expectedLeast = 17;

/** The text for these suites. */
export function ciTable(suites: readonly AskedSuite[], { paint = plainPaint, columns }: TextForm = {}): CiTable {
  const width = Math.max(columnsLeast, Math.min(columnsMost, columns ?? columnsUsual));
  const room = width - statesWidth - timeWidth - markWidth - 5 * gap.length;
  const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => oneLine(text).length));
  const labels = longest([header[0], ...suites.map(({ label }) => label)]);
  const expectations = longest([header[1], ...suites.map(({ expected }) => expected)]);
  const labelWidth = Math.min(labels, room - foundLeast - Math.min(expectations, expectedLeast));
  const rest = room - labelWidth;
  const expectedWidth = Math.min(expectations, rest - Math.max(foundLeast, Math.floor(rest / 2)));
  const foundWidth = rest - expectedWidth;
  const row = (texts: readonly string[], states: string, time: string): readonly [first: string, ...more: string[]] => {
    const [first = [], ...more] = cells(texts, [labelWidth, expectedWidth, foundWidth]);
    const numbers = `${states.padStart(statesWidth)}${time.padStart(timeWidth)}`;
    return [`  ${first.join(gap)}${numbers}`, ...more.map((line) => `  ${line.join(gap)}`.trimEnd())];
  };
  return {
    head: ({ config, lane }) => [
      paint('strong', `${oneLine(config)}: ${printCounted(suites.length, 'suite')}, lane ${lane}`),
      '',
      row(header.slice(0, 3), header[3], header[4])[0],
    ],
    row: (suite) => {
      const { label, expected, result, cached, elapsedMs } = suite;
      const found = result === undefined ? 'nothing' : foundOf(result);
      const states = result === undefined ? '' : statesOf(result);
      const time = cached === undefined ? printTime(elapsedMs) : 'cached';
      const [first, ...more] = row([label, expected, found].map(oneLine), states, time);
      const [mark, tone] = markOf(suite);
      return [`${first}${gap}${tone === undefined ? mark : paint(tone, mark)}`, ...more];
    },
    foot: (outcome) => footLines(outcome, { paint, columns }),
  };
}

/** In words of a table: `holds`, `S8 violated in 9 steps`, `idle reached in 5 steps`. */
export function foundOf(result: CheckResult): string {
  const judged = judgedOf(result.properties);
  const areReached = judged.every(({ kind, verdict }) => kind === 'reachable' && verdict === 'holds');
  if (judged.length === 0 || !areReached) return shortVerdict(result);
  const steps = judged.map((property) => property.steps ?? 0);
  const when = steps.length === 1 ? ` in ${printCounted(steps[0] ?? 0, 'step')}` : '';
  return `${listed(judged.map(({ name }) => name))} reached${when}`;
}

export function statesOf({ counts }: CheckResult): string {
  return `${counts.areExact ? '' : '>= '}${printCount(counts.statesDistinct)}`;
}

const marks: Readonly<Record<ProblemKind, readonly [mark: string, tone: Tone]>> = {
  violated: ['NOT expected', 'bad'],
  missing: ['NOT expected', 'bad'],
  other: ['NOT expected', 'bad'],
  'not decided': ['not decided', 'unsure'],
  vacuous: ['vacuous', 'bad'],
  drift: ['drifted', 'bad'],
  error: ['error', 'bad'],
  crash: ['crashed', 'bad'],
};

/** How a suite fares, in a word or two. */
export function markOf(suite: SuiteOutcome): readonly [mark: string, tone: Tone | undefined] {
  const [first] = problemsOf(suite);
  if (first !== undefined) return marks[first.kind];
  return isOpen(suite) ? marks['not decided'] : ['as expected', undefined];
}

function isOpen({ isOpen: isTold = false, result }: SuiteOutcome): boolean {
  return isTold || result?.verdict === 'not decided';
}

function footLines(outcome: CiOutcome, form: TextForm): string[] {
  const findings = findingsOf(outcome);
  const failures = outcome.suites.flatMap((suite) => {
    const own = findings.filter((finding) => finding.suite === suite);
    return own.length === 0 ? [] : failureBlocks(own, suite, form);
  });
  const ofProject = findings
    .filter(({ suite }) => suite === undefined)
    .map((finding) => [...problemLines(finding, form), plainLine(finding)]);
  const notes = [
    ...outcome.suites.flatMap((suite) => suite.notes.map((note) => `${suite.label}: ${note}`)),
    ...outcome.notes,
  ].map((note) => foldWords(oneLine(note), { indent: 2, first: 0 }));
  const { text, tone } = verdictOf(outcome);
  return ['', paragraphs([...failures, ...ofProject, notes, [painted(form, tone, text)]])];
}

/** What is wrong with a suite, the races that show it, how to see it again, and where to look. */
function failureBlocks(findings: readonly Finding[], suite: SuiteOutcome, form: TextForm): string[][] {
  const { result } = suite;
  const { violated, reached } = parted(
    explaining(
      suite,
      findings.map(({ problem }) => problem),
    ),
  );
  const races = [
    ...raceBlocks({ properties: violated }, { ...form, isPlaced: true }),
    // Of a single one the headline has said what it is.
    ...tracedBlocks(reached, { ...form, isPlaced: true, isTitled: reached.length + violated.length > 1 }),
  ];
  const problems = findings.flatMap((finding) => problemLines(finding, form));
  const repeat = result === undefined ? [] : shellLines('repeat: ', ascii(result.command));
  const last = [...repeat, ...findings.map(plainLine)];
  return races.length === 0 ? [[...problems, ...last]] : [problems, ...races, last];
}

/** The problem in a sentence, and below it what it says besides. */
function problemLines(finding: Finding, form: TextForm): string[] {
  const title = foldWords(headline(finding), { indent: 2, first: 0 });
  const own = ownLines(finding.problem).flatMap((line) => visible(line).split('\n'));
  return [painted(form, 'bad', title), ...own.map(within)];
}

/** Further in; folded where it is longer than a line, else laid out as it is. */
function within(line: string): string {
  const text = `  ${line}`;
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const isShort = text.length <= widthMost;
  return isShort ? text : ' '.repeat(indent) + foldWords(line.trim(), { indent: indent + 2, first: indent });
}

function painted({ paint = plainPaint }: TextForm, tone: Tone, text: string): string {
  return paint(tone, text);
}

/** `2026-01-31 12:05 UTC`, of an ISO date. */
function minuteOf(date: string): string {
  return `${date.slice(0, 10)} ${date.slice(11, 16)} UTC`;
}

/** Of those that failed, the first few are named. */
const namesMost = 6;

/** The whole in one line: `227 of 230 as expected; 3 failed: a, b and c; in 12.3 s`. */
export function verdictOf(outcome: CiOutcome): { readonly text: string; readonly tone: Tone } {
  const { suites, elapsedMs } = outcome;
  const failed = suites.filter((suite) => problemsOf(suite).length > 0);
  const open = suites.filter((suite) => !failed.includes(suite) && isOpen(suite));
  const cached = suites.flatMap((suite) => suite.cached?.exploredAt ?? []).sort();
  const ofProject = projectProblems(outcome).length;
  const met = suites.length - failed.length - open.length;
  const names = failed.map(({ label }) => {
    const name = shortened(oneLine(label), 60);
    return name.includes(',') ? `'${name}'` : name;
  });
  const more = names.length - namesMost + 1;
  const named = listed(more <= 1 ? names : [...names.slice(0, -more), `${more} more`]);
  const parts = [
    suites.length === 0
      ? 'no suite was checked'
      : met === suites.length
        ? `all ${suites.length} as expected`
        : `${met} of ${suites.length} as expected`,
    ...(open.length === 0 ? [] : [`${open.length} not decided`]),
    ...(failed.length === 0 ? [] : [`${failed.length} failed: ${named}`]),
    ...(ofProject === 0 ? [] : [`${printCounted(ofProject, 'problem')} of the project`]),
    `in ${printTime(elapsedMs)}${cached.length === 0 ? '' : `, ${cached.length} cached, explored at ${minuteOf(cached[0] ?? '')}${cached.length === 1 ? '' : ' or later'}`}`,
  ];
  const isMet = failed.length === 0 && ofProject === 0;
  return { text: parts.join('; '), tone: isMet ? (open.length === 0 ? 'good' : 'unsure') : 'bad' };
}
