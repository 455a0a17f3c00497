// The sorts of the values of an ITF trace from elsewhere, read off the values themselves: each of a variable's values must fit one sort, else
// the trace cannot be written again. What nothing is known about, such as the elements of a set that is always empty, counts as a string.

import type { Json, SortResult } from '../result/result.ts';
import { markOf } from './itf-values.ts';
import { entries, items } from './places.ts';

/** Values that cannot be of one sort. */
export class SortConflict extends Error {
  override readonly name = 'SortConflict';
}

/** The sort of all of these values. @throws SortConflict where they have none in common */
export function sortOfValues(values: readonly Json[]): SortResult {
  const [first] = values;
  if (first === undefined) return 'string';
  const form = formOf(first);
  const odd = values.find((value) => formOf(value) !== form);
  if (odd !== undefined) throw new SortConflict(`${JSON.stringify(first)} and ${JSON.stringify(odd)}`);
  const contents = values.map((value) => markOf(value)?.content ?? null);
  switch (form) {
    case 'boolean':
    case 'integer':
    case 'string':
      return form;
    case 'list':
      return { sequence: sortOfValues(values.flatMap(items)) };
    case '#set':
      return { set: sortOfValues(contents.flatMap(items)) };
    case '#tup':
      return tupleOf(contents.map(items));
    case '#map': {
      const pairs = contents.flatMap(items).map(items);
      const key = sortOfValues(pairs.map(([each]) => each ?? null));
      return {
        function: sortOfValues(pairs.map(([, each]) => each ?? null)),
        of: key === 'integer' || key === 'boolean' ? key : 'string',
      };
    }
    case 'record':
      return { record: groupsOf(values.flatMap(entries)) };
    case 'variant': {
      const tagged = values.map((value) => Object.fromEntries(entries(value)) as { tag: Json; value: Json });
      const cases = groupsOf(tagged.map(({ tag, value }) => [String(tag), value]));
      const isMaybe = Object.keys(cases).every((tag) => tag === 'Some' || tag === 'None');
      return isMaybe ? { maybe: cases['Some'] ?? 'string' } : { variant: cases };
    }
    default:
      return 'string';
  }
}

function formOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'integer';
  if (typeof value !== 'object') return typeof value;
  const mark = markOf(value)?.mark;
  if (mark !== undefined) return mark === '#bigint' ? 'integer' : mark;
  const names = Object.keys(value).sort().join();
  return names === 'tag,value' ? 'variant' : 'record';
}

function tupleOf(tuples: readonly (readonly Json[])[]): SortResult {
  const length = Math.max(...tuples.map((tuple) => tuple.length));
  const short = tuples.find((tuple) => tuple.length < length);
  if (short !== undefined) throw new SortConflict(`tuples of ${short.length} and of ${length}`);
  return { tuple: Array.from({ length }, (_, at) => sortOfValues(tuples.map((tuple) => tuple[at] ?? null))) };
}

function groupsOf(parts: readonly (readonly [name: string, value: Json])[]): Readonly<Record<string, SortResult>> {
  const groups = new Map<string, Json[]>();
  for (const [name, value] of parts) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return Object.fromEntries([...groups].map(([name, values]) => [name, sortOfValues(values)]));
}
