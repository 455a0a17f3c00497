// What is expected of whole behaviours of the balloon, in the sizes of its tables: by both engines with all that they say, lassos and abstract
// states included, and in fine steps and in coarse ones.

import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import balloon from '../../spec/balloon.ts';
import { compareEngines } from '../agreement/compare.ts';
import { cellsOfBehaviours, type Cell } from './cells.ts';

describe('both engines say the same of whole behaviours', () => {
  it.each(cellsOfBehaviours)('on $name', async ({ variant, properties }) => {
    const { reference, compiled } = await compareEngines(balloon.build(variant), { properties });
    expect(compiled).toBe(reference);
  });
});

describe('fine and coarse steps give the same verdicts of whole behaviours', () => {
  const verdictsIn = async ({ variant, properties }: Cell, granularity: string): Promise<readonly string[]> => {
    const set = { ...variant.set, granularity };
    const { ended, properties: found } = await exploreCompiled(balloon.build({ ...variant, set }), { properties });
    expect(['complete', 'violation']).toContain(ended);
    return found.flatMap(({ name, isSelected, verdict }) => (isSelected ? [`${name} ${verdict.kind}`] : []));
  };

  it.each(cellsOfBehaviours)('on $name', async (cell) => {
    const verdicts = await verdictsIn(cell, 'fine');
    expect(verdicts).toHaveLength(1);
    expect(verdicts).toEqual(await verdictsIn(cell, 'coarse'));
  });
});
