// check --against: the schedule of a counterexample gone again on another variant of the specification, step by step, up to where the variant
// refuses a step, and by which clause; or it goes through, and the property is judged on the way.

import {
  attemptsAt,
  type ConditionPart,
  initialStates,
  type Outcome,
  type Specification,
  type State,
  stepOf,
  valueIn,
} from '../../checker/index.ts';
import { jsonOf } from '../result/json-values.ts';
import type { AgainstResult, AgainstStep, Json, NamedResult, TraceResult } from '../result/result.ts';
import { judgeOf } from './judge.ts';
import { agrees, isStep, namesOf, pathsOf, stepsRun, tailOf, type Wanted, wantedOf, wayTo } from './ways.ts';

export interface Schedule {
  readonly property: string;
  readonly trace: TraceResult;
  /** In which the schedule was found. */
  readonly specification: Specification;
}

/** Goes the schedule again. `variant`: what the other specification is called. */
export function goneAgain(schedule: Schedule, specification: Specification, variant: string): AgainstResult {
  const { property } = schedule;
  const steps: AgainstStep[] = [];
  const end = follow(schedule, specification, (step) => void steps.push(step));
  return { variant, property, steps, ...end };
}

type End = Pick<AgainstResult, 'outcome' | 'at' | 'reason' | 'reads'>;

function follow(
  { property, trace, specification: here }: Schedule,
  there: Specification,
  tell: (step: AgainstStep) => void,
): End {
  const start = startOf(there, trace);
  if (start === undefined) return { outcome: 'refused', reason: 'there is no initial state' };
  const judge = judgeOf(there, property);
  const wanted = wantedOf(trace.steps, here);
  const known = namesOf(here);
  const possible = new Set(there.actions.flatMap(pathsOf));
  /** The numbers of the steps that were taken before their turn. */
  const done = new Set<number>();
  let [state, taken] = [start, 0];
  const inStart = judge.state(state);
  if (inStart !== undefined) return { outcome: 'violated', at: 0, reason: inStart };

  const take = (outcome: Outcome, mark: AgainstStep['mark'], numbers: readonly number[]): End | undefined => {
    const { text, actor, calls } = stepOf(outcome);
    tell({ mark, numbers, text, actor, calls });
    taken += 1;
    if (outcome.result.kind === 'failure') {
      const { message, property: failed } = outcome.result.failure;
      return failed === property
        ? { outcome: 'violated', at: taken, reason: message }
        : { outcome: 'failed', at: taken, reason: `${failed}: ${message}` };
    }
    const before = state;
    state = outcome.result.state;
    const reason = judge.step(before, outcome.action.name, state) ?? judge.state(state);
    return reason === undefined ? undefined : { outcome: 'violated', at: taken, reason };
  };

  for (const each of wanted) {
    const { step, number, paths } = each;
    const leave = (mark: AgainstStep['mark']): void => {
      taken += 1;
      tell({ mark, numbers: [number], text: step.text, actor: step.actor, calls: step.calls });
    };
    if (done.has(number)) continue;
    if (step.calls !== undefined && !paths.some((path) => possible.has(path))) {
      leave('left out');
      continue;
    }
    const later = each.later.filter((next) => !done.has(next.number));
    const way = wayTo(there, state, { ...each, later }, known);
    for (const { outcome, mark } of way.taken) {
      const run = isStep(outcome, step) ? [] : stepsRun(outcome, mark, each.later, done);
      run.forEach((other) => done.add(other));
      const end = take(outcome, mark, mark === 'same' ? [number, ...run] : run);
      if (end !== undefined) return end;
    }
    if (!way.isWhole) {
      leave('refused');
      return { outcome: 'refused', at: taken, ...refusalOf(there, state, each) };
    }
  }
  const reason = judge.end(state);
  return reason === undefined ? { outcome: 'holds' } : { outcome: 'violated', at: taken, reason };
}

/** The initial state that is most like that of the trace, in the variables that both have. */
function startOf(specification: Specification, { states: [initial = {}] }: TraceResult): State | undefined {
  let likest: { readonly state: State; readonly unlike: number } | undefined;
  for (const each of initialStates(specification)) {
    if (each?.kind !== 'successor') continue;
    const unlike = unlikeIn(specification, each.state, initial);
    if (likest === undefined || unlike < likest.unlike) likest = { state: each.state, unlike };
  }
  return likest?.state;
}

function unlikeIn({ variables }: Specification, state: State, initial: Readonly<Record<string, Json>>): number {
  return variables.filter(({ name, sort, role }) => {
    const there = initial[name];
    const here = jsonOf(valueIn(state, name), sort) ?? null;
    return role === 'declared' && there !== undefined && JSON.stringify(here) !== JSON.stringify(there);
  }).length;
}

/** Why a step cannot be taken: the clause of its guard that is not true, and what that reads. */
function refusalOf(
  specification: Specification,
  state: State,
  { step, paths }: Wanted,
): Pick<AgainstResult, 'reason' | 'reads'> {
  const all = specification.actions.filter((action) => pathsOf(action).some((path) => paths.includes(path)));
  const [exact] = all.filter(({ name }) => name === step.action);
  const [tail] = tailOf(step.action);
  const alike = all.filter(({ name }) => tail !== undefined && tailOf(name).includes(tail));
  const actions = exact === undefined ? (alike.length === 0 ? all : alike) : [exact];
  if (actions.length === 0) return { reason: `there is no action ${step.action} there` };
  const attempt = attemptsAt(actions, state).find(
    ({ actor, binding }) => actor === step.actor && agrees(step, { binding, choices: [] }),
  );
  if (attempt === undefined) return { reason: 'its parameters have no such values there' };
  const [clause] = attempt.clauses;
  if (clause !== undefined && clause.truth !== 'true') {
    const said = typeof clause.truth === 'string' ? `${clause.text} is ${clause.truth}` : clause.truth.outside;
    return { reason: said, reads: readsOf(clause) };
  }
  const [blocked] = attempt.blocked;
  return { reason: blocked === undefined ? 'it comes out otherwise there' : `${blocked} is false inside the step` };
}

function readsOf({ parts, reads }: ConditionPart): readonly NamedResult[] {
  const [first] = parts;
  if (first === undefined) return reads;
  return (first.isDeciding ? [first] : parts).flatMap(readsOf);
}
