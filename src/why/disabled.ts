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
import { foldWords } from '../report/layout.ts';
import { printCounted } from '../report/numbers.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, cutShort, type Opened, shownIn, wayLines, type WhyArguments } from './opened.ts';
import { attemptLines } from './part-lines.ts';

/** More bindings than this are counted, not shown. */
const attemptsMost = 3;

export async function whyDisabled(on: Opened, { name = '', at, property }: WhyArguments): Promise<Answer> {
  const actions = actionsCalled(on.specification, name);
  const step = at === undefined ? 0 : parseCount('--at', at, 0);
  const { state, when } = await stateAfter(on, step, property);
  const attempts = attemptsAt(actions, state);
  const enabled = attempts.filter(({ isEnabled }) => isEnabled);
  const said = `${name} is ${enabled.length > 0 ? 'enabled' : 'disabled'} ${when}`;
  const head = foldWords(`${on.paint('strong', on.title)}: ${said}`, { indent: 2 });
  if (attempts.length === 0) return { lines: [head, '  its parameters have no values'], status: exitStatus.holds };
  const shown = (enabled.length > 0 ? enabled : attempts).slice(0, attemptsMost);
  const lines = [
    head,
    ...shown.flatMap((attempt) => ['', attemptHead(attempt), ...attemptLines(attempt)]),
    ...restLines(attempts.length - shown.length, enabled.length - shown.length),
  ];
  if (enabled.length > 0) return { lines, status: exitStatus.holds };
  const nearest = await nearestFiring(on, state, actions, step);
  return { lines: [...lines, '', ...nearest.lines], status: nearest.status };
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
  /** `after step 4 of the trace to S1`. */
  readonly when: string;
}

async function stateAfter(on: Opened, step: number, property: string | undefined): Promise<Moment> {
  const only = step === 0 && property === undefined ? onlyInitialState(on.specification) : undefined;
  if (only !== undefined) return { state: only, when: 'in the initial state' };
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
  return { state, when: step === 0 ? 'in the initial state' : `after step ${step} of the trace to ${found.name}` };
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

/** `scanner#0: isolate_movable_ops_page.folio_trylock (page: page0)`. */
function attemptHead({ action, binding, actor, isEnabled }: Attempt): string {
  const printed = binding.map(({ name, value, sort }) => ({ name, value: printValue(value, sort) }));
  const shown = printed.filter(({ value }) => value !== actor).map(({ name, value }) => `${name}: ${value}`);
  const bound = shown.length === 0 ? '' : ` (${shown.join(', ')})`;
  return foldWords(`${actor === undefined ? '' : `${actor}: `}${action}${bound}${isEnabled ? ' is enabled' : ''}`, {
    indent: 2,
  });
}

function restLines(rest: number, enabled: number): string[] {
  if (rest <= 0) return [];
  const what = enabled > 0 ? `${enabled} of them enabled` : 'no nearer to being enabled';
  return ['', `and ${printCounted(rest, 'other binding')}, ${what}`];
}

async function nearestFiring(on: Opened, from: State, actions: readonly ActionTree[], step: number): Promise<Answer> {
  const searched = towardsFiring(on.specification, from, actions);
  let exploration = await on.explored(searched, { properties: [firingProperty] });
  let found = firingIn(exploration, actions);
  if (found === undefined && exploration.ended === 'violation') {
    // Some other step has no value on the way: past it.
    exploration = await on.explored(searched, { properties: [firingProperty], all: true });
    found = firingIn(exploration, actions);
  }
  if (found === undefined) {
    const { statesDistinct } = exploration.counts;
    const short = cutShort(exploration);
    if (statesDistinct === 0) {
      const lines = ['no step is taken from there: the state is outside the constraints'];
      return { lines, status: exitStatus.holds };
    }
    return short === '' || exploration.ended === 'violation'
      ? {
          lines: [`it is enabled in none of the ${printCounted(statesDistinct, 'state')} reachable from there`],
          status: exitStatus.holds,
        }
      : { lines: [`no state in which it is enabled was found from there: ${short}`], status: exitStatus.undecided };
  }
  const steps = on.reported(searched, found).trace?.steps ?? [];
  const way = steps.slice(0, -1);
  const actor = steps.at(-1)?.actor;
  const who = actor === undefined ? '' : ` for ${actor}`;
  return {
    lines: [
      foldWords(`the nearest state in which it is enabled${who} is ${printCounted(way.length, 'step')} further:`, {
        indent: 2,
      }),
      ...wayLines(way, step),
    ],
    status: exitStatus.holds,
  };
}

/** The first firing of one of the actions; one that fails by itself is a firing too. */
function firingIn({ properties }: Exploration, actions: readonly ActionTree[]): Found | undefined {
  const names = new Set(actions.map(({ name }) => name));
  return properties
    .filter(({ verdict }) => verdict.kind === 'violated' && names.has(verdict.trace?.steps.at(-1)?.action ?? ''))
    .sort((a, b) => stepsOf(a) - stepsOf(b))[0];
}

function stepsOf({ verdict }: Found): number {
  return verdict.kind === 'violated' ? (verdict.steps ?? Infinity) : Infinity;
}
