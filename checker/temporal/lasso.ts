// A lasso that shows a fair component: a shortest stem into one, then a loop within it that is fair and accepted, put together of shortest ways
// to whatever is still missing, or a shorter one where that is not too much to look for. Ways are found in the order in which actions fire, never
// by the numbers of states, so every engine finds the same.

import { assert } from '../language/errors.ts';
import type { Bits } from '../language/bits.ts';
import { partsOfAutomaton } from './automaton.ts';
import { Bitmap } from './bitmap.ts';
import { Components } from './components.ts';
import type { Pairs } from './fair-search.ts';
import { addMeant } from './labels.ts';
import { tablesOf } from './part-tables.ts';
import { emptyEdges, type Product } from './product.ts';
import { shorterLoop } from './short-loop.ts';
import { type Hop, Ways } from './ways.ts';

/** Where a behaviour goes: `states` one after the other, by firings with these labels, and from the last on again from `states[from]`. */
export interface Lasso {
  readonly states: readonly number[];
  /** One label for each step: as many as states, the last leads back to `states[from]`; one fewer where the last state stutters for ever. */
  readonly labels: readonly number[];
  readonly from: number;
}

/** With so many of the pairs in which shortest stems end a loop is tried. */
const entriesTried = 16;

/** So many pairs, with what was seen on the way to them, are looked at for shorter loops. */
const lookedAtMost = 15_000;

/** A lasso, and a bound: no fair behaviour goes round after fewer steps than `stemLeast`. */
export interface FoundLasso {
  readonly lasso: Lasso;
  readonly stemLeast: number;
}

/**
 * A shortest stem into these pairs, and a loop from there. An automaton may be late to find out that a behaviour goes round, but then it finds out on the
 * cycle: so a stem may be shorter only where its last state is on some fair cycle, though not with the node with which it is reached.
 */
export function* lassoInto(product: Product, fair: Pairs): Bits<FoundLasso> {
  const starts = startsOf(product);
  const { size } = product.automaton;
  const states = starts.some((pair) => fair.has(pair)) ? undefined : yield* statesOf(product, fair);
  let stemLeast = Infinity;
  const ways = new Ways(product);
  const stems = yield* ways.find({
    starts,
    isWithin: () => true,
    isEnd: (pair, _, steps) => {
      if (states?.has(Math.floor(pair / size)) !== false) stemLeast = Math.min(stemLeast, steps);
      return fair.has(pair);
    },
    most: entriesTried,
  });
  const within = new FairComponents(product, fair);
  const budget = { left: lookedAtMost };
  let best: Lasso | undefined;
  for (const stem of stems) {
    const isWithin = yield* within.of(stem.end);
    const first = yield* loopFrom(ways, isWithin, stem.end);
    const loop = (yield* shorterLoop(product, isWithin, stem.end, changing(first).length, budget)) ?? first;
    const lasso = lassoOf(product, stem.start, changing(stem.hops), changing(loop));
    if (best === undefined || isShorter(lasso, best)) best = lasso;
    // Stuttering for ever: there is no shorter loop.
    if (lasso.labels.length < lasso.states.length) break;
  }
  assert(best !== undefined, 'a fair component is reached');
  return { lasso: best, stemLeast };
}

/** Whether the one has the shorter stem, or as short a one and a shorter loop. */
export function isShorter(one: Lasso, other: Lasso): boolean {
  return one.from === other.from ? one.labels.length < other.labels.length : one.from < other.from;
}

/** The states of some pairs. */
function* statesOf({ graph, automaton }: Product, pairs: Pairs): Bits<Bitmap> {
  const states = new Bitmap(graph.size);
  let done = 0;
  for (const pair of pairs) {
    states.add(Math.floor(pair / automaton.size));
    done += 1;
    if (done % 2 ** 16 === 0) yield;
  }
  return states;
}

/** The pairs in which behaviours begin. */
function startsOf(product: Product): readonly number[] {
  const { graph, automaton } = product;
  return graph.initial.flatMap((state) =>
    automaton.initial.filter((node) => product.isViable(node, state)).map((node) => state * automaton.size + node),
  );
}

/** The components of the fair pairs, found again when one is asked for. */
class FairComponents {
  readonly #product: Product;
  readonly #fair: Pairs;
  readonly #known: { readonly part: readonly number[]; readonly components: Components }[] = [];

  constructor(product: Product, fair: Pairs) {
    this.#product = product;
    this.#fair = fair;
  }

  /** Whether a pair is in the same component as this one. */
  *of(pair: number): Bits<(other: number) => boolean> {
    const { size } = this.#product.automaton;
    const { part, components } = this.#in(pair % size);
    const positions = Array.from({ length: size }, (_, node) => part.indexOf(node));
    const local = (other: number): number => {
      const state = Math.floor(other / size);
      const position = positions[other - state * size] ?? -1;
      return position < 0 ? -1 : state * part.length + position;
    };
    const own = local(pair);
    if (components.isNew(own)) {
      const search = components.begin(own);
      for (let came = components.run(search); came !== 'to the end'; came = components.run(search)) {
        if (came === 'upon a component') components.stack.length = components.first;
        else yield;
      }
    }
    const number = components.numbers[own];
    return (other) => {
      const there = local(other);
      return there >= 0 && components.numbers[there] === number;
    };
  }

  #in(node: number): { readonly part: readonly number[]; readonly components: Components } {
    const known = this.#known.find(({ part }) => part.includes(node));
    if (known !== undefined) return known;
    const product = this.#product;
    const part = partsOfAutomaton(product.automaton).find((nodes) => nodes.includes(node)) ?? [];
    const components = new Components(product, tablesOf(product, part), () => undefined);
    const { size } = product.automaton;
    for (let state = 0; state < product.graph.size; state += 1) {
      for (const [position, each] of part.entries())
        if (!this.#fair.has(state * size + each)) components.exclude(state * part.length + position);
    }
    const made = { part, components };
    this.#known.push(made);
    return made;
  }
}

/** A fair loop from a pair back to it. */
function* loopFrom(ways: Ways, isWithin: (pair: number) => boolean, entry: number): Bits<readonly Hop[]> {
  const { product } = ways;
  // Strong fairness asks for something only where the loop enables it.
  const strong = new Uint32Array(product.words);
  for (;;) {
    const { hops, enabled, taken } = yield* loopTaking(ways, isWithin, entry, strong);
    let isFair = true;
    for (let word = 0; word < product.words; word += 1) {
      const denied = (product.strong[word] ?? 0) & (enabled[word] ?? 0) & ~(taken[word] ?? 0);
      if (denied === 0) continue;
      strong[word] = (strong[word] ?? 0) | denied;
      isFair = false;
    }
    if (isFair) return hops;
  }
}

interface Loop {
  readonly hops: readonly Hop[];
  /** What is enabled in its states, and taken by its steps. */
  readonly enabled: Uint32Array;
  readonly taken: Uint32Array;
}

/** A loop that is accepted, does not pass over any weak fairness, and takes these conditions of strong fairness. */
function* loopTaking(ways: Ways, isWithin: (pair: number) => boolean, entry: number, strong: Uint32Array): Bits<Loop> {
  const { product } = ways;
  const { words, graph, automaton } = product;
  const { meant } = graph.labelling;
  const size = automaton.size;
  const enabledIn = enabledOf(product);
  /** What is missing. */
  const weak = product.weak.slice();
  const toTake = strong.slice();
  let marks = automaton.marks;
  const enabled = new Uint32Array(words);
  const taken = new Uint32Array(words);
  const arrive = (pair: number): void => {
    const set = enabledIn(Math.floor(pair / size));
    for (let word = 0; word < words; word += 1) {
      enabled[word] = (enabled[word] ?? 0) | (set[word] ?? 0);
      weak[word] = (weak[word] ?? 0) & (set[word] ?? 0);
    }
  };
  const helps = (label: number): boolean => {
    for (let word = 0; word < words; word += 1) {
      const missing = (weak[word] ?? 0) | (toTake[word] ?? 0);
      if (label >= 0 && ((meant[label * words + word] ?? 0) & missing) !== 0) return true;
    }
    return false;
  };
  const hops: Hop[] = [];
  const go = (way: readonly Hop[]): void => {
    for (const hop of way) {
      hops.push(hop);
      marks &= ~hop.marks;
      if (hop.label >= 0) {
        for (let word = 0; word < words; word += 1) {
          const set = meant[hop.label * words + word] ?? 0;
          taken[word] = (taken[word] ?? 0) | set;
          weak[word] = (weak[word] ?? 0) & ~set;
          toTake[word] = (toTake[word] ?? 0) & ~set;
        }
      }
      arrive(hop.to);
    }
  };
  const isMissing = (): boolean => marks !== 0 || weak.some((set) => set !== 0) || toTake.some((set) => set !== 0);
  arrive(entry);
  let at = entry;
  while (isMissing()) {
    const [way] = yield* ways.find({
      starts: [at],
      isWithin,
      isEnd: (_, set) => weak.some((missing, word) => (missing & ~(set[word] ?? 0)) !== 0),
      isLast: (hop) => (hop.marks & marks) !== 0 || helps(hop.label),
    });
    assert(way !== undefined, 'a fair component has a way to whatever is missing');
    go(way.hops);
    at = way.end;
  }
  if (at !== entry || hops.length === 0) {
    const [back] = yield* ways.find({ starts: [at], isWithin, isLast: ({ to }) => to === entry });
    assert(back !== undefined, 'a fair component has a way back');
    go(back.hops);
  }
  return { hops, enabled, taken };
}

/** The conditions of fairness that are enabled in a state. */
function enabledOf({ graph, question, words }: Product): (state: number) => Uint32Array {
  const edges = emptyEdges();
  return (state) => {
    const enabled = new Uint32Array(words);
    graph.expand(Uint32Array.of(state), 1, question, edges);
    for (let edge = 0; edge < (edges.ends[0] ?? 0); edge += 1)
      addMeant(graph.labelling, edges.labels[edge] ?? 0, enabled);
    return enabled;
  };
}

function changing(hops: readonly Hop[]): readonly Hop[] {
  return hops.filter(({ label }) => label >= 0);
}

function lassoOf({ automaton }: Product, start: number, stem: readonly Hop[], loop: readonly Hop[]): Lasso {
  const stateOf = (pair: number): number => Math.floor(pair / automaton.size);
  const [first] = loop;
  const steps = [...stem];
  if (first === undefined) {
    return {
      states: [stateOf(start), ...stem.map(({ to }) => stateOf(to))],
      labels: stem.map(({ label }) => label),
      from: stem.length,
    };
  }
  // A stem that ends as the loop does is the loop already.
  const around = [...loop];
  for (;;) {
    const [last, closing] = [steps.at(-1), around.at(-1)];
    if (last === undefined || closing === undefined) break;
    if (stateOf(last.from) !== stateOf(closing.from) || last.label !== closing.label || last.step !== closing.step)
      break;
    steps.pop();
    around.unshift(closing);
    around.pop();
  }
  const all = [...steps, ...around];
  return { states: all.map(({ from }) => stateOf(from)), labels: all.map(({ label }) => label), from: steps.length };
}
