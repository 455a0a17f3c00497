// The part of the WebAssembly interface that the explorer uses: the compiler's own library declares it for browsers only.

export interface Memory {
  readonly buffer: SharedArrayBuffer;
}

/** A compiled module; may be sent to workers. */
export interface Module {
  readonly [brand]: 'module';
}

/** Functions by which the instances of one worker reach each other. */
export interface Table {
  readonly length: number;
  readonly grow: (by: number) => number;
  readonly set: (index: number, value: unknown) => void;
}

declare const brand: unique symbol;

interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => Memory;
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Table: new (limits: { initial: number; element: 'anyfunc' }) => Table;
  readonly Instance: new (
    module: Module,
    imports: { ballast: { memory: Memory; doors?: Table } },
  ) => { readonly exports: object };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface };

export function newModule(bytes: Uint8Array): Module {
  return new WebAssembly.Module(bytes);
}

/** All that a 32-bit module can see: reserved, not touched. */
export function newMemory(): Memory {
  return new WebAssembly.Memory({ initial: 65_536, maximum: 65_536, shared: true });
}

/** A table with so many entries. */
export function newTable(entries: number): Table {
  return new WebAssembly.Table({ initial: entries, element: 'anyfunc' });
}

/** The functions that the runtime exports. Addresses and indices come back signed. */
export interface Exports {
  readonly configure: (
    ...parts: readonly [
      batch: number,
      limit: number,
      inbox: number,
      inboxLimit: number,
      hashes: number,
      list: number,
      table: number,
      slotsMost: number,
      arena: number,
      capacity: number,
      owners: number,
      worker: number,
    ]
  ) => void;
  /** Of a module that collects: where the bitmap of the states of earlier levels lies. */
  readonly setOld?: (bitmap: number) => void;
  readonly setShared: (isShared: number, blockSize: number) => void;
  readonly setPartitions: (partitions: number, canSplit: number) => void;
  readonly setSlots: (slots: number, growAt: number) => void;
  readonly getSlots: () => number;
  readonly hash: (state: number) => bigint;
  readonly insert: (scratch: number) => void;
  readonly run: (scratch: number, from: number, to: number) => number;
  readonly halted: () => number;
  readonly flush: (scratch: number) => void;
  readonly deliver: (scratch: number) => void;
  readonly rehash: (from: number, to: number) => void;
  readonly spread: (scratch: number, from: number, to: number) => void;
  readonly expandOne: (scratch: number, state: number) => number;
  readonly successors: () => number;
  readonly forget: () => void;
  readonly judgeOne: (scratch: number, state: number, mask: bigint) => void;
  readonly excludedOne: (scratch: number, state: number) => number;
  readonly stuckOne: (scratch: number, state: number) => void;
  readonly labelsOne: (scratch: number, state: number) => void;
  readonly findOne: (state: number) => number;
  /** Of a module that makes representatives: makes of a state its own; how many states one stands for, where that is counted. */
  readonly canonicalOne?: (scratch: number, state: number) => void;
  readonly orbitOne?: (state: number, scratch: number) => bigint;
  /** Of a module that tells of behaviours. */
  readonly setBehaviours?: (
    ...lists: readonly [
      asked: number,
      ends: number,
      targets: number,
      labels: number,
      conditions: number,
      edgesMost: number,
    ]
  ) => void;
  readonly setBase?: (base: number) => void;
  readonly edges?: (scratch: number, from: number, to: number, question: number) => number;
  readonly [letters: `letters:${number}`]: (from: number, to: number, into: number, bytes: number) => void;
  readonly sweep: (scratch: number, from: number, to: number, marked: number, marks: number) => void;
}

export function instantiate(module: Module, memory: Memory, table?: Table): Exports {
  const imports = table === undefined ? { memory } : { memory, doors: table };
  return new WebAssembly.Instance(module, { ballast: imports }).exports as Exports;
}
