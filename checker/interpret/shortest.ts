// A shortest trace to a finding, the same for every engine: a sweep backwards over the levels marks every state on a shortest path, then the
// choice goes forwards. Where those states are few, all ways are compared: fewest context switches, then least by action in declaration order,
// parameters, and alternatives taken; where two initial states allow equal steps, the first of them. Where they are many, each step is chosen
// by itself: one of the same process as the step before where one leads on, else the least; from the first initial state that leads on.

import { is } from 'immutable';
import type { Bits } from '../language/bits.ts';
import { assert, InternalError } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import { elementsOf } from '../language/values.ts';
import { fire, type Outcome } from './fire.ts';
import { initialStates } from './initial.ts';
import type { BoundValue, Trace } from './result.ts';
import type { State } from './state.ts';
import { actorOf, stepOf } from './steps.ts';

/** The most states on shortest paths among which all ways are compared. It decides which trace is chosen, so it is the same for every engine. */
export const comparedMost = 5_000;

/** What traces lead to: states of a depth, or last steps from states one level before. */
export interface Goal<V extends Marked = Marked> {
  /** The property whose finding it is. */
  readonly property: string;
  readonly steps: number;
  readonly states: readonly V[];
  readonly sources: readonly V[];
  readonly isLast: (from: Marked, outcome: Outcome) => boolean;
}

/** A state on a shortest path; `number` tells initial states apart in the order in which they were made. */
export interface Marked {
  readonly state: State;
  readonly number: number;
}

/** The states on shortest paths to a goal. */
export interface MarkedStates {
  readonly count: number;
  /** All of them, by depth; asked for only where they are few. */
  readonly levels: () => readonly ReadonlySet<Marked>[];
  readonly find: (state: State, depth: number) => Marked | undefined;
}

export interface FoundTrace {
  readonly trace: Trace;
  /** The last step and the state before it, where there is a step. */
  readonly last?: { readonly from: Marked; readonly outcome: Outcome };
}

/** A finding whose trace could not be made: why, and a state that shows it, or from which a step does, where one is known. */
export class Untraced extends Error {
  override name = 'Untraced';
  readonly state: State | undefined;

  constructor(reason: string, state: State | undefined) {
    super(reason);
    this.state = state;
  }
}

/**
 * The chosen trace. Its steps are the interpreter's, whoever marked the states: this is how a finding is replayed.
 * @param most instead of `comparedMost`
 * @throws InternalError where the interpreter does not find the way from one level to the next
 */
export function* shortestTrace(
  specification: Specification,
  marked: MarkedStates,
  goal: Goal,
  most = comparedMost,
): Bits<FoundTrace> {
  return marked.count > most
    ? yield* stepByStep(specification, marked, goal)
    : yield* bestOfAll(specification, marked, goal);
}

function* stepByStep(specification: Specification, { count, find }: MarkedStates, goal: Goal): Bits<FoundTrace> {
  const edges: Edge[] = [];
  const visits = [firstOf(specification, goal, find)];
  for (let depth = 0; depth < goal.steps; depth += 1) {
    yield;
    const last = edges.at(-1);
    // As they are fired, so the least comes first.
    const all = edgesFrom(specification, visits.at(-1), depth, find, goal);
    const edge = all.find(({ actor }) => actor === last?.actor) ?? all[0];
    assert(edge !== undefined, 'a state on a shortest path has a step that leads on');
    edges.push(edge);
    if (edge.to !== undefined) visits.push(edge.to);
  }
  return traceOf(visits, edges, count);
}

function firstOf(specification: Specification, { property }: Goal, find: MarkedStates['find']): Marked {
  for (const initial of initialStates(specification)) {
    const found = initial?.kind === 'successor' ? find(initial.state, 0) : undefined;
    if (found !== undefined) return found;
  }
  throw new InternalError(`'${property}': no initial state is on a shortest path`);
}

function* bestOfAll(specification: Specification, { levels, find }: MarkedStates, goal: Goal): Bits<FoundTrace> {
  const graph: Graph = new Map();
  const byDepth = levels();
  for (let depth = goal.steps; depth >= 0; depth -= 1) {
    for (const visit of byDepth[depth] ?? []) {
      yield;
      graph.set(visit, costed(edgesFrom(specification, visit, depth, find, goal), graph));
    }
  }
  return chosen(byDepth[0] ?? new Set(), graph);
}

interface Edge {
  readonly outcome: Outcome;
  /** The position of its action. */
  readonly action: number;
  readonly actor: string;
  /** Undefined for a step that fails, or whose own doing is the goal. */
  readonly to: Marked | undefined;
}

/** A state on a shortest path, with the context switches still to come for each actor of the next step; none at the goal. */
interface Costed {
  readonly edges: readonly Edge[];
  readonly switches: ReadonlyMap<string, number>;
  readonly fewest: number;
}

type Graph = Map<Marked, Costed>;

/** The steps that lead on, as they are fired; none at the goal. */
function edgesFrom(
  specification: Specification,
  from: Marked | undefined,
  depth: number,
  find: MarkedStates['find'],
  { property, steps, isLast }: Goal,
): readonly Edge[] {
  if (from === undefined || depth === steps) return [];
  const edges = specification.actions.flatMap((tree, action) =>
    fire(tree, from.state).flatMap((outcome): Edge[] => {
      const edge = { outcome, action, actor: actorOf(outcome) ?? '' };
      if (depth === steps - 1 && isLast(from, outcome)) return [{ ...edge, to: undefined }];
      const to = outcome.result.kind === 'successor' ? find(outcome.result.state, depth + 1) : undefined;
      return to === undefined ? [] : [{ ...edge, to }];
    }),
  );
  assert(edges.length > 0, `'${property}': no step leads on from a state ${depth} steps deep`);
  return edges;
}

function costed(edges: readonly Edge[], graph: ReadonlyMap<Marked, Costed>): Costed {
  const switches = new Map<string, number>();
  for (const { actor, to } of edges)
    switches.set(actor, Math.min(switches.get(actor) ?? Infinity, costAfter(to, actor, graph)));
  return { edges, switches, fewest: edges.length === 0 ? 0 : Math.min(...switches.values()) };
}

// Context switches from a state on, when this actor has just acted.
function costAfter(visit: Marked | undefined, actor: string, graph: ReadonlyMap<Marked, Costed>): number {
  const next = visit && graph.get(visit);
  if (next === undefined || next.edges.length === 0) return 0;
  return Math.min(next.switches.get(actor) ?? Infinity, next.fewest + 1);
}

/** A way to a state, or to the step after it that is the goal. */
interface Way {
  readonly visit: Marked | undefined;
  /** Undefined where it begins. */
  readonly edge: Edge | undefined;
  readonly before: Way | undefined;
}

function chosen(initial: ReadonlySet<Marked>, graph: ReadonlyMap<Marked, Costed>): FoundTrace {
  const fewest = Math.min(...[...initial].map((visit) => graph.get(visit)?.fewest ?? Infinity));
  let ways = [...initial]
    .filter((visit) => graph.get(visit)?.fewest === fewest)
    .sort((a, b) => a.number - b.number)
    .map((visit): Way => ({ visit, edge: undefined, before: undefined }));
  for (let switchesLeft = fewest; ;) {
    const longer = ways.flatMap((way) => continuations(way, switchesLeft, graph));
    const [first] = longer;
    if (first === undefined) return traceAlong(ways[0]);
    const best = longer.reduce((a, b) => (compareRanks(b, a) < 0 ? b : a));
    ways = longer.filter((way) => compareRanks(way, best) === 0);
    const previous = best.before?.edge;
    if (previous !== undefined && previous.actor !== best.edge?.actor) switchesLeft -= 1;
  }
}
// The steps that still allow the fewest context switches.
function continuations(way: Way, switchesLeft: number, graph: ReadonlyMap<Marked, Costed>): readonly Way[] {
  const from = way.visit && graph.get(way.visit);
  if (from === undefined) return [];
  const previous = way.edge?.actor;
  return from.edges
    .filter(
      ({ actor, to }) =>
        costAfter(to, actor, graph) + (previous === undefined || previous === actor ? 0 : 1) === switchesLeft,
    )
    .map((edge) => ({ visit: edge.to, edge, before: way }));
}

function compareRanks({ edge: a }: Way, { edge: b }: Way): number {
  const [ranksOfA, ranksOfB] = [rankOf(a), rankOf(b)];
  for (let index = 0; index < Math.max(ranksOfA.length, ranksOfB.length); index += 1) {
    const difference = (ranksOfA[index] ?? -1) - (ranksOfB[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf(edge: Edge | undefined): readonly number[] {
  assert(edge !== undefined, 'a longer way has a last step');
  const { binding, choices } = edge.outcome;
  return [
    edge.action,
    ...binding.map(positionOf),
    ...choices.flatMap(({ position, binding: picked }) => [position, ...picked.map(positionOf)]),
  ];
}

function positionOf({ sort, value }: BoundValue): number {
  return elementsOf(sort).findIndex((element) => is(element, value));
}

function traceAlong(end: Way | undefined): FoundTrace {
  const [visits, edges]: [Marked[], Edge[]] = [[], []];
  for (let way = end; way !== undefined; way = way.before) {
    if (way.visit !== undefined) visits.push(way.visit);
    if (way.edge !== undefined) edges.push(way.edge);
  }
  return traceOf(visits.reverse(), edges.reverse());
}

/** @param among of how many states on shortest paths, where not all ways were compared */
function traceOf(visits: readonly Marked[], edges: readonly Edge[], among?: number): FoundTrace {
  return traceThrough(
    visits,
    edges.map(({ outcome }) => outcome),
    among,
  );
}

/** The trace through some states by these steps; where there are as many steps as states, the last step is the goal itself. */
export function traceThrough(visits: readonly Marked[], outcomes: readonly Outcome[], among?: number): FoundTrace {
  assert(visits.length > 0, 'a finding has a trace');
  const outcome = outcomes.at(-1);
  const from = visits[outcomes.length - 1];
  const states = visits.map(({ state }) => state);
  const steps = outcomes.map(stepOf);
  const trace = { states, steps, ...(among === undefined ? {} : { among }) };
  if (outcome === undefined || from === undefined) return { trace };
  // A last step that is itself the goal leads to a state too, unless it fails.
  if (visits.length === outcomes.length && outcome.result.kind === 'successor') states.push(outcome.result.state);
  return { trace, last: { from, outcome } };
}
