// Facts about a state or a step of one graph, each about one place, as short text; and whether they hold in other states and steps.

import { is, Set } from 'immutable';
import type { Sort } from '../language/sorts.ts';
import type { VariableTree } from '../language/tree.ts';
import { elementsOf, printValue, unset, type Value } from '../language/values.ts';
import { placeWithin, valueWithin } from '../trace/path.ts';
import type { SharedVariable } from './aligned-graphs.ts';
import type { ValueTable } from './value-table.ts';

export interface Fact {
  /** The place changes. */
  readonly isChange: boolean;
  /** `refcount[page0] = 1`; of a change what the step does: `changes refcount[page0] from 1 to 2`. */
  readonly text: string;
  /** Whether it holds where the variables have these values; `after` is undefined where there is no step, or it fails. */
  readonly holds: (before: Row, after: Row | undefined) => boolean;
}

/** Numbers of values by column. */
export type Row = (column: number) => number;

/**
 * Every fact about a state, or about a step between two: changes first, then in the order of the variables.
 * @param areWhole about each variable as a whole: where its sort is another in the other graph, its parts may say less
 */
export function factsOf(
  variables: readonly SharedVariable[],
  before: Row,
  after: Row | undefined,
  areWhole = false,
): readonly Fact[] {
  const facts = variables.flatMap(({ tree, values }, column) => {
    const [value, next]: [Value, Value | undefined] = [values.at(before(column)), after && values.at(after(column))];
    const parts = areWhole ? [{ keys: [] }] : partsOf(tree.sort, next === undefined ? [value] : [value, next], []);
    return parts.map((part) => factOf({ tree, values, column, part, value, next }));
  });
  return [...facts.filter(({ isChange }) => isChange), ...facts.filter(({ isChange }) => !isChange)];
}

/** A least part of the values of a variable: what is reached by keys, fields and positions; of a set whether it has an element. */
interface Part {
  readonly keys: readonly Value[];
  readonly member?: Value;
}

/** The parts in which all of the values have something to say. */
function partsOf(sort: Sort, values: readonly Value[], keys: readonly Value[]): readonly Part[] {
  if (values.includes(unset)) return [{ keys }];
  switch (sort.kind) {
    case 'local':
      return partsOf(sort.of, values, keys);
    case 'fn':
      return elementsOf(sort.key).flatMap((key) => partsAt(sort.value, values, keys, key));
    case 'record':
      return Object.entries(sort.fields).flatMap(([name, field]) => partsAt(field, values, keys, name));
    case 'tuple':
      return sort.items.flatMap((item, index) => partsAt(item, values, keys, index));
    case 'set':
      return elementsOf(sort.of).map((member) => ({ keys, member }));
    default:
      return [{ keys }];
  }
}

function partsAt(sort: Sort, values: readonly Value[], keys: readonly Value[], key: Value): readonly Part[] {
  return partsOf(
    sort,
    values.map((value) => valueAt(value, { keys: [key] })),
    [...keys, key],
  );
}

function valueAt(whole: Value, { keys, member }: Part): Value {
  const value = valueWithin(whole, keys);
  return member !== undefined && Set.isSet(value) ? value.has(member) : value;
}

interface Given {
  readonly tree: VariableTree;
  readonly values: ValueTable;
  readonly column: number;
  readonly part: Part;
  readonly value: Value;
  readonly next: Value | undefined;
}

function factOf({ tree, values, column, part, value, next }: Given): Fact {
  const [from, to]: [Value, Value | undefined] = [
    valueAt(value, part),
    next === undefined ? undefined : valueAt(next, part),
  ];
  const isChange = to !== undefined && !is(from, to);
  const [isFrom, isTo] = [matcher(values, part, from), to === undefined ? undefined : matcher(values, part, to)];
  return {
    isChange,
    text: isChange ? changeText(tree, part, from, to) : factText(tree, part, from),
    holds: (before, after) =>
      isFrom(before(column)) && (isTo === undefined || (after !== undefined && isTo(after(column)))),
  };
}

/** Whether this stands in a part of a value, by the number of the value. */
function matcher(values: ValueTable, part: Part, wanted: Value): (number: number) => boolean {
  const known: boolean[] = [];
  return (number) => (known[number] ??= is(valueAt(values.at(number), part), wanted));
}

function factText(tree: VariableTree, part: Part, value: Value): string {
  const { name, sort } = placeOf(tree, part);
  const { member } = part;
  if (value === unset) return `${name} without a value`;
  if (tree.role === 'position') return `${name} at ${shortLabel(String(value))}`;
  if (member !== undefined) return `${printMember(member, sort)} ${value === true ? 'in' : 'not in'} ${name}`;
  return `${name} = ${printValue(value, sort)}`;
}

function changeText(tree: VariableTree, part: Part, from: Value, to: Value): string {
  const { name, sort } = placeOf(tree, part);
  const { member } = part;
  if (tree.role === 'position') {
    const [a, b] = [String(from), String(to)];
    const isPlain = shortLabel(a) !== shortLabel(b);
    return `moves ${name} from ${isPlain ? shortLabel(a) : a} to ${isPlain ? shortLabel(b) : b}`;
  }
  if (to === unset) return `leaves ${name} without a value`;
  if (from === unset) return `gives ${name} the value ${printValue(to, sort)}`;
  if (member !== undefined)
    return to === true
      ? `adds ${printMember(member, sort)} to ${name}`
      : `takes ${printMember(member, sort)} out of ${name}`;
  return `changes ${name} from ${printValue(from, sort)} to ${printValue(to, sort)}`;
}

function printMember(member: Value, sort: Sort): string {
  return printValue(member, sort.kind === 'set' ? sort.of : sort);
}

/** The name of a place, and the sort of what stands there: `refcount[page0]`; where a process stands is called as the process is. */
function placeOf({ name: variable, role, sort: whole }: VariableTree, { keys }: Part): { name: string; sort: Sort } {
  const { name, sort } = placeWithin(
    variable,
    whole,
    keys,
    role === 'declared'
      ? undefined
      : (key) => (role === 'position' ? key : `${key}'s ${variable.slice(variable.indexOf('.') + 1)}`),
  );
  return { name, sort: sort.kind === 'local' ? sort.of : sort };
}

/** The step and the procedure that it belongs to, without what called that. */
function shortLabel(label: string): string {
  return label.split('.').slice(-2).join('.');
}
