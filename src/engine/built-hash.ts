// What runs here, as one hash for each part of the build: what was found by another build of the checker is not trusted.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scriptsIn } from './bundled-programs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const isBuilt = !import.meta.url.endsWith('.ts');

export type BuiltPart = 'checker' | 'src' | 'spec' | 'examples';

const hashes = new Map<BuiltPart, string | undefined>();

/**
 * SHA-256 of all scripts of a part, by name and content; undefined where nobody can say what runs: the command runs from its sources, or a build
 * went on beside it.
 */
export function builtHash(part: BuiltPart): string | undefined {
  if (!hashes.has(part)) hashes.set(part, isBuilt ? hashOf(part) : undefined);
  return hashes.get(part);
}

function hashOf(part: BuiltPart): string | undefined {
  const hash = createHash('sha256');
  for (const name of [...scriptsIn(root, part)].sort()) {
    const file = join(root, name);
    // The time of the last modification would not tell: installing sets it.
    if (statSync(file).ctimeMs >= performance.timeOrigin) return undefined;
    const content = readFileSync(file);
    hash.update(JSON.stringify([name, content.length])).update(content);
  }
  return hash.digest('hex');
}
