// A generalised Büchi automaton of a formula: a node is a set of formulas that the rest of the behaviour has to satisfy, a move says what the
// state here and the step from it must satisfy and what is asked of the rest then (Gerth, Peled, Vardi, Wolper 1995; with the acceptance on
// moves: Couvreur 1999). A run accepts where each mark occurs again and again. Nodes that others simulate are left out.

import { assert } from '../language/errors.ts';
import { Beyond } from './beyond.ts';
import { and, isEvery, isSome, type Formula } from './formula.ts';

export interface Automaton {
  /** Nodes are numbers below this. There may be none: the formula is false of all behaviours. */
  readonly size: number;
  readonly initial: readonly number[];
  /** Of each node, in order. */
  readonly moves: readonly (readonly Move[])[];
  /** All the marks, as bits. */
  readonly marks: number;
}

/** What is asked of the state and of the step that leaves it; conditions are bits. */
export interface Move {
  readonly holds: number;
  readonly fails: number;
  /** Conditions on the step, where it changes something. */
  readonly stepHolds: number;
  readonly stepFails: number;
  /** The step has to change something. */
  readonly isChange: boolean;
  readonly to: number;
  readonly marks: number;
}

/** More marks than this do not fit. */
const marksMost = 31;

/** Formulas that need more of these are few, and would be searched for hours. */
const nodesMost = 2000;
const movesMost = 20_000;
const workMost = 2e7;
const tooMany = 'its formula waits for too many things in too many orders: state it as several properties';

/** Of more moves not all pairs are compared. */
const simulatedMost = 3000;

/** The behaviours that satisfy a formula. @throws Beyond for one that waits for too many things in too many orders */
export function automatonOf(formula: Formula): Automaton {
  const tableau = tableauOf(formula);
  let automaton = useful(tableau);
  for (;;) {
    if (automaton.moves.flat().length > simulatedMost) return automaton;
    const smaller = useful(simulated(automaton));
    if (sizeOf(smaller) === sizeOf(automaton)) return automaton;
    automaton = smaller;
  }
}

/** Whether a move may be made where these conditions are true. */
export function fits(move: Move, letter: number): boolean {
  return (letter & move.holds) === move.holds && (letter & move.fails) === 0;
}

/** The strongly connected components, those that moves lead to before those that they lead from. */
export function partsOfAutomaton({ size, moves }: Pick<Automaton, 'size' | 'moves'>): readonly (readonly number[])[] {
  const reach = Array.from({ length: size }, (_, node) => reachable(moves, node));
  const parts: number[][] = [];
  const placed = new Set<number>();
  // Whoever reaches more comes later.
  const order = [...reach.keys()].sort((a, b) => (reach[a]?.size ?? 0) - (reach[b]?.size ?? 0) || a - b);
  for (const node of order) {
    if (placed.has(node)) continue;
    const part = order.filter((other) => reach[node]?.has(other) === true && reach[other]?.has(node) === true);
    part.sort((a, b) => a - b);
    part.forEach((each) => placed.add(each));
    parts.push(part);
  }
  return parts;
}

/** Whether a run can stay in a component and accept. */
export function canAccept({ moves, marks }: Pick<Automaton, 'moves' | 'marks'>, part: readonly number[]): boolean {
  const inside = part.flatMap((node) => (moves[node] ?? []).filter(({ to }) => part.includes(to)));
  return inside.length > 0 && (inside.reduce((all, move) => all | move.marks, 0) & marks) === marks;
}

/** Itself, too. */
function reachable(moves: Automaton['moves'], from: number): ReadonlySet<number> {
  const reached = new Set([from]);
  const add = (node: number): void => {
    for (const { to } of moves[node] ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      add(to);
    }
  };
  add(from);
  return reached;
}

/** A way to satisfy a set of formulas: what is asked here, what of the rest, and which formulas are put off. */
export interface Way {
  readonly holds: number;
  readonly fails: number;
  readonly stepHolds: number;
  readonly stepFails: number;
  readonly isChange: boolean;
  readonly next: ReadonlyMap<string, Formula>;
  readonly putOff: ReadonlySet<string>;
}

export const freeWay: Way = {
  holds: 0,
  fails: 0,
  stepHolds: 0,
  stepFails: 0,
  isChange: false,
  next: new Map(),
  putOff: new Set(),
};

function tableauOf(formula: Formula): Automaton {
  const nodes = new Map<string, number>();
  const asked: Formula[] = [];
  const numberOf = (rest: Formula): number => {
    const known = nodes.get(rest.text);
    if (known !== undefined) return known;
    nodes.set(rest.text, asked.length);
    asked.push(rest);
    return asked.length - 1;
  };
  const initial = [numberOf(formula)];
  const drafts: (Omit<Move, 'marks'> & { readonly putOff: ReadonlySet<string> })[][] = [];
  const work: Work = { done: 0 };
  let moveCount = 0;
  for (let node = 0; node < asked.length; node += 1) {
    const rest = asked[node];
    assert(rest !== undefined, 'a node of the automaton has a formula');
    drafts.push(
      waysOf([rest], freeWay, work).map((way) => {
        const next = [...way.next.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
        return { ...way, to: numberOf(and(next)), putOff: way.putOff };
      }),
    );
    moveCount += drafts[node]?.length ?? 0;
    if (asked.length > nodesMost || moveCount > movesMost) throw new Beyond(tooMany);
  }
  const everPutOff = [...new Set(drafts.flat().flatMap(({ putOff }) => [...putOff]))];
  if (everPutOff.length > marksMost)
    throw new Beyond(
      `its formula waits for ${everPutOff.length} things, more than ${marksMost}: state it as several properties`,
    );
  const moves = drafts.map((list) =>
    list.map(({ holds, fails, stepHolds, stepFails, isChange, to, putOff }) => ({
      holds,
      fails,
      stepHolds,
      stepFails,
      isChange,
      to,
      marks: everPutOff.reduce((marks, text, index) => (putOff.has(text) ? marks : marks | (1 << index)), 0),
    })),
  );
  return { size: moves.length, initial, moves, marks: all(everPutOff.length) };
}

export function all(count: number): number {
  return 2 ** count - 1;
}

/** How much was done for an automaton. */
export interface Work {
  /** Pairs of ways that were compared; to make one costs as much as a hundred of these. */
  done: number;
}

/** The ways to satisfy some formulas, beside what a way asks already. @throws Beyond where there are too many */
export function waysOf(pending: readonly Formula[], way: Way, work: Work): readonly Way[] {
  const [first, ...others] = pending;
  work.done += 100;
  if (first === undefined) return [way];
  switch (first.kind) {
    case 'true':
      return waysOf(others, way, work);
    case 'false':
      return [];
    case 'state': {
      const bit = 1 << first.atom;
      const with_ = first.isNegated ? { ...way, fails: way.fails | bit } : { ...way, holds: way.holds | bit };
      return (with_.holds & with_.fails) === 0 ? waysOf(others, with_, work) : [];
    }
    case 'stutters':
    case 'changes': {
      const bit = 1 << first.atom;
      const isChange = way.isChange || first.kind === 'changes';
      const with_ = first.isNegated
        ? { ...way, isChange, stepFails: way.stepFails | bit }
        : { ...way, isChange, stepHolds: way.stepHolds | bit };
      return isChange && (with_.stepHolds & with_.stepFails) !== 0 ? [] : waysOf(others, with_, work);
    }
    case 'and':
      return waysOf([...first.parts, ...others], way, work);
    case 'or':
      return distinct(
        first.parts.flatMap((part) => waysOf([part, ...others], way, work)),
        work,
      );
    case 'until': {
      const later = { ...way, next: asking(way, first), putOff: new Set(way.putOff).add(first.text) };
      return distinct(
        [...waysOf([first.to, ...others], way, work), ...waysOf([first.from, ...others], later, work)],
        work,
      );
    }
    case 'release': {
      // Again and again: what comes now has to come later as well, so that it is put off says all.
      if (isEvery(first) && first.to.kind === 'until' && isSome(first.to)) {
        const still = { ...way, next: asking(way, first) };
        const putOff = { ...still, putOff: new Set(way.putOff).add(first.to.text) };
        return distinct([...waysOf([first.to.to, ...others], still, work), ...waysOf(others, putOff, work)], work);
      }
      const later = { ...way, next: asking(way, first) };
      return distinct(
        [...waysOf([first.from, first.to, ...others], way, work), ...waysOf([first.to, ...others], later, work)],
        work,
      );
    }
  }
}

function asking(way: Way, formula: Formula): ReadonlyMap<string, Formula> {
  return new Map(way.next).set(formula.text, formula);
}

/** Without a way that asks whatever another asks, and more. */
function distinct(ways: readonly Way[], work: Work): readonly Way[] {
  work.done += ways.length ** 2;
  if (work.done > workMost) throw new Beyond(tooMany);
  return ways.filter(
    (way, index) =>
      !ways.some((other, at) => at !== index && isWithin(other, way) && (!isWithin(way, other) || at < index)),
  );
}

function isWithin(one: Way, other: Way): boolean {
  return (
    asksNoMore(one, other) &&
    [...one.next.keys()].every((text) => other.next.has(text)) &&
    [...one.putOff].every((text) => other.putOff.has(text))
  );
}

type Asking = Pick<Move, 'holds' | 'fails' | 'stepHolds' | 'stepFails' | 'isChange'>;

/** Whether whatever the other allows, the one allows. */
export function asksNoMore(one: Asking, other: Asking): boolean {
  return (
    (one.holds & ~other.holds) === 0 &&
    (one.fails & ~other.fails) === 0 &&
    (one.stepHolds & ~other.stepHolds) === 0 &&
    (one.stepFails & ~other.stepFails) === 0 &&
    (!one.isChange || other.isChange)
  );
}

function sizeOf({ size, moves, marks }: Automaton): string {
  return `${size} ${moves.flat().length} ${marks}`;
}

/**
 * Without nodes from which no run accepts, or that no run reaches; without marks that say nothing. Marks matter only on moves within a
 * component that can accept; other moves get all of them, so that more of them are alike.
 */
export function useful(automaton: Automaton): Automaton {
  const parts = partsOfAutomaton(automaton);
  const accepting = new Set(parts.filter((part) => canAccept(automaton, part)).flat());
  const live = new Set<number>(accepting);
  for (const part of parts) {
    if (part.some((node) => (automaton.moves[node] ?? []).some(({ to }) => live.has(to))))
      part.forEach((node) => live.add(node));
  }
  const reached = new Set<number>();
  const reach = (node: number): void => {
    if (!live.has(node) || reached.has(node)) return;
    reached.add(node);
    for (const { to } of automaton.moves[node] ?? []) reach(to);
  };
  automaton.initial.forEach(reach);
  const partOf = new Map(parts.flatMap((part, index) => part.map((node) => [node, index] as const)));
  const kept = [...reached].sort((a, b) => a - b);
  const numbers = new Map(kept.map((node, index) => [node, index]));
  const isInside = (from: number, to: number): boolean => partOf.get(from) === partOf.get(to);
  const staying = kept.map((from) => (automaton.moves[from] ?? []).filter(({ to }) => isInside(from, to)));
  const inside = staying.filter((_, index) => accepting.has(kept[index] ?? 0)).flat();
  // A mark on all those moves tells nothing.
  const telling = Array.from({ length: marksMost }, (_, bit) => 1 << bit).filter(
    (mark) => (automaton.marks & mark) !== 0 && inside.some(({ marks }) => (marks & mark) === 0),
  );
  // But a run that stays where none accepts must lack one.
  const isPlain = telling.length === 0 && staying.flat().length > inside.length;
  const marks = isPlain ? 1 : all(telling.length);
  const marksOf = (from: number, move: Move): number => {
    if (!isInside(from, move.to)) return marks;
    if (!accepting.has(from)) return 0;
    if (isPlain) return marks;
    return telling.reduce((sum, mark, index) => ((move.marks & mark) === 0 ? sum : sum | (1 << index)), 0);
  };
  const moves = kept.map((from) =>
    (automaton.moves[from] ?? [])
      .filter(({ to }) => numbers.has(to))
      .map((move) => ({
        ...move,
        to: numbers.get(move.to) ?? 0,
        marks: marksOf(from, move),
      })),
  );
  return {
    size: kept.length,
    initial: automaton.initial.filter((node) => numbers.has(node)).map((node) => numbers.get(node) ?? 0),
    moves,
    marks,
  };
}

/**
 * Without moves in whose place another of the node can be made: it asks no more, has at least the same marks, and leads to a node that can do
 * whatever the other can (direct simulation); nodes that simulate each other become one.
 */
function simulated(automaton: Automaton): Automaton {
  const { size, moves } = automaton;
  const simulates = Array.from({ length: size }, () => Array.from({ length: size }, () => true));
  const isSimulated = (node: number, by: number): boolean => simulates[by]?.[node] === true;
  const isInPlace = (one: Move, other: Move): boolean =>
    asksNoMore(one, other) && (other.marks & ~one.marks) === 0 && isSimulated(other.to, one.to);
  for (let isChanging = true; isChanging;) {
    isChanging = false;
    for (let by = 0; by < size; by += 1) {
      for (let node = 0; node < size; node += 1) {
        if (!isSimulated(node, by)) continue;
        const can = (moves[node] ?? []).every((move) => (moves[by] ?? []).some((other) => isInPlace(other, move)));
        if (can) continue;
        const row = simulates[by];
        if (row !== undefined) row[node] = false;
        isChanging = true;
      }
    }
  }
  const first = (node: number): number => {
    for (let other = 0; other < node; other += 1)
      if (isSimulated(node, other) && isSimulated(other, node)) return other;
    return node;
  };
  const merged = moves.map((list) => {
    const there = list.map((move) => ({ ...move, to: first(move.to) }));
    return there.filter(
      (move, index) =>
        !there.some((other, at) => at !== index && isInPlace(other, move) && (!isInPlace(move, other) || at < index)),
    );
  });
  return { ...automaton, initial: [...new Set(automaton.initial.map(first))], moves: merged };
}
