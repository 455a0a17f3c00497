// All reductions together, each alone, and every other choice of them: what is promised of each holds whatever the others do, of everything
// that comes with the checker. Run by `npm run reductions`; of mutants only some where that is asked for few random specifications.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled } from 'ballast';
import { variantsOf } from '../bundled.ts';
import { choicesOf, everything, leavingOut, promised } from './promised.ts';

const isLong = Number(process.env['BALLAST_REDUCTIONS'] ?? 0) >= 1000;

describe('whatever is left out, the same is found', () => {
  it.each(variantsOf((index) => isLong || index % 15 === 7))('of $name', async ({ model, mutant }) => {
    const specification = model.build({ mutant });
    const request = { workers: 1 };
    const whole = await exploreCompiled(specification, { ...request, maxStates: isLong ? 20_000 : 2000 });
    if (whole.ended === 'max-states') return;
    const all = await exploreCompiled(specification, { ...request, reductions: everything });
    const choices = choicesOf(leavingOut(all));
    for (const reductions of choices) {
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
