// A folder of files for one test, outside the checkout: what a user has who wrote a specification somewhere.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Folder {
  readonly path: string;
  readonly cache: string;
  write(name: string, text: string): string;
}

/** Made with these files in it, and gone when the test is over. */
export function folderOf(files: Readonly<Record<string, string>>): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10 }));
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { path, cache: join(path, '.cache'), write };
}

/** The message of the error that an action ends with, its name before it, and the folder left out of its paths. */
export async function refusal(folder: Folder, action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`.replaceAll(`${folder.path}/`, '');
    throw error;
  }
  return 'nothing was refused';
}
