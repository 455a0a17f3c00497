// What GitHub Actions reads from a log: an annotation for each thing that is wrong, and the traces, each in a group that is folded. Escaping
// as in actions/toolkit, packages/core/src/command.ts. GitHub shows ten errors of a step and drops the others without a word.

import { createHash } from 'node:crypto';
import type { CiOutcome } from '../../ci/outcome.ts';
import { printCounted } from '../numbers.ts';
import {
  explaining,
  type Finding,
  findingsOf,
  oneLine,
  problemsOf,
  raceText,
  reasonLines,
  shortened,
  visible,
} from './findings.ts';
import { inRepository, placeInRepository, type Whereabouts } from './whereabouts.ts';

const annotationsMost = 10;
/** GitHub cuts longer ones, in the middle of a word. */
const messageMost = 4096;
const titleMost = 250;
/** Of those for which there is no annotation, the first few are named. */
const namesMost = 8;

/** The lines to write to the log: annotations, then the traces. */
export function githubAnnotations(outcome: CiOutcome, whereabouts: Whereabouts = {}): readonly string[] {
  const findings = findingsOf(outcome);
  const told = findings.length > annotationsMost ? findings.slice(0, annotationsMost - 1) : findings;
  const untold = findings.slice(told.length);
  return [
    ...told.map((finding) => annotation(finding, outcome, whereabouts)),
    ...(untold.length === 0 ? [] : [annotationOfOthers(untold, outcome, whereabouts)]),
    ...outcome.suites.flatMap((suite) => {
      const { result, label } = suite;
      const problems = result === undefined ? [] : problemsOf(suite);
      const race = result === undefined ? '' : raceText(result, explaining(suite, problems));
      return race === '' ? [] : logGroup(`trace: ${label}`, race.split('\n'));
    }),
  ];
}

function annotation(finding: Finding, outcome: CiOutcome, whereabouts: Whereabouts): string {
  const { suite, problem } = finding;
  const { file, line, column } = placeInRepository(finding.place, outcome, whereabouts);
  const isOutside = inRepository(finding.place.file, whereabouts) === undefined;
  const message = [problem.message, ...reasonLines(finding, { isPlaced: isOutside })].join('\n');
  const title = oneLine(suite?.label ?? outcome.config);
  return command('error', { file, line, col: column, title: shortened(title, titleMost) }, message);
}

function annotationOfOthers(findings: readonly Finding[], outcome: CiOutcome, whereabouts: Whereabouts): string {
  const { file, line, column } = placeInRepository({ file: outcome.config, line: 1, column: 1 }, outcome, whereabouts);
  const named = findings.slice(0, namesMost).map(({ suite, problem }) => `${suite?.label ?? ''}: ${problem.message}`);
  const others = findings.length - named.length;
  const message = [
    `${printCounted(findings.length, 'more problem')}, for which GitHub shows no annotation; the log and the summary have them all`,
    ...named.map((text) => shortened(oneLine(text.replace(/^: /, '')), titleMost)),
    ...(others === 0 ? [] : [`and ${printCounted(others, 'other')}`]),
  ].join('\n');
  return command('error', { file, line, col: column, title: printCounted(findings.length, 'more problem') }, message);
}

/** Lines that nobody takes for commands, whatever they hold, folded below a title. */
export function logGroup(title: string, lines: readonly string[]): readonly string[] {
  return [`::group::${escapedData(oneLine(title))}`, ...stopped(visible(lines.join('\n'))), '::endgroup::'];
}

/** Lines that nobody takes for commands: as they are where nothing in them could be one, since the runner shows the words around them. */
export function withoutCommands(lines: readonly string[]): readonly string[] {
  const text = visible(lines.join('\n'));
  return /^\s*::|##\[/m.test(text) ? stopped(text) : text.split('\n');
}

/** Between the words that tell the runner to read no commands, and to read them again. */
function stopped(text: string): readonly string[] {
  const token = tokenFor(text);
  return [`::stop-commands::${token}`, ...text.split('\n'), `::${token}::`];
}

/** What does not occur in the text; the same for the same text, so that two logs of one outcome are one. */
export function tokenFor(text: string): string {
  let token = '';
  for (let count = 0; token === '' || text.includes(token); count += 1) {
    token = `ballast-${createHash('sha256').update(`${count} ${text}`).digest('hex').slice(0, 32)}`;
  }
  return token;
}

function command(name: 'error', properties: Readonly<Record<string, string | number>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${name} ${given.join(',')}::${escapedData(shortened(visible(message).trim(), messageMost))}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
