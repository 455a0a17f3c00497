// A sweep in a table: one line for each choice of constants, printed as soon as it is checked, so the widths are known before.

import type { CheckOutcome, CheckResult, SpecificationIdentity } from '../result/result.ts';
import type { Paint } from '../terminal.ts';
import { idleLines, renderAssumed } from './coverage.ts';
import { fold } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { reducedNote } from './reductions.ts';
import { phraseOf, toneOf } from './verdicts.ts';
import { printIdentity } from './words.ts';

export interface SweepReport {
  readonly head: () => string;
  readonly line: (outcome: CheckOutcome) => string;
  /** The line of a check that could not be made. */
  readonly refused: (identity: SpecificationIdentity) => string;
  readonly foot: (outcomes: readonly CheckOutcome[]) => string;
  /** What distinguishes a check from the others: `pages=2 scanners=1`. */
  readonly label: (identity: SpecificationIdentity) => string;
}

const countWidth = 11;
const timeWidth = 11;

/** The table for these checks. */
export function sweepReport(identities: readonly SpecificationIdentity[], paint: Paint): SweepReport {
  const constants = identities[0]?.constants.map(({ name }) => name) ?? [];
  const isVaried = (name: string): boolean => new Set(identities.map((each) => valueOf(name, each))).size > 1;
  const [names, fixed] = [constants.filter(isVaried), constants.filter((name) => !isVaried(name))];
  const widths = names.map((name) => Math.max(name.length, ...identities.map((each) => valueOf(name, each).length)));
  const row = (cells: readonly string[], distinct: string, time: string, verdict: string): string => {
    const left = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
    return `  ${left}  ${distinct.padStart(countWidth)}${time.padStart(timeWidth)}  ${verdict}`;
  };
  const cellsOf = (identity: SpecificationIdentity): readonly string[] => names.map((name) => valueOf(name, identity));
  return {
    head: () => {
      const [first] = identities;
      if (first === undefined) return '';
      const same = fixed.map((name) => `${name} = ${valueOf(name, first)}`);
      return [
        paint('strong', `${printIdentity(first)}: ${printCounted(identities.length, 'check')}`),
        ...(same.length === 0 ? [] : [`  ${fold(same, { indent: 4, first: 2 })}`]),
        '',
        row(names, 'distinct', 'time', 'verdict'),
      ].join('\n');
    },
    line: (outcome) => {
      const cells = cellsOf(outcome.specification);
      if (outcome.kind === 'outside assumptions') return row(cells, '', '', `skipped: ${outcome.assumption}`);
      const { counts, elapsedMs, verdict } = outcome;
      const distinct = `${counts.areExact ? '' : '>= '}${printCount(counts.statesDistinct)}`;
      const tone = outcome.expectation === undefined ? toneOf[verdict] : outcome.status === 0 ? 'good' : 'bad';
      return row(cells, distinct, printTime(elapsedMs), paint(tone, phraseOf(outcome)));
    },
    refused: (identity) => row(cellsOf(identity), '', '', paint('bad', 'refused')),
    foot: (outcomes) => footLines(outcomes, identities.length).join('\n'),
    label: (identity) => names.map((name) => `${name}=${valueOf(name, identity)}`).join(' '),
  };
}

function valueOf(name: string, { constants }: SpecificationIdentity): string {
  return String(constants.find((constant) => constant.name === name)?.value);
}

function footLines(outcomes: readonly CheckOutcome[], asked: number): string[] {
  const results = outcomes.filter((outcome) => outcome.kind === 'checked');
  const skipped = outcomes.length - results.length;
  const count = (verdict: CheckResult['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  const summary = [
    [count('holds'), count('holds') === 1 ? 'holds' : 'hold'],
    [count('violated'), count('violated') === 1 ? 'is violated' : 'are violated'],
    [count('not decided'), 'not decided'],
    [skipped, 'outside the assumptions'],
    [asked - outcomes.length, 'not begun'],
  ] as const;
  const [first] = results;
  const bad = results.find(({ verdict }) => verdict === 'violated');
  return [
    '',
    fold(summary.filter(([number]) => number > 0).map(([number, text]) => `${number} ${text}`)),
    ...reducedNote(results),
    ...idleLines(results),
    ...(first === undefined ? [] : ['', ...renderAssumed(first)]).filter(
      (_, index, lines) => lines.length > 1 || index > 0,
    ),
    ...(bad === undefined ? [] : ['', `hint: ${bad.command} shows the trace`]),
  ];
}
