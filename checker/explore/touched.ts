// What the flags of coverage say: by them nothing is violated, and a search that ends without one has never met what it is about.

import type { Slot } from '../compile/program.ts';
import type { Touched } from '../interpret/coverage.ts';

type CoverageSlot = Extract<Slot, { kind: 'antecedent' | 'asserted' | 'label' | 'moved' | 'taken' }>;

export function isOfCoverage(slot: Slot): slot is CoverageSlot {
  const { kind } = slot;
  return kind === 'antecedent' || kind === 'asserted' || kind === 'label' || kind === 'moved' || kind === 'taken';
}

/** What these say that was met. */
export function touchedBy(
  slots: readonly Slot[],
): Pick<Touched, 'hasLabel' | 'hasAssertion' | 'hasAntecedent' | 'hasMoved' | 'hasTaken'> {
  const met = new Set(slots.filter(isOfCoverage).map(keyOf));
  return {
    hasLabel: (process, label) => met.has(keyOf({ kind: 'label', where: 'expanded', process, label })),
    hasAssertion: (path) => met.has(keyOf({ kind: 'asserted', where: 'step', path })),
    hasAntecedent: (index) => met.has(keyOf({ kind: 'antecedent', where: 'state', index })),
    hasMoved: (refinement, index) => met.has(keyOf({ kind: 'moved', where: 'step', refinement, index })),
    hasTaken: (refinement, index) => met.has(keyOf({ kind: 'taken', where: 'step', refinement, index })),
  };
}

function keyOf(slot: CoverageSlot): string {
  switch (slot.kind) {
    case 'antecedent':
      return `antecedent ${slot.index}`;
    case 'asserted':
      return `asserted ${slot.path}`;
    case 'label':
      return `label ${slot.process} ${slot.label}`;
    case 'moved':
    case 'taken':
      return `${slot.kind} ${slot.index} ${slot.refinement}`;
  }
}
