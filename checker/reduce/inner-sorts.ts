// The sorts that a sort is made of.

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
