// Which steps of a trace matter for what it shows. A step is relevant if something it wrote, other than its own program counter, is read
// (through other relevant steps) by a guard, a branch or the violated clause. Precisely, backwards from the last state:
//   read are the places that decide the violated clause, and at every step, relevant or not, what decides its guards, its branches and the
//   assertions it makes, since without them there would be no such step; at a relevant step also all that its updates read;
//   a step is relevant if a place that is read later has another value after it, and no relevant step between gives all of it anew.
// Where a process stands counts where the clause or somebody else reads it: that its own steps do is control flow. The step that fails, or
// breaks an action property, is relevant: it is the violation. So the trace runs, and shows the same, with the updates of all other steps left
// out but for program counters; also without those from some step on. Without a single one of them it may not: what reads it, and matters
// to nobody either, may then fail or write elsewhere.

import type { StepEvents } from './events.ts';
import { covers, distinct, meet, type Path } from './path.ts';
import type { Ending } from './study.ts';

/** For each step whether it is relevant. */
export function relevantSteps(steps: readonly StepEvents[], { after, before, isStep }: Ending): readonly boolean[] {
  const relevant: boolean[] = [];
  let needed = distinct(after);
  for (const [index, step] of [...steps.entries()].reverse()) {
    const isLast = index === steps.length - 1;
    const isRelevant = (isLast && isStep) || isRead(step, needed);
    relevant[index] = isRelevant;
    needed = neededBefore(step, needed, isRelevant);
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
