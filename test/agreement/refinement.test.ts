// Whether one specification refines another, by the conditions and formulas that are made of the abstract one, in both engines, and by the plain
// meaning: each step of the one compared with all firings of the other, and the fairness of both on the graph of all states. BALLAST_AGREEMENT
// sets how many specifications, BALLAST_SEED which.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Exploration } from '../../checker/index.ts';
import { built, choices, fairChoices, isRefined, type Choices } from './refinements.ts';

// Each takes as long as several of the other random specifications; of fewer than 40 the thresholds say nothing.
const runs = Math.max(40, Math.floor(Number(process.env['BALLAST_AGREEMENT'] ?? 0) / 20));
const seed = Number(process.env['BALLAST_SEED'] ?? 1);

async function compare(drawn: fc.Arbitrary<Choices>): Promise<{ held: number; lassos: number }> {
  let [held, lassos] = [0, 0];
  await fc.assert(
    fc.asyncProperty(drawn, async (chosen) => {
      const specification = built(chosen);
      const wanted = isRefined(specification, chosen);
      if (wanted) held += 1;
      const [plain, compiled] = [await explore(specification), await exploreCompiled(specification)];
      expect(unseenIn(compiled)).toEqual(unseenIn(plain));
      // With whatever may be left out of the search.
      const reduced = await exploreCompiled(specification, {
        reductions: { symmetry: true, deadLocals: true, partialOrder: true, chains: true },
      });
      for (const { properties } of [plain, compiled, reduced]) {
        const found = properties.find(({ name }) => name === 'Abstract')?.verdict;
        expect(found?.kind).toBe(wanted ? 'holds' : 'violated');
        if (found?.kind === 'violated' && found.trace?.loop !== undefined) lassos += 1;
      }
    }),
    { numRuns: runs, seed },
  );
  return { held, lassos };
}

/** What was never exercised, where that is known. */
function unseenIn({ ended, neverExercised }: Exploration): readonly unknown[] {
  return ended === 'complete' ? neverExercised : [];
}

describe('a refinement', () => {
  it('holds if, and only if, each step is a firing of the abstract specification, or changes nothing there', async () => {
    const { held, lassos } = await compare(choices);
    expect(lassos).toBe(0);
    expect(held).toBeGreaterThan(runs / 10);
    expect(held).toBeLessThan((9 * runs) / 10);
  });

  it('of a fair specification holds if, and only if, every fair behaviour is a fair one there, too', async () => {
    const { held, lassos } = await compare(fairChoices);
    expect(held).toBeGreaterThan(runs / 10);
    // By either engine, and once more.
    expect(lassos / 3).toBeGreaterThan(runs / 10);
  });
});
