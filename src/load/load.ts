// From what a person writes on the command line, `mine.ts`, `mine.ts#name` or the name of a bundled specification, to the model it means.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Model, nearest, suggest, UsageError } from '../../checker/index.ts';
import { bundledFiles, importBundled } from './bundled.ts';
import { pointedToText } from './edited-text.ts';
import { chooseModel, listNames, modelsOf } from './model-choice.ts';

export interface LoadedSpecification {
  readonly model: Model;
  /** The model that was asked for by name, where one was. */
  readonly wanted?: string | undefined;
  /** Everything that the file exports, suites for one. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** The file that was run; of a bundled specification the compiled one. */
  readonly file: string;
  /** The user's files that were run, for a watch to look at; none for a bundled specification. */
  readonly files: readonly string[];
  /** Says what building the model threw, with its place in the user's files; errors of the language stay as they are. */
  readonly explain: (thrown: unknown) => unknown;
}

export interface LoadOptions {
  /** The folder that paths start from. */
  readonly cwd: string;
  /** Folder for the transformed texts of user files, where it is not the usual one. */
  readonly cache?: string;
  /** Folders of the specifications that are known by name, where they are not those that come with the command. */
  readonly bundled?: readonly string[];
}

/** Loads a user's file afresh, or a bundled specification. @throws UsageError for an unknown name, SpecError for a file that is wrong */
export async function loadSpecification(reference: string, options: LoadOptions): Promise<LoadedSpecification> {
  // A file may have '#' in its name.
  const isWhole = isPath(reference) && existsSync(resolve(options.cwd, reference));
  const [, path = reference, wanted] = isWhole ? [] : (/^(.+)#([^#/\\]+)$/.exec(reference) ?? []);
  if (!isPath(path)) return await loadBundled(path, wanted, options);
  const file = resolve(options.cwd, path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) refuseFile(path, file);
  const { runFile } = await import('./user-file.ts');
  const { exports, files, explain } = await runFile(file, { cache: options.cache });
  return { model: chooseModel(exports, path, file, wanted), wanted, exports, file, files, explain };
}

const endings = ['.ts', '.mts', '.js', '.mjs'];

export function isPath(path: string): boolean {
  return /[/\\]/.test(path) || endings.includes(extname(path));
}

function refuseFile(path: string, file: string): never {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new UsageError(`there is no folder '${dirname(path)}'`);
  const names = readdirSync(folder).filter((name) => endings.includes(extname(name)) && !name.endsWith('.d.ts'));
  const near = nearest(basename(file), names);
  const mend =
    near === undefined ? listNames('the folder holds', names) : `did you mean '${join(dirname(path), near)}'?`;
  throw new UsageError(`there is no file '${path}'`, { mend });
}

/** By the name of its file, which is looked at first, else by the name of a model in any of them. */
async function loadBundled(
  name: string,
  wanted: string | undefined,
  { cwd, bundled: folders }: LoadOptions,
): Promise<LoadedSpecification> {
  const all = bundledFiles(folders);
  const known: string[] = [];
  for (const bundled of [...all.filter((each) => each.name === name), ...all.filter((each) => each.name !== name)]) {
    const exports = await importBundled(bundled);
    const models = modelsOf(exports);
    const called = models.find(({ model }) => model.name === name);
    const isMeant = bundled.name === name ? models.length > 0 : called !== undefined;
    if (isMeant) {
      const model = chooseModel(
        exports,
        name,
        bundled.file,
        wanted ?? (bundled.name === name ? undefined : called?.as),
      );
      const explain = (thrown: unknown): unknown => pointedToText(thrown, bundled.file, name, cwd);
      return { model, wanted, exports, file: bundled.file, files: [], explain };
    }
    known.push(...(models.length > 0 ? [bundled.name] : []), ...models.map(({ model }) => model.name));
  }
  const file = endings.map((ending) => `${name}${ending}`).find((each) => existsSync(resolve(cwd, each)));
  const names = [...new Set(known)];
  const mend =
    file === undefined
      ? suggest(name, names) || listNames('the specifications are', names)
      : `write ${file} for the file`;
  throw new UsageError(`there is no specification '${name}'`, { mend });
}
