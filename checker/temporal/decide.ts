// The one question of this layer: whether some fair behaviour of a graph makes a formula true, which is the negation of a property, and if
// so, a lasso of one. The door of this folder: what formulas ask is in formula.ts, the automata are made in automaton.ts.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { automatonOf, type Automaton } from './automaton.ts';
import { Beyond } from './beyond.ts';
import { FairSearch } from './fair-search.ts';
import type { Formula } from './formula.ts';
import type { BehaviourGraph } from './graph.ts';
import { isShorter, lassoInto, type Lasso } from './lasso.ts';
import { Product } from './product.ts';
import { unambiguousOf } from './unambiguous.ts';

export interface Decided {
  /** Undefined where no fair behaviour makes the formula true. */
  readonly lasso: Lasso | undefined;
  /** Whether no such behaviour goes round after a shorter stem; false where that would take too long to find out. */
  readonly isShortest: boolean;
  /** Pairs of a state and a node of the automaton that were reached. */
  readonly pairs: number;
}

/** To find a shorter stem than the first one no more pairs are looked at. */
const pairsMost = 2 ** 24;

/**
 * Looks for a fair behaviour of the graph that makes a formula true.
 * @param question the position of the formula's question among those of the graph
 * @throws Beyond for more than can be held
 */
export function* decide(graph: BehaviourGraph, question: number, formula: Formula): Bits<Decided> {
  const product = new Product(graph, question, automatonOf(formula));
  const search = new FairSearch(product);
  yield* search.run();
  const { pairs, fair } = search;
  if (fair === undefined) return { lasso: undefined, isShortest: true, pairs };
  const { lasso, stemLeast } = yield* lassoInto(product, fair);
  if (lasso.from <= stemLeast) return { lasso, isShortest: true, pairs };
  const automaton = smallUnambiguousOf(formula);
  const most = Math.min(pairsMost, (graph.bytesMost ?? Infinity) / 8);
  if (automaton === undefined || automaton.size * graph.states > most) return { lasso, isShortest: false, pairs };
  try {
    const whole = new Product(graph, question, automaton);
    const again = new FairSearch(whole);
    yield* again.run();
    assert(again.fair !== undefined, 'two automata of one formula accept the same behaviours');
    const { lasso: other } = yield* lassoInto(whole, again.fair);
    return { lasso: isShorter(other, lasso) ? other : lasso, isShortest: true, pairs: pairs + again.pairs };
  } catch (error) {
    // A behaviour was found: that there is no room to look for a shorter one takes nothing away.
    if (!(error instanceof Beyond)) throw error;
    return { lasso, isShortest: false, pairs };
  }
}

/** Whether some fair behaviour of the graph makes a formula true, without one to show. @throws as `decide` */
export function* isPossible(
  graph: BehaviourGraph,
  question: number,
  formula: Formula,
): Bits<{ readonly isPossible: boolean; readonly pairs: number }> {
  const search = new FairSearch(new Product(graph, question, automatonOf(formula)));
  yield* search.run();
  return { isPossible: search.fair !== undefined, pairs: search.pairs };
}

function smallUnambiguousOf(formula: Formula): Automaton | undefined {
  try {
    return unambiguousOf(formula);
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}
