// Which reports of a run are wanted, and where they go: the text as it comes, files and what GitHub reads at the end.

import { appendFileSync, existsSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  ciTable,
  githubAnnotations,
  junitXml,
  sarif,
  stepSummary,
  type Whereabouts,
  withoutCommands,
} from '../report/ci/index.ts';
import { CommandLineError } from '../commands/command.ts';
import { refuseOut, save } from '../result/out-file.ts';
import { exitStatus } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import type { CiOutcome, SuiteOutcome } from './outcome.ts';

export interface ReportArguments {
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly noGithub?: boolean;
  readonly json?: boolean;
}

export interface Reports {
  readonly begin: (about: Pick<CiOutcome, 'config' | 'lane'>) => void;
  /** In the order of the config. */
  readonly suite: (suite: SuiteOutcome) => void;
  /** Gives the status of the outcome, or that of a report which has got lost. */
  readonly end: (outcome: CiOutcome) => number;
}

/** @throws UsageError for a file that cannot be written, before anything is checked */
export function reportsOf(
  { junit, sarif: sarifFile, github: isAsked = isOnGitHub(), noGithub = false, json = false }: ReportArguments,
  suites: readonly Pick<SuiteOutcome, 'label' | 'expected'>[],
  read: readonly string[],
  terminal: Terminal,
): Reports {
  const { cwd, paint, columns } = terminal;
  const github = isAsked && !noGithub;
  const files = [
    ...(junit === undefined ? [] : [{ path: junit, text: junitXml }]),
    ...(sarifFile === undefined ? [] : [{ path: sarifFile, text: sarifText }]),
  ];
  for (const { path } of files) refuseOut({ out: path }, cwd);
  refuseTaken(
    [...read, ...files.map(({ path }) => resolve(cwd, path))],
    files.map(({ path }) => path),
    cwd,
  );
  const whereabouts = whereaboutsOf(cwd);
  const table = ciTable(suites, { paint, columns });
  const print = (lines: readonly string[]): void => {
    if (json || lines.length === 0) return;
    // What a specification says could look like a command to GitHub.
    terminal.print((github ? withoutCommands(lines) : lines).join('\n'));
  };
  return {
    begin: (about) => print(table.head(about)),
    suite: (suite) => print(table.row(suite)),
    end: (outcome) => {
      print(table.foot(outcome));
      if (json) terminal.print(JSON.stringify(outcome, undefined, 2));
      const areSaved = files.map(({ path, text }) => save(text(outcome, whereabouts), path, terminal));
      if (github) areSaved.push(tellGitHub(outcome, terminal));
      return areSaved.every(Boolean) ? outcome.status : exitStatus.internal;
    },
  };
}

function isOnGitHub(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}

/** Where the current folder is in the repository that GitHub checked out. */
function whereaboutsOf(cwd: string): Whereabouts {
  const root = process.env['GITHUB_WORKSPACE'] ?? '';
  return root === '' ? {} : { folder: relative(root, cwd) };
}

function sarifText(outcome: CiOutcome, whereabouts: Whereabouts): string {
  return JSON.stringify(sarif(outcome, whereabouts), undefined, 2);
}

/** Where a report would take the place of another file of the run. `all`: every one with the place that it should have, reports included. */
function refuseTaken(all: readonly string[], reports: readonly string[], cwd: string): void {
  for (const report of reports) {
    const path = realPath(resolve(cwd, report));
    const count = all.filter((each) => realPath(each) === path).length;
    if (count > 1)
      throw new CommandLineError(
        `nothing can be saved in '${report}': this run reads or writes it for something else`,
        'name another file',
      );
  }
}

/** With links followed, of a file that is there. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/**
 * Annotations go to standard error where standard output is a document: GitHub reads both. Whether the summary, where there is one, was written.
 */
function tellGitHub(outcome: CiOutcome, terminal: Terminal): boolean {
  terminal.complain(githubAnnotations(outcome, whereaboutsOf(terminal.cwd)).join('\n'));
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary === undefined || summary === '') return true;
  try {
    appendFileSync(summary, `${stepSummary(outcome)}\n`);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.complain(`error: the summary is not written to '${summary}', as GITHUB_STEP_SUMMARY has it: ${reason}`);
    return false;
  }
}
