// A worker thread: an instance of the same module for each memory, that takes pieces of a level until none is left.
// The function is sent to the thread as text, so that it runs wherever this file does; it may use nothing from outside itself.

import type { doors } from '../compile/partitions.ts';
import type { control, pieceStates, tasks } from './control.ts';
import type { WorkerPlan } from './memory.ts';
import type { Exports, Memory, Module, Table } from './web-assembly.ts';

export interface WorkerParts {
  readonly module: Module;
  /** Of the partitions that there are when the thread is started; those that come later are sent. */
  readonly memories: readonly Memory[];
  /** Its number; the leader is 0. */
  readonly worker: number;
  readonly own: WorkerPlan;
  readonly table: number;
  readonly slotsMost: number;
  readonly arena: number;
  readonly capacity: number;
  readonly blockStates: number;
  readonly controlWords: number;
  readonly controlList: number;
  readonly pieceStates: typeof pieceStates;
  readonly control: typeof control;
  readonly tasks: typeof tasks;
  readonly doors: typeof doors;
}

/** The work of a thread. */
export function work(): void {
  const threads = process.getBuiltinModule('node:worker_threads');
  const parts = threads.workerData as WorkerParts;
  const { control: at, tasks: kinds, own, doors: names } = parts;
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: {
      Instance: new (module: Module, imports: object) => { exports: object };
      Table: new (limits: object) => Table;
    };
  };
  const table = new WebAssembly.Table({ initial: 0, element: 'anyfunc' });
  const instances: { readonly run: Exports; readonly words: Int32Array }[] = [];
  const adopt = (memory: Memory): void => {
    const first = table.grow(names.length);
    const { exports } = new WebAssembly.Instance(parts.module, { ballast: { memory, doors: table } });
    const run = exports as Exports;
    names.forEach((name, index) => table.set(first + index, (exports as Record<string, unknown>)[name]));
    run.configure(
      own.batch,
      own.limit,
      own.inbox,
      own.inboxLimit,
      own.hashes,
      own.list,
      own.met,
      parts.table,
      parts.slotsMost,
      parts.arena,
      parts.capacity,
    );
    run.setShared(1, parts.blockStates);
    instances.push({ run, words: new Int32Array(memory.buffer, 0, parts.controlWords) });
  };
  parts.memories.forEach(adopt);
  const words = instances[0]?.words ?? new Int32Array(0);

  // A piece lies in one segment or across several. Visits its stretches until one is not finished; whether there were any.
  const eachStretch = (piece: number, visit: (partition: number, from: number, to: number) => boolean): boolean => {
    let skip = piece * parts.pieceStates;
    let left: number = parts.pieceStates;
    let isAny = false;
    const count = words[at.segments] ?? 0;
    for (let index = 0; index < count && left > 0; index += 1) {
      const [partition = 0, first = 0, last = 0] = words.subarray(parts.controlList + 3 * index);
      const from = first >>> 0;
      const to = last >>> 0;
      const length = to - from;
      if (skip >= length) {
        skip -= length;
        continue;
      }
      const end = Math.min(to, from + skip + left);
      isAny = true;
      if (!visit(partition, from + skip, end)) break;
      left -= end - (from + skip);
      skip = 0;
    }
    return isAny;
  };
  const expandPiece = (piece: number): boolean => {
    let done = 0;
    return eachStretch(piece, (partition, from, to) => {
      const instance = instances[partition]?.run;
      if (instance === undefined) throw new Error(`there is no partition ${partition}`);
      done += (instance.run(own.scratch, from, to) >>> 0) - from;
      if (instances.length > 1) for (const { run } of instances) run.deliver(own.scratch);
      if (instance.halted() === 0) return true;
      Atomics.store(words, at.rests + 2 * parts.worker, piece + 1);
      Atomics.store(words, at.rests + 2 * parts.worker + 1, done);
      Atomics.store(words, at.halt, 1);
      return false;
    });
  };
  const isOver = (): boolean => Atomics.load(words, at.stop) === 1 || Atomics.load(words, at.halt) === 1;

  const doTask = (task: number): void => {
    const partitions = Atomics.load(words, at.partitions);
    while (instances.length < partitions) {
      const received = threads.parentPort === null ? undefined : threads.receiveMessageOnPort(threads.parentPort);
      if (received === undefined) throw new Error('a memory was not sent');
      adopt(received.message as Memory);
    }
    for (const { run, words: own } of instances) {
      run.setPartitions(partitions, 0);
      run.setSlots(Atomics.load(own, at.slots), Atomics.load(own, at.growAt));
    }
    if (task === kinds.expand) while (!isOver() && expandPiece(Atomics.add(words, at.piece, 1)));
    else
      while (
        eachStretch(Atomics.add(words, at.piece, 1), (partition, from, to) => {
          instances[partition]?.run.rehash(from, to);
          return true;
        })
      );
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
