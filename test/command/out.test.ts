// --out: the document of --json in a file, beside the report; all of it or nothing.

import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import type { ResultDocument } from '../../src/result/result.ts';
import { type Folder, folderOf } from '../load/folder.ts';
import { ballast, plain, type Ran, testTerminal } from './command.ts';
import { counter } from './specifications.ts';

function counterFolder(): Folder {
  return folderOf({ 'counter.ts': counter });
}

function textIn({ path }: Folder, name: string): string {
  return readFileSync(join(path, name), 'utf8');
}

function savedIn(folder: Folder, name: string): ResultDocument {
  return JSON.parse(textIn(folder, name)) as ResultDocument;
}

/** Runs the command, and does something when it has printed what holds these words. */
async function meeting(
  folder: Folder,
  words: string,
  act: (interrupt: () => void) => void,
  line: string,
): Promise<Ran> {
  process.env['XDG_CACHE_HOME'] = folder.cache;
  const terminal = testTerminal(folder.path);
  const { written, interrupt } = terminal;
  const print = (text: string): void => {
    terminal.print(text);
    if (text.includes(words)) act(interrupt);
  };
  const status = await run(line.split(' '), { ...terminal, print });
  return { status, out: plain(written.out, folder), err: plain(written.err, folder) };
}

describe('--out', () => {
  it.each([
    'check counter.ts',
    'check counter.ts --set top=9',
    'check counter.ts --mutant noGuard --against unchanged',
    'check counter.ts --set top=1..3',
    'simulate counter.ts --seed 1 --walks 9',
    'matrix counter.ts',
    'matrix counter.ts --as markdown',
  ])('prints the report as ever, and saves what --json prints: %s', async (line) => {
    const folder = counterFolder();
    const words = line.split(' ');
    const asEver = await ballast(folder, ...words);
    expect(await ballast(folder, ...words, '--out', 'result.json')).toEqual(asEver);
    const json = await ballast(folder, ...words.filter((word) => !['--as', 'markdown'].includes(word)), '--json');
    const untimed = (text: string): string => text.replaceAll(/("\w+Ms": )[\d.]+/g, '$10');
    expect(untimed(textIn(folder, 'result.json').trimEnd())).toBe(untimed(json.out));
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('with --json prints the document, and saves the same', async () => {
    const folder = counterFolder();
    const { out } = await ballast(folder, 'check', 'counter.ts', '--json', '--out', 'result.json');
    expect(textIn(folder, 'result.json')).toBe(`${out}\n`);
  });

  it('replaces what was saved before, also where a link leads to it', async () => {
    const folder = folderOf({ 'counter.ts': counter, 'kept/result.json': 'old' });
    symlinkSync('kept/result.json', join(folder.path, 'link.json'));
    await ballast(folder, 'check', 'counter.ts', '--out', 'link.json');
    expect(savedIn(folder, 'kept/result.json').results).toHaveLength(1);
  });

  it.each([
    ['check counter.ts --set top=1..3', 'holds'],
    ['matrix counter.ts --workers 1', 'as expected'],
  ])('saves what was done until Ctrl-C: %s', async (line, words) => {
    const folder = counterFolder();
    const { status } = await meeting(folder, words, (interrupt) => interrupt(), `${line} --out result.json`);
    const saved = savedIn(folder, 'result.json');
    expect([status, saved.status, saved.results.length]).toEqual([20, 20, 1]);
  });

  it('says that the result is lost where the folder has gone, and ends with status 70', async () => {
    const folder = counterFolder();
    const sub = join(folder.path, 'sub');
    mkdirSync(sub);
    const line = 'check counter.ts --out sub/result.json';
    const { status, err } = await meeting(folder, 'holds', () => rmSync(sub, { recursive: true }), line);
    expect(status).toBe(70);
    expect(err).toMatch(/^error: nothing is saved in 'sub\/result\.json': ENOENT/);
  });

  it.each([
    ['.', "nothing can be saved in '.': it is a folder\n  name a file in it: result.json"],
    ['new/', "nothing can be saved in 'new/': it is a folder\n  name a file in it: new/result.json"],
    [
      'no/r.json',
      "nothing can be saved in 'no/r.json': there is no folder 'no'\n  make it first, or name another file",
    ],
    ['counter.ts/r', "nothing can be saved in 'counter.ts/r': 'counter.ts' is no folder\n  name another file"],
    ['/dev/null', "nothing can be saved in '/dev/null': it is no regular file\n  --json prints the same document"],
    ['counter.ts', "the specification is in 'counter.ts', and a result would take its place\n  name another file"],
  ])('refuses %s before anything is explored', async (file, message) => {
    const folder = counterFolder();
    for (const command of ['check', 'simulate', 'matrix']) {
      const { status, out, err } = await ballast(folder, command, 'counter.ts', '--out', file);
      expect({ status, out, err }).toEqual({ status: 64, out: '', err: `error: ${message}` });
    }
    expect(textIn(folder, 'counter.ts')).toBe(counter);
  });

  it.each([
    [['--watch'], '--watch and --out'],
    [['--emit', 'wat'], '--emit and --out'],
  ])('does not go with %j', async (options, pair) => {
    const { status, err } = await ballast(counterFolder(), 'check', 'counter.ts', '--out', 'r.json', ...options);
    expect({ status, err }).toEqual({ status: 64, err: `error: ${pair} do not go together\n  leave one of them out` });
  });
});
