// What can be left out of a search of a specification, told before there is one.

import type { Specification } from '../language/tree.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import { isOverBehaviours } from './behaviours-asked.ts';
import { declaredChecks } from './checks.ts';
import { interleavingFor } from './interleaving.ts';
import { symmetryFor } from './reduced.ts';

/** Of symmetry and partial order: what each would leave out, or what stands in the way, where nothing is asked of whole behaviours. */
export function foreseenReductions(specification: Specification): readonly ReductionReport[] {
  const checks = declaredChecks(specification, undefined).filter(({ isSelected }) => isSelected);
  const properties = checks.some(isOverBehaviours)
    ? checks.filter((check) => !isOverBehaviours(check)).map(({ name }) => name)
    : undefined;
  const symmetry = symmetryFor(specification, { properties, reductions: { symmetry: true } });
  const { reports } = interleavingFor(specification, { properties, reductions: { partialOrder: true } });
  return [...(symmetry === undefined ? [] : [symmetry.report]), ...reports];
}
