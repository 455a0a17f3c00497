// Packed states in generated code: fields read from words and written into words, also at offsets that are known only when the code runs.
// A state is a list of words, each in a local; assignments make new words and leave the old ones as they are.

import { assert, InternalError } from '../language/errors.ts';
import type { Field, Layout, Shape } from '../language/layout.ts';
import type { Sort } from '../language/sorts.ts';
import {
  chosen,
  maskWords,
  partSorts,
  plusConstant,
  scalar,
  widthOf,
  type Compiled,
  type CompiledOf,
} from './compiled.ts';
import { add, as, bitAnd, bitOr, i32, i64, less, mul, shiftLeft, shiftRight, sub, yes } from './wasm.ts';
import { and, not, unsigned64, type Wx } from './wasm.ts';

/** A state while code is written. */
export interface Version {
  readonly words: readonly Wx[];
  /** Whether a local of the process of this position has a value. */
  readonly live: (variable: string, process: Wx) => Wx;
  /** Fields whose code is known, by the text that reads them. */
  readonly known: ReadonlyMap<string, Wx>;
}

/** Where a value lies: a shape, moved by some bits. */
export interface Spot {
  readonly shape: Shape;
  readonly sort: Sort;
  /** Bits to the left of where the shape says; undefined for none. */
  readonly offset: Wx | undefined;
  /** When it is there, where there are several possible places. */
  readonly condition: Wx;
  /** Of the places of one index: whether it lies before the end of this one. */
  readonly below: Wx;
}

/** The value at a spot. */
export function read(spot: Spot, version: Version, layout: Layout): Compiled {
  const { shape, sort, offset } = spot;
  const inner = (of: Shape, as: Sort): Compiled => read({ ...spot, shape: of, sort: as }, version, layout);
  switch (shape.kind) {
    case 'scalar': {
      const code = codeAt(fieldOf(layout, shape.field), offset, version);
      if (shape.optional) return { kind: 'option', x: as(widthOf(shape.of), code), lo: shape.lo };
      return scalar(plusConstant(as(widthOf(shape.of), code), shape.lo));
    }
    case 'maybe':
      return {
        kind: 'maybe',
        given: as('i32', codeAt(fieldOf(layout, shape.given), offset, version)),
        of: inner(shape.of, sort.kind === 'maybe' ? sort.of : sort),
      };
    case 'local':
      throw new InternalError('a local is read through the function that holds it');
    case 'record':
    case 'tuple': {
      const shapes = shape.kind === 'record' ? shape.parts.map((part) => part.shape) : shape.items;
      const sorts = partSorts(sort);
      return packedParts(shapes.length, (index) => inner(at(shapes, index), at(sorts, index)));
    }
    case 'fn': {
      if (sort.kind !== 'fn') throw new InternalError('a function has another sort');
      const { value } = sort;
      return {
        ...packedParts(shape.entries.length, (index) => inner(at(shape.entries, index).shape, value)),
        at: (index) => readAt(entriesAt(spot, index, layout), version, layout),
      };
    }
    case 'set':
      return {
        kind: 'mask',
        words: maskOf(
          shape.members.map(({ field }) => fieldOf(layout, field)),
          offset,
          version,
        ),
      };
    case 'seq':
      return {
        kind: 'seq',
        length: as('i32', codeAt(fieldOf(layout, shape.length), offset, version)),
        items: shape.items.map((item) => inner(item, sort.kind === 'seq' ? sort.of : sort)),
      };
    case 'variant':
      return {
        kind: 'variant',
        tag: as('i32', codeAt(fieldOf(layout, shape.tag), offset, version)),
        cases: shape.cases.map(({ tag, shape: payload }) => {
          const of = sort.kind === 'variant' ? sort.cases[tag] : undefined;
          return of && inner(payload, of);
        }),
      };
  }
}

/** The value at whichever spot it is. */
export function readAt(spots: readonly Spot[], version: Version, layout: Layout): Compiled {
  const [first] = spots;
  assert(first !== undefined, 'a function that is indexed has entries');
  if (spots.length === 1) return read(first, version, layout);
  const middle = Math.ceil(spots.length / 2);
  const isBefore = at(spots, middle - 1).below;
  return chosen(
    isBefore,
    readAt(spots.slice(0, middle), version, layout),
    readAt(spots.slice(middle), version, layout),
  );
}

function packedParts(size: number, part: (index: number) => Compiled): CompiledOf<'parts'> {
  return { kind: 'parts', size, part, isPacked: true };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new InternalError('the layout lacks a part of its own sorts');
  return item;
}

function fieldOf({ fields }: Layout, index: number): Field {
  return at(fields, index);
}

function codeAt({ word, shift, bits }: Field, offset: Wx | undefined, version: Version): Wx {
  if (bits === 0) return i32(0);
  const whole = at(version.words, word);
  const moved = offset === undefined ? i64(shift) : unsigned64(plusConstant(offset, shift));
  const shifted = shiftRight(whole, moved);
  if (bits > 31) return shift + bits === 64 && offset === undefined ? shifted : bitAnd(shifted, ones(bits));
  const isLast = offset === undefined && shift + bits === 64 && bits < 32;
  const code = isLast ? as('i32', shifted) : bitAnd(as('i32', shifted), i32(2 ** bits - 1));
  return version.known.get(code.text) ?? code;
}

function ones(bits: number): Wx {
  return i64((1n << BigInt(bits)) - 1n);
}

function maskOf(fields: readonly Field[], offset: Wx | undefined, version: Version): readonly Wx[] {
  const words: Wx[] = Array.from({ length: maskWords(fields.length) }, () => i64(0));
  for (let from = 0; from < fields.length;) {
    const { word, shift, bits } = at(fields, from);
    let count = 1;
    const continues = (next: Field | undefined): boolean =>
      next !== undefined && bits === 1 && next.bits === 1 && next.word === word && next.shift === shift + count;
    while ((from + count) % 64 !== 0 && continues(fields[from + count])) count += 1;
    const run = unsigned64(codeAt({ ...at(fields, from), bits: Math.max(bits, count) }, offset, version));
    const index = Math.floor(from / 64);
    words[index] = bitOr(words[index] ?? i64(0), shiftLeft(run, i64(from % 64)));
    from += count;
  }
  return words;
}

/** The entries of a function that an index may mean: as many spots as its entries are spread over words. */
export function entriesAt(spot: Spot, index: Wx, layout: Layout): readonly Spot[] {
  const { shape, sort, offset, condition } = spot;
  if (shape.kind !== 'fn' || sort.kind !== 'fn') throw new InternalError('only functions are indexed');
  const { entries } = shape;
  // Behind an evaluation that always fails an index may be anything.
  const known = index.value === undefined ? undefined : Math.min(Math.max(Number(index.value), 0), entries.length - 1);
  if (known !== undefined)
    return [{ shape: at(entries, known).shape, sort: sort.value, offset, condition, below: yes }];
  return linearRuns(entries.map((entry) => fieldsOf(entry.shape).map((field) => fieldOf(layout, field)))).map(
    ({ from, to, stride }) => {
      const steps = mul(sub(index, i32(from)), i32(stride));
      const isHere = and(
        from === 0 ? yes : not(less(index, i32(from))),
        to === entries.length ? yes : less(index, i32(to)),
      );
      return {
        shape: at(entries, from).shape,
        sort: sort.value,
        offset: to - from === 1 ? offset : offset === undefined ? steps : add(offset, steps),
        condition: and(condition, isHere),
        below: to === entries.length ? yes : less(index, i32(to)),
      };
    },
  );
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
}

// Stretches of entries in which each lies the same number of bits behind the one before, in the same words.
function linearRuns(entries: readonly (readonly Field[])[]): readonly Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < entries.length;) {
    const first = at(entries, from);
    const stride = strideOf(first, entries[from + 1]);
    const isNext = (index: number): boolean =>
      stride !== undefined && strideOf(at(entries, index - 1), entries[index]) === stride;
    let to = from + 1;
    while (to < entries.length && isNext(to)) to += 1;
    runs.push({ from, to, stride: stride ?? 0 });
    from = to;
  }
  return runs;
}

function strideOf(a: readonly Field[], b: readonly Field[] | undefined): number | undefined {
  let stride: number | undefined;
  for (const [index, field] of a.entries()) {
    const next = b?.[index];
    if (next === undefined || next.word !== field.word || next.bits !== field.bits) return undefined;
    if (field.bits === 0) continue;
    stride ??= next.shift - field.shift;
    if (next.shift - field.shift !== stride) return undefined;
  }
  return b === undefined ? undefined : (stride ?? 0);
}

/** Every field of a shape, in order. */
export function fieldsOf(shape: Shape): readonly number[] {
  switch (shape.kind) {
    case 'scalar':
      return [shape.field];
    case 'maybe':
      return [shape.given, ...fieldsOf(shape.of)];
    case 'local':
      return fieldsOf(shape.of);
    case 'record':
      return shape.parts.flatMap((part) => fieldsOf(part.shape));
    case 'tuple':
      return shape.items.flatMap(fieldsOf);
    case 'fn':
      return shape.entries.flatMap((entry) => fieldsOf(entry.shape));
    case 'set':
      return shape.members.map(({ field }) => field);
    case 'seq':
      return [shape.length, ...shape.items.flatMap(fieldsOf)];
    case 'variant':
      return [shape.tag, ...new Set(shape.cases.flatMap((each) => fieldsOf(each.shape)))];
  }
}
