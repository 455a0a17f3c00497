// Whether edits open a section: what was one step in coarse granularity is taken statement by statement, so that it is to be compared with the
// original in fine granularity.

import { type Program } from '../language/edit-paths.ts';
import { type Flow, innerLists } from '../language/flow.ts';
import { canWait } from '../language/flow-questions.ts';

/** Of a program, and the same with edits. One that is fine already has no section to be opened. */
export function opensSection(program: Program, edited: Program): boolean {
  if (program.granularity === 'fine') return false;
  const left = sectionsOf(edited);
  // A section that is gone with all that stood in it is not opened.
  return [...sectionsOf(program)].some(([path, isClosed]) => isClosed && left.get(path) === false);
}

/** By path, whether it is one step. */
function sectionsOf({ processes }: Program): ReadonlyMap<string, boolean> {
  const sections = new Map<string, boolean>();
  const visit = (flow: Flow): void => {
    if (flow.kind === 'critical' || flow.kind === 'together')
      sections.set(flow.path ?? flow.name, !flow.opened && !canWait(flow.body) && isEntered(flow));
    for (const { list } of innerLists(flow)) list.forEach(visit);
  };
  for (const { body } of processes) body.forEach(visit);
  return sections;
}

/** Whether a critical section still takes its lock. */
function isEntered(flow: Extract<Flow, { readonly kind: 'critical' | 'together' }>): boolean {
  return flow.kind === 'together' || flow.entry.some(({ kind }) => kind === 'acquire');
}
