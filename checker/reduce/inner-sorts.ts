// The sorts that a sort is made of, and whether one sort lies within another.

import { anyProcess, sameSort, type Sort } from '../language/sorts.ts';
import type { IdSort } from './permutation.ts';

/** The sort itself and all that it is made of; a lock is made of processes. */
export function* innerSorts(sort: Sort): Generator<Sort> {
  yield sort;
  switch (sort.kind) {
    case 'lock':
      yield anyProcess;
      return;
    case 'maybe':
    case 'local':
    case 'set':
    case 'seq':
      yield* innerSorts(sort.of);
      return;
    case 'fn':
      yield* innerSorts(sort.key);
      yield* innerSorts(sort.value);
      return;
    case 'record':
      for (const field of Object.values(sort.fields)) yield* innerSorts(field);
      return;
    case 'variant':
      for (const payload of Object.values(sort.cases)) yield* innerSorts(payload);
      return;
    case 'tuple':
      for (const item of sort.items) yield* innerSorts(item);
      return;
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
  }
}

/** Whether values of a sort may hold elements of the other. */
export function holds(sort: Sort, wanted: IdSort): boolean {
  for (const inner of innerSorts(sort))
    if (inner.kind === 'process' ? wanted.process : inner.kind === 'ids' && sameSort(inner, wanted)) return true;
  return false;
}

/** Whether every value of the first sort is one of the second. */
export function isWithin(from: Sort, to: Sort): boolean {
  if (from === to || sameSort(from, to)) return true;
  if (to.kind === 'local') return from.kind !== 'local' && isWithin(from, to.of);
  if (from.kind === 'range' && to.kind === 'range') return from.lo >= to.lo && from.hi <= to.hi;
  if (to.kind === 'maybe') return isWithin(from.kind === 'maybe' ? from.of : from, to.of);
  if (from.kind === 'set' && to.kind === 'set') return isWithin(from.of, to.of);
  if (from.kind === 'seq' && to.kind === 'seq') return from.max <= to.max && isWithin(from.of, to.of);
  if (from.kind === 'fn' && to.kind === 'fn') return sameSort(from.key, to.key) && isWithin(from.value, to.value);
  if (from.kind === 'tuple' && to.kind === 'tuple')
    return from.items.every((item, index) => isWithin(item, to.items[index] ?? item));
  if (from.kind === 'record' && to.kind === 'record') return areWithin(from.fields, to.fields);
  return from.kind === 'variant' && to.kind === 'variant' && areWithin(from.cases, to.cases);
}

function areWithin(from: Readonly<Record<string, Sort>>, to: Readonly<Record<string, Sort>>): boolean {
  return Object.entries(from).every(([name, sort]) => {
    const target = to[name];
    return target !== undefined && isWithin(sort, target);
  });
}
