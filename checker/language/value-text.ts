// Values read as they are printed: `3`, `none`, `page1`, `[a: 1, b: idle]`, `{page0, page2}`. The reverse of `printValue`.

import { List, Map, Set } from 'immutable';
import { nearest, UsageError } from './errors.ts';
import { printSort, type Sort } from './sorts.ts';
import { elementsOf, isUnit, printValue, tagged, type Value } from './values.ts';

/** The value of this sort that the text says. A function takes one value for all keys, too. @throws UsageError saying of what it is none */
export function parseValue(text: string, sort: Sort, what: string): Value {
  const read = readValue(text, sort);
  if (read?.rest === '') return read.value;
  if (sort.kind !== 'fn') return refuse(text, sort, what);
  const same = parseValue(text, sort.value, what);
  return Map(elementsOf(sort.key).map((key) => [key, same]));
}

function refuse(text: string, sort: Sort, what: string): never {
  const near = nearest(text, sort.kind === 'range' ? [] : textsOf(sort));
  throw new UsageError(`'${text}' is no value for ${what}`, {
    mend: `it takes ${printTaken(sort)}${near === undefined ? '' : `; did you mean '${near}'?`}`,
  });
}

/** What may be said where a value of this sort is meant. */
export function printTaken(sort: Sort): string {
  if (sort.kind === 'range') return `a whole number from ${sort.lo} to ${sort.hi}`;
  const texts = textsOf(sort);
  if (texts.length === 0) return printSort(sort);
  return texts.length === 1 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1) ?? ''}`;
}

/** All values of a sort, as they are printed; none where they are too many to be told, or no enumeration. */
export function textsOf(sort: Sort): readonly string[] {
  switch (sort.kind) {
    case 'bool':
      return ['true', 'false'];
    case 'enumeration':
      return sort.labels;
    case 'ids':
      return elementsOf(sort).map((value) => printValue(value, sort));
    case 'maybe':
      return sort.of.kind === 'range' ? [] : ['none', ...textsOf(sort.of)];
    case 'lock':
      return ['free'];
    default:
      return [];
  }
}

interface Read {
  readonly value: Value;
  /** What follows the value. */
  readonly rest: string;
}

/** The value at the beginning of the text, and what follows it. */
export function readValue(text: string, sort: Sort): Read | undefined {
  switch (sort.kind) {
    case 'range': {
      const [digits] = /^-?\d+/.exec(text) ?? [];
      const value = Number(digits);
      return digits === undefined || value < sort.lo || value > sort.hi
        ? undefined
        : { value, rest: text.slice(digits.length) };
    }
    case 'bool':
    case 'enumeration':
    case 'ids':
      return readOneOf(
        text,
        elementsOf(sort).map((value) => [printValue(value, sort), value]),
      );
    case 'maybe':
      return readOneOf(text, [['none', null]]) ?? readValue(text, sort.of);
    case 'lock':
      return readOneOf(text, [['free', null]]);
    case 'record': {
      const read = readItems(text, '[', ']', (inner, index) => {
        const [name, field] = Object.entries(sort.fields)[index] ?? [];
        return name === undefined || field === undefined || !inner.startsWith(`${name}: `)
          ? undefined
          : readValue(inner.slice(name.length + 2), field);
      });
      const names = Object.keys(sort.fields);
      if (read?.values.length !== names.length) return undefined;
      return { value: Map(names.map((name, index) => [name, read.values[index] ?? null])), rest: read.rest };
    }
    case 'fn': {
      const keys = elementsOf(sort.key);
      const read = readItems(text, '[', ']', (inner, index) => {
        const key = keys[index];
        const label = key === undefined ? undefined : `${printValue(key, sort.key)}: `;
        return label === undefined || !inner.startsWith(label)
          ? undefined
          : readValue(inner.slice(label.length), sort.value);
      });
      if (read?.values.length !== keys.length) return undefined;
      return { value: Map(keys.map((key, index) => [key, read.values[index] ?? null])), rest: read.rest };
    }
    case 'tuple': {
      const read = readItems(text, '<', '>', (inner, index) => {
        const item = sort.items[index];
        return item && readValue(inner, item);
      });
      return read?.values.length === sort.items.length ? { value: List(read.values), rest: read.rest } : undefined;
    }
    case 'seq': {
      const read = readItems(text, '<', '>', (inner) => readValue(inner, sort.of));
      return read === undefined || read.values.length > sort.max
        ? undefined
        : { value: List(read.values), rest: read.rest };
    }
    case 'set': {
      const read = readItems(text, '{', '}', (inner) => readValue(inner, sort.of));
      return read && { value: Set(read.values), rest: read.rest };
    }
    case 'variant': {
      const cases = Object.entries(sort.cases).map(([tag, payload]) => ({ tag, payload }));
      const unit = readOneOf(
        text,
        cases.flatMap(({ tag, payload }) =>
          isUnit(payload) ? [[tag, tagged(tag, elementsOf(payload)[0] ?? null)]] : [],
        ),
      );
      if (unit !== undefined) return unit;
      const found = cases.find(({ tag, payload }) => !isUnit(payload) && text.startsWith(`${tag}(`));
      const read = found && readValue(text.slice(found.tag.length + 1), found.payload);
      return found === undefined || read?.rest.startsWith(')') !== true
        ? undefined
        : { value: tagged(found.tag, read.value), rest: read.rest.slice(1) };
    }
    case 'process':
    case 'local':
      return undefined;
  }
}

// The longest word that the text begins with.
function readOneOf(text: string, words: readonly (readonly [string, Value])[]): Read | undefined {
  const [longest] = words.filter(([word]) => text.startsWith(word)).sort(([a], [b]) => b.length - a.length);
  return longest && { value: longest[1], rest: text.slice(longest[0].length) };
}

function readItems(
  text: string,
  open: string,
  close: string,
  read: (inner: string, index: number) => Read | undefined,
): { readonly values: readonly Value[]; readonly rest: string } | undefined {
  if (!text.startsWith(open)) return undefined;
  const values: Value[] = [];
  let rest = text.slice(open.length).trimStart();
  while (!rest.startsWith(close)) {
    if (values.length > 0) {
      if (!rest.startsWith(',')) return undefined;
      rest = rest.slice(1).trimStart();
    }
    const item = read(rest, values.length);
    if (item === undefined) return undefined;
    values.push(item.value);
    rest = item.rest.trimStart();
  }
  return { values, rest: rest.slice(close.length) };
}
