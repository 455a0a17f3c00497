// The representative of a state in generated code (`$canonical`): in place on its words. Class by class the keys of reduce/key-order.ts are computed
// and the elements put into their order by exchanges of neighbours. What then has equal keys is mostly interchangeable in this very state: exchanging
// it changes nothing. Where it is not, every order of the equal ones is tried, and the least state stays. On the way the renamings that
// change nothing are counted: the orbit has so many times fewer states than the group has renamings.

import { fieldUsesOf, type FieldUses } from '../reduce/field-uses.ts';
import { keyOrderOf, type KeyedClass, type KeyPart, type KeyTerm } from '../reduce/key-order.ts';
import type { SymmetryClass } from '../reduce/symmetry.ts';
import type { Specification } from '../language/tree.ts';
import { codeOfField, exchangeCode, fieldAt, hasCode, holdsAll } from './exchange.ts';
import { runtimeOffsets, type SymmetryRequest } from './program.ts';
import { copyWords } from './seen-set.ts';
import { isOther } from './table.ts';
import { balanced } from './wasm.ts';

/** What generated code knows of a symmetry. */
export interface Canonical {
  readonly classes: readonly KeyedClass[];
  readonly uses: FieldUses;
  /** How many renamings the group has; undefined where the sizes of orbits are not asked for. */
  readonly order: bigint | undefined;
  /** Bytes of scratch memory. */
  readonly bytes: number;
}

/** Where a state has no more orders of equal elements than this, all are tried; else a few, and some orbits have several representatives. */
const ordersMost = 5040;
const ordersFew = 64;

export function canonicalOf(specification: Specification, { classes, isCounted }: SymmetryRequest): Canonical {
  const uses = fieldUsesOf(specification);
  const order = classes.reduce((product, { elements }) => product * factorial(elements.length), 1n);
  const keyed = keyOrderOf(specification, classes);
  const { bytes } = placesOf(keyed, uses.layout.words);
  return { classes: keyed, uses, order: isCounted ? order : undefined, bytes };
}

function factorial(count: number): bigint {
  return count < 2 ? 1n : BigInt(count) * factorial(count - 1);
}

/** Offsets from where the scratch memory for this begins. */
interface Places {
  /** By class: an i64 for each element, its key; and an i32, the end of the elements that it may change places with. */
  readonly keys: readonly number[];
  readonly ends: readonly number[];
  /** A state to compare with, the least state, a state whose orbit is counted. */
  readonly other: number;
  readonly least: number;
  readonly counted: number;
  readonly bytes: number;
}

function placesOf(classes: readonly SymmetryClass[], words: number): Places {
  let bytes = 0;
  const take = (count: number): number => {
    const at = bytes;
    bytes += 8 * count;
    return at;
  };
  const [other, least, counted] = [take(words), take(words), take(words)];
  const keys = classes.map(({ elements }) => take(elements.length));
  const ends = classes.map(({ elements }) => take(Math.ceil(elements.length / 2)));
  return { keys, ends, other, least, counted, bytes };
}

/** @param at where the scratch memory for this begins, from `$s` */
export function canonicalFunctions(canonical: Canonical, at: number): string {
  const { classes, uses, order } = canonical;
  const { words } = uses.layout;
  const places = placesOf(classes, words);
  const to: Writing = { canonical, words, places, at };
  return [
    globals,
    ...classes.flatMap((each, index) => [
      keysFunction(each, index, uses),
      exchangeFunctions(each, index, uses),
      sortFunction(each, index, to),
      settleFunction(each, index, to),
      ordersFunction(each, index, to),
    ]),
    leastFunction(to),
    canonicalFunction(to),
    ...(order === undefined ? [] : [orbitFunction(order, to)]),
  ].join('\n');
}

interface Writing {
  readonly canonical: Canonical;
  readonly words: number;
  readonly places: Places;
  readonly at: number;
}

const globals = `
;; The renamings that leave the representative as it is; those that each order stands for; the orders that were tried.
(global $fixing (mut i64) (i64.const 0))
(global $factor (mut i64) (i64.const 0))
(global $tried (mut i32) (i32.const 0))
;; How many orders there are, and how many are tried at most.
(global $orders (mut f64) (f64.const 1))
(global $triedMost (mut i32) (i32.const 0))`;

/** `$keys0`: writes the keys of a class. */
function keysFunction({ keys }: KeyedClass, index: number, uses: FieldUses): string {
  const read = new Set<number>();
  const lines = keys.map((parts, element) => {
    for (const { terms } of parts) for (const term of terms) noteWords(term, uses, read);
    return `(i64.store offset=${8 * element} (local.get $k) ${keyText(parts, uses)})`;
  });
  return withWords(`(func $keys${index} (param $p i32) (param $k i32)`, lines, read, []);
}

function noteWords({ field, conditions }: KeyTerm, { layout }: FieldUses, read: Set<number>): void {
  for (const each of [field, ...conditions.map((condition) => condition.field)]) read.add(fieldAt(each, layout).word);
}

function keyText(parts: readonly KeyPart[], uses: FieldUses): string {
  const texts = parts.map(({ shift, terms }) => {
    const numbers = terms.map((term) => termText(term, uses));
    const sum = balanced(numbers, (a, b) => `(i64.add ${a} ${b})`, '(i64.const 0)');
    return shift === 0 ? sum : `(i64.shl ${sum} (i64.const ${shift}))`;
  });
  return balanced(texts, (a, b) => `(i64.or ${a} ${b})`, '(i64.const 0)');
}

function termText({ field, conditions, table }: KeyTerm, uses: FieldUses): string {
  const at = fieldAt(field, uses.layout);
  const code = codeOfField(at);
  const isUsed = holdsAll(conditions, uses);
  const number = table === undefined ? code : tableText(code, table, at.count);
  return isUsed === undefined ? number : `(select ${number} (i64.const 0) ${isUsed})`;
}

/** What a table has for a code. */
function tableText(code: string, table: readonly number[], count: number): string {
  const numbers = [...new Set(table)].filter((number) => number > 0);
  const parts = numbers.map((number) => {
    const codes = table.flatMap((each, position) => (each === number ? [position] : []));
    const test = hasCode(code, codes, count);
    if (test === undefined) return `(i64.const ${number})`;
    if (number === 1) return `(i64.extend_i32_u ${test})`;
    return `(select (i64.const ${number}) (i64.const 0) ${test})`;
  });
  return balanced(parts, (a, b) => `(i64.or ${a} ${b})`, '(i64.const 0)');
}

/** `$exchange0`: two neighbours of a class change places, the first at a position. */
function exchangeFunctions({ sort, elements }: KeyedClass, index: number, uses: FieldUses): string {
  const functions = elements.slice(1).map((element, position) => {
    const { lines, reads, writes } = exchangeCode({ sort, elements: [elements[position] ?? 0, element] }, uses);
    return withWords(`(func $exchange${index}.${position} (param $p i32)`, lines, new Set([...reads, ...writes]), [
      ...writes,
    ]);
  });
  const labels = functions.map((_, position) => `$at${position}`);
  const body = labels.reduce(
    (before, label, position) =>
      `(block ${label} ${before})\n(call $exchange${index}.${position} (local.get $p)) (return)`,
    `(br_table ${labels.join(' ')} (local.get $i))`,
  );
  return [...functions, `(func $exchange${index} (param $p i32) (param $i i32)`, body, ')'].join('\n');
}

function withWords(
  header: string,
  lines: readonly string[],
  reads: ReadonlySet<number>,
  writes: readonly number[],
): string {
  const loads = [...reads].sort((a, b) => a - b);
  return [
    header,
    `${loads.map((word) => `(local $w${word} i64)`).join(' ')} (local $t i64)`,
    ...loads.map((word) => `(local.set $w${word} (i64.load offset=${8 * word} (local.get $p)))`),
    ...lines,
    ...writes.map((word) => `(i64.store offset=${8 * word} (local.get $p) (local.get $w${word}))`),
    ')',
  ].join('\n');
}

/** `$sort0`: puts a class into the order of its keys. Mostly it is, but for one or two elements. */
function sortFunction({ elements }: KeyedClass, index: number, { places, at }: Writing): string {
  const keys = at + (places.keys[index] ?? 0);
  return `
(func $sort${index} (param $p i32) (param $s i32) (local $i i32) (local $j i32) (local $k i32) (local $key i64)
  (local.set $k (i32.add (local.get $s) (i32.const ${keys})))
  (call $keys${index} (local.get $p) (local.get $k))
  (loop $each
    (local.set $j (local.get $i))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (local.set $k (i32.add (i32.add (local.get $s) (i32.const ${keys})) (i32.shl (local.get $j) (i32.const 3))))
    (local.set $key (i64.load offset=8 (local.get $k)))
    (block $placed (loop $down
      (br_if $placed (i64.le_u (i64.load (local.get $k)) (local.get $key)))
      (i64.store offset=8 (local.get $k) (i64.load (local.get $k)))
      (i64.store (local.get $k) (local.get $key))
      (call $exchange${index} (local.get $p) (local.get $j))
      (br_if $placed (i32.eqz (local.get $j)))
      (local.set $j (i32.sub (local.get $j) (i32.const 1)))
      (local.set $k (i32.sub (local.get $k) (i32.const 8)))
      (br $down)))
    (br_if $each (i32.lt_u (local.get $i) (i32.const ${elements.length - 1})))))`;
}

/**
 * `$settle0`: what has equal keys, once a class is in order, and writes where the equal ones end; 1 where some of them are not interchangeable in
 * this state. Of those that are, the renamings are counted.
 */
function settleFunction({ elements }: KeyedClass, index: number, { words, places, at }: Writing): string {
  const [keys, ends] = [at + (places.keys[index] ?? 0), at + (places.ends[index] ?? 0)];
  const other = `(i32.add (local.get $s) (i32.const ${at + places.other}))`;
  return `
(func $settle${index} (param $p i32) (param $s i32) (result i32) (local $i i32) (local $j i32) (local $k i32) (local $same i64) (local $orders f64) (local $open i32) (local $any i32)
  (loop $run
    ;; From i to j the keys are equal.
    (local.set $j (local.get $i))
    (local.set $same (i64.const 1))
    (local.set $orders (f64.const 1))
    (local.set $open (i32.const 0))
    (block $end (loop $longer
      (local.set $k (i32.add (local.get $s) (i32.shl (local.get $j) (i32.const 3))))
      (br_if $end (i32.ge_u (local.get $j) (i32.const ${elements.length - 1})))
      (br_if $end (i64.ne (i64.load offset=${keys} (local.get $k)) (i64.load offset=${keys + 8} (local.get $k))))
      ${copyWords(words, other, '(local.get $p)', 0)}
      (call $exchange${index} ${other} (local.get $j))
      (local.set $open (i32.or (local.get $open) ${isOther(words, other, '(local.get $p)', 0)}))
      (local.set $j (i32.add (local.get $j) (i32.const 1)))
      (local.set $same (i64.mul (local.get $same) (i64.extend_i32_u (i32.add (i32.sub (local.get $j) (local.get $i)) (i32.const 1)))))
      (local.set $orders (f64.mul (local.get $orders) (f64.convert_i32_u (i32.add (i32.sub (local.get $j) (local.get $i)) (i32.const 1)))))
      (br $longer)))
    (local.set $j (i32.add (local.get $j) (i32.const 1)))
    (if (local.get $open)
      (then
        (global.set $orders (f64.mul (global.get $orders) (local.get $orders)))
        (local.set $any (i32.const 1)))
      (else (global.set $factor (i64.mul (global.get $factor) (local.get $same)))))
    ;; Each may change places with those up to the end, where that makes a difference.
    (loop $note
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (i32.store offset=${ends - 4} (i32.add (local.get $s) (i32.shl (local.get $i) (i32.const 2)))
        (select (local.get $j) (local.get $i) (local.get $open)))
      (br_if $note (i32.lt_u (local.get $i) (local.get $j))))
    (br_if $run (i32.lt_u (local.get $i) (i32.const ${elements.length}))))
  (local.get $any))`;
}

/**
 * `$orders0`: tries every order of equal elements of this class from a position on, and for each those of the later classes. An order stands for
 * so many renamings.
 */
function ordersFunction({ elements }: KeyedClass, index: number, { places, at, canonical }: Writing): string {
  const ends = at + (places.ends[index] ?? 0);
  const next =
    index === canonical.classes.length - 1
      ? '(call $least (local.get $p) (local.get $s) (local.get $renamings))'
      : `(global.set $factor (local.get $renamings))
      (call $sort${index + 1} (local.get $p) (local.get $s))
      (drop (call $settle${index + 1} (local.get $p) (local.get $s)))
      (call $orders${index + 1} (local.get $p) (local.get $s) (i32.const 0) (global.get $factor))`;
  return `
(func $orders${index} (param $p i32) (param $s i32) (param $i i32) (param $renamings i64) (local $j i32) (local $k i32) (local $end i32)
  (if (i32.ge_u (local.get $i) (i32.const ${elements.length - 1})) (then
      ${next}
      (return)))
  (local.set $end (i32.load offset=${ends} (i32.add (local.get $s) (i32.shl (local.get $i) (i32.const 2)))))
  (local.set $j (local.get $i))
  (loop $each
    ;; The one at j comes to i, past those between.
    (local.set $k (local.get $j))
    (block $there (loop $down
      (br_if $there (i32.le_u (local.get $k) (local.get $i)))
      (local.set $k (i32.sub (local.get $k) (i32.const 1)))
      (call $exchange${index} (local.get $p) (local.get $k))
      (br $down)))
    (call $orders${index} (local.get $p) (local.get $s) (i32.add (local.get $i) (i32.const 1)) (local.get $renamings))
    (block $back (loop $up
      (br_if $back (i32.ge_u (local.get $k) (local.get $j)))
      (call $exchange${index} (local.get $p) (local.get $k))
      (local.set $k (i32.add (local.get $k) (i32.const 1)))
      (br $up)))
    (local.set $j (i32.add (local.get $j) (i32.const 1)))
    (br_if $each (i32.and
      (i32.lt_u (local.get $j) (local.get $end))
      (i32.le_u (global.get $tried) (global.get $triedMost))))))`;
}

/** `$least`: keeps the least state so far, and how many renamings lead to it. */
function leastFunction({ words, places, at }: Writing): string {
  const least = `(i32.add (local.get $s) (i32.const ${at + places.least}))`;
  return `
(func $least (param $p i32) (param $s i32) (param $renamings i64) (local $a i32) (local $b i32)
  (global.set $tried (i32.add (global.get $tried) (i32.const 1)))
  (if (i32.gt_u (global.get $tried) (global.get $triedMost)) (then
    (i32.store offset=${runtimeOffsets.inexact} (local.get $s) (i32.const 1))
    (return)))
  (block $less
    (br_if $less (i32.eq (global.get $tried) (i32.const 1)))
    (local.set $a (local.get $p))
    (local.set $b ${least})
    (loop $each
      (if (i64.gt_u (i64.load (local.get $a)) (i64.load (local.get $b))) (then (return)))
      (br_if $less (i64.lt_u (i64.load (local.get $a)) (i64.load (local.get $b))))
      (local.set $a (i32.add (local.get $a) (i32.const 8)))
      (local.set $b (i32.add (local.get $b) (i32.const 8)))
      (br_if $each (i32.lt_u (local.get $a) (i32.add (local.get $p) (i32.const ${8 * words})))))
    (global.set $fixing (i64.add (global.get $fixing) (local.get $renamings)))
    (return))
  ${copyWords(words, least, '(local.get $p)', 0)}
  (global.set $fixing (local.get $renamings)))`;
}

function canonicalFunction({ words, places, at, canonical }: Writing): string {
  const least = `(i32.add (local.get $s) (i32.const ${at + places.least}))`;
  const settled = canonical.classes.map(
    (_, index) => `(call $sort${index} (local.get $p) (local.get $s))
  (local.set $open (i32.or (local.get $open) (call $settle${index} (local.get $p) (local.get $s))))`,
  );
  return `
;; Makes of a state its representative.
(func $canonical (param $p i32) (param $s i32) (local $open i32)
  (global.set $factor (i64.const 1))
  (global.set $orders (f64.const 1))
  ${settled.join('\n  ')}
  (global.set $fixing (global.get $factor))
  (if (i32.eqz (local.get $open)) (then (return)))
  (global.set $triedMost (select (i32.const ${ordersMost}) (i32.const ${ordersFew}) (f64.le (global.get $orders) (f64.const ${ordersMost}))))
  (global.set $factor (i64.const 1))
  (drop (call $settle0 (local.get $p) (local.get $s)))
  (global.set $fixing (i64.const 0))
  (global.set $tried (i32.const 0))
  (call $orders0 (local.get $p) (local.get $s) (i32.const 0) (global.get $factor))
  ${copyWords(words, '(local.get $p)', least, 0)})
(func (export "canonicalOne") (param $s i32) (param $p i32) (call $canonical (local.get $p) (local.get $s)))`;
}

/** `$orbit`: how many states there are under other names. The state is a representative, and stays where it is. */
function orbitFunction(order: bigint, { words, places, at }: Writing): string {
  const counted = `(i32.add (local.get $s) (i32.const ${at + places.counted}))`;
  return `
(func $orbit (export "orbitOne") (param $p i32) (param $s i32) (result i64)
  ${copyWords(words, counted, '(local.get $p)', 0)}
  (call $canonical ${counted} (local.get $s))
  (i64.div_u (i64.const ${order}) (global.get $fixing)))`;
}
