// The part of a module that is the same for every specification: what an instance is told, and the walks over states. The seen set is in
// seen-set.ts, what passes between several memories in partitions.ts. An instance works on one memory, for one worker.

import { collectFunctions, collectGlobals } from './collect-runtime.ts';
import { behavioursFunctions, behavioursGlobals } from './behaviours-runtime.ts';
import { partitionFunctions, partitionGlobals, passed, routeOf } from './partitions.ts';
import { strideOf, type RuntimeParts } from './runtime-parts.ts';
import { hashFunction, renamed, seenSetFunctions, seenSetGlobals, stateAt } from './seen-set.ts';

/** The runtime's globals and functions, as text. */
export function runtimeText(parts: RuntimeParts): string {
  const { collected, words, behaviours } = parts;
  const isOld = `(call_indirect (type $isMarked) (global.get $old) (local.get $h) ${passed(words, '(local.get $e)', 16)} ${routeOf('(local.get $h)', 'isMarked')})`;
  return [globals, seenSetGlobals, partitionGlobals, settings, hashFunction(parts), seenSetFunctions(parts)]
    .concat([partitionFunctions(parts), runFunction(parts), walks(parts)])
    .concat(collected === undefined ? [] : [collectGlobals, collectFunctions(collected, words, isOld)])
    .concat(behaviours === undefined ? [] : [behavioursGlobals, behavioursFunctions(parts, behaviours)])
    .join('\n');
}

const globals = `
;; The batch: where it begins, where the next entry goes, from where on it is full.
(global $batch (mut i32) (i32.const 0))
(global $tail (mut i32) (i32.const 0))
(global $limit (mut i32) (i32.const 0))
;; 1: leave off, something has to be done outside.
(global $halt (mut i32) (i32.const 0))`;

const settings = `
(func (export "configure") (param $batch i32) (param $limit i32) (param $inbox i32) (param $inboxLimit i32) (param $hashes i32) (param $list i32)
  (param $table i32) (param $slotsMost i32) (param $arena i32) (param $capacity i32) (param $owners i32) (param $worker i32)
  (global.set $batch (local.get $batch))
  (global.set $tail (local.get $batch))
  (global.set $limit (local.get $limit))
  (global.set $inbox (local.get $inbox))
  (global.set $inboxTail (local.get $inbox))
  (global.set $inboxLimit (local.get $inboxLimit))
  (global.set $hashes (local.get $hashes))
  (global.set $list (local.get $list))
  (global.set $table (local.get $table))
  (global.set $slotsMost (local.get $slotsMost))
  (global.set $arena (local.get $arena))
  (global.set $capacity (local.get $capacity))
  (global.set $owners (local.get $owners))
  (global.set $worker (local.get $worker)))
(func (export "setShared") (param $isShared i32) (param $blockSize i32)
  (global.set $isShared (local.get $isShared))
  (global.set $blockSize (local.get $blockSize)))
(func (export "setPartitions") (param $partitions i32) (param $canSplit i32)
  (global.set $partitions (local.get $partitions))
  (global.set $canSplit (local.get $canSplit)))
(func (export "halted") (result i32) (global.get $halt))
(func (export "getSlots") (result i32) (global.get $slots))
(func (export "setSlots") (param $slots i32) (param $growAt i32)
  (call $setSlots (local.get $slots))
  (global.set $growAt (local.get $growAt))
  (global.set $isCrowded (i32.const 0)))`;

function runFunction({ words, hasConstraints }: RuntimeParts): string {
  const cutSkipped = hasConstraints
    ? '(br_if $next (i32.ge_s (call $excluded (local.get $p) (local.get $s) (i64.const -1)) (i32.const 0)))'
    : '';
  return `
;; Expands the states from one index to another; stops early when something has to be done outside. The next index.
(func (export "run") (param $s i32) (param $from i32) (param $to i32) (result i32) (local $p i32)
  (global.set $halt (i32.const 0))
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
    (br_if $done (global.get $halt))
    (br $each)))
  (call $flush (local.get $s))
  (local.get $from))`;
}

function walks(parts: RuntimeParts): string {
  const { words, hasConstraints } = parts;
  const stride = strideOf(words, parts);
  const excluded = hasConstraints ? '(call $excluded (local.get $p) (local.get $s) (i64.const -1))' : '(i32.const -1)';
  return `
;; Adds one state whose entry is at the beginning of the batch, where nothing else waits.
(func (export "insert") (param $s i32)
  (global.set $tail (i32.add (global.get $batch) (i32.const ${stride})))
  (call $flush (local.get $s)))
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
(func (export "findOne") (param $p i32) (result i32) (call $find (local.get $p) (call $hash (local.get $p))))
;; Marks in one bitmap the states that have a successor in the other.
(func (export "sweep") (param $s i32) (param $from i32) (param $to i32) (param $marked i32) (param $marks i32)
  (local $p i32) (local $e i32) (local $h i64)
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
        ${renamed(parts)}(local.set $h (call $hash (i32.add (local.get $e) (i32.const 16))))
        (if (if (result i32) (i32.eq (global.get $partitions) (i32.const 1))
              (then (call $hasMark (local.get $marked) (local.get $h) (i32.add (local.get $e) (i32.const 16))))
              (else (call_indirect (type $isMarked) (local.get $marked) (local.get $h) ${passed(words, '(local.get $e)', 16)} ${routeOf('(local.get $h)', 'isMarked')})))
          (then (call $mark (local.get $marks) (local.get $from)) (br $next)))
        (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
        (br $successor)))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br $each)))
  (global.set $tail (global.get $batch)))
(func $mark (param $marks i32) (param $index i32)
  (local.set $marks (i32.add (local.get $marks) (i32.shr_u (local.get $index) (i32.const 3))))
  (i32.store8 (local.get $marks) (i32.or (i32.load8_u (local.get $marks)) (i32.shl (i32.const 1) (i32.and (local.get $index) (i32.const 7))))))`;
}
