// What can be left out of a search of a specification, told before there is one.

import type { Specification } from '../language/tree.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import { asksBehaviours } from './behaviours-asked.ts';
import { interleavingFor } from './interleaving.ts';
import { symmetryFor } from './reduced.ts';
import { reportsOff } from './reducing.ts';

/** Of symmetry and partial order: what each would leave out, or what stands in the way. */
export function foreseenReductions(specification: Specification): readonly ReductionReport[] {
  if (asksBehaviours(specification, undefined)) return reportsOff(['symmetry', 'partial-order']);
  const symmetry = symmetryFor(specification, { reductions: { symmetry: true } });
  const { reports } = interleavingFor(specification, { reductions: { partialOrder: true } });
  return [...(symmetry === undefined ? [] : [symmetry.report]), ...reports];
}
