// Whether from every state one with a condition can be reached. Backwards without edges that are stored: what has an edge to a good state is good,
// sweep after sweep, until one changes nothing. Fairness plays no part.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { Bitmap } from './bitmap.ts';
import type { BehaviourGraph, Edges } from './graph.ts';
import { batchStates, emptyEdges, NumberList } from './product.ts';

/**
 * A shortest way from an initial state to a state from which none with the first condition of a question can be reached: of those that are found
 * by breadth, in the order in which actions fire, the first. Undefined where there is no such state.
 */
export function* decideRecoverable(graph: BehaviourGraph, question: number): Bits<readonly number[] | undefined> {
  const letters = graph.letters(question);
  // Those from which a state with the condition can be reached.
  const good = new Bitmap(graph.size);
  let bad = 0;
  for (const { first, last } of graph.ranges)
    for (let state = first; state < last; state += 1) {
      if (((letters[state] ?? 0) & 1) === 1) good.add(state);
      else bad += 1;
    }
  // Most edges lead to states found later, so the last come first; others lead the other way, so in the next sweep the first do.
  for (let isDownwards = true, badBefore = Infinity; bad < badBefore && bad > 0; isDownwards = !isDownwards) {
    badBefore = bad;
    for (const list of batchesOf(graph, isDownwards, (state) => !good.has(state))) {
      yield;
      const edges = expanded(graph, list, question);
      for (const [position, state] of list.entries()) {
        if (!someTarget(edges, position, (target) => good.has(target))) continue;
        good.add(state);
        bad -= 1;
      }
    }
  }
  return bad === 0 ? undefined : yield* wayTo(graph, question, (state) => !good.has(state));
}

/** The states that are wanted when they are come to, some at a time. */
function* batchesOf(
  { ranges }: BehaviourGraph,
  isDownwards: boolean,
  isWanted: (state: number) => boolean,
): Generator<Uint32Array> {
  const batch = new Uint32Array(batchStates);
  let count = 0;
  for (const { first, last } of isDownwards ? [...ranges].reverse() : ranges) {
    for (let step = 0; step < last - first; step += 1) {
      const state = isDownwards ? last - 1 - step : first + step;
      if (!isWanted(state)) continue;
      batch[count] = state;
      count += 1;
      if (count < batchStates) continue;
      yield batch;
      count = 0;
    }
  }
  if (count > 0) yield batch.subarray(0, count);
}

/** The first way by breadth to a state that is wanted. */
function* wayTo(
  graph: BehaviourGraph,
  question: number,
  isWanted: (state: number) => boolean,
): Bits<readonly number[]> {
  const seen = new Bitmap(graph.size);
  /** The states in the order in which they are found, and of each the position of the one before it: of an initial state its own. */
  const order = new NumberList();
  const before = new NumberList();
  const wayBack = (position: number): readonly number[] => {
    const way = [order.at(position)];
    for (let at = position; before.at(at) !== at; at = before.at(at)) way.push(order.at(before.at(at)));
    return way.reverse();
  };
  const add = (state: number, from: number): boolean => {
    if (!seen.add(state)) return false;
    order.push(state);
    before.push(from);
    return isWanted(state);
  };
  for (const state of graph.initial) if (add(state, order.length)) return wayBack(order.length - 1);
  for (let from = 0; from < order.length;) {
    yield;
    const list = order.numbers.slice(from, Math.min(order.length, from + batchStates));
    const edges = expanded(graph, list, question);
    for (const [position] of list.entries()) {
      if (someTarget(edges, position, (target) => add(target, from + position))) return wayBack(order.length - 1);
    }
    from += list.length;
  }
  assert(false, 'a state that cannot recover can be reached');
  return [];
}

function expanded(graph: BehaviourGraph, list: Uint32Array, question: number): Edges {
  const edges = emptyEdges();
  graph.expand(list, list.length, question, edges);
  return edges;
}

function someTarget({ ends, targets }: Edges, position: number, test: (target: number) => boolean): boolean {
  const end = ends[position] ?? 0;
  for (let index = position === 0 ? 0 : (ends[position - 1] ?? 0); index < end; index += 1)
    if (test(targets[index] ?? 0)) return true;
  return false;
}
