// The README's blocks are run: its specification is checked, and each command prints what stands below it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blocks, consoleBlocks, difference } from './console.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  const [specification = '', ...more] = blocks(readme, 'ts');
  const config = more.find((block) => block.includes("from 'ballast/ci'")) ?? '';

  it.each(consoleBlocks(readme))('prints what it says for ballast %s', async (line, block) => {
    expect(await difference(line, block, { 'spinlock.ts': specification, 'ballast.config.ts': config })).toBe(
      undefined,
    );
  });

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(blocks(readme, 'sh')).toEqual(['npm ci && npm start\nnpm ci && npm test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });

  it('fits one screen before its first scroll: a sentence, a specification, a command, its output', () => {
    const [first = ''] = readme.split('\nFrom a fresh checkout');
    expect(first.split('\n').length).toBeLessThanOrEqual(50);
  });
});
