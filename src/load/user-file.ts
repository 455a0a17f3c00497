// Runs a user's file: TypeScript without a build step, `ballast` meaning the running command's own checker wherever the file lies,
// and truth tests checked. Every run reads the file and its relative imports afresh; their transformed texts are cached by content.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as JitiModule from 'jiti';
import * as ballast from '../../checker/index.ts';
import { userCacheFolder } from '../cache-folder.ts';
import { callPlaces } from './call-places.ts';
import { explainThrown, refuseSyntax, refuseWord, type Sources } from './load-errors.ts';
import { mapPlaces } from './source-places.ts';
import * as truthCheck from './truth-check.ts';
import { truthTests, type TruthTestsOptions } from './truth-tests.ts';

export interface FileRun {
  readonly exports: Readonly<Record<string, unknown>>;
  /** The file itself and every TypeScript file that it imports by a path, in the order in which they were read. */
  readonly files: readonly string[];
  /** Says what code of the file threw that was called later, with its place; errors of the language stay as they are. */
  readonly explain: (thrown: unknown) => unknown;
}

export interface RunOptions {
  /** Folder for the transformed texts, where it is not the usual one. */
  readonly cache?: string | undefined;
  /** What else it may import by a name, besides 'ballast' and what lies in node_modules. */
  readonly modules?: Readonly<Record<string, object>>;
}

const checkModule = 'ballast:truth-check';

/** Runs the file. @throws SpecError with a place, whatever goes wrong in it */
export async function runFile(
  file: string,
  { cache = cacheFolder(), modules = {} }: RunOptions = {},
): Promise<FileRun> {
  // Only user files need it. As CommonJS it starts twice as fast: an import reads it once more, for the names that it exports.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof JitiModule;
  const sources = new Map<string, string>();
  const texts = createJiti(import.meta.url, { fsCache: cache ?? false });
  const runner = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { ballast: wordsFor(sources), [checkModule]: truthCheck, ...modules },
    transform({ source, filename = file, ts = false }) {
      sources.set(filename, source);
      return { code: transform(texts, source, filename, ts) };
    },
  });
  const explain = (thrown: unknown): unknown => explainThrown(thrown, file, sources);
  try {
    const source = readFileSync(file, 'utf8');
    const exports = await runner.evalModule(source, { filename: file, id: file, async: true, forceTranspile: true });
    return { exports: exports as FileRun['exports'], files: [...sources.keys()], explain };
  } catch (thrown) {
    throw explain(thrown);
  }
}

/** The text that runs for a source: truth tests in, types out, and its places mapped to the source. */
function transform(texts: JitiModule.Jiti, source: string, filename: string, ts: boolean): string {
  const options: TruthTestsOptions = { file: filename, checkModule };
  const code = texts.transform({
    source,
    filename,
    ts,
    async: true,
    interopDefault: false,
    babel: { sourceMaps: 'inline', sourceFileName: filename, plugins: [[truthTests, options], callPlaces] },
  });
  if (code.startsWith(syntaxErrorPrefix))
    refuseSyntax(JSON.parse(code.slice(syntaxErrorPrefix.length)), filename, source);
  mapPlaces(filename, () => sourceMapOf(code), 1);
  // The runner writes its own beginning into the first line; the text starts on the next, so that columns stay.
  return `\n${code}`;
}

// Instead of throwing, the transform answers with a module that says what is wrong with the source.
const syntaxErrorPrefix = 'exports.__JITI_ERROR__ = ';

function sourceMapOf(code: string): SourceMapPayload {
  const base64 = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)/.exec(code)?.[1] ?? '';
  return JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as SourceMapPayload;
}

/** What `import … from 'ballast'` sees. A word that does not exist would else be `undefined`, and found out where it is called. */
function wordsFor(sources: Sources): Readonly<Record<string, unknown>> {
  return new Proxy(ballast, {
    get(target, name): unknown {
      // Asked for by the transformed text of every import.
      if (name === '__esModule') return true;
      if (typeof name === 'symbol' || name in target || name === 'then' || name === 'default')
        return Reflect.get(target, name);
      return refuseWord(name, Object.keys(target), sources);
    },
  });
}

/** A folder of this user alone, since what lies in it is run; another one for each build of this loader. */
function cacheFolder(): string | undefined {
  const user = userCacheFolder();
  if (user === undefined) return undefined;
  const own = fileURLToPath(new URL('.', import.meta.url));
  const built = Math.max(...readdirSync(own).map((name) => statSync(join(own, name)).mtimeMs));
  return join(user, `transformed-${Math.trunc(built).toString(36)}`);
}
