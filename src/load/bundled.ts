// The specifications that come with the checker: what lies in spec/ and examples/, compiled in an installed package, as sources under a
// test runner. Found by listing the folders, so that the command knows none of them by name.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { SourceMapPayload } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mapPlaces } from './source-places.ts';

export interface BundledFile {
  /** The file's base name, by which it is called on the command line. */
  readonly name: string;
  readonly file: string;
}

const isSource = import.meta.url.endsWith('.ts');
const ending = isSource ? '.ts' : '.js';

/** The folders that come with the command. */
export const bundledFolders: readonly string[] = ['spec', 'examples'].map((folder) =>
  fileURLToPath(new URL(`../../${folder}/`, import.meta.url)),
);

/** The files of each folder in the order of their names. Not every one of them exports a model. */
export function bundledFiles(folders: readonly string[] = bundledFolders): BundledFile[] {
  return folders.flatMap((folder) => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];
    return names.sort().map((name) => ({ name: name.slice(0, -ending.length), file: join(folder, name) }));
  });
}

/** What a bundled file exports. */
export async function importBundled({ file }: BundledFile): Promise<Readonly<Record<string, unknown>>> {
  if (!isSource) mapBundledPlaces(dirname(file));
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
}

const mappedFolders = new Set<string>();

/** A bundled file imports what lies beside and below it, so all of that is mapped; a map is read only where a stack passes through its file. */
function mapBundledPlaces(folder: string): void {
  if (mappedFolders.has(folder)) return;
  mappedFolders.add(folder);
  for (const name of readdirSync(folder, { encoding: 'utf8', recursive: true })) {
    if (!name.endsWith(ending)) continue;
    const file = join(folder, name);
    mapPlaces(pathToFileURL(file).href, () => JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload);
  }
}
