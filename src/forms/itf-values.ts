// Values in the Informal Trace Format (Apalache's ADR 015): every integer as `#bigint`, sets, functions and tuples marked as such, and none as
// one of two tagged values. From the JSON of a result and back, by their sorts.

import type { Json, SortResult } from '../result/result.ts';
import { entries, fieldOf, items } from './places.ts';

/** The value as ITF has it. */
export function itfOf(value: Json | undefined, sort: SortResult): Json {
  if (sort === 'integer') return { '#bigint': String(value) };
  if (sort === 'lock') return itfOf(value, { maybe: 'string' });
  if (typeof sort === 'string') return value ?? null;
  if ('maybe' in sort) {
    return value === null || value === undefined
      ? { tag: 'None', value: { '#tup': [] } }
      : { tag: 'Some', value: itfOf(value, sort.maybe) };
  }
  if ('set' in sort) return { '#set': items(value).map((item) => itfOf(item, sort.set)) };
  if ('sequence' in sort) return items(value).map((item) => itfOf(item, sort.sequence));
  if ('tuple' in sort) return { '#tup': sort.tuple.map((of, index) => itfOf(items(value)[index], of)) };
  if ('function' in sort) {
    return { '#map': entries(value).map(([key, part]) => [keyToItf(key, sort.of), itfOf(part, sort.function)]) };
  }
  if ('variant' in sort) {
    const tag = String(fieldOf(value, 'tag'));
    return { tag, value: itfOf(fieldOf(value, 'value'), sort.variant[tag] ?? 'string') };
  }
  const fields = Object.entries(sort.record);
  if (fields.some(([name]) => name.startsWith('#'))) return { '#unserializable': JSON.stringify(value) };
  return Object.fromEntries(fields.map(([name, of]) => [name, itfOf(fieldOf(value, name), of)]));
}

function keyToItf(key: string, sort: string): Json {
  if (sort === 'integer') return { '#bigint': key };
  return sort === 'boolean' ? key === 'true' : key;
}

/** The sort in the words of Apalache's types, which it needs to read a trace. */
export function typeText(sort: SortResult): string {
  if (sort === 'lock') return typeText({ maybe: 'string' });
  if (typeof sort === 'string') return ({ boolean: 'Bool', integer: 'Int', string: 'Str' } as const)[sort];
  if ('maybe' in sort) return `None(UNIT) | Some(${typeText(sort.maybe)})`;
  if ('set' in sort) return `Set(${typeText(sort.set)})`;
  if ('sequence' in sort) return `Seq(${typeText(sort.sequence)})`;
  if ('tuple' in sort) return `<<${sort.tuple.map(typeText).join(', ')}>>`;
  if ('function' in sort) return `(${typeText(sort.of)} -> ${typeText(sort.function)})`;
  const parts = Object.entries('record' in sort ? sort.record : sort.variant);
  return 'record' in sort
    ? `{ ${parts.map(([name, of]) => `${name}: ${typeText(of)}`).join(', ')} }`
    : parts.map(([tag, of]) => `${tag}(${typeText(of)})`).join(' | ');
}

/** The value as a result has it. */
export function jsonBySort(value: Json | undefined, sort: SortResult): Json {
  if (sort === 'lock') return jsonBySort(value, { maybe: 'string' });
  if (typeof sort === 'string') return jsonFromItf(value ?? null);
  const content = markOf(value ?? null)?.content;
  if ('maybe' in sort) return fieldOf(value, 'tag') === 'None' ? null : jsonBySort(fieldOf(value, 'value'), sort.maybe);
  if ('set' in sort) return items(content).map((item) => jsonBySort(item, sort.set));
  if ('sequence' in sort) return items(value).map((item) => jsonBySort(item, sort.sequence));
  if ('tuple' in sort) return sort.tuple.map((of, index) => jsonBySort(items(content)[index], of));
  if ('function' in sort) {
    return Object.fromEntries(
      items(content).map((pair) => [keyText(items(pair)[0]), jsonBySort(items(pair)[1], sort.function)]),
    );
  }
  if ('variant' in sort) {
    const tag = String(fieldOf(value, 'tag'));
    return { tag, value: jsonBySort(fieldOf(value, 'value'), sort.variant[tag] ?? 'string') };
  }
  if (typeof content === 'string') return JSON.parse(content) as Json;
  return Object.fromEntries(
    Object.entries(sort.record).map(([name, of]) => [name, jsonBySort(fieldOf(value, name), of)]),
  );
}

/** A value of which no more is known than it says. */
function jsonFromItf(value: Json): Json {
  if (Array.isArray(value)) return value.map(jsonFromItf);
  const marked = markOf(value);
  switch (marked?.mark) {
    case '#bigint': {
      const number = Number(marked.content);
      return Number.isSafeInteger(number) ? number : String(marked.content);
    }
    case '#tup':
    case '#set':
      return items(marked.content).map(jsonFromItf);
    case '#map':
      return Object.fromEntries(
        items(marked.content).map((pair) => [keyText(items(pair)[0]), jsonFromItf(items(pair)[1] ?? null)]),
      );
    case '#unserializable':
      return String(marked.content);
    default:
      return typeof value === 'object' && value !== null
        ? Object.fromEntries(entries(value).map(([name, part]) => [name, jsonFromItf(part)]))
        : value;
  }
}

function keyText(key: Json | undefined): string {
  const plain = jsonFromItf(key ?? null);
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain);
}

/** The one field of an object that is marked: `{ '#set': … }`. */
export function markOf(value: Json): { readonly mark: string; readonly content: Json } | undefined {
  const [field, ...more] = entries(value);
  return field !== undefined && more.length === 0 && field[0].startsWith('#')
    ? { mark: field[0], content: field[1] }
    : undefined;
}
