// --update, and where reports go: nothing that a run reads is lost by what it writes.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ballast, type Ran } from '../command/command.ts';
import { counter } from '../command/specifications.ts';
import { type Folder, folderOf } from '../load/folder.ts';

const small = counter.replace('vacuous: n.is(7).implies(m.is(0)), ', '').replace(/ +never: .*\n/, '');
const withSuites = small.replace(", { name: 'wrong', expect: 'violates small' }", '');
const once = "{ spec: './counter.ts', expect: 'holds' }";

function projectOf(suites: string, files: Readonly<Record<string, string>> = {}): Folder {
  return folderOf({
    'ballast.config.ts': `import { project } from 'ballast/ci';\nexport default project({ suites: [${suites}] });\n`,
    'counter.ts': small,
    ...files,
  });
}

async function ci(folder: Folder, ...argv: readonly string[]): Promise<Ran> {
  return await ballast(folder, 'ci', ...argv);
}

function labelsIn({ path }: Folder): readonly string[] {
  const lock = JSON.parse(readFileSync(join(path, 'ballast.lock.json'), 'utf8')) as { suites: object };
  return Object.keys(lock.suites);
}

describe('an update', () => {
  it('keeps what other lanes, suites that were not asked for, and those that are not as expected had', async () => {
    const folder = projectOf(`${once}, { spec: './counter.ts', set: { top: 4 }, lane: 'nightly', expect: 'holds' }`);
    await ci(folder, '--update', '--lane', 'nightly');
    const before = readFileSync(join(folder.path, 'ballast.lock.json'), 'utf8');
    await ci(folder, '--update');
    await ci(folder, '--update', '--only', './counter.ts');
    folder.write('counter.ts', small.replace('n.lessThan(9)', 'n.lessThan(2)'));
    await ci(folder, '--update');
    expect(readFileSync(join(folder.path, 'ballast.lock.json'), 'utf8')).toBe(before);
  });

  it('keeps the counts of actions that the suites of this run do not have', async () => {
    const folder = projectOf(
      `${once}, { spec: './counter.ts', name: 'up only', edits: ['drop down'], expect: 'holds', properties: ['low'] }`,
    );
    await ci(folder, '--update');
    const before = readFileSync(join(folder.path, 'ballast.lock.json'), 'utf8');
    await ci(folder, '--update', '--only', 'up only');
    expect(readFileSync(join(folder.path, 'ballast.lock.json'), 'utf8')).toBe(before);
  });

  it('keeps the suites of a specification that cannot be loaded, as nobody knows which it has', async () => {
    const folder = projectOf(`${once}, { spec: './own.ts', suites: 'own' }`, { 'own.ts': withSuites });
    await ci(folder, '--update');
    const before = labelsIn(folder);
    expect(before.length).toBeGreaterThan(1);
    folder.write('own.ts', `${withSuites}\nthrow new Error('not today');`);
    expect((await ci(folder, '--update')).status).toBe(65);
    expect(labelsIn(folder)).toEqual(before);
  });

  it('is refused before anything is checked where the lock file cannot be written', async () => {
    const folder = projectOf(once);
    mkdirSync(join(folder.path, 'ballast.lock.json'));
    const { status, out, err } = await ci(folder, '--update');
    expect([status, out]).toEqual([64, '']);
    expect(err).toContain("nothing can be saved in 'ballast.lock.json': it is a folder");
  });
});

describe('a report', () => {
  it.each([
    ['the config', ['--junit', 'ballast.config.ts']],
    ['a specification', ['--sarif', './counter.ts']],
    ['the lock file', ['--update', '--junit', 'ballast.lock.json']],
    ['the other report', ['--junit', 'report', '--sarif', './report']],
  ])('never takes the place of %s', async (_, argv) => {
    const folder = projectOf(once);
    const { status, err } = await ci(folder, ...argv);
    expect(status).toBe(64);
    expect(err).toContain('this run reads or writes it for something else');
    expect(
      readdirSync(folder.path)
        .filter((name) => name !== '.cache')
        .sort(),
    ).toEqual(['ballast.config.ts', 'counter.ts']);
  });

  it('is all that goes to standard output as --json, whatever the config and the specifications print', async () => {
    const folder = projectOf(`${once}, { spec: './own.ts', suites: 'own' }`, {
      'own.ts': `console.log('loaded');\n${withSuites}`,
    });
    folder.write(
      'ballast.config.ts',
      `console.info('read');\n${readFileSync(join(folder.path, 'ballast.config.ts'), 'utf8')}`,
    );
    const { out, err } = await ci(folder, '--update', '--json');
    expect(JSON.parse(out)).toMatchObject({ format: 'ballast ci' });
    expect(err).toContain('read');
    expect(err).toContain('loaded');
  });
});
