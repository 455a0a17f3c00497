// Values of the language as JSON: identifiers as people read them, records and functions as objects, sets and sequences as arrays.

import { List, Map, Set } from 'immutable';
import { elementsOf, printValue, type Sort, type Value } from '../../checker/index.ts';
import type { Json } from './result.ts';

/** The value; undefined for a local outside its life, which then has none. */
export function jsonOf(value: Value, sort: Sort): Json | undefined {
  if (typeof value === 'symbol') return undefined;
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
      return value as boolean | number | string;
    case 'ids':
    case 'process':
      return printValue(value, sort);
    case 'lock':
      return value === null ? null : String(value);
    case 'maybe':
      return value === null ? null : jsonOf(value, sort.of);
    case 'local':
      return jsonOf(value, sort.of);
    case 'record':
      return objectOf(Object.entries(sort.fields).map(([name, field]) => [name, at(value, name), field]));
    case 'fn':
      return objectOf(elementsOf(sort.key).map((key) => [printValue(key, sort.key), at(value, key), sort.value]));
    case 'tuple':
      return sort.items.map(
        (item, index) => jsonOf(List.isList(value) ? (value.get(index) ?? null) : null, item) ?? null,
      );
    case 'seq':
      return List.isList(value) ? value.toArray().map((item) => jsonOf(item, sort.of) ?? null) : null;
    case 'set': {
      const members = Set.isSet(value) ? elementsOf(sort.of).filter((element) => value.has(element)) : [];
      return members.map((element) => jsonOf(element, sort.of) ?? null);
    }
    case 'variant': {
      const tag = String(at(value, 'tag'));
      const payload = sort.cases[tag];
      return { tag, value: payload === undefined ? null : (jsonOf(at(value, 'value'), payload) ?? null) };
    }
  }
}

function at(value: Value, key: Value): Value {
  return Map.isMap(value) ? (value.get(key) ?? null) : null;
}

function objectOf(entries: readonly (readonly [name: string, value: Value, sort: Sort])[]): Json {
  return Object.fromEntries(
    entries.flatMap(([name, value, sort]) => {
      const json = jsonOf(value, sort);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}
