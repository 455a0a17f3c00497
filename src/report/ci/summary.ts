// The Markdown for GITHUB_STEP_SUMMARY: the verdict, a table of what failed, each failure with its race, and the suites that are as expected
// below a fold. GitHub refuses a summary of more than 1 MiB as a whole, so what does not fit is left out, and said to be.

import type { CiOutcome, SuiteOutcome } from '../../ci/outcome.ts';
import { fenced, prose } from '../markdown-text.ts';
import { printCounted, printTime } from '../numbers.ts';
import { listed } from '../words.ts';
import { explaining, type Finding, findingsOf, oneLine, problemsOf, raceText, shortened, visible } from './findings.ts';
import { foundOf, markOf, statesOf, verdictOf } from './text.ts';

const bytesMost = 1024 * 1024;
/** Kept for the sentence that says what was left out. */
const bytesKept = 1024;
const cellMost = 200;
const detailsMost = 100;

/** The whole text. `most`: how many bytes it may have. */
export function stepSummary(outcome: CiOutcome, most: number = bytesMost): string {
  const findings = findingsOf(outcome);
  const failed = outcome.suites.filter((suite) => problemsOf(suite).length > 0);
  const others = outcome.suites.filter((suite) => !failed.includes(suite));
  const page = pageOf(most - bytesKept);
  page.add(`## ${line(verdictOf(outcome).text)}`, 'headline');
  page.add(line(`${outcome.config}, lane ${outcome.lane}, Ballast ${outcome.ballast}`), 'line');
  // Half of the room at most: what failed, and how, says more than a thousand rows.
  page.addRows(failed.map(rowOf), 'row', Math.floor(most / 2));
  for (const finding of findings.filter(({ suite }) => suite === undefined)) {
    page.add(problemText(finding), 'problem');
  }
  for (const suite of failed) {
    const own = findings.filter((finding) => finding.suite === suite);
    if (page.add([`### ${line(suite.label)}`, ...own.map(problemText)].join('\n\n'), 'failure')) {
      const race = raceOf(suite, own);
      if (race !== '') page.add(fenced(race.split('\n')), 'trace');
      else if (suite.result !== undefined) page.add(fenced([oneLine(suite.result.command)], 'sh'), 'command');
    }
  }
  page.addRows(others.map(rowOf), 'row', most, `${printCounted(others.length, 'suite')} without a problem`);
  for (const [index, note] of notesOf(outcome).entries())
    page.add(`- ${line(note)}`, 'note', index === 0 ? '\n\n' : '\n');
  return `${page.text()}\n`;
}

function notesOf({ suites, notes }: CiOutcome): readonly string[] {
  return [...suites.flatMap((suite) => suite.notes.map((note) => `${suite.label}: ${note}`)), ...notes];
}

interface Page {
  /** Whether it has room; what has none is counted. */
  readonly add: (block: string, what: string, separator?: string) => boolean;
  /** A table, below a fold where that has a title, in so many bytes. */
  readonly addRows: (rows: readonly string[], what: string, most: number, title?: string) => void;
  readonly text: () => string;
}

function pageOf(most: number): Page {
  const blocks: string[] = [];
  const leftOut = new Map<string, number>();
  let bytes = 0;
  const room = (): number => most - bytes;
  const leaveOut = (what: string, count: number): void => void leftOut.set(what, (leftOut.get(what) ?? 0) + count);
  const put = (block: string, separator: string): boolean => {
    const size = Buffer.byteLength(separator + block);
    if (size > room()) return false;
    bytes += size;
    blocks.push(blocks.length === 0 ? block : separator + block);
    return true;
  };
  return {
    add: (block, what, separator = '\n\n') => {
      const isPut = put(block, separator);
      if (!isPut) leaveOut(what, 1);
      return isPut;
    },
    addRows: (rows, what, rowsMost, title) => {
      if (rows.length === 0) return;
      const [open, close] =
        title === undefined ? ['', ''] : [`<details><summary>${line(title)}</summary>\n\n`, '\n\n</details>'];
      let left = Math.min(rowsMost, room()) - Buffer.byteLength(`\n\n${open}${tableHead}${close}`);
      // Not the last ones alone: a reader sees where the table ends.
      const end = rows.findIndex((row) => (left -= Buffer.byteLength(`\n${row}`)) < 0);
      const shown = end < 0 ? rows : rows.slice(0, end);
      if (shown.length > 0) put(`${open}${[tableHead, ...shown].join('\n')}${close}`, '\n\n');
      if (shown.length < rows.length) leaveOut(what, rows.length - shown.length);
    },
    text: () => [...blocks, ...leftOutText(leftOut)].join(''),
  };
}

function leftOutText(leftOut: ReadonlyMap<string, number>): readonly string[] {
  if (leftOut.size === 0) return [];
  const counted = [...leftOut].map(([what, count]) => printCounted(count, what));
  return [`\n\n**Left out, since GitHub takes no more: ${listed(counted)}.** The log has them.`];
}

const tableHead = ['| | suite | expected | found | states | time |', '| --- | --- | --- | --- | --: | --: |'].join(
  '\n',
);

function rowOf(suite: SuiteOutcome): string {
  const { label, expected, result, cached, elapsedMs } = suite;
  const [mark] = markOf(suite);
  const found = result === undefined ? 'nothing' : foundOf(result);
  const shown = [label, expected, found].map((text) => prose(shortened(oneLine(text), cellMost)));
  const isWell = problemsOf(suite).length === 0;
  return `| ${[isWell ? mark : `**${mark}**`, ...shown, result === undefined ? '' : statesOf(result), cached === undefined ? printTime(elapsedMs) : 'cached'].join(' | ')} |`;
}

/** Below the label of the suite, which is not said again. */
function problemText({ problem: { message, details = [], mend } }: Finding): string {
  const all = details.flatMap((text) => visible(text).split('\n'));
  const shown = all.slice(0, detailsMost);
  const more = all.length - shown.length;
  return [
    `**${line(message)}**`,
    ...(all.length === 0
      ? []
      : [fenced([...shown, ...(more === 0 ? [] : [`and ${printCounted(more, 'more line')}`])])]),
    ...(mend === undefined ? [] : [line(mend)]),
  ].join('\n\n');
}

function raceOf({ result, ...suite }: SuiteOutcome, findings: readonly Finding[]): string {
  if (result === undefined) return '';
  return raceText(
    result,
    explaining(
      { ...suite, result },
      findings.map(({ problem }) => problem),
    ),
  );
}

/** A text of somebody's own, in a line of Markdown. */
function line(text: string): string {
  return prose(oneLine(text));
}
