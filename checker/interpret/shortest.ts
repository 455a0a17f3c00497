// A shortest trace to a finding, the same for every engine: a sweep backwards over the levels marks every state on a shortest path,
// then the choice goes forwards: fewest context switches, then least by action in declaration order, parameters, and alternatives taken.
// Where two initial states allow equal steps, the first of them.

import { is } from 'immutable';
import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import { elementsOf } from '../language/values.ts';
import { fire, type Outcome } from './fire.ts';
import type { BoundValue, Trace } from './result.ts';
import type { State } from './state.ts';
import { actorOf, stepOf } from './steps.ts';

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

/** The states on shortest paths to a goal, by depth, and a state among those of a depth. */
export interface MarkedLevels {
  readonly levels: readonly ReadonlySet<Marked>[];
  readonly find: (state: State, depth: number) => Marked | undefined;
}

export interface FoundTrace {
  readonly trace: Trace;
  /** The last step and the state before it, where there is a step. */
  readonly last?: { readonly from: Marked; readonly outcome: Outcome };
}

/**
 * The chosen trace. Its steps are the interpreter's, whoever marked the states: this is how a finding is replayed.
 * @throws InternalError where the interpreter does not find the way from one level to the next
 */
export function shortestTrace(specification: Specification, { levels, find }: MarkedLevels, goal: Goal): FoundTrace {
  const graph: Graph = new Map();
  for (let depth = goal.steps; depth >= 0; depth -= 1) {
    const isLast = depth === goal.steps - 1 ? goal.isLast : undefined;
    for (const visit of levels[depth] ?? []) {
      const edges =
        depth === goal.steps ? [] : edgesOf(specification, visit, (state) => find(state, depth + 1), isLast);
      assert(
        edges.length > 0 || depth === goal.steps,
        `'${goal.property}': no step leads on from a state ${depth} steps deep`,
      );
      graph.set(visit, costed(edges, graph));
    }
  }
  return chosen(levels[0] ?? new Set(), graph);
}

interface Edge {
  readonly outcome: Outcome;
  readonly actor: string;
  /** Undefined for a step that fails, or whose own doing is the goal. */
  readonly to: Marked | undefined;
  readonly rank: readonly number[];
}

/** A state on a shortest path, with the context switches still to come for each actor of the next step; none at the goal. */
interface Costed {
  readonly edges: readonly Edge[];
  readonly switches: ReadonlyMap<string, number>;
  readonly fewest: number;
}

type Graph = Map<Marked, Costed>;

function edgesOf(
  specification: Specification,
  from: Marked,
  find: (state: State) => Marked | undefined,
  isLast: Goal['isLast'] | undefined,
): readonly Edge[] {
  return specification.actions.flatMap((action, position) =>
    fire(action, from.state).flatMap((outcome): Edge[] => {
      const edge = { outcome, actor: actorOf(outcome) ?? '', rank: rankOf(outcome, position) };
      if (isLast?.(from, outcome) === true) return [{ ...edge, to: undefined }];
      const found = outcome.result.kind === 'successor' ? find(outcome.result.state) : undefined;
      return found === undefined ? [] : [{ ...edge, to: found }];
    }),
  );
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

interface Partial {
  readonly visit: Marked | undefined;
  readonly visits: readonly Marked[];
  readonly edges: readonly Edge[];
}

function chosen(initial: ReadonlySet<Marked>, graph: ReadonlyMap<Marked, Costed>): FoundTrace {
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
  graph: ReadonlyMap<Marked, Costed>,
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
