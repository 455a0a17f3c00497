// Assembled modules kept from one run to the next: those of the bundled specifications come with the command, others lie in the user's
// cache folder. A cache that cannot be read or written is no error, and what does not match its check is not used.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import type { ModuleCache } from '../../checker/index.ts';
import { userCacheFolder } from '../cache-folder.ts';

/** Bytes of a check hash that stands before the module. */
const checkBytes = 32;
/** The oldest modules go when there are more. A matrix has a few hundred, some 40 kB each; when it does not fit, none is found again. */
const filesMost = 1000;

/** Where the modules of the bundled specifications lie. */
export const bundledModules = fileURLToPath(new URL('../../compiled/', import.meta.url));

/** The caches of this user: the bundled one is only read. */
export function moduleCache(): ModuleCache {
  const own = userCacheFolder();
  return {
    get: (key) => readModule(bundledModules, key) ?? (own === undefined ? undefined : readModule(own, key)),
    set: (key, bytes) => {
      if (own !== undefined) writeModule(own, key, bytes);
    },
  };
}

/** The module of this key in a folder; undefined where there is none that can be trusted. */
export function readModule(folder: string, key: string): Uint8Array | undefined {
  const file = join(folder, `${key}.wasm`);
  try {
    if (!existsSync(file)) return undefined;
    const content = readFileSync(file);
    const bytes = content.subarray(checkBytes);
    return checkOf(key, bytes).equals(content.subarray(0, checkBytes)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a module. Written aside and then renamed, so that nobody ever reads half of it. */
export function writeModule(folder: string, key: string, bytes: Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true });
    const aside = join(folder, `${key}.${process.pid}.${threadId}.new`);
    writeFileSync(aside, Buffer.concat([checkOf(key, bytes), bytes]));
    renameSync(aside, join(folder, `${key}.wasm`));
    removeOldest(folder);
  } catch {
    // The next run assembles it again.
  }
}

function checkOf(key: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(bytes).digest();
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  if (names.length <= filesMost) return;
  const aged = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => a.at - b.at);
  for (const { name } of aged.slice(0, names.length - filesMost)) rmSync(join(folder, name), { force: true });
}
