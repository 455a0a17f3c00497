// The reachable states by depth, found in the plainest way: what is said of reductions is compared with these.

import type { Specification } from '../../checker/index.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { createJudge } from '../../checker/interpret/judge.ts';
import type { State } from '../../checker/interpret/state.ts';

/**
 * The levels of a search that tells states apart by their packed form; constraints as ever.
 * @param statesMost no level is begun when there are more; `isComplete` says whether all were found
 */
export function levelsOf(
  specification: Specification,
  { statesMost, depthMost = Infinity }: { readonly statesMost: number; readonly depthMost?: number },
): { readonly levels: readonly (readonly State[])[]; readonly isComplete: boolean } {
  const { excluding } = createJudge(specification, {});
  const keyOf = keysOf(specification);
  const seen = new Set<string>();
  const levels: State[][] = [];
  const arrive = (state: State, level: State[]): void => {
    const key = keyOf(state);
    if (seen.has(key)) return;
    seen.add(key);
    if (excluding(state).constraint < 0) level.push(state);
  };
  let next: State[] = [];
  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') arrive(initial.state, next);
  while (next.length > 0) {
    levels.push(next);
    if (seen.size > statesMost || levels.length >= depthMost) return { levels, isComplete: false };
    const frontier = next;
    next = [];
    for (const state of frontier) {
      for (const action of specification.actions)
        for (const { result } of fire(action, state)) if (result.kind === 'successor') arrive(result.state, next);
    }
  }
  return { levels, isComplete: true };
}

/** A name for each state: how it is packed. */
export function keysOf(specification: Specification): (state: State) => string {
  const { encode } = codecOf(specification);
  return (state) => Buffer.from(encode(state)).toString('latin1');
}
