// Premises that exclude nothing: the invariants without each conjunct of theirs, all judged in one search.

import { judgedBy, strongerInvariants } from '../../checker/index.ts';
import type { Subject } from '../profile/subject.ts';
import type { PremiseResult } from '../result/coverage.ts';

/** The conjuncts that can go, and the invariant still holds in every state; undefined where the search ended before that was known. */
export async function idlePremisesOf({
  specification,
  explored,
}: Subject): Promise<readonly PremiseResult[] | undefined> {
  const stronger = strongerInvariants(specification);
  if (stronger.length === 0) return [];
  const { found } = await explored(judgedBy(specification, stronger), { about: 'premises' });
  if (found.ended !== 'complete') return undefined;
  const holding = new Set(found.properties.flatMap(({ name, verdict }) => (verdict.kind === 'holds' ? [name] : [])));
  return stronger
    .filter(({ property }) => holding.has(property.name))
    .map(({ invariant, text }) => ({ name: invariant, text }));
}
