// --watch: checks again on save, of the file and of what it imports, and says what changed.

import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import { folderOf } from '../load/folder.ts';
import { plain, testTerminal } from './command.ts';
import { counter } from './specifications.ts';

/** Waits for what will come; the test's own time limit is the only one. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

describe('--watch', () => {
  it('says after each save what changed in verdicts and counts, until Ctrl-C', async () => {
    const folder = folderOf({
      'mine.ts': counter
        .replace('n.lessThan(9)', 'bound(n)')
        .replace("from 'ballast';", "from 'ballast';\nimport { bound } from './bound.ts';"),
      'bound.ts': 'export const bound = (n) => n.lessThan(9);\n',
    });
    process.env['XDG_CACHE_HOME'] = folder.cache;
    const terminal = testTerminal(folder.path);
    const ended = run(['check', 'mine.ts', '--watch', '--property', 'low'], terminal);
    const { written } = terminal;
    const news = (): string => plain(written.out, folder).split('\n\n').slice(-1)[0] ?? '';

    await until(() => written.out.includes('counter: holds; all 4 reachable states explored'));
    folder.write('bound.ts', 'export const bound = (n) => n.lessThan(2);\n');
    await until(() => written.out.includes('counter: low violated in 2 steps'));
    expect(plain(written.out, folder)).toContain(
      'counter: low violated in 2 steps\n  low: holds -> violated in 2 steps\n  distinct states: 4 -> 3\n  generated: 7 -> 4\n  depth: 3 -> 2\n\n' +
        'counter: low is violated in 2 steps',
    );

    folder.write('bound.ts', 'export const bound = (n) => ;\n');
    await until(() => written.err.includes('is not TypeScript'));
    folder.write('bound.ts', 'export const bound = (n) => n.lessThan(8);\n');
    await until(() => written.out.includes('counter: holds\n'));
    expect(news()).toContain('counter: holds\n  low: violated in 2 steps -> holds\n');

    folder.write('bound.ts', '// Nothing new.\nexport const bound = (n) => n.lessThan(8);\n');
    await until(() => written.out.includes('the specification means the same'));
    terminal.interrupt();
    expect(await ended).toBe(0);
  });
});
