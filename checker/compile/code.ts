// A function being written: its locals, its labels, its lines. Locals are taken from a pool and given back, so that large functions stay small.

import { isTrivial, local, type WasmType, type Wx } from './wasm.ts';

/** Lines of instructions, in order. */
export type Code = string[];

/** What cannot be compiled, although it can be interpreted: too large for generated code. */
export class Uncompilable extends Error {
  override readonly name = 'Uncompilable';
}

export class FunctionCode {
  readonly #free: Record<WasmType, string[]> = { i32: [], i64: [] };
  readonly #locals: { readonly name: string; readonly type: WasmType }[] = [];
  #taken: { readonly name: string; readonly type: WasmType }[] = [];
  #labels = 0;

  /** A local that nobody uses; it may hold anything. */
  newLocal(type: WasmType): string {
    const free = this.#free[type].pop();
    const name = free ?? `$${type === 'i32' ? 'i' : 'l'}${this.#locals.length}`;
    if (free === undefined) this.#locals.push({ name, type });
    this.#taken.push({ name, type });
    return name;
  }

  /** Does some work; the locals that it takes are free again afterwards. */
  scoped(work: () => void): void {
    const outer = this.#taken;
    this.#taken = [];
    work();
    for (const { name, type } of this.#taken) this.#free[type].push(name);
    this.#taken = outer;
  }

  newLabel(hint: string): string {
    this.#labels += 1;
    return `$${hint}${this.#labels}`;
  }

  /** The value in a local, so that it may be read often. */
  kept(x: Wx, out: Code): Wx {
    if (isTrivial(x)) return x;
    const name = this.newLocal(x.type);
    out.push(`(local.set ${name} ${x.text})`);
    return local(x.type, name);
  }

  /** The declarations of all locals. */
  get declarations(): string {
    return this.#locals.map(({ name, type }) => `(local ${name} ${type})`).join(' ');
  }
}

/** A block that is left by `br label`; nothing where no code asks for it. */
export function block(label: string, lines: Code): Code {
  if (!lines.some((line) => line.includes(`${label})`) || line.includes(`${label} `))) return lines;
  return [`(block ${label}`, ...lines, ')'];
}
