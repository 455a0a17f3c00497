// Programs of the bundled specifications, compiled at the end of a build, so that checking them loads no compiler. A program is used only
// for the model, the constants and the very files that it was compiled from, without edits; for anything else there is none.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InternalError, type ModuleCache, type Specification } from '../../checker/index.ts';
import { bundledFolders } from '../load/bundled.ts';
import type { LoadedSpecification } from '../load/load.ts';
import { readKept, writeKept } from './kept-files.ts';

export type ProgramKeeper = NonNullable<ModuleCache['program']>;

/** Where a specification comes from. */
export type Origin = Pick<LoadedSpecification, 'model' | 'exports' | 'file' | 'files'>;

/** An installed command: what was compiled, and where its own specifications and their programs lie. */
export interface Installation {
  readonly root: string;
  readonly bundled: readonly string[];
  readonly compiled: string;
  /** Nothing that was written later is what runs here. In milliseconds since 1970. */
  readonly loadedMs: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where modules and programs of the bundled specifications lie. */
export const compiledFolder = join(root, 'compiled');

/** This one; undefined where it runs from its sources, of which nothing was compiled. */
const installed: Installation | undefined = import.meta.url.endsWith('.ts')
  ? undefined
  : { root, bundled: bundledFolders, compiled: compiledFolder, loadedMs: performance.timeOrigin };

/** What decides how a specification is built and compiled. */
const deciding = [
  'checker/index.js',
  'checker/language',
  'checker/reduce',
  'checker/interpret/interleaving.js',
  'checker/interpret/reduced.js',
  'checker/interpret/reducing.js',
  'checker/compile',
  'spec',
  'examples',
];

/** The keeper of a specification's program; undefined where the specification is not a bundled one as it stands. */
export function programKeeper(
  specification: Specification,
  { model, exports, file, files }: Origin,
  installation = installed,
): ProgramKeeper | undefined {
  // Only a user's specification has files of its own.
  if (installation === undefined || files.length > 0 || specification.edits.length > 0) return undefined;
  const { root, bundled, compiled } = installation;
  // A suite may be about a model that its file has from elsewhere.
  if (!bundled.some((folder) => file.startsWith(folder)) || !Object.values(exports).includes(model)) return undefined;
  const constants = specification.constants.map(({ name, value }) => [name, value]);
  // Each form has a file of its own.
  const identityOf = (form: string): string => JSON.stringify([relative(root, file), model.name, constants, form]);
  const nameOf = (form: string): string => `${createHash('sha256').update(identityOf(form)).digest('hex')}.program`;
  const validityOf = (form: string) => (): string => JSON.stringify([identityOf(form), contentsHash(installation)]);
  return {
    get: (form) => {
      const bytes = readKept(compiled, nameOf(form), validityOf(form));
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    set: (text, form) => void writeKept(compiled, nameOf(form), new TextEncoder().encode(text), validityOf(form)),
  };
}

/** All the deciding files, by name and content: some hundred, 5 ms. @throws InternalError where one is younger than what was loaded */
function contentsHash({ root, loadedMs }: Installation): string {
  const hash = createHash('sha256');
  for (const name of deciding.flatMap((each) => scriptsIn(root, each)).sort()) {
    const file = join(root, name);
    // A build may have gone on beside this process. The time of the last modification would not tell: installing sets it.
    if (statSync(file).ctimeMs >= loadedMs) throw new InternalError(`${name} has changed since it was loaded`);
    const content = readFileSync(file);
    hash.update(JSON.stringify([name, content.length])).update(content);
  }
  return hash.digest('hex');
}

/** A script, or all scripts below a folder, from the root. By hand: the recursive listing of Node takes longer than reading all the files. */
export function scriptsIn(root: string, path: string): readonly string[] {
  if (path.endsWith('.js')) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.js'))
    .flatMap(({ name }) => scriptsIn(root, join(path, name)));
}
