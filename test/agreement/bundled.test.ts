// Everything that comes with the checker means the same to both engines: every specification, example and mutant.

import { describe, expect, it } from 'vitest';
import { isModel, type Model } from '../../checker/index.ts';
import { bundledFiles, importBundled } from '../../src/load/bundled.ts';
import { compareEngines } from './compare.ts';

const files = await Promise.all(bundledFiles().map(importBundled));
const models: readonly Model[] = [...new Set(files.flatMap((file) => Object.values(file).filter(isModel)))];
const variants = models.flatMap((model) =>
  [undefined, ...Object.keys(model.mutants)].map((mutant) => ({
    name: `${model.name} ${mutant ?? ''}`.trim(),
    model,
    mutant,
  })),
);

describe('both engines', () => {
  it.each(variants)('find the same of $name', async ({ model, mutant }) => {
    const specification = model.build({ mutant });
    const { reference, compiled } = await compareEngines(specification, { maxStates: 3000 }, { workers: 2 });
    expect(compiled).toBe(reference);
  });

  it.each(models.map((model) => ({ name: model.name, model })))(
    'find the same of all that $name violates',
    async ({ model }) => {
      const { reference, compiled } = await compareEngines(
        model.build(),
        { all: true, maxStates: 1000 },
        { workers: 3 },
      );
      expect(compiled).toBe(reference);
    },
  );
});
