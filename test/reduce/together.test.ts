// All reductions together, each alone, and every other choice of them: what is promised of each holds whatever the others do.

import { describe, expect, it } from 'vitest';
import {
  explore,
  exploreCompiled,
  isModel,
  reductionNames,
  type Exploration,
  type Model,
  type ReductionName,
  type Reductions,
} from 'ballast';
import { whyAllOrders } from '../../checker/interpret/all-orders.ts';
import { bundledFiles, importBundled } from '../../src/load/bundled.ts';

const keys: Readonly<Record<ReductionName, keyof Reductions>> = {
  symmetry: 'symmetry',
  'dead-locals': 'deadLocals',
  'partial-order': 'partialOrder',
  chains: 'chains',
};
const everything: Reductions = { symmetry: true, deadLocals: true, partialOrder: true, chains: true };

/** Every choice of some reductions, the one of none first. */
function choicesOf(names: readonly ReductionName[]): readonly Reductions[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    Object.fromEntries(names.map((name, at) => [keys[name], Math.floor(bits / 2 ** at) % 2 === 1])),
  );
}

/** The reductions that leave something out, by what a search says that is asked for all of them. */
function namesOf({ reductions = [] }: Exploration): readonly ReductionName[] {
  return reductionNames.filter((each) =>
    reductions.some(({ name, isInForce, reason }) => name === each && (isInForce || reason === whyAllOrders)),
  );
}

/** What must be the same whatever is left out. A witness that is found where orders are left out may lie nearer. */
function foundBy(
  { properties, actions, neverExercised, ended }: Exploration,
  { partialOrder, chains }: Reductions,
): object {
  const areWitnessesShortest = partialOrder !== true && chains !== true;
  return {
    ended,
    properties: properties.map(({ name, kind, verdict }) => {
      if (verdict.kind === 'violated') return [name, kind, verdict.steps, verdict.trace?.steps.map(({ text }) => text)];
      return [name, kind, verdict.kind, areWitnessesShortest && 'steps' in verdict ? verdict.steps : undefined];
    }),
    enabled: actions.flatMap(({ action, firings }) => (firings > 0 ? [action] : [])),
    neverExercised,
  };
}

const files = await Promise.all(bundledFiles().map(importBundled));
const models: readonly Model[] = [...new Set(files.flatMap((file) => Object.values(file).filter(isModel)))];
const isLong = process.env['BALLAST_AGREEMENT'] !== undefined;

describe('whatever is left out, the same is found', () => {
  const variants = models.flatMap((model) =>
    [undefined, ...Object.keys(model.mutants).filter((_, index) => isLong && index % 15 === 7)].map((mutant) => ({
      name: `${model.name} ${mutant ?? ''}`.trim(),
      specification: model.build({ mutant }),
    })),
  );

  it.each(variants)('of $name', async ({ specification }) => {
    const request = { workers: 1, traced: 'all' } as const;
    const whole = await exploreCompiled(specification, { ...request, maxStates: isLong ? 20_000 : 2000 });
    if (whole.ended === 'max-states') return;
    const all = await exploreCompiled(specification, { ...request, reductions: everything });
    for (const reductions of choicesOf(namesOf(all))) {
      const found = await exploreCompiled(specification, { ...request, reductions });
      expect({ reductions, ...foundBy(found, reductions) }).toEqual({ reductions, ...foundBy(whole, reductions) });
    }
    if (whole.counts.statesDistinct > 2000) return;
    const reference = await explore(specification, { reductions: everything });
    const { digest, counts, levels, reductions } = all;
    expect(reference).toMatchObject({ digest, counts, levels, reductions });
  });
});
