// The words of shared memory by which workers and the one that leads them talk: positions in an Int32Array over the first bytes.

import { controlNext, controlPiece } from '../compile/runtime.ts';

export const control = {
  /** Changes when there is something to do; workers wait for it. */
  epoch: 0,
  /** What is to be done. */
  task: 1,
  /** How many workers have done it, or are ready for the first task. */
  done: 2,
  /** 1: leave off at the next chance. */
  stop: 3,
  /** 1: somebody found that the table has to grow. */
  grow: 4,
  /** Slots of the table. */
  slots: 5,
  /** How many segments there are to go through. */
  segments: 6,
  /** The next arena index that nobody has taken. */
  next: controlNext / 4,
  /** The next piece of the segments that nobody has taken. */
  piece: controlPiece / 4,
  /** From here on the segments, two words each. */
  list: 64,
} as const;

export const tasks = { expand: 1, rehash: 2, end: 3 } as const;

/** Words of the control memory, and so the most segments that it can list. */
export const controlWords = 1024;
export const segmentsMost = (controlWords - control.list) / 2;

/** States of a piece: what a worker takes at once. */
export const pieceStates = 512;

/** Arena indices that a worker takes at once. */
export const blockStates = 1024;
