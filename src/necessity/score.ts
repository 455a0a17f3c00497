// What all verdicts together say: how many changes are noticed, and which property notices how many, alone or with others.

import type { PropertyKind } from '../result/status.ts';
import type { PropertyScore, Score, VariantResult } from './result.ts';

export function scoreOf(variants: readonly VariantResult[]): Score {
  const count = (kind: VariantResult['verdict']['kind']): number =>
    variants.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    loadBearing: count('load-bearing'),
    notNoticed: count('not noticed'),
    redundant: count('redundant'),
    undecided: count('not decided'),
    unbuilt: count('cannot be built'),
  };
}

/** Evaluations outside their domain are looked for always, and named for where they happen: they count together. */
const domainErrors = 'an evaluation outside its domain';

/** For each property, in their order, those of `kept` that notice nothing too. */
export function propertyScores(
  kept: readonly { readonly name: string; readonly kind: PropertyKind }[],
  variants: readonly VariantResult[],
): readonly PropertyScore[] {
  const notices = new Map<string, string[]>();
  const alone = new Map<string, string[]>();
  const note = (of: Map<string, string[]>, property: string, variant: string): void =>
    void of.set(property, [...(of.get(property) ?? []), variant]);
  let hasDomainErrors = false;
  for (const { name, verdict } of variants) {
    if (verdict.kind !== 'load-bearing') continue;
    const by = new Set(verdict.notices.map((each) => (each.kind === 'domain' ? domainErrors : each.name)));
    hasDomainErrors ||= by.has(domainErrors);
    for (const property of by) note(notices, property, name);
    const [only, ...others] = by;
    // At the larger size the search ends with what breaks first: others may notice later.
    if (only !== undefined && others.length === 0 && verdict.size === 'asked') note(alone, only, name);
  }
  const rows = hasDomainErrors ? [...kept, { name: domainErrors, kind: 'domain' as const }] : kept;
  return rows.map(({ name, kind }) => ({
    name,
    kind,
    notices: notices.get(name) ?? [],
    alone: alone.get(name) ?? [],
  }));
}
