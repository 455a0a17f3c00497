// The part of the WebAssembly interface that the explorer uses: the compiler's own library declares it for browsers only.

export interface Memory {
  readonly buffer: SharedArrayBuffer;
}

/** A compiled module; may be sent to workers. */
export interface Module {
  readonly [brand]: 'module';
}

declare const brand: unique symbol;

interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => Memory;
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Instance: new (module: Module, imports: { ballast: { memory: Memory } }) => { readonly exports: object };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface };

export function newModule(bytes: Uint8Array): Module {
  return new WebAssembly.Module(bytes);
}

/** All that a 32-bit module can see: reserved, not touched. */
export function newMemory(): Memory {
  return new WebAssembly.Memory({ initial: 65_536, maximum: 65_536, shared: true });
}

/** The functions that the runtime exports. Addresses and indices come back signed. */
export interface Exports {
  readonly configure: (batch: number, table: number, slotsMost: number, arena: number, capacity: number) => void;
  readonly setLimit: (address: number) => void;
  readonly setSlots: (slots: number) => void;
  readonly getSlots: () => number;
  readonly setShared: (isShared: number, blockSize: number) => void;
  readonly hash: (state: number) => bigint;
  readonly insert: (scratch: number) => number;
  readonly run: (scratch: number, from: number, to: number) => number;
  readonly rehash: (from: number, to: number) => void;
  readonly expandOne: (scratch: number, state: number) => number;
  readonly successors: () => number;
  readonly forget: () => void;
  readonly judgeOne: (scratch: number, state: number, mask: bigint) => void;
  readonly excludedOne: (scratch: number, state: number) => number;
  readonly stuckOne: (scratch: number, state: number) => void;
  readonly labelsOne: (scratch: number, state: number) => void;
  readonly find: (state: number) => number;
  readonly sweep: (scratch: number, from: number, to: number, marked: number, marks: number) => void;
}

export function instantiate(module: Module, memory: Memory): Exports {
  return new WebAssembly.Instance(module, { ballast: { memory } }).exports as Exports;
}
