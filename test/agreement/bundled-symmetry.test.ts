// Everything that comes with the checker is found the same where states that differ in names only are one, by both engines: every specification,
// example and mutant, or some mutants where few random specifications are asked for. Run by `npm run reductions`.

import { describe, expect, it } from 'vitest';
import { explore } from '../../checker/index.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { variantsOf } from '../bundled.ts';
import { ofStates } from './of-states.ts';
import { exploreByGenerated, reducedBeside } from './reduced.ts';

const isLong = Number(process.env['BALLAST_REDUCTIONS'] ?? 0) >= 1000;
const variants = variantsOf((index) => isLong || index % 4 === 1);

describe('with symmetry and without it', () => {
  it.each(variants)('the same is found of $name', async ({ model, mutant }) => {
    const specification = ofStates(model.build({ mutant }));
    const ways = symmetryOf(specification).isCountable ? ([true] as const) : ([true, 'countable'] as const);
    for (const symmetry of ways) {
      const request = { all: true, maxStates: 500 };
      const { differences } = await reducedBeside(specification, symmetry, request, [explore, exploreByGenerated]);
      expect(differences).toEqual([]);
    }
  });
});
