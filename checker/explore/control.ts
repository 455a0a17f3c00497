// The words of shared memory by which workers and the one that leads them talk: positions in an Int32Array over the first bytes of the first
// partition. The slots and the mark to grow at stand in each partition's own memory.

import { controlNext } from '../compile/runtime-parts.ts';

/** More workers than this are not of use. */
export const workersMost = 64;

/** Words of a cache line: what several workers write at once lies apart. */
const line = 16;

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
  /** How many memories there are. */
  partitions: 7,
  /** The next arena index of this memory that nobody has taken. */
  next: controlNext / 4,
  /** For each worker the next piece of its share that nobody has taken, a line each, and behind them where each share ends. */
  shares: 4 * line,
  ends: (4 + workersMost) * line,
  /** What each worker left of a piece: three words like a piece, an empty one where nothing is left. */
  rests: (4 + workersMost) * line + workersMost,
  /** From here on the pieces, three words each: a partition, from where and to where. */
  pieces: (4 + workersMost) * line + 4 * workersMost,
  line,
} as const;

export const tasks = { expand: 1, clear: 2, rehash: 3, end: 4 } as const;

/** The most pieces that are listed at once. */
export const piecesMost = 65_536;

/** Bytes of the control words. */
export const controlBytes: number = 4 * (control.pieces + 3 * piecesMost);

/** Arena indices that a worker takes at once. */
export const blockStates = 1024;
