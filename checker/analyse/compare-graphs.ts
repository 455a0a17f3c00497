// How the state graphs of two specifications differ: not at all, or by a shortest behaviour that only one of them has. States are compared by the
// values of their variables, so that the two may have different labels and locals.

import type { Trace } from '../interpret/result.ts';
import { aligned, type Alignment, type Side } from './aligned-graphs.ts';
import { differenceText } from './difference-text.ts';
import { levels, onlyIn, type Level, type LevelName, type Only } from './graph-levels.ts';
import { shortestOnly } from './shortest-only.ts';
import type { StateGraph } from './state-graph.ts';

export type GraphComparison =
  /** The same states, initial states and labelled edges, each taken by the same processes, with the same parameters and alternatives. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'different';
      /**
       * What the behaviours below end in, the plainest difference that there is: states of the declared variables that only one has; steps between
       * such states, and ways to start or to fail; states and labelled steps of all variables, positions and locals included; who takes such a
       * step, with which parameters and alternatives.
       */
      readonly by: LevelName;
      /** A shortest behaviour of the variant that ends in a state, or step, that the original does not have. At least one of the two is given. */
      readonly new?: Behaviour;
      /** A shortest behaviour of the original that ends in a state, or step, that the variant does not have. */
      readonly gone?: Behaviour;
    };

export interface Behaviour {
  /** Of the specification that has it. Without states where an initial state cannot be made. */
  readonly trace: Trace;
  /** What is new (or gone) about its last state or step, in a sentence. */
  readonly what: string;
}

/** Compares two graphs, edge by edge, both ways. */
export function compareGraphs(original: StateGraph, variant: StateGraph): GraphComparison {
  const alignment = aligned(original, variant);
  const [states, steps, positions, firings] = levels;
  const ofAll = onlyIn(alignment, positions);
  if (ofAll.isNothing) {
    const only = onlyIn(alignment, firings);
    return only.isNothing ? { kind: 'same' } : different(alignment, firings, only);
  }
  for (const level of [states, steps]) {
    const only = onlyIn(alignment, level);
    if (!only.isNothing) return different(alignment, level, only);
  }
  return different(alignment, positions, ofAll);
}

function different(alignment: Alignment, level: Level, only: Only): GraphComparison {
  const behaviourOf = (side: Side): Behaviour | undefined => {
    const found = shortestOnly(side, level, only[side.role]);
    return found && { trace: found.trace, what: differenceText(found.end, level, side, alignment) };
  };
  const [fresh, gone] = [behaviourOf(alignment.variant), behaviourOf(alignment.original)];
  return {
    kind: 'different',
    by: level.by,
    ...(fresh === undefined ? {} : { new: fresh }),
    ...(gone === undefined ? {} : { gone }),
  };
}
