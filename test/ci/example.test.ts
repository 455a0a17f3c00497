// What examples/ci offers to copy: the project passes as it is, fails without its guard, and the workflow says nothing that the command does not know.

import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ciCommand } from '../../src/commands/ci.ts';
import { ballast } from '../command/command.ts';
import { type Folder, folderOf } from '../load/folder.ts';

const example = fileURLToPath(new URL('../../examples/ci/', import.meta.url));

function copied(): Folder {
  const folder = folderOf({});
  cpSync(`${example}project`, folder.path, { recursive: true });
  return folder;
}

describe('the project to copy', () => {
  it('is as its lock file says, in every lane', async () => {
    const { status, out } = await ballast(copied(), 'ci', '--lane', 'nightly');
    expect(out).toContain('all 5 as expected');
    expect(status).toBe(0);
  });

  it('fails where its lock is taken without a test', async () => {
    const folder = copied();
    const text = readFileSync(`${folder.path}/lock.ts`, 'utf8');
    folder.write('lock.ts', text.replace(', locked.is(0)]', ']'));
    const { status, out } = await ballast(folder, 'ci');
    expect(out).toContain('./lock.ts cpus=2: mutualExclusion is violated in 4 steps');
    expect(out).toContain("./lock.ts notAtomic: no step is named 'acquire.when#2'");
    expect(status).not.toBe(0);
  });
});

describe('the workflow and the script to copy', () => {
  it.each(['github.yml', 'check.sh'])('use options that there are: %s', (name) => {
    const lines = readFileSync(example + name, 'utf8').split('\n');
    const commands = lines.filter((line) => line.includes('npx ballast ci'));
    expect(commands).toHaveLength(1);
    const options = [...(commands[0] ?? '').matchAll(/ --([a-z-]+)/g)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(1);
    for (const option of options) expect(Object.keys(ciCommand.options)).toContain(option);
  });
});
