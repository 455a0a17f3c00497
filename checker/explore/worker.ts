// A worker thread: an instance of the same module over the same memory, that takes pieces of a level until none is left.
// The function is sent to the thread as text, so that it runs wherever this file does; it may use nothing from outside itself.

import type { control, pieceStates, tasks } from './control.ts';
import type { Exports, Memory, Module } from './web-assembly.ts';

export interface WorkerParts {
  readonly module: Module;
  readonly memory: Memory;
  readonly scratch: number;
  readonly batch: number;
  readonly limit: number;
  readonly table: number;
  readonly slotsMost: number;
  readonly arena: number;
  readonly capacity: number;
  readonly blockStates: number;
  readonly controlWords: number;
  readonly pieceStates: typeof pieceStates;
  readonly control: typeof control;
  readonly tasks: typeof tasks;
}

/** What is left of a piece that was interrupted so that the table could grow. */
export interface Rest {
  from: number;
  to: number;
}

/** The work of a thread. */
export function work(): void {
  const { workerData: parts } = process.getBuiltinModule('node:worker_threads') as { readonly workerData: WorkerParts };
  const { control: at, tasks: kinds } = parts;
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Instance: new (module: Module, imports: object) => { exports: object } };
  };
  const { exports } = new WebAssembly.Instance(parts.module, { ballast: { memory: parts.memory } });
  const run = exports as Exports;
  const words = new Int32Array(parts.memory.buffer, 0, parts.controlWords);
  run.configure(parts.batch, parts.table, parts.slotsMost, parts.arena, parts.capacity);
  run.setLimit(parts.limit);
  run.setShared(1, parts.blockStates);

  // A piece lies in one segment or across several.
  const eachStretch = (piece: number, visit: (from: number, to: number) => void): boolean => {
    let skip = piece * parts.pieceStates;
    let left: number = parts.pieceStates;
    let isAny = false;
    const count = words[at.segments] ?? 0;
    for (let index = 0; index < count && left > 0; index += 1) {
      const from = (words[at.list + 2 * index] ?? 0) >>> 0;
      const to = (words[at.list + 2 * index + 1] ?? 0) >>> 0;
      const length = to - from;
      if (skip >= length) {
        skip -= length;
        continue;
      }
      const end = Math.min(to, from + skip + left);
      visit(from + skip, end);
      isAny = true;
      left -= end - (from + skip);
      skip = 0;
    }
    return isAny;
  };
  const rests: Rest[] = [];
  const expand = (from: number, to: number): void => {
    const next = run.run(parts.scratch, from, to) >>> 0;
    if (next < to) {
      rests.push({ from: next, to });
      Atomics.store(words, at.grow, 1);
    }
  };
  const isOver = (): boolean => Atomics.load(words, at.stop) === 1 || Atomics.load(words, at.grow) === 1;

  const doTask = (task: number): void => {
    run.setSlots(Atomics.load(words, at.slots));
    if (task === kinds.expand) {
      for (const { from, to } of rests.splice(0)) expand(from, to);
      while (!isOver() && eachStretch(Atomics.add(words, at.piece, 1), expand));
    } else {
      while (eachStretch(Atomics.add(words, at.piece, 1), (from, to) => run.rehash(from, to)));
    }
  };

  let epoch = 0;
  for (;;) {
    Atomics.add(words, at.done, 1);
    Atomics.notify(words, at.done);
    Atomics.wait(words, at.epoch, epoch);
    epoch = Atomics.load(words, at.epoch);
    const task = Atomics.load(words, at.task);
    if (task === kinds.end) return;
    doTask(task);
  }
}
