// The words of shared memory by which workers and the one that leads them talk: positions in an Int32Array over the first bytes of the first
// partition. The slots and the mark to grow at stand in each partition's own memory.

import { controlNext } from '../compile/runtime-parts.ts';

export const control = {
  /** Changes when there is something to do; workers wait for it. */
  epoch: 0,
  /** What is to be done. */
  task: 1,
  /** How many workers have done it, or are ready for the first task. */
  done: 2,
  /** 1: leave off at the next chance. */
  stop: 3,
  /** 1: somebody found that a table has to grow, or states have to be spread over more memories. */
  halt: 4,
  /** Slots of the table of this memory, and the arena index from which on it has to grow. */
  slots: 5,
  growAt: 6,
  /** How many segments there are to go through. */
  segments: 7,
  /** How many memories there are. */
  partitions: 8,
  /** The next arena index of this memory that nobody has taken. */
  next: controlNext / 4,
  /** The next piece of the segments that nobody has taken. */
  piece: controlNext / 4 + 16,
  /** From here on what workers left of a piece, two words each: its number plus 1, or 0; how many states of it are done. */
  rests: 64,
} as const;

/** More workers than this are not of use. */
export const workersMost = 64;

/** From here on the segments, three words each. */
export const controlList = control.rests + 2 * workersMost;

export const tasks = { expand: 1, rehash: 2, end: 3 } as const;

/** The most segments that a list has: workers leave gaps, and what lay together may be spread over all partitions. */
export function segmentsMost(workers: number, partitions: number): number {
  return 64 + 4 * partitions * (workers + 1);
}

/** Bytes of the control words. */
export function controlBytes(workers: number, partitions: number): number {
  return 4 * (controlList + 3 * segmentsMost(workers, partitions));
}

/** States of a piece: what a worker takes at once. */
export const pieceStates = 512;

/** Arena indices that a worker takes at once. */
export const blockStates = 1024;
