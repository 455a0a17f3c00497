// The report of one check: verdict first, then the trace, then what was found of each property, numbers, what was not covered, one hint.

import type { CheckResult, PropertyResult, TraceResult } from '../result/result.ts';
import { exitStatus, firstViolated, isMet } from '../result/status.ts';
import { printExpectation } from '../result/expectation.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { renderAssumed, renderUncovered } from './coverage.ts';
import { renderCounts } from './counts.ts';
import { fold } from './layout.ts';
import { printCounted, printSteps, printTime } from './numbers.ts';
import { renderTrace } from './trace.ts';
import { judgedOf, listed, renderFindings, renderHeadline } from './verdicts.ts';
import { renderWhy } from './why.ts';

export interface ReportOptions {
  readonly paint?: Paint;
  /** Also counts each action and level. */
  readonly isVerbose?: boolean | undefined;
}

/** The whole text. */
export function renderCheck(
  result: CheckResult,
  { paint = plainPaint, isVerbose = false }: ReportOptions = {},
): string {
  const blocks = [
    [renderHeadline(result, paint), ...constantLines(result)],
    ...renderTraces(result, paint),
    renderFindings(result),
    numberLines(result),
    ...(isVerbose ? renderCounts(result) : []),
    renderUncovered(result),
    renderAssumed(result),
    expectationLines(result, paint),
    hintLines(result),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function constantLines({ specification: { constants } }: CheckResult): string[] {
  if (constants.length === 0) return [];
  return [
    `  ${fold(
      constants.map(({ name, value }) => `${name} = ${String(value)}`),
      { indent: 4, first: 2 },
    )}`,
  ];
}

/** A counterexample for each violated property, the shortest first; those of one behaviour under one table. */
function renderTraces({ properties }: CheckResult, paint: Paint): string[][] {
  const violated = judgedOf(properties).filter(({ verdict, kind }) => verdict === 'violated' && kind !== 'reachable');
  const shortestFirst = [...violated].sort((a, b) => (a.steps ?? Infinity) - (b.steps ?? Infinity));
  const behaviours = new Map<string, PropertyResult[]>();
  for (const property of shortestFirst) {
    const key = property.trace === undefined ? property.name : behaviourKey(property.trace);
    behaviours.set(key, [...(behaviours.get(key) ?? []), property]);
  }
  return [...behaviours.values()].map((group) => {
    const reasons = group.flatMap((property) => {
      const [first = '', ...more] = renderWhy(property);
      return [paint('bad', first), ...more];
    });
    // Of a single behaviour the headline has said what it violates.
    const title = behaviours.size === 1 ? [] : [paint('strong', titleOf(group)), ''];
    return [...title, ...tableOf(group[0]?.trace), '', ...reasons];
  });
}

function tableOf(trace: TraceResult | undefined): string[] {
  if (trace === undefined) return ['  there is no trace'];
  return trace.states.length === 0 ? ['  no initial state could be made'] : renderTrace(trace);
}

function titleOf(group: readonly PropertyResult[]): string {
  const are = group.length === 1 ? 'is' : 'are';
  return `${listed(group.map(({ name }) => name))} ${are} violated ${printSteps(group[0]?.steps ?? 0)}`;
}

function behaviourKey({ initial, steps }: TraceResult): string {
  return JSON.stringify([initial, steps.map(({ text, action }) => [action, text])]);
}

function numberLines({ counts, elapsedMs, stateBits, digest, reductions, notice }: CheckResult): string[] {
  const least = counts.areExact ? '' : 'at least ';
  const numbers = [
    `${least}${printCounted(counts.statesDistinct, 'distinct state')}`,
    `${least}${printCounted(counts.statesGenerated, 'state').replace(/ states?$/, '')} generated`,
    `depth ${counts.depth}`,
    printTime(elapsedMs),
  ];
  // The digest of what happened to be reached would name nothing that can be reached again.
  const named = counts.areExact ? `; digest ${digest}` : '';
  const exact = `${printCounted(stateBits, 'bit')} a state; exact: no collision is possible${named}`;
  const reduced = reductions.length === 0 ? [] : [`reduced by ${listed(reductions)}`];
  return [numbers.join(', '), exact, ...reduced, ...(notice === undefined ? [] : [notice])];
}

function expectationLines({ expectation, properties }: CheckResult, paint: Paint): string[] {
  if (expectation === undefined) return [];
  const { expected } = expectation;
  const text = printExpectation(expected);
  const met = isMet(judgedOf(properties), expected);
  if (met === undefined) return [paint('unsure', `expected: ${text}; the search ended too early to tell`)];
  if (met) return [paint('good', `as expected: ${text}`)];
  const found = firstViolated(judgedOf(properties)).map(({ name }) => name);
  return [
    paint(
      'bad',
      `not as expected: ${text} was expected, and it ${found.length === 0 ? 'holds' : printExpectation(found)}`,
    ),
  ];
}

/** What to do next, in one line. */
function hintLines(result: CheckResult): string[] {
  // What was asked is answered.
  const hint = result.expectation?.isMet === true ? undefined : hintFor(result);
  return hint === undefined ? [] : [hint];
}

function hintFor(result: CheckResult): string | undefined {
  const { ended, verdict, properties, command, neverExercised, status, limits } = result;
  const isOpen = judgedOf(properties).some((property) => property.verdict === 'not decided');
  if (verdict === 'violated' && ended === 'violation' && isOpen) {
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
