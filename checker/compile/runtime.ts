// The part of a module that is the same for every specification: the batch, the seen set, and the walks over states.
// A seen set is an arena of packed states and a table of 32-bit slots: 0 is empty, else the index plus 1, and bits of the hash as a tag.

import { runtimeOffsets, type ScratchMap } from './program.ts';
import { hashLines } from './hash.ts';

export interface RuntimeParts {
  /** 64-bit words of a state. */
  readonly words: number;
  readonly scratch: ScratchMap;
  readonly hasConstraints: boolean;
  /** The judgements that are not made of states outside the constraints. */
  readonly ofCoverage: bigint;
}

/** Successors that are hashed and then looked up together, so that cache misses overlap. */
export const batchEntries = 256;

/** Bytes of a successor in the batch: its hash, the mask of what its step may have changed, its words. */
export function strideOf(words: number): number {
  return 8 * words + 16;
}

/** The runtime's globals and functions, as text. */
export function runtimeText(parts: RuntimeParts): string {
  return [globals, hashFunction(parts), takeFunction, insertFunction(parts), flushFunction(parts)]
    .concat([growFunction(parts), runFunction(parts), walks(parts), settings])
    .join('\n');
}

const globals = `
;; The batch: where it begins, where the next entry goes, from where on it is full.
(global $batch (mut i32) (i32.const 0))
(global $tail (mut i32) (i32.const 0))
(global $limit (mut i32) (i32.const 0))
;; The seen set.
(global $table (mut i32) (i32.const 0))
(global $slots (mut i32) (i32.const 0))
(global $slotsMost (mut i32) (i32.const 0))
(global $indexMask (mut i32) (i32.const 0))
(global $growAt (mut i32) (i32.const 0))
(global $arena (mut i32) (i32.const 0))
(global $capacity (mut i32) (i32.const 0))
(global $blockSize (mut i32) (i32.const 0))
(global $isShared (mut i32) (i32.const 0))`;

const settings = `
(func (export "configure") (param $batch i32) (param $table i32) (param $slotsMost i32) (param $arena i32) (param $capacity i32)
  (global.set $batch (local.get $batch))
  (global.set $tail (local.get $batch))
  (global.set $table (local.get $table))
  (global.set $slotsMost (local.get $slotsMost))
  (global.set $arena (local.get $arena))
  (global.set $capacity (local.get $capacity)))
(func (export "setLimit") (param $limit i32) (global.set $limit (local.get $limit)))
(func (export "getSlots") (result i32) (global.get $slots))
(func (export "setSlots") (param $slots i32) (call $setSlots (local.get $slots)))
(func (export "setShared") (param $isShared i32) (param $blockSize i32)
  (global.set $isShared (local.get $isShared))
  (global.set $blockSize (local.get $blockSize)))
(func $setSlots (param $slots i32)
  (global.set $slots (local.get $slots))
  ;; Blocks of several workers leave gaps, so indices may pass the number of slots.
  (global.set $indexMask (i32.sub (i32.shl (local.get $slots) (i32.const 1)) (i32.const 1)))
  (global.set $growAt (select
    (i32.const -1)
    (i32.sub (local.get $slots) (i32.shr_u (local.get $slots) (i32.const 2)))
    (i32.ge_u (local.get $slots) (global.get $slotsMost)))))`;

/** Bytes at the very beginning of memory that all workers share. */
export const controlBytes = 4096;
/** i32: the next arena index that no worker has taken. */
export const controlNext = 64;
/** i32: the next piece of a level that no worker has taken. */
export const controlPiece = 128;

const takeFunction = `
;; The next free index of the worker's block; a new block where it is used up; -1 where the arena is full.
(func $take (param $s i32) (result i32) (local $next i32)
  (local.set $next (i32.load offset=${runtimeOffsets.next} (local.get $s)))
  (if (i32.ge_u (local.get $next) (i32.load offset=${runtimeOffsets.end} (local.get $s))) (then
    (if (i32.eqz (global.get $isShared)) (then (return (i32.const -1))))
    (local.set $next (i32.atomic.rmw.add (i32.const ${controlNext}) (global.get $blockSize)))
    (if (i32.gt_u (i32.add (local.get $next) (global.get $blockSize)) (global.get $capacity)) (then (return (i32.const -1))))
    (i32.store offset=${runtimeOffsets.next} (local.get $s) (local.get $next))
    (i32.store offset=${runtimeOffsets.end} (local.get $s) (i32.add (local.get $next) (global.get $blockSize)))))
  (local.get $next))`;

function hashFunction({ words }: RuntimeParts): string {
  return [
    '(func $hash (export "hash") (param $p i32) (result i64) (local $h i64) (local $v1 i64) (local $v2 i64) (local $v3 i64) (local $v4 i64)',
    ...hashLines(words, '(local.get $p)', 0),
    '(local.get $h))',
  ].join('\n');
}

function wordOf(pointer: string, offset: number): string {
  return `(i64.load offset=${offset} ${pointer})`;
}

function sameWords(words: number, a: string, fromA: number, b: string, fromB: number): string {
  const tests = Array.from(
    { length: words },
    (_, index) => `(i64.eq ${wordOf(a, fromA + 8 * index)} ${wordOf(b, fromB + 8 * index)})`,
  );
  return tests.reduceRight((rest, test) => `(if (result i32) ${test} (then ${rest}) (else (i32.const 0)))`);
}

function copyWords(words: number, to: string, from: string, offset: number): string {
  if (words > 8) return `(memory.copy ${to} (i32.add ${from} (i32.const ${offset})) (i32.const ${8 * words}))`;
  return Array.from(
    { length: words },
    (_, index) => `(i64.store offset=${8 * index} ${to} ${wordOf(from, offset + 8 * index)})`,
  ).join('\n');
}

function stateAt(words: number, index: string): string {
  return `(i32.add (global.get $arena) (i32.mul ${index} (i32.const ${8 * words})))`;
}

/** One step along the table, around its end. */
const nextSlot = `(local.set $at (i32.and (i32.add (local.get $at) (i32.const 1)) (local.get $last)))`;
const slotAddress = `(i32.add (global.get $table) (i32.shl (local.get $at) (i32.const 2)))`;

const homeLines = `
  (local.set $last (i32.sub (global.get $slots) (i32.const 1)))
  (local.set $tagMask (i32.xor (global.get $indexMask) (i32.const -1)))
  (local.set $at (i32.and (i32.wrap_i64 (local.get $h)) (local.get $last)))
  (local.set $tag (i32.and (i32.wrap_i64 (i64.shr_u (local.get $h) (i64.const 32))) (local.get $tagMask)))`;

function insertFunction({ words, hasConstraints, ofCoverage }: RuntimeParts): string {
  const { distinct, digest, cut, full } = runtimeOffsets;
  const bump = (offset: number, by: string): string =>
    `(i64.store offset=${offset} (local.get $s) (i64.add (i64.load offset=${offset} (local.get $s)) ${by}))`;
  const isNew = [bump(digest, '(local.get $h)'), bump(distinct, '(i64.const 1)')];
  const judged = `
    (local.set $mask (i64.and (local.get $mask) (i64.load (local.get $s))))
    (if (i64.ne (local.get $mask) (i64.const 0)) (then (call $judge (local.get $new) (local.get $s) (local.get $mask))))`;
  const accepted = hasConstraints
    ? [
        '(local.set $excluded (i32.const -1))',
        '(if (i64.lt_s (local.get $mask) (i64.const 0)) (then (local.set $excluded (call $excluded (local.get $new) (local.get $s) (local.get $mask)))))',
        '(if (i32.lt_s (local.get $excluded) (i32.const 0)) (then',
        ...isNew,
        ') (else',
        bump(cut, '(i64.const 1)'),
        `(local.set $mask (i64.and (local.get $mask) (i64.const ${~ofCoverage})))`,
        '(call $countCut (local.get $s) (local.get $excluded))',
        '))',
      ]
    : isNew;
  return `
;; Looks up the state of a batch entry, and adds it where it is new. 1 where it was.
(func $insert (param $e i32) (param $s i32) (result i32)
  (local $h i64) (local $last i32) (local $tagMask i32) (local $at i32) (local $tag i32) (local $slot i32) (local $index i32) (local $new i32) (local $mask i64) (local $excluded i32)
  (local.set $h (i64.load (local.get $e)))${homeLines}
  (local.set $index (i32.const -1))
  (block $found (loop $probe
    (local.set $slot (i32.atomic.load ${slotAddress}))
    (if (i32.eqz (local.get $slot)) (then
      (if (i32.lt_s (local.get $index) (i32.const 0)) (then
        (local.set $index (call $take (local.get $s)))
        (if (i32.eq (local.get $index) (i32.const -1)) (then
          (i32.store offset=${full} (local.get $s) (i32.const 1))
          (return (i32.const 0))))
        (local.set $new ${stateAt(words, '(local.get $index)')})
        ${copyWords(words, '(local.get $new)', '(local.get $e)', 16)}))
      (local.set $slot (i32.or (local.get $tag) (i32.add (local.get $index) (i32.const 1))))
      (if (global.get $isShared) (then
        ;; Another worker may have been faster: then its state is looked at like any other.
        (local.set $slot (i32.atomic.rmw.cmpxchg ${slotAddress} (i32.const 0) (local.get $slot)))
        (br_if $found (i32.eqz (local.get $slot))))
      (else
        (i32.store ${slotAddress} (local.get $slot))
        (br $found)))))
    (if (i32.eqz (i32.and (i32.xor (local.get $slot) (local.get $tag)) (local.get $tagMask))) (then
      (local.set $slot ${stateAt(words, '(i32.sub (i32.and (local.get $slot) (global.get $indexMask)) (i32.const 1))')})
      (if ${sameWords(words, '(local.get $slot)', 0, '(local.get $e)', 16)} (then (return (i32.const 0))))))
    ${nextSlot}
    (br $probe)))
  (i32.store offset=${runtimeOffsets.next} (local.get $s) (i32.add (local.get $index) (i32.const 1)))
  (local.set $mask (i64.load offset=8 (local.get $e)))
  ${accepted.join('\n  ')}
  ${judged}
  (i32.const 1))`;
}

function flushFunction({ words, scratch, hasConstraints }: RuntimeParts): string {
  const stride = strideOf(words);
  const inline = words <= 4;
  const hashed = inline
    ? hashLines(words, '(local.get $e)', 16)
    : ['(local.set $h (call $hash (i32.add (local.get $e) (i32.const 16))))'];
  const countCut = `
(func $countCut (param $s i32) (param $constraint i32)
  (local.set $s (i32.add (local.get $s) (i32.shl (local.get $constraint) (i32.const 3))))
  (i64.store offset=${scratch.cuts} (local.get $s) (i64.add (i64.load offset=${scratch.cuts} (local.get $s)) (i64.const 1))))`;
  return `${hasConstraints ? countCut : ''}
;; Hashes what is in the batch, touching the slots on the way so that they are near when they are looked up; then adds what is new.
(func $flush (param $s i32)
  (local $e i32) (local $end i32) (local $h i64) (local $v1 i64) (local $v2 i64) (local $v3 i64) (local $v4 i64) (local $sum i32) (local $last i32)
  (local.set $end (global.get $tail))
  (local.set $e (global.get $batch))
  (if (i32.eq (local.get $e) (local.get $end)) (then (return)))
  (if (i32.eqz (global.get $isShared)) (then
    (call $makeRoom (local.get $s) (i32.div_u (i32.sub (local.get $end) (local.get $e)) (i32.const ${stride})))))
  (local.set $last (i32.sub (global.get $slots) (i32.const 1)))
  (loop $hashing
    ${hashed.join('\n    ')}
    (i64.store (local.get $e) (local.get $h))
    (local.set $sum (i32.add (local.get $sum) (i32.load (i32.add (global.get $table) (i32.shl (i32.and (i32.wrap_i64 (local.get $h)) (local.get $last)) (i32.const 2))))))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $hashing (i32.lt_u (local.get $e) (local.get $end))))
  (i32.store offset=${runtimeOffsets.sum} (local.get $s) (local.get $sum))
  (local.set $e (global.get $batch))
  (loop $adding
    (drop (call $insert (local.get $e) (local.get $s)))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $adding (i32.lt_u (local.get $e) (local.get $end))))
  (global.set $tail (global.get $batch)))`;
}

function growFunction({ words }: RuntimeParts): string {
  return `
;; Grows the table, alone, until this many states more find room.
(func $makeRoom (param $s i32) (param $more i32) (local $used i32) (local $slots i32)
  (local.set $used (i32.load offset=${runtimeOffsets.next} (local.get $s)))
  (local.set $slots (global.get $slots))
  (block $enough (loop $larger
    (br_if $enough (i32.lt_u (i32.add (local.get $used) (local.get $more)) (i32.sub (local.get $slots) (i32.shr_u (local.get $slots) (i32.const 2)))))
    (br_if $enough (i32.ge_u (local.get $slots) (global.get $slotsMost)))
    (local.set $slots (i32.shl (local.get $slots) (select (i32.const 2) (i32.const 1) (i32.lt_u (local.get $slots) (i32.const 262144)))))
    (br $larger)))
  (if (i32.gt_u (local.get $slots) (global.get $slotsMost)) (then (local.set $slots (global.get $slotsMost))))
  (if (i32.ne (local.get $slots) (global.get $slots)) (then
    (call $setSlots (local.get $slots))
    (memory.fill (global.get $table) (i32.const 0) (i32.shl (local.get $slots) (i32.const 2)))
    (call $rehash (i32.const 0) (local.get $used)))))
;; Puts states of the arena, all different, into a table that does not have them.
(func $rehash (export "rehash") (param $from i32) (param $to i32)
  (local $h i64) (local $last i32) (local $tagMask i32) (local $at i32) (local $tag i32)
  (block $done (loop $each
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $h (call $hash ${stateAt(words, '(local.get $from)')}))${homeLines}
    (local.set $tag (i32.or (local.get $tag) (i32.add (local.get $from) (i32.const 1))))
    (block $placed (loop $probe
      (if (global.get $isShared)
        (then (br_if $placed (i32.eqz (i32.atomic.rmw.cmpxchg ${slotAddress} (i32.const 0) (local.get $tag)))))
        (else (if (i32.eqz (i32.load ${slotAddress})) (then (i32.store ${slotAddress} (local.get $tag)) (br $placed)))))
      ${nextSlot}
      (br $probe)))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br $each))))`;
}

function runFunction({ words, hasConstraints }: RuntimeParts): string {
  const cutSkipped = hasConstraints
    ? '(br_if $next (i32.ge_s (call $excluded (local.get $p) (local.get $s) (i64.const -1)) (i32.const 0)))'
    : '';
  return `
;; Expands the states from one index to another; stops early when the table has to grow first, or the arena is full. The next index.
(func (export "run") (param $s i32) (param $from i32) (param $to i32) (result i32) (local $p i32)
  (local.set $p ${stateAt(words, '(local.get $from)')})
  (block $done (loop $each
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (block $next
      ${cutSkipped}
      (if (i32.eqz (call $expand (local.get $p) (local.get $s))) (then (call $stuck (local.get $p) (local.get $s)))))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (local.set $p (i32.add (local.get $p) (i32.const ${8 * words})))
    (br_if $each (i32.lt_u (global.get $tail) (global.get $limit)))
    (call $flush (local.get $s))
    (br_if $done (i32.load offset=${runtimeOffsets.full} (local.get $s)))
    (br_if $done (i32.and (global.get $isShared) (i32.ge_u (i32.atomic.load (i32.const ${controlNext})) (global.get $growAt))))
    (br $each)))
  (call $flush (local.get $s))
  (local.get $from))`;
}

function walks({ words, hasConstraints }: RuntimeParts): string {
  const stride = strideOf(words);
  const excluded = hasConstraints ? '(call $excluded (local.get $p) (local.get $s) (i64.const -1))' : '(i32.const -1)';
  return `
;; Adds one state whose entry is at the beginning of the batch. 1 where it is new.
(func (export "insert") (param $s i32) (result i32)
  (call $makeRoom (local.get $s) (i32.const 1))
  (i64.store (global.get $batch) (call $hash (i32.add (global.get $batch) (i32.const 16))))
  (call $insert (global.get $batch) (local.get $s)))
;; The successors of one state, left in the batch: how many firings there were. The batch ends at the tail.
(func (export "expandOne") (param $s i32) (param $p i32) (result i32)
  (global.set $tail (global.get $batch))
  (call $expand (local.get $p) (local.get $s)))
(func (export "successors") (result i32)
  (i32.div_u (i32.sub (global.get $tail) (global.get $batch)) (i32.const ${stride})))
(func (export "forget") (global.set $tail (global.get $batch)))
(func (export "judgeOne") (param $s i32) (param $p i32) (param $mask i64)
  (call $judge (local.get $p) (local.get $s) (local.get $mask)))
(func (export "excludedOne") (param $s i32) (param $p i32) (result i32) ${excluded})
(func (export "stuckOne") (param $s i32) (param $p i32) (call $stuck (local.get $p) (local.get $s)))
(func (export "labelsOne") (param $s i32) (param $p i32) (call $labels (local.get $p) (local.get $s)))
;; The index of a state, or -1.
(func $find (export "find") (param $p i32) (result i32)
  (local $h i64) (local $last i32) (local $tagMask i32) (local $at i32) (local $tag i32) (local $slot i32)
  (local.set $h (call $hash (local.get $p)))${homeLines}
  (loop $probe
    (local.set $slot (i32.load ${slotAddress}))
    (if (i32.eqz (local.get $slot)) (then (return (i32.const -1))))
    (if (i32.eqz (i32.and (i32.xor (local.get $slot) (local.get $tag)) (local.get $tagMask))) (then
      (local.set $slot (i32.sub (i32.and (local.get $slot) (global.get $indexMask)) (i32.const 1)))
      (if ${sameWords(words, stateAt(words, '(local.get $slot)'), 0, '(local.get $p)', 0)} (then (return (local.get $slot))))))
    ${nextSlot}
    (br $probe))
  (unreachable))
;; Marks in one bitmap the states that have a successor in the other.
(func (export "sweep") (param $s i32) (param $from i32) (param $to i32) (param $marked i32) (param $marks i32)
  (local $p i32) (local $e i32) (local $index i32)
  (block $done (loop $each
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $p ${stateAt(words, '(local.get $from)')})
    (block $next
      (br_if $next (i32.ge_s ${excluded} (i32.const 0)))
      (global.set $tail (global.get $batch))
      (drop (call $expand (local.get $p) (local.get $s)))
      (local.set $e (global.get $batch))
      (loop $successor
        (br_if $next (i32.ge_u (local.get $e) (global.get $tail)))
        (local.set $index (call $find (i32.add (local.get $e) (i32.const 16))))
        (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
        (br_if $successor (i32.lt_s (local.get $index) (i32.const 0)))
        (br_if $successor (i32.eqz ${bitOf('$marked', '(local.get $index)')}))
        (call $mark (local.get $marks) (local.get $from))))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br $each)))
  (global.set $tail (global.get $batch)))
(func $mark (param $marks i32) (param $index i32)
  (local.set $marks (i32.add (local.get $marks) (i32.shr_u (local.get $index) (i32.const 3))))
  (i32.store8 (local.get $marks) (i32.or (i32.load8_u (local.get $marks)) (i32.shl (i32.const 1) (i32.and (local.get $index) (i32.const 7))))))`;
}

function bitOf(marks: string, index: string): string {
  return `(i32.and (i32.shr_u (i32.load8_u (i32.add (local.get ${marks}) (i32.shr_u ${index} (i32.const 3)))) (i32.and ${index} (i32.const 7))) (i32.const 1))`;
}
