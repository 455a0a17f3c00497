// Two state graphs in the same numbers: equal values of a variable, equal states and equal parts of states have one number in both. A variable that
// only one of them has takes the value that says so in the other: a local has no value there, as it has none where its procedure is not being run.

import { Map } from 'immutable';
import type { Sort } from '../language/sorts.ts';
import type { VariableTree } from '../language/tree.ts';
import { elementsOf, unset, type Value } from '../language/values.ts';
import { RowTable } from './row-table.ts';
import type { StateGraph } from './state-graph.ts';
import { ValueTable } from './value-table.ts';

export interface Alignment {
  readonly original: Side;
  readonly variant: Side;
  /** The variables of both: those of the original, then what only the variant has. */
  readonly variables: readonly SharedVariable[];
  /** Different states of either, as numbers of values. */
  readonly states: RowTable;
  /** Different states of the declared variables alone, over those of `variables` that are declared. */
  readonly declared: RowTable;
}

export interface SharedVariable {
  readonly tree: VariableTree;
  readonly values: ValueTable;
}

/** One of the two, with its own numbers turned into shared ones. */
export interface Side {
  readonly role: 'original' | 'variant';
  readonly graph: StateGraph;
  /** Of each of its states the row in `states`. */
  readonly states: readonly number[];
  /** Of each of its states the row in `declared`. */
  readonly declared: readonly number[];
  /** Of each of its actions the number of the name. */
  readonly actions: readonly number[];
  /** Of each of its firings the number of the name. */
  readonly firings: readonly number[];
  /** Of each property that its failing steps violate the number of the name. */
  readonly failures: readonly number[];
}

export function aligned(original: StateGraph, variant: StateGraph): Alignment {
  const names = new Set(original.variables.map(({ tree }) => tree.name));
  const variables = [...original.variables, ...variant.variables.filter(({ tree }) => !names.has(tree.name))].map(
    ({ tree }): SharedVariable => ({ tree, values: new ValueTable() }),
  );
  const shared: Shared = {
    variables,
    states: new RowTable(variables.length),
    declared: new RowTable(variables.filter(({ tree }) => tree.role === 'declared').length),
    names: new ValueTable(),
  };
  return {
    original: sideOf('original', original, shared),
    variant: sideOf('variant', variant, shared),
    variables,
    states: shared.states,
    declared: shared.declared,
  };
}

interface Shared extends Pick<Alignment, 'variables' | 'states' | 'declared'> {
  /** Of actions, firings and properties. */
  readonly names: ValueTable;
}

function sideOf(role: Side['role'], graph: StateGraph, { variables, states, declared, names }: Shared): Side {
  const places = variables.map(({ tree, values }) => translated(tree, values, graph));
  const parts = [...variables.keys()].filter((index) => variables[index]?.tree.role === 'declared');
  const [own, whole, part] = [
    new Int32Array(graph.states.width),
    new Int32Array(variables.length),
    new Int32Array(parts.length),
  ];
  const [wholes, declareds]: [number[], number[]] = [[], []];
  for (let number = 0; number < graph.states.rows; number += 1) {
    graph.states.read(number, own);
    for (let index = 0; index < whole.length; index += 1) whole[index] = sharedNumber(places[index], own);
    for (let index = 0; index < part.length; index += 1) part[index] = whole[parts[index] ?? 0] ?? 0;
    wholes.push(states.add(whole));
    declareds.push(declared.add(part));
  }
  return {
    role,
    graph,
    states: wholes,
    declared: declareds,
    actions: graph.specification.actions.map(({ name }) => names.add(name)),
    firings: graph.firings.values.map((name) => names.add(name)),
    failures: graph.failures.map((property) => names.add(property)),
  };
}

/** Where a variable stands in a graph, and what its numbers are called in both; a column of -1 where it does not stand there. */
interface Translated {
  readonly column: number;
  readonly numbers: readonly number[];
}

function translated(tree: VariableTree, values: ValueTable, graph: StateGraph): Translated {
  const column = graph.variables.findIndex((each) => each.tree.name === tree.name);
  const own = graph.variables[column]?.values.values ?? [missingValue(tree)];
  return { column, numbers: own.map((value) => values.add(value)) };
}

function sharedNumber(place: Translated | undefined, own: Int32Array): number {
  return place?.numbers[place.column < 0 ? 0 : (own[place.column] ?? 0)] ?? 0;
}

function missingValue({ role, sort }: VariableTree): Value {
  return role === 'local' ? unsetEverywhere(sort) : unset;
}

function unsetEverywhere(sort: Sort): Value {
  return sort.kind === 'fn' ? Map(elementsOf(sort.key).map((key) => [key, unsetEverywhere(sort.value)])) : unset;
}
