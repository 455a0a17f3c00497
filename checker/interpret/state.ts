// A state: an Immutable.js Record with one value for each variable of the specification.
// Below the evaluator; whoever reads or changes a state does it by these three functions.

import { is, Record as ImmutableRecord, type RecordOf } from 'immutable';
import { InternalError } from '../language/errors.ts';
import type { VariableTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';

export type State = RecordOf<Record<string, Value>>;

/** Makes states of these variables; what is not given is null. Each call makes a kind of its own, so call it once for a specification. */
export function stateMaker(variables: readonly VariableTree[]): (values: Readonly<Record<string, Value>>) => State {
  const keys = variables.map(({ name }) => keyOf(name));
  const make = ImmutableRecord<Record<string, Value>>(Object.fromEntries(keys.map((key) => [key, null])), 'State');
  keysByKind.set(Object.getPrototypeOf(make()) as object, keys);
  return (values) => make(Object.fromEntries(Object.entries(values).map(([name, value]) => [keyOf(name), value])));
}

const keysByKind = new WeakMap<object, readonly string[]>();

export function valueIn(state: State, variable: string): Value {
  const value = state.get(keyOf(variable));
  if (value === undefined) throw new InternalError(`a state has no variable '${variable}'`);
  return value;
}

/** The function that reads a variable, for those who read it often: of one state many times in a row, so it remembers the last. */
export function readerOf(variable: string): (state: State) => Value {
  const key = keyOf(variable);
  let last: State | undefined;
  let value: Value | undefined;
  return (state) => {
    if (state !== last || value === undefined) {
      value = state.get(key);
      last = state;
    }
    if (value === undefined) throw new InternalError(`a state has no variable '${variable}'`);
    return value;
  };
}

export function withValue(state: State, variable: string, value: Value): State {
  return state.set(keyOf(variable), value);
}

/** Whether every variable has the same value in both. What `is` says of the two Records, which looks for each field in a list. */
export function sameState(a: State, b: State): boolean {
  if (a === b) return true;
  const keys = keysByKind.get(Object.getPrototypeOf(a) as object);
  return keys === undefined ? is(a, b) : keys.every((key) => is(a.get(key), b.get(key)));
}

// A Record warns of fields named like its own methods ('set', 'entries'): those get a name that no variable has.
function keyOf(variable: string): string {
  return variable in methods ? `variable ${variable}` : variable;
}

const methods = ImmutableRecord({})() as object;
