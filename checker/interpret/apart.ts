// Where two states of the same variables differ, as people read it; the states may be of different makers.

import { is, Map as FunctionValue } from 'immutable';
import type { VariableTree } from '../language/tree.ts';
import { elementsOf, printValue } from '../language/values.ts';
import { valueIn, type State } from './state.ts';

/** The variables that have different values. */
export function differing(variables: readonly VariableTree[], a: State, b: State): readonly VariableTree[] {
  return variables.filter(({ name }) => !is(valueIn(a, name), valueIn(b, name)));
}

export interface PlaceApart {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** Where the values of variables differ: of a function, at which keys. */
export function placesApart(variables: readonly VariableTree[], before: State, after: State): readonly PlaceApart[] {
  return differing(variables, before, after).flatMap((variable) => {
    const { name, sort } = variable;
    const [old, now] = [valueIn(before, name), valueIn(after, name)];
    if (sort.kind !== 'fn' || !FunctionValue.isMap(old) || !FunctionValue.isMap(now))
      return [{ place: name, before: printIn(variable, before), after: printIn(variable, after) }];
    return elementsOf(sort.key)
      .filter((key) => !is(old.get(key), now.get(key)))
      .map((key) => ({
        place: `${name}[${printValue(key, sort.key)}]`,
        before: printValue(old.get(key) ?? null, sort.value),
        after: printValue(now.get(key) ?? null, sort.value),
      }));
  });
}

/** The value of a variable. */
export function printIn({ name, sort }: VariableTree, state: State): string {
  return printValue(valueIn(state, name), sort);
}
