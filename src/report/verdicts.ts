// The verdict in a sentence, and what was found of each property, grouped by what was found.

import { notClaimed } from '../../checker/index.ts';
import { areOrdersLeftOut, isReduced } from '../result/reductions.ts';
import { type CheckResult, type PropertyResult, type SpecificationIdentity } from '../result/result.ts';
import { exitStatus, firstViolated, type Verdict } from '../result/status.ts';
import type { Paint, Tone } from '../terminal.ts';
import { fold, foldWords } from './layout.ts';
import { printFairnessInShort, printLeast, printLength, printLengthWithin, printShortLength } from './lasso.ts';
import { printBytes, printCount, printCounted, printTime } from './numbers.ts';
import { wholeExplored, wholeSpace } from './reductions.ts';
import { listed, printIdentity, printNamed } from './words.ts';

export const toneOf: Readonly<Record<Verdict, Tone>> = { holds: 'good', violated: 'bad', 'not decided': 'unsure' };

/** How a report begins: what was checked, the verdict in a sentence, and the constants below. `isFolded`: within 75 columns. */
export function renderHead(
  { specification, verdict }: { readonly specification: SpecificationIdentity; readonly verdict: Verdict },
  text: string,
  paint: Paint,
  isFolded = false,
): string[] {
  const start = `${printIdentity(specification)}: `;
  const whole = isFolded ? foldWords(start + text, { indent: 2 }) : start + text;
  const headline = whole.startsWith(start)
    ? `${paint('strong', start.slice(0, -2))}: ${paint(toneOf[verdict], whole.slice(start.length))}`
    : paint(toneOf[verdict], whole);
  const constants = specification.constants.map(printNamed);
  return constants.length === 0 ? [headline] : [headline, `  ${fold(constants, { indent: 4, first: 2 })}`];
}

/** The verdict of a check in a sentence. */
export function sentence(result: CheckResult): string {
  const { verdict, counts } = result;
  if (isDistrusted(result)) return `not to be trusted; ${distrusted}`;
  switch (verdict) {
    case 'holds': {
      const within = result.constraints.filter(({ statesCut }) => statesCut > 0).map(({ constraint }) => constraint);
      const bound = within.length === 0 ? '' : ` within ${within.join(' and ')} (${cutOff(result)})`;
      return `holds${bound}; ${wholeExplored(result)}`;
    }
    case 'not decided':
      return `not decided, ${stopped(result)}; nothing is violated in the ${printCounted(counts.statesDistinct, 'state')} reached`;
    case 'violated':
      return violation(result);
  }
}

/** Whether another search of the same found otherwise. */
function isDistrusted({ audit }: Pick<CheckResult, 'audit'>): boolean {
  return audit?.outcome === 'disagree';
}

const distrusted = 'its audit found otherwise';

/** `12 states cut`. */
function cutOff(result: CheckResult): string {
  return `${printCounted(result.counts.statesCut, 'state')} cut${isReduced(result) ? ' as searched' : ''}`;
}

function violation(result: CheckResult): string {
  const { names, count, isWitness, length } = firstBad(result);
  if (isWitness) return `${names} ${count === 1 ? 'is' : 'are'} never reached in ${wholeSpace(result)}`;
  if (length === undefined || length.steps === 0) return violationOf(result);
  const claim = areOrdersLeftOut(result)
    ? 'there may be a shorter behaviour that does'
    : printLeast(length, 'anything');
  return `${violationOf(result)}; ${claim}`;
}

/** `S8 and S1 are violated in 9 steps`. */
export function violationOf(result: Pick<CheckResult, 'properties'>): string {
  const { names, lengths, count, isDomainError, length } = firstBad(result);
  const what = isDomainError ? `outside ${count === 1 ? 'its' : 'their'} domain` : 'violated';
  const are = count === 1 ? 'is' : 'are';
  return length === undefined ? `${lengths} ${are} ${what}` : `${names} ${are} ${what}${printLength(length)}`;
}

/** What the first bad level violates. */
export function firstBad({ properties }: Pick<CheckResult, 'properties'>): FirstBad {
  const first = firstViolated(judgedOf(properties));
  const [one] = first;
  const areAlike = first.every(({ steps, loop }) => steps === one?.steps && loop === one?.loop);
  return {
    names: listed(first.map(({ name }) => name)),
    lengths: listed(first.map(withSteps)),
    count: first.length,
    isWitness: first[0]?.kind === 'reachable',
    isDomainError: first.every(({ kind }) => kind === 'domain'),
    length: areAlike ? { steps: one?.steps ?? 0, loop: one?.loop } : undefined,
  };
}

interface FirstBad {
  readonly names: string;
  /** Each with its own length. */
  readonly lengths: string;
  readonly count: number;
  /** Whether it is not a behaviour that is bad, but that there is none. */
  readonly isWitness: boolean;
  /** Whether there is nothing but evaluations outside their domain. */
  readonly isDomainError: boolean;
  /** Of all of them, where it is one. */
  readonly length: { readonly steps: number; readonly loop: number | undefined } | undefined;
}

/** Why the search ended before everything was explored. */
export function stopped({
  ended,
  limits,
  counts,
  properties = [],
}: Pick<CheckResult, 'ended' | 'limits' | 'counts'> & Partial<Pick<CheckResult, 'properties'>>): string {
  switch (ended) {
    case 'max-states':
      return `stopped at the limit of ${printCounted(limits.states ?? counts.statesDistinct, 'state')}`;
    case 'max-depth':
      return `stopped at the limit of ${printCounted(limits.depth ?? counts.depth, 'step')}`;
    case 'time':
      return `stopped after ${printTime(limits.timeMs ?? 0)}`;
    case 'memory':
      return limits.memoryBytes === undefined
        ? 'out of memory'
        : `stopped at ${printBytes(limits.memoryBytes)} of memory`;
    case 'interrupted':
      return 'interrupted';
    case 'violation':
      return 'stopped at a violation';
    case 'complete':
      return whyOpen(properties) ?? 'stopped where steps fail';
  }
}

/** Why something is not decided though the search went to its end. */
export function whyOpen(properties: readonly PropertyResult[]): string | undefined {
  const [first] = byReason(judgedOf(properties).filter(({ verdict }) => verdict === 'not decided'));
  if (first === undefined) return undefined;
  const [reason, names] = first;
  return names.length === 1 ? `${names.join()}: ${reason}` : reason;
}

/** The selected properties that are switched on: what the verdict is about. */
export function judgedOf(properties: readonly PropertyResult[]): readonly PropertyResult[] {
  return properties.filter(({ isSelected, isOn }) => isSelected && isOn);
}

export type Row = readonly [label: string, parts: readonly string[]];

/** One row for each thing that was found, in the order in which they matter. */
export function findingRows({ properties, fairness = [] }: Pick<CheckResult, 'properties' | 'fairness'>): Row[] {
  const judged = judgedOf(properties);
  const violated = judged
    .filter(({ verdict, kind }) => verdict === 'violated' && kind !== 'reachable')
    .sort((a, b) => (a.steps ?? Infinity) - (b.steps ?? Infinity));
  const unreached = judged.filter(({ verdict, kind }) => verdict === 'violated' && kind === 'reachable');
  const holding = judged.filter(({ verdict, kind }) => verdict === 'holds' && kind !== 'reachable');
  const isFair = ({ kind, isOfFair = false }: PropertyResult): boolean => kind === 'liveness' || isOfFair;
  const live = holding.filter(isFair);
  const reached = judged.filter(({ verdict, kind }) => verdict === 'holds' && kind === 'reachable');
  const open = judged.filter(({ verdict }) => verdict === 'not decided');
  const off = properties.filter(({ isOn, isSelected }) => !isOn && isSelected);
  const unselected = properties.filter(({ isSelected, isOn }) => !isSelected && isOn);
  const rows: Row[] = [
    ['violated', violated.map(withSteps)],
    ['never reached', unreached.map(({ name }) => name)],
    ['holds', namesOf(holding.filter((property) => !isFair(property)))],
    ['holds', live.length === 0 ? [] : [`${listed(live.map(withAssumption))} ${underFairness(fairness)}`]],
    ['reached', reached.map(withSteps)],
    ...byReason(open).map(([reason, names]): Row => ['not decided', introduced(reason, names)]),
    ['not checked', byReason(off).map(([reason, names]) => `${names.join(', ')} (${reason})`)],
    ['not claimed', namesOf(unselected.filter(({ reason }) => reason === notClaimed))],
    ['not selected', namesOf(unselected.filter(({ reason }) => reason !== notClaimed))],
  ];
  return rows.filter(([, parts]) => parts.length > 0);
}

function byReason(
  properties: readonly PropertyResult[],
): readonly (readonly [reason: string, names: readonly string[]])[] {
  const reasons = [...new Set(properties.map(({ reason = '' }) => reason))];
  return reasons.map((reason) => [reason, namesOf(properties.filter((each) => (each.reason ?? '') === reason))]);
}

function withSteps({ name, steps, loop, isShortest = true }: PropertyResult): string {
  if (steps === undefined) return name;
  return `${name} (${printShortLength({ steps, loop })}${isShortest ? '' : ', perhaps fewer'})`;
}

/** What a formula assumes is told with it: `L2 (assuming eventually always not scanning)`. */
function withAssumption({ name, assuming = [] }: PropertyResult): string {
  return assuming.length === 0 ? name : `${name} (assuming ${listed(assuming)})`;
}

function underFairness(fairness: readonly string[]): string {
  return fairness.length === 0 ? 'without any fairness' : `under ${printFairnessInShort(fairness)}`;
}

/** Assertions are many and named by their paths: more than a few are counted. */
function namesOf(properties: readonly PropertyResult[]): string[] {
  const assertions = properties.filter(({ kind }) => kind === 'assertion');
  const others = properties.filter(({ kind }) => kind !== 'assertion').map(({ name }) => name);
  if (assertions.length <= 3) return [...others, ...assertions.map(({ name }) => name)];
  return [...others, `${printCount(assertions.length)} assertions in steps`];
}

function introduced(reason: string, [first = '', ...rest]: readonly string[]): string[] {
  return [reason === '' ? first : `${reason}: ${first}`, ...rest];
}

/** The verdict as the last cell of a line. */
export function phraseOf(result: CheckResult): string {
  const met = result.expectation?.isMet;
  const expected = met === undefined ? '' : met ? ', as expected' : ', not as expected';
  return `${shortVerdict(result)}${expected}${result.status === exitStatus.vacuous ? ', but vacuous' : ''}`;
}

/** `holds`, `S8 and S1 violated in 9 steps`, `not decided, stopped after 30 s`. */
export function shortVerdict(result: CheckResult): string {
  const { verdict, constraints } = result;
  if (isDistrusted(result)) return `not decided, ${distrusted}`;
  switch (verdict) {
    case 'holds': {
      const isCut = constraints.some(({ statesCut }) => statesCut > 0);
      return isCut ? `holds within the constraints (${cutOff(result)})` : 'holds';
    }
    case 'not decided':
      return `not decided, ${stopped(result)}`;
    case 'violated': {
      const { names, lengths, isWitness, length } = firstBad(result);
      if (isWitness) return `${names} never reached`;
      return length === undefined ? `${lengths} violated` : `${names} violated${printLengthWithin(length)}`;
    }
  }
}
