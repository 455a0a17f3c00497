// Sorts: the finite sets that values are drawn from. Plain data; the type parameter of `SortOf` exists for the compiler only.
// Second in the language: values, expressions and the layout are all functions of sorts.

import { SpecError } from './errors.ts';

export type Sort =
  | { readonly kind: 'bool' }
  | { readonly kind: 'range'; readonly lo: number; readonly hi: number }
  | { readonly kind: 'enumeration'; readonly labels: readonly string[] }
  | { readonly kind: 'ids'; readonly name: string; readonly size: number; readonly process: boolean }
  | { readonly kind: 'maybe'; readonly of: Sort }
  | { readonly kind: 'record'; readonly fields: Readonly<Record<string, Sort>> }
  | { readonly kind: 'tuple'; readonly items: readonly Sort[] }
  | { readonly kind: 'fn'; readonly key: Sort; readonly value: Sort }
  | { readonly kind: 'set'; readonly of: Sort }
  | { readonly kind: 'seq'; readonly of: Sort; readonly max: number }
  | { readonly kind: 'variant'; readonly cases: Readonly<Record<string, Sort>> }
  | { readonly kind: 'lock'; readonly discipline: Discipline }
  /** A process of any kind: what a lock's holder is. */
  | { readonly kind: 'process' }
  /** A process's local: a value of `of`, or unset outside its life. Made by processes only. */
  | { readonly kind: 'local'; readonly of: Sort };

export type Discipline = 'spin' | 'sleep';

declare const carries: unique symbol;
declare const brand: unique symbol;

/** A sort whose values have the TypeScript type `T`. */
export type SortOf<T> = Sort & { readonly [carries]?: T };

/** An element of `ids(name, n)`: opaque, told apart by name. */
export interface Id<out N extends string> {
  readonly [brand]: { readonly id: N };
}
/** The absent value of `maybe`. */
export interface None {
  readonly [brand]: 'none';
}
export interface Fn<in out K, out V> {
  readonly [brand]: { readonly key: (key: K) => K; readonly value: V };
}
export interface SetOf<out T> {
  readonly [brand]: { readonly elements: T };
}
export interface Seq<out T> {
  readonly [brand]: { readonly items: T };
}
export interface Rec<out F> {
  readonly [brand]: { readonly fields: F };
}
export interface Tuple<out I> {
  readonly [brand]: { readonly positions: I };
}
export interface Variant<out C> {
  readonly [brand]: { readonly cases: C };
}
export interface Lock {
  readonly [brand]: 'lock';
}
/** A process of any kind, as `self` inside a procedure. */
export interface AnyProcess {
  readonly [brand]: { readonly id: string } & { readonly process: true };
}

/** An identifier sort, with its elements as literals. */
export type Ids<N extends string> = Extract<Sort, { kind: 'ids' }> & { readonly [carries]?: Id<N> };

/** The absent value: TLA+'s NoValue, a model value outside every sort. */
export const none = null as unknown as None;

export const bool: SortOf<boolean> = { kind: 'bool' };
/** A process of any kind. */
export const anyProcess: SortOf<AnyProcess> = { kind: 'process' };

/** The integers from `lo` to `hi`, both included. TLA+: `lo..hi`. */
export function range(lo: number, hi: number): SortOf<number> {
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi)) refuse(`range(${lo}, ${hi}) needs whole numbers`);
  if (lo > hi) refuse(`range(${lo}, ${hi}) is empty`, `write range(${hi}, ${lo}), or leave the variable out`);
  return { kind: 'range', lo, hi };
}

/** One of some labels. TLA+: `{"a", "b"}`. */
export function enumeration<const L extends readonly string[]>(...labels: L): SortOf<L[number]> {
  if (labels.length === 0) refuse('enumeration() has no labels');
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) refuse(`enumeration has the label '${twice}' twice`);
  const broken = labels.find((label) => !isOneLine(label));
  if (broken !== undefined)
    refuse(`the label ${JSON.stringify(broken)} is not one line`, 'it is shown in one, and has no tabs either');
  return { kind: 'enumeration', labels };
}

/** Names and labels are told in one line, also in what others parse: a diff, a diagram, a table. */
export function isOneLine(name: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(name);
}

/** `size` interchangeable identifiers, told apart from other sorts by name; 0 is lawful. TLA+: a symmetric set of model values. */
export function ids<const N extends string>(name: N, size: number): Ids<N> {
  if (!Number.isSafeInteger(size) || size < 0)
    refuse(`ids('${name}', ${size}) needs a whole number of elements, 0 or more`);
  return { kind: 'ids', name, size, process: false };
}

/** The processes of one kind, `name#0` to `name#(size - 1)`: an identifier sort that `process(…)` gives a program. */
export function processes<const N extends string>(name: N, size: number): Ids<N> {
  return { ...ids(name, size), process: true };
}

/** A value of `of`, or `none`. */
export function maybe<T>(of: SortOf<T>): SortOf<T | None> {
  if (of.kind === 'maybe')
    refuse('maybe(maybe(…)) could not tell one none from the other', 'use variant({ … }) with a case for each');
  if (of.kind === 'lock') refuse('maybe(lock) has no meaning: a lock is free or held');
  return { kind: 'maybe', of };
}

type Values<F> = { readonly [K in keyof F]: F[K] extends SortOf<infer T> ? T : never };

/** TLA+: `[a: A, b: B]`. */
export function record<const F extends Readonly<Record<string, Sort>>>(fields: F): SortOf<Rec<Values<F>>> {
  if (Object.keys(fields).length === 0) refuse('record({}) has no fields');
  return { kind: 'record', fields };
}

/** TLA+: `A \X B`. */
export function tuple<const I extends readonly Sort[]>(...items: I): SortOf<Tuple<Values<I>>> {
  if (items.length === 0) refuse('tuple() has no items');
  return { kind: 'tuple', items };
}

/** A total function. TLA+: `[K -> V]`. */
export function fn<K, V>(key: SortOf<K>, value: SortOf<V>): SortOf<Fn<K, V>> {
  return { kind: 'fn', key, value };
}

/** A set of elements. TLA+: `SUBSET S`. */
export function set<T>(of: SortOf<T>): SortOf<SetOf<T>> {
  return { kind: 'set', of };
}

/** A sequence of at most `max` items. TLA+: `Seq(S)`, bounded. */
export function seq<T>(of: SortOf<T>, max: number): SortOf<Seq<T>> {
  if (!Number.isSafeInteger(max) || max < 0) refuse(`seq(…, ${max}) needs a whole number of items, 0 or more`);
  return { kind: 'seq', of, max };
}

/** A tagged union: one of some cases, each with a payload (`unit` for none). */
export function variant<const C extends Readonly<Record<string, Sort>>>(cases: C): SortOf<Variant<Values<C>>> {
  if (Object.keys(cases).length === 0) refuse('variant({}) has no cases');
  return { kind: 'variant', cases };
}

/** The payload of a variant's case that carries nothing: one value. */
export const unit: SortOf<'unit'> = { kind: 'enumeration', labels: ['unit'] };

/** A lock: free, or the process that holds it. `sleep`: acquiring it may sleep, so never under a spin lock. */
export function lock(discipline: Discipline): SortOf<Lock> {
  return { kind: 'lock', discipline };
}

/** The sort in the words that declare it: `maybe(cpu)`, `range(0, 3)`. */
export function printSort(sort: Sort): string {
  switch (sort.kind) {
    case 'bool':
      return 'bool';
    case 'range':
      return `range(${sort.lo}, ${sort.hi})`;
    case 'enumeration':
      return `enumeration(${sort.labels.map((label) => `'${label}'`).join(', ')})`;
    case 'ids':
      return sort.process ? `processes('${sort.name}', ${sort.size})` : `ids('${sort.name}', ${sort.size})`;
    case 'maybe':
      return `maybe(${printSort(sort.of)})`;
    case 'record':
    case 'variant': {
      const parts = Object.entries(sort.kind === 'record' ? sort.fields : sort.cases);
      return `${sort.kind}({ ${parts.map(([name, of]) => `${name}: ${printSort(of)}`).join(', ')} })`;
    }
    case 'tuple':
      return `tuple(${sort.items.map(printSort).join(', ')})`;
    case 'fn':
      return `fn(${printSort(sort.key)}, ${printSort(sort.value)})`;
    case 'set':
      return `set(${printSort(sort.of)})`;
    case 'seq':
      return `seq(${printSort(sort.of)}, ${sort.max})`;
    case 'lock':
      return `lock('${sort.discipline}')`;
    case 'process':
      return 'anyProcess';
    case 'local':
      return `local ${printSort(sort.of)}`;
  }
}

/**
 * The least sort that holds the values of both, or undefined where they are of different kinds.
 * Integers join by interval, sequences by length; a value joins with `maybe` of its sort, a process with any process.
 */
export function joinSorts(a: Sort, b: Sort): Sort | undefined {
  if (a === b) return a;
  if (a.kind === 'maybe' || b.kind === 'maybe') return joinMaybe(a, b);
  if (isProcess(a) && isProcess(b) && (a.kind === 'process' || b.kind === 'process')) return anyProcess;
  if (a.kind !== b.kind) return undefined;
  switch (a.kind) {
    case 'bool':
    case 'process':
      return a;
    case 'range':
      return b.kind === 'range' ? { kind: 'range', lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) } : undefined;
    case 'enumeration':
      return b.kind === 'enumeration' && sameList(a.labels, b.labels) ? a : undefined;
    case 'ids':
      return b.kind === 'ids' && a.name === b.name && a.size === b.size ? a : undefined;
    case 'record':
    case 'variant': {
      const left = a.kind === 'record' ? a.fields : a.cases;
      const right = b.kind === 'record' ? b.fields : b.kind === 'variant' ? b.cases : {};
      const parts = joinParts(left, right);
      if (parts === undefined) return undefined;
      return a.kind === 'record' ? { kind: 'record', fields: parts } : { kind: 'variant', cases: parts };
    }
    case 'tuple': {
      if (b.kind !== 'tuple' || a.items.length !== b.items.length) return undefined;
      const items = a.items.map((item, index) => joinSorts(item, b.items[index] ?? item));
      return items.every((item) => item !== undefined) ? { kind: 'tuple', items } : undefined;
    }
    case 'fn': {
      if (b.kind !== 'fn' || !sameSort(a.key, b.key)) return undefined;
      const value = joinSorts(a.value, b.value);
      return value && { kind: 'fn', key: a.key, value };
    }
    case 'set': {
      const of = b.kind === 'set' ? joinSorts(a.of, b.of) : undefined;
      return of && { kind: 'set', of };
    }
    case 'seq': {
      const of = b.kind === 'seq' ? joinSorts(a.of, b.of) : undefined;
      return of && b.kind === 'seq' ? { kind: 'seq', of, max: Math.max(a.max, b.max) } : undefined;
    }
    case 'lock':
      return b.kind === 'lock' && a.discipline === b.discipline ? a : undefined;
    case 'local':
      return undefined;
  }
}

export function sameSort(a: Sort, b: Sort): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'bool':
    case 'process':
      return true;
    case 'range':
      return b.kind === 'range' && a.lo === b.lo && a.hi === b.hi;
    case 'enumeration':
      return b.kind === 'enumeration' && areSame(a.labels, b.labels, (label, other) => label === other);
    case 'ids':
      return b.kind === 'ids' && a.name === b.name && a.size === b.size && a.process === b.process;
    case 'record':
      return b.kind === 'record' && haveSameSorts(a.fields, b.fields);
    case 'variant':
      return b.kind === 'variant' && haveSameSorts(a.cases, b.cases);
    case 'tuple':
      return b.kind === 'tuple' && areSame(a.items, b.items, sameSort);
    case 'fn':
      return b.kind === 'fn' && sameSort(a.key, b.key) && sameSort(a.value, b.value);
    case 'seq':
      return b.kind === 'seq' && a.max === b.max && sameSort(a.of, b.of);
    case 'maybe':
    case 'set':
    case 'local':
      return b.kind === a.kind && sameSort(a.of, b.of);
    case 'lock':
      return b.kind === 'lock' && a.discipline === b.discipline;
  }
}

function areSame<T>(a: readonly T[], b: readonly T[], isSame: (one: T, other: T) => boolean): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((each, index) => isSame(each, b[index] ?? each));
}

// In the same order: it is that of the fields in a state.
function haveSameSorts(a: Readonly<Record<string, Sort>>, b: Readonly<Record<string, Sort>>): boolean {
  return areSame(
    Object.entries(a),
    Object.entries(b),
    ([name, sort], [otherName, other]) => name === otherName && sameSort(sort, other),
  );
}

/** Whether the sort is that of one process or of any. */
export function isProcess(sort: Sort): boolean {
  return sort.kind === 'process' || (sort.kind === 'ids' && sort.process);
}

/** The sort with no value but `none`; joins with every `maybe`. */
export const noneSort: Sort = { kind: 'maybe', of: { kind: 'enumeration', labels: [] } };

/** Of sorts that join: whether one says somewhere "any process" where the other says of which kind. Such values are written differently. */
export function isOtherProcess(a: Sort, b: Sort): boolean {
  if (a.kind === 'maybe' || b.kind === 'maybe')
    return isOtherProcess(a.kind === 'maybe' ? a.of : a, b.kind === 'maybe' ? b.of : b);
  if (a.kind !== b.kind) return isProcess(a) && isProcess(b);
  switch (a.kind) {
    case 'set':
    case 'seq':
      return (b.kind === 'set' || b.kind === 'seq') && isOtherProcess(a.of, b.of);
    case 'fn':
      return b.kind === 'fn' && isOtherProcess(a.value, b.value);
    case 'tuple':
      return b.kind === 'tuple' && a.items.some((item, index) => isOtherProcess(item, b.items[index] ?? item));
    case 'record':
      return b.kind === 'record' && areOtherProcesses(a.fields, b.fields);
    case 'variant':
      return b.kind === 'variant' && areOtherProcesses(a.cases, b.cases);
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
    case 'process':
    case 'lock':
    case 'local':
      return false;
  }
}

function areOtherProcesses(a: Readonly<Record<string, Sort>>, b: Readonly<Record<string, Sort>>): boolean {
  return Object.entries(a).some(([name, sort]) => isOtherProcess(sort, b[name] ?? sort));
}

function joinMaybe(a: Sort, b: Sort): Sort | undefined {
  if (a === noneSort || b === noneSort) {
    const other = a === noneSort ? b : a;
    return other.kind === 'maybe' ? other : { kind: 'maybe', of: other };
  }
  const of = joinSorts(a.kind === 'maybe' ? a.of : a, b.kind === 'maybe' ? b.of : b);
  return of && { kind: 'maybe', of };
}

function joinParts(
  a: Readonly<Record<string, Sort>>,
  b: Readonly<Record<string, Sort>>,
): Record<string, Sort> | undefined {
  if (!sameList(Object.keys(a), Object.keys(b))) return undefined;
  const parts: Record<string, Sort> = {};
  for (const [name, sort] of Object.entries(a)) {
    const joined = joinSorts(sort, b[name] ?? sort);
    if (joined === undefined) return undefined;
    parts[name] = joined;
  }
  return parts;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function refuse(what: string, mend?: string): never {
  throw new SpecError(what, mend === undefined ? {} : { mend });
}
