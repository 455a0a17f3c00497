// The graph of all reachable states of a specification, by the interpreter: its states, the steps between them, and the steps that fail.
// States are known by the values of their variables, so that graphs of specifications with different layouts can be compared.

import type { Specification } from '../language/tree.ts';

/** Every reachable state and step. Whoever has two of them asks `compareGraphs` how they differ. */
export interface StateGraph {
  readonly specification: Specification;
  /** Different states, those outside the constraints included: these are in the graph, and their steps are not. */
  readonly statesDistinct: number;
  /** Different labelled edges: two firings of one action between the same states are one. Steps that fail are edges too. */
  readonly edgesDistinct: number;
}

export interface StateGraphRequest {
  /** Of more states no graph is made. */
  readonly statesMost?: number | undefined;
  /** Leaves off when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** A graph of a similar specification: what actions do that are the same in both is not worked out again. */
  readonly like?: StateGraph | undefined;
}
