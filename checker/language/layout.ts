// The layout: which bits of a packed state hold what. A pure function of the declared sorts, on which every engine and the digest rest.
// Fields stand in declaration order inside 64-bit words, each of least width, none across two words; unused bits and payload are 0.
// Codes of a field: false, true · lo to hi · labels, identifiers and processes in order · none or a free lock 0, then the others.

import { SpecError } from './errors.ts';
import { anyProcess, printSort, type Sort } from './sorts.ts';
import type { Specification, VariableTree } from './tree.ts';
import { cardinality, elementsOf, printValue, type Value } from './values.ts';

/** Changes whenever some state would be packed differently; part of cache keys and lock files. */
export const layoutVersion = 1;

/** A packed state has at most this many bits, and at most this many fields. */
const stateBitsMax = 65_536;

const wordBits = 64;

export type FieldRole = 'value' | 'given' | 'member' | 'length' | 'tag';

/** Some bits of a word that hold one code. */
export interface Field {
  /** For people: `pc[cpu0]`, `page1 in listed`, `length(queue)`; the places that share a field are joined by ` | `. */
  readonly path: string;
  readonly variable: string;
  /** A value; whether a `maybe` is given; whether an element is a member; the length of a sequence; the case of a variant. */
  readonly role: FieldRole;
  /** How many codes are in use: 0 to `count` - 1. */
  readonly count: number;
  /** Index of the 64-bit word, from 0. */
  readonly word: number;
  /** Position of the lowest bit in the word, from 0. */
  readonly shift: number;
  /** Width; 0 where there is only one code. */
  readonly bits: number;
}

/** How a value of a sort lies in the fields, which are named by their index. */
export type Shape =
  /** One code: the position in the order of `of`, whose first number (of a range) is `lo`. `optional`: code 0 is none or free, and the others follow. */
  | {
      readonly kind: 'scalar';
      readonly field: number;
      readonly of: Sort;
      readonly optional: boolean;
      readonly lo: number;
    }
  | { readonly kind: 'maybe'; readonly given: number; readonly of: Shape }
  | { readonly kind: 'local'; readonly of: Shape }
  | { readonly kind: 'record'; readonly parts: readonly { readonly name: string; readonly shape: Shape }[] }
  | { readonly kind: 'tuple'; readonly items: readonly Shape[] }
  | { readonly kind: 'fn'; readonly entries: readonly { readonly key: Value; readonly shape: Shape }[] }
  | { readonly kind: 'set'; readonly members: readonly { readonly element: Value; readonly field: number }[] }
  | { readonly kind: 'seq'; readonly length: number; readonly items: readonly Shape[] }
  | {
      readonly kind: 'variant';
      readonly tag: number;
      readonly cases: readonly { readonly tag: string; readonly shape: Shape }[];
    };

export interface Layout {
  readonly variables: readonly { readonly name: string; readonly shape: Shape }[];
  readonly fields: readonly Field[];
  /** Sum of the fields' widths. */
  readonly bits: number;
  /** How many 64-bit words a packed state takes; at least 1. */
  readonly words: number;
}

/** Where each part of a state lies. `processCount` counts the processes of every kind. @throws SpecError past `stateBitsMax` */
export function layoutOf(variables: readonly VariableTree[], processCount: number): Layout {
  refuseTooLarge(variables, processCount);
  const drafts: Draft[] = [];
  const shapes = variables.map(({ name, sort }) => {
    const add: Add = (draft) => drafts.push({ ...draft, variable: name }) - 1;
    return { name, shape: shapeOf(sort, name, processCount, add) };
  });
  const fields = placed(drafts);
  return {
    variables: shapes,
    fields,
    bits: sum(fields.map(({ bits }) => bits)),
    words: (fields.at(-1)?.word ?? 0) + 1,
  };
}

/**
 * Every process in the order of its number: kinds as the specification lists them, then those without a program as variables and
 * parameters name them; within a kind by index.
 */
export function processNames(
  specification: Pick<Specification, 'processes' | 'variables' | 'actions'>,
): readonly string[] {
  return processKinds(specification).flatMap((sort) => elementsOf(sort).map((each) => printValue(each, sort)));
}

/** The kinds of processes, in that order. */
export function processKinds({
  processes,
  variables,
  actions,
}: Pick<Specification, 'processes' | 'variables' | 'actions'>): readonly Extract<Sort, { kind: 'ids' }>[] {
  const sorts = [
    ...processes.map(({ sort }) => sort),
    ...variables.flatMap(({ sort }) => processSorts(sort)),
    ...actions.flatMap(({ parameters }) => parameters.flatMap(({ sort }) => processSorts(sort))),
  ];
  return [...new Map(sorts.map((sort) => [sort.name, sort])).values()];
}

function processSorts(sort: Sort): readonly Extract<Sort, { kind: 'ids' }>[] {
  switch (sort.kind) {
    case 'ids':
      return sort.process ? [sort] : [];
    case 'maybe':
    case 'set':
    case 'seq':
    case 'local':
      return processSorts(sort.of);
    case 'record':
      return Object.values(sort.fields).flatMap(processSorts);
    case 'variant':
      return Object.values(sort.cases).flatMap(processSorts);
    case 'tuple':
      return sort.items.flatMap(processSorts);
    case 'fn':
      return [...processSorts(sort.key), ...processSorts(sort.value)];
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'lock':
    case 'process':
      return [];
  }
}

/** The least width that tells `count` codes apart. */
export function bitsFor(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits += 1;
  return bits;
}

type Draft = Omit<Field, 'word' | 'shift' | 'bits'>;
/** Adds a field and gives its index. */
type Add = (draft: Omit<Draft, 'variable'>) => number;

// Each field goes behind the one before, or to the next word where it does not fit.
function placed(drafts: readonly Draft[]): readonly Field[] {
  let [word, shift] = [0, 0];
  return drafts.map((draft) => {
    const bits = bitsFor(draft.count);
    if (shift + bits > wordBits) [word, shift] = [word + 1, 0];
    const field = { ...draft, word, shift: bits === 0 ? 0 : shift, bits };
    shift += bits;
    return field;
  });
}

function shapeOf(sort: Sort, path: string, processCount: number, add: Add): Shape {
  const inner = (of: Sort, at: string): Shape => shapeOf(of, at, processCount, add);
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
      return scalar(sort, false, path, processCount, add);
    case 'lock':
      return scalar(anyProcess, true, path, processCount, add);
    case 'maybe':
      if (isScalar(sort.of)) return scalar(sort.of, true, path, processCount, add);
      return {
        kind: 'maybe',
        given: add({ path: `given(${path})`, role: 'given', count: 2 }),
        of: inner(sort.of, path),
      };
    case 'local':
      return { kind: 'local', of: inner(sort.of, path) };
    case 'record':
      return {
        kind: 'record',
        parts: Object.entries(sort.fields).map(([name, field]) => ({ name, shape: inner(field, `${path}.${name}`) })),
      };
    case 'tuple':
      return { kind: 'tuple', items: sort.items.map((item, index) => inner(item, `${path}.${index}`)) };
    case 'fn':
      return {
        kind: 'fn',
        entries: elementsOf(sort.key).map((key) => ({
          key,
          shape: inner(sort.value, `${path}[${printValue(key, sort.key)}]`),
        })),
      };
    case 'set': {
      const member = (element: Value): number =>
        add({ path: `${printValue(element, sort.of)} in ${path}`, role: 'member', count: 2 });
      return { kind: 'set', members: elementsOf(sort.of).map((element) => ({ element, field: member(element) })) };
    }
    case 'seq': {
      const length = add({ path: `length(${path})`, role: 'length', count: sort.max + 1 });
      return {
        kind: 'seq',
        length,
        items: Array.from({ length: sort.max }, (_, index) => inner(sort.of, `${path}[${index}]`)),
      };
    }
    case 'variant':
      return variantShape(sort.cases, path, processCount, add);
  }
}

function isScalar({ kind }: Sort): boolean {
  return kind === 'bool' || kind === 'range' || kind === 'enumeration' || kind === 'ids' || kind === 'process';
}

function scalar(of: Sort, optional: boolean, path: string, processCount: number, add: Add): Shape {
  const count = cardinality(of, processCount) + (optional ? 1 : 0);
  if (!Number.isSafeInteger(count))
    throw new SpecError(`'${path}' has more than 2^53 values: ${printSort(of)}`, { mend: 'give it a narrower range' });
  const field = add({ path, role: 'value', count });
  return { kind: 'scalar', field, of, optional, lo: of.kind === 'range' ? of.lo : 0 };
}

// The payloads lie upon one another: slot i is as wide as the widest i-th field of the cases.
function variantShape(cases: Readonly<Record<string, Sort>>, path: string, processCount: number, add: Add): Shape {
  const payloads = Object.entries(cases);
  const tag = add({ path: `tag(${path})`, role: 'tag', count: payloads.length });
  const slots = overlaid(payloads.map(([name, payload]) => draftsOf(payload, `${path}.${name}`, processCount))).map(
    add,
  );
  const shapes = payloads.map(([name, payload]) => {
    let next = 0;
    const share: Add = () => slots[next++] ?? 0;
    return { tag: name, shape: shapeOf(payload, path, processCount, share) };
  });
  return { kind: 'variant', tag, cases: shapes };
}

type Slot = Parameters<Add>[0];

function draftsOf(sort: Sort, path: string, processCount: number): readonly Slot[] {
  const slots: Slot[] = [];
  shapeOf(sort, path, processCount, (slot) => slots.push(slot) - 1);
  return slots;
}

function overlaid(payloads: readonly (readonly Slot[])[]): readonly Slot[] {
  return Array.from({ length: Math.max(0, ...payloads.map(({ length }) => length)) }, (_, index) => {
    const sharing = payloads.flatMap((payload) => payload[index] ?? []);
    const roles = new Set(sharing.map(({ role }) => role));
    return {
      path: sharing.map(({ path }) => path).join(' | '),
      role: roles.size === 1 ? (sharing[0]?.role ?? 'value') : 'value',
      count: Math.max(...sharing.map(({ count }) => count)),
    };
  });
}

interface Size {
  readonly bits: number;
  readonly fields: number;
}

function refuseTooLarge(variables: readonly VariableTree[], processCount: number): void {
  const sizes = variables.map(({ name, sort }) => ({ name, ...sizeOf(sort, processCount) }));
  const [bits, fields] = [sum(sizes.map((each) => each.bits)), sum(sizes.map((each) => each.fields))];
  if (bits <= stateBitsMax && fields <= stateBitsMax) return;
  const unit = bits > stateBitsMax ? 'bits' : 'fields';
  const largest = sizes.reduce((a, b) => (b[unit] > a[unit] ? b : a));
  throw new SpecError(
    `a state takes ${printCount(Math.max(bits, fields))} ${unit}, more than ${printCount(stateBitsMax)}: '${largest.name}' alone takes ${printCount(largest[unit])}`,
    {
      mend: `give '${largest.name}' a smaller sort: fewer identifiers, narrower ranges, shorter sequences`,
    },
  );
}

// Worked out without listing the fields, which may be too many to list.
function sizeOf(sort: Sort, processCount: number): Size {
  const inner = (of: Sort): Size => sizeOf(of, processCount);
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
    case 'lock':
      return { bits: bitsFor(cardinality(sort, processCount)), fields: 1 };
    case 'maybe':
      return isScalar(sort.of)
        ? { bits: bitsFor(cardinality(sort, processCount)), fields: 1 }
        : plus(inner(sort.of), { bits: 1, fields: 1 });
    case 'local':
      return inner(sort.of);
    case 'record':
      return Object.values(sort.fields).map(inner).reduce(plus, nothing);
    case 'tuple':
      return sort.items.map(inner).reduce(plus, nothing);
    case 'fn':
      return times(cardinality(sort.key), inner(sort.value));
    case 'set':
      return times(cardinality(sort.of), { bits: 1, fields: 1 });
    case 'seq':
      return plus({ bits: bitsFor(sort.max + 1), fields: 1 }, times(sort.max, inner(sort.of)));
    case 'variant': {
      const payloads = Object.values(sort.cases);
      const largest = payloads
        .map(inner)
        .reduce((a, b) => (Math.max(b.bits, b.fields) > Math.max(a.bits, a.fields) ? b : a), nothing);
      if (Math.max(largest.bits, largest.fields) > stateBitsMax) return largest;
      const slots = overlaid(payloads.map((payload) => draftsOf(payload, '', processCount)));
      return {
        bits: bitsFor(payloads.length) + sum(slots.map(({ count }) => bitsFor(count))),
        fields: slots.length + 1,
      };
    }
  }
}

const nothing: Size = { bits: 0, fields: 0 };

function plus(a: Size, b: Size): Size {
  return { bits: a.bits + b.bits, fields: a.fields + b.fields };
}

function times(count: number, { bits, fields }: Size): Size {
  return { bits: count * bits, fields: count * fields };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function printCount(count: number): string {
  return count.toLocaleString('en-US');
}
