// Whether from every state one with a condition can be reached. Backwards without edges that are stored: what has an edge to a good state is good,
// sweep after sweep, until one changes nothing. Fairness plays no part.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import type { BehaviourGraph, Edges } from './graph.ts';

/** So many states are expanded at once. */
const batchStates = 512;

/**
 * A shortest way from an initial state to a state from which none with the first condition of a question can be reached: of those that are found
 * by breadth, in the order in which actions fire, the first. Undefined where there is no such state.
 */
export function* decideRecoverable(graph: BehaviourGraph, question: number): Bits<readonly number[] | undefined> {
  const letters = graph.letters(question);
  // 1 where a state with the condition can be reached.
  const isGood = new Uint8Array(graph.size);
  let bad: number[] = [];
  for (const { first, last } of graph.ranges)
    for (let state = first; state < last; state += 1) {
      if (((letters[state] ?? 0) & 1) === 1) isGood[state] = 1;
      else bad.push(state);
    }
  const edges = newEdges();
  for (let sizeBefore = Infinity; bad.length < sizeBefore && bad.length > 0;) {
    sizeBefore = bad.length;
    const left: number[] = [];
    // Most edges lead to states found later, so the last come first.
    for (let end = bad.length; end > 0; end -= batchStates) {
      yield;
      const list = Uint32Array.from(bad.slice(Math.max(0, end - batchStates), end));
      graph.expand(list, list.length, question, edges);
      for (let position = list.length - 1; position >= 0; position -= 1) {
        const state = list[position] ?? 0;
        if (someTarget(edges, position, (target) => isGood[target] === 1)) isGood[state] = 1;
        else left.push(state);
      }
    }
    bad = left.reverse();
  }
  return bad.length === 0 ? undefined : yield* wayTo(graph, question, (state) => isGood[state] === 0);
}

/** The first way by breadth to a state that is wanted. */
function* wayTo(
  graph: BehaviourGraph,
  question: number,
  isWanted: (state: number) => boolean,
): Bits<readonly number[]> {
  const parents = new Uint32Array(graph.size);
  const isSeen = new Uint8Array(graph.size);
  const starts = new Set(graph.initial);
  const wayBack = (end: number): readonly number[] => {
    const way = [end];
    for (let state = end; !starts.has(state);) {
      state = parents[state] ?? 0;
      way.push(state);
    }
    return way.reverse();
  };
  const edges = newEdges();
  let frontier = [...graph.initial];
  for (const state of frontier) {
    isSeen[state] = 1;
    if (isWanted(state)) return wayBack(state);
  }
  while (frontier.length > 0) {
    const next: number[] = [];
    for (let from = 0; from < frontier.length; from += batchStates) {
      yield;
      const list = Uint32Array.from(frontier.slice(from, from + batchStates));
      graph.expand(list, list.length, question, edges);
      for (const [position, state] of list.entries()) {
        const found = someTarget(edges, position, (target) => {
          if (isSeen[target] === 1) return false;
          isSeen[target] = 1;
          parents[target] = state;
          next.push(target);
          return isWanted(target);
        });
        if (found) return wayBack(next.at(-1) ?? state);
      }
    }
    frontier = next;
  }
  assert(false, 'a state that cannot recover can be reached');
  return [];
}

function someTarget({ ends, targets }: Edges, position: number, test: (target: number) => boolean): boolean {
  const end = ends[position] ?? 0;
  for (let index = position === 0 ? 0 : (ends[position - 1] ?? 0); index < end; index += 1)
    if (test(targets[index] ?? 0)) return true;
  return false;
}

function newEdges(): Edges {
  const none = new Uint32Array(0);
  return { ends: none, targets: none, labels: none, steps: none };
}
