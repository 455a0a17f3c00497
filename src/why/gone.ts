// A schedule gone again on another variant of its specification, or on what has become of it: step by step, up to where a step is refused, and by
// which clause; or it goes through, and the property is judged on the way. Steps are known by their names, by the paths of their statements,
// and where those are gone by what they do.

import {
  type ActionTree,
  type Attempt,
  attemptsAt,
  type ConditionPart,
  type Outcome,
  type Specification,
  type State,
  sameState,
  stepOf,
  suggest,
} from '../../checker/index.ts';
import type { AgainstStep, NamedResult, PropertyResult, TraceResult, VariableResult } from '../result/result.ts';
import { alikeTo, type Both } from './effects.ts';
import { judgeOf } from './judge.ts';
import { type Unlike, unlikeIn } from './starts.ts';
import { agrees, isStep, type Names, nextOf, pathsOf, stepsRun, tailOf, type Wanted, wantedOf, wayTo } from './ways.ts';

export interface Schedule {
  readonly property: string;
  readonly trace: TraceResult;
  /** As its states have them. */
  readonly variables: readonly VariableResult[];
  /** In the specification in which it was found. */
  readonly known: Names;
}

export interface Gone {
  readonly steps: readonly AgainstStep[];
  /** Of a step that is several now, those behind the one at which it ends. */
  readonly untaken: readonly AgainstStep[];
  /**
   * Whether a step cannot be taken, the property is violated, a step fails otherwise, or the schedule goes through. 'open': it goes through, and
   * what comes of it for ever is not told by it.
   */
  readonly outcome: 'refused' | 'violated' | 'failed' | 'holds' | 'open';
  /** The position among the steps where it ends so, from 1; 0 for the initial state. */
  readonly at: number;
  /** The step of the schedule where it ends so. */
  readonly number: number;
  readonly reason?: string;
  readonly reads?: readonly NamedResult[];
  /** What fails otherwise. */
  readonly failed?: { readonly property: string; readonly kind: PropertyResult['kind']; readonly message: string };
  /** The first state that is not that of the schedule, by its number there. */
  readonly unlike?: (Unlike & { readonly state: number }) | undefined;
}

/** Goes the schedule from an initial state. */
export function goneFrom({ property, trace, variables, known }: Schedule, there: Specification, start: State): Gone {
  const judge = judgeOf(there, property);
  const possible = new Set(there.actions.flatMap((action) => [action.name, ...pathsOf(action)]));
  const both: Both = { known, possible, variables: new Set(Object.keys(trace.states[0] ?? {})), property };
  const steps: AgainstStep[] = [];
  /** The numbers of the steps that were taken, or are not there. */
  const done = new Set<number>();
  let [state, taken, number, last] = [start, 0, 0, 0];
  /** The states without those that are as the one before, and by which firings they were reached. */
  const [states, outcomes]: [State[], Outcome[]] = [[start], []];
  /** Where in `states` the state is that of the schedule at the beginning of its loop. */
  let loopFrom = trace.loop?.from === 0 ? 0 : undefined;
  let unlike: Gone['unlike'];
  let untaken: Gone['untaken'] = [];

  const finish = (each: number): void => {
    done.add(each);
    last = Math.max(last, each);
  };

  type End = Pick<Gone, 'outcome' | 'reason' | 'reads' | 'failed'>;
  const ended = (end: End): Gone => {
    const isWhole = done.size === trace.steps.length && end.outcome !== 'refused';
    return { steps, untaken, at: taken, number: isWhole ? done.size : number, unlike, ...end };
  };

  const take = (outcome: Outcome, mark: AgainstStep['mark'], numbers: readonly number[]): End | undefined => {
    steps.push({ mark, numbers, ...wordsOf(outcome) });
    taken += 1;
    if (mark === 'same') number = Math.max(number, ...numbers);
    if (outcome.result.kind === 'failure') {
      const { message, property: failed, kind } = outcome.result.failure;
      return failed === property
        ? { outcome: 'violated', reason: message }
        : { outcome: 'failed', reason: `${failed}: ${message}`, failed: { property: failed, kind, message } };
    }
    const before = state;
    state = outcome.result.state;
    if (!sameState(before, state)) {
      states.push(state);
      outcomes.push(outcome);
    }
    const reason = judge.step(before, outcome.action.name, state) ?? judge.state(state);
    return reason === undefined ? undefined : { outcome: 'violated', reason };
  };

  const takeAll = (outcomes: readonly Outcome[], numbers: readonly number[]): End | undefined => {
    numbers.forEach(finish);
    for (const [index, outcome] of outcomes.entries()) {
      const end = take(outcome, 'same', numbers);
      if (end === undefined) continue;
      untaken = outcomes.slice(index + 1).map((each) => ({ mark: 'same', numbers, ...wordsOf(each) }));
      return end;
    }
    return undefined;
  };

  const follow = (each: Wanted): End | undefined => {
    const { step, paths } = each;
    const leave = (mark: AgainstStep['mark']): void => {
      taken += 1;
      steps.push({ mark, numbers: [each.number], text: step.text, actor: step.actor, calls: step.calls });
    };
    const later = each.later.filter((next) => !done.has(next.number));
    if (!paths.some((path) => possible.has(path))) {
      const alike = alikeTo(there, state, { ...each, later }, both);
      if (alike !== undefined) return takeAll(alike.outcomes, alike.numbers);
      if (step.calls !== undefined) {
        leave('left out');
        return undefined;
      }
    }
    const way = wayTo(there, state, { ...each, later }, known);
    for (const { outcome, mark } of way.taken) {
      if (isStep(outcome, step)) {
        // By its name; but it may be only a part of what it was, or more.
        const alike = alikeTo(there, state, { ...each, later }, both);
        return takeAll(alike?.outcomes ?? [outcome], alike?.numbers ?? [each.number]);
      }
      const run = stepsRun(outcome, mark, each.later, done);
      run.forEach(finish);
      const end = take(outcome, mark, mark === 'same' ? [each.number, ...run] : run);
      if (end !== undefined) return end;
    }
    if (way.isWhole) return undefined;
    leave('refused');
    return { outcome: 'refused', ...refusalOf(there, state, each) };
  };

  const inStart = judge.start(state) ?? judge.state(state);
  if (inStart !== undefined) return ended({ outcome: 'violated', reason: inStart });
  for (const each of wantedOf(trace.steps)) {
    if (done.has(each.number)) continue;
    ({ number } = each);
    const end = follow(each);
    finish(each.number);
    // States can be compared where the same steps have been taken.
    const isAlike = done.size === last && untaken.length === 0;
    if (isAlike && last === trace.loop?.from) loopFrom = states.length - 1;
    const saved = isAlike ? trace.states[last] : undefined;
    const [differs] = saved === undefined ? [] : unlikeIn(there, state, saved, variables);
    if (differs !== undefined && end?.outcome !== 'refused') unlike ??= { state: last, ...differs };
    if (end !== undefined) return ended(end);
  }
  const reason = judge.end(state);
  if (reason !== undefined) return ended({ outcome: 'violated', reason });
  if (there.recoverable.some(({ name }) => name === property)) return ended({ outcome: 'open' });
  if (trace.loop === undefined) return ended({ outcome: 'holds' });
  return ended(loopFrom === undefined ? { outcome: 'open' } : judge.round({ states, outcomes, from: loopFrom }));
}

function wordsOf(outcome: Outcome): Pick<AgainstStep, 'text' | 'actor' | 'calls'> {
  const { text, actor, calls } = stepOf(outcome);
  return { text, actor, calls };
}

/** Why a step cannot be taken: the clause of its guard that is not true, and what that reads. */
function refusalOf(
  specification: Specification,
  state: State,
  { step, paths }: Wanted,
): Pick<Gone, 'reason' | 'reads'> {
  const all = specification.actions.filter((action) => pathsOf(action).some((path) => paths.includes(path)));
  const [exact] = all.filter(({ name }) => name === step.action);
  const [tail] = tailOf(step.action);
  const alike = all.filter(({ name }) => tail !== undefined && tailOf(name).includes(tail));
  const actions = exact === undefined ? (alike.length === 0 ? all : alike) : [exact];
  if (actions.length === 0) {
    const near = suggest(
      step.action,
      specification.actions.map(({ name }) => name),
    );
    return { reason: `there is no ${step.action} in the specification${near === '' ? '' : `; ${near}`}` };
  }
  const elsewhere = step.actor === undefined ? undefined : standingElsewhere(specification, state, step.actor, actions);
  if (elsewhere !== undefined) return elsewhere;
  const attempt = attemptsAt(actions, state).find(
    ({ actor, binding }) => actor === step.actor && agrees(step, { binding, choices: [] }),
  );
  if (attempt === undefined) return { reason: 'its parameters have no such values' };
  return blockOf(attempt) ?? { reason: 'it comes out otherwise' };
}

/** Why a process cannot come to a step, where it stands before another one. */
function standingElsewhere(
  specification: Specification,
  state: State,
  actor: string,
  actions: readonly ActionTree[],
): Pick<Gone, 'reason' | 'reads'> | undefined {
  // Who has no position is no process.
  if (actions.every(({ step }) => step === undefined)) return undefined;
  const next = nextOf(specification, state, actor);
  if (next.some((action) => actions.includes(action))) return undefined;
  const [attempt] = attemptsAt(next, state).filter((each) => each.actor === actor);
  if (attempt === undefined) return { reason: `${actor} has come to its end` };
  const place = `${actor} stands before ${attempt.action.slice(attempt.action.indexOf('.') + 1)}`;
  const block = blockOf(attempt);
  return block === undefined ? { reason: place } : { ...block, reason: `${place}, where ${block.reason}` };
}

/** The clause that is not true, and what it reads. */
function blockOf({
  clauses: [clause],
  blocked: [blocked],
}: Attempt): { reason: string; reads?: readonly NamedResult[] } | undefined {
  if (clause !== undefined && clause.truth !== 'true') {
    const said = typeof clause.truth === 'string' ? `${clause.text} is ${clause.truth}` : clause.truth.outside;
    return { reason: said, reads: readsOf(clause) };
  }
  return blocked === undefined ? undefined : { reason: `${blocked} is false inside the step` };
}

function readsOf({ parts, reads }: ConditionPart): readonly NamedResult[] {
  const [first] = parts;
  if (first === undefined) return reads;
  return (first.isDeciding ? [first] : parts).flatMap(readsOf);
}
