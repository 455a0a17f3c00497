// The variables of a specification as plain data: what a reader of its states has to know, since JSON alone does not tell a set from a
// sequence, nor a function from a record.

import type { Sort, Specification } from '../../checker/index.ts';
import type { SortResult, VariableResult } from './result.ts';

/** In declaration order, as the states of a trace have them. */
export function variablesOf({ variables }: Pick<Specification, 'variables'>): readonly VariableResult[] {
  return variables.map(({ name, role, sort }) => ({ name, role, sort: sortOf(sort) }));
}

function sortOf(sort: Sort): SortResult {
  switch (sort.kind) {
    case 'bool':
      return 'boolean';
    case 'range':
      return 'integer';
    case 'enumeration':
    case 'ids':
    case 'process':
      return 'string';
    case 'lock':
      return 'lock';
    case 'maybe':
      return { maybe: sortOf(sort.of) };
    case 'local':
      return sortOf(sort.of);
    case 'record':
      return { record: eachOf(sort.fields) };
    case 'variant':
      return { variant: eachOf(sort.cases) };
    case 'fn':
      return { function: sortOf(sort.value), of: keyOf(sort.key) };
    case 'tuple':
      return { tuple: sort.items.map(sortOf) };
    case 'seq':
      return { sequence: sortOf(sort.of) };
    case 'set':
      return { set: sortOf(sort.of) };
  }
}

/** Keys that are no plain values stand in the states as people write them. */
function keyOf({ kind }: Sort): 'boolean' | 'integer' | 'string' {
  return kind === 'bool' ? 'boolean' : kind === 'range' ? 'integer' : 'string';
}

function eachOf(sorts: Readonly<Record<string, Sort>>): Readonly<Record<string, SortResult>> {
  return Object.fromEntries(Object.entries(sorts).map(([name, sort]) => [name, sortOf(sort)]));
}
