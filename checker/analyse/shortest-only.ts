// A shortest behaviour of one of two state graphs that ends in something that the other does not have. The way there is chosen, and taken by the
// interpreter, as for every other trace.

import { finished } from '../language/bits.ts';
import { assert } from '../language/errors.ts';
import type { Trace } from '../interpret/result.ts';
import { shortestTrace, type Goal, type Marked, type MarkedStates } from '../interpret/shortest.ts';
import { firingName } from '../interpret/steps.ts';
import type { Side } from './aligned-graphs.ts';
import { edgeAt, type Edge, type Item, type Level } from './graph-levels.ts';
import type { StateGraph } from './state-graph.ts';

/** What a behaviour ends in, in the graph's own numbers. A target below 0 is a failure. */
export type End =
  | { readonly kind: 'state'; readonly state: number; readonly before?: number }
  | { readonly kind: 'start'; readonly target: number }
  | ({ readonly kind: 'step' } & Edge);

export interface Found {
  readonly trace: Trace;
  readonly end: End;
}

/** More states than these on shortest ways are not compared with each other: it would take longer than the comparison of the graphs. */
const comparedMost = 1_000;

/** Undefined where the other graph has all that this one has. Of what takes equally many steps a state comes before a step. */
export function shortestOnly(side: Side, level: Level, isOnly: (item: Item | undefined) => boolean): Found | undefined {
  const { graph } = side;
  const { depths, initial, initialFailures, edges } = graph;
  const states = shallowest([...depths.keys()], depths, (state) => isOnly(level.ofState(side, state)));
  const starts = initial.filter((state) => isOnly(level.ofStart(side, state)));
  const unmade = initialFailures.map((failure) => -1 - failure).find((target) => isOnly(level.ofStart(side, target)));
  const sources = shallowest(edges.sources, depths, (_, edge) => isOnly(level.ofStep(side, edgeAt(edges, edge))));
  const [state, source] = [states[0], sources[0]];
  const stepsOf = (number: number | undefined): number => (number === undefined ? Infinity : (depths[number] ?? 0));
  if (state !== undefined && stepsOf(state) <= Math.min(stepsOf(source) + 1, starts.length > 0 ? 0 : Infinity))
    return toState(side, level, states);
  if (starts.length > 0) {
    const { trace, end } = toState(side, level, starts);
    return { trace, end: { kind: 'start', target: end.kind === 'state' ? end.state : 0 } };
  }
  if (unmade !== undefined) return { trace: { states: [], steps: [] }, end: { kind: 'start', target: unmade } };
  return source === undefined ? undefined : byStep(side, level, sources, isOnly);
}

/** Those of the numbers that are wanted and of least depth; they come in the order of their depths. */
function shallowest(
  numbers: readonly number[],
  depths: readonly number[],
  isWanted: (number: number, index: number) => boolean,
): readonly number[] {
  const first = numbers.findIndex(isWanted);
  const depth = depths[numbers[first] ?? -1];
  if (depth === undefined) return [];
  const end = numbers.findIndex((number, index) => index > first && (depths[number] ?? 0) > depth);
  return numbers.slice(first, end < 0 ? undefined : end).filter((number, index) => isWanted(number, first + index));
}

function toState({ graph, role }: Side, level: Level, states: readonly number[]): Found {
  const steps = graph.depths[states[0] ?? 0] ?? 0;
  const marked = markedIn(graph, states);
  const goal: Goal = { property: nameOf(role, level), steps, states: [], sources: [], isLast: () => false };
  const { trace, last } = finished(shortestTrace(graph.specification, marked, goal, comparedMost));
  const state = trace.states.at(-1);
  assert(state !== undefined, 'a behaviour that ends in a state has one');
  return {
    trace,
    end: { kind: 'state', state: graph.find(state), ...(last === undefined ? {} : { before: last.from.number }) },
  };
}

function byStep(
  side: Side,
  level: Level,
  sources: readonly number[],
  isOnly: (item: Item | undefined) => boolean,
): Found {
  const { graph, role } = side;
  const endOf = (from: Marked, outcome: Parameters<Goal['isLast']>[1]): Extract<End, { kind: 'step' }> => {
    const { action, result } = outcome;
    return {
      kind: 'step',
      source: from.number,
      action: graph.specification.actions.indexOf(action),
      target:
        result.kind === 'failure' ? -1 - graph.failures.indexOf(result.failure.property) : graph.find(result.state),
      firing: graph.firings.find(firingName(outcome)),
    };
  };
  const goal: Goal = {
    property: nameOf(role, level),
    steps: (graph.depths[sources[0] ?? 0] ?? 0) + 1,
    states: [],
    sources: [],
    isLast: (from, outcome) => isOnly(level.ofStep(side, endOf(from, outcome))),
  };
  const marked = markedIn(graph, sources);
  const { trace, last } = finished(shortestTrace(graph.specification, marked, goal, comparedMost));
  assert(last !== undefined, 'a behaviour that ends in a step has one');
  return { trace, end: endOf(last.from, last.outcome) };
}

function nameOf(role: Side['role'], { by }: Level): string {
  return `what only the ${role} has, by ${by}`;
}

/** The states on shortest ways to some of one depth. */
function markedIn({ depths, edges, stateAt, find }: StateGraph, goals: readonly number[]): MarkedStates {
  const numbers = new Set(goals);
  // Edges come by their sources, and these by depth: whatever an edge leads to is settled before it.
  for (let edge = edges.sources.length - 1; edge >= 0; edge -= 1) {
    const [source = 0, target = 0] = [edges.sources[edge], edges.targets[edge]];
    if (numbers.has(target) && depths[target] === (depths[source] ?? 0) + 1) numbers.add(source);
  }
  const marked = new Map([...numbers].map((number): [number, Marked] => [number, { number, state: stateAt(number) }]));
  return {
    count: marked.size,
    levels: () => {
      const levels: Set<Marked>[] = [];
      for (const each of marked.values()) (levels[depths[each.number] ?? 0] ??= new Set()).add(each);
      return levels;
    },
    find: (state, depth) => {
      const number = find(state);
      return depths[number] === depth ? marked.get(number) : undefined;
    },
  };
}
