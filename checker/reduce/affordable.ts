// How much of a symmetry generated code makes use of: it has code for each two neighbours of a class, which grows with the number of fields. A
// smaller group is as sound, and only leaves more states to the search.

import type { Specification } from '../language/tree.ts';
import { fieldUsesOf } from './field-uses.ts';
import type { SymmetryClass } from './symmetry.ts';

/** Elements of a class, at most. */
const elementsMost = 64;
/** Elements times uses of fields, of all classes together: some hundred kilobytes of text. */
const costMost = 2 ** 15;

/** As many elements of each class as the code for them may take; of two large classes each has its share. */
export function affordableClasses(
  specification: Pick<Specification, 'variables' | 'processes' | 'actions'>,
  classes: readonly SymmetryClass[],
): readonly SymmetryClass[] {
  const share = Math.floor(costMost / fieldUsesOf(specification).uses.length / classes.length);
  return classes
    .map(({ sort, elements }) => ({ sort, elements: elements.slice(0, Math.min(elementsMost, share)) }))
    .filter(({ elements }) => elements.length > 1);
}
