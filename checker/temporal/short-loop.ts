// The shortest fair loop from a pair back to it, where that is not too much to look for: breadth-first over pairs together with what a loop has
// seen so far, which is all that acceptance and fairness ask of it. Moves with which the state stutters are no steps.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { addMeant } from './labels.ts';
import { emptyEdges, NumberList, type Product } from './product.ts';
import type { Hop } from './ways.ts';

/** So many things can be seen. */
const seenMost = 26;

/** What a loop may see, as bits. */
interface Sights {
  /** Of an accepting mark, by its bit. */
  readonly ofMarks: (marks: number) => number;
  /** Of the conditions that are enabled in a state: weak ones that are not, strong ones that are. */
  readonly ofState: (enabled: Uint32Array) => number;
  /** Of a step with this label. */
  readonly ofLabel: (label: number) => number;
  readonly isFair: (seen: number) => boolean;
}

/** Pairs with what was seen on the way to them, each once, in the order in which they were reached. Numbers, since there are many. */
class Reached {
  readonly pairs = new NumberList();
  readonly seen = new NumberList();
  /** The position before it, and which of the hops from there. */
  readonly before = new NumberList();
  readonly hops = new NumberList();
  /** Pairs by number, and the keys of those with what was seen. */
  readonly #numbers = new Map<number, number>();
  readonly #known = new Set<number>();

  get length(): number {
    return this.pairs.length;
  }

  /** Whether it was not there yet. */
  add(pair: number, seen: number, before: number, hop: number): boolean {
    const number = this.#numbers.get(pair) ?? this.#numbers.size;
    this.#numbers.set(pair, number);
    const key = number * 2 ** seenMost + seen;
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.pairs.push(pair);
    this.seen.push(seen);
    this.before.push(before);
    this.hops.push(hop);
    return true;
  }
}

/**
 * @param below as long a loop is known already
 * @param budget how many pairs may be looked at, each with what was seen; lowered by those that were
 * @returns undefined where there is none with fewer steps, or it takes too long to find out
 */
export function* shorterLoop(
  product: Product,
  isWithin: (pair: number) => boolean,
  entry: number,
  below: number,
  budget: { left: number },
): Bits<readonly Hop[] | undefined> {
  const sights = sightsOf(product);
  if (sights === undefined || below <= 1) return undefined;
  // Hops are made anew each time, since they would take much more room than what is seen in their states.
  const hopsOf = hopsWithin(product, isWithin);
  const seenAt = new Map<number, number>();
  const seenIn = (pair: number): number => {
    const seen = seenAt.get(pair) ?? sights.ofState(hopsOf(pair).enabled);
    seenAt.set(pair, seen);
    return seen;
  };
  const reached = new Reached();
  const wayTo = (last: number): Hop[] => {
    const hops: Hop[] = [];
    for (let at = last; at !== 0; at = reached.before.at(at)) {
      const hop = hopsOf(reached.pairs.at(reached.before.at(at))).hops[reached.hops.at(at)];
      assert(hop !== undefined, 'hops made anew are as they were');
      hops.push(hop);
    }
    return hops.reverse();
  };
  reached.add(entry, seenIn(entry), 0, 0);
  let level = [0];
  for (let steps = 0; steps < below && level.length > 0; steps += 1) {
    const next: number[] = [];
    // The level grows by what its states stutter to.
    for (const at of level) {
      if (budget.left <= 0) return undefined;
      if (reached.length % 256 === 255) yield;
      const { hops } = hopsOf(reached.pairs.at(at));
      for (const [index, hop] of hops.entries()) {
        const isStep = hop.label >= 0;
        const length = isStep ? steps + 1 : steps;
        if (length >= below) continue;
        const met = isStep ? sights.ofLabel(hop.label) | seenIn(hop.to) : 0;
        const seen = reached.seen.at(at) | sights.ofMarks(hop.marks) | met;
        if (hop.to === entry && length > 0 && sights.isFair(seen)) return [...wayTo(at), hop];
        if (!reached.add(hop.to, seen, at, index)) continue;
        budget.left -= 1;
        (isStep ? next : level).push(reached.length - 1);
      }
    }
    level = next;
  }
  return undefined;
}

/** Undefined where there is more to be seen than fits. */
function sightsOf({ automaton, weak, strong, words, graph }: Product): Sights | undefined {
  const { meant, conditions } = graph.labelling;
  const has = (set: Uint32Array, condition: number, from = 0): boolean =>
    (((set[from + (condition >>> 5)] ?? 0) >>> (condition & 31)) & 1) === 1;
  const all = conditions.map((_, condition) => condition);
  const [weakOnes, strongOnes] = [weak, strong].map((set) => all.filter((condition) => has(set, condition)));
  if (weakOnes === undefined || strongOnes === undefined) return undefined;
  const marks = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((automaton.marks >>> bit) & 1) === 1);
  if (marks.length + weakOnes.length + 2 * strongOnes.length > seenMost) return undefined;
  const weakFrom = marks.length;
  const enabledFrom = weakFrom + weakOnes.length;
  const takenFrom = enabledFrom + strongOnes.length;
  const bits = (from: number, ofWhat: readonly number[], isSeen: (one: number) => boolean): number =>
    ofWhat.reduce((seen, one, position) => (isSeen(one) ? seen | (1 << (from + position)) : seen), 0);
  const asked = 2 ** enabledFrom - 1;
  return {
    ofMarks: (found) => bits(0, marks, (bit) => ((found >>> bit) & 1) === 1),
    ofState: (enabled) =>
      bits(weakFrom, weakOnes, (condition) => !has(enabled, condition)) |
      bits(enabledFrom, strongOnes, (condition) => has(enabled, condition)),
    ofLabel: (label) =>
      bits(weakFrom, weakOnes, (condition) => has(meant, condition, label * words)) |
      bits(takenFrom, strongOnes, (condition) => has(meant, condition, label * words)),
    isFair: (seen) =>
      (seen & asked) === asked &&
      strongOnes.every((_, position) => {
        const enabled = (seen >>> (enabledFrom + position)) & 1;
        return enabled === 0 || ((seen >>> (takenFrom + position)) & 1) === 1;
      }),
  };
}

interface Hops {
  readonly hops: readonly Hop[];
  /** The conditions of fairness that are enabled in its state. */
  readonly enabled: Uint32Array;
}

/** The moves of a pair to others within, in the order in which actions fire; stuttering first. */
function hopsWithin(product: Product, isWithin: (pair: number) => boolean): (pair: number) => Hops {
  const { graph, question, automaton, kinds, words } = product;
  const { size } = automaton;
  const edges = emptyEdges();
  return (pair) => {
    const state = Math.floor(pair / size);
    const moves = product.movesAt(pair - state * size, kinds[state] ?? 0);
    const hops: Hop[] = [];
    const add = (to: number, node: number, how: Pick<Hop, 'label' | 'step' | 'marks'>): void => {
      if (product.isViable(node, to) && isWithin(to * size + node))
        hops.push({ from: pair, to: to * size + node, ...how });
    };
    for (const { isChange, to, marks } of moves) if (!isChange) add(state, to, { label: -1, step: 0, marks });
    const enabled = new Uint32Array(words);
    graph.expand(Uint32Array.of(state), 1, question, edges);
    for (let edge = 0; edge < (edges.ends[0] ?? 0); edge += 1) {
      const [label, step, target] = [edges.labels[edge] ?? 0, edges.steps[edge] ?? 0, edges.targets[edge] ?? 0];
      addMeant(graph.labelling, label, enabled);
      for (const move of moves) {
        if ((step & move.stepHolds) === move.stepHolds && (step & move.stepFails) === 0)
          add(target, move.to, { label, step, marks: move.marks });
      }
    }
    return { hops, enabled };
  };
}
