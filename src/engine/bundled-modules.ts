// Run at the end of a build: assembles the bundled specifications at their default constants, so that checking them loads no assembler.

import { exploreCompiled, isModel, type Model } from '../../checker/index.ts';
import { bundledFiles, importBundled } from '../load/bundled.ts';
import { bundledModules, readModule, writeModule } from './module-cache.ts';

/** Every model that a bundled file exports. */
async function bundledModels(): Promise<readonly Model[]> {
  const files = await Promise.all(bundledFiles().map(importBundled));
  return [...new Set(files.flatMap((file) => Object.values(file).filter(isModel)))];
}

const cache = {
  get: (key: string): Uint8Array | undefined => readModule(bundledModules, key),
  set: (key: string, bytes: Uint8Array): void => writeModule(bundledModules, key, bytes),
};

for (const model of await bundledModels()) {
  // Assembling is all that matters; the search ends with its first round.
  await exploreCompiled(model.build(), { cache, maxDepth: 0 });
}
