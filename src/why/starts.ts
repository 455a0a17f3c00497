// States of a specification beside those of a saved trace, by the declared variables that both have; where processes stand, their steps say.

import { initialStates, type Specification, type State, valueIn } from '../../checker/index.ts';
import { differences, placesOf } from '../forms/places.ts';
import { jsonOf } from '../result/json-values.ts';
import type { Json, TraceResult, VariableResult } from '../result/result.ts';
import { variablesOf } from '../result/variables.ts';

export interface Unlike {
  readonly place: string;
  readonly now: string;
  readonly before: string;
}

/** The places that hold something else. `was`: the variables as the saved state has them, of other sorts perhaps. */
export function unlikeIn(
  specification: Specification,
  state: State,
  saved: Readonly<Record<string, Json>>,
  was: readonly VariableResult[],
): readonly Unlike[] {
  return variablesOf(specification).flatMap((variable) => {
    const { name, role } = variable;
    const tree = specification.variables.find((each) => each.name === name);
    if (role !== 'declared' || tree === undefined || !Object.hasOwn(saved, name)) return [];
    const now = jsonOf(valueIn(state, name), tree.sort) ?? null;
    if (JSON.stringify(now) === JSON.stringify(saved[name])) return [];
    const before = placesOf([was.find((each) => each.name === name) ?? variable], { [name]: saved[name] ?? null });
    const different = differences(before, placesOf([variable], { [name]: now }));
    return different.map((each) => ({ place: each.place, now: each.after, before: each.before }));
  });
}

export interface Start {
  readonly state: State;
  readonly unlike: readonly Unlike[];
}

/** The initial state that is most like that of the trace; undefined where there is none at all. */
export function startOf(
  specification: Specification,
  { states: [initial = {}] }: TraceResult,
  variables: readonly VariableResult[],
): Start | undefined {
  let likest: Start | undefined;
  for (const each of initialStates(specification)) {
    if (each?.kind !== 'successor') continue;
    const unlike = unlikeIn(specification, each.state, initial, variables);
    if (likest === undefined || unlike.length < likest.unlike.length) likest = { state: each.state, unlike };
  }
  return likest;
}
