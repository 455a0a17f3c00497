// The one question of this layer: whether some fair behaviour of a graph makes a formula false, and if so, a lasso of one.

/** Where a behaviour goes: `states` one after the other, by firings with these labels, and from the last on again from `states[from]`. */
export interface Lasso {
  readonly states: readonly number[];
  /** One label for each step: as many as states, the last leads back to `states[from]`; one fewer where the last state stutters for ever. */
  readonly labels: readonly number[];
  readonly from: number;
}

export interface Decided {
  /** Undefined where the formula is true of every fair behaviour. Its stem is a shortest one. */
  readonly lasso: Lasso | undefined;
  /** Pairs of a state and a node of the automaton that were reached. */
  readonly pairs: number;
}
