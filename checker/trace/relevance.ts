// Which steps of a trace matter for what it shows, and which of what they change. An update matters if something that it changed, other than the
// step's own program counter, is read (through other updates that matter) by a guard, a branch or the violated clause; a step is relevant if one
// of its updates matters. Precisely, backwards from the last state:
//   read are the places that decide the violated clause, and at every step, relevant or not, what decides its guards, its branches and the
//   assertions it makes, since without them there would be no such step; of an update that matters also all that it reads;
//   an update matters if a place that is read later has another value after it, and none that matters between gives all of it anew.
// Where a process stands counts where the clause or somebody else reads it: that its own steps do is control flow. The step that fails, or
// breaks an action property, is relevant: it is the violation; the latter with all that it changes. So the trace runs, and shows the same, with
// all other updates left out but for program counters; also without those from some step on. Without a single one of them it may not: what reads
// it, and matters to nobody either, may then fail or write elsewhere.

import type { UpdateTree } from '../language/tree.ts';
import type { Ending } from './ending.ts';
import type { Assigned, StepEvents, Write } from './events.ts';
import { covers, distinct, meet, type Path } from './path.ts';

export interface Relevance {
  readonly isRelevant: boolean;
  /** The updates that matter. */
  readonly updates: ReadonlySet<UpdateTree>;
  /** The places that they changed. */
  readonly changed: readonly Path[];
}

/** For each step what of it matters. */
export function relevanceOf(steps: readonly StepEvents[], { after, before, isStep }: Ending): readonly Relevance[] {
  const relevance: Relevance[] = [];
  let needed = distinct(after);
  for (const [index, step] of [...steps.entries()].reverse()) {
    const isShown = index === steps.length - 1 && isStep;
    const found = lookBack(step, needed, isShown && step.taken.kind !== 'failed');
    const isRelevant = isShown || found.matter.length > 0;
    const changed = found.matter.flatMap(({ writes }) => writes.flatMap((write) => write.changed));
    relevance[index] = {
      isRelevant,
      updates: new Set([...found.matter.map(({ update }) => update), ...failingIn(step)]),
      changed: distinct(changed),
    };
    needed = index === steps.length - 1 ? distinct([...found.needed, ...before]) : found.needed;
  }
  return relevance;
}

function failingIn({ events }: StepEvents): readonly UpdateTree[] {
  return events.flatMap((event) => (event.kind === 'decided' ? (event.failing ?? []) : []));
}

/** What of a step is read by what comes after, or by its own later conditions; and what has to be the same before it. */
function lookBack(
  { events, own }: StepEvents,
  after: readonly Path[],
  isWhole: boolean,
): { readonly matter: readonly Assigned[]; readonly needed: readonly Path[] } {
  const matter: Assigned[] = [];
  let needed = after;
  for (const event of [...events].reverse()) {
    if (event.kind === 'decided') {
      needed = [...needed, ...event.reads];
      continue;
    }
    const read = event.updates.filter(({ writes }) => isWhole || writes.some((write) => isRead(write, needed)));
    matter.push(...read);
    const given = read.flatMap(({ writes }) => writes);
    needed = withoutOwn(
      needed.filter((path) => !given.some((write) => covers(write, path))),
      event.writes,
      own,
    );
    needed = [...needed, ...read.flatMap(({ reads }) => reads)];
  }
  return { matter, needed: distinct(needed) };
}

function isRead({ changed }: Write, needed: readonly Path[]): boolean {
  return changed.some((path) => needed.some((each) => meet(path, each)));
}

// Control flow is kept: whatever of a step matters, it gives its process a position.
function withoutOwn(needed: readonly Path[], writes: readonly Path[], own: Path | undefined): readonly Path[] {
  if (own === undefined || !writes.some((path) => covers(path, own))) return needed;
  return needed.filter((path) => !covers(own, path));
}
