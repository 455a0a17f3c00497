// Exchanging two elements of a sort in a packed state, as generated code: what belongs to one moves to where the other's is and back, and every
// code that names one names the other afterwards. Moves of equal distance are made at once, by masks.

import type { Field, Shape } from '../language/layout.ts';
import type { Sort } from '../language/sorts.ts';
import {
  exchangedCodes,
  exchangedElements,
  type Condition,
  type FieldUses,
  type Transposition,
} from '../reduce/field-uses.ts';
import { InternalError } from '../language/errors.ts';

/** Code over the words of a state in locals `$w0`, `$w1`, …: which it reads, and which it changes. */
export interface WordsCode {
  readonly lines: readonly string[];
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

/** The code of a field as i64. */
export function codeOfField({ word, shift, bits }: Field): string {
  if (bits === 0) return '(i64.const 0)';
  const at = shift === 0 ? `(local.get $w${word})` : `(i64.shr_u (local.get $w${word}) (i64.const ${shift}))`;
  return shift + bits === 64 ? at : `(i64.and ${at} (i64.const ${(1n << BigInt(bits)) - 1n}))`;
}

/** Whether a code is one of some, as i32. Undefined where it always is. */
export function hasCode(code: string, codes: readonly number[], count: number): string | undefined {
  if (codes.length >= count) return undefined;
  const [first = 0] = codes;
  const last = codes.at(-1) ?? first;
  if (codes.length === 0) return '(i32.const 0)';
  if (codes.length === 1) return first === 0 ? `(i64.eqz ${code})` : `(i64.eq ${code} (i64.const ${first}))`;
  if (last - first === codes.length - 1) {
    const from = first === 0 ? code : `(i64.sub ${code} (i64.const ${first}))`;
    return `(i64.lt_u ${from} (i64.const ${codes.length}))`;
  }
  // One bit for each code, in words of 64.
  const words = new Map<number, bigint>();
  for (const each of codes)
    words.set(Math.floor(each / 64), (words.get(Math.floor(each / 64)) ?? 0n) | (1n << BigInt(each % 64)));
  const tests = [...words].map(([word, mask]) => {
    // Shifts go by the count modulo 64.
    const bit = `(i32.wrap_i64 (i64.and (i64.shr_u (i64.const ${BigInt.asIntN(64, mask)}) ${code}) (i64.const 1)))`;
    if (count <= 64) return bit;
    return `(i32.and ${bit} (i64.eq (i64.shr_u ${code} (i64.const 6)) (i64.const ${word})))`;
  });
  return tests.reduce((a, b) => `(i32.or ${a} ${b})`);
}

/** Whether all conditions hold, as i32; undefined where they always do. */
export function holdsAll(conditions: readonly Condition[], { layout }: FieldUses): string | undefined {
  const tests = conditions.flatMap(({ field, codes }) => {
    const at = fieldAt(field, layout);
    return hasCode(codeOfField(at), codes, at.count) ?? [];
  });
  return tests.length === 0 ? undefined : tests.reduce((a, b) => `(i32.and ${a} ${b})`);
}

export function fieldAt(field: number, { fields }: FieldUses['layout']): Field {
  const found = fields[field];
  if (found === undefined) throw new InternalError(`there is no field ${field}`);
  return found;
}

/** The exchange of two elements. */
export function exchangeCode(transposition: Transposition, uses: FieldUses): WordsCode {
  const to: Writing = { uses, transposition, lines: [], reads: new Set(), writes: new Set() };
  // All names first, where they are: the conditions under which they count are then those of the state before.
  writeRenaming(to);
  const moves: Move[] = [];
  for (const [index, { shape }] of uses.layout.variables.entries()) {
    const { sort } = uses.variables[index] ?? {};
    if (sort !== undefined) addMoves(shape, sort, [], 0, transposition, moves);
  }
  writeMoves(moves, to);
  return to;
}

interface Writing extends WordsCode {
  readonly uses: FieldUses;
  readonly transposition: Transposition;
  readonly lines: string[];
  readonly reads: Set<number>;
  readonly writes: Set<number>;
}

function writeRenaming({ uses, transposition, lines, reads, writes }: Writing): void {
  const { layout } = uses;
  for (const use of uses.uses) {
    const codes = exchangedCodes(use, transposition, uses.names);
    const field = fieldAt(use.field, layout);
    if (codes === undefined || field.bits === 0) continue;
    // Unused bits are 0, and so they stay where no element has the code 0.
    const guards = codes.includes(0) ? use.conditions : use.conditions.filter(({ isOfCase }) => isOfCase === true);
    const isNamed = namesEither(field, codes);
    const isUsed = holdsAll(guards, uses);
    const [one, other] = codes;
    const change = BigInt.asIntN(64, BigInt(one ^ other) << BigInt(field.shift));
    const test = isUsed === undefined ? isNamed : `(i32.and ${isNamed} ${isUsed})`;
    const word = `$w${field.word}`;
    lines.push(
      `(local.set ${word} (i64.xor (local.get ${word}) (select (i64.const ${change}) (i64.const 0) ${test})))`,
    );
    for (const { field: read } of guards) reads.add(fieldAt(read, layout).word);
    writes.add(field.word);
  }
}

function namesEither(field: Field, [one, other]: readonly [number, number]): string {
  const change = one ^ other;
  if ((change & (change - 1)) !== 0) {
    const code = codeOfField(field);
    if (Math.abs(one - other) === 1) return `${hasCode(code, [Math.min(one, other), Math.max(one, other)], Infinity)}`;
    return `(i32.or ${hasCode(code, [one], Infinity)} ${hasCode(code, [other], Infinity)})`;
  }
  // They differ in one bit, which is masked out.
  const [shift, all] = [BigInt(field.shift), (1n << BigInt(field.bits)) - 1n];
  const mask = BigInt.asIntN(64, (all & ~BigInt(change)) << shift);
  const common = BigInt.asIntN(64, BigInt(one & ~change) << shift);
  return `(i64.eq (i64.and (local.get $w${field.word}) (i64.const ${mask})) (i64.const ${common}))`;
}

/** Two fields that change places, at some depth: what lies deeper goes first. */
interface Move {
  readonly fields: readonly [number, number];
  readonly conditions: readonly Condition[];
  readonly depth: number;
}

function addMoves(
  shape: Shape,
  sort: Sort,
  conditions: readonly Condition[],
  depth: number,
  transposition: Transposition,
  moves: Move[],
): void {
  const inner = (of: Shape, ofSort: Sort | undefined, more: readonly Condition[] = []): void => {
    if (ofSort !== undefined) addMoves(of, ofSort, [...conditions, ...more], depth + 1, transposition, moves);
  };
  // Entries and members that change places.
  const exchange = (elements: readonly number[], fieldsAt: (element: number) => readonly number[]): void => {
    elements.forEach((other, element) => {
      if (other <= element) return;
      const others = fieldsAt(other);
      fieldsAt(element).forEach((field, index) =>
        moves.push({ fields: [field, others[index] ?? field], conditions, depth }),
      );
    });
  };
  if (shape.kind === 'fn' && sort.kind === 'fn') {
    for (const entry of shape.entries) inner(entry.shape, sort.value);
    exchange(exchangedElements(sort.key, transposition), (key) => {
      const entry = shape.entries[key];
      return entry === undefined ? [] : fieldsOf(entry.shape);
    });
  } else if (shape.kind === 'set' && sort.kind === 'set') {
    exchange(exchangedElements(sort.of, transposition), (element) => {
      const member = shape.members[element];
      return member === undefined ? [] : [member.field];
    });
  } else if (shape.kind === 'record' && sort.kind === 'record') {
    for (const part of shape.parts) inner(part.shape, sort.fields[part.name]);
  } else if (shape.kind === 'tuple' && sort.kind === 'tuple') {
    shape.items.forEach((item, index) => inner(item, sort.items[index]));
  } else if (shape.kind === 'variant' && sort.kind === 'variant') {
    shape.cases.forEach((each, code) =>
      inner(each.shape, sort.cases[each.tag], [{ field: shape.tag, codes: [code], isOfCase: true }]),
    );
  } else if (shape.kind === 'seq' && sort.kind === 'seq') {
    // What lies behind the end is 0 and may be exchanged with 0.
    for (const item of shape.items) inner(item, sort.of);
  } else if ((shape.kind === 'maybe' && sort.kind === 'maybe') || (shape.kind === 'local' && sort.kind === 'local')) {
    inner(shape.of, sort.of);
  }
}

/** The fields of a shape, each once. */
function fieldsOf(shape: Shape): readonly number[] {
  const found = new Set<number>();
  const add = (part: Shape): void => {
    switch (part.kind) {
      case 'scalar':
        found.add(part.field);
        return;
      case 'maybe':
        found.add(part.given);
        return add(part.of);
      case 'local':
        return add(part.of);
      case 'record':
        return part.parts.forEach((each) => add(each.shape));
      case 'tuple':
        return part.items.forEach(add);
      case 'fn':
        return part.entries.forEach((each) => add(each.shape));
      case 'set':
        for (const { field } of part.members) found.add(field);
        return;
      case 'seq':
        found.add(part.length);
        return part.items.forEach(add);
      case 'variant':
        found.add(part.tag);
        part.cases.forEach((each) => add(each.shape));
    }
  };
  add(shape);
  return [...found];
}

/** Moves from one word to another, or within one, that are equally far. */
interface Distance {
  readonly words: readonly [number, number];
  readonly shift: number;
  mask: bigint;
}

function writeMoves(moves: readonly Move[], { uses, lines, reads, writes }: Writing): void {
  const depths = [...new Set(moves.map(({ depth }) => depth))].sort((a, b) => b - a);
  for (const depth of depths) {
    // Moves of one depth are of different fields, but for the cases of a variant, of which only one is there.
    const groups = new Map<string, { readonly conditions: readonly Condition[]; readonly own: Move[] }>();
    for (const move of moves) {
      if (move.depth !== depth) continue;
      const key = JSON.stringify(move.conditions);
      const group = groups.get(key) ?? { conditions: move.conditions, own: [] };
      group.own.push(move);
      groups.set(key, group);
    }
    for (const { conditions, own } of groups.values()) {
      const swaps = distancesOf(own, uses).flatMap((distance) => {
        for (const word of distance.words) writes.add(word);
        return swapLines(distance);
      });
      for (const { field } of conditions) reads.add(fieldAt(field, uses.layout).word);
      const test = holdsAll(conditions, uses);
      if (test === undefined || swaps.length === 0) lines.push(...swaps);
      else lines.push(`(if ${test} (then`, ...swaps, '))');
    }
  }
}

function distancesOf(moves: readonly Move[], { layout }: FieldUses): readonly Distance[] {
  const distances = new Map<string, Distance>();
  for (const { fields } of moves) {
    const [a, b] = [fieldAt(fields[0], layout), fieldAt(fields[1], layout)];
    // Where the cases of a variant share them, one may be wider than this case needs.
    const bits = Math.min(a.bits, b.bits);
    if (bits === 0) continue;
    const shift = b.shift - a.shift;
    const key = `${a.word} ${b.word} ${shift}`;
    const known = distances.get(key) ?? { words: [a.word, b.word], shift, mask: 0n };
    known.mask |= ((1n << BigInt(bits)) - 1n) << BigInt(a.shift);
    distances.set(key, known);
  }
  return [...distances.values()];
}

// Where two places differ, both change.
function swapLines({ words: [a, b], shift, mask }: Distance): readonly string[] {
  const [from, to] = [`(local.get $w${a})`, `(local.get $w${b})`];
  const back = (bits: string): string => shifted(bits, shift);
  const lines = [
    `(local.set $t (i64.and (i64.xor ${from} ${shifted(to, -shift)}) (i64.const ${BigInt.asIntN(64, mask)})))`,
  ];
  if (a === b)
    return [...lines, `(local.set $w${a} (i64.xor ${from} (i64.xor (local.get $t) ${back('(local.get $t)')})))`];
  return [
    ...lines,
    `(local.set $w${a} (i64.xor ${from} (local.get $t)))`,
    `(local.set $w${b} (i64.xor ${to} ${back('(local.get $t)')}))`,
  ];
}

/** Towards the high bits. */
function shifted(bits: string, by: number): string {
  if (by === 0) return bits;
  return by > 0 ? `(i64.shl ${bits} (i64.const ${by}))` : `(i64.shr_u ${bits} (i64.const ${-by}))`;
}
