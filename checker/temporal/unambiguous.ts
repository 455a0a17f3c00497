// An automaton that at each node knows of every part of a formula whether it is true of the rest of the behaviour, so that a behaviour has one run,
// and one that repeats itself a run that repeats itself with it, from the same place on. The automaton that is searched first
// has fewer nodes, but guesses, and may guess right only later (elementary sets: Lichtenstein and Pnueli 1985).

import { assert } from '../language/errors.ts';
import { all, freeWay, useful, waysOf, type Automaton, type Move, type Way, type Work } from './automaton.ts';
import { and, literal, or, release, until, type Formula } from './formula.ts';

/** Nodes are subsets of so many parts. */
const partsMost = 6;

/** The behaviours that satisfy a formula; undefined where it has too many parts. */
export function unambiguousOf(formula: Formula): Automaton | undefined {
  const parts = new Map<string, Formula>();
  collect(formula, parts);
  // What is asked in the beginning has to be told by the node, too.
  if (!parts.has(positive(formula).text)) parts.set(formula.text, formula);
  if (parts.size > partsMost) return undefined;
  const list = [...parts.values()];
  const numbers = new Map(list.map(({ text }, index) => [text, index]));
  const size = 2 ** list.length;
  const pendingIn = (node: number): readonly Formula[] =>
    list.map((part, index) => (isIn(node, index) ? part : negated(part)));
  const work: Work = { done: 0 };
  const moves = Array.from({ length: size }, (_, node) =>
    waysOf(pendingIn(node), freeWay, work).flatMap((way) => movesOf(way, numbers)),
  );
  const own = positive(formula);
  const asked = numbers.get(own.text) ?? numbers.get(formula.text);
  assert(asked !== undefined, 'the formula is one of its parts');
  const isPositive = own.text === formula.text || !parts.has(own.text);
  const initial = Array.from({ length: size }, (_, node) => node).filter((node) => isIn(node, asked) === isPositive);
  return useful({ size, initial, moves, marks: all(list.length) });
}

function isIn(node: number, part: number): boolean {
  return ((node >> part) & 1) === 1;
}

/** The moves of a way: to each node in which what it asks of the rest is true. */
function movesOf(way: Way, numbers: ReadonlyMap<string, number>): readonly Move[] {
  const { holds, fails, stepHolds, stepFails, isChange, next, putOff } = way;
  let [isTrue, isFalse] = [0, 0];
  for (const formula of next.values()) {
    const part = positive(formula);
    const bit = 1 << (numbers.get(part.text) ?? 0);
    if (part.text === formula.text) isTrue |= bit;
    else isFalse |= bit;
  }
  if ((isTrue & isFalse) !== 0) return [];
  const marks = [...numbers].reduce((sum, [text, index]) => (putOff.has(text) ? sum : sum | (1 << index)), 0);
  return Array.from({ length: 2 ** numbers.size }, (_, node) => node)
    .filter((node) => (node & isTrue) === isTrue && (node & isFalse) === 0)
    .map((to) => ({ holds, fails, stepHolds, stepFails, isChange, to, marks }));
}

/** The parts that are about later, each as what has to come some time, by text. */
function collect(formula: Formula, parts: Map<string, Formula>): void {
  switch (formula.kind) {
    case 'and':
    case 'or':
      for (const part of formula.parts) collect(part, parts);
      return;
    case 'until':
    case 'release': {
      collect(formula.from, parts);
      collect(formula.to, parts);
      const part = positive(formula);
      parts.set(part.text, part);
      return;
    }
    default:
  }
}

/** A formula that has to come true some time, or its negation where that has. */
function positive(formula: Formula): Formula {
  return formula.kind === 'release' ? negated(formula) : formula;
}

function negated(formula: Formula): Formula {
  switch (formula.kind) {
    case 'true':
      return or([]);
    case 'false':
      return and([]);
    case 'state':
      return literal('state', formula.atom, !formula.isNegated);
    case 'stutters':
      return literal('changes', formula.atom, !formula.isNegated);
    case 'changes':
      return literal('stutters', formula.atom, !formula.isNegated);
    case 'and':
      return or(formula.parts.map(negated));
    case 'or':
      return and(formula.parts.map(negated));
    case 'until':
      return release(negated(formula.from), negated(formula.to));
    case 'release':
      return until(negated(formula.from), negated(formula.to));
  }
}
