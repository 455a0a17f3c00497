// The programs that are compared, each as something that can be run again and again: this checker, SPIN's verifier in its exact
// modes, and the explorer in C. The last two are built once, in a folder of their own.

import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.ts';
import { readBallast, readExplorer, readPan, type Counts, type Search } from './output.ts';
import { run, type Command } from './process.ts';

export interface Sample {
  readonly counts: Counts;
  readonly searchMs: number;
  readonly wallMs: number;
  readonly peakBytes: number | undefined;
}

export interface Subject {
  readonly name: string;
  /** What a person would type to repeat it, the building of it first. */
  readonly command: string;
  /** What it took to make the program that runs, where that is made for one case. */
  readonly buildMs?: number;
  readonly run: () => Sample;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** `ballast check` in a new process. Modules are assembled once, by the round that warms up, and kept in `folder`. */
export function ballast(about: Case, words: readonly string[], folder: string): Subject {
  const set = Object.entries(about.set).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const shown = ['check', about.model, ...set, ...words];
  return {
    name: ['Ballast', ...words].join(' '),
    command: `ballast ${shown.join(' ')}`,
    run: () => sampleOf({ ...ballastCommand([...shown, '--json'], folder) }, readBallast, folder),
  };
}

/** What a search may count besides, and how people call it. */
export const collectKinds = {
  'collecting nothing': 'undefined',
  'collecting transitions': "'transitions'",
  'collecting everything': 'true',
} as const;

/** `exploreCompiled` in a new process, with one worker; its module is assembled each time. */
export function collecting(about: Case, kind: keyof typeof collectKinds, folder: string): Subject {
  const options = `{ workers: 1, collect: ${collectKinds[kind]} }`;
  const script = `
    const { exploreCompiled } = await import(${JSON.stringify(built('checker/index.js'))});
    const { default: model } = await import(${JSON.stringify(built(`${folderOfModel(about)}/${about.model}.js`))});
    const { properties, ...found } = await exploreCompiled(model.build({ set: ${JSON.stringify(about.set)} }), ${options});
    const isViolated = properties.some(({ verdict }) => verdict.kind === 'violated');
    console.log(JSON.stringify({ results: [{ ...found, verdict: isViolated ? 'violated' : 'holds' }] }));`;
  return {
    name: kind,
    command: `exploreCompiled(${about.model}.build(…), ${options})`,
    run: () => sampleOf({ words: [process.execPath, '--input-type=module', '-e', script] }, readBallast, folder),
  };
}

function built(file: string): string {
  return new URL(`../../dist/${file}`, import.meta.url).href;
}

function folderOfModel({ model }: Case): string {
  return model === 'balloon' ? 'spec' : 'examples';
}

/** The command of this checkout, as built, with a cache of its own. */
export function ballastCommand(words: readonly string[], folder: string): Command {
  return { words: [process.execPath, main, ...words], env: { XDG_CACHE_HOME: join(folder, 'cache') } };
}

/** SPIN's modes that visit every state and are exact: no hash compaction, no bit state, no partial order reduction. */
export const spinModes = {
  'SPIN depth-first': [],
  'SPIN depth-first, -DCOLLAPSE': ['-DCOLLAPSE'],
  'SPIN breadth-first': ['-DBFS'],
  'SPIN depth-first, two cores': ['-DNCORE=2'],
} as const;

export type SpinMode = keyof typeof spinModes;

/** A verifier. @throws when the case has no twin in Promela */
export function spin(about: Case, mode: SpinMode, folder: string): Subject {
  if (about.promela === undefined) throw new Error(`${about.model} has no twin in Promela`);
  const { file, defines, depthMost, slotsLog } = about.promela;
  const cwd = folderOf(folder, [file, ...defines, mode]);
  const generate = ['spin', ...macros(defines), '-a', join(here, file)];
  const flags = ['-DSAFETY', '-DNOREDUCE', '-DNOFAIR', ...spinModes[mode]];
  const compile = ['gcc', '-O2', ...flags, '-o', 'pan', 'pan.c'];
  const options = [...(mode === 'SPIN breadth-first' ? [] : [`-m${depthMost}`]), `-w${slotsLog}`, '-n'];
  const buildMs = run({ words: generate, cwd }, folder).wallMs + run({ words: compile, cwd }, folder).wallMs;
  const pan = { words: [join(cwd, 'pan'), ...options], cwd };
  return {
    name: mode,
    command: `${plain(generate)} && ${plain(compile)} && ./pan ${options.join(' ')}`,
    buildMs,
    run: () => sampleOf(pan, readPan, folder),
  };
}

/** The explorer in C. @throws when there is none for the case */
export function explorer(about: Case, flags: readonly string[], folder: string): Subject {
  if (about.c === undefined) throw new Error(`${about.model} has no twin in C`);
  const cwd = folderOf(folder, ['explorer', ...about.c, ...flags]);
  const words = ['gcc', '-O3', '-march=native', ...macros([...about.c, ...flags]), join(here, 'explorer.c')];
  const compile = [...words, '-o', 'explorer'];
  const buildMs = run({ words: compile, cwd }, folder).wallMs;
  return {
    name: flags.includes('PREFETCH=0') ? 'C without prefetch' : 'C with prefetch',
    command: `${plain(compile)} && ./explorer`,
    buildMs,
    run: () => sampleOf({ words: [join(cwd, 'explorer')] }, readExplorer, folder),
  };
}

function sampleOf(command: Command, read: (out: string) => Search, folder: string): Sample {
  const { wallMs, peakBytes, out } = run(command, folder);
  const { counts, ms } = read(out);
  return { counts, searchMs: ms, wallMs, peakBytes };
}

function macros(defines: readonly string[]): readonly string[] {
  return defines.map((define) => `-D${define}`);
}

function folderOf(folder: string, parts: readonly string[]): string {
  const path = join(folder, parts.join(' ').replaceAll(/[^\w=.-]+/g, '_'));
  mkdirSync(path, { recursive: true });
  return path;
}

// Without the places of this machine.
function plain(words: readonly string[]): string {
  return words.map((word) => (word.startsWith(here) ? `test/bench/${basename(word)}` : word)).join(' ');
}
