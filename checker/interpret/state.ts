// A state: an Immutable.js Record with one value for each variable of the specification.
// Below the evaluator; whoever reads or changes a state does it by these three functions.

import { is, Record as ImmutableRecord, type RecordOf } from 'immutable';
import { InternalError } from '../language/errors.ts';
import type { VariableTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';

export type State = RecordOf<Record<string, Value>>;

/** Makes states of these variables; what is not given is null. Each call makes a kind of its own, so call it once for a specification. */
export function stateMaker(variables: readonly VariableTree[]): (values: Readonly<Record<string, Value>>) => State {
  const make = ImmutableRecord<Record<string, Value>>(
    Object.fromEntries(variables.map(({ name }) => [keyOf(name), null])),
    'State',
  );
  return (values) => make(Object.fromEntries(Object.entries(values).map(([name, value]) => [keyOf(name), value])));
}

export function valueIn(state: State, variable: string): Value {
  return readerOf(variable)(state);
}

/** The function that reads a variable, for those who read it often. */
export function readerOf(variable: string): (state: State) => Value {
  const key = keyOf(variable);
  return (state) => {
    const value = state.get(key);
    if (value === undefined) throw new InternalError(`a state has no variable '${variable}'`);
    return value;
  };
}

export function withValue(state: State, variable: string, value: Value): State {
  return state.set(keyOf(variable), value);
}

/** Whether every variable has the same value in both. */
export function sameState(a: State, b: State): boolean {
  return is(a, b);
}

// A Record warns of fields named like its own methods ('set', 'entries'): those get a name that no variable has.
function keyOf(variable: string): string {
  return variable in methods ? `variable ${variable}` : variable;
}

const methods = ImmutableRecord({})() as object;
