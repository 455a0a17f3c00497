// The seen set in generated code: an arena of packed states and a table of 32-bit slots. A slot is 0 where it is empty, else the index in the
// arena plus 1, and above that bits of the hash as a tag, so that most states are told apart without a look at the arena.
// What comes in a batch is hashed and then looked up, so that cache misses overlap.

import { hashLines } from './hash.ts';
import { runtimeOffsets } from './program.ts';
import { controlNext, strideOf, type RuntimeParts } from './runtime-parts.ts';

export const seenSetGlobals = `
;; The seen set.
(global $table (mut i32) (i32.const 0))
(global $slots (mut i32) (i32.const 0))
(global $slotsMost (mut i32) (i32.const 0))
(global $indexMask (mut i32) (i32.const 0))
(global $arena (mut i32) (i32.const 0))
(global $capacity (mut i32) (i32.const 0))
;; A few hashes on the way into a larger table.
(global $hashes (mut i32) (i32.const 0))
;; Of several workers each takes so many indices at once; together they leave off when the indices taken pass growAt.
(global $isShared (mut i32) (i32.const 0))
(global $blockSize (mut i32) (i32.const 0))
(global $growAt (mut i32) (i32.const 0))
;; 1: full, and the states may be spread over several memories.
(global $canSplit (mut i32) (i32.const 0))`;

/** So many hashes are kept on the way into a larger table. */
export const hashesKept = 64;

export function seenSetFunctions(parts: RuntimeParts): string {
  return [setSlots, takeFunction, addAlone(parts), addShared(parts), flushFunction(parts), growFunctions(parts)]
    .concat(findFunction(parts))
    .join('\n');
}

export function hashFunction({ words }: RuntimeParts): string {
  return [
    '(func $hash (export "hash") (param $p i32) (result i64) (local $h i64) (local $v1 i64) (local $v2 i64) (local $v3 i64) (local $v4 i64)',
    ...hashLines(words, '(local.get $p)', 0),
    '(local.get $h))',
  ].join('\n');
}

/** The hash of an entry of a batch, left in `$h`. */
export function hashOfEntry(words: number): string {
  const lines =
    words < 4
      ? hashLines(words, '(local.get $e)', 16)
      : ['(local.set $h (call $hash (i32.add (local.get $e) (i32.const 16))))'];
  return lines.join('\n    ');
}

export function stateAt(words: number, index: string): string {
  return `(i32.add (global.get $arena) (i32.mul ${index} (i32.const ${8 * words})))`;
}

export function copyWords(words: number, to: string, from: string, offset: number): string {
  if (words > 8) return `(memory.copy ${to} (i32.add ${from} (i32.const ${offset})) (i32.const ${8 * words}))`;
  return Array.from(
    { length: words },
    (_, index) => `(i64.store offset=${8 * index} ${to} ${wordOf(from, offset + 8 * index)})`,
  ).join('\n');
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

const setSlots = `
(func $setSlots (param $slots i32)
  (global.set $slots (local.get $slots))
  ;; Blocks of several workers leave gaps, so indices may pass the number of slots.
  (global.set $indexMask (i32.sub (i32.shl (local.get $slots) (i32.const 1)) (i32.const 1))))`;

const takeFunction = `
;; The next free index of the worker's block; a new block where it is used up; -1 where the arena is full.
(func $take (param $s i32) (result i32) (local $next i32)
  (local.set $next (i32.load offset=${runtimeOffsets.next} (local.get $s)))
  (if (i32.ge_u (local.get $next) (i32.load offset=${runtimeOffsets.end} (local.get $s))) (then
    (local.set $next (i32.atomic.rmw.add (i32.const ${controlNext}) (global.get $blockSize)))
    (if (i32.gt_u (i32.add (local.get $next) (global.get $blockSize)) (global.get $capacity)) (then (return (i32.const -1))))
    (i32.store offset=${runtimeOffsets.next} (local.get $s) (local.get $next))
    (i32.store offset=${runtimeOffsets.end} (local.get $s) (i32.add (local.get $next) (global.get $blockSize)))))
  (local.get $next))`;

// What the loops over the table read again and again, in locals.
const tableLocals =
  '(local $table i32) (local $arena i32) (local $last i32) (local $indexMask i32) (local $tagMask i32)';
const probeLocals = '(local $h i64) (local $at i32) (local $tag i32) (local $slot i32)';
const setTable = `
  (local.set $table (global.get $table))
  (local.set $arena (global.get $arena))
  (local.set $last (i32.sub (global.get $slots) (i32.const 1)))
  (local.set $indexMask (global.get $indexMask))
  (local.set $tagMask (i32.xor (local.get $indexMask) (i32.const -1)))`;
/** Where a hash belongs: the slot from its low bits, the tag from its high ones. */
const home = `(local.set $at (i32.and (i32.wrap_i64 (local.get $h)) (local.get $last)))
    (local.set $tag (i32.and (i32.wrap_i64 (i64.shr_u (local.get $h) (i64.const 32))) (local.get $tagMask)))`;
const slotAddress = '(i32.add (local.get $table) (i32.shl (local.get $at) (i32.const 2)))';
/** One step along the table, around its end. */
const nextSlot = '(local.set $at (i32.and (i32.add (local.get $at) (i32.const 1)) (local.get $last)))';
const isTagged = '(i32.eqz (i32.and (i32.xor (local.get $slot) (local.get $tag)) (local.get $tagMask)))';

function stateOfSlot(words: number): string {
  return `(i32.add (local.get $arena) (i32.mul (i32.sub (i32.and (local.get $slot) (local.get $indexMask)) (i32.const 1)) (i32.const ${8 * words})))`;
}

/** What follows when a state is new: it is counted and judged. It lies at `$new`, its mask in the entry `$e`, its hash in `$h`. */
function met({ scratch, hasConstraints, ofCoverage }: RuntimeParts): string {
  const bump = (offset: number, by: string): string =>
    `(i64.store offset=${offset} (local.get $s) (i64.add (i64.load offset=${offset} (local.get $s)) ${by}))`;
  const counted = `${bump(runtimeOffsets.digest, '(local.get $h)')} ${bump(runtimeOffsets.distinct, '(i64.const 1)')}`;
  const judged = `
        (local.set $mask (i64.and (local.get $mask) (i64.load offset=${scratch.open} (local.get $s))))
        (if (i64.ne (local.get $mask) (i64.const 0)) (then (call $judge (local.get $new) (local.get $s) (local.get $mask))))`;
  const mask = '(local.set $mask (i64.load offset=8 (local.get $e)))';
  if (!hasConstraints) return `${mask}\n        ${counted}${judged}`;
  return `${mask}
        (local.set $excluded (i32.const -1))
        (if (i64.lt_s (local.get $mask) (i64.const 0)) (then (local.set $excluded (call $excluded (local.get $new) (local.get $s) (local.get $mask)))))
        (if (i32.lt_s (local.get $excluded) (i32.const 0)) (then ${counted}) (else
          ${bump(runtimeOffsets.cut, '(i64.const 1)')}
          (local.set $mask (i64.and (local.get $mask) (i64.const ${~ofCoverage})))
          (local.set $excluded (i32.add (local.get $s) (i32.shl (local.get $excluded) (i32.const 3))))
          (i64.store offset=${scratch.cuts} (local.get $excluded) (i64.add (i64.load offset=${scratch.cuts} (local.get $excluded)) (i64.const 1)))))${judged}`;
}

function addAlone(parts: RuntimeParts): string {
  const { words } = parts;
  const { next, end, full } = runtimeOffsets;
  return `
;; Looks up the states of a batch, and adds those that are new, for the only worker.
(func $addAlone (param $e i32) (param $end i32) (param $s i32)
  ${tableLocals} ${probeLocals} (local $next i32) (local $room i32) (local $new i32) (local $mask i64) (local $excluded i32)${setTable}
  (local.set $next (i32.load offset=${next} (local.get $s)))
  (local.set $room (i32.load offset=${end} (local.get $s)))
  (loop $adding
    (local.set $h (i64.load (local.get $e)))
    ${home}
    (block $over (loop $probe
      (local.set $slot (i32.load ${slotAddress}))
      (if (i32.eqz (local.get $slot)) (then
        (if (i32.ge_u (local.get $next) (local.get $room)) (then
          (i32.store offset=${full} (local.get $s) (i32.const 1))
          (br $over)))
        (local.set $new (i32.add (local.get $arena) (i32.mul (local.get $next) (i32.const ${8 * words}))))
        ${copyWords(words, '(local.get $new)', '(local.get $e)', 16)}
        (local.set $next (i32.add (local.get $next) (i32.const 1)))
        (i32.store ${slotAddress} (i32.or (local.get $tag) (local.get $next)))
        ${met(parts)}
        (br $over)))
      (if ${isTagged} (then
        (local.set $slot ${stateOfSlot(words)})
        (br_if $over ${sameWords(words, '(local.get $slot)', 0, '(local.get $e)', 16)})))
      ${nextSlot}
      (br $probe)))
    (local.set $e (i32.add (local.get $e) (i32.const ${strideOf(words)})))
    (br_if $adding (i32.lt_u (local.get $e) (local.get $end))))
  (i32.store offset=${next} (local.get $s) (local.get $next)))`;
}

function addShared(parts: RuntimeParts): string {
  const { words } = parts;
  return `
;; The same for one of several workers.
(func $addShared (param $e i32) (param $end i32) (param $s i32)
  ${tableLocals} ${probeLocals} (local $index i32) (local $new i32) (local $mask i64) (local $excluded i32)${setTable}
  (loop $adding
    (local.set $h (i64.load (local.get $e)))
    ${home}
    (local.set $index (i32.const -1))
    (block $over
      (block $found (loop $probe
        (local.set $slot (i32.atomic.load ${slotAddress}))
        (if (i32.eqz (local.get $slot)) (then
          (if (i32.lt_s (local.get $index) (i32.const 0)) (then
            (local.set $index (call $take (local.get $s)))
            (if (i32.eq (local.get $index) (i32.const -1)) (then
              (i32.store offset=${runtimeOffsets.full} (local.get $s) (i32.const 1))
              (br $over)))
            (local.set $new (i32.add (local.get $arena) (i32.mul (local.get $index) (i32.const ${8 * words}))))
            ${copyWords(words, '(local.get $new)', '(local.get $e)', 16)}))
          ;; Another worker may have been faster: then its state is looked at like any other.
          (local.set $slot (i32.atomic.rmw.cmpxchg ${slotAddress} (i32.const 0) (i32.or (local.get $tag) (i32.add (local.get $index) (i32.const 1)))))
          (br_if $found (i32.eqz (local.get $slot)))))
        (if ${isTagged} (then
          (local.set $slot ${stateOfSlot(words)})
          (br_if $over ${sameWords(words, '(local.get $slot)', 0, '(local.get $e)', 16)})))
        ${nextSlot}
        (br $probe)))
      (i32.store offset=${runtimeOffsets.next} (local.get $s) (i32.add (local.get $index) (i32.const 1)))
      ${met(parts)})
    (local.set $e (i32.add (local.get $e) (i32.const ${strideOf(words)})))
    (br_if $adding (i32.lt_u (local.get $e) (local.get $end)))))`;
}

function flushFunction({ words }: RuntimeParts): string {
  const stride = strideOf(words);
  return `
;; Hashes what is in the batch, touching the slots on the way so that they are near when they are looked up; then adds what is new.
(func $flush (export "flush") (param $s i32)
  (local $e i32) (local $end i32) (local $h i64) (local $sum i32) (local $last i32) (local $table i32)
  (local.set $end (global.get $tail))
  (local.set $e (global.get $batch))
  (if (i32.eq (local.get $e) (local.get $end)) (then (return)))
  (if (i32.gt_u (global.get $partitions) (i32.const 1)) (then
    (call $route (local.get $s))
    (return)))
  (if (i32.eqz (global.get $isShared)) (then
    ;; Where the states are to be spread over several memories first, the batch waits.
    (if (i32.and (global.get $canSplit) (i32.gt_u
          (i32.add (i32.load offset=${runtimeOffsets.next} (local.get $s)) (i32.div_u (i32.sub (local.get $end) (local.get $e)) (i32.const ${stride})))
          (i32.load offset=${runtimeOffsets.end} (local.get $s)))) (then
      (global.set $halt (i32.const 1))
      (return)))
    (call $makeRoom (local.get $s) (i32.div_u (i32.sub (local.get $end) (local.get $e)) (i32.const ${stride})))))
  (local.set $last (i32.shl (i32.sub (global.get $slots) (i32.const 1)) (i32.const 2)))
  (local.set $table (global.get $table))
  (loop $hashing
    ${hashOfEntry(words)}
    (i64.store (local.get $e) (local.get $h))
    (local.set $sum (i32.add (local.get $sum) (i32.load (i32.add (local.get $table) (i32.and (i32.shl (i32.wrap_i64 (local.get $h)) (i32.const 2)) (local.get $last))))))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $hashing (i32.lt_u (local.get $e) (local.get $end))))
  (i32.store offset=${runtimeOffsets.sum} (local.get $s) (local.get $sum))
  (call $add (global.get $batch) (local.get $end) (local.get $s))
  (global.set $tail (global.get $batch))
  (if (i32.or (global.get $isCrowded) (i32.load offset=${runtimeOffsets.full} (local.get $s))) (then (global.set $halt (i32.const 1)))))
(func $add (param $e i32) (param $end i32) (param $s i32)
  (if (global.get $isShared)
    (then
      (call $addShared (local.get $e) (local.get $end) (local.get $s))
      (if (i32.ge_u (i32.atomic.load (i32.const ${controlNext})) (global.get $growAt)) (then (global.set $isCrowded (i32.const 1)))))
    (else (call $addAlone (local.get $e) (local.get $end) (local.get $s)))))`;
}

function growFunctions({ words }: RuntimeParts): string {
  return `
;; Grows the table, alone, until this many states more find room.
(func $makeRoom (param $s i32) (param $more i32) (local $used i32) (local $slots i32)
  (local.set $used (i32.load offset=${runtimeOffsets.next} (local.get $s)))
  (local.set $slots (global.get $slots))
  (block $enough (loop $larger
    (br_if $enough (i32.lt_u (i32.add (local.get $used) (local.get $more)) (i32.sub (local.get $slots) (i32.shr_u (local.get $slots) (i32.const 2)))))
    (br_if $enough (i32.ge_u (local.get $slots) (global.get $slotsMost)))
    (local.set $slots (i32.shl (local.get $slots) (select (i32.const 2) (i32.const 1) (i32.lt_u (local.get $slots) (i32.const ${quadruplingSlots})))))
    (br $larger)))
  (if (i32.gt_u (local.get $slots) (global.get $slotsMost)) (then (local.set $slots (global.get $slotsMost))))
  (if (i32.ne (local.get $slots) (global.get $slots)) (then
    (call $setSlots (local.get $slots))
    (memory.fill (global.get $table) (i32.const 0) (i32.shl (local.get $slots) (i32.const 2)))
    (call $rehash (i32.const 0) (local.get $used)))))
;; Puts states of the arena, all different, into a table that does not have them.
(func $rehash (export "rehash") (param $from i32) (param $to i32)
  ${tableLocals} ${probeLocals} (local $p i32) (local $end i32) (local $sum i32) (local $kept i32)${setTable}
  (block $done (loop $some
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $end (i32.add (local.get $from) (i32.const ${hashesKept})))
    (if (i32.gt_u (local.get $end) (local.get $to)) (then (local.set $end (local.get $to))))
    (local.set $kept (global.get $hashes))
    (local.set $p ${stateAt(words, '(local.get $from)')})
    (loop $hashing
      (local.set $h (call $hash (local.get $p)))
      (i64.store (local.get $kept) (local.get $h))
      ${home}
      (local.set $sum (i32.add (local.get $sum) (i32.load ${slotAddress})))
      (local.set $p (i32.add (local.get $p) (i32.const ${8 * words})))
      (local.set $kept (i32.add (local.get $kept) (i32.const 8)))
      (br_if $hashing (i32.lt_u (local.get $kept) (i32.add (global.get $hashes) (i32.shl (i32.sub (local.get $end) (local.get $from)) (i32.const 3))))))
    (local.set $kept (global.get $hashes))
    (loop $each
      (local.set $h (i64.load (local.get $kept)))
      (local.set $kept (i32.add (local.get $kept) (i32.const 8)))
      ${home}
      (local.set $tag (i32.or (local.get $tag) (i32.add (local.get $from) (i32.const 1))))
      (block $placed (loop $probe
        (if (global.get $isShared)
          (then (br_if $placed (i32.eqz (i32.atomic.rmw.cmpxchg ${slotAddress} (i32.const 0) (local.get $tag)))))
          (else (if (i32.eqz (i32.load ${slotAddress})) (then (i32.store ${slotAddress} (local.get $tag)) (br $placed)))))
        ${nextSlot}
        (br $probe)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $from) (local.get $end))))
    (br $some)))
  (i64.store (global.get $hashes) (i64.extend_i32_u (local.get $sum))))`;
}

/** A table of fewer slots grows to four times its size at once. */
const quadruplingSlots = 2 ** 19;

function findFunction({ words }: RuntimeParts): string {
  return `
;; The index of a state with this hash, or -1.
(func $find (param $p i32) (param $h i64) (result i32)
  ${tableLocals} (local $at i32) (local $tag i32) (local $slot i32)${setTable}
  ${home}
  (loop $probe
    (local.set $slot (i32.load ${slotAddress}))
    (if (i32.eqz (local.get $slot)) (then (return (i32.const -1))))
    (if ${isTagged} (then
      (if ${sameWords(words, stateOfSlot(words), 0, '(local.get $p)', 0)} (then (return (i32.sub (i32.and (local.get $slot) (local.get $indexMask)) (i32.const 1)))))))
    ${nextSlot}
    (br $probe))
  (unreachable))`;
}
