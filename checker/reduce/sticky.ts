// Sticky labels: at least one on each cycle of a control graph. A step from such a label is never taken alone, so that on each cycle of states
// there is one of which everything is explored, and no step is put off for ever.

import type { FamilyControl } from './control.ts';

/** The labels to leave out of these, so that the steps from those that stay form no cycle. `worth`: those of least worth go first. */
export function stickyLabels(
  candidates: readonly string[],
  { steps }: Pick<FamilyControl, 'steps'>,
  worth: (label: string) => number,
): ReadonlySet<string> {
  const sticky = new Set<string>();
  const goals = (label: string): readonly string[] =>
    steps.flatMap(({ member, ways }) => (member.label === label ? ways.map(({ to }) => to) : []));
  for (;;) {
    const left = candidates.filter((label) => !sticky.has(label));
    const cyclic = onCycles(left, goals);
    if (cyclic.length === 0) return sticky;
    // Who leads to itself is on a cycle whoever else goes.
    const itself = cyclic.find((label) => goals(label).includes(label));
    sticky.add(itself ?? cyclic.reduce((least, label) => (worth(label) < worth(least) ? label : least)));
  }
}

/** The labels that can come back to themselves by labels among these. */
function onCycles(labels: readonly string[], goals: (label: string) => readonly string[]): readonly string[] {
  const among = new Set(labels);
  return labels.filter((start) => {
    const reached = new Set<string>();
    const pending = [...goals(start)];
    for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
      if (label === start) return true;
      if (!among.has(label) || reached.has(label)) continue;
      reached.add(label);
      pending.push(...goals(label));
    }
    return false;
  });
}
