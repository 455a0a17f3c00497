// The states of a trace place by place, as people read them: `refcount[page0]` is `1`. What src/result/changes.ts does with values, done
// with their JSON, so that a result tells as much as the run that made it.

import type { ChangeResult, Json, SortResult, VariableResult } from '../result/result.ts';

export type State = Readonly<Record<string, Json>>;

/** Every place of a state and its value, in declaration order. A local outside its life has none. */
export function placesOf(variables: readonly VariableResult[], state: State): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { name, sort } of variables) collect(name, state[name], sort, places);
  return places;
}

/** The places that differ; 'unset' for the value of one that a state does not have. */
export function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ChangeResult[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((place) => {
    const [from = 'unset', to = 'unset'] = [before.get(place), after.get(place)];
    return from === to ? [] : [{ place, before: from, after: to }];
  });
}

/** The places of all states, in one order in which each state's own order is kept: a local that is new goes behind what it stands behind. */
export function allPlaces(states: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const known = new Set<string>();
  let order: string[] = [];
  for (const state of states) {
    const behind = new Map<string, string[]>();
    let last = '';
    for (const place of state.keys()) {
      if (known.has(place)) last = place;
      else {
        behind.set(last, [...(behind.get(last) ?? []), place]);
        known.add(place);
      }
    }
    if (behind.size === 0) continue;
    order = [...(behind.get('') ?? []), ...order.flatMap((place) => [place, ...(behind.get(place) ?? [])])];
  }
  return order;
}

function collect(path: string, value: Json | undefined, sort: SortResult, places: Map<string, string>): void {
  if (value === undefined) return;
  if (typeof sort === 'object' && value !== null) {
    if ('maybe' in sort) return collect(path, value, sort.maybe, places);
    if ('function' in sort) {
      for (const [key, part] of entries(value)) collect(`${path}[${key}]`, part, sort.function, places);
      return;
    }
    if ('record' in sort) {
      for (const [field, of] of Object.entries(sort.record))
        collect(`${path}.${field}`, fieldOf(value, field), of, places);
      return;
    }
    if ('tuple' in sort) {
      return sort.tuple.forEach((of, index) => collect(`${path}.${index}`, items(value)[index], of, places));
    }
  }
  places.set(path, printJson(value, sort));
}

/** The value in the words of the language, as its own printer says it. */
export function printJson(value: Json | undefined, sort: SortResult): string {
  if (value === undefined) return 'unset';
  if (sort === 'lock') return value === null ? 'free' : `held by ${text(value)}`;
  if (typeof sort === 'string') return text(value);
  if ('maybe' in sort) return value === null ? 'none' : printJson(value, sort.maybe);
  if ('set' in sort) return `{${printAll(items(value), sort.set)}}`;
  if ('sequence' in sort) return `<${printAll(items(value), sort.sequence)}>`;
  if ('tuple' in sort) return `<${sort.tuple.map((of, index) => printJson(items(value)[index], of)).join(', ')}>`;
  if ('record' in sort) {
    const fields = Object.entries(sort.record).map(([name, of]) => `${name}: ${printJson(fieldOf(value, name), of)}`);
    return `[${fields.join(', ')}]`;
  }
  if ('function' in sort) {
    return `[${entries(value)
      .map(([key, part]) => `${key}: ${printJson(part, sort.function)}`)
      .join(', ')}]`;
  }
  const [tag, payload] = [text(fieldOf(value, 'tag')), fieldOf(value, 'value')];
  const of = sort.variant[tag];
  return of === undefined || payload === 'unit' || payload === null ? tag : `${tag}(${printJson(payload, of)})`;
}

function printAll(values: readonly Json[], sort: SortResult): string {
  return values.map((value) => printJson(value, sort)).join(', ');
}

function text(value: Json | undefined): string {
  return typeof value === 'object' ? (value === null ? 'none' : JSON.stringify(value)) : String(value);
}

/** The parts of a list; none where the value is something else. */
export function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The parts of an object by name; none where the value is something else. */
export function entries(value: Json | undefined): readonly (readonly [name: string, value: Json])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return entries(value).find(([each]) => each === name)?.[1];
}
