// Shortest ways through the product, breadth-first. What counts is steps that change something; moves with which the state stutters cost
// nothing, since they are left out of what is shown. Ties are broken by the order of starts, firings and moves alone.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { Bitmap } from './bitmap.ts';
import { addMeant } from './labels.ts';
import { batchStates, emptyEdges, NumberList, type Product } from './product.ts';

/** A move of the product: from a pair to a pair. */
export interface Hop {
  readonly from: number;
  readonly to: number;
  /** -1 where the state stutters. */
  readonly label: number;
  /** The conditions on steps that are true of it. */
  readonly step: number;
  readonly marks: number;
}

export interface Way {
  /** The first pair, and the last. */
  readonly start: number;
  readonly end: number;
  readonly hops: readonly Hop[];
}

export interface Wanted {
  readonly starts: readonly number[];
  readonly isWithin: (pair: number) => boolean;
  /** Whether a way may end in a pair; `enabled` are the conditions of fairness that are enabled in its state, `steps` those of the way. */
  readonly isEnd?: (pair: number, enabled: Uint32Array, steps: number) => boolean;
  /** Whether a way may end with a move. */
  readonly isLast?: (hop: Hop) => boolean;
  /** So many ways are found at most, all of them shortest; 1 where undefined. */
  readonly most?: number;
}

/** Looks for ways through one product, one after the other: what tells which pairs were visited is as large as the product, and used again. */
export class Ways {
  readonly product: Product;
  readonly #visited: Bitmap;
  /** The pairs that were reached, in order, and the position of the one before each on its way. */
  readonly #order = new NumberList();
  readonly #before = new NumberList();

  constructor(product: Product) {
    this.product = product;
    this.#visited = new Bitmap(product.graph.size * product.automaton.size);
  }

  /** The shortest ways; none where there is no way. */
  *find(wanted: Wanted): Bits<readonly Way[]> {
    const found = yield* this.#search(wanted);
    for (let at = 0; at < this.#order.length; at += 1) this.#visited.delete(this.#order.at(at));
    this.#order.length = 0;
    this.#before.length = 0;
    return found;
  }

  *#search({ starts, isWithin, isEnd, isLast, most = 1 }: Wanted): Bits<readonly Way[]> {
    const { product } = this;
    const { graph, question, automaton, kinds, words } = product;
    const size = automaton.size;
    const [visited, order, before] = [this.#visited, this.#order, this.#before];
    const add = (pair: number, from: number): void => {
      if (!isWithin(pair) || !visited.add(pair)) return;
      order.push(pair);
      before.push(from);
    };
    const viable = (node: number, state: number): boolean => product.isViable(node, state);
    const wayTo = ({ position, last }: Found): Way => {
      const pairs = [order.at(position)];
      for (let at = position; before.at(at) !== at; at = before.at(at)) pairs.push(order.at(before.at(at)));
      pairs.reverse();
      const hops = pairs.slice(1).map((to, index) => hopBetween(product, pairs[index] ?? 0, to));
      if (last !== undefined) hops.push(last);
      return { start: pairs[0] ?? 0, end: last?.to ?? order.at(position), hops };
    };
    for (const start of starts) add(start, order.length);
    const batch = new Uint32Array(batchStates);
    const edges = emptyEdges();
    const enabled = new Uint32Array(words);
    let level = 0;
    for (let steps = 0; level < order.length; steps += 1) {
      // Put together only when the level is done: that asks for edges, too.
      const ways: Found[] = [];
      // The level grows by the pairs to which its states stutter.
      for (let at = level; at < order.length; at += 1) {
        const pair = order.at(at);
        const state = Math.floor(pair / size);
        for (const { isChange, to, marks } of product.movesAt(pair - state * size, kinds[state] ?? 0)) {
          if (isChange || !viable(to, state)) continue;
          const hop = { from: pair, to: state * size + to, label: -1, step: 0, marks };
          if (!isWithin(hop.to)) continue;
          if (ways.length < most && isLast?.(hop) === true) ways.push({ position: at, last: hop });
          add(hop.to, at);
        }
      }
      const end = order.length;
      const nextWays: Found[] = [];
      for (let from = level; from < end && ways.length < most; from += batchStates) {
        yield;
        const count = Math.min(batchStates, end - from);
        for (let at = 0; at < count; at += 1) batch[at] = Math.floor(order.at(from + at) / size);
        graph.expand(batch, count, question, edges);
        let edge = 0;
        for (let at = 0; at < count; at += 1) {
          const pair = order.at(from + at);
          const state = batch[at] ?? 0;
          const moves = product.movesAt(pair - state * size, kinds[state] ?? 0);
          enabled.fill(0);
          for (const last = edges.ends[at] ?? 0; edge < last; edge += 1) {
            const label = edges.labels[edge] ?? 0;
            const step = edges.steps[edge] ?? 0;
            const target = edges.targets[edge] ?? 0;
            addMeant(graph.labelling, label, enabled);
            for (const move of moves) {
              if ((step & move.stepHolds) !== move.stepHolds || (step & move.stepFails) !== 0) continue;
              const to = target * size + move.to;
              if (!viable(move.to, target) || !isWithin(to)) continue;
              if (isLast !== undefined && nextWays.length < most) {
                const hop = { from: pair, to, label, step, marks: move.marks };
                if (isLast(hop)) nextWays.push({ position: from + at, last: hop });
              }
              add(to, from + at);
            }
          }
          if (ways.length < most && isEnd?.(pair, enabled, steps) === true) ways.push({ position: from + at });
        }
      }
      const found = ways.length > 0 ? ways : nextWays;
      if (found.length > 0) return found.map(wayTo);
      level = end;
    }
    return [];
  }
}

/** A pair in the order in which they were reached, and the move with which a way ends behind it. */
interface Found {
  readonly position: number;
  readonly last?: Hop;
}

/** The first move from one pair to another. */
function hopBetween(product: Product, from: number, to: number): Hop {
  const { graph, question, automaton, kinds } = product;
  const size = automaton.size;
  const [state, target] = [Math.floor(from / size), Math.floor(to / size)];
  const node = to - target * size;
  const moves = product.movesAt(from - state * size, kinds[state] ?? 0).filter((move) => move.to === node);
  if (state === target) {
    const move = moves.find(({ isChange }) => !isChange);
    assert(move !== undefined, 'a way leads by moves');
    return { from, to, label: -1, step: 0, marks: move.marks };
  }
  const edges = emptyEdges();
  graph.expand(Uint32Array.of(state), 1, question, edges);
  for (let edge = 0; edge < (edges.ends[0] ?? 0); edge += 1) {
    if (edges.targets[edge] !== target) continue;
    const step = edges.steps[edge] ?? 0;
    const move = moves.find((each) => (step & each.stepHolds) === each.stepHolds && (step & each.stepFails) === 0);
    if (move !== undefined) return { from, to, label: edges.labels[edge] ?? 0, step, marks: move.marks };
  }
  assert(false, 'a way leads by edges');
}
