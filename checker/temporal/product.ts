// The product of a graph and an automaton: which moves the automaton can make in a state, looked up by the conditions that are true there.
// Tables of numbers, for the loops that go over all of it. A move with which the state stutters is a move of the product as well.

import { fits, type Automaton, type Move } from './automaton.ts';
import { Beyond } from './beyond.ts';
import type { BehaviourGraph, Edges, Letters } from './graph.ts';

/** How many states are expanded at once. */
export const batchStates = 512;

/** Numbers of pairs have 32 bits. */
const pairsMost = 2 ** 32;

export class Product {
  readonly graph: BehaviourGraph;
  readonly question: number;
  readonly automaton: Automaton;
  /** Of each state which conditions are true in it, as a position among the kinds of states that there are. */
  readonly kinds: Letters;
  /** Of each kind what is true in it. */
  readonly letters: readonly number[];
  /** At a node times the number of kinds plus a kind: whether the node can make a move there. */
  readonly viable: Uint8Array;
  /** Words of a set of fairness conditions. */
  readonly words: number;
  /** Conditions of weak and of strong fairness, as such sets. */
  readonly weak: Uint32Array;
  readonly strong: Uint32Array;
  readonly #moves: (readonly Move[])[] = [];

  /** @throws Beyond where there are too many pairs */
  constructor(graph: BehaviourGraph, question: number, automaton: Automaton) {
    if (graph.size * Math.max(1, automaton.size) >= pairsMost)
      throw new Beyond(
        `${(graph.states * automaton.size).toLocaleString('en-US')} pairs of a state and a node of its formula's automaton are more than can be numbered: make the constants smaller, or state it as several properties`,
      );
    this.graph = graph;
    this.question = question;
    this.automaton = automaton;
    const conditions = graph.questions[question]?.ofStates.length ?? 0;
    const letters = graph.letters(question);
    if (conditions <= 8) {
      this.kinds = letters;
      this.letters = Array.from({ length: 2 ** conditions }, (_, letter) => letter);
    } else {
      const { kinds, met } = numbered(letters);
      this.kinds = kinds;
      this.letters = met;
    }
    this.viable = new Uint8Array(automaton.size * this.letters.length);
    for (const [node, moves] of automaton.moves.entries()) {
      for (const [kind, letter] of this.letters.entries())
        this.viable[node * this.letters.length + kind] = moves.some((move) => fits(move, letter)) ? 1 : 0;
    }
    const { conditions: fairness, words } = graph.labelling;
    this.words = words;
    this.weak = new Uint32Array(words);
    this.strong = new Uint32Array(words);
    for (const [index, { strength }] of fairness.entries()) {
      const set = strength === 'weak' ? this.weak : this.strong;
      set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31));
    }
  }

  isViable(node: number, state: number): boolean {
    return this.viable[node * this.letters.length + (this.kinds[state] ?? 0)] === 1;
  }

  /** The moves of a node in a state of a kind. */
  movesAt(node: number, kind: number): readonly Move[] {
    const row = node * this.letters.length + kind;
    const letter = this.letters[kind] ?? 0;
    this.#moves[row] ??= (this.automaton.moves[node] ?? []).filter((move) => fits(move, letter));
    return this.#moves[row];
  }
}

export function emptyEdges(): Edges {
  const none = (): Uint32Array => new Uint32Array(0);
  return { ends: none(), targets: none(), labels: none(), steps: none() };
}

/** Letters numbered in the order in which they are met. */
function numbered(letters: Letters): { readonly kinds: Letters; readonly met: readonly number[] } {
  const numbers = new Map<number, number>();
  // Most states are like the one before.
  let last = -1;
  let lastNumber = 0;
  const number = (letter: number): number => {
    if (letter === last) return lastNumber;
    lastNumber = numbers.get(letter) ?? numbers.size;
    numbers.set(letter, lastNumber);
    last = letter;
    return lastNumber;
  };
  for (const letter of letters) number(letter);
  const kinds =
    numbers.size <= 2 ** 8
      ? new Uint8Array(letters.length)
      : numbers.size <= 2 ** 16
        ? new Uint16Array(letters.length)
        : letters;
  for (let state = 0; state < letters.length; state += 1) kinds[state] = number(letters[state] ?? 0);
  return { kinds, met: [...numbers.keys()] };
}

/** Numbers in a row, as many as there come. */
export class NumberList {
  numbers: Uint32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.numbers = new Uint32Array(capacity);
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Uint32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  at(index: number): number {
    return this.numbers[index] ?? 0;
  }
}
