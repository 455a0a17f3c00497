// A trace studied: which of its steps matter, which of its orderings do, and which earlier step made the violated clause so.
// The one door of the layer. For traces that are shown: the interpreter takes every step again, and some of them often.

import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { Trace } from '../interpret/result.ts';
import { becauseOf } from './because.ts';
import { type Event, eventsOf, type StepEvents } from './events.ts';
import { orderingsOf, type Ordering } from './orderings.ts';
import { covers, distinct, meet, printAt, type Path } from './path.ts';
import { changedFor, changedIn } from './pairs.ts';
import { type Relevance, relevanceOf } from './relevance.ts';
import { inState, inStep, type Shown } from './violation.ts';

export interface Study {
  /** For each step whether it is relevant. */
  readonly isRelevant: readonly boolean[];
  /** What of each step matters. */
  readonly matters: readonly Matters[];
  /** Those that matter, in the order of the trace; undefined where it would take too long to know them all. */
  readonly orderings?: readonly Ordering[];
  /** The earlier step that made the violated clause so; counted from 1. */
  readonly because?: { readonly step: number; readonly text: string };
}

export interface Place {
  readonly variable: string;
  /** As people read it: `refcount[page0]`; a local goes by its own name. */
  readonly name: string;
}

export interface Matters {
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
  const because = becauseOf({ specification, shown, trace, steps, isRelevant, ...ending });
  const orderings = orderingsOf({ specification, shown, trace, steps, isRelevant, ending });
  return {
    isRelevant,
    matters: relevance.map(({ changed, updates, ...each }, index) => {
      const state = trace.states[index];
      const paths = state === undefined ? [] : distinct([...changed, ...inOrderings(steps, index, orderings)]);
      const places = paths.map((path) => ({
        variable: path.variable,
        name: state === undefined ? '' : printAt(specification, path, state).name,
      }));
      return { isRelevant: each.isRelevant, places, updates };
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

/** What the violated clause reads. */
export interface Ending {
  /** In the state after the last step, and in the one before it, beyond what the step itself reads. */
  readonly after: readonly Path[];
  readonly before: readonly Path[];
  /** All of it. */
  readonly clause: readonly Path[];
  /** Of a failing step also what its branches read, by what stood there before the step. */
  readonly given: readonly Path[];
  /** Whether it is a step that shows the property, not the state after it. */
  readonly isStep: boolean;
}

function endingOf(
  specification: Specification,
  shown: Shown,
  { states, steps: taken }: Trace,
  steps: readonly StepEvents[],
): Ending {
  const last = steps.at(-1);
  assert(last !== undefined, 'a trace that is studied has steps');
  if (last.taken.kind === 'failed') {
    const [clause, given] = [readBefore(last.events, 'the last'), readBefore(last.events, 'all inside')];
    return { after: [], before: [], clause, given, isStep: true };
  }
  const [from, to] = states.slice(-2);
  const action = taken.at(-1)?.action;
  assert(from !== undefined && to !== undefined && action !== undefined, 'a step leads from a state to a state');
  const inLast = inStep(specification, shown, { from, to, action });
  if (inLast !== undefined)
    return {
      after: inLast.filter(({ isAfter }) => isAfter),
      before: [...inLast.filter(({ isAfter }) => !isAfter), ...changeOf(last)],
      clause: inLast,
      given: [],
      isStep: true,
    };
  const clause = inState(specification, shown, to);
  assert(clause !== undefined, `'${shown.name}' is not what the trace shows`);
  return { after: clause, before: [], clause, given: [], isStep: false };
}

// A step that changes nothing breaks no action property: that it does, one place shows; none is needed where its process moves on.
function changeOf(step: StepEvents): readonly Path[] {
  const changed = changedIn(step);
  const { own } = step;
  return own !== undefined && changed.some((path) => covers(own, path)) ? [] : changed.slice(0, 1);
}

// What a failing step looks at, by what stood there before the step. `BUG()` looks at nothing: then the branch that leads to it.
function readBefore(events: readonly Event[], wanted: 'the last' | 'all inside'): readonly Path[] {
  let needed: readonly Path[] = [];
  for (const event of [...events].reverse()) {
    if (event.kind === 'decided') {
      if (needed.length === 0 || (wanted === 'all inside' && event.where === 'inside'))
        needed = [...needed, ...event.reads];
      continue;
    }
    const isRead = event.writes.some(({ changed }) => changed.some((path) => needed.some((each) => meet(path, each))));
    if (isRead)
      needed = [...needed.filter((path) => !event.writes.some((write) => covers(write, path))), ...event.reads];
  }
  return needed;
}
