// What of an abstract specification some step is about, by the plain meaning of both.

import type { RefinementTree } from '../language/tree.ts';
import { differing } from './apart.ts';
import { fire } from './fire.ts';
import { mappedState, Misfit } from './refined.ts';
import type { State } from './state.ts';

export interface RefinedCoverage {
  readonly name: string;
  /** Positions of the abstract variables that some step has changed, and of the abstract actions that some step was. */
  readonly moved: ReadonlySet<number>;
  readonly taken: ReadonlySet<number>;
  readonly stepped: (from: State, to: State) => void;
}

export function createRefinedCoverage(refinement: RefinementTree): RefinedCoverage {
  const { name, abstract } = refinement;
  const { variables, actions } = abstract;
  const [moved, taken] = [new Set<number>(), new Set<number>()];
  // The steps of a state come one after the other.
  let last: { readonly from: State; readonly mapped: State | Misfit } | undefined;
  return {
    name,
    moved,
    taken,
    stepped: (from, to) => {
      if (moved.size === variables.length && taken.size === actions.length) return;
      if (last?.from !== from) last = { from, mapped: mappedState(refinement, from) };
      const [before, after] = [last.mapped, mappedState(refinement, to)];
      if (before instanceof Misfit || after instanceof Misfit) return;
      const changed = differing(variables, before, after);
      for (const variable of changed) moved.add(variables.indexOf(variable));
      if (changed.length === 0) return;
      for (const [index, action] of actions.entries()) {
        const leads = (): boolean =>
          fire(action, before).some(
            ({ result }) => result.kind === 'successor' && differing(variables, result.state, after).length === 0,
          );
        if (!taken.has(index) && leads()) taken.add(index);
      }
    },
  };
}
