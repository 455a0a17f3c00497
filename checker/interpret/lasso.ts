// A behaviour that goes on for ever, gone again by the interpreter before anybody is shown it: each step is a firing, the loop closes, it is fair,
// and the formula is false of it. Whatever search has found it, nothing of that search is trusted here.

import { assert, InternalError } from '../language/errors.ts';
import { predicatesOf } from '../language/temporal.ts';
import type { Specification, TemporalTree } from '../language/tree.ts';
import { sameValue } from '../language/values.ts';
import type { Lasso } from '../temporal/lasso.ts';
import { isMeant, labellingOf, type Labelling } from '../temporal/labels.ts';
import { isTrueOf, type Positions } from './behaviour-truth.ts';
import { changesFrom, type Change } from './behaviours.ts';
import type { Outcome } from './fire.ts';
import { initialStates } from './initial.ts';
import type { Loop, Trace } from './result.ts';
import { sameState, type State } from './state.ts';
import { actorOf, stepOf } from './steps.ts';

/** What is to be gone again. */
export interface LassoOf {
  /** The property that it violates. */
  readonly property: string;
  /** What is false of it. */
  readonly formula: TemporalTree;
  readonly lasso: Lasso;
  readonly stateOf: (number: number) => State;
}

/** @throws InternalError where the interpreter does not confirm it */
export function traceOfLasso(specification: Specification, { property, formula, lasso, stateOf }: LassoOf): Trace {
  const fail = (why: string): never => {
    throw new InternalError(`'${property}': the behaviour that violates it ${why}`);
  };
  const states = lasso.states.map(stateOf);
  const { labels, from } = lasso;
  const isStuttering = labels.length === states.length - 1;
  if (!isStuttering && labels.length !== states.length) fail('has not one step for each state');
  if (from < 0 || from >= states.length || (isStuttering && from !== states.length - 1)) fail('has no loop');
  const [initial] = states;
  if (initial === undefined || !isInitial(specification, initial)) return fail('does not begin in an initial state');
  const labelling = labellingOf(specification);
  // What is asked of steps may be asked of the action that fires: then another one would not do, and never in the loop.
  const isAnyAction = !predicatesOf(formula).some(({ isOfStep }) => isOfStep);
  const changes = states.map((state) => changesFrom(specification, state, labelling));
  const choices = labels.map((label, position) => {
    const next = states[position + 1] ?? states[from];
    assert(next !== undefined, 'a step leads to a state');
    const there = (changes[position] ?? []).filter(
      ({ label: other, state }) => (other === label || (isAnyAction && position < from)) && sameState(state, next),
    );
    return there.length > 0 ? there : fail(`has no step ${position + 1}`);
  });
  const taken = fewestSwitches(choices);
  const fairness = whyFair(labelling, changes, taken, from);
  if (typeof fairness === 'string') return fail(`is not fair: ${fairness}`);
  const loop: Loop = { from, isStuttering, fairness };
  const positions: Positions = { states, fired: states.map((_, index) => taken[index]?.outcome.action.name), from };
  if (isTrueOf(formula, new Map(), positions)) fail('satisfies it');
  return { states, steps: taken.map(({ outcome }) => stepOf(outcome)), loop };
}

/** A behaviour that was gone, perhaps on another specification than that in which it was found. */
export interface GoneRound {
  /** Each differs from the one before; the last is where the loop ends. */
  readonly states: readonly State[];
  /** The firings from one to the next. */
  readonly outcomes: readonly Outcome[];
  /** The position of the state where the loop begins; that of the last state where it stutters from there on. */
  readonly from: number;
}

export type RoundJudged =
  | { readonly kind: 'violates' | 'satisfies' }
  /** It does not come back to where the loop began. */
  | { readonly kind: 'open-ended' }
  /** `condition`: by which fairness excludes it. */
  | { readonly kind: 'unfair'; readonly condition: string };

/** Whether a behaviour violates a formula. @throws DomainError where the formula has no value of it */
export function judgedRound(
  specification: Specification,
  formula: TemporalTree,
  { states, outcomes, from }: GoneRound,
): RoundJudged {
  const [begin, end] = [states[from], states.at(-1)];
  assert(begin !== undefined && end !== undefined, 'a loop begins and ends in some state');
  if (!sameState(begin, end)) return { kind: 'open-ended' };
  const around = from === states.length - 1 ? states : states.slice(0, -1);
  const labelling = labellingOf(specification);
  const changes = around.map((state) => changesFrom(specification, state, labelling));
  const taken = outcomes.map((outcome, position) => {
    const change = changes[position]?.find((each) => isSameFiring(each.outcome, outcome));
    assert(change !== undefined, 'what was gone is a firing that changes something');
    return change;
  });
  const fairness = whyFair(labelling, changes, taken, from);
  if (typeof fairness === 'string') return { kind: 'unfair', condition: fairness };
  const positions: Positions = { states: around, fired: around.map((_, at) => outcomes[at]?.action.name), from };
  return { kind: isTrueOf(formula, new Map(), positions) ? 'satisfies' : 'violates' };
}

function isSameFiring(one: Outcome, other: Outcome): boolean {
  return (
    one.action === other.action &&
    one.result.kind === 'successor' &&
    other.result.kind === 'successor' &&
    sameState(one.result.state, other.result.state) &&
    one.binding.every(({ value }, index) => sameValue(value, other.binding[index]?.value ?? null))
  );
}

/** A behaviour that is no longer than its states: by which firings from one to the next. @throws InternalError where there is none */
export function traceThroughStates(specification: Specification, property: string, states: readonly State[]): Trace {
  const labelling = labellingOf(specification);
  const [initial] = states;
  assert(
    initial !== undefined && isInitial(specification, initial),
    `'${property}': a trace begins in an initial state`,
  );
  const choices = states.slice(1).map((next, position) => {
    const from = states[position];
    const there =
      from === undefined
        ? []
        : changesFrom(specification, from, labelling).filter(({ state }) => sameState(state, next));
    assert(there.length > 0, `'${property}': the interpreter does not find step ${position + 1}`);
    return there;
  });
  return { states, steps: fewestSwitches(choices).map(({ outcome }) => stepOf(outcome)) };
}

function isInitial(specification: Specification, state: State): boolean {
  for (const initial of initialStates(specification))
    if (initial?.kind === 'successor' && sameState(initial.state, state)) return true;
  return false;
}

/** Of the ways to take each step, those with the fewest context switches in all; of these the first. */
function fewestSwitches(choices: readonly (readonly Change[])[]): readonly Change[] {
  // From the end: what each choice costs from there on.
  const costs: number[][] = [];
  const actorAt = (position: number, index: number): string | undefined => nameOf(choices[position]?.[index]?.outcome);
  const costOf = (position: number, index: number): number => costs[position]?.[index] ?? 0;
  const switched = (position: number, index: number, next: number): number =>
    costOf(position + 1, next) + (actorAt(position, index) === actorAt(position + 1, next) ? 0 : 1);
  for (let position = choices.length - 1; position >= 0; position -= 1) {
    const later = choices[position + 1] ?? [];
    costs[position] = (choices[position] ?? []).map((_, index) =>
      later.length === 0 ? 0 : Math.min(...later.map((__, next) => switched(position, index, next))),
    );
  }
  const taken: Change[] = [];
  let before: number | undefined;
  for (const [position, changes] of choices.entries()) {
    const previous = before;
    const price = (index: number): number =>
      previous === undefined ? costOf(position, index) : switched(position - 1, previous, index);
    const least = Math.min(...changes.map((_, index) => price(index)));
    const index = changes.findIndex((_, each) => price(each) === least);
    const change = changes[index];
    assert(change !== undefined, 'a step can be taken in some way');
    taken.push(change);
    before = index;
  }
  return taken;
}

function nameOf(outcome: Outcome | undefined): string | undefined {
  return outcome && (actorOf(outcome) ?? '');
}

/** Why the loop is fair by each condition; the text of the first by which it is not. */
function whyFair(
  labelling: Labelling,
  changes: readonly (readonly Change[])[],
  taken: readonly Change[],
  from: number,
): Loop['fairness'] | string {
  const fairness: { text: string; why: string }[] = [];
  for (const [condition, { text, strength }] of labelling.conditions.entries()) {
    const isOf = ({ label }: Change): boolean => isMeant(labelling, label, condition);
    const looped = changes.slice(from).map((each) => each.some(isOf));
    const step = taken.findIndex((change, position) => position >= from && isOf(change));
    const disabled = looped.indexOf(false);
    const isNever = !looped.includes(true);
    if (!isNever && step < 0 && (strength === 'strong' || disabled < 0)) return text;
    const why = isNever
      ? 'never enabled in the loop'
      : step >= 0
        ? `taken by step ${step + 1}`
        : `disabled in state ${from + disabled}`;
    fairness.push({ text, why });
  }
  return fairness;
}
