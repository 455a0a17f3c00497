// Steps of a schedule found again in another variant of its specification. Steps of processes are known by the paths of their statements: a
// process may have steps there that it has not here, have them in another order, or several in one step.

import { isMap } from 'immutable';
import {
  type ActionTree,
  fire,
  type Outcome,
  printValue,
  type Specification,
  type State,
  stepOf,
  type TraceStep,
  valueIn,
} from '../../checker/index.ts';
import type { StepResult } from '../result/result.ts';

/** More steps of its own than this are not taken for a process on the way to one of the schedule. */
const ownStepsMost = 50;

/** A step of the schedule, with the paths of its statements. */
export interface Wanted {
  readonly step: StepResult;
  readonly number: number;
  readonly paths: readonly string[];
  /** What the same process does later, as far as it is looked for. */
  readonly later: readonly Omit<Wanted, 'later'>[];
}

/** A step is not looked for further ahead, so that long schedules take no longer for each of their steps. */
const laterMost = 100;

/** The steps of a schedule. */
export function wantedOf(steps: readonly StepResult[]): readonly Wanted[] {
  const all = steps.map((step, index) => ({ step, number: index + 1, paths: step.statements ?? [step.action] }));
  const byActor = new Map<string | undefined, typeof all>();
  for (const each of all) {
    const own = byActor.get(each.step.actor);
    if (own === undefined) byActor.set(each.step.actor, [each]);
    else own.push(each);
  }
  return [...byActor.values()]
    .flatMap((own) => own.map((each, place) => ({ ...each, later: own.slice(place + 1, place + 1 + laterMost) })))
    .sort((a, b) => a.number - b.number);
}

/** The statements that an action runs, by their paths; an action by itself is known by its name. */
export function pathsOf({ name, step }: ActionTree): readonly string[] {
  return step === undefined || step.paths.length === 0 ? [name] : step.paths;
}

/** What there is in a specification by name. */
export interface Names {
  readonly actions: ReadonlySet<string>;
  readonly paths: ReadonlySet<string>;
}

export function namesOf({ actions }: Specification): Names {
  return { actions: new Set(actions.map(({ name }) => name)), paths: new Set(actions.flatMap(pathsOf)) };
}

export interface Taken {
  readonly outcome: Outcome;
  readonly mark: 'same' | 'earlier' | 'added';
}

export interface Way {
  readonly taken: readonly Taken[];
  /** False where the wanted step cannot be taken: then these are what brings its process before it, or nothing. */
  readonly isWhole: boolean;
}

/** The step that is wanted, or the steps that are its parts, behind what its process has to do before. */
export function wayTo(specification: Specification, from: State, wanted: Wanted, known: Names): Way {
  const taken: Taken[] = [];
  const blocked = (): Way => ({
    taken: standsBefore(specification, taken.at(-1)?.outcome, rest) ? taken : [],
    isWhole: false,
  });
  const rest = new Set(wanted.paths);
  let state = from;
  for (let own = 0; own <= ownStepsMost; own += 1) {
    const outcomes = specification.actions.flatMap((action) => fire(action, state));
    const same = outcomes.find((outcome) => isStep(outcome, wanted.step));
    if (same !== undefined) return { taken: [...taken, { outcome: same, mark: 'same' }], isWhole: true };
    // Of an action by itself there are no parts; and what is there by its name is nothing else.
    if (wanted.step.calls === undefined) break;
    const isThere = specification.actions.some(({ name }) => name === wanted.step.action);
    const [next] = outcomes.flatMap((outcome): Taken[] => {
      if (stepOf(outcome).actor !== wanted.step.actor) return [];
      const paths = pathsOf(outcome.action);
      if (paths.some((path) => rest.has(path))) {
        const isPart = !isThere || !known.actions.has(outcome.action.name);
        return isPart && fits(outcome, partsIn(wanted, paths)) ? [{ outcome, mark: 'same' }] : [];
      }
      if (wanted.later.some((later) => later.paths.some((path) => paths.includes(path))))
        return [{ outcome, mark: 'earlier' }];
      return paths.some((path) => known.paths.has(path)) ? [] : [{ outcome, mark: 'added' }];
    });
    if (next === undefined) break;
    taken.push(next);
    if (next.mark === 'same') for (const path of pathsOf(next.outcome.action)) rest.delete(path);
    const isDone = next.mark === 'same' && !standsBefore(specification, next.outcome, rest);
    if (isDone || next.outcome.result.kind === 'failure') return { taken, isWhole: true };
    state = next.outcome.result.state;
  }
  return blocked();
}

/** The numbers of the later steps of its process that a step has run with it, each statement once. */
export function stepsRun(
  { action }: Outcome,
  mark: Taken['mark'],
  later: Wanted['later'],
  done: ReadonlySet<number>,
): readonly number[] {
  const left = new Set(pathsOf(action));
  const open = later.filter(({ number }) => !done.has(number));
  const isRun = ({ paths }: Wanted['later'][number]): boolean => paths.every((path) => left.has(path));
  const from = mark === 'earlier' ? open.findIndex(({ paths }) => paths.some((path) => left.has(path))) : 0;
  const run: number[] = [];
  for (const [index, next] of open.slice(Math.max(0, from)).entries()) {
    const isFirst = mark === 'earlier' && index === 0 && from >= 0;
    if (!isFirst && !isRun(next)) break;
    next.paths.forEach((path) => left.delete(path));
    run.push(next.number);
  }
  return run;
}

/** Whether its process then stands before one of these statements: of a merged step only one branch is run. */
function standsBefore(specification: Specification, outcome: Outcome | undefined, paths: ReadonlySet<string>): boolean {
  const actor = outcome && stepOf(outcome).actor;
  if (outcome === undefined || actor === undefined) return false;
  return nextOf(specification, outcome.result.state, actor).some((each) =>
    pathsOf(each).some((path) => paths.has(path)),
  );
}

/** The steps that a process stands before, whether they are enabled or not; none of a process that has ended, or of who is none. */
export function nextOf(
  { actions, processes, variables }: Specification,
  state: State,
  actor: string,
): readonly ActionTree[] {
  return processes.flatMap(({ name, position }) => {
    const positions = valueIn(state, position);
    const sort = variables.find((variable) => variable.name === position)?.sort;
    if (!isMap(positions) || sort?.kind !== 'fn') return [];
    const label = positions.findEntry((_, key) => printValue(key, sort.key) === actor)?.[1];
    return actions.filter(({ step }) => step?.process === name && step.label === label);
  });
}

/** The steps of the schedule that are parts of one which runs these statements. */
function partsIn({ step, later }: Wanted, paths: readonly string[]): readonly StepResult[] {
  return [step, ...later.filter((next) => next.paths.some((path) => paths.includes(path))).map((next) => next.step)];
}

/** Whether a step takes the alternatives that its parts take, and picks what they pick. */
function fits(outcome: Outcome, parts: readonly StepResult[]): boolean {
  const tails = parts.flatMap(({ action }) => tailOf(action));
  const [tail] = tailOf(outcome.action.name);
  return (
    (tail === undefined || tails.length === 0 || tails.includes(tail)) &&
    parts.every((part) => agrees(part, stepOf(outcome)))
  );
}

/** The alternative in the name of a step: `entry` of `list_for_each/entry`. */
export function tailOf(name: string): readonly string[] {
  const at = name.lastIndexOf('/');
  return at < 0 ? [] : [name.slice(at + 1)];
}

export function isStep(outcome: Outcome, { action, text, actor }: StepResult): boolean {
  const step = stepOf(outcome);
  return step.action === action && step.text === text && step.actor === actor;
}

/** Whether what both pick by the same name is the same. */
export function agrees(
  { parameters }: StepResult,
  { binding, choices }: Pick<TraceStep, 'binding' | 'choices'>,
): boolean {
  return [...binding, ...choices.flatMap((choice) => choice.binding)].every(({ name, value, sort }) => {
    const given = parameters.find((parameter) => parameter.name === name);
    return given === undefined || given.value === printValue(value, sort);
  });
}
