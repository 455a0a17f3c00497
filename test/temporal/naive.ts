// The plain meaning of formulas over explicit graphs, by other means than the search: every formula gets a truth value at every edge by guessing what is
// true afterwards (all subsets), and fair cycles are a greatest fixpoint (Emerson and Lei 1987). For tests: it stores everything.

import type { TemporalTree } from '../../checker/index.ts';

export interface ExplicitEdge {
  readonly from: number;
  readonly to: number;
  readonly label: number;
  /** The propositions on steps that are true of it. */
  readonly step: number;
  readonly isChange: boolean;
}

export interface ExplicitGraph {
  readonly size: number;
  readonly initial: readonly number[];
  /** The propositions that are true in each state. */
  readonly letters: readonly number[];
  /** Of each state, in the order of firing. */
  readonly edges: readonly (readonly ExplicitEdge[])[];
  readonly fairness: readonly { readonly isStrong: boolean; readonly labels: ReadonlySet<number> }[];
}

/** The proposition that stands in a formula. */
function bitOf(tree: TemporalTree & { readonly kind: 'state' | 'everyStep' | 'someStep' }): number {
  const { node } = tree;
  return node.kind === 'variable' ? Number(node.name.slice(1)) : 0;
}

/** Conditions, negation, disjunction, and what needs a guess of the rest: strong until and some step. */
type Core =
  | { readonly kind: 'true' }
  | { readonly kind: 'state'; readonly bit: number }
  | { readonly kind: 'not'; readonly body: Core }
  | { readonly kind: 'or'; readonly parts: readonly Core[] }
  | { readonly kind: 'until'; readonly from: Core; readonly to: Core; readonly guess: number }
  | { readonly kind: 'someStep'; readonly bit: number; readonly isNegated: boolean; readonly guess: number };

type Guessed = Extract<Core, { readonly guess: number }>;

function coreOf(tree: TemporalTree, guessed: Guessed[]): Core {
  const inner = (each: TemporalTree): Core => coreOf(each, guessed);
  const not = (body: Core): Core => ({ kind: 'not', body });
  const until = (from: Core, to: Core): Core => {
    const core = { kind: 'until', from, to, guess: guessed.length } as const;
    guessed.push(core);
    return core;
  };
  const someStep = (bit: number, isNegated: boolean): Core => {
    const core = { kind: 'someStep', bit, isNegated, guess: guessed.length } as const;
    guessed.push(core);
    return core;
  };
  switch (tree.kind) {
    case 'state':
      return { kind: 'state', bit: bitOf(tree) };
    case 'someStep':
      return someStep(bitOf(tree), false);
    case 'everyStep':
      return not(someStep(bitOf(tree), true));
    case 'not':
      return not(inner(tree.body));
    case 'eventually':
      return until({ kind: 'true' }, inner(tree.body));
    case 'always':
      return not(until({ kind: 'true' }, not(inner(tree.body))));
    case 'leadsTo':
      // Not: some time the one, and from then on never the other.
      return not(
        until(
          { kind: 'true' },
          not({ kind: 'or', parts: [not(inner(tree.from)), until({ kind: 'true' }, inner(tree.to))] }),
        ),
      );
    case 'until':
      return until(inner(tree.from), inner(tree.to));
    case 'implies':
      return { kind: 'or', parts: [not(inner(tree.from)), inner(tree.to)] };
    case 'assuming':
      return { kind: 'or', parts: [not(inner(tree.assumption)), inner(tree.body)] };
    case 'any':
      return { kind: 'or', parts: tree.parts.map(inner) };
    case 'all':
      return not({ kind: 'or', parts: tree.parts.map((part) => not(inner(part))) });
    case 'forall':
    case 'exists':
      throw new Error('the random formulas bind nothing');
  }
}

/** Whether a formula is true at an edge, where `guess` says which of the guessed formulas are true after it. */
function truthAt(core: Core, letter: number, edge: ExplicitEdge, guess: number): boolean {
  switch (core.kind) {
    case 'true':
      return true;
    case 'state':
      return ((letter >> core.bit) & 1) === 1;
    case 'not':
      return !truthAt(core.body, letter, edge, guess);
    case 'or':
      return core.parts.some((part) => truthAt(part, letter, edge, guess));
    case 'until':
      return (
        truthAt(core.to, letter, edge, guess) ||
        (truthAt(core.from, letter, edge, guess) && ((guess >> core.guess) & 1) === 1)
      );
    case 'someStep':
      return isTaken(core, edge) || ((guess >> core.guess) & 1) === 1;
  }
}

function isTaken(
  { bit, isNegated }: { readonly bit: number; readonly isNegated: boolean },
  edge: ExplicitEdge,
): boolean {
  return edge.isChange && (((edge.step >> bit) & 1) === 1) !== isNegated;
}

/** The least number of steps before a loop of a fair behaviour that makes the formula false; undefined where all make it true. */
export function naiveStem(graph: ExplicitGraph, tree: TemporalTree): number | undefined {
  const guessed: Guessed[] = [];
  const formula = coreOf(tree, guessed);
  const edges = graph.edges.flatMap((list, from) => [...list, { from, to: from, label: -1, step: 0, isChange: false }]);
  const guesses = 2 ** guessed.length;
  const count = edges.length * guesses;
  const into: number[][] = Array.from({ length: graph.size }, () => []);
  for (const [index, { to }] of edges.entries()) into[to]?.push(index);
  const before: number[][] = [];
  const after: number[][] = Array.from({ length: count }, () => []);
  const goods: boolean[][] = guessed.map(() => []);
  const starts: number[] = [];
  for (const [index, edge] of edges.entries()) {
    const letter = graph.letters[edge.from] ?? 0;
    for (let guess = 0; guess < guesses; guess += 1) {
      const node = index * guesses + guess;
      let now = 0;
      for (const [at, core] of guessed.entries()) {
        const isTrue = truthAt(core, letter, edge, guess);
        if (isTrue) now |= 1 << at;
        const isDone = core.kind === 'until' ? truthAt(core.to, letter, edge, guess) : isTaken(core, edge);
        goods[at]?.push(isDone || !isTrue);
      }
      const list = (into[edge.from] ?? []).map((previous) => previous * guesses + now);
      before[node] = list;
      for (const previous of list) after[previous]?.push(node);
      if (graph.initial.includes(edge.from) && !truthAt(formula, letter, edge, guess)) starts.push(node);
    }
  }
  const edgeOf = (node: number): ExplicitEdge | undefined => edges[Math.floor(node / guesses)];
  const enables = graph.fairness.map(({ labels }) =>
    graph.edges.map((list) => list.some(({ label }) => labels.has(label))),
  );
  /** Each is satisfied by what it says of a node (for ever from some time on), or by what is again and again so. */
  const conditions = [
    ...goods.map((good) => ({ rests: () => false, recurs: (node: number) => good[node] === true })),
    ...graph.fairness.map(({ isStrong, labels }, at) => {
      const isOff = (node: number): boolean => enables[at]?.[edgeOf(node)?.from ?? 0] === false;
      const isTaken = (node: number): boolean => labels.has(edgeOf(node)?.label ?? -1);
      return isStrong
        ? { rests: isOff, recurs: isTaken }
        : { rests: () => false, recurs: (node: number) => isOff(node) || isTaken(node) };
    }),
  ];
  /** The nodes of a set from which a fair path stays in it. */
  const fairWithin = (given: Iterable<number>): Set<number> => {
    const left = new Set(given);
    for (let size = -1; size !== left.size;) {
      size = left.size;
      for (const node of left) if (!(after[node] ?? []).some((next) => left.has(next))) left.delete(node);
      for (const { rests, recurs } of conditions) {
        const reaching = new Set([...left].filter(recurs));
        for (const node of reaching)
          for (const previous of before[node] ?? []) if (left.has(previous)) reaching.add(previous);
        for (const node of left) if (!reaching.has(node) && !rests(node)) left.delete(node);
      }
    }
    return left;
  };
  const fair = fairWithin(Array.from({ length: count }, (_, node) => node));
  // A fair path that stays in a component may leave a node for good, so what it stays in is looked at again.
  const isOnFairCycle = (node: number): boolean => {
    let around: ReadonlySet<number> = fair;
    for (let size = -1; around.has(node) && around.size !== size;) {
      size = around.size;
      around = fairWithin(bothWays(node, around, before, after));
    }
    return around.has(node);
  };
  // By levels: a step that changes nothing is no step. The way there may pass over what strong fairness asks of the loop.
  let level = new Set(starts);
  const reached = new Set<number>();
  for (let depth = 0; level.size > 0; depth += 1) {
    const next = new Set<number>();
    for (const node of level) {
      if (reached.has(node)) continue;
      reached.add(node);
      for (const other of after[node] ?? []) (edgeOf(node)?.isChange === true ? next : level).add(other);
    }
    for (const node of level) if (isOnFairCycle(node)) return depth;
    level = next;
  }
  return undefined;
}

/** The strongly connected component of a node. */
function bothWays(
  node: number,
  within: ReadonlySet<number>,
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): Set<number> {
  const reach = (edges: readonly (readonly number[])[]): Set<number> => {
    const all = new Set([node]);
    for (const each of all) for (const next of edges[each] ?? []) if (within.has(next)) all.add(next);
    return all;
  };
  const ahead = reach(after);
  return new Set([...reach(before)].filter((each) => ahead.has(each)));
}

/** Whether a formula is true of a lasso: the edges one after the other, the last leads to where the one at `from` begins. */
export function isTrueOf(
  tree: TemporalTree,
  edges: readonly ExplicitEdge[],
  from: number,
  letters: readonly number[],
): boolean {
  const guessed: Guessed[] = [];
  const formula = coreOf(tree, guessed);
  const next = (at: number): number => (at + 1 < edges.length ? at + 1 : from);
  // Least fixpoints, inner formulas before those that they stand in.
  const truths = edges.map(() => 0);
  const later = (at: number): number => truths[next(at)] ?? 0;
  for (const [index, core] of guessed.entries()) {
    for (let isChanging = true; isChanging;) {
      isChanging = false;
      for (const [at, edge] of edges.entries()) {
        if ((((truths[at] ?? 0) >> index) & 1) === 1 || !truthAt(core, letters[edge.from] ?? 0, edge, later(at)))
          continue;
        truths[at] = (truths[at] ?? 0) | (1 << index);
        isChanging = true;
      }
    }
  }
  const [first] = edges;
  return first !== undefined && truthAt(formula, letters[first.from] ?? 0, first, later(0));
}
