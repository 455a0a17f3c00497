// The door `ballast/vite`, for the config of vitest: specifications that tests import are read by vite, not by the command's loader, and get its
// net against tests of truth (see ../load/truth-tests.ts) from this plugin.

import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as JitiModule from 'jiti';
import { listTruthTests, type ListingOptions, type TestedText } from '../load/truth-tests.ts';
import { type Insertion, spliced, type SplicedMap } from './splice.ts';

/** As vite knows a plugin. */
export interface TruthTestsPlugin {
  readonly name: string;
  readonly enforce: 'pre';
  readonly resolveId: (id: string) => string | undefined;
  readonly transform: (code: string, id: string) => { readonly code: string; readonly map: SplicedMap } | undefined;
}

const checkModule = 'ballast:truth-check';
const check = fileURLToPath(new URL(`../load/truth-check${extname(import.meta.url)}`, import.meta.url));
const word = '__ballast_tested__';

/** The plugin: an expression that `||`, `&&`, `??`, `!`, `?:`, `if` or a loop tests is refused with its place, where a file imports 'ballast'. */
export function truthTests(): TruthTestsPlugin {
  // As CommonJS it starts twice as fast.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof JitiModule;
  const jiti = createJiti(import.meta.url, { fsCache: false });
  return {
    name: 'ballast:truth-tests',
    // What is seen is what was written.
    enforce: 'pre',
    resolveId: (id) => (id === checkModule ? check : undefined),
    transform(code, id) {
      const [file = ''] = id.split('?');
      if (!/\.[cm]?[jt]s$/.test(file) || file.includes('/node_modules/') || !/['"]ballast['"]/.test(code))
        return undefined;
      const insertions = insertionsOf(testsIn(jiti, code, file));
      return insertions.length === 0 ? undefined : spliced(code, insertions, file);
    },
  };
}

/** None of a file that cannot be parsed: vite says so. */
function testsIn(jiti: JitiModule.Jiti, source: string, filename: string): readonly TestedText[] {
  let found: readonly TestedText[] = [];
  const options: ListingOptions = { file: filename, list: (tests) => void (found = tests) };
  const ts = filename.endsWith('ts');
  // The text that comes out of it is of no use: it is no module any more, and vite takes the types out itself.
  jiti.transform({ source, filename, ts, async: true, babel: { plugins: [[listTruthTests, options]] } });
  return found;
}

/** A call around each tested value, and the import of what is called. Calls are nested as the values are. */
function insertionsOf(tests: readonly TestedText[]): readonly Insertion[] {
  if (tests.length === 0) return [];
  const opened = [...tests].sort((a, b) => a.start - b.start || b.end - a.end);
  const closed = [...tests].sort((a, b) => a.end - b.end || b.start - a.start);
  return [
    { at: 0, text: `import { tested as ${word} } from '${checkModule}';` },
    ...closed.map(({ end, said }) => ({ at: end, text: `, ${said.map((each) => JSON.stringify(each)).join(', ')})` })),
    ...opened.map(({ start }) => ({ at: start, text: `${word}(` })),
  ];
}
