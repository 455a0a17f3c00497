// A worker thread: an instance of the same module for each memory, and pieces of a level or of a table, taken until none is left.
// The function is sent to the thread as text, so that it runs wherever this file does; it may use nothing from outside itself.

import type { doors } from '../compile/runtime-parts.ts';
import type { control, tasks } from './control.ts';
import type { WorkerPlan } from './memory.ts';
import type { Exports, Memory, Module, Table } from './web-assembly.ts';

export interface WorkerParts {
  readonly module: Module;
  /** Of the partitions that there are when the thread is started; those that come later are sent. */
  readonly memories: readonly Memory[];
  /** Its number; the leader is 0. */
  readonly worker: number;
  readonly workers: number;
  readonly own: WorkerPlan;
  readonly table: number;
  readonly slotsMost: number;
  readonly arena: number;
  readonly capacity: number;
  readonly owners: number;
  readonly old: number;
  readonly blockStates: number;
  readonly controlWords: number;
  readonly control: typeof control;
  readonly tasks: typeof tasks;
  readonly doors: typeof doors;
}

/** A memory, and the functions of the module over it. */
interface Instance {
  readonly run: Exports;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
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
  const instances: Instance[] = [];
  const adopt = (memory: Memory): void => {
    const first = table.grow(names.length);
    const { exports } = new WebAssembly.Instance(parts.module, { ballast: { memory, doors: table } });
    const run = exports as Exports;
    names.forEach((name, index) => {
      const door = (exports as Record<string, unknown>)[name];
      if (door !== undefined) table.set(first + index, door);
    });
    run.configure(
      own.batch,
      own.limit,
      own.inbox,
      own.inboxLimit,
      own.hashes,
      own.list,
      parts.table,
      parts.slotsMost,
      parts.arena,
      parts.capacity,
      parts.owners,
      parts.worker,
    );
    run.setOld?.(parts.old);
    run.setShared(1, parts.blockStates);
    instances.push({
      run,
      words: new Int32Array(memory.buffer, 0, parts.controlWords),
      bytes: new Uint8Array(memory.buffer),
    });
  };
  parts.memories.forEach(adopt);
  const words = instances[0]?.words ?? new Int32Array(0);

  // As in pieces.ts.
  const take = (): readonly [partition: number, from: number, to: number] | undefined => {
    for (let turn = 0; turn < parts.workers; turn += 1) {
      const share = (parts.worker + turn) % parts.workers;
      const end = Atomics.load(words, at.ends + share);
      if (Atomics.load(words, at.shares + share * at.line) >= end) continue;
      const position = Atomics.add(words, at.shares + share * at.line, 1);
      if (position >= end) continue;
      const [partition = 0, from = 0, to = 0] = words.subarray(at.pieces + 3 * position, at.pieces + 3 * position + 3);
      return [partition, from >>> 0, to >>> 0];
    }
    return undefined;
  };
  const instanceOf = (partition: number): Instance => {
    const instance = instances[partition];
    if (instance === undefined) throw new Error(`there is no partition ${partition}`);
    return instance;
  };
  const isOver = (): boolean => Atomics.load(words, at.stop) === 1 || Atomics.load(words, at.halt) === 1;
  const expand = (): void => {
    while (!isOver()) {
      const piece = take();
      if (piece === undefined) return;
      const [partition, from, to] = piece;
      const { run } = instanceOf(partition);
      const next = run.run(own.scratch, from, to) >>> 0;
      if (instances.length > 1) for (const each of instances) each.run.deliver(own.scratch);
      if (run.halted() === 0) continue;
      words.set([partition, next, to], at.rests + 3 * parts.worker);
      Atomics.store(words, at.halt, 1);
    }
  };
  const toAll = (work: (instance: Instance, from: number, to: number) => void): void => {
    for (let piece = take(); piece !== undefined; piece = take()) work(instanceOf(piece[0]), piece[1], piece[2]);
  };

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
    if (task === kinds.expand) expand();
    if (task === kinds.clear) toAll(({ bytes }, from, to) => void bytes.fill(0, parts.table + from, parts.table + to));
    if (task === kinds.rehash) toAll(({ run }, from, to) => run.rehash(from, to));
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
