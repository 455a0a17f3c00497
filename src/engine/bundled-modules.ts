// Run at the end of a build: compiles and assembles the bundled specifications at their default constants, so that checking them loads
// neither compiler nor assembler.

import { exploreCompiled, InternalError } from '../../checker/index.ts';
import { allReductions, only } from '../arguments/reductions.ts';
import { bundledFiles, importBundled } from '../load/bundled.ts';
import { modelsOf } from '../load/model-choice.ts';
import { compiledFolder, programKeeper } from './bundled-programs.ts';
import { readModule, writeModule } from './module-cache.ts';

for (const bundled of bundledFiles()) {
  const exports = await importBundled(bundled);
  const models = [...new Set(modelsOf(exports).map(({ model }) => model))];
  // A program is known by its file and by the name of its model.
  if (new Set(models.map(({ name }) => name)).size < models.length)
    throw new InternalError(`${bundled.name} exports two models of one name`);
  for (const model of models) {
    const specification = model.build();
    const keeper = programKeeper(specification, { model, exports, file: bundled.file, files: [] });
    const cache = {
      get: (key: string): Uint8Array | undefined => readModule(compiledFolder, key),
      set: (key: string, bytes: Uint8Array): void => writeModule(compiledFolder, key, bytes),
      // Compiled anew whatever was kept.
      program: keeper && { get: () => undefined, set: keeper.set },
    };
    // Compiling is all that matters; the search ends with its first round. Without reductions, and as it is begun
    // by default.
    const forms = [undefined, only(allReductions, ['symmetry'])];
    for (const reductions of forms) await exploreCompiled(specification, { cache, maxStates: 0, reductions });
  }
}
