// Running the command in tests: in this process, which is quick, or as people run it, compiled and in a process of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/command-line.ts';
import { plainPaint, type Terminal } from '../../src/terminal.ts';
import type { Folder } from '../load/folder.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal that keeps what is written. `interrupt` is a Ctrl-C. */
export function testTerminal(
  cwd: string,
): Terminal & { readonly written: { out: string; err: string }; readonly interrupt: () => void } {
  const interruption = new AbortController();
  const written = { out: '', err: '' };
  return {
    cwd,
    written,
    interrupt: () => interruption.abort(),
    print: (text) => void (written.out += `${text}\n`),
    complain: (text) => void (written.err += `${text}\n`),
    progress: undefined,
    paint: plainPaint,
    interruptible: async (work) => await work(interruption.signal),
    isInterrupted: () => interruption.signal.aborted,
  };
}

/** Runs the command in this process. Times in its output are made equal, and the folder is left out of paths. */
export async function ballast(folder: Folder, ...argv: readonly string[]): Promise<Ran> {
  process.env['XDG_CACHE_HOME'] = join(folder.path, '.cache');
  const terminal = testTerminal(folder.path);
  const status = await run(argv, terminal);
  return { status, out: plain(terminal.written.out, folder), err: plain(terminal.written.err, folder) };
}

/** Without what differs from run to run. */
export function plain(text: string, { path }: Pick<Folder, 'path'>): string {
  return text
    .replaceAll(`${path}/`, '')
    .replaceAll(/\b\d+(?:\.\d+)? m?s(?![\w-])/g, '0 ms')
    .replaceAll(/(?<=\n|^)(.*?) +(?=0 ms)/g, '$1 ')
    .trimEnd();
}

const top = fileURLToPath(new URL('../..', import.meta.url));
const main = join(top, 'dist/src/main.js');

/** The compiled command, compiled anew where a source is younger. */
export function builtCommand(): string {
  const sources = ['checker', 'src', 'spec', 'examples'].flatMap((folder) => filesBelow(join(top, folder)));
  const youngest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < youngest) spawnSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', top]);
  return main;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** Sees the process while it runs. */
  readonly meet?: (child: ChildProcess) => void;
}

/** Runs the compiled command in a process of its own, with no terminal around it. */
export async function spawned(
  folder: Pick<Folder, 'path'>,
  argv: readonly string[],
  { env = {}, nodeOptions = [], meet }: SpawnOptions = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [...nodeOptions, main, ...argv], {
    cwd: folder.path,
    env: { ...process.env, XDG_CACHE_HOME: join(folder.path, '.cache'), ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => void (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => void (err += data.toString()));
  const ended = new Promise<number>((resolve) => void child.on('close', (code) => resolve(code ?? -1)));
  meet?.(child);
  const status = await ended;
  return { status, out: plain(out, folder), err: plain(err, folder) };
}
