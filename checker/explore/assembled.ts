// Modules ready to run: assembled, or taken from a cache that somebody else keeps. The key is the text itself, hashed.

import createHasher from 'xxhash-wasm';
import type { Program } from '../compile/program.ts';
import { newModule, type Module } from './web-assembly.ts';

/** Keeps the bytes of assembled modules from one run to the next. What it gives has to be what it was given. */
export interface ModuleCache {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, bytes: Uint8Array) => void;
}

/** The module of a program. @throws InternalError where its text cannot be assembled */
export async function moduleOf({ text }: Program, cache: ModuleCache | undefined): Promise<Module> {
  const key = await keyOf(text);
  const known = cache?.get(key);
  if (known !== undefined) return newModule(known);
  const { assemble } = await import('../compile/assemble.ts');
  const bytes = await assemble(text);
  cache?.set(key, bytes);
  return newModule(bytes);
}

/** Two hashes and the length: enough that no two texts ever meet by chance. */
async function keyOf(text: string): Promise<string> {
  const hasher = await createHasher();
  const parts = [hasher.h64ToString(text), hasher.h64ToString(text, 1n), text.length.toString(16)];
  return parts.join('-');
}
