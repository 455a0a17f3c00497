// What the parts of the runtime have in common: what they are written for, and the shape of a batch. The explorer shares the numbers, and loads
// none of the text for them: a program that is kept needs no compiling.

import type { CollectedMap } from './collected-map.ts';
import type { ScratchMap } from './program.ts';

export interface RuntimeParts {
  /** 64-bit words of a state. */
  readonly words: number;
  readonly scratch: ScratchMap;
  readonly hasConstraints: boolean;
  /** The judgements that are not made of states outside the constraints. */
  readonly ofCoverage: bigint;
  readonly collected: CollectedMap | undefined;
  readonly behaviours?: BehavioursParts | undefined;
  /** Whether states are made representatives, and what those stand for is counted. */
  readonly canonical?: { readonly isCounted: boolean } | undefined;
}

/** What is told of behaviours. */
export interface BehavioursParts {
  readonly questions: number;
  /** Whether the firings of a state have to be put in order. */
  readonly isSorted: boolean;
}

/** Successors that are hashed and then looked up together, so that cache misses overlap. */
export const batchEntries = 256;

interface EntryParts {
  readonly collected?: CollectedMap | undefined;
  readonly behaviours?: object | undefined;
}

/**
 * Bytes of a successor in the batch: its hash (before that, where it stands among the firings of its state), the mask of what its step may have
 * changed, its words, and what is collected or told of behaviours.
 */
export function strideOf(words: number, { collected, behaviours }: EntryParts): number {
  const more = (collected === undefined ? 0 : entryParts.bytes) + (behaviours === undefined ? 0 : labelParts.bytes);
  return 8 * words + 16 + more;
}

/** What an entry of the batch has behind its words, and how many bytes that takes. */
export const entryParts = {
  /** i64: the hash of the transition as far as it is known before the successor's own. */
  transition: 0,
  /** i32: 8 times the number of the action; of what is no firing, or was counted before, 8 times that of all actions. */
  action: 8,
  bytes: 16,
} as const;

/** What an entry of a module that tells of behaviours has behind its words: i32 each, the label of its firing, and where the state before lies. */
export const labelParts = { label: 0, source: 4, bytes: 8 } as const;

/** States of more words are not passed from one instance to another: a function has 1,000 parameters at most. */
export const wordsPassedMost = 256;

/** What an instance offers to the others, in the order of the table: so many entries for each partition. */
export const doors = ['receive', 'isMarked', 'store', 'find'] as const;

/** Entries of the inbox: what came from anywhere, looked up together. */
export const inboxEntries = batchEntries;

/** So many hashes are kept on the way into a larger table. */
export const hashesKept = 64;

/** i32 in each memory: the next arena index that no worker has taken. */
export const controlNext = 64;
