// Files kept from one run to the next. Each begins with a check of what it is, what it is valid for and what it holds; one that cannot be
// read, or does not match, is as good as none, and one that cannot be written is no error.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

const checkBytes = 32;

/** What a kept file is valid for, besides its name; asked for only where there is such a file. */
export type Validity = () => string;

const always: Validity = () => '';

/** What the file of this name holds; undefined where there is none that can be trusted. */
export function readKept(folder: string, name: string, validity = always): Uint8Array | undefined {
  const found = lookUpKept(folder, name, validity);
  return found === 'untrusted' ? undefined : found;
}

/** What the file of this name holds; 'untrusted' where there is one that is damaged, or is valid for something else. */
export function lookUpKept(folder: string, name: string, validity = always): Uint8Array | 'untrusted' | undefined {
  const file = join(folder, name);
  try {
    if (!existsSync(file)) return undefined;
    const content = readFileSync(file);
    const bytes = content.subarray(checkBytes);
    return checkOf(name, validity, bytes).equals(content.subarray(0, checkBytes)) ? bytes : 'untrusted';
  } catch {
    return 'untrusted';
  }
}

/** Removes the files that were written longest ago, so that no more than `most` with this ending are left. */
export function removeOldest(folder: string, ending: string, most: number): void {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(ending));
    if (names.length <= most) return;
    const aged = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs })).sort((a, b) => a.at - b.at);
    for (const { name } of aged.slice(0, names.length - most)) rmSync(join(folder, name), { force: true });
  } catch {
    // Another process removes them too.
  }
}

/** Written aside and then renamed, so that nobody ever reads half of it. Whether it was. */
export function writeKept(folder: string, name: string, bytes: Uint8Array, validity = always): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const aside = join(folder, `${name}.${process.pid}.${threadId}.new`);
    writeFileSync(aside, Buffer.concat([checkOf(name, validity, bytes), bytes]));
    renameSync(aside, join(folder, name));
    return true;
  } catch {
    return false;
  }
}

function checkOf(name: string, validity: Validity, bytes: Uint8Array): Buffer {
  // As JSON, no two names and validities run together to the same.
  return createHash('sha256')
    .update(JSON.stringify([name, validity()]))
    .update(bytes)
    .digest();
}
