// Several workers on one search: they are started while one worker searches alone, and join between two levels once they are ready.
// The one that leads works too; it alone grows the table, looks at the clock and talks to the outside.

import { Worker } from 'node:worker_threads';
import { InternalError } from '../language/errors.ts';
import type { Ended } from '../interpret/result.ts';
import { blockStates, control, controlWords, pieceStates, segmentsMost, tasks } from './control.ts';
import type { Engine, Segment } from './engine.ts';
import { work, type WorkerParts } from './worker.ts';

/** A level of fewer states is searched faster by one worker. */
const levelLeast = 8192;
/** With more states stored, workers are worth starting. */
const storedLeast = 60_000;
/** How long the leader waits before it looks around, in milliseconds. */
const waitMs = 5;

/** Called between two pieces of work: why to stop, if there is a reason. */
export type LookUp = () => Promise<Ended | undefined>;

export class Crew {
  readonly #engine: Engine;
  readonly #size: number;
  readonly #words: Int32Array;
  readonly #threads: Worker[] = [];
  #failure: InternalError | undefined;
  #rests: Segment[] = [];
  #hasJoined = false;

  /** @param size how many workers there may be, the leader included */
  constructor(engine: Engine, size: number) {
    this.#engine = engine;
    this.#size = size;
    this.#words = new Int32Array(engine.memory.buffer, 0, controlWords);
  }

  /** Starts the workers when there is enough to do, and lets them join when they are ready. Between two levels. */
  prepare(stored: number): void {
    this.#refuseFailure();
    if (this.#size === 1 || this.#hasJoined || stored < storedLeast) return;
    if (this.#threads.length === 0) this.#start();
    else if (Atomics.load(this.#words, control.done) === this.#size - 1) this.#join();
  }

  /** Whether a level of so many states is for several. */
  isFor(states: number): boolean {
    return this.#hasJoined && states >= levelLeast;
  }

  /** Expands segments together. */
  async expand(segments: readonly Segment[], lookUp: LookUp): Promise<Ended | undefined> {
    this.#list(segments);
    Atomics.store(this.#words, control.piece, 0);
    for (;;) {
      Atomics.store(this.#words, control.grow, 0);
      this.#begin(tasks.expand);
      for (const { from, to } of this.#rests.splice(0)) this.#run(from, to);
      let stop: Ended | undefined;
      while (Atomics.load(this.#words, control.grow) === 0) {
        const piece = Atomics.add(this.#words, control.piece, 1);
        const stretches = stretchesOf(segments, piece);
        if (stretches.length === 0) break;
        for (const { from, to } of stretches) this.#run(from, to);
        stop = this.#engine.isFull ? 'memory' : await lookUp();
        if (stop !== undefined) break;
      }
      if (stop !== undefined) Atomics.store(this.#words, control.stop, 1);
      stop = (await this.#finish(lookUp)) ?? stop;
      if (stop !== undefined) return stop;
      if (this.#engine.isFull) return 'memory';
      if (Atomics.load(this.#words, control.grow) === 0) return undefined;
      await this.grow(lookUp);
      this.#list(segments);
    }
  }

  /** Ends the threads. */
  async end(): Promise<void> {
    if (this.#threads.length === 0) return;
    Atomics.store(this.#words, control.stop, 1);
    Atomics.store(this.#words, control.task, tasks.end);
    Atomics.add(this.#words, control.epoch, 1);
    Atomics.notify(this.#words, control.epoch);
    await Promise.all(this.#threads.splice(0).map((thread) => thread.terminate()));
  }

  #start(): void {
    const { module, memory, plan } = this.#engine;
    const { table, slotsMost, arena, capacity } = plan;
    for (let worker = 1; worker < this.#size; worker += 1) {
      const workerData: WorkerParts = {
        module,
        memory,
        scratch: plan.scratch(worker),
        batch: plan.batch(worker),
        limit: plan.limit(worker),
        table,
        slotsMost,
        arena,
        capacity,
        blockStates,
        controlWords,
        pieceStates,
        control,
        tasks,
      };
      const thread = new Worker(`(${work.toString()})()`, { eval: true, workerData, stderr: true });
      thread.on('error', (error) => this.#fail(error.message));
      thread.on('exit', (code) => this.#fail(`it ended with ${code}`));
      thread.unref();
      this.#threads.push(thread);
    }
  }

  #fail(reason: string): void {
    if (this.#threads.length > 0) this.#failure ??= new InternalError(`a worker is gone: ${reason}`);
  }

  #refuseFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #join(): void {
    this.#hasJoined = true;
    this.#engine.share(this.#size, blockStates);
  }

  #run(from: number, to: number): void {
    const next = this.#engine.run(from, to);
    if (next >= to) return;
    this.#rests.push({ from: next, to });
    Atomics.store(this.#words, control.grow, 1);
  }

  #list(segments: readonly Segment[]): void {
    if (segments.length > segmentsMost) throw new InternalError(`a level has ${segments.length} segments`);
    segments.forEach(({ from, to }, index) => {
      this.#words[control.list + 2 * index] = from;
      this.#words[control.list + 2 * index + 1] = to;
    });
    Atomics.store(this.#words, control.segments, segments.length);
  }

  #begin(task: number): void {
    Atomics.store(this.#words, control.slots, this.#engine.exports.getSlots());
    Atomics.store(this.#words, control.task, task);
    Atomics.store(this.#words, control.done, 0);
    Atomics.add(this.#words, control.epoch, 1);
    Atomics.notify(this.#words, control.epoch);
  }

  // Waits for the others; the event loop gets its turn meanwhile.
  async #finish(lookUp: LookUp): Promise<Ended | undefined> {
    let stop: Ended | undefined;
    for (;;) {
      const done = Atomics.load(this.#words, control.done);
      if (done === this.#size - 1) return stop;
      Atomics.wait(this.#words, control.done, done, waitMs);
      stop = (await lookUp()) ?? stop;
      if (stop !== undefined) Atomics.store(this.#words, control.stop, 1);
      this.#refuseFailure();
    }
  }

  /** Grows the table in place: emptied, larger, and filled again from the arena by all. */
  async grow(lookUp: LookUp): Promise<void> {
    this.#engine.growTable();
    const segments = this.#engine.filled();
    const before = Atomics.load(this.#words, control.piece);
    this.#list(segments);
    Atomics.store(this.#words, control.piece, 0);
    this.#begin(tasks.rehash);
    for (;;) {
      const stretches = stretchesOf(segments, Atomics.add(this.#words, control.piece, 1));
      if (stretches.length === 0) break;
      for (const { from, to } of stretches) this.#engine.exports.rehash(from, to);
    }
    // Whatever the reason to stop, a table that is half filled is no seen set.
    await this.#finish(async () => (await lookUp(), undefined));
    Atomics.store(this.#words, control.piece, before);
  }
}

function stretchesOf(segments: readonly Segment[], piece: number): readonly Segment[] {
  const stretches: Segment[] = [];
  let skip = piece * pieceStates;
  let left = pieceStates;
  for (const { from, to } of segments) {
    if (left <= 0) break;
    if (skip >= to - from) {
      skip -= to - from;
      continue;
    }
    const end = Math.min(to, from + skip + left);
    stretches.push({ from: from + skip, to: end });
    left -= end - (from + skip);
    skip = 0;
  }
  return stretches;
}
