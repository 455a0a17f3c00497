// Strongly connected components of the product, within one component of the automaton, in one depth-first search (Tarjan 1972, in the form of
// Pearce 2016, which needs one number for each pair). No edges are stored: of the path only the successors not yet visited are kept,
// in a ring of bounded size; where it overflows, those near the path's beginning are dropped, and made again when the search is back there.

import { Beyond } from './beyond.ts';
import { moveNumbers, type PartTables } from './part-tables.ts';
import { emptyEdges, NumberList, type Product } from './product.ts';

/** What `run` came upon: all done, a component to be judged, or as much done as was to be done at once. */
export type Came = 'to the end' | 'upon a component' | 'so far';

/** No pair of the search. Components have the numbers below it, downwards; pairs on the way have numbers from 1 upwards. */
const outside = 0xffffffff;

const isRoot = 1;
const isEnabling = 2;

/** Successors that are kept. */
const ringLength = 2 ** 16;

/** Expansions between two returns with as much done as was to be done at once, however many components are come upon. */
const atOnce = 4096;

export class Components {
  readonly #product: Product;
  readonly #tables: PartTables;
  /** A pair that a move leads to which leaves the part. */
  readonly #leave: (node: number, state: number) => void;
  /** Of each pair: 0 where it is not visited yet. */
  readonly numbers: Uint32Array;
  visited = 0;

  /** The component that `run` came upon: pairs of `stack` from `first` on, with this number. */
  readonly stack = new NumberList();
  first = 0;
  number = 0;
  /** Whether a component of one pair has a state in which some condition of fairness is enabled. */
  isEnabled = false;

  /** Expansions that are left until then. */
  #left = atOnce;
  #index = 1;
  #next = outside;
  #depth = 0;
  #path = new Uint32Array(1024);
  /** Where in the ring the successors begin that are left of each pair of the path; counted on and on, modulo 2 ** 32. */
  #starts = new Uint32Array(1024);
  #flags = new Uint8Array(1024);
  readonly #ring = new Uint32Array(ringLength);
  #top = 0;
  #base = 0;
  /** Pairs of the path before this position have lost successors. */
  #lostBefore = 0;

  readonly #one = new Uint32Array(1);
  readonly #edges = emptyEdges();
  /** Whether any condition means a label. */
  readonly #meant: Uint8Array;

  /** @throws Beyond where there is no room for the pairs */
  constructor(product: Product, tables: PartTables, leave: (node: number, state: number) => void) {
    this.#product = product;
    this.#tables = tables;
    this.#leave = leave;
    const { graph, kinds, words } = product;
    const { labelling } = graph;
    this.#meant = new Uint8Array(labelling.count);
    for (let label = 0; label < labelling.count; label += 1) {
      for (let word = 0; word < words; word += 1)
        if ((labelling.meant[label * words + word] ?? 0) !== 0) this.#meant[label] = 1;
    }
    const size = tables.nodes.length;
    const bytes = 4 * graph.size * size;
    if (bytes > (graph.bytesMost ?? Infinity))
      throw new Beyond(
        `to search ${(graph.states * size).toLocaleString('en-US')} pairs of a state and a node of its formula's automaton takes ${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MB, more than it may: make the constants smaller, state it as several properties, or allow more with --memory`,
      );
    this.numbers = new Uint32Array(graph.size * size).fill(outside);
    for (const { first, last } of graph.ranges) {
      for (let state = first; state < last; state += 1) {
        const row = (kinds[state] ?? 0) * size;
        for (let position = 0; position < size; position += 1)
          if (tables.viable[row + position] === 1) this.numbers[state * size + position] = 0;
      }
    }
  }

  isNew(pair: number): boolean {
    return this.numbers[pair] === 0;
  }

  /** Leaves a pair out of all searches to come. */
  exclude(pair: number): void {
    this.numbers[pair] = outside;
  }

  /** Begins a search at a pair that is new; `run` with what this gives goes on with it. One may be begun within another. */
  begin(pair: number): Search {
    const search = { path: this.#depth, stack: this.stack.length };
    this.#visit(pair);
    return search;
  }

  /** Goes on until the next component. */
  run(search: Search): Came {
    const { numbers, stack } = this;
    const ring = this.#ring;
    while (this.#depth > search.path) {
      if (this.#left <= 0) {
        this.#left = atOnce;
        return 'so far';
      }
      const at = this.#depth - 1;
      const pair = this.#path[at] ?? 0;
      const start = at < this.#lostBefore ? this.#base : (this.#starts[at] ?? 0);
      if (this.#top !== start) {
        this.#top = (this.#top - 1) >>> 0;
        const successor = ring[this.#top % ringLength] ?? 0;
        const number = numbers[successor] ?? 0;
        if (number === 0) this.#visit(successor);
        else this.#lower(at, pair, number);
        continue;
      }
      if (at < this.#lostBefore) {
        this.#lostBefore = at;
        this.#starts[at] = this.#top;
        this.#expand(at, pair);
        continue;
      }
      // All successors are visited.
      this.#depth = at;
      const flags = this.#flags[at] ?? 0;
      if ((flags & isRoot) === 0) {
        stack.push(pair);
        this.#lower(at - 1, this.#path[at - 1] ?? 0, numbers[pair] ?? 0);
        continue;
      }
      this.#next -= 1;
      this.number = this.#next;
      const own = numbers[pair] ?? 0;
      let first = stack.length;
      while (first > search.stack && (numbers[stack.at(first - 1)] ?? 0) >= own) {
        first -= 1;
        numbers[stack.at(first)] = this.#next;
      }
      numbers[pair] = this.#next;
      this.#index -= stack.length - first + 1;
      stack.push(pair);
      this.first = first;
      this.isEnabled = (flags & isEnabling) !== 0;
      return 'upon a component';
    }
    return 'to the end';
  }

  #lower(at: number, pair: number, number: number): void {
    if (number >= (this.numbers[pair] ?? 0)) return;
    this.numbers[pair] = number;
    this.#flags[at] = (this.#flags[at] ?? 0) & ~isRoot;
  }

  #visit(pair: number): void {
    const at = this.#depth;
    if (at === this.#path.length) this.#grow();
    this.#path[at] = pair;
    this.#starts[at] = this.#top;
    this.#flags[at] = isRoot;
    this.numbers[pair] = this.#index;
    this.#index += 1;
    this.#depth += 1;
    this.visited += 1;
    this.#expand(at, pair);
  }

  /** Keeps the successors that are not visited yet. */
  #expand(at: number, pair: number): void {
    this.#left -= 1;
    const { graph, question, kinds } = this.#product;
    const { nodes, rows, moves } = this.#tables;
    const size = nodes.length;
    const state = size === 1 ? pair : Math.floor(pair / size);
    const row = (kinds[state] ?? 0) * size + (pair - state * size);
    const firstMove = rows[row] ?? 0;
    const lastMove = rows[row + 1] ?? 0;
    for (let move = firstMove; move < lastMove; move += moveNumbers)
      if (moves[move + 2] === 0) this.#reach(at, pair, moves[move + 3] ?? 0, state);
    this.#one[0] = state;
    graph.expand(this.#one, 1, question, this.#edges);
    const { ends, targets, labels, steps } = this.#edges;
    const count = ends[0] ?? 0;
    const meant = this.#meant;
    let enabling = 0;
    for (let edge = 0; edge < count; edge += 1) {
      enabling |= meant[labels[edge] ?? 0] ?? 0;
      const target = targets[edge] ?? 0;
      for (let move = firstMove; move < lastMove; move += moveNumbers) {
        const step = steps[edge] ?? 0;
        const holds = moves[move] ?? 0;
        if ((step & holds) === holds && (step & (moves[move + 1] ?? 0)) === 0)
          this.#reach(at, pair, moves[move + 3] ?? 0, target);
      }
    }
    if (enabling !== 0) this.#flags[at] = (this.#flags[at] ?? 0) | isEnabling;
  }

  #reach(at: number, pair: number, to: number, state: number): void {
    if (to < 0) {
      this.#leave(~to, state);
      return;
    }
    const successor = state * this.#tables.nodes.length + to;
    const number = this.numbers[successor] ?? 0;
    if (number !== 0) {
      this.#lower(at, pair, number);
      return;
    }
    if ((this.#top - this.#base) >>> 0 === ringLength) this.#drop();
    this.#ring[this.#top % ringLength] = successor;
    this.#top = (this.#top + 1) >>> 0;
  }

  /** Makes room in the ring. */
  #drop(): void {
    this.#base = (this.#base + ringLength / 2) >>> 0;
    while (this.#lostBefore < this.#depth && ((this.#starts[this.#lostBefore] ?? 0) - this.#base) >> 0 < 0)
      this.#lostBefore += 1;
  }

  #grow(): void {
    const length = this.#path.length * 2;
    const [path, starts, flags] = [new Uint32Array(length), new Uint32Array(length), new Uint8Array(length)];
    path.set(this.#path);
    starts.set(this.#starts);
    flags.set(this.#flags);
    this.#path = path;
    this.#starts = starts;
    this.#flags = flags;
  }
}

/** Where the path and the stack began. */
export interface Search {
  readonly path: number;
  readonly stack: number;
}
