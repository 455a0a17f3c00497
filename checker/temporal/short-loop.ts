// The shortest fair loop from a pair back to it, where that is not too much to look for: breadth-first over pairs together with what a loop has
// seen so far, which is all that acceptance and fairness ask of it. Moves with which the state stutters are no steps.

import type { Bits } from '../language/bits.ts';
import { emptyEdges, type Product } from './product.ts';
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

interface Reached {
  readonly pair: number;
  readonly seen: number;
  readonly before: Reached | undefined;
  readonly hop: Hop | undefined;
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
  const hopsOf = hopsWithin(product, isWithin);
  // Hops are made anew each time, since they would take much more room than what is seen in their states.
  const seenAt = new Map<number, number>();
  const seenIn = (pair: number): number => {
    const seen = seenAt.get(pair) ?? sights.ofState(hopsOf(pair).enabled);
    seenAt.set(pair, seen);
    return seen;
  };
  let level: Reached[] = [{ pair: entry, seen: seenIn(entry), before: undefined, hop: undefined }];
  const known = new Map<number, Set<number>>();
  let looked = 0;
  const isNew = ({ pair, seen }: Reached): boolean => {
    const before = known.get(pair) ?? new Set();
    if (before.has(seen)) return false;
    known.set(pair, before.add(seen));
    looked += 1;
    budget.left -= 1;
    return true;
  };
  for (let steps = 0; steps < below && level.length > 0; steps += 1) {
    const next: Reached[] = [];
    // The level grows by what its states stutter to.
    for (const at of level) {
      if (budget.left <= 0) return undefined;
      if (looked % 256 === 255) yield;
      for (const hop of hopsOf(at.pair).hops) {
        const isStep = hop.label >= 0;
        const met = isStep ? sights.ofLabel(hop.label) | seenIn(hop.to) : 0;
        const seen = at.seen | sights.ofMarks(hop.marks) | met;
        const reached = { pair: hop.to, seen, before: at, hop };
        const length = isStep ? steps + 1 : steps;
        if (length >= below) continue;
        if (hop.to === entry && length > 0 && sights.isFair(seen)) return wayTo(reached);
        if (isNew(reached)) (isStep ? next : level).push(reached);
      }
    }
    level = next;
  }
  return undefined;
}

function wayTo(last: Reached): readonly Hop[] {
  const hops: Hop[] = [];
  for (let at: Reached | undefined = last; at?.hop !== undefined; at = at.before) hops.push(at.hop);
  return hops.reverse();
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
  const { meant } = graph.labelling;
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
      for (let word = 0; word < words; word += 1)
        enabled[word] = (enabled[word] ?? 0) | (meant[label * words + word] ?? 0);
      for (const move of moves) {
        if ((step & move.stepHolds) === move.stepHolds && (step & move.stepFails) === 0)
          add(target, move.to, { label, step, marks: move.marks });
      }
    }
    return { hops, enabled };
  };
}
