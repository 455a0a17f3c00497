// Values: what the elements of a sort are while a specification is interpreted, over Immutable.js.
// bool: boolean · range: number · enumeration: its label · ids: index from 0 · none: null · a process of any kind: 'kind#0'
// record: Map of names · tuple, sequence: List · function: Map of keys · set: Set · variant: Map { tag, value } · free lock: null.

import { is, List, Map, Set } from 'immutable';
import { SpecError } from './errors.ts';
import { printSort, type Sort } from './sorts.ts';

export type Value = boolean | number | string | null | typeof unset | List<Value> | Map<Value, Value> | Set<Value>;

/** A local outside its life. */
export const unset: unique symbol = Symbol.for('ballast.unset');

export const sameValue: (a: Value, b: Value) => boolean = is;

/** Quantifiers, indices and parameters range over sorts of at most this many elements. */
const elementsMax = 65_536;

/** How many elements a sort has that is gone through, indexed by, or held in sets. */
export function sizeOf(sort: Sort): number {
  return sort.kind === 'process' || sort.kind === 'lock' ? 0 : elementsOf(sort).length;
}

/** How many elements the sort has; may be Infinity where doubles end. `processes` counts those of any kind. */
export function cardinality(sort: Sort, processes = 0): number {
  switch (sort.kind) {
    case 'bool':
      return 2;
    case 'range':
      return sort.hi - sort.lo + 1;
    case 'enumeration':
      return sort.labels.length;
    case 'ids':
      return sort.size;
    case 'maybe':
      return cardinality(sort.of, processes) + 1;
    case 'record':
      return product(Object.values(sort.fields).map((field) => cardinality(field, processes)));
    case 'tuple':
      return product(sort.items.map((item) => cardinality(item, processes)));
    case 'fn':
      return cardinality(sort.value, processes) ** cardinality(sort.key, processes);
    case 'set':
      return 2 ** cardinality(sort.of, processes);
    case 'seq': {
      const items = cardinality(sort.of, processes);
      let total = 1;
      for (let length = 1; length <= sort.max && total < Infinity; length += 1) total += items ** length;
      return total;
    }
    case 'variant':
      return Object.values(sort.cases).reduce((sum, payload) => sum + cardinality(payload, processes), 0);
    case 'lock':
      return processes + 1;
    case 'process':
      return processes;
    case 'local':
      return cardinality(sort.of, processes);
  }
}

/** All elements in the sort's order. @throws SpecError where there are more than `elementsMax`. */
export function elementsOf(sort: Sort): readonly Value[] {
  const known = elementsCache.get(sort);
  if (known !== undefined) return known;
  if (sort.kind === 'process' || sort.kind === 'lock' || sort.kind === 'local') {
    throw new SpecError(`the elements of ${printSort(sort)} cannot be listed`, {
      mend: 'quantify over the processes of one kind',
    });
  }
  const size = cardinality(sort);
  if (size > elementsMax) {
    const mend = `quantifiers, indices and parameters range over at most ${elementsMax} elements`;
    throw new SpecError(`${printSort(sort)} has too many elements to go through (${size})`, { mend });
  }
  const elements = listElements(sort);
  elementsCache.set(sort, elements);
  return elements;
}

const elementsCache = new WeakMap<Sort, readonly Value[]>();

function listElements(sort: Sort): readonly Value[] {
  switch (sort.kind) {
    case 'bool':
      return [false, true];
    case 'range':
      return Array.from({ length: sort.hi - sort.lo + 1 }, (_, index) => sort.lo + index);
    case 'enumeration':
      return sort.labels;
    case 'ids':
      return Array.from({ length: sort.size }, (_, index) => index);
    case 'maybe':
      return [null, ...elementsOf(sort.of)];
    case 'record': {
      const names = Object.keys(sort.fields);
      return combinations(Object.values(sort.fields)).map((values) =>
        Map(names.map((name, index) => [name, values[index] ?? null])),
      );
    }
    case 'tuple':
      return combinations(sort.items).map((values) => List(values));
    case 'fn': {
      const keys = elementsOf(sort.key);
      return combinations(keys.map(() => sort.value)).map((values) =>
        Map(keys.map((key, index) => [key, values[index] ?? null])),
      );
    }
    case 'set': {
      const elements = elementsOf(sort.of);
      return Array.from({ length: 2 ** elements.length }, (_, bits) =>
        Set(elements.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1)),
      );
    }
    case 'seq': {
      const sequences: Value[] = [];
      for (let length = 0; length <= sort.max; length += 1) {
        sequences.push(...combinations(Array.from({ length }, () => sort.of)).map((values) => List(values)));
      }
      return sequences;
    }
    case 'variant':
      return Object.entries(sort.cases).flatMap(([tag, payload]) =>
        elementsOf(payload).map((value) => tagged(tag, value)),
      );
    case 'lock':
    case 'process':
    case 'local':
      return [];
  }
}

export function tagged(tag: string, value: Value): Map<Value, Value> {
  return Map<Value, Value>([
    ['tag', tag],
    ['value', value],
  ]);
}

/** Whether a value whose kind is right also lies within the sort's bounds. */
export function isElement(value: Value, sort: Sort): boolean {
  switch (sort.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'range':
      return typeof value === 'number' && value >= sort.lo && value <= sort.hi;
    case 'enumeration':
      return typeof value === 'string' && sort.labels.includes(value);
    case 'ids':
      return typeof value === 'number' && value >= 0 && value < sort.size;
    case 'maybe':
      return value === null || isElement(value, sort.of);
    case 'record':
      return (
        Map.isMap(value) &&
        Object.entries(sort.fields).every(([name, field]) => isElement(value.get(name) ?? null, field))
      );
    case 'tuple':
      return List.isList(value) && sort.items.every((item, index) => isElement(value.get(index) ?? null, item));
    case 'fn':
      return Map.isMap(value) && value.every((each) => isElement(each, sort.value));
    case 'set':
      return Set.isSet(value) && value.every((each) => isElement(each, sort.of));
    case 'seq':
      return List.isList(value) && value.size <= sort.max && value.every((each) => isElement(each, sort.of));
    case 'variant': {
      if (!Map.isMap(value)) return false;
      const payload = sort.cases[String(value.get('tag'))];
      return payload !== undefined && isElement(value.get('value') ?? null, payload);
    }
    case 'lock':
      return value === null || typeof value === 'string';
    case 'process':
      return typeof value === 'string';
    case 'local':
      return value === unset || isElement(value, sort.of);
  }
}

/** The value in the words of its sort: `cpu1`, `none`, `[a: 1, b: idle]`, `{page0, page2}`. */
export function printValue(value: Value, sort: Sort): string {
  if (value === unset) return 'unset';
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'process':
      return String(value);
    case 'ids':
      return sort.process ? `${sort.name}#${String(value)}` : `${sort.name}${String(value)}`;
    case 'maybe':
      return value === null ? 'none' : printValue(value, sort.of);
    case 'lock':
      return value === null ? 'free' : `held by ${String(value)}`;
    case 'local':
      return printValue(value, sort.of);
    case 'record': {
      const fields = Object.entries(sort.fields);
      return Map.isMap(value)
        ? `[${fields.map(([name, field]) => `${name}: ${printValue(value.get(name) ?? null, field)}`).join(', ')}]`
        : String(value);
    }
    case 'tuple':
      return List.isList(value)
        ? `<${sort.items.map((item, index) => printValue(value.get(index) ?? null, item)).join(', ')}>`
        : String(value);
    case 'fn':
      return Map.isMap(value)
        ? `[${elementsOf(sort.key)
            .map((key) => `${printValue(key, sort.key)}: ${printValue(value.get(key) ?? null, sort.value)}`)
            .join(', ')}]`
        : String(value);
    case 'set':
      return Set.isSet(value)
        ? `{${elementsOf(sort.of)
            .filter((each) => value.has(each))
            .map((each) => printValue(each, sort.of))
            .join(', ')}}`
        : String(value);
    case 'seq':
      return List.isList(value) ? `<${value.map((each) => printValue(each, sort.of)).join(', ')}>` : String(value);
    case 'variant': {
      if (!Map.isMap(value)) return String(value);
      const tag = String(value.get('tag'));
      const payload = sort.cases[tag];
      return payload === undefined || isUnit(payload)
        ? tag
        : `${tag}(${printValue(value.get('value') ?? null, payload)})`;
    }
  }
}

/** Whether it has one value only, so that a case with it is told by its tag alone. */
export function isUnit(sort: Sort): boolean {
  return sort.kind === 'enumeration' && sort.labels.length === 1;
}

/** Every way to take one element from each sort, the first sort varying slowest. */
export function combinations(sorts: readonly Sort[]): readonly (readonly Value[])[] {
  return sorts.reduce<readonly (readonly Value[])[]>(
    (taken, sort) => taken.flatMap((values) => elementsOf(sort).map((value) => [...values, value])),
    [[]],
  );
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total * number, 1);
}
