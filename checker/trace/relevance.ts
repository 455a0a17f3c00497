// Which steps of a trace matter for what it shows. A step is relevant if something it wrote, other than its own program counter, is read
// (through other relevant steps) by a guard, a branch or the violated clause. Precisely, backwards from the last state:
//   read by the trace are the places that decide the violated clause, and at every step, relevant or not, its guards, its branches and the
//   assertions it makes, since without them there would be no such step; at a relevant step also what its updates read;
//   a step is relevant if a place that is read later stands for another value after it, and no relevant step between gives all of it anew.
// Where a process stands counts where the clause or somebody else reads it; that its own steps do is control flow. A step that fails is
// relevant: it is the violation. So the trace with the updates of all other steps left out, but for program counters, can be run, and
// shows the same: what is read in it is the same, step by step.

import type { StepEvents } from './events.ts';
import { covers, distinct, meet, type Path } from './path.ts';

/** For each step whether it is relevant. `evidence`: what the violated clause reads in the last state; of a failing step its own events are it. */
export function relevantSteps(
  steps: readonly StepEvents[],
  evidence: readonly Path[],
  before: readonly Path[],
): readonly boolean[] {
  const relevant: boolean[] = [];
  let needed = distinct(evidence);
  for (const [index, step] of [...steps.entries()].reverse()) {
    const isLast = index === steps.length - 1;
    const isRelevant = step.taken.kind === 'failed' || isRead(step, needed);
    relevant[index] = isRelevant;
    needed = neededBefore(step, needed, isRelevant);
    // An action property reads the state before the step as well.
    if (isLast) needed = distinct([...needed, ...before]);
  }
  return relevant;
}

/** Whether something that the step changed is read: later, or by its own later conditions. */
function isRead({ events, own }: StepEvents, after: readonly Path[]): boolean {
  let needed = after;
  for (const event of [...events].reverse()) {
    if (event.kind === 'assigned') {
      const changed = event.writes.flatMap((write) => write.changed);
      if (changed.some((path) => needed.some((each) => meet(path, each)))) return true;
      needed = withoutOwn(needed, event.writes, own);
    } else needed = [...needed, ...event.reads];
  }
  return false;
}

/** What has to be the same before the step. */
export function neededBefore(
  { events, own }: StepEvents,
  after: readonly Path[],
  isRelevant: boolean,
): readonly Path[] {
  let needed = after;
  for (const event of [...events].reverse()) {
    if (event.kind === 'decided') needed = [...needed, ...event.reads];
    else if (isRelevant)
      needed = [...needed.filter((path) => !event.writes.some((write) => covers(write, path))), ...event.reads];
    else needed = withoutOwn(needed, event.writes, own);
  }
  return distinct(needed);
}

// Control flow is kept: whatever else a step does, it gives its process a position.
function withoutOwn(needed: readonly Path[], writes: readonly Path[], own: Path | undefined): readonly Path[] {
  if (own === undefined || !writes.some((path) => covers(path, own))) return needed;
  return needed.filter((path) => !covers(own, path));
}
