// The moves of one component of an automaton, for each of its nodes and each kind of state, in one array of numbers.

import { asksNoMore } from './automaton.ts';
import type { Product } from './product.ts';

/** Numbers to a move: what the step must satisfy, what not, whether it must change something, where it leads, marks. */
export const moveNumbers = 5;

export interface PartTables {
  /** The nodes of the component. A pair within it has the number of its state times their count plus the node's position here. */
  readonly nodes: readonly number[];
  /** At a kind times the count of nodes plus a position: where its moves begin, and at the next the end. */
  readonly rows: Uint32Array;
  /** The moves. They lead to a position here, or outside: to the node that is the complement of the number. */
  readonly moves: Int32Array;
  /** At a kind times the count of nodes plus a position: whether a behaviour may go on there. */
  readonly viable: Uint8Array;
}

export function tablesOf(product: Product, nodes: readonly number[]): PartTables {
  const { letters, viable } = product;
  const rows = new Uint32Array(letters.length * nodes.length + 1);
  const viableHere = new Uint8Array(letters.length * nodes.length);
  const moves: number[] = [];
  for (let kind = 0; kind < letters.length; kind += 1) {
    for (const [position, node] of nodes.entries()) {
      const row = kind * nodes.length + position;
      rows[row] = moves.length;
      viableHere[row] = viable[node * letters.length + kind] ?? 0;
      for (const { stepHolds, stepFails, isChange, to, marks } of product.movesAt(node, kind)) {
        const inside = nodes.indexOf(to);
        moves.push(stepHolds, stepFails, isChange ? 1 : 0, inside < 0 ? ~to : inside, marks);
      }
    }
  }
  rows[letters.length * nodes.length] = moves.length;
  return { nodes, rows, moves: Int32Array.from(moves), viable: viableHere };
}

/** Whether a node is reached with every state: a behaviour may start there, and stay whatever happens. */
export function isEverywhere({ automaton }: Product, node: number): boolean {
  return (
    automaton.initial.includes(node) &&
    (automaton.moves[node] ?? []).some((move) => move.to === node && asksNoMore(move, askingNothing))
  );
}

/**
 * Whether each move that leaves a node can as well be made by stuttering, and the step be made after it; then nothing else is reached by
 * those moves from a node that is reached with every state.
 */
export function leavesByStuttering({ automaton }: Product, node: number): boolean {
  return (automaton.moves[node] ?? []).every(
    (move) =>
      move.to === node ||
      (!move.isChange &&
        (automaton.moves[move.to] ?? []).some((next) => next.to === move.to && asksNoMore(next, move))),
  );
}

const askingNothing = { holds: 0, fails: 0, stepHolds: 0, stepFails: 0, isChange: false };
