// A shortest trace to a finding, the same for every engine: a sweep backwards over the levels marks every state on a shortest path,
// then the choice goes forwards: fewest context switches, then least by action in declaration order, parameters, and alternatives taken.
// Where two initial states allow equal steps, the first of them.

import { is } from 'immutable';
import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import { elementsOf } from '../language/values.ts';
import { fire, type Outcome } from './fire.ts';
import type { BoundValue, Trace } from './result.ts';
import type { SeenSet, Visit } from './seen.ts';
import { actorOf, stepOf } from './steps.ts';

/** What traces lead to: states of a depth, or last steps from states one level before. */
export interface Goal {
  readonly steps: number;
  readonly states: readonly Visit[];
  readonly sources: readonly Visit[];
  readonly isLast: (from: Visit, outcome: Outcome) => boolean;
}

export interface FoundTrace {
  readonly trace: Trace;
  /** The last step and the state before it, where there is a step. */
  readonly last?: { readonly from: Visit; readonly outcome: Outcome };
}

/** The chosen trace. The search has finished the levels before the goal. */
export function shortestTrace(specification: Specification, seen: SeenSet, goal: Goal): FoundTrace {
  const levels = markedLevels(goal);
  const graph = new Map<Visit, Marked>();
  for (let depth = goal.steps; depth >= 0; depth -= 1) {
    const isLast = depth === goal.steps - 1 ? goal.isLast : undefined;
    for (const visit of levels[depth] ?? [])
      graph.set(visit, marked(edgesOf(specification, seen, visit, levels[depth + 1], isLast), graph));
  }
  return chosen(levels[0] ?? new Set(), graph);
}

// The states on shortest paths, by depth.
function markedLevels({ steps, states, sources }: Goal): readonly ReadonlySet<Visit>[] {
  const levels: ReadonlySet<Visit>[] = [];
  levels[steps] = new Set(states);
  for (let depth = steps - 1; depth >= 0; depth -= 1) {
    const parents = [...(levels[depth + 1] ?? [])].flatMap((visit) => visit.parents);
    levels[depth] = new Set(depth === steps - 1 ? [...sources, ...parents] : parents);
  }
  return levels;
}

interface Edge {
  readonly outcome: Outcome;
  readonly actor: string;
  /** Undefined for a step that fails, or whose own doing is the goal. */
  readonly to: Visit | undefined;
  readonly rank: readonly number[];
}

/** A state on a shortest path, with the context switches still to come for each actor of the next step; none at the goal. */
interface Marked {
  readonly edges: readonly Edge[];
  readonly switches: ReadonlyMap<string, number>;
  readonly fewest: number;
}

function edgesOf(
  specification: Specification,
  seen: SeenSet,
  from: Visit,
  following: ReadonlySet<Visit> | undefined,
  isLast: Goal['isLast'] | undefined,
): readonly Edge[] {
  if (following === undefined) return [];
  return specification.actions.flatMap((action, position) =>
    fire(action, from.state).flatMap((outcome): Edge[] => {
      const edge = { outcome, actor: actorOf(outcome) ?? '', rank: rankOf(outcome, position) };
      if (isLast?.(from, outcome) === true) return [{ ...edge, to: undefined }];
      const found = outcome.result.kind === 'successor' ? seen.find(outcome.result.state) : 0n;
      return typeof found !== 'bigint' && following.has(found) ? [{ ...edge, to: found }] : [];
    }),
  );
}

function marked(edges: readonly Edge[], graph: ReadonlyMap<Visit, Marked>): Marked {
  const switches = new Map<string, number>();
  for (const { actor, to } of edges)
    switches.set(actor, Math.min(switches.get(actor) ?? Infinity, costAfter(to, actor, graph)));
  return { edges, switches, fewest: edges.length === 0 ? 0 : Math.min(...switches.values()) };
}

// Context switches from a state on, when this actor has just acted.
function costAfter(visit: Visit | undefined, actor: string, graph: ReadonlyMap<Visit, Marked>): number {
  const next = visit && graph.get(visit);
  if (next === undefined || next.edges.length === 0) return 0;
  return Math.min(next.switches.get(actor) ?? Infinity, next.fewest + 1);
}

interface Partial {
  readonly visit: Visit | undefined;
  readonly visits: readonly Visit[];
  readonly edges: readonly Edge[];
}

function chosen(initial: ReadonlySet<Visit>, graph: ReadonlyMap<Visit, Marked>): FoundTrace {
  const fewest = Math.min(...[...initial].map((visit) => graph.get(visit)?.fewest ?? Infinity));
  let paths = [...initial]
    .filter((visit) => graph.get(visit)?.fewest === fewest)
    .sort((a, b) => a.number - b.number)
    .map((visit): Partial => ({ visit, visits: [visit], edges: [] }));
  for (let switchesLeft = fewest; ;) {
    const longer = paths.flatMap((path) => continuations(path, switchesLeft, graph));
    const [first] = longer;
    if (first === undefined) return traceOf(paths[0]);
    const best = longer.reduce((a, b) => (compareRanks(lastEdge(b), lastEdge(a)) < 0 ? b : a));
    paths = longer.filter((path) => compareRanks(lastEdge(path), lastEdge(best)) === 0);
    const previous = best.edges.at(-2);
    if (previous !== undefined && previous.actor !== lastEdge(best).actor) switchesLeft -= 1;
  }
}

// The steps that still allow the fewest context switches.
function continuations(
  { visit, visits, edges }: Partial,
  switchesLeft: number,
  graph: ReadonlyMap<Visit, Marked>,
): readonly Partial[] {
  const from = visit && graph.get(visit);
  if (from === undefined) return [];
  const previous = edges.at(-1)?.actor;
  return from.edges
    .filter(
      ({ actor, to }) =>
        costAfter(to, actor, graph) + (previous === undefined || previous === actor ? 0 : 1) === switchesLeft,
    )
    .map((edge) => ({
      visit: edge.to,
      visits: edge.to === undefined ? visits : [...visits, edge.to],
      edges: [...edges, edge],
    }));
}

function lastEdge({ edges }: Partial): Edge {
  const edge = edges.at(-1);
  assert(edge !== undefined, 'a longer path has a last step');
  return edge;
}

function compareRanks({ rank: a }: Edge, { rank: b }: Edge): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf({ binding, choices }: Outcome, action: number): readonly number[] {
  return [
    action,
    ...binding.map(positionOf),
    ...choices.flatMap(({ position, binding: picked }) => [position, ...picked.map(positionOf)]),
  ];
}

function positionOf({ sort, value }: BoundValue): number {
  return elementsOf(sort).findIndex((element) => is(element, value));
}

function traceOf(path: Partial | undefined): FoundTrace {
  assert(path !== undefined, 'a finding has a trace');
  const last = path.edges.at(-1);
  const states = path.visits.map(({ state }) => state);
  const from = path.visits[path.edges.length - 1];
  if (last === undefined || from === undefined) return { trace: { states, steps: [] } };
  const { result } = last.outcome;
  // A last step that is itself the goal leads to a state too, unless it fails.
  if (last.to === undefined && result.kind === 'successor') states.push(result.state);
  return {
    trace: { states, steps: path.edges.map(({ outcome }) => stepOf(outcome)) },
    last: { from, outcome: last.outcome },
  };
}
