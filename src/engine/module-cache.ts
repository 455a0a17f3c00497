// Assembled modules kept from one run to the next: those of the bundled specifications come with the command, together with the programs
// that they belong to; others lie in the user's cache folder.

import type { ModuleCache, Specification } from '../../checker/index.ts';
import { userCacheFolder } from '../cache-folder.ts';
import { compiledFolder, type Origin, programKeeper } from './bundled-programs.ts';
import { readKept, removeOldest, writeKept } from './kept-files.ts';

/** The oldest modules go when there are more. A matrix has a few hundred, some 40 kB each; when it does not fit, none is found again. */
const filesMost = 1000;

/** The caches of this user: what comes with the command is only read. */
export function moduleCache(specification: Specification, origin: Origin): ModuleCache {
  const own = userCacheFolder();
  const keeper = programKeeper(specification, origin);
  return {
    get: (key) => readModule(compiledFolder, key) ?? (own === undefined ? undefined : readModule(own, key)),
    set: (key, bytes) => {
      if (own !== undefined) writeModule(own, key, bytes);
    },
    program: keeper && { get: keeper.get, set: () => undefined },
  };
}

/** The module of this key in a folder; undefined where there is none that can be trusted. */
export function readModule(folder: string, key: string): Uint8Array | undefined {
  return readKept(folder, `${key}.wasm`);
}

/** Keeps a module. */
export function writeModule(folder: string, key: string, bytes: Uint8Array): void {
  if (writeKept(folder, `${key}.wasm`, bytes)) removeOldest(folder, '.wasm', filesMost);
}
