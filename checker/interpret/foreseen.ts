// What can be left out of a search of a specification, told before there is one.

import type { Specification } from '../language/tree.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import { interleavingFor } from './interleaving.ts';
import { symmetryFor } from './reduced.ts';

/** Of symmetry and partial order: what each would leave out, or what stands in the way. */
export function foreseenReductions(specification: Specification): readonly ReductionReport[] {
  const symmetry = symmetryFor(specification, { reductions: { symmetry: true } });
  const { reports } = interleavingFor(specification, { reductions: { partialOrder: true } });
  return [...(symmetry === undefined ? [] : [symmetry.report]), ...reports];
}
