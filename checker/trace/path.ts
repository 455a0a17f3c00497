// Paths: places of a state without the expression that names them: a variable, and the keys, fields and positions below it.
// Relevance and orderings compare what steps read and wrote by them: `refcount[page0]`, not `refcount`.

import { is, List, Map } from 'immutable';
import type { Sort } from '../language/sorts.ts';
import type { Specification, VariableTree } from '../language/tree.ts';
import { elementsOf, printValue, type Value } from '../language/values.ts';
import { valueIn, withValue, type State } from '../interpret/state.ts';

export interface Path {
  readonly variable: string;
  readonly keys: readonly Value[];
}

/** Whether they are equal, or one is a part of the other. */
export function meet(a: Path, b: Path): boolean {
  return a.keys.length <= b.keys.length ? covers(a, b) : covers(b, a);
}

/** Whether whoever writes the first writes all of the second. */
export function covers(a: Path, b: Path): boolean {
  return (
    a.variable === b.variable && a.keys.length <= b.keys.length && a.keys.every((key, level) => is(key, b.keys[level]))
  );
}

/** Each path once, in the order in which they come. */
export function distinct(paths: readonly Path[]): readonly Path[] {
  const kept: Path[] = [];
  for (const path of paths)
    if (!kept.some((each) => each.keys.length === path.keys.length && covers(each, path))) kept.push(path);
  return kept;
}

/** The least places under a path at which two states differ. */
export function differencesAt(path: Path, sort: Sort, before: State, after: State): readonly Path[] {
  return differences(path, sort, valueAt(before, path), valueAt(after, path));
}

function differences(path: Path, sort: Sort, before: Value, after: Value): readonly Path[] {
  if (is(before, after)) return [];
  const inner = (key: Value, of: Sort, a: Value | undefined, b: Value | undefined): readonly Path[] =>
    differences({ variable: path.variable, keys: [...path.keys, key] }, of, a ?? null, b ?? null);
  if (sort.kind === 'local')
    return typeof before === 'symbol' || typeof after === 'symbol' ? [path] : differences(path, sort.of, before, after);
  if (sort.kind === 'fn' && Map.isMap(before) && Map.isMap(after))
    return elementsOf(sort.key).flatMap((key) => inner(key, sort.value, before.get(key), after.get(key)));
  if (sort.kind === 'record' && Map.isMap(before) && Map.isMap(after))
    return Object.entries(sort.fields).flatMap(([name, field]) =>
      inner(name, field, before.get(name), after.get(name)),
    );
  if (sort.kind === 'tuple' && List.isList(before) && List.isList(after))
    return sort.items.flatMap((item, index) => inner(index, item, before.get(index), after.get(index)));
  return [path];
}

export function valueAt(state: State, { variable, keys }: Path): Value {
  return valueWithin(valueIn(state, variable), keys);
}

/** What stands at the end of these keys, fields and positions in a value; the value as far as they lead nowhere. */
export function valueWithin(whole: Value, keys: readonly Value[]): Value {
  let value = whole;
  for (const key of keys) {
    if (Map.isMap(value)) value = value.get(key) ?? null;
    else if (List.isList(value)) value = value.get(Number(key)) ?? null;
  }
  return value;
}

/** The state with another value there. */
export function withPath(state: State, { variable, keys }: Path, value: Value): State {
  return withValue(state, variable, withinValue(valueIn(state, variable), keys, value));
}

function withinValue(whole: Value, [key, ...rest]: readonly Value[], value: Value): Value {
  if (key === undefined) return value;
  if (Map.isMap(whole)) return whole.set(key, withinValue(whole.get(key) ?? null, rest, value));
  return List.isList(whole) ? whole.set(Number(key), withinValue(whole.get(Number(key)) ?? null, rest, value)) : whole;
}

/** The path as people read it, and what stands there in a state: `PG_locked[page0]`, `held by scanner#0`. A local goes by its own name. */
export function printAt(
  { variables }: Pick<Specification, 'variables'>,
  path: Path,
  state: State,
): { readonly name: string; readonly value: string } {
  const { name, sort } = named(variables, path);
  return { name, value: printValue(valueAt(state, path), sort) };
}

/** The sort of what stands there. */
export function sortAt({ variables }: Pick<Specification, 'variables'>, path: Path): Sort {
  return named(variables, path).sort;
}

function named(variables: readonly VariableTree[], { variable, keys }: Path): { name: string; sort: Sort } {
  const { sort, role } = variables.find((each) => each.name === variable) ?? { sort: { kind: 'bool' } };
  if (role !== 'local') return placeWithin(variable, sort, keys);
  const name = variable.split('.').at(-1) ?? variable;
  // Whose local it is, the step says.
  return placeWithin(name, sort, keys, () => name);
}

/**
 * The name and the sort of what stands at the end of these keys.
 * @param keyed what something is called under its first key, where that is not `name[key]`
 */
export function placeWithin(
  whole: string,
  of: Sort,
  keys: readonly Value[],
  keyed: (key: string) => string = (key) => `${whole}[${key}]`,
): { readonly name: string; readonly sort: Sort } {
  let [name, sort] = [whole, of];
  for (const [level, key] of keys.entries()) {
    if (sort.kind === 'local') sort = sort.of;
    if (sort.kind === 'fn') {
      const printed = printValue(key, sort.key);
      name = level === 0 ? keyed(printed) : `${name}[${printed}]`;
      sort = sort.value;
    } else if (sort.kind === 'record') {
      name += `.${String(key)}`;
      sort = sort.fields[String(key)] ?? sort;
    } else if (sort.kind === 'tuple') {
      name += `.${String(key)}`;
      sort = sort.items[Number(key)] ?? sort;
    }
  }
  return { name, sort };
}
