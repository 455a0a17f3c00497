// A sweep in a table: one line for each choice of constants, printed as soon as it is checked, so the widths are known before.

import type { Settings } from '../arguments/settings.ts';
import type { CheckOutcome, CheckResult } from '../result/result.ts';
import type { Paint } from '../terminal.ts';
import { renderAssumed } from './coverage.ts';
import { fold } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { phraseOf, toneOf } from './verdicts.ts';

export interface SweepReport {
  readonly head: (name: string) => string[];
  readonly line: (outcome: CheckOutcome) => string[];
  readonly foot: (outcomes: readonly CheckOutcome[]) => string[];
}

const countWidth = 13;
const timeWidth = 11;

/** The table for these choices of constants. */
export function sweepReport(sweep: readonly Settings[], paint: Paint): SweepReport {
  const names = Object.keys(sweep[0] ?? {}).filter((name) => new Set(sweep.map((set) => set[name])).size > 1);
  const widths = names.map((name) => Math.max(name.length, ...sweep.map((set) => String(set[name]).length)));
  const row = (cells: readonly string[], distinct: string, time: string, verdict: string): string => {
    const left = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
    return `  ${left}${distinct.padStart(countWidth)}${time.padStart(timeWidth)}  ${verdict}`;
  };
  return {
    head: (name) => [
      paint('strong', `${name}: ${printCounted(sweep.length, 'check')}`),
      '',
      row(names, 'distinct', 'time', 'verdict'),
    ],
    line: (outcome) => {
      const values = names.map((name) =>
        String(outcome.specification.constants.find((each) => each.name === name)?.value),
      );
      if (outcome.kind === 'outside assumptions') return [row(values, '', '', `skipped: ${outcome.assumption}`)];
      const { counts, elapsedMs, verdict } = outcome;
      const least = counts.areExact ? '' : '>= ';
      const tone = outcome.expectation === undefined ? toneOf[verdict] : outcome.status === 0 ? 'good' : 'bad';
      return [
        row(
          values,
          `${least}${printCount(counts.statesDistinct)}`,
          printTime(elapsedMs),
          paint(tone, phraseOf(outcome)),
        ),
      ];
    },
    foot: (outcomes) => footLines(outcomes, sweep.length),
  };
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
  const idle = results.filter(({ neverExercised, ended }) => ended === 'complete' && neverExercised.length > 0).length;
  return [
    '',
    fold(summary.filter(([number]) => number > 0).map(([number, text]) => `${number} ${text}`)),
    ...(idle === 0
      ? []
      : [`${printCounted(idle, 'check')} left parts never exercised: each check by itself names them`]),
    ...(first === undefined ? [] : ['', ...renderAssumed(first)]).filter(
      (_, index, lines) => lines.length > 1 || index > 0,
    ),
    ...(bad === undefined ? [] : ['', `hint: ${bad.command} shows the trace`]),
  ];
}
