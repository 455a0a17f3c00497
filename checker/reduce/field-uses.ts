// The uses of the fields of a packed state, as data: where a code stands, what it names, and when it counts. A field may have several uses, since
// the payloads of a variant lie upon one another. Exchanging two elements of a sort moves uses and renames codes; keys and generated
// exchanges follow from that.

import { Map as ValueMap } from 'immutable';
import { assert } from '../language/errors.ts';
import { layoutOf, processNames, type Layout, type Shape } from '../language/layout.ts';
import type { Sort } from '../language/sorts.ts';
import type { Specification } from '../language/tree.ts';
import { elementsOf, printValue } from '../language/values.ts';
import { moverOf, transposition as exchanging, type IdSort } from './permutation.ts';

/** Holds where a field has one of these codes. */
export interface Condition {
  readonly field: number;
  /** Ascending. */
  readonly codes: readonly number[];
  /** Of the case of a variant: elsewhere the bits are another use's. Where other conditions do not hold, they are 0. */
  readonly isOfCase?: true;
}

export interface FieldUse {
  readonly field: number;
  /** How many codes it has here, from 0. */
  readonly count: number;
  /** What a value is of; undefined of what is no value: given, member, length, tag. */
  readonly of: Sort | undefined;
  /** Code 0 is none, and the elements follow. */
  readonly optional: boolean;
  /** All of them hold where it is in use; elsewhere its bits are 0, or are another use's. Outermost first. */
  readonly conditions: readonly Condition[];
}

export interface FieldUses {
  readonly layout: Layout;
  readonly names: readonly string[];
  readonly variables: Specification['variables'];
  /** By variable as declared, each in the order of its sort. */
  readonly uses: readonly FieldUse[];
  /** Of a variable that is a process's local: where it has a value, by process. */
  readonly lives: ReadonlyMap<string, readonly Condition[]>;
}

/** Two elements of a sort that change places. */
export interface Transposition {
  readonly sort: IdSort;
  readonly elements: readonly [number, number];
}

export function fieldUsesOf(specification: Pick<Specification, 'variables' | 'processes' | 'actions'>): FieldUses {
  const { variables, processes } = specification;
  const names = processNames(specification);
  const layout = layoutOf(variables, names.length);
  const shapes = new Map(layout.variables.map(({ name, shape }) => [name, shape]));
  const lives = new Map(
    processes.flatMap(({ position, labels, locals }) => {
      const whole = shapes.get(position);
      assert(whole?.kind === 'fn', 'the positions of a kind are a function of its processes');
      const fields = whole.entries.map(({ shape }) => (shape.kind === 'scalar' ? shape.field : -1));
      return locals.map((local): [string, readonly Condition[]] => {
        const codes = labels.flatMap((label, code) => (local.labels.includes(label) ? [code] : []));
        return [local.variable, fields.map((field) => ({ field, codes }))];
      });
    }),
  );
  const uses: FieldUse[] = [];
  for (const { name, shape } of layout.variables) addUses(shape, [], lives.get(name), { layout, uses });
  return { layout, names, variables, uses, lives };
}

interface Adding {
  readonly layout: Layout;
  readonly uses: FieldUse[];
}

function addUses(
  shape: Shape,
  conditions: readonly Condition[],
  life: readonly Condition[] | undefined,
  to: Adding,
): void {
  const plain = (field: number): void => {
    const { count } = to.layout.fields[field] ?? { count: 1 };
    to.uses.push({ field, count, of: undefined, optional: false, conditions });
  };
  switch (shape.kind) {
    case 'scalar': {
      const { field, of, optional } = shape;
      to.uses.push({ field, count: to.layout.fields[field]?.count ?? 1, of, optional, conditions });
      return;
    }
    case 'maybe':
      plain(shape.given);
      return addUses(shape.of, [...conditions, { field: shape.given, codes: [1] }], undefined, to);
    case 'local':
      return addUses(shape.of, conditions, undefined, to);
    case 'record':
      for (const part of shape.parts) addUses(part.shape, conditions, undefined, to);
      return;
    case 'tuple':
      for (const item of shape.items) addUses(item, conditions, undefined, to);
      return;
    case 'fn':
      shape.entries.forEach((entry, index) => {
        const alive = life?.[index];
        addUses(entry.shape, alive === undefined ? conditions : [...conditions, alive], undefined, to);
      });
      return;
    case 'set':
      for (const { field } of shape.members) plain(field);
      return;
    case 'seq':
      plain(shape.length);
      shape.items.forEach((item, index) => {
        const codes = Array.from({ length: shape.items.length - index }, (_, more) => index + 1 + more);
        addUses(item, [...conditions, { field: shape.length, codes }], undefined, to);
      });
      return;
    case 'variant':
      plain(shape.tag);
      shape.cases.forEach((each, code) => {
        addUses(each.shape, [...conditions, { field: shape.tag, codes: [code], isOfCase: true }], undefined, to);
      });
  }
}

/** Where the exchange of two elements moves each use: the value there comes from the use at the same index of the result, and back. */
export function movedUses({ variables }: FieldUses, transposition: Transposition): readonly number[] {
  const moved: number[] = [];
  let from = 0;
  for (const { sort } of variables) {
    addMoved(sort, from, from, transposition, moved);
    from += usesIn(sort);
  }
  return moved;
}

function addMoved(sort: Sort, from: number, to: number, transposition: Transposition, moved: number[]): void {
  const inner = (of: Sort, at: number): void => addMoved(of, from + at, to + at, transposition, moved);
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
    case 'lock':
      moved[from] = to;
      return;
    case 'maybe':
      moved[from] = to;
      if (!isScalar(sort.of)) inner(sort.of, 1);
      return;
    case 'local':
      return inner(sort.of, 0);
    case 'record':
      return inTurn(Object.values(sort.fields), 0, inner);
    case 'tuple':
      return inTurn(sort.items, 0, inner);
    case 'fn': {
      const size = usesIn(sort.value);
      exchangedElements(sort.key, transposition).forEach((key, index) =>
        addMoved(sort.value, from + index * size, to + key * size, transposition, moved),
      );
      return;
    }
    case 'set':
      exchangedElements(sort.of, transposition).forEach((element, index) => {
        moved[from + index] = to + element;
      });
      return;
    case 'seq':
      moved[from] = to;
      for (let item = 0; item < sort.max; item += 1) inner(sort.of, 1 + item * usesIn(sort.of));
      return;
    case 'variant':
      moved[from] = to;
      return inTurn(Object.values(sort.cases), 1, inner);
  }
}

function inTurn(sorts: readonly Sort[], from: number, each: (sort: Sort, at: number) => void): void {
  let at = from;
  for (const sort of sorts) {
    each(sort, at);
    at += usesIn(sort);
  }
}

/** How many uses the values of a sort have. */
function usesIn(sort: Sort): number {
  const all = (sorts: readonly Sort[]): number => sorts.reduce((sum, each) => sum + usesIn(each), 0);
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
    case 'lock':
      return 1;
    case 'maybe':
      return isScalar(sort.of) ? 1 : 1 + usesIn(sort.of);
    case 'local':
      return usesIn(sort.of);
    case 'record':
      return all(Object.values(sort.fields));
    case 'tuple':
      return all(sort.items);
    case 'fn':
      return elementsOf(sort.key).length * usesIn(sort.value);
    case 'set':
      return elementsOf(sort.of).length;
    case 'seq':
      return 1 + sort.max * usesIn(sort.of);
    case 'variant':
      return 1 + all(Object.values(sort.cases));
  }
}

function isScalar({ kind }: Sort): boolean {
  return kind === 'bool' || kind === 'range' || kind === 'enumeration' || kind === 'ids' || kind === 'process';
}

/** For each element of a sort, by position, the position of what it becomes. */
export function exchangedElements(sort: Sort, { sort: of, elements: [one, other] }: Transposition): readonly number[] {
  const elements = elementsOf(sort);
  const move = moverOf(sort, exchanging(of, one, other));
  if (move === undefined) return elements.map((_, index) => index);
  const positions = ValueMap(elements.map((element, index) => [element, index]));
  return elements.map((element) => {
    const position = positions.get(move(element));
    assert(position !== undefined, 'an exchange leaves a value in its sort');
    return position;
  });
}

/** The two codes of a value that change places; undefined where the sort of the value is another. */
export function exchangedCodes(
  { of, optional }: Pick<FieldUse, 'of' | 'optional'>,
  { sort, elements }: Transposition,
  names: readonly string[],
): readonly [number, number] | undefined {
  const [one, other] = elements;
  const first = optional ? 1 : 0;
  // Two sorts of one name and different sizes are different sorts.
  if (of?.kind === 'ids' && of.name === sort.name && of.size === sort.size && of.process === sort.process)
    return [first + one, first + other];
  if (of?.kind !== 'process' || !sort.process) return undefined;
  const code = (element: number): number => first + names.indexOf(printValue(element, sort));
  return [code(one), code(other)];
}
