// Which result of one document answers the question of which result of another: by specification, constants, mutant and edits.

import type { ResultDocument, SpecificationIdentity } from './result.ts';

export type Outcome = ResultDocument['results'][number];

export interface Matched<T extends Outcome> {
  /** In the order of the later document. */
  readonly pairs: readonly (readonly [before: T, after: T])[];
  readonly onlyBefore: readonly T[];
  readonly onlyAfter: readonly T[];
}

/** Each result with its own of the other document; one and one belong together, whatever was asked. */
export function matched<T extends Outcome>(before: readonly T[], after: readonly T[]): Matched<T> {
  const [first] = before;
  const [last] = after;
  if (before.length === 1 && after.length === 1 && first !== undefined && last !== undefined)
    return { pairs: [[first, last]], onlyBefore: [], onlyAfter: [] };
  const partners = new Map<T, T>();
  const taken = new Set<T>();
  // Two suites may ask the same; a constant may be new, or gone; a sweep may be of another variant.
  for (const keyOf of [labelledKey, exactKey, keyOfCommon(before, after), keyOfConstantsAlone(before, after)]) {
    const open = new Map<string, T[]>();
    for (const each of before) {
      if (!taken.has(each)) open.set(keyOf(each), [...(open.get(keyOf(each)) ?? []), each]);
    }
    for (const each of after) {
      const partner = partners.has(each) ? undefined : open.get(keyOf(each))?.shift();
      if (partner === undefined) continue;
      partners.set(each, partner);
      taken.add(partner);
    }
  }
  return {
    pairs: after.flatMap((each) => {
      const partner = partners.get(each);
      return partner === undefined ? [] : [[partner, each] as const];
    }),
    onlyBefore: before.filter((each) => !taken.has(each)),
    onlyAfter: after.filter((each) => !partners.has(each)),
  };
}

function labelledKey(outcome: Outcome): string {
  return JSON.stringify(['label' in outcome ? outcome.label : undefined, exactKey(outcome)]);
}

function exactKey({ specification }: Outcome): string {
  return keyOfConstants(specification, () => true);
}

type KeyOf = (outcome: Outcome) => string;

function keyOfCommon(before: readonly Outcome[], after: readonly Outcome[]): KeyOf {
  const [there, here] = [before, after].map(
    (all) => new Set(all.flatMap(({ specification }) => specification.constants.map(({ name }) => name))),
  );
  const isCommon = (name: string): boolean => there?.has(name) === true && here?.has(name) === true;
  return ({ specification }) => keyOfConstants(specification, isCommon);
}

/** Where all results of a document are of one variant, as those of a sweep are. Of many variants none stands for another. */
function keyOfConstantsAlone(before: readonly Outcome[], after: readonly Outcome[]): KeyOf {
  const areOne = [before, after].every(
    (all) =>
      new Set(all.map(({ specification: { name, mutant, edits } }) => JSON.stringify([name, mutant, edits]))).size ===
      1,
  );
  const keyOf = keyOfCommon(before, after);
  if (!areOne) return keyOf;
  return (outcome) => keyOf({ ...outcome, specification: { ...outcome.specification, mutant: undefined, edits: [] } });
}

function keyOfConstants(
  { name, constants, mutant, edits }: SpecificationIdentity,
  isMeant: (constant: string) => boolean,
): string {
  // They may have been declared in another order.
  const values = constants
    .filter((each) => isMeant(each.name))
    .map((each) => JSON.stringify([each.name, each.value]))
    .sort((a, b) => (a < b ? -1 : 1));
  return JSON.stringify([name, values, mutant, edits]);
}
