// Of two blocks whose order matters, the two steps between which it does: one writes what the other reads, or what it writes too. Followed
// backwards from where the trouble shows; where data does not lead there, the nearest two steps that touch the same place.

import type { StepEvents } from './events.ts';
import { meet, type Path } from './path.ts';

export interface BlockPair {
  readonly first: Block;
  readonly second: Block;
}

/** Consecutive steps of one process, by index; `to` is the last. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** Where the trouble shows: at a step, or past the last one; and what is read there. */
export interface Trouble {
  readonly at: number;
  readonly reads: readonly Path[];
}

/** The steps, from 1. */
export function pairOf(
  steps: readonly StepEvents[],
  isRelevant: readonly boolean[],
  { first, second }: BlockPair,
  trouble: Trouble,
): { readonly first: number; readonly second: number } {
  const [a, b] = (isIn(first, trouble.at)
    ? fromFirst(steps, { first, second }, trouble)
    : fromLater(steps, { first, second }, trouble)) ??
    nearest(steps, { first, second }, isRelevant) ??
    nearest(steps, { first, second }) ?? [first.to, second.from];
  return { first: a + 1, second: b + 1 };
}

type Pair = readonly [first: number, second: number];

// A step of the first block reads what the second has overwritten.
function fromFirst(
  steps: readonly StepEvents[],
  { first, second }: BlockPair,
  { at, reads }: Trouble,
): Pair | undefined {
  let needed = reads;
  for (let index = at; index >= first.from; index -= 1) {
    if (index < at) {
      if (!anyMeet(changedIn(steps[index]), needed)) continue;
      needed = [...needed, ...dataReads(steps[index])];
    }
    const writer = lastIn(second, (each) => anyMeet(changedIn(steps[each]), needed));
    if (writer !== undefined) return [index, writer];
  }
  return undefined;
}

// A step of the second block, or a later one through it, reads what the first has written.
function fromLater(
  steps: readonly StepEvents[],
  { first, second }: BlockPair,
  { at, reads }: Trouble,
): Pair | undefined {
  const writerOf = (paths: readonly Path[]): number | undefined =>
    lastIn(first, (each) => anyMeet(changedIn(steps[each]), paths));
  let needed = reads;
  if (isIn(second, at)) {
    const writer = writerOf(reads);
    if (writer !== undefined) return [writer, at];
  }
  let other: Pair | undefined;
  for (let index = Math.min(at, steps.length) - 1; index >= second.from; index -= 1) {
    const changed = changedIn(steps[index]).filter((path) => anyMeet([path], needed));
    if (changed.length === 0) continue;
    const read = dataReads(steps[index]);
    needed = [...needed, ...read];
    if (!isIn(second, index)) continue;
    const writer = writerOf(read);
    if (writer !== undefined) return [writer, index];
    // It overwrites what the first has written, or still has to read.
    const touching = lastIn(first, (each) => anyMeet([...changedIn(steps[each]), ...readsIn(steps[each])], changed));
    if (touching !== undefined) other ??= [touching, index];
  }
  return other;
}

/** The last step of the first block and the first of the second that touch one place, and one of them writes it. */
function nearest(
  steps: readonly StepEvents[],
  { first, second }: BlockPair,
  among?: readonly boolean[],
): Pair | undefined {
  for (let a = first.to; a >= first.from; a -= 1) {
    for (let b = second.from; b <= second.to; b += 1) {
      if (among !== undefined && !(among[a] === true && among[b] === true)) continue;
      const [x, y] = [steps[a], steps[b]];
      const isMet = anyMeet(changedIn(x), [...readsIn(y), ...changedIn(y)]) || anyMeet(readsIn(x), changedIn(y));
      if (isMet) return [a, b];
    }
  }
  return undefined;
}

/** What one step changed that another one reads, or changes too. */
export function changedFor(step: StepEvents | undefined, other: StepEvents | undefined): readonly Path[] {
  const touched = [...readsIn(other), ...changedIn(other)];
  return changedIn(step).filter((path) => anyMeet([path], touched));
}

/** The places that a step changed. */
export function changedIn(step: StepEvents | undefined): readonly Path[] {
  return (step?.events ?? []).flatMap((event) =>
    event.kind === 'assigned' ? event.writes.flatMap(({ changed }) => changed) : [],
  );
}

/** What its assignments read. */
export function dataReads(step: StepEvents | undefined): readonly Path[] {
  return (step?.events ?? []).flatMap((event) => (event.kind === 'assigned' ? event.reads : []));
}

function readsIn(step: StepEvents | undefined): readonly Path[] {
  return (step?.events ?? []).flatMap(({ reads }) => reads);
}

function anyMeet(some: readonly Path[], others: readonly Path[]): boolean {
  return some.some((path) => others.some((other) => meet(path, other)));
}

function isIn({ from, to }: Block, index: number): boolean {
  return index >= from && index <= to;
}

function lastIn({ from, to }: Block, test: (index: number) => boolean): number | undefined {
  for (let index = to; index >= from; index -= 1) if (test(index)) return index;
  return undefined;
}
