// What runs here, as one hash for each part of the build: what was found by another build of the checker is not trusted.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  for (const file of [...scriptsIn(join(root, part))].sort()) {
    // The time of the last modification would not tell: installing sets it.
    if (statSync(file).ctimeMs >= performance.timeOrigin) return undefined;
    const content = readFileSync(file);
    hash.update(JSON.stringify([relative(root, file), content.length])).update(content);
  }
  return hash.digest('hex');
}

// By hand: the recursive listing of Node takes longer than reading all the files.
function scriptsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return scriptsIn(join(folder, entry.name));
    return entry.name.endsWith('.js') ? [join(folder, entry.name)] : [];
  });
}
