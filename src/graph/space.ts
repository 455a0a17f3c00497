// A small state space as a graph: every reachable state with what it violates, every firing between them. By the plain meaning, which is
// quick enough for what fits into a picture.

import { Map as StateMap } from 'immutable';
import {
  DomainError,
  evaluate,
  fire,
  initialStates,
  printValue,
  propertyNames,
  type Specification,
  type State,
  stepOf,
  valueIn,
} from '../../checker/index.ts';
import { stepName } from '../report/trace.ts';
import { placesIn } from '../result/changes.ts';
import type { NamedResult } from '../result/result.ts';
import { judgeOf } from '../why/judge.ts';

export interface GraphState {
  /** The order in which it was found, from 0. */
  readonly number: number;
  /** Steps from an initial state. */
  readonly depth: number;
  /** Whether a constraint excludes it, so that nothing leads on from it. */
  readonly isCut: boolean;
  readonly places: readonly NamedResult[];
  /** The properties that it violates, as a state. */
  readonly violates: readonly string[];
}

export interface GraphStep {
  readonly from: number;
  /** Undefined for a step that fails. */
  readonly to: number | undefined;
  readonly action: string;
  /** As people read it, with who acts. */
  readonly text: string;
  readonly violates: readonly string[];
}

export interface Space {
  readonly states: readonly GraphState[];
  readonly steps: readonly GraphStep[];
}

/** The whole graph; undefined where there are more states than `most`. */
export function spaceOf(specification: Specification, most: number): Space | undefined {
  const claimed = propertyNames(specification).filter(({ name }) => !specification.unclaimed.includes(name));
  const judges = claimed.map(({ name }) => ({ name, judge: judgeOf(specification, name) }));
  const numbers = StateMap<State, number>().asMutable();
  const states: GraphState[] = [];
  const waiting: { readonly state: State; readonly number: number }[] = [];
  const steps: GraphStep[] = [];

  const arrive = (state: State, depth: number): number => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    const number = states.length;
    numbers.set(state, number);
    const isCut = specification.constraints.some(({ node }) => !isFulfilled(node, state));
    // Whether nobody can go on is known of states that are expanded.
    const violates = judges.flatMap(({ name, judge }) =>
      judge.state(state) === undefined && (isCut || judge.end(state) === undefined) ? [] : [name],
    );
    states.push({ number, depth, isCut, places: placesOf(specification, state), violates });
    if (!isCut) waiting.push({ state, number });
    return number;
  };

  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') arrive(initial.state, 0);
  for (const { state, number } of waiting) {
    if (states.length > most) return undefined;
    const depth = (states[number]?.depth ?? 0) + 1;
    for (const outcome of specification.actions.flatMap((action) => fire(action, state))) {
      const step = stepOf(outcome);
      const { action, actor, failure } = step;
      const parameters = step.binding.map(({ name, value, sort }) => ({ name, value: printValue(value, sort) }));
      const name = stepName({ ...step, parameters, changes: [], shown: [], failure: undefined });
      const about = { from: number, action, text: actor === undefined ? name : `${actor}: ${name}` };
      if (outcome.result.kind === 'failure') {
        steps.push({ ...about, to: undefined, violates: [failure?.property ?? 'it fails'] });
        continue;
      }
      const after = outcome.result.state;
      const violates = judges.flatMap(({ name, judge }) =>
        judge.step(state, action, after) === undefined ? [] : [name],
      );
      steps.push({ ...about, to: arrive(after, depth), violates });
    }
  }
  return states.length > most ? undefined : { states, steps };
}

function isFulfilled(node: Parameters<typeof evaluate>[0], state: State): boolean {
  try {
    return evaluate(node, { state, bound: new Map() }) === true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Every place in a line of its own; of processes where they stand, in short. */
function placesOf({ variables }: Specification, state: State): readonly NamedResult[] {
  return variables.flatMap(({ name, sort, role }) => {
    const value = valueIn(state, name);
    if (role === 'declared' || sort.kind !== 'fn') return placesIn(name, value, sort);
    const [of] = name.split('.').slice(-1);
    return placesIn(of ?? name, value, sort).filter(
      (place) => place.value !== printValue(null, sort.value) || role === 'position',
    );
  });
}
