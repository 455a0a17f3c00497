// What a search finds that takes elements for interchangeable whether they are or not: to show that it matters where they are not.

import type { Specification } from '../../checker/index.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import { createHash } from '../../checker/interpret/fingerprint.ts';
import { quotientOf } from '../../checker/interpret/quotient.ts';
import { search, type SearchReduced } from '../../checker/interpret/search.ts';
import type { IdSort } from '../../checker/reduce/permutation.ts';

/** The steps to each finding, and how many states there are, where all elements of the sort are taken for interchangeable. */
export async function foundAsIfAlike(specification: Specification, sort: IdSort): Promise<unknown> {
  const classes = [{ sort, elements: Array.from({ length: sort.size }, (_, element) => element) }];
  return await foundIn(specification, { quotient: { of: quotientOf(specification, classes), isCounted: true } });
}

/** The same where they are not, or as `reduced` says. */
export async function foundIn(specification: Specification, reduced: SearchReduced = {}): Promise<unknown> {
  const { encode } = codecOf(specification);
  const searching = search(specification, { all: true }, encode, await createHash(), () => false, reduced);
  const end = searching.next();
  if (end.done !== true) throw new Error('nothing is due');
  const { checks, counts } = end.value;
  const found = checks.map(({ name, finding }) => `${name} ${finding?.steps}`).sort();
  return [found, counts.statesFull ?? counts.statesDistinct];
}
