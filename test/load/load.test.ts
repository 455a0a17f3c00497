import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledFiles } from '../../src/load/bundled.ts';
import { type LoadedSpecification, loadSpecification } from '../../src/load/load.ts';
import { type Folder, folderOf, refusal } from './folder.ts';

/** A file's text with a model of this name. */
function modelText(name: string): string {
  return `model('${name}', {}, () => {
  const { n } = variables({ n: range(0, 1) });
  return spec({ variables: { n }, init: { n: 0 }, actions: {} });
})`;
}

const words = "import { model, range, spec, variables } from 'ballast';\n";
const mine = `${words}export default ${modelText('mine')};\n`;

async function load(folder: Folder, reference: string): Promise<LoadedSpecification> {
  return await loadSpecification(reference, { cwd: folder.path, cache: folder.cache });
}

/** What loading says, given these files. */
async function refusalOf(reference: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = folderOf(files);
  return await refusal(folder, () => load(folder, reference));
}

describe('a path', () => {
  it.each(['mine.ts', './mine.ts', 'deep/mine.mts', 'mine.js', 'mine.mjs', 'module/mine.js'])(
    'loads the default model of %s, where no ballast is installed',
    async (reference) => {
      const folder = folderOf({ [reference]: mine, 'module/package.json': '{ "type": "module" }' });
      const { model, exports, file, files } = await load(folder, reference);
      expect(model.name).toBe('mine');
      expect(exports['default']).toBe(model);
      expect(file).toBe(join(folder.path, reference));
      expect(files).toEqual([file]);
    },
  );

  it('checks the truth tests of JavaScript too', async () => {
    const text = `import { range, variables } from 'ballast';
const { n } = variables({ n: range(0, 1) });
export const either = n.is(0) || n.is(1);\n`;
    expect(await refusalOf('mine.mjs', { 'mine.mjs': text })).toBe(`SpecError: an expression is tested for truth by ||
  mine.mjs:3:23   n.is(0) || n.is(1)
  write any(n.is(0), n.is(1))`);
  });

  it('loads what TypeScript erases and what it does not', async () => {
    const text = `${words}import type { Model } from 'ballast';
enum Kind { plain = 'plain' }
interface Named { readonly name: string }
const name = (await Promise.resolve({ name: Kind.plain } satisfies Named)).name as string;
export default model(name, {}, () => { throw new Error('later'); }) as Model;\n`;
    const { model } = await load(folderOf({ 'mine.ts': text }), 'mine.ts');
    expect(model.name).toBe('plain');
  });

  it('means another exported model after #, by its export or by its own name', async () => {
    const text = `${mine}export const first = ${modelText('before')};\nexport const second = ${modelText('after')};\n`;
    const folder = folderOf({ 'mine.ts': text });
    expect((await load(folder, 'mine.ts')).model.name).toBe('mine');
    expect((await load(folder, 'mine.ts#first')).model.name).toBe('before');
    expect((await load(folder, 'mine.ts#after')).model.name).toBe('after');
    expect((await load(folder, 'mine.ts#mine')).model.name).toBe('mine');
    expect((await load(folder, 'mine.ts#default')).model.name).toBe('mine');
  });

  it('means the only model of a file without a default export', async () => {
    const folder = folderOf({ 'mine.ts': `${words}export const only = ${modelText('only')};\n` });
    expect((await load(folder, 'mine.ts')).model.name).toBe('only');
  });

  it('is loaded afresh each time, with the files that it imports', async () => {
    const folder = folderOf({
      'mine.ts': `${words}import { name } from './parts/name.ts';\nexport default ${modelText('mine').replace("'mine'", 'name')};\n`,
      'parts/name.ts': "export const name = 'before';\n",
    });
    const before = await load(folder, 'mine.ts');
    const part = folder.write('parts/name.ts', "export const name = 'after';\n");
    const after = await load(folder, 'mine.ts');
    expect([before.model.name, after.model.name]).toEqual(['before', 'after']);
    expect(after.files).toEqual([join(folder.path, 'mine.ts'), part]);
  });

  it('may come from a folder with an installed ballast, which is left alone', async () => {
    const folder = folderOf({
      'mine.ts': mine,
      'node_modules/ballast/package.json': '{ "name": "ballast", "version": "0.0.1", "main": "index.js" }',
      'node_modules/ballast/index.js': "throw new Error('the installed ballast is loaded');\n",
    });
    expect((await load(folder, 'mine.ts')).model.name).toBe('mine');
  });

  it('may be a link', async () => {
    const folder = folderOf({ 'there/mine.ts': mine });
    symlinkSync(join(folder.path, 'there/mine.ts'), join(folder.path, 'link.ts'));
    expect((await load(folder, 'link.ts')).model.name).toBe('mine');
  });
});

describe('a path that cannot be loaded', () => {
  it.each([
    [
      'says which file is nearest',
      'spin-lock.ts',
      { 'spinlock.ts': mine, 'ticket.ts': mine },
      `UsageError: there is no file 'spin-lock.ts'
  did you mean 'spinlock.ts'?`,
    ],
    [
      'says which file is nearest, in its folder',
      './locks/spin-lock.ts',
      { 'locks/spinlock.ts': mine },
      `UsageError: there is no file './locks/spin-lock.ts'
  did you mean 'locks/spinlock.ts'?`,
    ],
    [
      'says what the folder holds where nothing is near',
      'mine.ts',
      { 'spinlock.ts': mine, 'ticket.ts': mine, 'types.d.ts': '', 'notes.md': '' },
      `UsageError: there is no file 'mine.ts'
  the folder holds spinlock.ts and ticket.ts`,
    ],
    ['says that its folder is not there', 'locks/mine.ts', {}, "UsageError: there is no folder 'locks'"],
    [
      'says what the file threw, and quotes the line, behind types and other files',
      'mine.ts',
      {
        'mine.ts':
          "import { depth } from './depth.ts';\nconst at = 1;\nexport default depth({} as { a?: { b: number } });\n",
        'depth.ts':
          'interface Deep {\n  a?: { b: number };\n}\n\nexport const depth = (deep: Deep): number => { const a = deep.a!; return a.b; };\n',
      },
      `SpecError: mine.ts throws TypeError: Cannot read properties of undefined (reading 'b')
  depth.ts:5:76   export const depth = (deep: Deep): number => { const a = deep.a!; return a.b; };`,
    ],
    [
      'names a function as the file names it',
      'mine.ts',
      { 'mine.ts': "import { depth } from './depth.ts';\n\n  depth();\n", 'depth.ts': 'export const deep = 1;\n' },
      `SpecError: mine.ts throws TypeError: depth is not a function
  mine.ts:3:3   depth();`,
    ],
    [
      'finds the place in a folder of any name',
      'my specs (old)/mine.ts',
      { 'my specs (old)/mine.ts': 'const at: { value?: { x: 1 } } = {};\nexport default at.value!.x;\n' },
      `SpecError: mine.ts throws TypeError: Cannot read properties of undefined (reading 'x')
  my specs (old)/mine.ts:2:26   export default at.value!.x;`,
    ],
    [
      'says what was thrown that is no error',
      'mine.ts',
      { 'mine.ts': "throw 'a tantrum';\n" },
      "SpecError: mine.ts throws 'a tantrum'",
    ],
    [
      'says where the file is not TypeScript',
      'mine.ts',
      { 'mine.ts': "import './a.ts';\n", 'a.ts': 'const b = 1;\nexport const a = { b: 1 ];\n' },
      `SpecError: a.ts is not TypeScript: Unexpected token, expected ","
  a.ts:2:25   export const a = { b: 1 ];`,
    ],
    [
      'names a file that is imported and not there',
      'mine.ts',
      {
        'mine.ts': "import { a } from './part.ts';\nimport { b } from './prat.ts';\nexport default [a, b];\n",
        'part.ts': 'export const a = 1;\n',
      },
      `SpecError: mine.ts imports './prat.ts', which is not there
  mine.ts:2:1   import { b } from './prat.ts';
  write the path from the file itself, with its ending`,
    ],
    [
      'names a package that is not installed',
      'mine.ts',
      { 'mine.ts': "import { b } from 'not-installed-here';\nexport default b;\n" },
      `SpecError: mine.ts imports 'not-installed-here', which is not there
  mine.ts:1:1   import { b } from 'not-installed-here';
  npm install not-installed-here`,
    ],
    [
      'suggests the word of the language that was meant',
      'mine.ts',
      { 'mine.ts': "import { modell } from 'ballast';\n\nexport default modell('mine');\n" },
      `SpecError: 'ballast' has no word 'modell'
  mine.ts:3:16   export default modell('mine');
  did you mean 'model'?`,
    ],
    [
      'shows an error of the language as it is',
      'mine.ts',
      {
        'mine.ts':
          "import { constant, range } from 'ballast';\n\nexport const cpus = constant(range(1, 3), 9, 'CPUs');\n",
      },
      `SpecError: the default 9 of a constant is outside range(1, 3)
  mine.ts:3:21`,
    ],
    [
      'says what a file without a model exports',
      'mine.ts',
      { 'mine.ts': 'export const one = 1;\nexport default {};\nexport const two = 2;\n' },
      `SpecError: mine.ts exports no model
  it exports default, one and two: write export default model('name', { … }, …)`,
    ],
    [
      'says that a file exports nothing',
      'mine.ts',
      { 'mine.ts': 'const one = 1;\nvoid one;\n' },
      `SpecError: mine.ts exports no model
  it exports nothing: write export default model('name', { … }, …)`,
    ],
    [
      'suggests the exported model that was meant',
      'mine.ts#secnod',
      { 'mine.ts': `${mine}export const second = ${modelText('other')};\n` },
      `UsageError: mine.ts exports no model 'secnod'
  did you mean 'second'?`,
    ],
    [
      'lists the exported models where none is near',
      'mine.ts#x',
      { 'mine.ts': `${mine}export const second = ${modelText('other')};\n` },
      `UsageError: mine.ts exports no model 'x'
  its models are mine and second`,
    ],
    [
      'says that an export is not a model',
      'mine.ts#one',
      { 'mine.ts': `${mine}export const one = 1;\n` },
      `UsageError: 'one' of mine.ts is not a model
  its models are mine`,
    ],
    [
      'asks which model is meant where there are several and no default',
      'mine.ts',
      { 'mine.ts': `${words}export const a = ${modelText('a')};\nexport const b = ${modelText('b')};\n` },
      `UsageError: mine.ts exports several models and none by default
  write mine.ts#a or mine.ts#b`,
    ],
    [
      'names both versions where a model comes from another ballast',
      'mine.ts',
      {
        'mine.ts': "export { default } from 'shared-models';\n",
        'node_modules/shared-models/package.json': '{ "type": "module", "exports": "./index.js" }',
        'node_modules/shared-models/index.js':
          "export default { [Symbol.for('ballast.model')]: true, declares: 'model', language: '0.0.9', name: 'shared' };\n",
      },
      `SpecError: model 'shared' is built by ballast 0.0.9, and this is ballast 0.1.0
  mine.ts:1:1
  one run has one ballast: remove the other copy, or run its own command`,
    ],
  ])('%s', async (_, reference, files, message) => {
    expect(await refusalOf(reference, files)).toBe(message);
  });
});

describe('what building a model throws', () => {
  it('is given its place in the file', async () => {
    const text = `${words}export default model('mine', {}, () => {
  const deep: { a?: { b: number } } = {};
  return deep.a!.b as never;
});\n`;
    const folder = folderOf({ 'mine.ts': text });
    const { model, explain } = await load(folder, 'mine.ts');
    const message = await refusal(folder, () => {
      try {
        model.build();
      } catch (thrown) {
        throw explain(thrown);
      }
    });
    expect(message).toBe(`SpecError: mine.ts throws TypeError: Cannot read properties of undefined (reading 'b')
  mine.ts:4:18   return deep.a!.b as never;`);
  });
});

describe('a name', () => {
  const bundled = {
    'spec/parts.ts': 'export const part = 1;\n',
    'spec/device.ts': `${words}import './parts.ts';\nexport default ${modelText('before')};\nexport const fixed = ${modelText('after')};\n`,
    'examples/spinlock.ts': `${words}export default ${modelText('spinlock')};\nexport const ticket = ${modelText('ticket-lock')};\n`,
    'examples/notes.md': '',
  };

  async function loadNamed(name: string, files: Readonly<Record<string, string>> = bundled): Promise<unknown> {
    const folder = folderOf(files);
    const folders = ['spec', 'examples'].map((each) => join(folder.path, each));
    try {
      const { model, file, files } = await loadSpecification(name, { cwd: folder.path, bundled: folders });
      return [model.name, file.replace(`${folder.path}/`, ''), files];
    } catch (error) {
      return String(error);
    }
  }

  it.each([
    ['means the default model of the bundled file of that name', 'device', ['before', 'spec/device.ts', []]],
    ['means another model of that file after #', 'device#fixed', ['after', 'spec/device.ts', []]],
    ['means the bundled model of that name', 'ticket-lock', ['ticket-lock', 'examples/spinlock.ts', []]],
    [
      'that is none suggests the nearest of files and models',
      'ticketlock',
      "UsageError: there is no specification 'ticketlock'\n  did you mean 'ticket-lock'?",
    ],
    [
      'that is none lists them all where none is near, without files that export no model',
      'parts',
      "UsageError: there is no specification 'parts'\n  the specifications are device, before, after, spinlock and ticket-lock",
    ],
    [
      'suggests a model of the file that it names',
      'device#fix',
      "UsageError: device exports no model 'fix'\n  did you mean 'fixed'?",
    ],
  ])('%s', async (_, name, expected) => {
    expect(await loadNamed(name)).toEqual(expected);
  });

  it('that is none suggests the file of that name', async () => {
    expect(await loadNamed('mine', { 'mine.ts': mine })).toBe(
      "UsageError: there is no specification 'mine'\n  write mine.ts for the file",
    );
  });

  it('is known for every specification that comes with the command', async () => {
    for (const { name, file } of bundledFiles().filter(({ file }) => !file.includes('/spec/'))) {
      expect((await loadSpecification(name, { cwd: '.' })).file).toBe(file);
    }
  });
});
