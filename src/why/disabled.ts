// ballast why disabled: what keeps an action from happening after a step of the trace that check shows, binding by binding, and the nearest
// state that is reachable from there in which it can.

import {
  type ActionTree,
  type Attempt,
  attemptsAt,
  callableNames,
  type Exploration,
  firingProperty,
  initialStates,
  isActionNamed,
  printValue,
  type PropertyResult as Found,
  type Specification,
  type State,
  suggest,
  towardsFiring,
  type Trace,
  UsageError,
} from '../../checker/index.ts';
import { parseCount } from '../arguments/limits.ts';
import { printCounted } from '../report/numbers.ts';
import type { AttemptResult, DisabledAnswer, NearestResult } from '../result/answer.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, countedIn, cutShort, type Opened, shownIn, stepsTo, type WhyArguments } from './opened.ts';

export async function whyDisabled(
  on: Opened,
  { name = '', at, property }: WhyArguments,
): Promise<Answer<DisabledAnswer>> {
  const actions = actionsCalled(on.specification, name);
  const step = at === undefined ? 0 : parseCount('--at', at, 0);
  const { state, after } = await stateAfter(on, step, property);
  const attempts = attemptsAt(actions, state);
  const isEnabled = attempts.some((attempt) => attempt.isEnabled);
  const nearest = isEnabled || attempts.length === 0 ? undefined : await nearestFiring(on, state, actions);
  return {
    result: {
      question: 'disabled',
      action: name,
      isEnabled,
      after,
      attempts: attempts.map(attemptResult),
      ...(nearest === undefined ? {} : { nearest }),
    },
    status: nearest?.outcome === 'not decided' ? exitStatus.undecided : exitStatus.holds,
  };
}

function attemptResult({ action, binding, actor, isEnabled, clauses, blocked }: Attempt): AttemptResult {
  const parameters = binding.map(({ name, value, sort }) => ({ name, value: printValue(value, sort) }));
  return { action, ...(actor === undefined ? {} : { actor }), parameters, isEnabled, clauses, blocked };
}

/** @throws UsageError with the nearest name */
function actionsCalled({ name, actions }: Specification, pattern: string): readonly ActionTree[] {
  const found = actions.filter((action) => isActionNamed(action, pattern));
  if (found.length > 0) return found;
  throw new UsageError(`${name} has no action '${pattern}'`, {
    mend: suggest(pattern, callableNames(actions)) || 'ballast describe lists them; any end of a path will do',
  });
}

interface Moment {
  readonly state: State;
  readonly after: DisabledAnswer['after'];
}

async function stateAfter(on: Opened, step: number, property: string | undefined): Promise<Moment> {
  const only = step === 0 && property === undefined ? onlyInitialState(on.specification) : undefined;
  if (only !== undefined) return { state: only, after: { step } };
  const properties = property === undefined ? undefined : [property];
  const exploration = await on.explored(on.specification, { properties });
  const found = shownIn(exploration, property);
  const trace = found && traceTo(found);
  if (found === undefined || trace === undefined) throw noTrace(exploration, property);
  const state = trace.states[step];
  if (state === undefined) {
    const last = trace.states.length - 1;
    const failing = trace.steps.length > last ? ', and the last of them fails' : '';
    throw new UsageError(
      `there is no state after step ${step}: the trace to ${found.name} has ${printCounted(trace.steps.length, 'step')}${failing}`,
      { mend: last === 0 ? 'write --at 0' : `--at takes 0 to ${last}` },
    );
  }
  return { state, after: { step, property: found.name } };
}

function onlyInitialState(specification: Specification): State | undefined {
  const states: State[] = [];
  for (const initial of initialStates(specification)) {
    if (initial?.kind === 'successor') states.push(initial.state);
    if (initial?.kind === 'failure' || states.length > 1) return undefined;
  }
  return states[0];
}

function traceTo({ verdict }: Found): Trace | undefined {
  if (verdict.kind === 'violated') return verdict.trace;
  return verdict.kind === 'holds' ? verdict.witness : undefined;
}

function noTrace(exploration: Exploration, property: string | undefined): UsageError {
  const short = cutShort(exploration);
  const what = property === undefined ? 'nothing is violated' : `'${property}' is not violated`;
  return new UsageError(`there is no trace to take a step of: ${what}${short === '' ? '' : ` (${short})`}`, {
    mend: 'choose a mutant that breaks something, or the trace to a witness: --property <witness>',
  });
}

async function nearestFiring(on: Opened, from: State, actions: readonly ActionTree[]): Promise<NearestResult> {
  const searched = towardsFiring(on.specification, from, actions);
  let exploration = await on.explored(searched, { properties: [firingProperty] });
  let found = firingIn(exploration, actions);
  if (found === undefined && exploration.ended === 'violation') {
    // Some other step has no value on the way: past it.
    exploration = await on.explored(searched, { properties: [firingProperty], all: true });
    found = firingIn(exploration, actions);
  }
  const counted = countedIn(exploration);
  const short = cutShort(exploration);
  if (found === undefined) {
    // Of a search that went on past violations nothing was left out.
    const isWhole = short === '' || exploration.ended === 'violation';
    const outcome = counted.statesDistinct === 0 ? 'outside' : isWhole ? 'none' : 'not decided';
    return { outcome, cutShort: short, ...counted };
  }
  const steps = on.reported(searched, found).trace?.steps ?? [];
  const actor = steps.at(-1)?.actor;
  return {
    outcome: 'found',
    steps: steps.slice(0, -1),
    ...(actor === undefined ? {} : { actor }),
    cutShort: short,
    ...counted,
  };
}

/** The first firing of one of the actions; one that fails by itself is a firing too. */
function firingIn({ properties }: Exploration, actions: readonly ActionTree[]): Found | undefined {
  const names = new Set(actions.map(({ name }) => name));
  return properties
    .filter(({ verdict }) => verdict.kind === 'violated' && names.has(verdict.trace?.steps.at(-1)?.action ?? ''))
    .sort((a, b) => stepsTo(a) - stepsTo(b))[0];
}
