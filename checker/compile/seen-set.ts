// The seen set in generated code: an arena of packed states and a table of 32-bit slots, four to a bucket. A slot is 0 where it is empty, else
// the index in the arena plus 1, and above that bits of the hash as a tag, so that most states are told apart without a look at the arena.
// A batch is hashed, then sifted of what was seen without a branch, so that cache misses overlap; what remains is mostly new.

import { placeCollected, siftCollected } from './collect-runtime.ts';
import { hashLines } from './hash.ts';
import { runtimeOffsets } from './program.ts';
import {
  bucketOfEntry,
  home,
  indexOfSlot,
  isOther,
  leaveIfMatched,
  nextBucket,
  probeLocals,
  setEmpty,
  setMatch,
  setTable,
  slotAddress,
  slotOrFirst,
  stateOfSlot,
  tableLocals,
  wordOf,
} from './table.ts';
import { controlNext, hashesKept, strideOf, type RuntimeParts } from './runtime-parts.ts';

export const seenSetGlobals = `
;; The seen set.
(global $table (mut i32) (i32.const 0))
(global $slots (mut i32) (i32.const 0))
(global $slotsMost (mut i32) (i32.const 0))
(global $indexMask (mut i32) (i32.const 0))
(global $arena (mut i32) (i32.const 0))
(global $capacity (mut i32) (i32.const 0))
;; A byte for each block of indices: the worker that took it.
(global $owners (mut i32) (i32.const 0))
(global $worker (mut i32) (i32.const 0))
;; A few hashes on the way into a larger table; entries still to be looked up.
(global $hashes (mut i32) (i32.const 0))
(global $list (mut i32) (i32.const 0))
;; Of several workers each takes so many indices at once; together they leave off when the indices taken pass growAt.
(global $isShared (mut i32) (i32.const 0))
(global $blockSize (mut i32) (i32.const 0))
(global $growAt (mut i32) (i32.const 0))
;; 1: where the arena is full, the states may be spread over several memories.
(global $canSplit (mut i32) (i32.const 0))`;

export function seenSetFunctions(parts: RuntimeParts): string {
  return [
    setSlots,
    takeFunction,
    placeFunction(parts, 'Alone'),
    placeFunction(parts, 'Shared'),
    flushFunction(parts),
    growFunctions(parts),
  ]
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

/** The hash of the words at a pointer, left in `$h`. */
export function hashOf(words: number, pointer: string, offset: number): string {
  if (words >= 4) return `(local.set $h (call $hash (i32.add ${pointer} (i32.const ${offset}))))`;
  return hashLines(words, pointer, offset).join('\n    ');
}

export function stateAt(words: number, index: string): string {
  return `(i32.add (global.get $arena) (i32.mul ${index} (i32.const ${8 * words})))`;
}

/** Copies a state. */
export function copyWords(words: number, to: string, from: string, offset: number): string {
  if (words > 8) return `(memory.copy ${to} (i32.add ${from} (i32.const ${offset})) (i32.const ${8 * words}))`;
  return Array.from(
    { length: words },
    (_, index) => `(i64.store offset=${8 * index} ${to} ${wordOf(from, offset + 8 * index)})`,
  ).join('\n');
}

const setSlots = `
(func $setSlots (param $slots i32)
  (global.set $slots (local.get $slots))
  ;; Blocks of several workers leave gaps, so indices may pass the number of slots.
  (global.set $indexMask (i32.sub (i32.shl (local.get $slots) (i32.const 1)) (i32.const 1))))`;

const takeFunction = `
;; The next free index of the worker's block; a new block where it is used up; -1 where the arena is full. A block that there is no room for
;; is given back: what lies below the next index to be taken is what was given away.
(func $take (param $s i32) (result i32) (local $next i32)
  (local.set $next (i32.load offset=${runtimeOffsets.next} (local.get $s)))
  (if (i32.ge_u (local.get $next) (i32.load offset=${runtimeOffsets.end} (local.get $s))) (then
    (local.set $next (i32.atomic.rmw.add (i32.const ${controlNext}) (global.get $blockSize)))
    (if (i32.gt_u (i32.add (local.get $next) (global.get $blockSize)) (global.get $capacity)) (then
      (drop (i32.atomic.rmw.sub (i32.const ${controlNext}) (global.get $blockSize)))
      (return (i32.const -1))))
    (i32.store8 (i32.add (global.get $owners) (i32.div_u (local.get $next) (global.get $blockSize))) (global.get $worker))
    (i32.store offset=${runtimeOffsets.next} (local.get $s) (local.get $next))
    (i32.store offset=${runtimeOffsets.end} (local.get $s) (i32.add (local.get $next) (global.get $blockSize)))))
  (local.get $next))`;

/** What follows when a state is new: it is counted and judged. It lies at `$new`; its mask is in `$mask`, its hash in `$h`. */
function met({ scratch, hasConstraints, ofCoverage, collected, canonical }: RuntimeParts): string {
  const collect =
    collected?.kind === 'everything' ? '\n        (call $collectState (local.get $new) (local.get $s))' : '';
  const represented =
    canonical?.isCounted === true
      ? `\n        ${addTo(runtimeOffsets.represented, '(call $orbit (local.get $new) (local.get $s))')}`
      : '';
  const counted = `(local.set $digest (i64.add (local.get $digest) (local.get $h)))
        (local.set $distinct (i64.add (local.get $distinct) (i64.const 1)))${collect}${represented}`;
  const judged = `
        (local.set $mask (i64.and (local.get $mask) (i64.load offset=${scratch.open} (local.get $s))))
        (if (i64.ne (local.get $mask) (i64.const 0)) (then (call $judge (local.get $new) (local.get $s) (local.get $mask))))`;
  if (!hasConstraints) return `${counted}${judged}`;
  return `(local.set $excluded (i32.const -1))
        (if (i64.lt_s (local.get $mask) (i64.const 0)) (then (local.set $excluded (call $excluded (local.get $new) (local.get $s) (local.get $mask)))))
        (if (i32.lt_s (local.get $excluded) (i32.const 0)) (then ${counted}) (else
          ${addTo(runtimeOffsets.cut, '(i64.const 1)')}
          (local.set $mask (i64.and (local.get $mask) (i64.const ${~ofCoverage})))
          (local.set $excluded (i32.add (local.get $s) (i32.shl (local.get $excluded) (i32.const 3))))
          (i64.store offset=${scratch.cuts} (local.get $excluded) (i64.add (i64.load offset=${scratch.cuts} (local.get $excluded)) (i64.const 1)))))${judged}`;
}

/** Adds to a counter of the worker. */
function addTo(offset: number, by: string): string {
  return `(i64.store offset=${offset} (local.get $s) (i64.add (i64.load offset=${offset} (local.get $s)) ${by}))`;
}

function placeFunction(parts: RuntimeParts, mode: 'Alone' | 'Shared'): string {
  const { words } = parts;
  const { next, end, full } = runtimeOffsets;
  const { isNew, notNew, locals, counted } = placeCollected(parts.collected, words, indexOfSlot);
  const written = `(local.set $new (i32.add (local.get $arena) (i32.mul (local.get $index) (i32.const ${8 * words}))))
          ${copyWords(words, '(local.get $new)', '(local.get $e)', 16)}`;
  const noRoom = `(then (i32.store offset=${full} (local.get $s) (i32.const 1))${isNew} (br $over))`;
  const alone = `
        (local.set $index (i32.load offset=${next} (local.get $s)))
        (if (i32.ge_u (local.get $index) (i32.load offset=${end} (local.get $s))) ${noRoom})
        ${written}
        (i32.store ${slotAddress('$empty')} (i32.or (local.get $tag) (i32.add (local.get $index) (i32.const 1))))
        (br $found)`;
  // Another worker may be faster: then the bucket is looked at again, and what was written serves the next state.
  const shared = `
        (if (i32.lt_s (local.get $index) (i32.const 0)) (then
          (local.set $index (call $take (local.get $s)))
          (if (i32.lt_s (local.get $index) (i32.const 0)) ${noRoom})
          ${written}))
        (br_if $found (i32.eqz (i32.atomic.rmw.cmpxchg ${slotAddress('$empty')} (i32.const 0) (i32.or (local.get $tag) (i32.add (local.get $index) (i32.const 1))))))
        (br $probe)`;
  return `
;; Looks up the listed entries, and adds those that are new, for ${mode === 'Alone' ? 'the only worker' : 'one of several workers'}.
(func $place${mode} (param $list i32) (param $end i32) (param $s i32)
  ${tableLocals} ${probeLocals} (local $e i32) (local $index i32) (local $new i32) (local $mask i64) (local $excluded i32) (local $digest i64) (local $distinct i64)${locals}${setTable}
  (loop $placing
    (local.set $e (i32.load (local.get $list)))
    (local.set $h (i64.load (local.get $e)))
    ${home}
    (local.set $index (i32.const -1))${notNew}
    (block $over
      (block $found (loop $probe
        ${setMatch}
        ${leaveIfMatched(words, '$over', '(local.get $e)', 16)}
        (if (local.get $empty) (then ${mode === 'Alone' ? alone : shared}))
        ${nextBucket}
        (br $probe)))${isNew}
      (i32.store offset=${next} (local.get $s) (i32.add (local.get $index) (i32.const 1)))
      (local.set $mask (i64.load offset=8 (local.get $e)))
      ${met(parts)})${counted}
    (local.set $list (i32.add (local.get $list) (i32.const 4)))
    (br_if $placing (i32.lt_u (local.get $list) (local.get $end))))
  ${addTo(runtimeOffsets.digest, '(local.get $digest)')}
  ${addTo(runtimeOffsets.distinct, '(local.get $distinct)')})`;
}

/**
 * Makes the entry at `$e` a representative, before it is hashed, looked up or judged: from there on it is a state like any other. Its mask stays
 * right. A judgement that reads nothing of what the step wrote has in the successor the value that it had in the state before, and the
 * same in the successor under other names: renaming changes no judgement.
 */
export function renamed({ canonical }: RuntimeParts): string {
  return canonical === undefined
    ? ''
    : '(call $canonical (i32.add (local.get $e) (i32.const 16)) (local.get $s))\n    ';
}

function flushFunction(parts: RuntimeParts): string {
  const { words, collected } = parts;
  const stride = strideOf(words, parts);
  const collect = collected === undefined ? '' : '\n    (call $collect (local.get $e) (local.get $h) (local.get $s))';
  const count = `(i32.div_u (i32.sub (local.get $end) (local.get $e)) (i32.const ${stride}))`;
  const { unknown, keepIndex, locals, counted } = siftCollected(
    collected,
    words,
    `(i32.or (i32.eqz (local.get $match)) ${isOther(words, '(local.get $slot)', '(local.get $e)', 16)})`,
    indexOfSlot,
  );
  return `
;; Hashes what is in the batch, and adds what is new.
(func $flush (export "flush") (param $s i32) (local $e i32) (local $end i32) (local $h i64)
  (local.set $end (global.get $tail))
  (local.set $e (global.get $batch))
  (if (i32.eq (local.get $e) (local.get $end)) (then (return)))
  (if (i32.gt_u (global.get $partitions) (i32.const 1)) (then
    (call $route (local.get $s))
    (return)))
  ;; Where the states are to be spread over several memories first, the batch waits.
  (if (i32.and (i32.gt_u (global.get $canSplit) (global.get $isShared))
        (i32.gt_u (i32.add (i32.load offset=${runtimeOffsets.next} (local.get $s)) ${count}) (i32.load offset=${runtimeOffsets.end} (local.get $s)))) (then
    (global.set $halt (i32.const 1))
    (return)))
  (loop $hashing
    ${renamed(parts)}${hashOf(words, '(local.get $e)', 16)}${collect}
    (i64.store (local.get $e) (local.get $h))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $hashing (i32.lt_u (local.get $e) (local.get $end))))
  (call $add (global.get $batch) (local.get $end) (local.get $s))
  (global.set $tail (global.get $batch))
  (if (i32.or (global.get $isCrowded) (i32.load offset=${runtimeOffsets.full} (local.get $s))) (then (global.set $halt (i32.const 1)))))
;; Adds what is new of some entries that are hashed.
(func $add (param $e i32) (param $end i32) (param $s i32) (local $list i32)
  (if (i32.eqz (global.get $isShared)) (then (call $makeRoom (local.get $s) ${count})))
  (local.set $list (call $sift (local.get $e) (local.get $end) (local.get $s)))
  (if (i32.eq (local.get $list) (global.get $list)) (then (return)))
  (if (i32.eqz (global.get $isShared)) (then
    (call $placeAlone (global.get $list) (local.get $list) (local.get $s))
    (return)))
  (call $placeShared (global.get $list) (local.get $list) (local.get $s))
  (if (i32.ge_u (i32.atomic.load (i32.const ${controlNext})) (global.get $growAt)) (then (global.set $isCrowded (i32.const 1)))))
;; Lists the entries that are not found in their own bucket; the end of the list. Without branches, so that cache misses overlap.
(func $sift (param $e i32) (param $end i32) (param $s i32) (result i32)
  ${tableLocals} ${probeLocals} (local $from i32) (local $sum i32) (local $list i32)${locals}${setTable}
  (local.set $from (local.get $e))
  (loop $touching
    (local.set $sum (i32.add (local.get $sum) (i32.load ${bucketOfEntry})))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $touching (i32.lt_u (local.get $e) (local.get $end))))
  (i32.store offset=${runtimeOffsets.sum} (local.get $s) (local.get $sum))
  (local.set $list (global.get $list))
  (local.set $e (local.get $from))
  (loop $sifting
    (local.set $h (i64.load (local.get $e)))
    ${home}
    ${setMatch}
    (i32.store (local.get $list) (local.get $e))
    ${slotOrFirst}
    ${keepIndex}(local.set $slot ${stateOfSlot(words)})
    (local.set $list (i32.add (local.get $list) (i32.shl
      ${unknown}
      (i32.const 2))))${counted}
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $sifting (i32.lt_u (local.get $e) (local.get $end))))
  (local.get $list))`;
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
  ${tableLocals} ${probeLocals} (local $p i32) (local $e i32) (local $end i32) (local $sum i32) (local $kept i32)${setTable}
  (block $done (loop $some
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $end (i32.add (local.get $from) (i32.const ${hashesKept})))
    (if (i32.gt_u (local.get $end) (local.get $to)) (then (local.set $end (local.get $to))))
    (local.set $kept (global.get $hashes))
    (local.set $p ${stateAt(words, '(local.get $from)')})
    (loop $hashing
      ${hashOf(words, '(local.get $p)', 0)}
      (i64.store (local.get $kept) (local.get $h))
      (local.set $p (i32.add (local.get $p) (i32.const ${8 * words})))
      (local.set $kept (i32.add (local.get $kept) (i32.const 8)))
      (br_if $hashing (i32.lt_u (local.get $kept) (i32.add (global.get $hashes) (i32.shl (i32.sub (local.get $end) (local.get $from)) (i32.const 3))))))
    (local.set $e (global.get $hashes))
    (loop $touching
      (local.set $sum (i32.add (local.get $sum) (i32.load ${bucketOfEntry})))
      (local.set $e (i32.add (local.get $e) (i32.const 8)))
      (br_if $touching (i32.lt_u (local.get $e) (local.get $kept))))
    (local.set $kept (global.get $hashes))
    (loop $each
      (local.set $h (i64.load (local.get $kept)))
      (local.set $kept (i32.add (local.get $kept) (i32.const 8)))
      ${home}
      (local.set $tag (i32.or (local.get $tag) (i32.add (local.get $from) (i32.const 1))))
      (block $placed (loop $probe
        ${setEmpty}
        (if (i32.eqz (local.get $empty)) (then ${nextBucket} (br $probe)))
        (if (i32.eqz (global.get $isShared)) (then (i32.store ${slotAddress('$empty')} (local.get $tag)) (br $placed)))
        (br_if $probe (i32.atomic.rmw.cmpxchg ${slotAddress('$empty')} (i32.const 0) (local.get $tag)))))
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
(func $find (param $p i32) (param $hash i64) (result i32)
  ${tableLocals} ${probeLocals}${setTable}
  (local.set $h (local.get $hash))
  ${home}
  (block $found (loop $probe
    ${setMatch}
    ${leaveIfMatched(words, '$found', '(local.get $p)', 0)}
    (if (local.get $empty) (then (return (i32.const -1))))
    ${nextBucket}
    (br $probe)))
  ${indexOfSlot})`;
}
