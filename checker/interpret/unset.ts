// Where a local has no value: at every label that its process tree does not list for it.

import { Map as FunctionValue } from 'immutable';
import { assert } from '../language/errors.ts';
import type { ProcessTree } from '../language/tree.ts';
import { unset, type Value } from '../language/values.ts';
import { valueIn, withValue, type State } from './state.ts';

/** A local with a value only for those processes that stand at one of the labels. */
export function onlyAt(
  local: Value | undefined,
  position: Value | undefined,
  labels: ReadonlySet<Value>,
): FunctionValue<Value, Value> {
  assert(
    FunctionValue.isMap(local) && FunctionValue.isMap(position),
    'locals and positions are functions of the process',
  );
  return local.map((value, process) => (labels.has(position.get(process) ?? null) ? value : unset));
}

/**
 * The state without the locals that are dead in it: the representative of all states that differ in those only.
 * @param processes of the specification without dead locals
 */
export function unsetDead(processes: readonly ProcessTree[]): (state: State) => State {
  const locals = processes.flatMap(({ position, locals: own }) =>
    own.map(({ variable, labels }) => ({ variable, position, labels: new Set<Value>(labels) })),
  );
  return (state) =>
    locals.reduce(
      (result, { variable, position, labels }) =>
        withValue(result, variable, onlyAt(valueIn(state, variable), valueIn(state, position), labels)),
      state,
    );
}
