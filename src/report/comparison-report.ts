// What two saved results do not have in common: of each pair of results what was asked otherwise, then what was found, the actions, and where
// the traces part. Nothing that is the same is told.

import { type Differences, isFoundAlike, type TraceDifference } from '../result/differences.ts';
import type { Outcome } from '../result/matching.ts';
import type { StepResult } from '../result/result.ts';
import type { Paint } from '../terminal.ts';
import { actionLines, askedLines, foundLines, othersAsMany } from './changes-report.ts';
import { indented, paragraphs } from './layout.ts';
import { printCount, printCounted } from './numbers.ts';
import { stepName } from './trace.ts';
import { firstBad, shortVerdict, toneOf } from './verdicts.ts';
import { printIdentity, printNamed } from './words.ts';

export interface Comparison {
  readonly pairs: readonly Compared[];
  readonly onlyBefore: readonly Outcome[];
  readonly onlyAfter: readonly Outcome[];
}

export interface Compared {
  readonly before: Outcome;
  readonly after: Outcome;
  readonly differences: Differences;
}

/** Whether nothing at all differs. */
export function isSame({ differences }: Compared): boolean {
  return differences.asked.length === 0 && isFoundAlike(differences);
}

export interface ComparisonForm {
  readonly paint: Paint;
  /** Whether all actions are told, however many. */
  readonly isVerbose: boolean;
}

/** The whole text. */
export function renderComparison({ pairs, onlyBefore, onlyAfter }: Comparison, form: ComparisonForm): string {
  const all = [...pairs.map(({ after }) => after), ...onlyBefore, ...onlyAfter];
  const title = titlesOf(all);
  const differing = pairs.filter((pair) => !isSame(pair));
  const [only] = pairs;
  if (differing.length === 0 && all.length === pairs.length) {
    const about =
      pairs.length === 1 && only !== undefined ? headOf(only, title, form) : printCounted(all.length, 'result');
    return `nothing differs; ${about}`;
  }
  const changed = pairs.length === 1 ? [] : differing.filter(isOnlyOtherwiseWritten);
  const told = differing.filter((pair) => !changed.includes(pair));
  const count = all.length - pairs.length + differing.length;
  return paragraphs([
    ...told.flatMap((pair) => pairBlocks(pair, title, form)),
    [
      ...onlyBefore.map((each) => indented(`${title(each)}: only before, ${verdictOf(each)}`, 0)),
      ...onlyAfter.map((each) => indented(`${title(each)}: only now, ${verdictOf(each)}`, 0)),
    ],
    changed.length === 0
      ? []
      : [
          indented(
            `nothing but the specification has changed: ${changed.map(({ after }) => title(after)).join('; ')}`,
            0,
          ),
        ],
    all.length === 1
      ? []
      : [`${printCount(count)} of ${printCounted(all.length, 'result')} ${count === 1 ? 'differs' : 'differ'}`],
  ]);
}

function isOnlyOtherwiseWritten({ differences }: Compared): boolean {
  return isFoundAlike(differences) && differences.asked.every(({ kind }) => kind === 'tree');
}

function pairBlocks(pair: Compared, title: TitleOf, form: ComparisonForm): string[][] {
  const { differences } = pair;
  const { asked, actions, traces } = differences;
  const shown = form.isVerbose || actions.length <= actionsMost + 1 ? actions : actions.slice(0, actionsMost);
  const more = actions.length - shown.length;
  return [
    [headOf(pair, title, form)],
    [...askedLines(asked), ...(isFoundAlike(differences) ? ['  nothing else differs'] : [])],
    answerLines(differences),
    [
      ...actionLines(shown),
      ...(more === 0 ? [] : [`  and ${printCounted(more, 'other action')}: --verbose names them`]),
    ],
    ...traces.map(traceLines),
  ];
}

/** Of more actions than these the rest are counted. */
const actionsMost = 10;

function answerLines(differences: Differences): string[] {
  const { answered, digest, counts } = differences;
  return [
    ...(answered === undefined ? [] : [indented(`found by: ${answered.before} -> ${answered.after}`, 2)]),
    ...foundLines(differences),
    ...(digest === undefined
      ? []
      : [indented(`digest: ${digest.before} -> ${digest.after}${counts.length === 0 ? `; ${othersAsMany}` : ''}`, 2)]),
  ];
}

function headOf({ before, after }: Compared, titleOf: TitleOf, { paint }: ComparisonForm): string {
  const [then, now] = [verdictOf(before), verdictOf(after)];
  const text = then === now ? `${now}, as before` : `${then} before, ${now} now`;
  const tone = after.kind === 'outside assumptions' ? 'unsure' : toneOf[after.verdict];
  const title = `${titleOf(after)}: `;
  const head = indented(`${title}${text}`, 0);
  // A title that is longer than a line goes on in the next.
  return head.startsWith(title)
    ? `${paint('strong', title)}${paint(tone, head.slice(title.length))}`
    : paint(tone, head);
}

type TitleOf = (outcome: Outcome) => string;

/** What each is called: of a matrix the suite, else what was varied, and the constants in which they differ. */
function titlesOf(all: readonly Outcome[]): TitleOf {
  const values = new Map<string, Set<unknown>>();
  for (const { specification } of all) {
    for (const { name, value } of specification.constants) values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return (outcome) => {
    const { specification } = outcome;
    if ('label' in outcome) return outcome.label;
    const varied = specification.constants.filter(({ name }) => (values.get(name)?.size ?? 0) > 1);
    return [printIdentity(specification), ...varied.map(printNamed)].join(', ');
  };
}

function verdictOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'checked':
      return shortVerdict(outcome);
    case 'simulated':
      return outcome.verdict === 'violated'
        ? `${firstBad(outcome).names} violated on a walk`
        : 'nothing violated on walks';
    case 'outside assumptions':
      return 'outside the assumptions';
  }
}

function traceLines({ property, at, before, after, initial, stepsNew, stepsGone }: TraceDifference): string[] {
  const begin = initial.map(({ name, before: from = '', after: to = '' }) => `${name} = ${from} -> ${to}`);
  const isMoved =
    at !== undefined && stepsNew.length + stepsGone.length === 0 && !(before && after && isOne(before, after));
  return [
    ...(begin.length === 0
      ? []
      : [indented(`the traces of ${property} begin differently`, 2), indented(some(begin, ', '), 4)]),
    ...(at === undefined
      ? []
      : [
          indented(partingOf(property, at), 2),
          indented(`before  ${at}  ${deedOf(before, after)}`, 4),
          indented(`now     ${at}  ${deedOf(after, before)}`, 4),
        ]),
    ...(stepsNew.length === 0 ? [] : [indented(`only now: ${some(stepsNew.map(shortName), '; ')}`, 4)]),
    ...(stepsGone.length === 0 ? [] : [indented(`only before: ${some(stepsGone.map(shortName), '; ')}`, 4)]),
    ...(isMoved ? ['    the same steps in another order'] : []),
  ];
}

function partingOf(property: string, at: number): string {
  if (at === 1) return `the traces of ${property} differ from the first step on`;
  return `the traces of ${property} take the same ${at === 2 ? 'first step' : `${printCount(at - 1)} steps`}, then`;
}

const namedMost = 6;

function some(names: readonly string[], separator: string): string {
  if (names.length <= namedMost + 1) return names.join(separator);
  return [...names.slice(0, namedMost), `and ${names.length - namedMost} more`].join(separator);
}

function shortName(step: StepResult): string {
  const name = stepName(step);
  return step.actor === undefined ? name : `${step.actor} ${name}`;
}

/** What a step does; where the other is the same step, only what it does otherwise. */
function deedOf(step: StepResult | undefined, other: StepResult | undefined): string {
  if (step === undefined) return '(the end)';
  const alike = other !== undefined && isOne(step, other) ? effectsOf(other) : [];
  const done = effectsOf(step).filter((effect) => !alike.includes(effect));
  return `${shortName(step)}${done.length === 0 ? '' : `: ${done.join(', ')}`}`;
}

function isOne(step: StepResult, other: StepResult): boolean {
  return step.text === other.text && step.actor === other.actor;
}

function effectsOf({ changes, shown, failure }: StepResult): readonly string[] {
  const effects = [...changes, ...shown].map(({ place, before, after }) => `${place} ${before} -> ${after}`);
  return failure === undefined ? effects : [...effects, `<${failure}>`];
}
