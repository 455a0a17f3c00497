// States of a specification beside those of a saved trace, by the declared variables that both have; where processes stand, their steps say.

import { initialStates, type Specification, type State, valueIn } from '../../checker/index.ts';
import { differences, placesOf } from '../forms/places.ts';
import { jsonOf } from '../result/json-values.ts';
import type { Json, TraceResult } from '../result/result.ts';
import { variablesOf } from '../result/variables.ts';

export interface Unlike {
  readonly place: string;
  readonly now: string;
  readonly before: string;
}

/** The places that hold something else. */
export function unlikeIn(
  specification: Specification,
  state: State,
  saved: Readonly<Record<string, Json>>,
): readonly Unlike[] {
  return variablesOf(specification).flatMap((variable) => {
    const { name, role } = variable;
    const tree = specification.variables.find((each) => each.name === name);
    if (role !== 'declared' || tree === undefined || !Object.hasOwn(saved, name)) return [];
    const now = jsonOf(valueIn(state, name), tree.sort) ?? null;
    if (JSON.stringify(now) === JSON.stringify(saved[name])) return [];
    const [before, after] = [saved[name] ?? null, now].map((value) => placesOf([variable], { [name]: value }));
    const different = before === undefined || after === undefined ? [] : differences(before, after);
    return different.map(({ place, before: was, after: is }) => ({ place, now: is, before: was }));
  });
}

export interface Start {
  readonly state: State;
  readonly unlike: readonly Unlike[];
}

/** The initial state that is most like that of the trace; undefined where there is none at all. */
export function startOf(specification: Specification, { states: [initial = {}] }: TraceResult): Start | undefined {
  let likest: Start | undefined;
  for (const each of initialStates(specification)) {
    if (each?.kind !== 'successor') continue;
    const unlike = unlikeIn(specification, each.state, initial);
    if (likest === undefined || unlike.length < likest.unlike.length) likest = { state: each.state, unlike };
  }
  return likest;
}
