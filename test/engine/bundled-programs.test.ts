// Programs that come compiled: used for exactly what they were compiled from, and for nothing else.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { action, constant, model, range, spec, variables, type Model } from '../../checker/index.ts';
import {
  type Installation,
  type Origin,
  programKeeper,
  type ProgramKeeper,
} from '../../src/engine/bundled-programs.ts';
import { type Folder, folderOf } from '../load/folder.ts';

function countingTo(name: string): Model {
  return model(name, { constants: { most: constant(range(1, 9), 3, 'how far it counts') } }, ({ most }) => {
    const { n } = variables({ n: range(0, 9) });
    const up = action({ when: [n.lessThan(most)], then: [n.becomes(n.plus(1))] });
    return spec({ variables: { n }, init: { n: 0 }, actions: { up }, reachable: { end: n.is(most) }, terminal: 'any' });
  });
}

const counter = countingTo('counter');

const files = {
  'checker/index.js': 'export {};',
  'checker/language/tree.js': 'export const tree = 1;',
  'checker/reduce/symmetry.js': 'export const reduce = 1;',
  'checker/interpret/interleaving.js': 'export const orders = 1;',
  'checker/interpret/reduced.js': 'export const reduced = 1;',
  'checker/interpret/reducing.js': 'export const reducing = 1;',
  'checker/compile/module.js': 'export const module = 1;',
  'spec/counter.js': 'export const counter = 1;',
  'spec/counter/parts.js': 'export const parts = 1;',
  'examples/other.js': 'export const other = 1;',
};

interface Installed {
  readonly folder: Folder;
  readonly installation: Installation;
  readonly origin: Origin;
}

/** An installed command with a program for the counter as it stands. */
function installed(): Installed {
  const folder = folderOf(files);
  const at = (name: string): string => join(folder.path, name);
  const installation = {
    root: folder.path,
    bundled: [at('spec/'), at('examples/')],
    compiled: at('compiled'),
    // As if it had been built long before.
    loadedMs: Infinity,
  };
  const origin = { model: counter, exports: { default: counter }, file: at('spec/counter.js'), files: [] };
  programKeeper(counter.build(), origin, installation)?.set('the program', '');
  return { folder, installation, origin };
}

function programFile({ compiled }: Installation): string {
  const [name = ''] = readdirSync(compiled);
  return join(compiled, name);
}

describe('the program of a bundled specification', () => {
  it('is used as it was kept', () => {
    const { installation, origin } = installed();
    expect(programKeeper(counter.build(), origin, installation)?.get('')).toBe('the program');
    expect(programKeeper(counter.build({ set: { most: 3 } }), origin, installation)?.get('')).toBe('the program');
  });

  it.each(Object.keys(files))('is not used once a byte of %s has changed', (name) => {
    const { folder, installation, origin } = installed();
    const text = readFileSync(join(folder.path, name), 'utf8');
    folder.write(name, text.replace(/.$/, ' '));
    expect(programKeeper(counter.build(), origin, installation)?.get('')).toBeUndefined();
    folder.write(name, text);
    expect(programKeeper(counter.build(), origin, installation)?.get('')).toBe('the program');
  });

  it('is not used once there is one file more', () => {
    const { folder, installation, origin } = installed();
    folder.write('checker/language/more.js', '');
    expect(programKeeper(counter.build(), origin, installation)?.get('')).toBeUndefined();
  });

  it('is not used for other constants, another file or another model', () => {
    const { folder, installation, origin } = installed();
    const keeper = (from: Origin, built = from.model.build()): ProgramKeeper | undefined =>
      programKeeper(built, from, installation);
    expect(keeper(origin, counter.build({ set: { most: 4 } }))?.get('')).toBeUndefined();
    expect(keeper({ ...origin, file: join(folder.path, 'examples/other.js') })?.get('')).toBeUndefined();
    const other = countingTo('other');
    expect(keeper({ ...origin, model: other, exports: { other } })?.get('')).toBeUndefined();
  });

  it('is not that of a reduced form', () => {
    const { installation, origin } = installed();
    const keeper = programKeeper(counter.build(), origin, installation);
    expect(keeper?.get('+symmetry')).toBeUndefined();
    keeper?.set('the reduced program', '+symmetry');
    expect([keeper?.get('+symmetry'), keeper?.get('')]).toEqual(['the reduced program', 'the program']);
  });

  it('is not looked for where the specification is edited, a user’s own, or not of the file that was loaded', () => {
    const { folder, installation, origin } = installed();
    const edited = counter.build({ edits: ['drop up.when#1'] });
    expect(programKeeper(edited, origin, installation)).toBeUndefined();
    const mine = { ...origin, files: [origin.file] };
    expect(programKeeper(counter.build(), mine, installation)).toBeUndefined();
    const elsewhere = { ...origin, file: join(folder.path, 'mine/counter.js') };
    expect(programKeeper(counter.build(), elsewhere, installation)).toBeUndefined();
    const imported = { ...origin, exports: {} };
    expect(programKeeper(counter.build(), imported, installation)).toBeUndefined();
  });

  it('is not looked for where the command runs from its sources', () => {
    const { origin } = installed();
    expect(programKeeper(counter.build(), origin)).toBeUndefined();
  });

  it('is not used when its file is shortened, changed or empty', () => {
    const { installation, origin } = installed();
    const file = programFile(installation);
    const content = readFileSync(file);
    const changed = Buffer.from(content).fill(1, content.length - 1);
    for (const wrong of [content.subarray(0, -1), content.subarray(0, 20), changed, Buffer.alloc(0)]) {
      writeFileSync(file, wrong);
      expect(programKeeper(counter.build(), origin, installation)?.get('')).toBeUndefined();
    }
    writeFileSync(file, content);
    expect(programKeeper(counter.build(), origin, installation)?.get('')).toBe('the program');
  });

  it('is neither used nor kept where a file has been written since what runs was loaded', () => {
    const { folder, installation, origin } = installed();
    const written = statSync(folder.write('spec/counter.js', files['spec/counter.js'])).ctimeMs;
    const keeper = (loadedMs: number): ProgramKeeper | undefined =>
      programKeeper(counter.build(), origin, { ...installation, loadedMs });
    expect(keeper(written)?.get('')).toBeUndefined();
    keeper(written)?.set('of another build', '');
    expect(keeper(written + 1)?.get('')).toBe('the program');
  });
});
