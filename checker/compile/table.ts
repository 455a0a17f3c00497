// Looking at the table of the seen set in generated code: where a hash belongs, which slots of a bucket have its tag, and the state of a slot.

import { balanced } from './wasm.ts';

/** Slots that are looked at together: 16 bytes. */
const bucketSlots = 4;

export function wordOf(pointer: string, offset: number): string {
  return `(i64.load offset=${offset} ${pointer})`;
}

function sameWords(words: number, a: string, fromA: number, b: string, fromB: number): string {
  const tests = Array.from(
    { length: words },
    (_, index) => `(i64.eq ${wordOf(a, fromA + 8 * index)} ${wordOf(b, fromB + 8 * index)})`,
  );
  const both = (one: string, other: string): string => `(if (result i32) ${one} (then ${other}) (else (i32.const 0)))`;
  return balanced(tests, both, '(i32.const 1)');
}

// What the loops over the table read again and again, in locals.
export const tableLocals =
  '(local $table i32) (local $arena i32) (local $lastBucket i32) (local $indexMask i32) (local $tagMask i32) (local $tagMasks v128)';
export const setTable = `
  (local.set $table (global.get $table))
  (local.set $arena (global.get $arena))
  (local.set $lastBucket (i32.shl (i32.sub (global.get $slots) (i32.const ${bucketSlots})) (i32.const 2)))
  (local.set $indexMask (global.get $indexMask))
  (local.set $tagMask (i32.xor (local.get $indexMask) (i32.const -1)))
  (local.set $tagMasks (i32x4.splat (local.get $tagMask)))`;
export const probeLocals =
  '(local $h i64) (local $bucket i32) (local $four v128) (local $tag i32) (local $empty i32) (local $match i32) (local $slot i32)';
/** Where a hash belongs: the bucket from its low bits, the tag from its high ones. */
export const home = `(local.set $bucket ${bucketOf('(local.get $h)')})
    (local.set $tag (i32.and (i32.wrap_i64 (i64.shr_u (local.get $h) (i64.const 32))) (local.get $tagMask)))`;
/** Which slots of the bucket are empty, a bit for each. */
export const setEmpty = `(local.set $four (v128.load (local.get $bucket)))
      (local.set $empty (i32x4.bitmask (i32x4.eq (local.get $four) (v128.const i32x4 0 0 0 0))))`;
/** And which have the tag. */
export const setMatch = `${setEmpty}
      (local.set $match (i32.and
        (i32x4.bitmask (i32x4.eq (v128.and (local.get $four) (local.get $tagMasks)) (i32x4.splat (local.get $tag))))
        (i32.xor (local.get $empty) (i32.const 15))))`;
export const slotAddress = (bits: string): string =>
  `(i32.add (local.get $bucket) (i32.shl (i32.and (i32.ctz (local.get ${bits})) (i32.const 3)) (i32.const 2)))`;
/** One step along the table, around its end. */
export const nextBucket =
  '(local.set $bucket (i32.add (local.get $table) (i32.and (i32.add (i32.sub (local.get $bucket) (local.get $table)) (i32.const 16)) (local.get $lastBucket))))';

function bucketOf(hash: string): string {
  return `(i32.add (local.get $table) (i32.and (i32.shl (i32.wrap_i64 ${hash}) (i32.const 4)) (local.get $lastBucket)))`;
}

/** The bucket of an entry. */
export const bucketOfEntry = bucketOf('(i64.load (local.get $e))');

/** Leaves to a label where one of the matching slots of the bucket has the state at a pointer; its slot is then in `$slot`. */
export function leaveIfMatched(words: number, label: string, pointer: string, offset: number): string {
  return `(block $none (loop $matches
        (br_if $none (i32.eqz (local.get $match)))
        (local.set $slot (i32.load ${slotAddress('$match')}))
        (br_if ${label} ${sameWords(words, stateOfSlot(words), 0, pointer, offset)})
        (local.set $match (i32.and (local.get $match) (i32.sub (local.get $match) (i32.const 1))))
        (br $matches)))`;
}

/** The index of the state whose slot is in `$slot`. */
export const indexOfSlot = '(i32.sub (i32.and (local.get $slot) (local.get $indexMask)) (i32.const 1))';

export function stateOfSlot(words: number): string {
  return `(i32.add (local.get $arena) (i32.mul ${indexOfSlot} (i32.const ${8 * words})))`;
}

/** What a loop over hashed entries `$e` needs that looks up each of them: `slotOfEntry` leaves in `$slot` the slot in the home bucket that has the tag. */
export function lookUpLoops(words: number, stride: number) {
  return {
    locals: `${tableLocals} ${probeLocals}`,
    touching: `${setTable}
  (loop $touching
    (local.set $sum (i32.add (local.get $sum) (i32.load ${bucketOfEntry})))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $touching (i32.lt_u (local.get $e) (local.get $end))))`,
    slotOfEntry: `${home}
    ${setMatch}
    ${slotOrFirst}`,
    indexOfSlot,
  };
}

/** Where nothing has the tag, the first state of the arena is looked at, which is near. */
export const slotOrFirst = `(local.set $slot (select (i32.load ${slotAddress('$match')}) (i32.const 1) (local.get $match)))`;

/** Whether two states differ, without a branch; long states are compared up to where they differ. */
export function isOther(words: number, a: string, b: string, fromB: number): string {
  const differences = Array.from(
    { length: words },
    (_, index) => `(i64.xor ${wordOf(a, 8 * index)} ${wordOf(b, fromB + 8 * index)})`,
  );
  if (words > 8) return `(i32.eqz ${sameWords(words, a, 0, b, fromB)})`;
  return `(i64.ne ${differences.reduce((rest, word) => `(i64.or ${rest} ${word})`)} (i64.const 0))`;
}
