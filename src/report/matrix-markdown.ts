// The matrix as a table of Markdown, as GitHub shows it. Nothing in it differs from run to run, so that it can be kept beside a specification.

import { printExpectation } from '../result/expectation.ts';
import type { CheckResult } from '../result/result.ts';
import { printShortLength } from './lasso.ts';
import { assumedBy, foundOf, type MatrixReport, type ShownSuite, summaryOf, vacuityRows } from './matrix-report.ts';
import { printCount } from './numbers.ts';
import { reducedNote } from './reductions.ts';
import { firstBad, stopped } from './verdicts.ts';
import { capitalised } from './words.ts';

/** The table for these suites; a column that would be empty is left out. */
export function matrixMarkdown(suites: readonly ShownSuite[]): MatrixReport {
  const hasGroups = suites.some(({ group }) => group !== undefined);
  const hasAbout = suites.some(({ about }) => about !== undefined);
  const line = (row: Row): string => {
    const { group, suite, about, property, verdict, steps, states, expected } = row;
    const shown = [
      ...(hasGroups ? [group] : []),
      suite,
      ...(hasAbout ? [about] : []),
      property,
      verdict,
      steps,
      states,
      expected,
    ];
    return `| ${shown.join(' | ')} |`;
  };
  let group: string | undefined;
  /** Said once, where it begins. */
  const beginning = (suite: ShownSuite): string => {
    if (suite.group === group) return '';
    ({ group } = suite);
    return escaped(group ?? '');
  };
  return {
    head: () => [line(header), line(rule)],
    row: (suite, result) => {
      const { property, verdict } = foundOf(result);
      const { isWitness, length } = firstBad(result);
      const isViolated = result.verdict === 'violated' && !isWitness;
      return [
        line({
          group: beginning(suite),
          suite: escaped(suite.label),
          about: escaped(suite.about ?? ''),
          property: escaped(property),
          verdict: isViolated ? 'violated' : verdict,
          steps: isViolated && length !== undefined ? stepsOf(length) : '',
          states: `${result.counts.areExact ? '' : 'at least '}${printCount(result.counts.statesDistinct)}`,
          expected: expectedOf(result),
        }),
      ];
    },
    refused: (suite) => [
      line({ ...empty, group: beginning(suite), suite: escaped(suite.label), verdict: '**refused**' }),
    ],
    foot: (summary) => [
      '',
      `${capitalised(summaryOf(summary.results, summary.asked).text)}.`,
      ...vacuityRows(summary).flatMap(([label, names]) => [
        '',
        `${capitalised(escaped(label))}: ${names.map(escaped).join(', ')}.`,
      ]),
      ...reducedNote(summary.results).flatMap((note) => ['', `${capitalised(escaped(note.replaceAll(/\s+/g, ' ')))}.`]),
      ...(summary.isLast ? assumedLines(summary.results) : []),
    ],
  };
}

interface Row {
  readonly group: string;
  readonly suite: string;
  readonly about: string;
  readonly property: string;
  readonly verdict: string;
  readonly steps: string;
  readonly states: string;
  readonly expected: string;
}

const header: Row = {
  group: 'group',
  suite: 'suite',
  about: 'what it is about',
  property: 'property',
  verdict: 'verdict',
  steps: 'steps',
  states: 'states',
  expected: 'as expected?',
};

/** Numbers stand at the right. */
const rule: Row = {
  group: '---',
  suite: '---',
  about: '---',
  property: '---',
  verdict: '---',
  steps: '--:',
  states: '--:',
  expected: '---',
};

const empty: Row = { group: '', suite: '', about: '', property: '', verdict: '', steps: '', states: '', expected: '' };

function expectedOf(result: CheckResult): string {
  switch (result.expectation?.isMet) {
    case true:
      return 'yes';
    case false:
      return `**no**: ${escaped(printExpectation(result.expectation.expected))}`;
    case undefined:
      return `cannot be told: ${stopped(result)}`;
  }
}

function assumedLines(results: readonly CheckResult[]): string[] {
  const { modelled, assumptions } = assumedBy(results);
  const sentences = [...modelled, ...assumptions.map((assumption) => `of the constants: ${assumption}`)];
  return sentences.length === 0 ? [] : ['', 'Assumed:', '', ...sentences.map((sentence) => `- ${escaped(sentence)}`)];
}

/** Shown as it is written. Inside a word, `_` means nothing. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*<[\]|~]/g, String.raw`\$&`)
    .replaceAll(/(?<!\w)_+|_+(?!\w)/g, (found) => found.replaceAll('_', String.raw`\_`))
    .replaceAll(/\s+/g, ' ');
}

/** A number; of a behaviour that goes on for ever, in words. */
function stepsOf({ steps, loop }: NonNullable<ReturnType<typeof firstBad>['length']>): string {
  return loop === undefined ? printCount(steps) : printShortLength({ steps, loop });
}
