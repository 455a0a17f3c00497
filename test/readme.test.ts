// The README's blocks are run: its specification is checked, and each command prints what stands below it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../src/command-line.ts';
import { plainPaint, type Terminal } from '../src/terminal.ts';
import { folderOf } from './load/folder.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The texts of all blocks of a kind. */
function blocks(kind: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`\\n\`\`\`${kind}\\n([^]*?)\\n\`\`\``, 'g'))].map(([, text = '']) => text);
}

/** Words of a command line; quotes keep several together. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

async function outputOf(line: string, files: Readonly<Record<string, string>>): Promise<string> {
  const printed: string[] = [];
  const terminal: Terminal = {
    cwd: folderOf(files).path,
    print: (text) => void printed.push(text),
    complain: (text) => void printed.push(text),
    progress: undefined,
    paint: plainPaint,
    interruptible: async (work) => await work(new AbortController().signal),
    isInterrupted: () => false,
  };
  await run(words(line), terminal);
  return printed.join('\n');
}

/** Times differ from run to run. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\b[\d.]+ (?:ms|s)\b/g, 'some time');
}

describe('the README', () => {
  const [specification = ''] = blocks('ts');

  it.each(blocks('console').map((block) => [block.split('\n')[0]?.replace('$ ballast ', '') ?? '', block] as const))(
    'prints what it says for ballast %s',
    async (line, block) => {
      const output = withoutTimes(await outputOf(line, { 'spinlock.ts': specification }));
      let rest = output;
      // "..." stands for any lines between the pieces.
      for (const piece of withoutTimes(block.split('\n').slice(1).join('\n')).split('\n...')) {
        const wanted = piece.replace(/^\n/, '');
        expect(rest).toContain(wanted);
        rest = rest.slice(rest.indexOf(wanted) + wanted.length);
      }
      expect(output.startsWith(withoutTimes(block.split('\n')[1] ?? ''))).toBe(true);
    },
  );

  it('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(blocks('sh')).toEqual(['npm ci && npm start\nnpm ci && npm test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });

  it('fits one screen before its first scroll: a sentence, a specification, a command, its output', () => {
    const [first = ''] = readme.split('\nFrom a fresh checkout');
    expect(first.split('\n').length).toBeLessThanOrEqual(50);
  });
});
