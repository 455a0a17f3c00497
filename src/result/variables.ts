// The variables of a specification as plain data, and a state by them: what a reader of states has to know, since JSON alone does not tell a set
// from a sequence, nor a function from a record.

import { type Sort, type Specification, type State, valueIn } from '../../checker/index.ts';
import { jsonOf } from './json-values.ts';
import type { Json, SortResult, VariableResult } from './result.ts';

/** In declaration order, as the states of a trace have them. */
export function variablesOf({ variables }: Pick<Specification, 'variables'>): readonly VariableResult[] {
  return variables.map(({ name, role, sort }) => ({ name, role, sort: sortOf(sort) }));
}

/** The values of a state, by variable; null for a local outside its life. */
export function jsonState(
  { variables }: Pick<Specification, 'variables'>,
  state: State,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(variables.map(({ name, sort }) => [name, jsonOf(valueIn(state, name), sort) ?? null]));
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
