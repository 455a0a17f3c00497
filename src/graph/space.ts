// A small state space as a graph: every reachable state with what it violates, every firing between them. By the plain meaning, which is
// quick enough for what fits into a picture.

import { Map as StateMap } from 'immutable';
import { initialStates, printValue, type Specification, type State, valueIn } from '../../checker/index.ts';
import { placesIn } from '../result/changes.ts';
import type { NamedResult } from '../result/result.ts';
import { lookAt } from './firings.ts';

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
  const look = lookAt(specification);
  const numbers = StateMap<State, number>().asMutable();
  const states: GraphState[] = [];
  const waiting: { readonly state: State; readonly number: number }[] = [];
  const steps: GraphStep[] = [];

  const arrive = (state: State, depth: number): number => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    const number = states.length;
    numbers.set(state, number);
    const isCut = look.isCut(state);
    // Whether nobody can go on is known of states that are expanded.
    const violates = look.violatedIn(state, !isCut);
    states.push({ number, depth, isCut, places: placesOf(specification, state), violates });
    if (!isCut) waiting.push({ state, number });
    return number;
  };

  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') arrive(initial.state, 0);
  for (const { state, number } of waiting) {
    if (states.length > most) return undefined;
    const depth = (states[number]?.depth ?? 0) + 1;
    for (const { after, action, text, violates } of look.firingsIn(state))
      steps.push({ from: number, to: after && arrive(after, depth), action, text, violates });
  }
  return states.length > most ? undefined : { states, steps };
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
