// The schedule of a saved trace followed on a specification as it is now: the same steps, by name, parameters and alternatives, from the same
// initial state, by the plain meaning. Says how far it goes, and whether it still ends in what it was saved for.

import {
  type ActionTree,
  attemptsAt,
  type ConditionPart,
  evaluate,
  fire,
  initialStates,
  printValue,
  type Specification,
  type State,
  stepOf,
  suggest,
  valueIn,
} from '../../checker/index.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { jsonOf } from '../result/json-values.ts';
import type { Json, NamedResult, PropertyResult, StepResult } from '../result/result.ts';
import { judgeOf } from '../why/judge.ts';

export type Followed = {
  /** The first state that is not the one of the result, where there is one. */
  readonly unlike?: Unlike | undefined;
} & (
  | {
      readonly outcome: 'refused';
      readonly at: number;
      readonly reason: string;
      readonly reads: readonly NamedResult[];
    }
  /** It ends as it was saved for; perhaps in fewer steps. */
  | { readonly outcome: 'same'; readonly at: number }
  /** It goes through, and does not. */
  | { readonly outcome: 'other'; readonly at: number }
  /** A step fails, or violates, something else. */
  | {
      readonly outcome: 'fails';
      readonly at: number;
      readonly property: string;
      readonly kind: PropertyResult['kind'];
      readonly message: string;
    }
);

export interface Unlike {
  readonly state: number;
  readonly variable: string;
  readonly now: string;
  readonly before: string;
}

/** Of an initial state that there is no longer, `at` is 0. */
export function follow({ property, trace }: TraceSubject, specification: Specification): Followed {
  const [initial = {}] = trace.states;
  const starts = startsOf(specification);
  const first = starts.find((state) => unlikeIn(specification, state, initial) === undefined);
  if (first === undefined) return { outcome: 'refused', at: 0, ...whyNoStart(specification, starts, initial) };
  const name = property?.name ?? '';
  const judge = judgeOf(specification, name);
  const witness =
    property?.kind === 'reachable' ? specification.reachable.find((each) => each.name === name) : undefined;
  let unlike: Unlike | undefined;
  let state = first;
  if (judge.state(state) !== undefined) return { outcome: 'same', at: 0 };
  for (const [index, step] of trace.steps.entries()) {
    const at = index + 1;
    const actions = specification.actions.filter((action) => action.name === step.action);
    const taken = actions.flatMap((action) => fire(action, state)).find((outcome) => isStep(stepOf(outcome), step));
    if (taken === undefined)
      return { outcome: 'refused', at, unlike, ...refusalOf(specification, actions, state, step) };
    const { result, action } = taken;
    if (result.kind === 'failure') {
      const { property: failed, kind, message } = result.failure;
      return failed === name
        ? { outcome: 'same', at, unlike }
        : { outcome: 'fails', at, unlike, property: failed, kind, message };
    }
    const before = state;
    state = result.state;
    const saved = trace.states[at];
    const differs = saved === undefined ? undefined : unlikeIn(specification, state, saved);
    if (differs !== undefined) unlike ??= { state: at, ...differs };
    if (judge.step(before, action.name, state) !== undefined || judge.state(state) !== undefined)
      return { outcome: 'same', at, unlike };
  }
  const at = trace.steps.length;
  const isReached = witness !== undefined && evaluate(witness.node, { state, bound: new Map() }) === true;
  return { outcome: isReached || judge.end(state) !== undefined ? 'same' : 'other', at, unlike };
}

function startsOf(specification: Specification): readonly State[] {
  return [...initialStates(specification)].flatMap((each) => (each?.kind === 'successor' ? [each.state] : []));
}

type Difference = Omit<Unlike, 'state'>;

/** The first declared variable that both have and whose value is another one; where processes stand, their steps say. */
function unlikeIn(
  { variables }: Specification,
  state: State,
  saved: Readonly<Record<string, Json>>,
): Difference | undefined {
  for (const { name, sort, role } of variables) {
    if (role !== 'declared' || !Object.hasOwn(saved, name)) continue;
    const value = valueIn(state, name);
    const before = JSON.stringify(saved[name]);
    if (JSON.stringify(jsonOf(value, sort) ?? null) !== before)
      return { variable: name, now: printValue(value, sort), before };
  }
  return undefined;
}

function whyNoStart(
  specification: Specification,
  [nearest]: readonly State[],
  initial: Readonly<Record<string, Json>>,
): { readonly reason: string; readonly reads: readonly NamedResult[] } {
  const unlike = nearest === undefined ? undefined : unlikeIn(specification, nearest, initial);
  return unlike === undefined
    ? { reason: 'there is no initial state', reads: [] }
    : {
        reason: `no initial state is that of the trace: ${unlike.variable} was ${unlike.before}`,
        reads: [{ name: unlike.variable, value: unlike.now }],
      };
}

function isStep(taken: Pick<StepResult, 'text' | 'actor'>, { text, actor }: StepResult): boolean {
  return taken.text === text && taken.actor === actor;
}

/** Why a step cannot be taken: the clause of its guard that is not true, and what that reads. */
function refusalOf(
  { actions: all }: Specification,
  actions: readonly ActionTree[],
  state: State,
  step: StepResult,
): { readonly reason: string; readonly reads: readonly NamedResult[] } {
  if (actions.length === 0) {
    const near = suggest(
      step.action,
      all.map(({ name }) => name),
    );
    return { reason: `there is no ${step.action} in the specification${near === '' ? '' : `; ${near}`}`, reads: [] };
  }
  const attempt = attemptsAt(actions, state).find(({ binding }) =>
    binding.every(({ name, value, sort }) => {
      const given = step.parameters.find((parameter) => parameter.name === name);
      return given === undefined || given.value === printValue(value, sort);
    }),
  );
  if (attempt === undefined) return { reason: 'its parameters have no such values', reads: [] };
  const [clause] = attempt.clauses;
  if (clause !== undefined && clause.truth !== 'true') {
    const { text, truth } = clause;
    return { reason: typeof truth === 'string' ? `${text} is ${truth}` : truth.outside, reads: readsOf(clause) };
  }
  const [blocked] = attempt.blocked;
  return {
    reason: blocked === undefined ? 'it comes out otherwise' : `${blocked} is false inside the step`,
    reads: [],
  };
}

function readsOf({ parts, reads }: ConditionPart): readonly NamedResult[] {
  const [first] = parts;
  if (first === undefined) return reads;
  return (first.isDeciding ? [first] : parts).flatMap(readsOf);
}
