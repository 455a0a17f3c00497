// Compiled values: what a value of each sort is in generated code. A tree like the value, with an expression for each scalar in it.
// Parts that nobody reads cost nothing, since expressions are written only where they are used.

import type { Sort } from '../language/sorts.ts';
import { cardinality, elementsOf, sizeOf, unset, type Value } from '../language/values.ts';
import { List, Map as FunctionValue, Set as SetValue } from 'immutable';
import { InternalError } from '../language/errors.ts';
import { Uncompilable, type Code, type FunctionCode } from './code.ts';
import { and, balanced, choose, equal, i32, i64, isFalse, isTrue, no, not, notEqual, or, yes } from './wasm.ts';
import { as, constant, isTrivial, less, type WasmType, type Wx } from './wasm.ts';

export { sizeOf };

/** The value of an expression in generated code. */
export type Compiled =
  /** A truth value (0, 1), a number, or a position: of a label, an identifier, a process. */
  | { readonly kind: 'scalar'; readonly x: Wx }
  /** A scalar or none: 0 is none, else the scalar minus `lo`, plus 1. */
  | { readonly kind: 'option'; readonly x: Wx; readonly lo: number }
  | { readonly kind: 'maybe'; readonly given: Wx; readonly of: Compiled }
  /** The fields of a record, the items of a tuple, the entries of a function in the order of its keys. */
  | {
      readonly kind: 'parts';
      readonly size: number;
      readonly part: (index: number) => Compiled;
      /** The part at an index that is known when the code runs, where there is a better way than to compare. */
      readonly at?: ((index: Wx) => Compiled) | undefined;
      /** Read from a packed state: reading twice is as cheap as keeping. */
      readonly isPacked?: boolean;
    }
  /** A set: bit i of word j is the element of position 64 j + i in the order of its sort. */
  | { readonly kind: 'mask'; readonly words: readonly Wx[] }
  /** Items from `length` on hold anything. */
  | { readonly kind: 'seq'; readonly length: Wx; readonly items: readonly Compiled[] }
  /** Cases other than that of the tag hold anything, or nothing. */
  | { readonly kind: 'variant'; readonly tag: Wx; readonly cases: readonly (Compiled | undefined)[] }
  | { readonly kind: 'local'; readonly live: Wx; readonly of: Compiled };

export type CompiledOf<K extends Compiled['kind']> = Extract<Compiled, { kind: K }>;

/** The processes of every kind in order: the position of a process among all. */
export type ProcessNames = readonly string[];

/** Functions computed by an expression have at most this many entries in generated code. */
const computedPartsMax = 1024;

export function scalar(x: Wx): Compiled {
  return { kind: 'scalar', x };
}

export function asKind<K extends Compiled['kind']>(value: Compiled, kind: K): CompiledOf<K> {
  if (value.kind !== kind) throw new InternalError(`a compiled ${value.kind} stands where ${kind} is meant`);
  return value as CompiledOf<K>;
}

/** The expression of a scalar. */
export function xOf(value: Compiled): Wx {
  return asKind(value, 'scalar').x;
}

/** The width that holds every number of a scalar sort and, for `maybe`, every code. */
export function widthOf(sort: Sort): WasmType {
  if (sort.kind === 'maybe') return widthOf(sort.of);
  if (sort.kind !== 'range') return 'i32';
  const span = sort.hi - sort.lo + 1;
  return sort.lo >= -(2 ** 31) && sort.hi < 2 ** 31 && span < 2 ** 31 ? 'i32' : 'i64';
}

export function isScalar({ kind }: Sort): boolean {
  return kind === 'bool' || kind === 'range' || kind === 'enumeration' || kind === 'ids' || kind === 'process';
}

export function loOf(sort: Sort): number {
  return sort.kind === 'range' ? sort.lo : 0;
}

/** The sorts of a record's, tuple's or function's parts, in order. */
export function partSorts(sort: Sort): readonly Sort[] {
  switch (sort.kind) {
    case 'record':
      return Object.values(sort.fields);
    case 'tuple':
      return sort.items;
    case 'fn':
      return Array.from({ length: cardinality(sort.key) }, () => sort.value);
    default:
      throw new InternalError(`a ${sort.kind} has no parts`);
  }
}

export function maskWords(elements: number): number {
  return Math.max(1, Math.ceil(elements / 64));
}

export function parts(values: readonly Compiled[]): Compiled {
  if (values.length > computedPartsMax) throw new Uncompilable(`a function of ${values.length} entries is computed`);
  return { kind: 'parts', size: values.length, part: (index) => values[index] ?? outOfParts() };
}

function outOfParts(): never {
  throw new InternalError('a part beyond the last is read');
}

/** A literal. */
export function constantOf(value: Value, sort: Sort, names: ProcessNames): Compiled {
  const inner = (item: Value | undefined, of: Sort): Compiled => constantOf(item ?? null, of, names);
  switch (sort.kind) {
    case 'bool':
      return scalar(value === true ? yes : no);
    case 'range':
      return scalar(constant(widthOf(sort), Number(value)));
    case 'enumeration':
      return scalar(i32(sort.labels.indexOf(String(value))));
    case 'ids':
      return scalar(i32(Number(value)));
    case 'process':
      return scalar(i32(names.indexOf(String(value))));
    case 'lock':
      return { kind: 'option', x: i32(value === null ? 0 : names.indexOf(String(value)) + 1), lo: 0 };
    case 'maybe':
      if (!isScalar(sort.of))
        return {
          kind: 'maybe',
          given: value === null ? no : yes,
          of: value === null ? zeroOf(sort.of, names) : inner(value, sort.of),
        };
      if (value === null) return { kind: 'option', x: constant(widthOf(sort), 0), lo: loOf(sort.of) };
      return optionOf(xOf(inner(value, sort.of)), sort.of);
    case 'local':
      return value === unset
        ? { kind: 'local', live: no, of: zeroOf(sort.of, names) }
        : { kind: 'local', live: yes, of: inner(value, sort.of) };
    case 'record':
      return parts(
        Object.entries(sort.fields).map(([name, of]) => inner(FunctionValue.isMap(value) ? value.get(name) : null, of)),
      );
    case 'tuple':
      return parts(sort.items.map((of, index) => inner(List.isList(value) ? value.get(index) : null, of)));
    case 'fn':
      return parts(
        elementsOf(sort.key).map((key) => inner(FunctionValue.isMap(value) ? value.get(key) : null, sort.value)),
      );
    case 'set': {
      const words = Array.from({ length: maskWords(sizeOf(sort.of)) }, () => 0n);
      elementsOf(sort.of).forEach((element, index) => {
        const word = Math.floor(index / 64);
        if (SetValue.isSet(value) && value.has(element)) words[word] = (words[word] ?? 0n) | (1n << BigInt(index % 64));
      });
      return { kind: 'mask', words: words.map((word) => i64(word)) };
    }
    case 'seq': {
      const items = List.isList(value) ? value : List<Value>();
      return {
        kind: 'seq',
        length: i32(items.size),
        items: Array.from({ length: sort.max }, (_, index) =>
          index < items.size ? inner(items.get(index), sort.of) : zeroOf(sort.of, names),
        ),
      };
    }
    case 'variant': {
      const tag = FunctionValue.isMap(value) ? String(value.get('tag')) : '';
      return {
        kind: 'variant',
        tag: i32(Object.keys(sort.cases).indexOf(tag)),
        cases: Object.entries(sort.cases).map(([name, of]) =>
          name === tag && FunctionValue.isMap(value) ? inner(value.get('value'), of) : undefined,
        ),
      };
    }
  }
}

/** Some value, where any will do: its code is 0 where that can be. */
export function zeroOf(sort: Sort, names: ProcessNames): Compiled {
  switch (sort.kind) {
    case 'bool':
    case 'enumeration':
    case 'ids':
    case 'process':
    case 'range':
      return scalar(constant(widthOf(sort), loOf(sort)));
    case 'maybe':
    case 'lock':
      return constantOf(null, sort, names);
    case 'local':
      return { kind: 'local', live: no, of: zeroOf(sort.of, names) };
    case 'record':
    case 'tuple':
    case 'fn': {
      const sorts = partSorts(sort);
      return { kind: 'parts', size: sorts.length, part: (index) => zeroOf(sorts[index] ?? { kind: 'bool' }, names) };
    }
    case 'set':
      return { kind: 'mask', words: Array.from({ length: maskWords(sizeOf(sort.of)) }, () => i64(0)) };
    case 'seq':
      return { kind: 'seq', length: i32(0), items: Array.from({ length: sort.max }, () => zeroOf(sort.of, names)) };
    case 'variant':
      return { kind: 'variant', tag: i32(0), cases: Object.values(sort.cases).map((of) => zeroOf(of, names)) };
  }
}

/** A scalar where `maybe` of its sort is meant. */
export function optionOf(x: Wx, sort: Sort): Compiled {
  const lo = loOf(sort);
  return { kind: 'option', x: plusConstant(as(widthOf(sort), x), 1 - lo), lo };
}

export function plusConstant(x: Wx, by: number): Wx {
  if (by === 0) return x;
  if (x.value !== undefined) return constant(x.type, x.value + BigInt(by));
  return { type: x.type, text: `(${x.type}.add ${x.text} (${x.type}.const ${by}))` };
}

/** Whether a `maybe` or lock has a value. */
export function isGiven(value: Compiled): Wx {
  if (value.kind === 'maybe') return value.given;
  const { x } = asKind(value, 'option');
  return not(equal(x, constant(x.type, 0)));
}

/** The value in a `maybe` or lock that has one. */
export function given(value: Compiled): Compiled {
  if (value.kind === 'maybe') return value.of;
  const { x, lo } = asKind(value, 'option');
  return scalar(plusConstant(x, lo - 1));
}

/** Whether two values of one sort are equal. */
export function isEqual(a: Compiled, b: Compiled): Wx {
  switch (a.kind) {
    case 'scalar':
      return equal(a.x, xOf(b));
    case 'option':
      return equal(a.x, asKind(b, 'option').x);
    case 'maybe': {
      const other = asKind(b, 'maybe');
      return and(equal(a.given, other.given), or(not(a.given), isEqual(a.of, other.of)));
    }
    case 'parts': {
      const other = asKind(b, 'parts');
      return conjunction(Array.from({ length: a.size }, (_, index) => isEqual(a.part(index), other.part(index))));
    }
    case 'mask': {
      const other = asKind(b, 'mask');
      return conjunction(a.words.map((word, index) => equal(word, other.words[index] ?? i64(0))));
    }
    case 'seq': {
      const other = asKind(b, 'seq');
      const same = a.items.map((item, index) => {
        const counterpart = other.items[index];
        if (counterpart === undefined) return yes;
        return or(not(less(i32(index), a.length)), isEqual(item, counterpart));
      });
      return conjunction([equal(a.length, other.length), ...same]);
    }
    case 'variant': {
      const other = asKind(b, 'variant');
      const same = a.cases.map((item, index) => {
        const counterpart = other.cases[index];
        if (item === undefined || counterpart === undefined) return yes;
        return or(notEqual(a.tag, i32(index)), isEqual(item, counterpart));
      });
      return conjunction([equal(a.tag, other.tag), ...same]);
    }
    case 'local': {
      const other = asKind(b, 'local');
      return and(equal(a.live, other.live), or(not(a.live), isEqual(a.of, other.of)));
    }
  }
}

export function conjunction(truths: readonly Wx[]): Wx {
  return balanced(truths, and, yes);
}

/** One of two values of one sort. */
export function chosen(condition: Wx, a: Compiled, b: Compiled): Compiled {
  if (isTrue(condition) || a === b) return a;
  if (isFalse(condition)) return b;
  switch (a.kind) {
    case 'scalar':
      return scalar(choose(condition, a.x, xOf(b)));
    case 'option':
      return { kind: 'option', x: choose(condition, a.x, asKind(b, 'option').x), lo: a.lo };
    case 'maybe': {
      const other = asKind(b, 'maybe');
      return { kind: 'maybe', given: choose(condition, a.given, other.given), of: chosen(condition, a.of, other.of) };
    }
    case 'parts': {
      const other = asKind(b, 'parts');
      const { at } = a;
      const otherAt = other.at;
      return {
        kind: 'parts',
        size: a.size,
        part: (index) => chosen(condition, a.part(index), other.part(index)),
        at: at && otherAt && ((index) => chosen(condition, at(index), otherAt(index))),
      };
    }
    case 'mask': {
      const other = asKind(b, 'mask');
      return {
        kind: 'mask',
        words: a.words.map((word, index) => choose(condition, word, other.words[index] ?? i64(0))),
      };
    }
    case 'seq': {
      const other = asKind(b, 'seq');
      const items = Array.from({ length: Math.max(a.items.length, other.items.length) }, (_, index) =>
        chosenOrOnly(condition, a.items[index], other.items[index]),
      ).filter((item) => item !== undefined);
      return { kind: 'seq', length: choose(condition, a.length, other.length), items };
    }
    case 'variant': {
      const other = asKind(b, 'variant');
      return {
        kind: 'variant',
        tag: choose(condition, a.tag, other.tag),
        cases: a.cases.map((item, index) => chosenOrOnly(condition, item, other.cases[index])),
      };
    }
    case 'local': {
      const other = asKind(b, 'local');
      return { kind: 'local', live: choose(condition, a.live, other.live), of: chosen(condition, a.of, other.of) };
    }
  }
}

function chosenOrOnly(condition: Wx, a: Compiled | undefined, b: Compiled | undefined): Compiled | undefined {
  return a === undefined || b === undefined ? (a ?? b) : chosen(condition, a, b);
}

/** The value kept in locals, so that it may be read often. */
export function keep(value: Compiled, to: FunctionCode, out: Code): Compiled {
  switch (value.kind) {
    case 'scalar':
      return isTrivial(value.x) ? value : scalar(to.kept(value.x, out));
    case 'option':
      return { ...value, x: to.kept(value.x, out) };
    case 'maybe':
      return { kind: 'maybe', given: to.kept(value.given, out), of: keep(value.of, to, out) };
    case 'parts':
      if (value.isPacked === true) return value;
      return parts(Array.from({ length: value.size }, (_, index) => keep(value.part(index), to, out)));
    case 'mask':
      return { kind: 'mask', words: value.words.map((word) => to.kept(word, out)) };
    case 'seq':
      return { kind: 'seq', length: to.kept(value.length, out), items: value.items.map((item) => keep(item, to, out)) };
    case 'variant':
      return {
        kind: 'variant',
        tag: to.kept(value.tag, out),
        cases: value.cases.map((item) => item && keep(item, to, out)),
      };
    case 'local':
      return { kind: 'local', live: to.kept(value.live, out), of: keep(value.of, to, out) };
  }
}

/** The part at an index that is known when the code runs; the index is within the parts. */
export function partAt(value: CompiledOf<'parts'>, index: Wx): Compiled {
  // Behind an evaluation that always fails an index may be anything.
  if (index.value !== undefined) return value.part(Math.min(Math.max(Number(index.value), 0), value.size - 1));
  if (value.at !== undefined) return value.at(index);
  if (value.size > computedPartsMax) throw new Uncompilable(`a function of ${value.size} entries is computed`);
  let result = value.part(value.size - 1);
  for (let each = value.size - 2; each >= 0; each -= 1)
    result = chosen(equal(index, i32(each)), value.part(each), result);
  return result;
}
