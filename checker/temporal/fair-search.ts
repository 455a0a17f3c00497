// All pairs of the product that lie on fair accepted cycles: component by component of the automaton, from where it begins; where a run can stay and
// accept, the strongly connected components of the product are judged, and where strong fairness is passed over, what remains without the
// states in which it is enabled is searched again (Emerson and Lei 1987).

import type { Bits } from '../language/bits.ts';
import { canAccept, partsOfAutomaton } from './automaton.ts';
import { Bitmap } from './bitmap.ts';
import { Components } from './components.ts';
import { addMeant } from './labels.ts';
import { isEverywhere, leavesByStuttering, moveNumbers, tablesOf, type PartTables } from './part-tables.ts';
import { batchStates, emptyEdges, NumberList, type Product } from './product.ts';

/** Bits of pairs: of the state times the number of nodes plus the node. */
export type Pairs = Bitmap;

/** States that are gone through between two turns. */
const statesAtOnce = 2 ** 14;

export class FairSearch {
  readonly #product: Product;
  /** Of each node the states with which it is reached, before its component of the automaton is searched. */
  readonly #reached = new Map<number, Bitmap>();
  readonly #batch = new Uint32Array(batchStates);
  readonly #edges = emptyEdges();
  /** How many pairs were reached. */
  pairs = 0;
  /** The pairs on fair cycles; undefined where there is none. */
  fair: Pairs | undefined;

  constructor(product: Product) {
    this.#product = product;
  }

  *run(): Bits<void> {
    const { graph, automaton } = this.#product;
    for (const node of automaton.initial) {
      if (!isEverywhere(this.#product, node)) for (const state of graph.initial) this.#reach(node, state);
    }
    for (const part of [...partsOfAutomaton(automaton)].reverse()) {
      if (canAccept(automaton, part)) yield* this.#judgePart(part);
      else yield* this.#passPart(part);
      for (const node of part) this.#reached.delete(node);
    }
  }

  #reach(node: number, state: number): boolean {
    if (!this.#product.isViable(node, state)) return false;
    let states = this.#reached.get(node);
    if (states === undefined) {
      states = new Bitmap(this.#product.graph.size);
      this.#reached.set(node, states);
    }
    return states.add(state);
  }

  /** All states with which a node is reached. */
  *#statesOf(node: number): Generator<number> {
    const { graph } = this.#product;
    if (isEverywhere(this.#product, node)) {
      for (const { first, last } of graph.ranges) for (let state = first; state < last; state += 1) yield state;
    } else yield* this.#reached.get(node) ?? [];
  }

  /** A component in which no run accepts: only what is reached from it matters. */
  *#passPart(part: readonly number[]): Bits<void> {
    const { kinds } = this.#product;
    const tables = tablesOf(this.#product, part);
    const { moves, rows } = tables;
    const size = part.length;
    const [only = 0] = part;
    if (size === 1 && isEverywhere(this.#product, only) && leavesByStuttering(this.#product, only)) {
      for (const state of this.#statesOf(only)) {
        if (state % statesAtOnce === 0) yield;
        const row = kinds[state] ?? 0;
        for (let move = rows[row] ?? 0; move < (rows[row + 1] ?? 0); move += moveNumbers) {
          const to = moves[move + 3] ?? 0;
          if (to < 0) this.#reach(~to, state);
        }
      }
      this.pairs += this.#product.graph.states;
      return;
    }
    const left = new NumberList();
    for (const [position, node] of part.entries())
      for (const state of this.#statesOf(node)) {
        if (state % statesAtOnce === 0) yield;
        left.push(state * size + position);
      }
    this.pairs += left.length;
    const batch = new Uint32Array(batchStates);
    while (left.length > 0) {
      yield;
      const count = Math.min(left.length, batchStates);
      left.length -= count;
      batch.set(left.numbers.subarray(left.length, left.length + count));
      this.#expand(tables, batch, 0, count, (_, to, state) => {
        const node = to < 0 ? ~to : (part[to] ?? 0);
        if (to >= 0 && isEverywhere(this.#product, node)) return;
        if (!this.#reach(node, state) || to < 0) return;
        left.push(state * size + to);
        this.pairs += 1;
      });
    }
  }

  /** A component in which runs accept. */
  *#judgePart(part: readonly number[]): Bits<void> {
    const tables = tablesOf(this.#product, part);
    const components = new Components(this.#product, tables, (node, state) => void this.#reach(node, state));
    for (const [position, node] of part.entries()) {
      for (const state of this.#statesOf(node)) {
        const pair = state * part.length + position;
        if (components.isNew(pair)) yield* this.#searchFrom(components, tables, pair);
      }
    }
    this.pairs += components.visited;
  }

  *#searchFrom(components: Components, tables: PartTables, pair: number): Bits<void> {
    const search = components.begin(pair);
    for (;;) {
      switch (components.run(search)) {
        case 'to the end':
          return;
        case 'so far':
          yield;
          break;
        case 'upon a component': {
          const { first } = components;
          if (components.stack.length - first === 1) this.#judgeOne(components, tables);
          else yield* this.#judge(components, tables);
          components.stack.length = first;
        }
      }
    }
  }

  /** A component of one pair: a run stays in it only where it stutters for ever, which is fair where nothing is enabled. */
  #judgeOne({ isEnabled, stack, first }: Components, { nodes, rows, moves }: PartTables): void {
    if (isEnabled) return;
    const { kinds, automaton } = this.#product;
    const pair = stack.at(first);
    const size = nodes.length;
    const state = Math.floor(pair / size);
    const row = (kinds[state] ?? 0) * size + (pair - state * size);
    let marks = 0;
    let canStay = false;
    for (let move = rows[row] ?? 0; move < (rows[row + 1] ?? 0); move += moveNumbers) {
      if (moves[move + 2] !== 0 || moves[move + 3] !== pair - state * size) continue;
      canStay = true;
      marks |= moves[move + 4] ?? 0;
    }
    if (canStay && marks === automaton.marks) this.#mark(nodes, pair);
  }

  /** A component of several pairs. */
  *#judge(components: Components, tables: PartTables): Bits<void> {
    const { stack, first, number } = components;
    const last = stack.length;
    const { weak, strong, words, automaton, graph } = this.#product;
    const { meant } = graph.labelling;
    const size = tables.nodes.length;
    /** Conditions of weak fairness that neither a state nor a step satisfies yet, of strong fairness that no step does; and those seen enabled. */
    const passedOver = weak.map((set, word) => set | (strong[word] ?? 0));
    const everEnabled = new Uint32Array(words);
    let marks = 0;
    for (let from = first; from < last; from += batchStates) {
      yield;
      const count = Math.min(batchStates, last - from);
      this.#expand(tables, stack.numbers, from, count, (pair, to, state, label, moveMarks) => {
        if (to < 0 || components.numbers[state * size + to] !== number) return;
        marks |= moveMarks;
        if (label >= 0)
          for (let word = 0; word < words; word += 1)
            passedOver[word] = (passedOver[word] ?? 0) & ~(meant[label * words + word] ?? 0);
      });
      this.#enabledOf(count, (enabled) => {
        for (let word = 0; word < words; word += 1) {
          const set = enabled[word] ?? 0;
          everEnabled[word] = (everEnabled[word] ?? 0) | set;
          passedOver[word] = (passedOver[word] ?? 0) & (set | (strong[word] ?? 0));
        }
      });
      if (marks === automaton.marks && passedOver.every((set) => set === 0)) break;
    }
    if (marks !== automaton.marks || passedOver.some((set, word) => (set & (weak[word] ?? 0)) !== 0)) return;
    const denied = passedOver.map((set, word) => set & (everEnabled[word] ?? 0));
    if (denied.every((set) => set === 0)) {
      for (let at = first; at < last; at += 1) this.#mark(tables.nodes, stack.at(at));
      return;
    }
    // What is left where no state enables what no step here takes.
    const left = new Bitmap(last - first);
    for (let from = first; from < last; from += batchStates) {
      yield;
      const count = Math.min(batchStates, last - from);
      this.#expand(tables, stack.numbers, from, count, () => undefined);
      let at = from - first;
      this.#enabledOf(count, (enabled) => {
        if (enabled.every((set, word) => (set & (denied[word] ?? 0)) === 0)) left.add(at);
        at += 1;
      });
    }
    for (const at of left) components.numbers[stack.at(first + at)] = 0;
    for (const at of left) {
      const pair = stack.at(first + at);
      if (components.isNew(pair)) yield* this.#searchFrom(components, tables, pair);
    }
  }

  #mark(nodes: readonly number[], pair: number): void {
    const { graph, automaton } = this.#product;
    this.fair ??= new Bitmap(graph.size * automaton.size);
    const state = Math.floor(pair / nodes.length);
    this.fair.add(state * automaton.size + (nodes[pair - state * nodes.length] ?? 0));
  }

  /** All moves of the product from some pairs, in order; the label is -1 where the state stutters. */
  #expand(
    { nodes, rows, moves }: PartTables,
    pairs: Uint32Array,
    from: number,
    count: number,
    each: (pair: number, to: number, state: number, label: number, marks: number) => void,
  ): void {
    const { graph, question, kinds } = this.#product;
    const size = nodes.length;
    for (let at = 0; at < count; at += 1) this.#batch[at] = Math.floor((pairs[from + at] ?? 0) / size);
    graph.expand(this.#batch, count, question, this.#edges);
    const { ends, targets, labels, steps } = this.#edges;
    let edge = 0;
    for (let at = 0; at < count; at += 1) {
      const pair = pairs[from + at] ?? 0;
      const state = this.#batch[at] ?? 0;
      const row = (kinds[state] ?? 0) * size + (pair - state * size);
      const firstMove = rows[row] ?? 0;
      const lastMove = rows[row + 1] ?? 0;
      for (let move = firstMove; move < lastMove; move += moveNumbers)
        if (moves[move + 2] === 0) each(pair, moves[move + 3] ?? 0, state, -1, moves[move + 4] ?? 0);
      const end = ends[at] ?? 0;
      for (; edge < end; edge += 1) {
        const step = steps[edge] ?? 0;
        for (let move = firstMove; move < lastMove; move += moveNumbers) {
          const holds = moves[move] ?? 0;
          if ((step & holds) === holds && (step & (moves[move + 1] ?? 0)) === 0)
            each(pair, moves[move + 3] ?? 0, targets[edge] ?? 0, labels[edge] ?? 0, moves[move + 4] ?? 0);
        }
      }
    }
  }

  /** Of each of the states just expanded the conditions that are enabled. */
  #enabledOf(count: number, each: (enabled: Uint32Array) => void): void {
    const { words, graph } = this.#product;
    const { ends, labels } = this.#edges;
    const enabled = new Uint32Array(words);
    let edge = 0;
    for (let at = 0; at < count; at += 1) {
      enabled.fill(0);
      for (const end = ends[at] ?? 0; edge < end; edge += 1) addMeant(graph.labelling, labels[edge] ?? 0, enabled);
      each(enabled);
    }
  }
}
