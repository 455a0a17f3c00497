// The one question of this layer: whether some fair behaviour of a graph makes a formula true, which is the negation of a property, and if
// so, a lasso of one. The door of this folder: what formulas ask is in formula.ts, the automata are made in automaton.ts.

import type { Bits } from '../language/bits.ts';
import type { Automaton } from './automaton.ts';
import { FairSearch } from './fair-search.ts';
import type { BehaviourGraph } from './graph.ts';
import { lassoInto, type Lasso } from './lasso.ts';
import { Product } from './product.ts';

export interface Decided {
  /** Undefined where no fair behaviour is accepted. Its stem is a shortest one of those that lead into a fair component. */
  readonly lasso: Lasso | undefined;
  /** Pairs of a state and a node of the automaton that were reached. */
  readonly pairs: number;
}

/**
 * Looks for a fair behaviour of the graph that the automaton accepts.
 * @param question the position of the automaton's question among those of the graph
 */
export function* decide(graph: BehaviourGraph, question: number, automaton: Automaton): Bits<Decided> {
  const product = new Product(graph, question, automaton);
  const search = new FairSearch(product);
  yield* search.run();
  const { pairs, fair } = search;
  return { lasso: fair === undefined ? undefined : yield* lassoInto(product, fair), pairs };
}
