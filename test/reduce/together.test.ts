// All reductions together, each alone, and every other choice of them: what is promised of each holds whatever the others do, of everything
// that comes with the checker. With BALLAST_AGREEMENT; without it all of them together, where there is little to search.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, isModel, type Model } from 'ballast';
import { bundledFiles, importBundled } from '../../src/load/bundled.ts';
import { choicesOf, everything, leavingOut, promised } from './promised.ts';

const files = await Promise.all(bundledFiles().map(importBundled));
const models: readonly Model[] = [...new Set(files.flatMap((file) => Object.values(file).filter(isModel)))];
const isLong = process.env['BALLAST_AGREEMENT'] !== undefined;

describe('whatever is left out, the same is found', () => {
  const variants = models.flatMap((model) =>
    [undefined, ...(isLong ? Object.keys(model.mutants) : [])].map((mutant) => ({
      name: `${model.name} ${mutant ?? ''}`.trim(),
      specification: model.build({ mutant }),
    })),
  );

  it.each(variants)('of $name', async ({ specification }) => {
    const request = { workers: 1 };
    const whole = await exploreCompiled(specification, { ...request, maxStates: isLong ? 20_000 : 500 });
    if (whole.ended === 'max-states') return;
    const all = await exploreCompiled(specification, { ...request, reductions: everything });
    const choices = choicesOf(leavingOut(all));
    for (const reductions of isLong ? choices : choices.slice(-1)) {
      const found = await exploreCompiled(specification, { ...request, reductions });
      expect({ reductions, found: promised(found, reductions) }).toEqual({
        reductions,
        found: promised(whole, reductions),
      });
    }
    if (whole.counts.statesDistinct > 2000) return;
    const reference = await explore(specification, { reductions: everything });
    const { digest, counts, levels, reductions } = all;
    expect(reference).toMatchObject({ digest, counts, levels, reductions });
  });
});
