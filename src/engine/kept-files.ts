// Files kept from one run to the next. Each begins with a check of what it is, what it is valid for and what it holds; one that cannot be
// read, or does not match, is as good as none, and one that cannot be written is no error.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

const checkBytes = 32;

/** What a kept file is valid for, besides its name; asked for only where there is such a file. */
export type Validity = () => string;

const always: Validity = () => '';

/** What the file of this name holds; undefined where there is none that can be trusted. */
export function readKept(folder: string, name: string, validity = always): Uint8Array | undefined {
  const file = join(folder, name);
  try {
    if (!existsSync(file)) return undefined;
    const content = readFileSync(file);
    const bytes = content.subarray(checkBytes);
    return checkOf(name, validity, bytes).equals(content.subarray(0, checkBytes)) ? bytes : undefined;
  } catch {
    return undefined;
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
