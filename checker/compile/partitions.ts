// States spread over several memories in generated code, where one of 4 GiB does not hold them. The hash says which memory a state belongs to.
// An instance sees one memory; what belongs to another goes through that one's doors: functions in a table that the instances of a worker share.

import { noFiring } from './collect-runtime.ts';
import { doors, strideOf, wordsPassedMost, type RuntimeParts } from './runtime-parts.ts';
import { runtimeOffsets } from './program.ts';
import { hashOf, renamed, stateAt } from './seen-set.ts';

export const partitionGlobals = `
;; How many memories there are; what came from other instances, and whether this memory wants to grow first.
(global $partitions (mut i32) (i32.const 1))
(global $inbox (mut i32) (i32.const 0))
(global $inboxTail (mut i32) (i32.const 0))
(global $inboxLimit (mut i32) (i32.const 0))
(global $isCrowded (mut i32) (i32.const 0))`;

/** The words of a state as arguments. */
export function passed(words: number, pointer: string, offset: number): string {
  return Array.from(
    { length: passedWords(words) },
    (_, index) => `(i64.load offset=${offset + 8 * index} ${pointer})`,
  ).join(' ');
}

/**
 * The position in the table of a door of the partition that a hash belongs to. Bits 32 to 47 say which: those below choose the slot in the
 * table of states, those above tell states apart there.
 */
export function routeOf(hash: string, door: (typeof doors)[number]): string {
  const partition = `(i32.shr_u (i32.mul (i32.and (i32.wrap_i64 (i64.shr_u ${hash} (i64.const 32))) (i32.const 65535)) (global.get $partitions)) (i32.const 16))`;
  return `(i32.add (i32.mul ${partition} (i32.const ${doors.length})) (i32.const ${doors.indexOf(door)}))`;
}

function passedWords(words: number): number {
  return Math.min(words, wordsPassedMost);
}

export function partitionFunctions(parts: RuntimeParts): string {
  const { words, collected } = parts;
  const stride = strideOf(words, parts);
  const count = passedWords(words);
  const types = Array.from({ length: count }, () => 'i64').join(' ');
  const given = Array.from({ length: count }, (_, index) => `(param $g${index} i64)`).join(' ');
  const storeGiven = (to: string, offset: number): string =>
    Array.from(
      { length: count },
      (_, index) => `(i64.store offset=${offset + 8 * index} ${to} (local.get $g${index}))`,
    ).join('\n  ');
  const { next, full } = runtimeOffsets;
  const collector = collected?.kind === 'everything' ? '$collectSent' : '$collect';
  const collect =
    collected === undefined ? '' : `\n    (call ${collector} (local.get $e) (local.get $h) (local.get $s))`;
  // Whoever sends it has counted it.
  const sent = collected === undefined ? '' : `\n  ${noFiring('(local.get $e)', collected, words)}`;
  // States are asked for while others wait in the inbox where firings are counted; else it is empty.
  const asked = collected === undefined ? '(global.get $inbox)' : '(global.get $inboxTail)';
  const found =
    parts.behaviours === undefined
      ? ''
      : `;; The number of a state that belongs here, or -1.
(func (export "find") (type $find) (param $h i64) ${given} (result i32) (local $index i32)
  ${storeGiven(asked, 0)}
  (local.set $index (call $find (global.get $inbox) (local.get $h)))
  (if (i32.lt_s (local.get $index) (i32.const 0)) (then (return (i32.const -1))))
  (i32.add (global.get $base) (local.get $index)))
`;
  return `
(type $receive (func (param i32 i64 i64 ${types}) (result i32)))
(type $find (func (param i64 ${types}) (result i32)))
(type $isMarked (func (param i32 i64 ${types}) (result i32)))
(type $store (func (param i32 ${types})))
;; A state to be looked up and added. 1 where this memory wants something done first.
(func (export "receive") (type $receive) (param $s i32) (param $h i64) (param $mask i64) ${given} (result i32) (local $e i32)
  (local.set $e (global.get $inboxTail))
  (i64.store (local.get $e) (local.get $h))
  (i64.store offset=8 (local.get $e) (local.get $mask))
  ${storeGiven('(local.get $e)', 16)}${sent}
  (global.set $inboxTail (i32.add (local.get $e) (i32.const ${stride})))
  (if (i32.ge_u (global.get $inboxTail) (global.get $inboxLimit)) (then (call $deliver (local.get $s))))
  (i32.or (global.get $isCrowded) (i32.load offset=${full} (local.get $s))))
;; Adds what was received.
(func $deliver (export "deliver") (param $s i32)
  (if (i32.eq (global.get $inboxTail) (global.get $inbox)) (then (return)))
  (call $add (global.get $inbox) (global.get $inboxTail) (local.get $s))
  (global.set $inboxTail (global.get $inbox)))
;; Sends the states of the batch to where they belong.
(func $route (param $s i32) (local $e i32) (local $end i32) (local $h i64)
  (local.set $e (global.get $batch))
  (local.set $end (global.get $tail))
  (loop $sending
    ${renamed(parts)}${hashOf(words, '(local.get $e)', 16)}${collect}
    (if (call_indirect (type $receive) (local.get $s) (local.get $h) (i64.load offset=8 (local.get $e)) ${passed(words, '(local.get $e)', 16)} ${routeOf('(local.get $h)', 'receive')})
      (then (global.set $halt (i32.const 1))))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $sending (i32.lt_u (local.get $e) (local.get $end))))
  (global.set $tail (global.get $batch)))
;; Whether a state is here and has a bit in a bitmap.
(func (export "isMarked") (type $isMarked) (param $marked i32) (param $h i64) ${given} (result i32)
  ${storeGiven(asked, 0)}
  (call $hasMark (local.get $marked) (local.get $h) ${asked}))
${found}(func $hasMark (param $marked i32) (param $h i64) (param $p i32) (result i32) (local $index i32)
  (local.set $index (call $find (local.get $p) (local.get $h)))
  (if (i32.lt_s (local.get $index) (i32.const 0)) (then (return (i32.const 0))))
  (i32.and (i32.shr_u (i32.load8_u (i32.add (local.get $marked) (i32.shr_u (local.get $index) (i32.const 3)))) (i32.and (local.get $index) (i32.const 7))) (i32.const 1)))
;; Keeps a state that was seen before, without a slot.
(func (export "store") (type $store) (param $s i32) ${given} (local $at i32)
  (local.set $at (i32.load offset=${next} (local.get $s)))
  (i32.store offset=${next} (local.get $s) (i32.add (local.get $at) (i32.const 1)))
  (local.set $at ${stateAt(words, '(local.get $at)')})
  ${storeGiven('(local.get $at)', 0)})
;; Sends the states from one index to another to where they belong; what belongs here moves to the next index of the worker.
;; Nothing is overtaken: so many states never lie before their old place.
(func (export "spread") (param $s i32) (param $from i32) (param $to i32) (local $p i32) (local $h i64)
  (local.set $p ${stateAt(words, '(local.get $from)')})
  (block $done (loop $each
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $h (call $hash (local.get $p)))
    (call_indirect (type $store) (local.get $s) ${passed(words, '(local.get $p)', 0)} ${routeOf('(local.get $h)', 'store')})
    (local.set $p (i32.add (local.get $p) (i32.const ${8 * words})))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br $each))))`;
}
