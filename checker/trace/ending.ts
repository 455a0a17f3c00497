// How a trace ends, as something to reason back from: which places decide what is violated, in the state after the last step or in that step.

import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { Trace } from '../interpret/result.ts';
import type { Event, StepEvents } from './events.ts';
import { changedIn } from './pairs.ts';
import { covers, meet, type Path } from './path.ts';
import { inState, inStep, type Shown } from './violation.ts';

/** A trace, what it shows, what its steps read and wrote, and which of them are relevant. */
export interface Studied {
  readonly specification: Specification;
  readonly shown: Shown;
  readonly trace: Trace;
  readonly steps: readonly StepEvents[];
  readonly isRelevant: readonly boolean[];
  readonly ending: Ending;
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

/** @throws InternalError where the trace does not show it */
export function endingOf(
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
