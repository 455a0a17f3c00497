// The runtime of a module that tells of behaviours: the edges of many states at once, and the letters of states. Edges are hashed and looked up
// together, so that cache misses overlap, as in the search (seen-set.ts); only that here all of them are found.

import { letterName } from './behaviours.ts';
import { runtimeOffsets } from './program.ts';
import { labelParts, strideOf, type BehavioursParts, type RuntimeParts } from './runtime-parts.ts';
import { passed, routeOf } from './partitions.ts';
import { copyWords, hashOf, stateAt } from './seen-set.ts';
import { isOther, lookUpLoops } from './table.ts';

export const behavioursGlobals = `
;; The number of the state at the beginning of this arena.
(global $base (mut i32) (i32.const 0))
;; Lists of i32: the states asked about; where the edges of each end, and of each edge where it leads, its label, and the conditions true of it.
(global $asked (mut i32) (i32.const 0))
(global $ends (mut i32) (i32.const 0))
(global $targets (mut i32) (i32.const 0))
(global $labels (mut i32) (i32.const 0))
(global $conditions (mut i32) (i32.const 0))
;; With so many bytes of edges there may be no room for those of another batch.
(global $edgesMost (mut i32) (i32.const 0))
(func (export "setBehaviours") (param $asked i32) (param $ends i32) (param $targets i32) (param $labels i32) (param $conditions i32) (param $edgesMost i32)
  (global.set $asked (local.get $asked))
  (global.set $ends (local.get $ends))
  (global.set $targets (local.get $targets))
  (global.set $labels (local.get $labels))
  (global.set $conditions (local.get $conditions))
  (global.set $edgesMost (local.get $edgesMost)))
(func (export "setBase") (param $base i32) (global.set $base (local.get $base)))`;

export function behavioursFunctions(parts: RuntimeParts, behaviours: BehavioursParts): string {
  return [edgesFunction(parts, behaviours), lookUpFunction(parts), lettersFunctions(parts, behaviours)].join('\n');
}

/** Where an entry has its label, or its source. */
function partOf(part: 'label' | 'source', words: number): number {
  return 16 + 8 * words + labelParts[part];
}

// Firings that change nothing are left out, and the rest put in order, while the entries of a state are near.
function edgesFunction(parts: RuntimeParts, { isSorted }: BehavioursParts): string {
  const { words } = parts;
  const stride = strideOf(words, parts);
  const moved = copyWords(stride / 8, '(local.get $to)', '(local.get $e)', 0);
  const sorted = isSorted
    ? `
        (local.set $at (local.get $to))
        (block $placed (loop $earlier
          (br_if $placed (i32.eq (local.get $at) (local.get $begin)))
          (local.set $before (i32.sub (local.get $at) (i32.const ${stride})))
          (br_if $placed (i32.le_u (i32.load (local.get $before)) (i32.load (local.get $at))))
          ;; Behind the last entry of a batch there is room for one more.
          ${copyWords(stride / 8, '(local.get $end)', '(local.get $at)', 0)}
          ${copyWords(stride / 8, '(local.get $at)', '(local.get $before)', 0)}
          ${copyWords(stride / 8, '(local.get $before)', '(local.get $end)', 0)}
          (local.set $at (local.get $before))
          (br $earlier)))`
    : '';
  return `
;; The edges of the states asked about, from one position to another: how far it came, or -1 where one leads to no state that was explored.
;; The lists of edges begin anew.
(func (export "edges") (param $s i32) (param $first i32) (param $last i32) (param $question i32) (result i32)
  (local $i i32) (local $n i32) (local $k i32) (local $count i32) (local $p i32) (local $e i32) (local $to i32) (local $begin i32) (local $end i32)
  (local $at i32) (local $before i32)
  (global.set $halt (i32.const 0))
  (local.set $i (i32.shl (local.get $first) (i32.const 2)))
  (local.set $n (i32.shl (local.get $last) (i32.const 2)))
  (block $done (loop $batches
    (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
    (br_if $done (i32.gt_u (local.get $k) (global.get $edgesMost)))
    (local.set $to (global.get $batch))
    (global.set $tail (local.get $to))
    (loop $states
      (local.set $p ${stateAt(words, '(i32.load (i32.add (global.get $asked) (local.get $i)))')})
      (local.set $begin (local.get $to))
      (drop (call $expand (local.get $p) (local.get $s)))
      (local.set $end (global.get $tail))
      (local.set $e (local.get $begin))
      (block $kept (loop $each
        (br_if $kept (i32.eq (local.get $e) (local.get $end)))
        (if ${isOther(words, '(local.get $p)', '(local.get $e)', 16)} (then
        (if (i32.ne (local.get $to) (local.get $e)) (then
          ${moved}))
        (i32.store offset=${partOf('source', words)} (local.get $to) (local.get $p))${sorted}
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (local.set $to (i32.add (local.get $to) (i32.const ${stride})))))
        (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
        (br $each)))
      (global.set $tail (local.get $to))
      (i32.store (i32.add (global.get $ends) (local.get $i)) (local.get $count))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $states (i32.and (i32.lt_u (local.get $i) (local.get $n)) (i32.lt_u (local.get $to) (global.get $limit)))))
    (if (i32.ne (global.get $tail) (global.get $batch)) (then
      (call $lookUp (local.get $s) (local.get $k) (local.get $question))))
    (local.set $k (i32.shl (local.get $count) (i32.const 2)))
    (br $batches)))
  (global.set $tail (global.get $batch))
  (select (i32.const -1) (i32.shr_u (local.get $i) (i32.const 2)) (global.get $halt)))`;
}

// A state that is not found was not explored.
function lookUpFunction(parts: RuntimeParts): string {
  const { words } = parts;
  const stride = strideOf(words, parts);
  const { locals, touching, slotOfEntry, indexOfSlot } = lookUpLoops(words, stride);
  const label = '(local.get $label)';
  const written = `
    (local.set $label (i32.load offset=${partOf('label', words)} (local.get $e)))
    (i32.store (i32.add (global.get $targets) (local.get $k)) (local.get $index))
    (i32.store (i32.add (global.get $labels) (local.get $k)) ${label})
    (i32.store (i32.add (global.get $conditions) (local.get $k))
      (call $conditions (local.get $question) (i32.load offset=${partOf('source', words)} (local.get $e)) (local.get $e) ${label}))
    (local.set $k (i32.add (local.get $k) (i32.const 4)))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))`;
  return `
;; Looks up the entries of the batch, and writes the edges to them from some byte of the lists on.
(func $lookUp (param $s i32) (param $k i32) (param $question i32)
  ${locals} (local $e i32) (local $end i32) (local $sum i32) (local $index i32) (local $label i32)
  (local.set $end (global.get $tail))
  (local.set $e (global.get $batch))
  (loop $hashing
    ${hashOf(words, '(local.get $e)', 16)}
    (i64.store (local.get $e) (local.get $h))
    (local.set $e (i32.add (local.get $e) (i32.const ${stride})))
    (br_if $hashing (i32.lt_u (local.get $e) (local.get $end))))
  (local.set $e (global.get $batch))
  (if (i32.gt_u (global.get $partitions) (i32.const 1)) (then
    (loop $elsewhere
      (local.set $h (i64.load (local.get $e)))
      (local.set $index (call_indirect (type $find) (local.get $h) ${passed(words, '(local.get $e)', 16)} ${routeOf('(local.get $h)', 'find')}))
      (if (i32.eq (local.get $index) (i32.const -1)) (then (global.set $halt (i32.const 1))))${written}
      (br_if $elsewhere (i32.lt_u (local.get $e) (local.get $end))))
    (return)))
  ${touching}
  (i32.store offset=${runtimeOffsets.sum} (local.get $s) (local.get $sum))
  (local.set $e (global.get $batch))
  (loop $finding
    (local.set $h (i64.load (local.get $e)))
    ${slotOfEntry}
    (local.set $index ${indexOfSlot})
    (if ${isOther(words, stateAt(words, '(local.get $index)'), '(local.get $e)', 16)} (then
      (local.set $index (call $find (i32.add (local.get $e) (i32.const 16)) (local.get $h)))
      (if (i32.lt_s (local.get $index) (i32.const 0)) (then (global.set $halt (i32.const 1))))))${written}
    (br_if $finding (i32.lt_u (local.get $e) (local.get $end)))))`;
}

function lettersFunctions({ words }: RuntimeParts, { questions }: BehavioursParts): string {
  return Array.from(
    { length: questions },
    (_, question) => `
;; The conditions of a question that are true of the states from one index to another, in 1, 2 or 4 bytes each.
(func (export "letters:${question}") (param $from i32) (param $to i32) (param $into i32) (param $bytes i32) (local $p i32) (local $letter i32)
  (local.set $p ${stateAt(words, '(local.get $from)')})
  (block $done (loop $each
    (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
    (local.set $letter (call ${letterName(question)} (local.get $p)))
    (if (i32.eq (local.get $bytes) (i32.const 1)) (then (i32.store8 (local.get $into) (local.get $letter))) (else
      (if (i32.eq (local.get $bytes) (i32.const 2)) (then (i32.store16 (local.get $into) (local.get $letter))) (else
        (i32.store (local.get $into) (local.get $letter))))))
    (local.set $into (i32.add (local.get $into) (local.get $bytes)))
    (local.set $p (i32.add (local.get $p) (i32.const ${8 * words})))
    (local.set $from (i32.add (local.get $from) (i32.const 1)))
    (br $each))))`,
  ).join('');
}
