// Random formulas over random graphs, with weak and strong fairness: the search, and the plain meaning. BALLAST_TEMPORAL sets how many, BALLAST_SEED which.

import { describe, expect, it } from 'vitest';
import { finished } from '../../checker/language/bits.ts';
import type { TemporalTree } from '../../checker/index.ts';
import { decide } from '../../checker/temporal/decide.ts';
import { questionsOf } from '../../checker/temporal/formula.ts';
import type { BehaviourGraph, Question } from '../../checker/temporal/graph.ts';
import type { Lasso } from '../../checker/temporal/lasso.ts';
import { isTrueOf, naiveStem, type ExplicitEdge, type ExplicitGraph } from './naive.ts';

const count = Number(process.env['BALLAST_TEMPORAL'] ?? 300);
const seed = Number(process.env['BALLAST_SEED'] ?? 1);

const ofStates = 3;
const ofSteps = 2;

const compound = ['always', 'eventually', 'not', 'leadsTo', 'until', 'implies', 'all', 'any', 'assuming'] as const;

class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number below the bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  oneOf<T>(list: readonly [T, ...(readonly T[])]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}

function randomGraph(dice: Dice): ExplicitGraph {
  const size = dice.below(20) === 0 ? 50 + dice.below(200) : 1 + dice.below(12);
  const labels = 1 + dice.below(5);
  const most = 1 + dice.below(4);
  const edges = Array.from({ length: size }, (_, from) => {
    const list: ExplicitEdge[] = [];
    for (let left = dice.below(most + 1); left > 0; left -= 1) {
      const near = dice.below(3) > 0 ? Math.max(0, Math.min(size - 1, from - 2 + dice.below(6))) : dice.below(size);
      const label = dice.below(labels);
      if (near === from || list.some((edge) => edge.to === near && edge.label === label)) continue;
      list.push({ from, to: near, label, step: dice.below(2 ** ofSteps), isChange: true });
    }
    return list;
  });
  const dense = dice.below(2) === 0;
  const letter = (): number =>
    dense ? dice.below(2 ** ofStates) : dice.below(2 ** ofStates) & dice.below(2 ** ofStates);
  const graph = {
    size,
    initial: [...new Set([0, dice.below(size)])].slice(0, 1 + dice.below(2)),
    letters: Array.from({ length: size }, letter),
    edges,
    fairness: Array.from({ length: dice.below(4) }, () => ({
      isStrong: dice.below(2) === 0,
      labels: new Set(Array.from({ length: 1 + dice.below(2) }, () => dice.below(labels))),
    })),
  };
  return reachedOf(graph);
}

/** The reachable states only, as explorers give them, numbered backwards, so that numbers tell nothing. */
function reachedOf(graph: ExplicitGraph): ExplicitGraph {
  const reached = new Set(graph.initial);
  for (const state of reached) for (const { to } of graph.edges[state] ?? []) reached.add(to);
  const kept = [...reached].reverse();
  const numbers = new Map(kept.map((state, index) => [state, index]));
  const number = (state: number): number => numbers.get(state) ?? 0;
  return {
    ...graph,
    size: kept.length,
    initial: graph.initial.map(number),
    letters: kept.map((state) => graph.letters[state] ?? 0),
    edges: kept.map((state) =>
      (graph.edges[state] ?? []).map((edge) => ({ ...edge, from: number(edge.from), to: number(edge.to) })),
    ),
  };
}

function randomFormula(dice: Dice, depth: number): TemporalTree {
  const inner = (): TemporalTree => randomFormula(dice, depth - 1);
  const node = (bound: number) =>
    ({ kind: 'variable', sort: { kind: 'bool' }, name: `p${dice.below(bound)}` }) as const;
  if (depth === 0 || dice.below(8) === 0) {
    const kind = dice.oneOf<'state' | 'everyStep' | 'someStep'>(['state', 'state', 'state', 'everyStep', 'someStep']);
    return { kind, node: node(kind === 'state' ? ofStates : ofSteps) };
  }
  const kind = dice.oneOf(compound);
  switch (kind) {
    case 'always':
    case 'eventually':
    case 'not':
      return { kind, body: inner() };
    case 'leadsTo':
    case 'until':
    case 'implies':
      return { kind, from: inner(), to: inner() };
    case 'all':
    case 'any':
      return { kind, parts: [inner(), inner()] };
    case 'assuming':
      return { kind, assumption: inner(), body: inner() };
  }
}

/** How many formulas in it need a guess of the rest. */
function guesses(tree: TemporalTree): number {
  switch (tree.kind) {
    case 'state':
      return 0;
    case 'everyStep':
    case 'someStep':
      return 1;
    case 'always':
    case 'eventually':
      return 1 + guesses(tree.body);
    case 'not':
    case 'forall':
    case 'exists':
      return guesses(tree.body);
    case 'leadsTo':
      return 2 + guesses(tree.from) + guesses(tree.to);
    case 'until':
      return 1 + guesses(tree.from) + guesses(tree.to);
    case 'implies':
      return guesses(tree.from) + guesses(tree.to);
    case 'all':
    case 'any':
      return tree.parts.reduce((sum, part) => sum + guesses(part), 0);
    case 'assuming':
      return guesses(tree.assumption) + guesses(tree.body);
  }
}

/** As the explorers give it, with numbers that are no states between. */
function behavioursOf(graph: ExplicitGraph, questions: readonly Question[]): BehaviourGraph {
  const labels = 5;
  const words = 2;
  const meant = new Uint32Array(labels * words);
  // Of the second word, too: conditions are put far apart.
  const conditions = graph.fairness.flatMap((each, at) =>
    at === 1 ? [...Array.from({ length: 31 }, () => undefined), each] : [each],
  );
  for (const [index, condition] of conditions.entries()) {
    for (const label of condition?.labels ?? []) {
      const word = label * words + Math.floor(index / 32);
      meant[word] = (meant[word] ?? 0) | (1 << (index % 32));
    }
  }
  const gap = 3;
  const middle = Math.floor(graph.size / 2);
  const numberOf = (state: number): number => (state < middle ? state : state + gap);
  const stateOf = (number: number): number => (number < middle ? number : number - gap);
  const bits = (atoms: Question['ofStates'], letter: number): number =>
    atoms.reduce((sum, { node }, index) => {
      const bit = node.kind === 'variable' ? Number(node.name.slice(1)) : 0;
      return ((letter >> bit) & 1) === 1 ? sum | (1 << index) : sum;
    }, 0);
  return {
    size: graph.size + gap,
    states: graph.size,
    ranges: [
      { first: 0, last: middle },
      { first: middle + gap, last: graph.size + gap },
    ],
    initial: graph.initial.map(numberOf),
    labelling: {
      conditions: conditions.map((condition) => ({
        tree: { strength: 'weak', of: '', actions: [] },
        strength: condition?.isStrong === true || condition === undefined ? 'strong' : 'weak',
        binding: [],
        text: '',
      })),
      words,
      actions: [],
      count: labels,
      meant,
    } as unknown as BehaviourGraph['labelling'],
    questions,
    letters: (question) => {
      const letters = new Uint8Array(graph.size + gap);
      for (const [state, letter] of graph.letters.entries())
        letters[numberOf(state)] = bits(questions[question]?.ofStates ?? [], letter);
      return letters;
    },
    expand: (states, length, question, into) => {
      const edges = Array.from(states.subarray(0, length), (number) => graph.edges[stateOf(number)] ?? []);
      let end = 0;
      into.ends = Uint32Array.from(edges, (list) => (end += list.length));
      const all = edges.flat();
      into.targets = Uint32Array.from(all, ({ to }) => numberOf(to));
      into.labels = Uint32Array.from(all, ({ label }) => label);
      into.steps = Uint32Array.from(all, ({ step }) => bits(questions[question]?.ofSteps ?? [], step));
    },
  };
}

/** Why a lasso shows nothing; undefined where it is a fair behaviour that makes the formula false. */
function faultOf(graph: ExplicitGraph, formula: TemporalTree, { states, labels, from }: Lasso): string | undefined {
  const middle = Math.floor(graph.size / 2);
  const path = states.map((number) => (number < middle ? number : number - 3));
  const edges: ExplicitEdge[] = [];
  for (const [at, state] of path.entries()) {
    const to = path[at + 1] ?? path[from] ?? -1;
    const stays = at === labels.length;
    const edge = stays
      ? { from: state, to: state, label: -1, step: 0, isChange: false }
      : graph.edges[state]?.find((each) => each.to === to && each.label === labels[at]);
    if (edge === undefined || (stays && from !== at)) return `no step from ${state} to ${to}`;
    edges.push(edge);
  }
  if (!graph.initial.includes(path[0] ?? -1)) return 'it does not begin in an initial state';
  if (isTrueOf(formula, edges, from, graph.letters)) return 'the formula is true of it';
  const loop = edges.slice(from);
  const isUnfair = graph.fairness.some(({ isStrong, labels: meant }) => {
    const isEnabled = (edge: ExplicitEdge): boolean =>
      graph.edges[edge.from]?.some(({ label }) => meant.has(label)) === true;
    const isTaken = loop.some(({ label }) => meant.has(label));
    return !isTaken && (isStrong ? loop.some(isEnabled) : loop.every(isEnabled));
  });
  return isUnfair ? 'it is not fair' : undefined;
}

describe('random formulas over random graphs', () => {
  it('are decided as they mean, and each lasso is a fair behaviour that shows it', { timeout: 7_200_000 }, () => {
    const dice = new Dice(seed);
    let violated = 0;
    let shortest = 0;
    for (let done = 0; done < count;) {
      const formula = randomFormula(dice, 1 + dice.below(3));
      const needed = guesses(formula);
      if (needed === 0 || needed > 5) continue;
      const graph = randomGraph(dice);
      if (graph.size * 2 ** needed > 2500) continue;
      done += 1;
      const asked = questionsOf({ kind: 'liveness', name: 'f', formula });
      const behaviours = behavioursOf(
        graph,
        asked.map(({ question }) => question),
      );
      const decided = asked.map(({ negation }, index) => finished(decide(behaviours, index, negation)));
      const lassos = decided.flatMap(({ lasso }) => lasso ?? []);
      const stem = naiveStem(graph, formula);
      const case_ = (): string =>
        `seed ${seed}, case ${done}: ${JSON.stringify({ formula, graph }, (_, value: unknown) => (value instanceof Set ? [...value] : value))}`;
      if ((stem !== undefined) !== lassos.length > 0)
        throw new Error(`naive stem ${stem}, found ${lassos.length}; ${case_()}`);
      for (const lasso of lassos) {
        const fault = faultOf(graph, formula, lasso);
        if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(lasso)}; ${case_()}`);
      }
      if (stem === undefined) continue;
      violated += 1;
      const found = Math.min(...lassos.map(({ from }) => from));
      const areShortest = decided.every(({ isShortest }) => isShortest);
      if (found < stem || (areShortest && found > stem))
        throw new Error(`a stem of ${found}, but the shortest is of ${stem}; ${case_()}`);
      if (areShortest) shortest += 1;
    }
    if (count > 1000)
      process.stdout.write(`seed ${seed}: ${count} cases, ${violated} violated, ${shortest} by a shortest stem\n`);
    expect(violated).toBeGreaterThan(count / 10);
    expect(violated).toBeLessThan((count * 9) / 10);
    expect(shortest).toBeGreaterThan((violated * 98) / 100);
  });
});
