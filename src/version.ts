// The version of the package that this file belongs to.

import { readFileSync } from 'node:fs';

/** Read from package.json, one folder further up once this file is compiled. */
export function version(): string {
  for (const folder of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(folder, import.meta.url), 'utf8')) as { version: string };
      return version;
    } catch {
      // Looked for in the next folder.
    }
  }
  return 'unknown';
}
