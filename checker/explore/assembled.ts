// Programs ready to run: compiled and assembled, or taken from a cache that somebody else keeps. The key of a module is its text, hashed.
// A program that is kept for a whole specification needs no text, and so no compiling: its compiler is not even loaded.

import type { CollectKind } from '../language/action-clauses.ts';
import { layoutOf, processNames } from '../language/layout.ts';
import type { Specification } from '../language/tree.ts';
import type { AloneRequest } from '../compile/alone.ts';
import type { Program, ProgramWithText, SymmetryRequest } from '../compile/program.ts';
import { newModule, type Module } from './web-assembly.ts';

/** Keeps the bytes of assembled modules from one run to the next. What it gives has to be what it was given. */
export interface ModuleCache {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, bytes: Uint8Array) => void;
  /** For a specification that is known without its text. */
  readonly program?: ProgramKeeper | undefined;
}

/**
 * Keeps one specification's programs, all but their modules: as it is, '', and as it is reduced by what the form says. What it gives has to be of
 * the same specification in the same form, by the same compiler.
 */
export interface ProgramKeeper {
  readonly get: (form: string) => string | undefined;
  readonly set: (text: string, form: string) => void;
}

/** What a program is compiled for, besides exploring each state: either to collect, or to search less. */
export interface ProgramRequest {
  readonly collect?: CollectKind | undefined;
  readonly symmetry?: SymmetryRequest | undefined;
  readonly alone?: AloneRequest | undefined;
  /** How the specification itself was reduced: '' as it is. */
  readonly form?: string | undefined;
}

export interface Compiled {
  readonly program: Program;
  /** Assembles it where it is not known. @throws InternalError where its text cannot be assembled */
  readonly module: () => Promise<Module>;
}

/** A program as it is kept: as JSON. */
interface KeptProgram {
  /** The key of its module. */
  readonly module: string;
  /** As text, since nothing but whether it is the specification's own is asked of it. */
  readonly layout: string;
  readonly rest: Omit<Program, 'layout'>;
}

/** @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large */
export async function compiledOf(
  specification: Specification,
  cache: ModuleCache | undefined,
  request: ProgramRequest = {},
): Promise<Compiled> {
  const { collect, symmetry, alone, form = '' } = request;
  // What collects is not kept, nor what depends on the properties that are asked for.
  const isKept = collect === undefined && alone === undefined;
  const kept = isKept ? keptOf(specification, cache, request) : undefined;
  if (kept !== undefined) return kept;
  const { text, ...program } = await programOf(specification, request);
  const module = async (): Promise<Module> => {
    const key = await keyOf(text);
    const bytes = cache?.get(key) ?? (await assembled(text, key, cache));
    if (isKept) cache?.program?.set(printProgram(program, key), formOf(form, symmetry));
    return newModule(bytes);
  };
  return { program, module };
}

function formOf(form: string, symmetry: SymmetryRequest | undefined): string {
  return symmetry === undefined ? form : `${form}+symmetry`;
}

/** The program of a specification, with its text. @throws Uncompilable, SpecError */
export async function programOf(
  specification: Specification,
  { collect, symmetry, alone }: ProgramRequest = {},
): Promise<ProgramWithText> {
  const { compileProgram } = await import('../compile/module.ts');
  if (collect === undefined) return compileProgram(specification, undefined, symmetry, alone);
  const { createHash } = await import('../interpret/fingerprint.ts');
  const hash = await createHash();
  const encoder = new TextEncoder();
  const names = specification.actions.map(({ name }) => hash(encoder.encode(name)));
  return compileProgram(specification, { kind: collect, names }, symmetry, alone);
}

async function assembled(text: string, key: string, cache: ModuleCache | undefined): Promise<Uint8Array> {
  const { assemble } = await import('../compile/assemble.ts');
  const bytes = await assemble(text);
  cache?.set(key, bytes);
  return bytes;
}

/** Two hashes and the length: enough that no two texts ever meet by chance. */
async function keyOf(text: string): Promise<string> {
  const { default: createHasher } = await import('xxhash-wasm');
  const hasher = await createHasher();
  const parts = [hasher.h64ToString(text), hasher.h64ToString(text, 1n), text.length.toString(16)];
  return parts.join('-');
}

/** What is kept of a specification; undefined where something is missing, or does not fit. */
function keptOf(
  specification: Specification,
  cache: ModuleCache | undefined,
  { symmetry, form = '' }: ProgramRequest,
): Compiled | undefined {
  const kept = readProgram(cache?.program?.get(formOf(form, symmetry)));
  if (kept === undefined) return undefined;
  const layout = layoutOf(specification.variables, processNames(specification).length);
  if (JSON.stringify(layout) !== kept.layout) return undefined;
  // A program without symmetry finds more states, one of another group finds others: neither is what was asked for.
  if (JSON.stringify(kept.rest.symmetry) !== JSON.stringify(symmetry)) return undefined;
  const bytes = cache?.get(kept.module);
  if (bytes === undefined) return undefined;
  return { program: { ...kept.rest, layout }, module: () => Promise.resolve(newModule(bytes)) };
}

function printProgram({ layout, ...rest }: Program, module: string): string {
  const kept: KeptProgram = { module, layout: JSON.stringify(layout), rest };
  return JSON.stringify(kept);
}

function readProgram(text: string | undefined): KeptProgram | undefined {
  try {
    return text === undefined ? undefined : ((JSON.parse(text) ?? undefined) as KeptProgram | undefined);
  } catch {
    return undefined;
  }
}
