// From representatives back to states: a search over representatives has marked those on shortest paths, and here the states for which they
// stand are found, forwards from the initial states by the specification as it is. The representative of each lies on the level of its
// depth. These are the states on shortest paths of the search that leaves out nothing, so the trace chosen is the one of that.

import type { Bits } from '../language/bits.ts';
import type { Specification } from '../language/tree.ts';
import { fire } from './fire.ts';
import { initialStates } from './initial.ts';
import type { Marked, MarkedStates } from './shortest.ts';
import type { State } from './state.ts';

export interface Representing {
  /** The state that the search has stored for it. */
  readonly representative: (state: State) => State;
  /** Tells states apart. */
  readonly keyOf: (state: State) => string;
}

/**
 * The states on shortest paths of so many steps, from the representatives on them.
 * @param specification without any reduction
 * @param most of more states no more is known than that
 */
export function* realStates(
  specification: Specification,
  { find }: Pick<MarkedStates, 'find'>,
  steps: number,
  { representative, keyOf }: Representing,
  most: number,
): Bits<MarkedStates> {
  const isMarked = (state: State, depth: number): boolean => find(representative(state), depth) !== undefined;
  const levels: Map<string, Marked>[] = [];
  let count = 0;
  const add = (state: State, depth: number): void => {
    const level = (levels[depth] ??= new Map());
    const key = keyOf(state);
    if (level.has(key) || !isMarked(state, depth)) return;
    level.set(key, { state, number: level.size });
    count += 1;
  };
  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') add(initial.state, 0);
  for (let depth = 0; depth < steps; depth += 1) {
    for (const { state } of levels[depth]?.values() ?? []) {
      if (count > most) break;
      yield;
      for (const action of specification.actions)
        for (const { result } of fire(action, state)) if (result.kind === 'successor') add(result.state, depth + 1);
    }
  }
  return {
    count,
    levels: () => levels.map((level) => new Set(level.values())),
    find: (state, depth) => {
      if (count <= most) return levels[depth]?.get(keyOf(state));
      return isMarked(state, depth) ? { state, number: 0 } : undefined;
    },
  };
}
