// Everything that comes with the checker means the same to both engines: every specification, example and mutant. Run by
// `npm run agreement`, on more states where BALLAST_AGREEMENT asks for much.

import { describe, expect, it } from 'vitest';
import type { ExploreRequest, ModuleCache, Specification } from '../../checker/index.ts';
import { models, variantsOf } from '../bundled.ts';
import { compiledText, referenceText } from './compare.ts';

const isLong = Number(process.env['BALLAST_AGREEMENT']) >= 1000;
const maxStates = isLong ? 3000 : 500;

// Workers are waited for, or so small a search would end before they join.
const crews = [{ workers: 1 }, { workers: 2, joinAt: 1 }, { workers: 3, joinAt: 1 }];

describe('both engines, with 1, 2 and 3 workers,', () => {
  it.each(variantsOf())('find the same of $name', async ({ model, mutant }) => {
    // Threads of their own take most of the time: where there is little of it, mutants are left to one worker.
    const only = isLong || mutant === undefined ? crews : crews.slice(0, 1);
    const { reference, compiled } = await allResults(model.build({ mutant }), { maxStates, collect: true }, only);
    for (const each of compiled) expect(each).toBe(reference);
  });

  it.each(models.map((model) => ({ name: model.name, model })))(
    'find the same of all that $name violates',
    async ({ model }) => {
      const { reference, compiled } = await allResults(model.build(), {
        all: true,
        maxStates: Math.min(maxStates, 1000),
      });
      for (const each of compiled) expect(each).toBe(reference);
    },
  );
});

interface Results {
  readonly reference: string;
  /** One for each crew. */
  readonly compiled: readonly string[];
}

async function allResults(specification: Specification, request: ExploreRequest, asked = crews): Promise<Results> {
  const compiled: string[] = [];
  const cache = keeper();
  for (const crew of asked) compiled.push(await compiledText(specification, { ...request, ...crew, cache }));
  return { reference: await referenceText(specification, request), compiled };
}

/** Compiled once for all crews: that takes longer than so short a search. */
function keeper(): ModuleCache {
  const modules = new Map<string, Uint8Array>();
  let program: string | undefined;
  return {
    get: (key) => modules.get(key),
    set: (key, bytes) => void modules.set(key, bytes),
    program: { get: () => program, set: (text) => void (program = text) },
  };
}
