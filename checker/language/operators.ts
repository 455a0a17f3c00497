// The operators, one row each: sorts, meaning over Immutable.js values, how it is written for people, and in TLA+.
// The compiler's readings are rows of the same names, so that the two meanings can be compared by eye.

import { is, List, Map, Set } from 'immutable';
import {
  all,
  fail,
  idsOnly,
  illSorted,
  interval,
  join,
  numbers,
  ordered,
  plain,
  ring,
  seqOnly,
  setOnly,
} from './operator-sorts.ts';
import { type Sort, anyProcess, bool, isProcess, printSort } from './sorts.ts';
import { type Value, cardinality, isElement, printValue, tagged, unset } from './values.ts';

/** Thrown by a partial operator outside its domain: the message says which operand is at fault. */
export class OutsideDomain extends Error {
  override readonly name = 'OutsideDomain';
}

export interface Operator {
  /** The sort of the result. @throws SpecError where the operands do not fit. */
  readonly sort: (args: readonly Sort[], detail: string) => Sort;
  /** The value of the result. Lazy operators (`lazy: true`) are given their meaning by each evaluator, left to right, stopping when decided. */
  readonly meaning: (
    args: readonly Value[],
    context: { readonly sorts: readonly Sort[]; readonly sort: Sort; readonly detail: string },
  ) => Value;
  readonly lazy?: true;
  /** Whether it is undefined for some operands: evaluating it there is a domain error. */
  readonly partial?: true;
  /** For people: `{0}` is an operand, `{*}` all of them, `{d}` the detail. */
  readonly text: string;
  readonly tla: string;
  /** Binding strength of `text`, loosest 1; operands that bind less tightly are put in parentheses. */
  readonly strength: number;
}

// prettier-ignore
export const operators = {
  // Truth. The lazy ones stop as soon as the answer is known.
  not: { sort: ([a]) => all([a], 'bool', bool), meaning: ([a]) => a !== true, text: 'not {0}', tla: '~{0}', strength: 4 },
  all: { sort: (args) => all(args, 'bool', bool), meaning: lazily, lazy: true, text: '{* and }', tla: '{* /\\ }', strength: 3 },
  any: { sort: (args) => all(args, 'bool', bool), meaning: lazily, lazy: true, text: '{* or }', tla: '{* \\/ }', strength: 2 },
  implies: { sort: (args) => all(args, 'bool', bool), meaning: lazily, lazy: true, text: '{0} => {1}', tla: '{0} => {1}', strength: 1 },
  iff: { sort: (args) => all(args, 'bool', bool), meaning: ([a, b]) => a === b, text: '{0} <=> {1}', tla: '{0} <=> {1}', strength: 1 },
  ifThenElse: {
    sort: ([condition, a, b]) => (all([condition], 'bool', bool), join(a, b)),
    meaning: lazily,
    lazy: true,
    text: 'if {0} then {1} else {2}',
    tla: 'IF {0} THEN {1} ELSE {2}',
    strength: 1,
  },
  /** The condition; false where it has no value. */
  orFalse: { sort: (args) => all(args, 'bool', bool), meaning: lazily, lazy: true, text: '{0}', tla: '{0}', strength: 9 },

  // Comparison.
  equal: { sort: ([a, b]) => (join(a, b), bool), meaning: ([a, b]) => is(a, b), text: '{0} = {1}', tla: '{0} = {1}', strength: 5 },
  notEqual: { sort: ([a, b]) => (join(a, b), bool), meaning: ([a, b]) => !is(a, b), text: '{0} # {1}', tla: '{0} # {1}', strength: 5 },
  lessThan: { sort: ordered, meaning: ([a, b], { sorts }) => rank(a, sorts[0]) < rank(b, sorts[1]), text: '{0} < {1}', tla: '{0} < {1}', strength: 5 },
  atMost: { sort: ordered, meaning: ([a, b], { sorts }) => rank(a, sorts[0]) <= rank(b, sorts[1]), text: '{0} <= {1}', tla: '{0} <= {1}', strength: 5 },
  moreThan: { sort: ordered, meaning: ([a, b], { sorts }) => rank(a, sorts[0]) > rank(b, sorts[1]), text: '{0} > {1}', tla: '{0} > {1}', strength: 5 },
  atLeast: { sort: ordered, meaning: ([a, b], { sorts }) => rank(a, sorts[0]) >= rank(b, sorts[1]), text: '{0} >= {1}', tla: '{0} >= {1}', strength: 5 },

  // Arithmetic is exact: the sort of a result is the interval of all its values.
  plus: { sort: interval((a, b) => a + b), meaning: ([a, b]) => Number(a) + Number(b), text: '{0} + {1}', tla: '{0} + {1}', strength: 6 },
  minus: { sort: interval((a, b) => a - b), meaning: ([a, b]) => Number(a) - Number(b), text: '{0} - {1}', tla: '{0} - {1}', strength: 6 },
  times: { sort: interval((a, b) => a * b), meaning: ([a, b]) => plain(Number(a) * Number(b)), text: '{0} * {1}', tla: '{0} * {1}', strength: 7 },
  /** Floored, as in TLA+: -3 dividedBy 2 is -2. */
  dividedBy: {
    sort: ([a, b]) => {
      const [x, y] = [numbers(a), numbers(b)];
      const divisors = [y.lo, y.hi, -1, 1].filter((each) => each !== 0 && each >= y.lo && each <= y.hi);
      if (divisors.length === 0) throw illSorted('dividedBy needs a divisor that can differ from 0', b);
      const quotients = divisors.flatMap((divisor) => [Math.floor(x.lo / divisor), Math.floor(x.hi / divisor)]);
      return { kind: 'range', lo: Math.min(...quotients), hi: Math.max(...quotients) };
    },
    meaning: ([a, b]) => (b === 0 ? outside('division by 0') : plain(Math.floor(Number(a) / Number(b)))),
    partial: true,
    text: '{0} div {1}',
    tla: '{0} \\div {1}',
    strength: 7,
  },
  /** The remainder of floored division by a positive number, as in TLA+: -3 modulo 2 is 1. */
  modulo: {
    sort: ([a, b]) => {
      const [x, y] = [numbers(a), numbers(b)];
      if (y.hi < 1) throw illSorted('modulo needs a divisor that can be positive', b);
      return { kind: 'range', lo: 0, hi: x.lo >= 0 ? Math.min(x.hi, y.hi - 1) : y.hi - 1 };
    },
    meaning: ([a, b]) => (Number(b) <= 0 ? outside(`modulo ${String(b)}, which is not positive`) : ((Number(a) % Number(b)) + Number(b)) % Number(b)),
    partial: true,
    text: '{0} mod {1}',
    tla: '{0} % {1}',
    strength: 7,
  },
  min: { sort: interval(Math.min), meaning: ([a, b]) => Math.min(Number(a), Number(b)), text: 'min({0}, {1})', tla: 'Min({0}, {1})', strength: 9 },
  max: { sort: interval(Math.max), meaning: ([a, b]) => Math.max(Number(a), Number(b)), text: 'max({0}, {1})', tla: 'Max({0}, {1})', strength: 9 },
  /** The sum, held within the bounds of the left operand's sort. */
  saturatingPlus: {
    sort: ([a, b]) => (numbers(b), numbers(a)),
    meaning: ([a, b], { sort }) => (sort.kind === 'range' ? Math.max(sort.lo, Math.min(sort.hi, Number(a) + Number(b))) : 0),
    text: 'saturatingPlus({0}, {1})',
    tla: 'Saturate({0} + {1})',
    strength: 9,
  },

  // Identifiers as a ring or a line: using these makes the sort ordered.
  next: { sort: ring, meaning: ([a], { sort }) => (Number(a) + 1) % cardinality(sort), text: 'next({0})', tla: 'Next({0})', strength: 9 },
  previous: { sort: ring, meaning: ([a], { sort }) => (Number(a) + cardinality(sort) - 1) % cardinality(sort), text: 'previous({0})', tla: 'Previous({0})', strength: 9 },
  index: {
    sort: ([a]) => ({ kind: 'range', lo: 0, hi: Math.max(0, cardinality(idsOnly(a)) - 1) }),
    meaning: ([a]) => a ?? 0,
    text: 'index({0})',
    tla: 'Index({0})',
    strength: 9,
  },

  // Maybe.
  /** A value where `maybe` of its sort is meant. */
  some: { sort: ([a]) => ({ kind: 'maybe', of: a ?? bool }), meaning: ([a]) => a ?? null, text: '{0}', tla: '{0}', strength: 9 },
  value: {
    sort: ([a]) => (a?.kind === 'maybe' ? a.of : fail('value() needs a maybe', a)),
    meaning: ([a]) => (a === null || a === undefined ? outside('value() of none') : a),
    partial: true,
    text: '{0}',
    tla: '{0}',
    strength: 9,
  },
  /** A process where a process of any kind is meant. */
  asProcess: {
    sort: ([a]) => (a !== undefined && isProcess(a) ? anyProcess : fail('only a process can hold a lock', a)),
    meaning: ([a], { sorts }) => (sorts[0]?.kind === 'ids' ? `${sorts[0].name}#${String(a)}` : (a ?? null)),
    text: '{0}',
    tla: '{0}',
    strength: 9,
  },
  /** The holder of a lock, or none. */
  holder: {
    sort: ([a]) => (a?.kind === 'lock' ? { kind: 'maybe', of: anyProcess } : fail('only a lock has a holder', a)),
    meaning: ([a]) => a ?? null,
    text: 'holder({0})',
    tla: '{0}',
    strength: 9,
  },
  /** A lock's value from its holder or none. */
  heldBy: {
    sort: (_, detail) => ({ kind: 'lock', discipline: detail === 'spin' ? 'spin' : 'sleep' }),
    meaning: ([a]) => a ?? null,
    text: 'held by {0}',
    tla: '{0}',
    strength: 9,
  },
  /** A process's local: outside its life there is no value. */
  local: {
    sort: ([a]) => (a?.kind === 'local' ? a.of : fail('not a local', a)),
    meaning: ([a]) => (a === unset || a === undefined ? outside('a local that has no value here') : a),
    partial: true,
    text: '{0}',
    tla: '{0}',
    strength: 9,
  },

  /** The same value, as an element of another sort. Made with that sort, which its operand does not tell. */
  as: {
    sort: () => fail('a value becomes one of a sort that is given', undefined),
    meaning: ([a = null], { sort }) => (isElement(a, sort) ? a : outside(whyNotStored(a, sort) ?? '')),
    partial: true,
    text: '{0}',
    tla: '{0}',
    strength: 9,
  },

  // Functions.
  at: {
    sort: ([f, key]) => (f?.kind === 'fn' ? (join(f.key, key), f.value) : fail('at() needs a function', f)),
    meaning: ([f, key], { sorts }) => (Map.isMap(f) && key !== undefined && f.has(key) ? (f.get(key) ?? null) : outsideKey(key, sorts)),
    partial: true,
    text: '{0}[{1}]',
    tla: '{0}[{1}]',
    strength: 9,
  },
  except: {
    sort: ([f, key, value]) => (f?.kind === 'fn' ? (join(f.key, key), { kind: 'fn', key: f.key, value: join(f.value, value) }) : fail('except() needs a function', f)),
    meaning: ([f, key, value], { sorts }) => (Map.isMap(f) && key !== undefined && f.has(key) ? f.set(key, value ?? null) : outsideKey(key, sorts)),
    partial: true,
    text: '[{0} except {1}: {2}]',
    tla: '[{0} EXCEPT ![{1}] = {2}]',
    strength: 9,
  },

  // Records, tuples, variants. The detail is the field, the position or the tag.
  record: {
    sort: (args, detail) => ({ kind: 'record', fields: Object.fromEntries(detail.split(',').map((name, index) => [name, args[index] ?? bool])) }),
    meaning: (args, { detail }) => Map<Value, Value>(detail.split(',').map((name, index) => [name, args[index] ?? null])),
    text: '[{d: *}]',
    tla: '[{d |-> *}]',
    strength: 9,
  },
  field: {
    sort: ([a], name) => (a?.kind === 'record' && a.fields[name] !== undefined ? a.fields[name] : fail(`no field '${name}'`, a)),
    meaning: ([a], { detail }) => (Map.isMap(a) ? (a.get(detail) ?? null) : null),
    text: '{0}.{d}',
    tla: '{0}.{d}',
    strength: 9,
  },
  with: {
    sort: ([a, value], name) => {
      const field = a?.kind === 'record' ? a.fields[name] : undefined;
      if (a?.kind !== 'record' || field === undefined) return fail(`no field '${name}'`, a);
      return { kind: 'record', fields: { ...a.fields, [name]: join(field, value) } };
    },
    meaning: ([a, value], { detail }) => (Map.isMap(a) ? a.set(detail, value ?? null) : null),
    text: '[{0} with {d}: {1}]',
    tla: '[{0} EXCEPT !.{d} = {1}]',
    strength: 9,
  },
  tuple: { sort: (args) => ({ kind: 'tuple', items: args }), meaning: (args) => List(args), text: '<{*, }>', tla: '<<{*, }>>', strength: 9 },
  item: {
    sort: ([a], position) => (a?.kind === 'tuple' ? (a.items[Number(position)] ?? fail(`no item ${position}`, a)) : fail('item() needs a tuple', a)),
    meaning: ([a], { detail }) => (List.isList(a) ? (a.get(Number(detail)) ?? null) : null),
    text: '{0}.{d}',
    tla: '{0}[{d} + 1]',
    strength: 9,
  },
  tag: {
    sort: ([payload], tag) => ({ kind: 'variant', cases: { [tag]: payload ?? bool } }),
    meaning: ([payload], { detail }) => tagged(detail, payload ?? null),
    text: '{d}({0})',
    tla: '[tag |-> "{d}", value |-> {0}]',
    strength: 9,
  },
  isCase: {
    sort: ([a], tag) => (a?.kind === 'variant' && a.cases[tag] !== undefined ? bool : fail(`no case '${tag}'`, a)),
    meaning: ([a], { detail }) => Map.isMap(a) && a.get('tag') === detail,
    text: '{0} is {d}',
    tla: '{0}.tag = "{d}"',
    strength: 5,
  },
  payload: {
    sort: ([a], tag) => (a?.kind === 'variant' ? (a.cases[tag] ?? fail(`no case '${tag}'`, a)) : fail('payload() needs a variant', a)),
    meaning: ([a], { detail }) => (Map.isMap(a) && a.get('tag') === detail ? (a.get('value') ?? null) : outside(`payload('${detail}') of another case`)),
    partial: true,
    text: '{0}.{d}',
    tla: '{0}.value',
    strength: 9,
  },

  // Sets.
  set: {
    sort: (args) => ({ kind: 'set', of: args.reduce((a, b) => join(a, b)) }),
    meaning: (args) => Set(args),
    text: '{{*, }}',
    tla: '{{*, }}',
    strength: 9,
  },
  has: { sort: ([s, x]) => (join(setOnly(s).of, x), bool), meaning: ([s, x]) => Set.isSet(s) && x !== undefined && s.has(x), text: '{1} in {0}', tla: '{1} \\in {0}', strength: 5 },
  isSubsetOf: { sort: ([s, t]) => (join(setOnly(s), t), bool), meaning: ([s, t]) => Set.isSet(s) && Set.isSet(t) && s.isSubset(t), text: '{0} subset of {1}', tla: '{0} \\subseteq {1}', strength: 5 },
  union: { sort: ([s, t]) => join(setOnly(s), t), meaning: ([s, t]) => (Set.isSet(s) && Set.isSet(t) ? s.union(t) : null), text: '{0} union {1}', tla: '{0} \\cup {1}', strength: 6 },
  intersect: { sort: ([s, t]) => (join(setOnly(s), t), setOnly(s)), meaning: ([s, t]) => (Set.isSet(s) && Set.isSet(t) ? s.intersect(t) : null), text: '{0} intersect {1}', tla: '{0} \\cap {1}', strength: 6 },
  without: { sort: ([s, t]) => (join(setOnly(s), t), setOnly(s)), meaning: ([s, t]) => (Set.isSet(s) && Set.isSet(t) ? s.subtract(t) : null), text: '{0} without {1}', tla: '{0} \\ {1}', strength: 6 },
  size: { sort: ([s]) => ({ kind: 'range', lo: 0, hi: cardinality(setOnly(s).of) }), meaning: ([s]) => (Set.isSet(s) ? s.size : 0), text: 'size({0})', tla: 'Cardinality({0})', strength: 9 },

  // Sequences, counted from 0.
  seq: {
    sort: (args) => ({ kind: 'seq', of: args.reduce((a, b) => join(a, b)), max: args.length }),
    meaning: (args) => List(args),
    text: '<{*, }>',
    tla: '<<{*, }>>',
    strength: 9,
  },
  length: { sort: ([s]) => ({ kind: 'range', lo: 0, hi: seqOnly(s).max }), meaning: ([s]) => (List.isList(s) ? s.size : 0), text: 'length({0})', tla: 'Len({0})', strength: 9 },
  head: { sort: ([s]) => seqOnly(s).of, meaning: ([s]) => (List.isList(s) && s.size > 0 ? (s.first() ?? null) : outside('head of an empty sequence')), partial: true, text: 'head({0})', tla: 'Head({0})', strength: 9 },
  last: { sort: ([s]) => seqOnly(s).of, meaning: ([s]) => (List.isList(s) && s.size > 0 ? (s.last() ?? null) : outside('last of an empty sequence')), partial: true, text: 'last({0})', tla: 'Last({0})', strength: 9 },
  tail: {
    sort: ([s]) => ({ ...seqOnly(s), max: Math.max(0, seqOnly(s).max - 1) }),
    meaning: ([s]) => (List.isList(s) && s.size > 0 ? s.rest() : outside('tail of an empty sequence')),
    partial: true,
    text: 'tail({0})',
    tla: 'Tail({0})',
    strength: 9,
  },
  nth: {
    sort: ([s, i]) => (numbers(i), seqOnly(s).of),
    meaning: ([s, i]) => (List.isList(s) && Number(i) >= 0 && Number(i) < s.size ? (s.get(Number(i)) ?? null) : outside(`item ${String(i)} of a sequence of ${List.isList(s) ? s.size : 0}`)),
    partial: true,
    text: '{0}[{1}]',
    tla: '{0}[{1} + 1]',
    strength: 9,
  },
  append: { sort: ([s, x]) => ({ kind: 'seq', of: join(seqOnly(s).of, x), max: seqOnly(s).max + 1 }), meaning: ([s, x]) => (List.isList(s) ? s.push(x ?? null) : null), text: 'append({0}, {1})', tla: 'Append({0}, {1})', strength: 9 },
  concat: {
    sort: ([s, t]) => ({ kind: 'seq', of: join(seqOnly(s).of, seqOnly(t).of), max: seqOnly(s).max + seqOnly(t).max }),
    meaning: ([s, t]) => (List.isList(s) && List.isList(t) ? s.concat(t) : null),
    text: '{0} ++ {1}',
    tla: '{0} \\o {1}',
    strength: 6,
  },
  items: { sort: ([s]) => ({ kind: 'set', of: seqOnly(s).of }), meaning: ([s]) => (List.isList(s) ? s.toSet() : null), text: 'items({0})', tla: 'Range({0})', strength: 9 },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof operators;

/** The row of an operator, by the common type. */
export function operator(name: OperatorName): Operator {
  return operators[name];
}

function lazily(): never {
  throw new Error('a lazy operator is given its meaning by the evaluator');
}

function outside(message: string): never {
  throw new OutsideDomain(message);
}

function outsideKey(key: Value | undefined, sorts: readonly Sort[]): never {
  const [f, given] = sorts;
  const shown = key === undefined || given === undefined ? 'nothing' : printValue(key, given);
  return outside(`index ${shown} is outside ${f?.kind === 'fn' ? printSort(f.key) : 'the function'}`);
}

/** The position of a value in its sort's order; every value of the sorts compared is known to have one. */
function rank(value: Value | undefined, sort: Sort | undefined): number {
  if (typeof value === 'number') return value;
  return sort?.kind === 'enumeration' ? sort.labels.indexOf(String(value)) : Number(value);
}

/** Whether a value may be stored where `sort` is declared; the message otherwise. */
export function whyNotStored(value: Value, sort: Sort): string | undefined {
  return isElement(value, sort) ? undefined : `${printOutside(value, sort)} is outside ${printSort(sort)}`;
}

function printOutside(value: Value, sort: Sort): string {
  if (List.isList(value) && sort.kind === 'seq' && value.size > sort.max) return `a sequence of ${value.size} items`;
  return printValue(value, sort);
}
