// The runtime of a module that collects: the globals that it has besides, what becomes of the entries of a batch, and how a firing is known
// to find a state, to whatever memory that belongs.

import type { CollectedMap } from './collected-map.ts';
import { begun, mixed, settled } from './hash.ts';
import { entryParts } from './runtime-parts.ts';

/** The globals of a module that collects, and what it is told. */
export const collectGlobals = `
;; The hash of a transition from the state that is expanded, as far as that goes.
(global $source (mut i64) (i64.const 0))
;; A bitmap: the states of earlier levels.
(global $old (mut i32) (i32.const 0))
(func (export "setOld") (param $old i32) (global.set $old (local.get $old)))`;

/** Sets `$source` for the state at `$p`. */
export const setSource = `(global.set $source ${mixed(begun(3), '(call $hash (local.get $p))')})`;

/** Where an entry of the batch has what is collected. */
export function partOf(part: 'transition' | 'action', words: number): number {
  return 16 + 8 * words + entryParts[part];
}

function actionOf(entry: string, words: number): string {
  return `(i32.load offset=${partOf('action', words)} ${entry})`;
}

/** Makes an entry one that is no firing. */
export function noFiring(entry: string, { actions }: CollectedMap, words: number): string {
  return `(i32.store offset=${partOf('action', words)} ${entry} (i32.const ${8 * actions}))`;
}

/** Counts a firing whose successor is in an entry as one that finds a state, if `isFresh`, an i32 of 0 or 1. */
function countFresh(entry: string, isFresh: string, { fresh }: CollectedMap, words: number): string {
  const at = `(i32.add (local.get $s) ${actionOf(entry, words)})`;
  return `(i64.store offset=${fresh} ${at} (i64.add (i64.load offset=${fresh} ${at}) (i64.extend_i32_u ${isFresh})))`;
}

/** Whether no earlier level has the state of an index in the arena: 1 or 0. */
function isFreshIndex(index: string): string {
  const byte = `(i32.load8_u (i32.add (global.get $old) (i32.shr_u ${index} (i32.const 3))))`;
  return `(i32.eqz (i32.and (i32.shr_u ${byte} (i32.and ${index} (i32.const 7))) (i32.const 1)))`;
}

/**
 * `$collect`: names the transition of a firing, whose successor is in an entry and has this hash.
 * @param isOld whether an earlier level has that state, in whatever memory: an i32 of 0 or 1
 */
export function collectFunctions(map: CollectedMap, words: number, isOld: string): string {
  const entry = '(local.get $e)';
  const named = `
(func $collect (param $e i32) (param $h i64) (param $s i32) (local $t i64)
  (if (i32.eq ${actionOf(entry, words)} (i32.const ${8 * map.actions})) (then (return)))
  (local.set $t ${mixed(`(i64.load offset=${partOf('transition', words)} ${entry})`, '(local.get $h)')})
  ${settled('$t').join('\n  ')}
  (i64.store offset=${map.transitions} (local.get $s) (i64.add (i64.load offset=${map.transitions} (local.get $s)) (local.get $t))))`;
  if (map.kind === 'transitions') return named;
  return `${named}
;; The same of a state that may belong to another memory: whether it was found is asked there.
(func $collectSent (param $e i32) (param $h i64) (param $s i32)
  (call $collect (local.get $e) (local.get $h) (local.get $s))
  ${countFresh(entry, `(i32.eqz ${isOld})`, map, words)})`;
}

/** Whether an entry is not found in its own bucket; and what counts it where it is, and no earlier level has found it. */
export function siftCollected(
  collected: CollectedMap | undefined,
  words: number,
  unknown: string,
  indexOfSlot: string,
) {
  if (collected?.kind !== 'everything') return { unknown, keepIndex: '', locals: '', counted: '' };
  const isFresh = `(i32.and (i32.eqz (local.get $unknown)) ${isFreshIndex('(local.get $index)')})`;
  return {
    unknown: `(local.tee $unknown ${unknown})`,
    keepIndex: `(local.set $index ${indexOfSlot})\n    `,
    locals: ' (local $unknown i32) (local $index i32)',
    counted: `\n    ${countFresh('(local.get $e)', isFresh, collected, words)}`,
  };
}

/** What tells a firing that finds a state, where that is counted: one to a new state, or to one that this level has found. */
export function placeCollected(collected: CollectedMap | undefined, words: number, indexOfSlot: string) {
  if (collected?.kind !== 'everything') return { isNew: '', notNew: '', locals: '', counted: '' };
  const set = (what: 0 | 1): string => `\n    (local.set $isNew (i32.const ${what}))`;
  const isFresh = `(if (result i32) (local.get $isNew) (then (i32.const 1)) (else ${isFreshIndex('(local.get $slot)')}))`;
  return {
    isNew: set(1),
    notNew: set(0),
    locals: ' (local $isNew i32)',
    counted: `
    (local.set $slot ${indexOfSlot})
    ${countFresh('(local.get $e)', isFresh, collected, words)}`,
  };
}
