// The operators' meanings in generated code, one row each, by the names of the language's table.
// A row is given its operands compiled, in order; what it emits runs after they were evaluated.

import { operator, type OperatorName } from '../language/operators.ts';
import { joinSorts, type Sort } from '../language/sorts.ts';
import type { Node } from '../language/tree.ts';
import { InternalError } from '../language/errors.ts';
import { outsideText } from '../language/property-names.ts';
import { around, flooredQuotient, flooredRemainder, isPositive } from './arithmetic.ts';
import type { Code } from './code.ts';
import {
  asKind,
  chosen,
  conjunction,
  given,
  isEqual,
  isGiven,
  keep,
  maskWords,
  partAt,
  parts,
  partSorts,
  plusConstant,
  scalar,
  sizeOf,
  widthOf,
  xOf,
  zeroOf,
  type Compiled,
} from './compiled.ts';
import type { Context } from './context.ts';
import { hasBit, withBit } from './sets.ts';
import { fit, processOf, rankOf, someOf } from './fit.ts';
import {
  add,
  and,
  as,
  atMost,
  bitAnd,
  bitOr,
  bitXor,
  choose,
  constant,
  equal,
  i32,
  i64,
  isFalse,
  isTrue,
} from './wasm.ts';
import { less, mul, no, not, notEqual, onesIn, sub, yes, type Wx, type WasmType } from './wasm.ts';

export type Apply = Extract<Node, { kind: 'apply' }>;

/** What a row is given. */
export interface Operands {
  readonly node: Apply;
  readonly args: readonly Compiled[];
  readonly sorts: readonly Sort[];
  readonly cx: Context;
  readonly out: Code;
}

type Row = (operands: Operands, a: Compiled, b: Compiled) => Compiled;
type LazyOperator = 'all' | 'any' | 'implies' | 'ifThenElse' | 'orFalse';

/** The operator applied to operands that have been evaluated. */
export function apply(operands: Operands): Compiled {
  const { operator: name } = operands.node;
  if (isLazy(name)) throw new InternalError('lazy operators are no rows');
  const [a = nothing, b = nothing] = operands.args;
  return rows[name](operands, a, b);
}

function isLazy(name: OperatorName): name is LazyOperator {
  return operator(name).lazy === true;
}

const nothing: Compiled = scalar(no);

// prettier-ignore
const rows: Readonly<Record<Exclude<OperatorName, LazyOperator>, Row>> = {
  not: (_, a) => scalar(not(xOf(a))),
  iff: (_, a, b) => scalar(equal(xOf(a), xOf(b))),

  equal: (o) => scalar(sameValue(o)),
  notEqual: (o) => scalar(not(sameValue(o))),
  lessThan: (_, a, b) => scalar(less(xOf(a), xOf(b))),
  atMost: (_, a, b) => scalar(atMost(xOf(a), xOf(b))),
  moreThan: (_, a, b) => scalar(less(xOf(b), xOf(a))),
  atLeast: (_, a, b) => scalar(atMost(xOf(b), xOf(a))),

  plus: (o) => arithmetic(o, add),
  minus: (o) => arithmetic(o, sub),
  times: (o) => arithmetic(o, mul),
  dividedBy: (o) => {
    failUnless(notZero(o), o);
    return arithmetic(o, flooredQuotient);
  },
  modulo: (o, _, b) => {
    const x = xOf(b);
    failUnless(isPositive(o.sorts[1]) ? yes : less(constant(x.type, 0), x), o);
    return arithmetic(o, flooredRemainder);
  },
  min: (o) => arithmetic(o, (x, y) => choose(less(x, y), x, y)),
  max: (o) => arithmetic(o, (x, y) => choose(less(x, y), y, x)),
  saturatingPlus: (o) => {
    const { sort } = o.node;
    if (sort.kind !== 'range') throw new InternalError('saturatingPlus is a number');
    const sum = kept(add(as('i64', xOf(first(o))), as('i64', xOf(second(o)))), o);
    const capped = choose(less(sum, i64(sort.lo)), i64(sort.lo), choose(less(i64(sort.hi), sum), i64(sort.hi), sum));
    return scalar(as(widthOf(sort), capped));
  },

  next: (o, a) => scalar(around(kept(xOf(a), o), o.node.sort, 1)),
  previous: (o, a) => scalar(around(kept(xOf(a), o), o.node.sort, -1)),
  index: (_, a) => a,

  some: (o, a) => someOf(a, first_(o)),
  value: (o, a) => {
    failUnless(isGiven(a), o);
    return given(a);
  },
  as: (o, a) => {
    const { value, isElement } = fit(a, first_(o), o.node.sort, o.cx.module.names);
    failUnless(isElement, o);
    return value;
  },
  asProcess: (o, a) => {
    const [sort] = o.sorts;
    return sort?.kind === 'ids' ? scalar(processOf(xOf(a), sort, o.cx.module.names)) : a;
  },
  holder: (_, a) => a,
  heldBy: (o, a) => fitted(a, first_(o), o.node.sort, o),
  local: (o, a) => {
    const { live, of } = asKind(a, 'local');
    failUnless(live, o);
    return of;
  },

  at: (o, a, b) => {
    const key = keyOf(o, b);
    return key === undefined ? zeroOf(o.node.sort, o.cx.module.names) : partAt(asKind(a, 'parts'), key);
  },
  except: (o, a, b) => {
    const key = keyOf(o, b);
    const [from, , valueSort] = o.sorts;
    const to = partSorts(o.node.sort);
    const whole = asKind(a, 'parts');
    const { sort } = o.node;
    const value = fitted(o.args[2] ?? nothing, valueSort ?? sort, sort.kind === 'fn' ? sort.value : sort, o);
    const before = partSorts(from ?? o.node.sort);
    return parts(to.map((each, index) =>
      chosen(key === undefined ? no : equal(key, i32(index)), value, fitted(whole.part(index), before[index] ?? each, each, o))));
  },

  record: (o) => parts(o.args.map((arg, index) => fitted(arg, o.sorts[index] ?? o.node.sort, partSorts(o.node.sort)[index] ?? o.node.sort, o))),
  field: (o, a) => asKind(a, 'parts').part(fieldIndex(o.sorts[0], o.node.detail)),
  with: (o, a, b) => {
    const [from, valueSort] = o.sorts;
    const changedIndex = fieldIndex(from, o.node.detail);
    const before = partSorts(from ?? o.node.sort);
    return parts(partSorts(o.node.sort).map((sort, index) =>
      index === changedIndex ? fitted(b, valueSort ?? sort, sort, o) : fitted(asKind(a, 'parts').part(index), before[index] ?? sort, sort, o)));
  },
  tuple: (o) => parts(o.args.map((arg, index) => fitted(arg, o.sorts[index] ?? o.node.sort, partSorts(o.node.sort)[index] ?? o.node.sort, o))),
  item: (o, a) => asKind(a, 'parts').part(Number(o.node.detail)),
  tag: (o, a) => {
    const cases = casesOf(o.node.sort);
    return {
      kind: 'variant',
      tag: i32(cases.findIndex(([name]) => name === o.node.detail)),
      cases: cases.map(([name, sort]) => name === o.node.detail ? fitted(a, first_(o), sort, o) : undefined),
    };
  },
  isCase: (o, a) => scalar(isCase(o, a)),
  payload: (o, a) => {
    failUnless(isCase(o, a), o);
    const { cases } = asKind(a, 'variant');
    return cases[casesOf(first_(o)).findIndex(([name]) => name === o.node.detail)] ?? zeroOf(o.node.sort, o.cx.module.names);
  },

  set: (o) => setFrom(o.args.map((value, index) => ({ value, sort: o.sorts[index] ?? o.node.sort, condition: yes })), o),
  has: (o, a, b) => {
    const of = elementSort(first_(o));
    const { value, isElement } = fit(b, o.sorts[1] ?? of, of, o.cx.module.names);
    if (isFalse(isElement)) return scalar(no);
    return scalar(and(isElement, hasBit(asKind(a, 'mask'), kept(rankOf(value, of), o))));
  },
  isSubsetOf: (o) => maskPair(o, joined(o), (x, y) => equal(bitAnd(x, bitXor(y, i64(-1))), i64(0)), (words) => scalar(conjunction(words))),
  union: (o) => masks(o, bitOr),
  intersect: (o) => fitted(masks(o, bitAnd, joined(o)), joined(o), o.node.sort, o),
  without: (o) => fitted(masks(o, (x, y) => bitAnd(x, bitXor(y, i64(-1))), joined(o)), joined(o), o.node.sort, o),
  size: (_, a) => scalar(asKind(a, 'mask').words.map((word) => as('i32', onesIn(word))).reduce(add)),

  seq: (o) => {
    const of = itemSort(o.node.sort);
    return { kind: 'seq', length: i32(o.args.length), items: o.args.map((arg, index) => fitted(arg, o.sorts[index] ?? of, of, o)) };
  },
  length: (_, a) => scalar(asKind(a, 'seq').length),
  head: (o, a) => {
    const { length, items } = asKind(a, 'seq');
    failUnless(notEqual(length, i32(0)), o);
    return items[0] ?? zeroOf(o.node.sort, o.cx.module.names);
  },
  last: (o, a) => {
    const { length } = asKind(a, 'seq');
    failUnless(notEqual(length, i32(0)), o);
    return itemAt(a, kept(plusConstant(length, -1), o), o.node.sort, o);
  },
  tail: (o, a) => {
    const { length, items } = asKind(a, 'seq');
    failUnless(notEqual(length, i32(0)), o);
    return { kind: 'seq', length: plusConstant(length, -1), items: items.slice(1) };
  },
  nth: (o, a, b) => {
    const index = kept(xOf(b), o);
    const { length } = asKind(a, 'seq');
    failUnless(and(atMost(constant(index.type, 0), index), less(index, length)), o);
    return itemAt(a, as('i32', index), o.node.sort, o);
  },
  append: (o, a, b) => {
    const of = itemSort(o.node.sort);
    const item = keptWhole(fitted(b, o.sorts[1] ?? of, of, o), o);
    const before = asKind(fitted(a, first_(o), { kind: 'seq', of, max: maxOf(first_(o)) }, o), 'seq');
    const items = Array.from({ length: maxOf(o.node.sort) }, (_, index) => {
      const old = before.items[index];
      return old === undefined ? item : chosen(equal(before.length, i32(index)), item, old);
    });
    return { kind: 'seq', length: plusConstant(before.length, 1), items };
  },
  concat: (o, a, b) => {
    const of = itemSort(o.node.sort);
    const [left, right] = [a, b].map((each, index) => {
      const sort = o.sorts[index] ?? o.node.sort;
      return asKind(keptWhole(fitted(each, sort, { kind: 'seq', of, max: maxOf(sort) }, o), o), 'seq');
    });
    if (left === undefined || right === undefined) throw new InternalError('concat has two operands');
    const items = Array.from({ length: maxOf(o.node.sort) }, (_, index) => {
      const behind = itemAt(right, kept(clamped(sub(i32(index), left.length), right.items.length), o), of, o);
      const old = left.items[index];
      return old === undefined ? behind : chosen(less(i32(index), left.length), old, behind);
    });
    return { kind: 'seq', length: add(left.length, right.length), items };
  },
  items: (o, a) => {
    const { length, items } = asKind(a, 'seq');
    const sort = itemSort(first_(o));
    return setFrom(items.map((value, index) => ({ value, sort, condition: less(i32(index), length) })), o);
  },
};

function first(o: Operands): Compiled {
  return o.args[0] ?? nothing;
}

function second(o: Operands): Compiled {
  return o.args[1] ?? nothing;
}

function first_({ sorts, node }: Operands): Sort {
  return sorts[0] ?? node.sort;
}

/** Leaves unless the condition is true. */
export function failUnless(condition: Wx, { node, cx, out }: Pick<Operands, 'node' | 'cx' | 'out'>): void {
  if (isTrue(condition)) return;
  const inner: Code = [];
  cx.fail(outsideText(node), inner);
  out.push(`(if ${not(condition).text} (then`, ...inner, '))');
}

function kept(x: Wx, { cx, out }: Operands): Wx {
  return cx.to.kept(x, out);
}

function keptWhole(value: Compiled, { cx, out }: Operands): Compiled {
  return keep(value, cx.to, out);
}

/** The value as one of a sort that surely holds it. */
function fitted(value: Compiled, from: Sort, to: Sort, { cx }: Operands): Compiled {
  return fit(value, from, to, cx.module.names).value;
}

function joined({ sorts: [a, b], node }: Operands): Sort {
  return (a !== undefined && b !== undefined ? joinSorts(a, b) : undefined) ?? node.sort;
}

function sameValue(o: Operands): Wx {
  const sort = joined(o);
  const [a, b] = [first(o), second(o)];
  const [left, right] = [fitted(a, first_(o), sort, o), fitted(b, o.sorts[1] ?? sort, sort, o)];
  return isEqual(left, right);
}

// Done in the width that holds the operands and the result.
function arithmetic(o: Operands, operation: (x: Wx, y: Wx) => Wx): Compiled {
  const width: WasmType = [...o.sorts, o.node.sort].some((sort) => widthOf(sort) === 'i64') ? 'i64' : 'i32';
  const [x, y] = [kept(as(width, xOf(first(o))), o), kept(as(width, xOf(second(o))), o)];
  return scalar(as(widthOf(o.node.sort), operation(x, y)));
}

function notZero(o: Operands): Wx {
  const x = xOf(second(o));
  const [, sort] = o.sorts;
  if (sort?.kind === 'range' && (sort.lo > 0 || sort.hi < 0)) return yes;
  return notEqual(x, constant(x.type, 0));
}

/** The position of a key among a function's entries; leaves where there is none, and is undefined where there never is. */
function keyOf(o: Operands, key: Compiled): Wx | undefined {
  const [f, given_] = o.sorts;
  if (f?.kind !== 'fn' || given_ === undefined) throw new InternalError('only functions are indexed');
  const { value, isElement } = fit(key, given_, f.key, o.cx.module.names);
  const isKey = sizeOf(f.key) === 0 ? no : isElement;
  failUnless(isKey, o);
  if (isFalse(isKey)) return undefined;
  return kept(rankOf(value, f.key), o);
}

function fieldIndex(sort: Sort | undefined, name: string): number {
  return sort?.kind === 'record' ? Object.keys(sort.fields).indexOf(name) : -1;
}

function casesOf(sort: Sort): readonly (readonly [string, Sort])[] {
  return sort.kind === 'variant' ? Object.entries(sort.cases) : [];
}

function isCase(o: Operands, value: Compiled): Wx {
  return equal(asKind(value, 'variant').tag, i32(casesOf(first_(o)).findIndex(([name]) => name === o.node.detail)));
}

function elementSort(sort: Sort): Sort {
  return sort.kind === 'set' ? sort.of : sort;
}

function itemSort(sort: Sort): Sort {
  return sort.kind === 'seq' ? sort.of : sort;
}

function maxOf(sort: Sort): number {
  return sort.kind === 'seq' ? sort.max : 0;
}

interface Member {
  readonly value: Compiled;
  readonly sort: Sort;
  readonly condition: Wx;
}

function setFrom(members: readonly Member[], o: Operands): Compiled {
  const of = elementSort(o.node.sort);
  const empty: Compiled = { kind: 'mask', words: Array.from({ length: maskWords(sizeOf(of)) }, () => i64(0)) };
  return members.reduce<Compiled>((set, { value, sort, condition }) => {
    const rank = kept(rankOf(fitted(value, sort, of, o), of), o);
    return withBit(asKind(set, 'mask'), rank, condition);
  }, empty);
}

function masks(o: Operands, operation: (x: Wx, y: Wx) => Wx, sort: Sort = o.node.sort): Compiled {
  return maskPair(o, sort, operation, (words) => ({ kind: 'mask', words }));
}

function maskPair(
  o: Operands,
  sort: Sort,
  operation: (x: Wx, y: Wx) => Wx,
  result: (words: readonly Wx[]) => Compiled,
): Compiled {
  const a = asKind(fitted(first(o), first_(o), sort, o), 'mask');
  const b = asKind(fitted(second(o), o.sorts[1] ?? sort, sort, o), 'mask');
  return result(a.words.map((word, index) => operation(word, b.words[index] ?? i64(0))));
}

function itemAt(value: Compiled, index: Wx, sort: Sort, o: Operands): Compiled {
  const { items } = asKind(value, 'seq');
  if (items.length === 0) return zeroOf(sort, o.cx.module.names);
  return partAt({ kind: 'parts', size: items.length, part: (each) => items[each] ?? nothing }, index);
}

// Any index in range, where the item is not used.
function clamped(index: Wx, length: number): Wx {
  if (index.value === undefined) return index;
  return i32(Math.min(Math.max(Number(index.value), 0), Math.max(0, length - 1)));
}
