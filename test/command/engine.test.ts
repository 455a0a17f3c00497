// Which engine explores, with how many workers, and what happens where a specification is beyond generated code.

import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModule, writeModule } from '../../src/engine/module-cache.ts';
import { folderOf } from '../load/folder.ts';
import { ballast } from './command.ts';
import { counter } from './specifications.ts';

const wide = `import { action, bool, each, fn, forall, model, range, spec, variables } from 'ballast';

export default model('wide', {}, () => {
  const Place = range(0, 1999);
  const { marked } = variables({ marked: fn(Place, bool) });
  return spec({
    variables: { marked },
    init: { marked: false },
    actions: { all: action({ when: [marked.at(0).not()], then: [each({ p: Place }, ({ p }) => marked.at(p).becomes(true))] }) },
    invariants: { same: forall({ p: Place }, ({ p }) => marked.at(p).iff(marked.at(0))) },
    terminal: marked.at(0),
  });
});
`;

describe('the engine', () => {
  it('is the compiled one, and finds what the reference finds', async () => {
    const folder = folderOf({ 'counter.ts': counter });
    const compiled = await ballast(folder, 'check', 'counter.ts', '--workers', '2');
    const reference = await ballast(folder, 'check', 'counter.ts', '--engine', 'reference');
    expect(compiled.status).toBe(reference.status);
    expect(reference.out.replace(' --engine reference', '')).toBe(compiled.out);
  });

  it('is the reference where a specification cannot be compiled, and the report says so', async () => {
    const folder = folderOf({ 'wide.ts': wide });
    const { status, out } = await ballast(folder, 'check', 'wide.ts');
    expect(out).toContain('wide: holds; all 2 reachable states explored');
    expect(out).toContain(
      'explored by the reference engine, slowly: it cannot be compiled, since an update of 2000 places',
    );
    expect(status).toBe(0);
  });

  it('is never exchanged where the compiled one was asked for', async () => {
    const folder = folderOf({ 'wide.ts': wide });
    expect(await ballast(folder, 'check', 'wide.ts', '--engine', 'compiled')).toMatchObject({
      status: 64,
      err: expect.stringContaining('wide cannot be compiled: an update of 2000 places at once') as string,
    });
  });

  it.each([
    [['--workers', '0'], "'0' is no number of workers\n  --workers takes a whole number, 1 to 64"],
    [['--workers', 'many'], "'many' is no number of workers\n  --workers takes a whole number, 1 to 64"],
    [
      ['--workers', '2', '--engine', 'reference'],
      'the reference engine has one worker\n  leave --workers or --engine out',
    ],
    [['--engine', 'compield'], "there is no engine 'compield'; did you mean 'compiled'?"],
    [['--emit', 'wasm'], "there is nothing called 'wasm' to print\n  write --emit wat: the generated WebAssembly"],
    [['--emit', 'wat', '--json'], '--emit and --json do not go together\n  leave one of them out'],
  ])('refuses %j', async (options, message) => {
    const folder = folderOf({ 'counter.ts': counter });
    const { status, err } = await ballast(folder, 'check', 'counter.ts', ...options);
    expect(err.replace('\n  did you mean', '; did you mean')).toContain(message);
    expect(status).toBe(64);
  });

  it('prints what a specification is compiled to', async () => {
    const { status, out } = await ballast(folderOf({ 'counter.ts': counter }), 'check', 'counter.ts', '--emit', 'wat');
    expect(out.startsWith('(module\n')).toBe(true);
    expect(out).toContain('(func $judge ');
    expect(status).toBe(0);
  });
});

describe('the cache of assembled modules', () => {
  const bytes = Uint8Array.of(0, 97, 115, 109);

  it('gives back what it was given, and nothing that was changed since', () => {
    const { path } = folderOf({});
    writeModule(path, 'key', bytes);
    expect([...(readModule(path, 'key') ?? [])]).toEqual([...bytes]);
    expect(readModule(path, 'other')).toBeUndefined();
    const file = join(path, 'key.wasm');
    const content = readFileSync(file);
    writeFileSync(file, content.fill(1, content.length - 1));
    expect(readModule(path, 'key')).toBeUndefined();
  });

  it('is no error where it cannot be written', () => {
    const file = join(folderOf({ 'a-file': '' }).path, 'a-file');
    writeModule(file, 'key', bytes);
    expect(readModule(file, 'key')).toBeUndefined();
  });

  it('keeps the younger ones', () => {
    const { path } = folderOf({});
    for (let index = 0; index < 1003; index += 1) {
      writeModule(path, `key${index}`, bytes);
      // Their times tell which are older, and may be equal on a quick machine.
      if (index < 1000) utimesSync(join(path, `key${index}.wasm`), index, index);
    }
    const names = readdirSync(path);
    expect(names.length).toBe(1000);
    expect([0, 1, 2, 3].map((index) => names.includes(`key${index}.wasm`))).toEqual([false, false, false, true]);
  });
});
