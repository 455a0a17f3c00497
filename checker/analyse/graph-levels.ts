// What two state graphs are compared by, the plainest first. At each level a graph is a set of items: states, steps, and ways to start.
// An item is a row of three numbers that both graphs share.

import type { Alignment, Side } from './aligned-graphs.ts';
import { RowTable } from './row-table.ts';
import type { Edges } from './state-graph.ts';

/** Of the declared variables; then of all, positions and locals included; then by whom and how a step is taken. */
export type LevelName = 'states' | 'steps' | 'positions' | 'firings';

export interface Level {
  readonly by: LevelName;
  /** The items; undefined for what this level does not look at. Targets below 0 are failures. */
  readonly ofState: (side: Side, state: number) => Item | undefined;
  readonly ofStart: (side: Side, target: number) => Item | undefined;
  readonly ofStep: (side: Side, edge: Edge) => Item | undefined;
}

/** A firing, in the numbers of its graph. */
export interface Edge {
  readonly source: number;
  readonly action: number;
  readonly target: number;
  readonly firing: number;
}

export type Item = readonly [number, number, number];

// The first numbers of items that are no steps; numbers of states are 0 and more.
const isState = -1;
const isStart = -2;

const nothing = (): undefined => undefined;

export const levels: readonly [Level, Level, Level, Level] = [
  {
    by: 'states',
    ofState: ({ declared }, state) => [isState, declared[state] ?? 0, 0],
    ofStart: nothing,
    ofStep: nothing,
  },
  {
    by: 'steps',
    ofState: nothing,
    ofStart: (side, target) => [isStart, targetOf(side, target, side.declared), 0],
    ofStep: (side, { source, target }) => {
      const [from, to] = [side.declared[source] ?? 0, targetOf(side, target, side.declared)];
      return from === to ? undefined : [from, to, 0];
    },
  },
  {
    by: 'positions',
    ofState: ({ states }, state) => [isState, states[state] ?? 0, 0],
    ofStart: (side, target) => [isStart, targetOf(side, target, side.states), 0],
    ofStep: (side, { source, action, target }) => [
      side.states[source] ?? 0,
      targetOf(side, target, side.states),
      side.actions[action] ?? 0,
    ],
  },
  {
    by: 'firings',
    ofState: nothing,
    ofStart: nothing,
    ofStep: (side, { source, target, firing }) => [
      side.states[source] ?? 0,
      targetOf(side, target, side.states),
      side.firings[firing] ?? 0,
    ],
  },
];

function targetOf({ failures }: Side, target: number, states: readonly number[]): number {
  return target < 0 ? -1 - (failures[-1 - target] ?? 0) : (states[target] ?? 0);
}

/** What only one of the graphs has, as a question about the items of that one. */
export interface Only {
  readonly variant: (item: Item | undefined) => boolean;
  readonly original: (item: Item | undefined) => boolean;
  /** Whether there is nothing of the kind. */
  readonly isNothing: boolean;
}

/** Compares the graphs at one level. */
export function onlyIn({ original, variant }: Alignment, level: Level): Only {
  const items = new RowTable(3);
  addItems(original, level, (item) => void items.add(item));
  const originals = items.rows;
  const seen = new Uint8Array(originals);
  addItems(variant, level, (item) => {
    const row = items.add(item);
    if (row < originals) seen[row] = 1;
  });
  return {
    variant: (item) => item !== undefined && items.find(item) >= originals,
    original: (item) => item !== undefined && seen[items.find(item)] === 0,
    isNothing: items.rows === originals && !seen.includes(0),
  };
}

function addItems(side: Side, { ofState, ofStart, ofStep }: Level, add: (item: Item) => void): void {
  const { statesDistinct, initial, initialFailures, edges } = side.graph;
  const note = (item: Item | undefined): void => {
    if (item !== undefined) add(item);
  };
  for (const target of initial) note(ofStart(side, target));
  for (const failure of initialFailures) note(ofStart(side, -1 - failure));
  for (let state = 0; state < statesDistinct; state += 1) note(ofState(side, state));
  for (const edge of edges.sources.keys()) note(ofStep(side, edgeAt(edges, edge)));
}

export function edgeAt({ sources, actions, targets, firings }: Edges, edge: number): Edge {
  return {
    source: sources[edge] ?? 0,
    action: actions[edge] ?? 0,
    target: targets[edge] ?? 0,
    firing: firings[edge] ?? 0,
  };
}
