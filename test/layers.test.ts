// Imports go one way. The arrow of the layout is written here once; everything that points against it is named.

import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSource, readSources, type SourceTree } from './source-file.ts';

const door = 'checker/index.ts';

/** For each layer of checker/, the layers it may import besides itself. */
const layersBelow: Readonly<Record<string, readonly string[]>> = {
  language: [],
  reduce: ['language'],
  temporal: ['language'],
  interpret: ['language', 'reduce', 'temporal'],
  compile: ['language', 'reduce', 'temporal'],
  explore: ['language', 'reduce', 'temporal', 'interpret', 'compile'],
  properties: ['language', 'reduce', 'interpret', 'compile', 'explore'],
  trace: ['language', 'reduce', 'interpret', 'compile', 'explore', 'properties'],
  analyse: ['language', 'reduce', 'interpret', 'compile', 'explore', 'properties', 'trace'],
  export: ['language'],
};

/** What users' own tests load, under a test runner that the command does without. */
const runnersDoor = 'src/vitest/';

/** The checker is a library: the packages of the command line and of the tests stay out of it. */
const packagesOfTheCommand = ['jiti', 'vitest', 'yargs'];

/** One line for each import that goes against the arrow: `file:line imports what: why not`. */
function importsAgainstTheArrow(sources: SourceTree): string[] {
  const complaints: string[] = [];
  for (const [path, text] of sources) {
    if (path.startsWith('test/')) continue;
    for (const { name, line } of parseSource(path, text).imports) {
      const reason = name.startsWith('.')
        ? whyNotFile(path, posix.join(posix.dirname(path), name))
        : whyNotPackage(path, name);
      if (reason !== undefined) complaints.push(`${path}:${line} imports ${name}: ${reason}`);
    }
  }
  return complaints;
}

function whyNotFile(from: string, to: string): string | undefined {
  const [folder, layer] = from.split('/');
  const [folderImported, layerImported] = to.split('/');
  if (folder !== 'checker') {
    if (!from.startsWith(runnersDoor) && to.startsWith(runnersDoor))
      return `only tests load what lies in ${runnersDoor}`;
    if (folderImported === folder || to === door) return undefined;
    return folderImported === 'checker' ? `the one door is ${door}` : `${folder} does not know ${folderImported}`;
  }
  if (folderImported !== 'checker') return `checker does not know ${folderImported}`;
  if (from === door) return undefined;
  if (to === door) return `a layer does not import ${door}`;
  if (layer === undefined || layerImported === undefined || !(layer in layersBelow)) return `${layer} is no layer`;
  if (layer === layerImported || layersBelow[layer]?.includes(layerImported) === true) return undefined;
  return `${layer} does not import ${layerImported}`;
}

function whyNotPackage(from: string, name: string): string | undefined {
  if (name === 'vitest' && from.startsWith('src/') && !from.startsWith(runnersDoor))
    return `only ${runnersDoor} needs it, since nobody else has to have it`;
  if (!from.startsWith('checker/')) return undefined;
  if (name === 'ballast') return `a layer does not import ${door}`;
  return packagesOfTheCommand.includes(name) ? 'it belongs to the command line' : undefined;
}

describe('the arrow of imports', () => {
  it('is kept by every file of the project', () => {
    expect(importsAgainstTheArrow(readSources())).toEqual([]);
  });

  it('names each import of a made-up tree that goes against it, and no other', () => {
    const tree = new Map([
      ['checker/index.ts', "export * from './language/spec.ts';\nexport * from './analyse/coverage.ts';\n"],
      ['checker/language/spec.ts', "import { expand } from '../interpret/expand.ts';\nimport './sorts.ts';\n"],
      ['checker/interpret/expand.ts', "import type { Code } from '../compile/code.ts';\nimport '../reduce/dead.ts';\n"],
      ['checker/compile/code.ts', "export { expand } from '../interpret/expand.ts';\nimport yargs from 'yargs';\n"],
      ['checker/explore/search.ts', "import { Model } from '../index.ts';\nimport { Map } from 'immutable';\n"],
      ['checker/export/tla.ts', "import '../language/spec.ts';\nimport '../trace/replay.ts';\n"],
      ['checker/trace/replay.ts', "const later = await import('../analyse/coverage.ts');\n"],
      ['checker/helpers/text.ts', "import '../language/spec.ts';\n"],
      [
        'spec/balloon.ts',
        "import { spec } from 'ballast';\nimport './locks.ts';\nimport '../checker/trace/replay.ts';\n",
      ],
      ['src/main.ts', "import '../checker/index.ts';\nimport type { S } from '../spec/balloon.ts';\n"],
      ['src/report.ts', "type Door = import('../checker/language/spec.ts').Spec; // import '../spec/balloon.ts'\n"],
      ['src/judge.ts', "import { expect } from 'vitest';\nimport { matchers } from './vitest/matchers.ts';\n"],
      [
        'src/vitest/matchers.ts',
        "import { expect } from 'vitest';\nimport './judgements.ts';\nimport '../judge.ts';\n",
      ],
      ['examples/lock.ts', "import '../spec/locks.ts';\nconst text = \"import '../src/main.ts'\";\n"],
    ]);
    expect(importsAgainstTheArrow(tree)).toEqual([
      'checker/language/spec.ts:1 imports ../interpret/expand.ts: language does not import interpret',
      'checker/interpret/expand.ts:1 imports ../compile/code.ts: interpret does not import compile',
      'checker/compile/code.ts:2 imports yargs: it belongs to the command line',
      'checker/compile/code.ts:1 imports ../interpret/expand.ts: compile does not import interpret',
      'checker/explore/search.ts:1 imports ../index.ts: a layer does not import checker/index.ts',
      'checker/export/tla.ts:2 imports ../trace/replay.ts: export does not import trace',
      'checker/trace/replay.ts:1 imports ../analyse/coverage.ts: trace does not import analyse',
      'checker/helpers/text.ts:1 imports ../language/spec.ts: helpers is no layer',
      'spec/balloon.ts:3 imports ../checker/trace/replay.ts: the one door is checker/index.ts',
      'src/main.ts:2 imports ../spec/balloon.ts: src does not know spec',
      'src/report.ts:1 imports ../checker/language/spec.ts: the one door is checker/index.ts',
      'src/judge.ts:1 imports vitest: only src/vitest/ needs it, since nobody else has to have it',
      'src/judge.ts:2 imports ./vitest/matchers.ts: only tests load what lies in src/vitest/',
      'examples/lock.ts:1 imports ../spec/locks.ts: examples does not know spec',
    ]);
  });
});
