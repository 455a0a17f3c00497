// What the distinct states have of each variable, counted after a search: how many values, which values of its parts are never met, and how many
// states would be different without it. The shapes, and the counting by the plain meaning; explore/survey.ts counts packed states.

import { Map as Numbering, List, Map as FunctionValue, Set as SetValue } from 'immutable';
import { processNames } from '../language/layout.ts';
import { printSort, type Sort } from '../language/sorts.ts';
import type { Specification, VariableTree } from '../language/tree.ts';
import { cardinality, elementsOf, printValue, tagged, unset, type Value } from '../language/values.ts';
import { valueIn, type State } from './state.ts';

/** 'values': what each variable has; 'projections': also how many states differ without it, which takes a look at every state for each. */
export type SurveyKind = 'values' | 'projections';

export interface VariableSurvey {
  readonly variable: string;
  readonly role: VariableTree['role'];
  /** Different values that it has in the distinct states; of a function, of the function as a whole. */
  readonly valuesDistinct: number;
  /** The function's values at all its keys together, a record's fields one by one; the variable itself where it has no such parts. */
  readonly parts: readonly PartSurvey[];
  /** Different states where it is left out of each; where it is a position, its processes' locals too. */
  readonly statesWithout?: number | undefined;
}

export interface PartSurvey {
  /** `pc[cpu]`, `head.next`: a key is called by its sort. */
  readonly name: string;
  /** Different values met. A local outside its life has none. */
  readonly met: number;
  /** How many its sort has. */
  readonly of: number;
  /** Those never met, in the sort's order; none where the sort has more than `listedMost`. */
  readonly never: readonly string[];
}

/** The values of larger sorts are counted, not listed. */
export const listedMost = 64;

/** What the values of one variable amount to. */
export interface Tally {
  /** Notes a value of the whole variable. */
  readonly meet: (value: Value) => void;
  readonly parts: () => readonly PartSurvey[];
}

export function tallyOf({ name, sort }: VariableTree, processes: readonly string[]): Tally {
  const parts = partsOf(sort, name).map((part) => ({ ...part, met: SetValue<Value>().asMutable() }));
  return {
    meet: (value) => {
      for (const { valuesIn, met } of parts) for (const each of valuesIn(value)) met.add(each);
    },
    parts: () =>
      parts.map((part) => {
        const all = listed(part.sort, processes) ?? [];
        return {
          name: part.name,
          met: part.met.size,
          of: cardinality(part.sort, processes.length),
          never: all.filter((value) => !part.met.has(value)).map((value) => printValue(value, part.sort)),
        };
      }),
  };
}

interface Part {
  readonly name: string;
  readonly sort: Sort;
  readonly valuesIn: (value: Value) => Iterable<Value>;
}

function partsOf(sort: Sort, name: string): readonly Part[] {
  const below = (of: Sort, called: string, take: (value: Value) => Iterable<Value>): readonly Part[] =>
    partsOf(of, called).map((part) => ({
      ...part,
      valuesIn: function* (value) {
        for (const each of take(value)) yield* part.valuesIn(each);
      },
    }));
  switch (sort.kind) {
    case 'fn':
      return below(sort.value, `${name}[${keyName(sort.key)}]`, (value) =>
        FunctionValue.isMap(value) ? value.values() : [],
      );
    case 'record':
      return Object.entries(sort.fields).flatMap(([field, of]) =>
        below(of, `${name}.${field}`, (value) => (FunctionValue.isMap(value) ? [value.get(field) ?? null] : [])),
      );
    case 'tuple':
      return sort.items.flatMap((of, index) =>
        below(of, `${name}.${index}`, (value) => (List.isList(value) ? [value.get(index) ?? null] : [])),
      );
    case 'local':
      return below(sort.of, name, (value) => (value === unset ? [] : [value]));
    default:
      return [{ name, sort, valuesIn: (value) => [value] }];
  }
}

function keyName(sort: Sort): string {
  return sort.kind === 'ids' ? sort.name : printSort(sort);
}

/** All values of a sort, processes by name; undefined where there are more than anybody reads. */
function listed(sort: Sort, processes: readonly string[]): readonly Value[] | undefined {
  if (cardinality(sort, processes.length) > listedMost) return undefined;
  switch (sort.kind) {
    case 'process':
      return processes;
    case 'lock':
      return [null, ...processes];
    case 'local':
      return listed(sort.of, processes);
    case 'maybe':
      return [null, ...(listed(sort.of, processes) ?? [])];
    case 'variant':
      return Object.entries(sort.cases).flatMap(([tag, payload]) =>
        (listed(payload, processes) ?? []).map((value) => tagged(tag, value)),
      );
    case 'fn':
    case 'record':
    case 'tuple':
    case 'set':
    case 'seq':
      return isOfProcesses(sort) ? undefined : elementsOf(sort);
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
      return elementsOf(sort);
  }
}

/** Whether processes of any kind are in it, which no sort lists. */
function isOfProcesses(sort: Sort): boolean {
  switch (sort.kind) {
    case 'process':
    case 'lock':
      return true;
    case 'fn':
      return isOfProcesses(sort.value);
    case 'record':
      return Object.values(sort.fields).some(isOfProcesses);
    case 'variant':
      return Object.values(sort.cases).some(isOfProcesses);
    case 'tuple':
      return sort.items.some(isOfProcesses);
    case 'maybe':
    case 'set':
    case 'seq':
    case 'local':
      return isOfProcesses(sort.of);
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
      return false;
  }
}

/** What goes with a variable: with a position the locals of its processes, which mean nothing without it. */
export function leftOutWith({ processes }: Pick<Specification, 'processes'>, variable: string): readonly string[] {
  const process = processes.find(({ position }) => position === variable);
  return [variable, ...(process?.locals.map((local) => local.variable) ?? [])];
}

/** Surveys the states by their values; yields now and then. */
export function* surveyStates(
  specification: Specification,
  states: Iterable<State>,
  kind: SurveyKind,
): Generator<void, readonly VariableSurvey[]> {
  const { variables } = specification;
  const processes = processNames(specification);
  const columns = variables.map((variable) => ({
    variable,
    numbers: Numbering<Value, number>().asMutable(),
    tally: tallyOf(variable, processes),
  }));
  const rows: (readonly number[])[] = [];
  for (const state of states) {
    rows.push(
      columns.map(({ variable: { name }, numbers, tally }) => {
        const value = valueIn(state, name);
        const known = numbers.get(value);
        if (known !== undefined) return known;
        tally.meet(value);
        const number = numbers.size;
        numbers.set(value, number);
        return number;
      }),
    );
    if (rows.length % 256 === 0) yield;
  }
  const surveys: VariableSurvey[] = [];
  for (const { variable, numbers, tally } of columns) {
    const { name, role } = variable;
    const about = { variable: name, role, valuesDistinct: numbers.size, parts: tally.parts() };
    if (kind === 'values') {
      surveys.push(about);
      continue;
    }
    const out = leftOutWith(specification, name);
    const kept = variables.flatMap((each, index) => (out.includes(each.name) ? [] : [index]));
    const different = new Set<string>();
    for (const [index, row] of rows.entries()) {
      different.add(kept.map((column) => row[column]).join(','));
      if (index % 1024 === 0) yield;
    }
    surveys.push({ ...about, statesWithout: different.size });
  }
  return surveys;
}
