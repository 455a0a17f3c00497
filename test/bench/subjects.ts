// The programs that are compared, each as something that can be run again and again: this checker, SPIN's verifier in its exact
// modes and with its partial order reduction, Rumur's with symmetry, and the explorer in C. All but the first are built once, in a folder of
// their own.

import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.ts';
import { readBallast, readExplorer, readPan, readRumur, type Counts, type Search } from './output.ts';
import { run, type Command } from './process.ts';

export interface Sample {
  readonly counts: Counts;
  /** Undefined where the program does not tell it. */
  readonly searchMs: number | undefined;
  readonly wallMs: number;
  readonly peakBytes: number | undefined;
}

export interface Subject {
  readonly name: string;
  /** What a person would type to repeat it, the building of it first. */
  readonly command: string;
  /** What it took to make the program that runs, where that is made for one case. */
  readonly buildMs?: number;
  /** What it must count, where that is not what all others do. */
  readonly known?: Partial<Counts>;
  readonly run: () => Sample;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** `ballast check` in a new process, where nothing is left out. Modules are assembled once, by the round that warms up, and kept in `folder`. */
export function ballast(about: Case, words: readonly string[], folder: string): Subject {
  const { name, ...rest } = checking(about, ['--no-reduction', ...words], folder);
  return { ...rest, name: name.replace(' --no-reduction', '') };
}

/** The same with the reductions that a user gets who asks for nothing, or what `words` leave of them. */
export function ballastReduced(about: Case, words: readonly string[], known: Partial<Counts>, folder: string): Subject {
  return { ...checking(about, words, folder), known };
}

function checking(about: Case, words: readonly string[], folder: string): Subject {
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

/** With its partial order reduction, which is on unless it is turned off. */
export const spinReducedModes = {
  'SPIN depth-first, partial order': [],
  'SPIN breadth-first, partial order': ['-DBFS'],
} as const;

export type SpinMode = keyof typeof spinModes;
export type SpinReducedMode = keyof typeof spinReducedModes;

/** A verifier. @throws when the case has no twin in Promela */
export function spin(about: Case, mode: SpinMode, folder: string): Subject {
  return verifier(about, mode, ['-DNOREDUCE', ...spinModes[mode]], folder);
}

/** A verifier that leaves out what it can; how many states it comes to, it says itself. @throws when the case has no twin in Promela */
export function spinReduced(about: Case, mode: SpinReducedMode, folder: string): Subject {
  return { ...verifier(about, mode, spinReducedModes[mode], folder), known: {} };
}

function verifier(about: Case, name: string, how: readonly string[], folder: string): Subject {
  if (about.promela === undefined) throw new Error(`${about.model} has no twin in Promela`);
  const { file, defines, depthMost, slotsLog } = about.promela;
  const cwd = folderOf(folder, [file, ...defines, name]);
  const generate = ['spin', ...macros(defines), '-a', join(here, file)];
  const compile = ['gcc', '-O2', '-DSAFETY', '-DNOFAIR', ...how, '-o', 'pan', 'pan.c'];
  const options = [...(how.includes('-DBFS') ? [] : [`-m${depthMost}`]), `-w${slotsLog}`, '-n'];
  const buildMs = run({ words: generate, cwd }, folder).wallMs + run({ words: compile, cwd }, folder).wallMs;
  const pan = { words: [join(cwd, 'pan'), ...options], cwd };
  return {
    name,
    command: `${plain(generate)} && ${plain(compile)} && ./pan ${options.join(' ')}`,
    buildMs,
    run: () => sampleOf(pan, readPan, folder),
  };
}

/** Rumur's two ways to reduce by symmetry: the first, its own choice, may keep several states of an orbit, the second keeps one. */
export type RumurSymmetry = 'heuristic' | 'exhaustive';

/** A verifier that reduces by symmetry. @throws when the case has no twin in Murphi */
export function rumur(about: Case, symmetry: RumurSymmetry, threads: number, folder: string): Subject {
  if (about.murphi === undefined) throw new Error(`${about.model} has no twin in Murphi`);
  const { file, marks, known } = about.murphi;
  const cwd = folderOf(folder, ['rumur', file, ...Object.values(marks), symmetry, String(threads)]);
  const edits = Object.entries(marks).flatMap(([mark, text]) => ['-e', `s/${mark}/${text}/`]);
  const settle = ['sed', ...edits, join(here, file)];
  const generate = [
    'rumur',
    'sized.m',
    '--symmetry-reduction',
    symmetry,
    '--threads',
    String(threads),
    '-o',
    'sized.c',
  ];
  const compile = ['gcc', '-std=c11', '-O3', '-march=native', '-mcx16', '-o', 'sized', 'sized.c', '-lpthread'];
  writeFileSync(join(cwd, 'sized.m'), run({ words: settle, cwd }, folder).out);
  const buildMs = run({ words: generate, cwd }, folder).wallMs + run({ words: compile, cwd }, folder).wallMs;
  const quoted = plain(settle).replaceAll(/ (s\/\S+)/g, " '$1'");
  return {
    name: `Rumur, ${symmetry}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    command: `${quoted} > sized.m && ${plain(generate)} && ${plain(compile)} && ./sized`,
    buildMs,
    known: known[symmetry],
    run: () => sampleOf({ words: [join(cwd, 'sized')], cwd }, readRumur, folder),
  };
}

/** Runs once, and is the same in every round: for what takes minutes. */
export function once(subject: Subject): Subject {
  let sample: Sample | undefined;
  return { ...subject, name: `${subject.name}, once`, run: () => (sample ??= subject.run()) };
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
