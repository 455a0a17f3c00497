// What is expected of whole behaviours of the balloon, in the sizes of its tables: by both engines with all that they say, lassos and abstract
// states included, and in fine steps and in coarse ones.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import balloon from '../../spec/balloon.ts';
import { compareEngines } from '../agreement/compare.ts';
import { cellsOfBehaviours, type Cell } from './cells.ts';
import { behaviourCells } from './tables-behaviours.ts';

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

describe("the document's tables count the steps", () => {
  const document = readFileSync(fileURLToPath(new URL('../../spec/balloon/README.md', import.meta.url)), 'utf8');
  const rows = behaviourCells(document).flatMap(([, cells]) => cells);

  it.each(rows)('of $name', async ({ name, verdict }) => {
    const { set = {}, edits = [], properties } = balloon.suites.find((suite) => suite.name === name) ?? {};
    const { properties: found } = await exploreCompiled(balloon.build({ set, edits }), { properties });
    const [{ verdict: own } = { verdict: undefined }] = found.filter(({ isSelected }) => isSelected);
    const trace = own?.kind === 'violated' ? own.trace : undefined;
    const steps = trace?.steps.length ?? 0;
    const length = trace?.loop === undefined ? String(steps) : `${trace.loop.from} + ${steps - trace.loop.from}`;
    expect(own?.kind === 'violated' ? length : own?.kind).toBe(verdict);
  });
});
