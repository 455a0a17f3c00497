// What differs between two values, place by place: `pc[cpu0] idle -> spinning`. Functions, records and tuples are taken apart, so that only
// what changed is named; sets and sequences are shown whole, since their elements have no places.

import { List, Map } from 'immutable';
import {
  elementsOf,
  printValue,
  type Sort,
  type Specification,
  type State,
  type Value,
  valueIn,
  type VariableTree,
} from '../../checker/index.ts';
import type { ChangeResult, NamedResult } from './result.ts';

/** What a step that leads from one state to the other changed, in the words of a trace. */
export function changesBetween(
  { variables }: Pick<Specification, 'variables'>,
  before: State,
  after: State,
): readonly ChangeResult[] {
  return variables.flatMap((variable) => changesOf(variable, before, after));
}

/** Where a process stands is said by its steps; what its locals lose when a call returns is said by nobody. */
export function changesOf({ name, sort, role }: VariableTree, before: State, after: State): readonly ChangeResult[] {
  if (role === 'position') return [];
  const changes = changesIn(name, valueIn(before, name), valueIn(after, name), sort);
  if (role === 'declared') return changes;
  return changes
    .filter(({ after: value }) => value !== 'unset')
    .map(({ place, ...change }) => ({ place: localName(place), ...change }));
}

/** `scanner.isolate.device[scanner#0].field` as `device.field`: whose it is, the step's actor says. */
function localName(place: string): string {
  const [, name = place, part = ''] = /^(.*?)\[[^\]]*\](.*)$/.exec(place) ?? [];
  return `${name.split('.').at(-1) ?? name}${part}`;
}

/** The state to which a step leads: the next one, or where a loop begins. */
export function stateAfter<S>(
  states: readonly S[],
  step: number,
  loop: { readonly from: number } | undefined,
): S | undefined {
  return states[loop !== undefined && step + 1 === states.length ? loop.from : step + 1];
}

/** Every place under `path` whose value differs. */
export function changesIn(path: string, before: Value, after: Value, sort: Sort): readonly ChangeResult[] {
  if (Object.is(before, after)) return [];
  const parts = partsOf(path, sort, before, after);
  if (parts !== undefined) {
    return parts.flatMap(({ path: inner, sort: of, values: [a = null, b = null] }) => changesIn(inner, a, b, of));
  }
  const [from, to] = [printValue(before, sort), printValue(after, sort)];
  return from === to ? [] : [{ place: path, before: from, after: to }];
}

/** Every place of these variables. */
export function placesAt(variables: readonly VariableTree[], state: State): readonly NamedResult[] {
  return variables.flatMap(({ name, sort }) => placesIn(name, valueIn(state, name), sort));
}

/** The value, place by place; a function that is the same everywhere in one line: `pc[every cpu]`. */
export function placesIn(path: string, value: Value, sort: Sort): readonly NamedResult[] {
  const parts = partsOf(path, sort, value);
  const printed = printValue(value, sort);
  if (parts === undefined) return printed === 'unset' ? [] : [{ name: path, value: printed }];
  const [first] = parts;
  if (sort.kind === 'fn' && first !== undefined && parts.length > 1) {
    const isSame = parts.every((part) => printValue(part.values[0] ?? null, part.sort) === printPart(first));
    const key = sort.key.kind === 'ids' ? `every ${sort.key.name}` : 'everything';
    if (isSame) return placesIn(`${path}[${key}]`, first.values[0] ?? null, first.sort);
  }
  return parts.flatMap((part) => placesIn(part.path, part.values[0] ?? null, part.sort));
}

interface Part {
  readonly path: string;
  readonly sort: Sort;
  /** The part of each of the values given, in their order. */
  readonly values: readonly Value[];
}

function printPart({ values, sort }: Part): string {
  return printValue(values[0] ?? null, sort);
}

/** The places right under a place; undefined where it has none, or not in all of the values. */
function partsOf(path: string, sort: Sort, ...values: readonly Value[]): readonly Part[] | undefined {
  switch (sort.kind) {
    case 'fn':
      return fields(values, (value) =>
        elementsOf(sort.key).map((key) => [`${path}[${printValue(key, sort.key)}]`, sort.value, value.get(key)]),
      );
    case 'record':
      return fields(values, (value) =>
        Object.entries(sort.fields).map(([name, field]) => [`${path}.${name}`, field, value.get(name)]),
      );
    case 'tuple':
      return sort.items.map((item, index) => ({
        path: `${path}.${index}`,
        sort: item,
        values: values.map((value) => (List.isList(value) ? (value.get(index) ?? null) : null)),
      }));
    case 'maybe':
      return values.includes(null) ? undefined : partsOf(path, sort.of, ...values);
    case 'local':
      return values.some((value) => typeof value === 'symbol') ? undefined : partsOf(path, sort.of, ...values);
    default:
      return undefined;
  }
}

type Entry = readonly [path: string, sort: Sort, value: Value | undefined];

function fields(values: readonly Value[], entriesOf: (value: Map<Value, Value>) => readonly Entry[]): readonly Part[] {
  const columns = values.map((value) => entriesOf(Map.isMap(value) ? value : Map()));
  const [first = []] = columns;
  return first.map(([path, sort], index) => ({
    path,
    sort,
    values: columns.map((column) => column[index]?.[2] ?? null),
  }));
}
