// Programs ready to run: compiled and assembled, or taken from a cache that somebody else keeps. The key of a module is its text, hashed.
// A program that is kept for a whole specification needs no text, and so no compiling: its compiler is not even loaded.

import type { CollectKind } from '../language/action-clauses.ts';
import { layoutOf, processNames } from '../language/layout.ts';
import { printNode } from '../language/print.ts';
import type { Specification } from '../language/tree.ts';
import { printValue } from '../language/values.ts';
import type { Atom } from '../temporal/graph.ts';
import type { AloneRequest } from '../compile/alone.ts';
import type { BehavioursRequest } from '../compile/behaviours.ts';
import type { Program, ProgramWithText, SymmetryRequest } from '../compile/program.ts';
import { printPlain } from './plain-text.ts';
import { newModule, type Module } from './web-assembly.ts';

/** Keeps the bytes of assembled modules from one run to the next. What it gives has to be what it was given. */
export interface ModuleCache {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, bytes: Uint8Array) => void;
  /** For a specification that is known without its text. */
  readonly program?: ProgramKeeper | undefined;
}

/**
 * Keeps what was found of one specification: its programs, all but their modules, '' for it as it is, else for what the form says; and how it is
 * reduced. What it gives has to be of the same specification and form, by the same compiler and the same analyses.
 */
export interface ProgramKeeper {
  readonly get: (form: string) => string | undefined;
  readonly set: (text: string, form: string) => void;
}

/** What a program is compiled for, besides exploring each state: either to collect, or to search less, or to tell of behaviours. */
export interface ProgramRequest {
  readonly collect?: CollectKind | undefined;
  readonly symmetry?: SymmetryRequest | undefined;
  readonly alone?: AloneRequest | undefined;
  readonly behaviours?: BehavioursRequest | undefined;
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
  readonly form: string;
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
  const { collect } = request;
  // What collects is not kept.
  const isKept = collect === undefined;
  const kept = isKept ? keptOf(specification, cache, request) : undefined;
  if (kept !== undefined) return kept;
  const { text, ...program } = await programOf(specification, request);
  const form = formOf(request);
  const module = async (): Promise<Module> => {
    const key = await keyOf(text);
    const bytes = cache?.get(key) ?? (await assembled(text, key, cache));
    if (isKept) cache?.program?.set(printProgram(program, key, form), form);
    return newModule(bytes);
  };
  return { program, module };
}

// Where steps are taken alone depends on the properties that are asked for, so all of it belongs to the form.
function formOf({ symmetry, alone, behaviours, form = '' }: ProgramRequest): string {
  const steps = alone && { ...alone, plan: alone.plan.families };
  return [
    ...(form === '' ? [] : [form]),
    ...(symmetry === undefined ? [] : ['symmetry']),
    ...(steps === undefined ? [] : [printPlain(steps)]),
    ...(behaviours === undefined ? [] : [printQuestions(behaviours)]),
  ].join(' + ');
}

function printQuestions({ questions, predicates }: BehavioursRequest): string {
  const printed = ({ node, bound }: Atom): readonly unknown[] => [
    printNode(node),
    ...[...bound].map(([{ name, sort }, value]) => [name, printValue(value, sort)]),
  ];
  const asked = questions.map(({ ofStates, ofSteps }) => [ofStates.map(printed), ofSteps.map(printed)]);
  return `behaviours ${JSON.stringify([asked, [...new Set(predicates.map(({ property }) => property))]])}`;
}

/** The program of a specification, with its text. @throws Uncompilable, SpecError */
export async function programOf(
  specification: Specification,
  { collect, symmetry, alone, behaviours }: ProgramRequest = {},
): Promise<ProgramWithText> {
  const { compileProgram } = await import('../compile/module.ts');
  if (collect === undefined) return compileProgram(specification, undefined, symmetry, alone, behaviours);
  const { createHash } = await import('../interpret/fingerprint.ts');
  const hash = await createHash();
  const encoder = new TextEncoder();
  const names = specification.actions.map(({ name }) => hash(encoder.encode(name)));
  return compileProgram(specification, { kind: collect, names }, symmetry, alone, behaviours);
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
  request: ProgramRequest,
): Compiled | undefined {
  const { symmetry } = request;
  const form = formOf(request);
  const kept = readProgram(cache?.program?.get(form));
  if (kept?.form !== form) return undefined;
  const layout = layoutOf(specification.variables, processNames(specification).length);
  if (JSON.stringify(layout) !== kept.layout) return undefined;
  // A program without symmetry finds more states, one of another group finds others: neither is what was asked for.
  if (JSON.stringify(kept.rest.symmetry) !== JSON.stringify(symmetry)) return undefined;
  const bytes = cache?.get(kept.module);
  if (bytes === undefined) return undefined;
  return { program: { ...kept.rest, layout }, module: () => Promise.resolve(newModule(bytes)) };
}

function printProgram({ layout, ...rest }: Program, module: string, form: string): string {
  const kept: KeptProgram = { form, module, layout: JSON.stringify(layout), rest };
  return JSON.stringify(kept);
}

function readProgram(text: string | undefined): KeptProgram | undefined {
  try {
    return text === undefined ? undefined : ((JSON.parse(text) ?? undefined) as KeptProgram | undefined);
  } catch {
    return undefined;
  }
}
