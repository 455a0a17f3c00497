// What the parts of the runtime have in common: what they are written for, and the shape of a batch.

import { entryParts, type CollectedMap } from './collected-map.ts';
import type { ScratchMap } from './program.ts';

export interface RuntimeParts {
  /** 64-bit words of a state. */
  readonly words: number;
  readonly scratch: ScratchMap;
  readonly hasConstraints: boolean;
  /** The judgements that are not made of states outside the constraints. */
  readonly ofCoverage: bigint;
  readonly collected: CollectedMap | undefined;
}

/** Successors that are hashed and then looked up together, so that cache misses overlap. */
export const batchEntries = 256;

/** Bytes of a successor in the batch: its hash, the mask of what its step may have changed, its words, and what is collected. */
export function strideOf(words: number, collected: CollectedMap | undefined): number {
  return 8 * words + 16 + (collected === undefined ? 0 : entryParts.bytes);
}

/** i32 in each memory: the next arena index that no worker has taken. */
export const controlNext = 64;
