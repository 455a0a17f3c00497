// What is written down when the checker itself is at fault: all that it takes to see it again.

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InternalError } from '../../checker/index.ts';
import { version } from '../version.ts';

export interface Reproduction {
  /** The command that asks the same question again. */
  readonly command: string;
  readonly specification: string;
  readonly treeHash: string;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly edits: readonly string[];
}

/**
 * Writes a reproduction into the folder, or among temporary files where that cannot be written.
 * The error to throw instead: it says the same, and where the file is.
 */
export function reported(error: InternalError, reproduction: Reproduction, folder: string): InternalError {
  const name = `ballast-internal-error-${reproduction.treeHash}.json`;
  const content = {
    error: error.message,
    ...reproduction,
    ballast: version(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  for (const file of [join(folder, name), join(tmpdir(), name)]) {
    try {
      writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
      return new InternalError(error.what, {
        mend: `this is a mistake of the checker: no verdict. What it takes to see it again is in ${file}`,
      });
    } catch {
      // The next folder may be writable.
    }
  }
  return error;
}
