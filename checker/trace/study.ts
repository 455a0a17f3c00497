// A trace studied: which of its steps matter, which of its orderings do, and which earlier step made the violated clause so.
// The one door of the layer. For traces that are shown: the interpreter takes every step again, and some of them often.

import type { Specification } from '../language/tree.ts';
import type { Trace } from '../interpret/result.ts';
import { becauseOf, type Because } from './because.ts';
import { endingOf } from './ending.ts';
import { eventsOf, type StepEvents } from './events.ts';
import { orderingsOf, type Ordering } from './orderings.ts';
import { distinct, printAt, type Path } from './path.ts';
import { changedFor } from './pairs.ts';
import { type Relevance, relevanceOf } from './relevance.ts';
import type { Shown } from './violation.ts';

export interface Study {
  /** What of each step matters. */
  readonly steps: readonly StudiedStep[];
  /** Those that matter, in the order of the trace; undefined where it would take too long to know them all. */
  readonly orderings?: readonly Ordering[];
  /** The earlier step that made the violated clause so. */
  readonly because?: Because;
}

export interface Place {
  readonly variable: string;
  /** As people read it: `refcount[page0]`; a local goes by its own name. */
  readonly name: string;
}

export interface StudiedStep {
  readonly isRelevant: boolean;
  /** The places changed that are read, or touched by the other step of an ordering that matters. */
  readonly places: readonly Place[];
  /** What it takes for the trace to show the same. */
  readonly updates: Relevance['updates'];
}

/** Longer traces are not studied: nobody reads them step by step, and everybody would wait. */
export const studiedMost = 2000;

/**
 * The study of a trace that shows a property; undefined where it has no steps, or too many.
 * @throws InternalError where the interpreter does not find again what it shows
 */
export function studyTrace(specification: Specification, shown: Shown, trace: Trace): Study | undefined {
  if (trace.steps.length === 0 || trace.steps.length > studiedMost) return undefined;
  const steps = eventsOf(specification, trace);
  const ending = endingOf(specification, shown, trace, steps);
  const relevance = relevanceOf(steps, ending);
  const isRelevant = relevance.map((each) => each.isRelevant);
  const studied = { specification, shown, trace, steps, isRelevant, ending };
  const because = becauseOf(studied);
  const orderings = orderingsOf(studied);
  return {
    steps: relevance.map(({ changed, updates, ...each }, index) => {
      const state = trace.states[index];
      const paths = distinct([...changed, ...inOrderings(steps, index, orderings)]);
      const places = paths.flatMap((path) =>
        state === undefined ? [] : [{ variable: path.variable, name: printAt(specification, path, state).name }],
      );
      return { ...each, places, updates };
    }),
    ...(orderings === undefined ? {} : { orderings }),
    ...(because === undefined ? {} : { because }),
  };
}

/** What a step changed for which it stands in an ordering. */
function inOrderings(
  steps: readonly StepEvents[],
  index: number,
  orderings: readonly Ordering[] = [],
): readonly Path[] {
  return orderings.flatMap(({ first, second }) => {
    const [a, b] = [first - 1, second - 1];
    return index === a || index === b ? changedFor(steps[index], steps[index === a ? b : a]) : [];
  });
}
