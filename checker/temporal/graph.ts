// All behaviours of a specification as a graph over numbers, in which fair cycles are looked for. Whoever has explored the states gives it:
// the reference explorer from its immutable states, the compiled engine from its arena. Edges are made anew whenever they are asked for, so
// that none has to be stored. Every state may also stutter; steps that change nothing are stuttering, and not among the edges.

import type { Binder, Node } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import type { Labelling } from './labels.ts';

export interface BehaviourGraph {
  /** States are numbers below this; some numbers may be no state. */
  readonly size: number;
  /** How many states there are. */
  readonly states: number;
  /** Which numbers are states: those from `first` to `last - 1`, for each of these, which go upwards and leave no other out. */
  readonly ranges: readonly { readonly first: number; readonly last: number }[];
  /** The initial states, each once, in the order in which they are made. */
  readonly initial: readonly number[];
  readonly labelling: Labelling;
  /** Bytes that a search over it may take; as many as it needs where undefined. */
  readonly bytesMost?: number;
  /** What is asked; at most 32 conditions on states each, and at most 32 on steps. */
  readonly questions: readonly Question[];
  /** Of each state the conditions of a question that are true, as bits; 0 where a number is no state. Computed anew when asked for. */
  readonly letters: (question: number) => Letters;
  /**
   * Writes the edges of `count` states of a list, from its beginning, into `into`, in the order of the list; those of a state in the order in which its
   * actions fire. The conditions on steps are those of the question. What is put there holds until the next call, which may overwrite it, and may be
   * longer than what counts.
   */
  readonly expand: (states: Uint32Array, count: number, question: number, into: Edges) => void;
}

/** A condition of a formula, with the values of what is bound around it there. */
export interface Atom {
  readonly node: Node;
  readonly bound: ReadonlyMap<Binder, Value>;
}

/** The conditions of one question, on states and on steps: each has its bit by position. */
export interface Question {
  readonly ofStates: readonly Atom[];
  /** Of steps that change something; evaluated in the step, as action properties are. */
  readonly ofSteps: readonly Atom[];
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
