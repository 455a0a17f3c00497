// The report of one check: verdict first, then the trace, then what was found of each property, numbers, what was not covered, one hint.

import type { CheckResult } from '../result/result.ts';
import { exitStatus, isAnyOpen } from '../result/status.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { renderAgainst } from './against-report.ts';
import { auditLines } from './audit-report.ts';
import { renderCounterexamples } from './counterexamples.ts';
import { renderAssumed, renderUncovered } from './coverage.ts';
import { renderActions, renderLevels } from './counts.ts';
import { renderExpectation } from './expectation-report.ts';
import { labelled, paragraphs } from './layout.ts';
import { printCounted, printTime } from './numbers.ts';
import type * as race from './race.ts';
import { countedStates, countingLines, namedDigest, reducedLines, reductionLines, saidDepth } from './reductions.ts';
import { findingRows, judgedOf, renderHead, sentence } from './verdicts.ts';

export interface ReportOptions {
  readonly paint?: Paint;
  /** How wide the terminal is; undefined where the text goes elsewhere, to a file or into a mail. */
  readonly columns?: number | undefined;
  /** What shows a violation as a race, loaded where there is one; without it the steps are listed with all values. */
  readonly race?: Pick<typeof race, 'raceBlocks' | 'raceHead'> | undefined;
  /** Traces that were asked for besides. */
  readonly shown?: readonly (readonly string[])[] | undefined;
  /** Also counts each action and level. */
  readonly isVerbose?: boolean | undefined;
}

/** What shows a race, for a result that has one to show. */
export async function raceFor({ verdict }: Pick<CheckResult, 'verdict'>): Promise<typeof race | undefined> {
  return verdict === 'violated' ? await import('./race.ts') : undefined;
}

/** The whole text. */
export function renderCheck(
  result: CheckResult,
  { paint = plainPaint, columns, race, shown = [], isVerbose = false }: ReportOptions = {},
): string {
  const actions = result.actions.map((each) => ({ ...each, enabled: each.statesEnabled }));
  return paragraphs([
    race?.raceHead(result, sentence(result), paint) ??
      renderHead(result, sentence(result), paint, result.verdict === 'violated'),
    ...(race?.raceBlocks(result, { paint, columns, isPlaced: true }) ??
      renderCounterexamples(result.properties, paint)),
    ...(result.against === undefined ? [] : [renderAgainst(result.against)]),
    ...shown,
    labelled(findingRows(result)),
    numberLines(result),
    ...(isVerbose
      ? [
          reductionLines(result.reductions),
          [...countingLines(result), ...renderActions(actions, 'states')],
          renderLevels(result.levels),
        ]
      : []),
    ...(result.audit === undefined ? [] : [auditLines(result.audit)]),
    renderUncovered(result),
    renderAssumed(result),
    renderExpectation(result, 'too little is decided to tell', paint),
    hintLines(result),
  ]);
}

function numberLines(result: CheckResult): string[] {
  const { counts, elapsedMs, stateBits, notice } = result;
  const least = counts.areExact ? '' : 'at least ';
  const numbers = [
    countedStates(result),
    `${least}${printCounted(counts.statesGenerated, 'state').replace(/ states?$/, '')} generated`,
    saidDepth(result),
    printTime(elapsedMs),
  ];
  // The digest of what happened to be reached would name nothing that can be reached again.
  const named = counts.areExact ? `; ${namedDigest(result)}` : '';
  const exact = `${printCounted(stateBits, 'bit')} a state; exact: no collision is possible${named}`;
  return [
    numbers.join(', '),
    exact,
    ...behaviourLines(result),
    ...reducedLines(result),
    ...(notice === undefined ? [] : [notice]),
  ];
}

/** What liveness took besides. */
function behaviourLines({ behaviours }: CheckResult): string[] {
  if (behaviours === undefined) return [];
  const pairs = printCounted(behaviours.pairs, 'pair');
  return [`liveness: ${pairs} of a state and what is still to happen, ${printTime(behaviours.elapsedMs)}`];
}

/** What to do next, in one line. */
function hintLines(result: CheckResult): string[] {
  // What was asked is answered; and of what is not to be trusted nothing follows.
  const hint = result.expectation?.isMet === true || result.audit?.outcome === 'disagree' ? undefined : hintFor(result);
  return hint === undefined ? [] : [hint];
}

function hintFor(result: CheckResult): string | undefined {
  const { ended, verdict, properties, command, neverExercised, status, limits } = result;
  if (verdict === 'violated' && ended === 'violation' && isAnyOpen(judgedOf(properties))) {
    return `hint: ${command} --all looks for the other violations too`;
  }
  if (verdict === 'not decided') return hintPast(ended, limits.memoryBytes !== undefined);
  if (status === exitStatus.holds && neverExercised.length > 0) {
    return 'hint: --strict makes what was never exercised an error';
  }
  return undefined;
}

function hintPast(ended: CheckResult['ended'], isMemoryLimited: boolean): string | undefined {
  switch (ended) {
    case 'max-states':
    case 'max-depth':
    case 'time':
      return 'hint: raise the limit, or make the constants smaller';
    case 'memory':
      return `hint: ${isMemoryLimited ? 'raise the limit, or ' : ''}give Node more: NODE_OPTIONS=--max-old-space-size=8192 (MB)`;
    case 'interrupted':
    case 'violation':
    case 'complete':
      return undefined;
  }
}
