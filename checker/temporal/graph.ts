// All behaviours of a specification as a graph over numbers, in which fair cycles are looked for. Whoever has explored the states gives it:
// the reference explorer from its immutable states, the compiled engine from its arena. Edges are made anew whenever they are asked for, so
// that none has to be stored. Every state may also stutter; steps that change nothing are stuttering, and not among the edges.

import type { Labelling } from './labels.ts';

export interface BehaviourGraph {
  /** States are numbers below this; some numbers may be no state. */
  readonly size: number;
  /** How many states there are. */
  readonly states: number;
  /** The initial states, each once, in the order in which they are made. */
  readonly initial: readonly number[];
  readonly labelling: Labelling;
  /** How many conditions on states and on steps each question has; a bit for each, at most 32. */
  readonly questions: readonly Question[];
  /** Of each state the conditions of a question that are true, as bits; 0 where a number is no state. Computed when asked for. */
  readonly letters: (question: number) => Letters;
  /**
   * Writes the edges of `count` states of a list, from its beginning, into `into`, in the order of the list; those of a state in the order in which its
   * actions fire. The conditions on steps are those of the question. The list may be overwritten by the next call only.
   */
  readonly expand: (states: Uint32Array, count: number, question: number, into: Edges) => void;
}

/** The atoms of one formula: predicates of states and of steps, with what is bound in them. */
export interface Question {
  readonly ofStates: number;
  readonly ofSteps: number;
}

export type Letters = Uint8Array | Uint16Array | Uint32Array;

/** The edges of some states. The edges of the state at position i are those from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface Edges {
  ends: Uint32Array;
  /** Of each edge the state it leads to, the label of its firing, and the conditions on steps that are true of it. */
  targets: Uint32Array;
  labels: Uint32Array;
  steps: Uint32Array;
}
