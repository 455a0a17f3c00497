// Several workers on one search: they are started while one worker searches alone, and join between two levels once they are ready.
// The one that leads works too; it alone says what is done next, looks at the clock and talks to the outside.

import { Worker } from 'node:worker_threads';
import { batchEntries, doors } from '../compile/runtime-parts.ts';
import { InternalError } from '../language/errors.ts';
import type { Ended } from '../interpret/result.ts';
import { blockStates, control, controlBytes, piecesMost, tasks, workersMost } from './control.ts';
import type { Engine } from './engine.ts';
import { slotsShared } from './memory.ts';
import type { Partition } from './partition.ts';
import { byOwner, evenly, inBlocks, inParts, PieceList } from './pieces.ts';
import { joined, type Segment } from './segments.ts';
import { work, type WorkerParts } from './worker.ts';

/** A level of fewer states is searched faster by one worker. */
const levelLeast = 8192;
/** With more states stored, workers are worth starting. */
const storedLeast = 200_000;
/** What is done to a table or an arena at once: bytes cleared, states put into the table again. */
const clearBytes = 2 ** 20;
const rehashStates = 4096;
/** How long the leader waits before it looks around, in milliseconds. */
const waitMs = 5;

/** Called between two pieces of work: why to stop, if there is a reason. */
export type LookUp = () => Promise<Ended | undefined>;

/** How far a level was expanded: why the search has to stop, or what is left to do after there is room again. */
export interface Expanded {
  readonly ended: Ended | undefined;
  readonly rest: readonly Segment[];
}

/** How many workers a search may have: what they add before they leave off has to find room. */
export function crewSize(workers: number, fanoutMax: number): number {
  const withRoom = Math.floor(slotsShared / 4 / (2 * (batchEntries + fanoutMax)));
  return Math.max(1, Math.min(workers, workersMost, withRoom));
}

export class Crew {
  readonly #engine: Engine;
  readonly #size: number;
  readonly #joinAt: number | undefined;
  readonly #words: Int32Array;
  readonly #pieces: PieceList;
  readonly #threads: Worker[] = [];
  #partitionsTold = 0;
  #failure: InternalError | undefined;
  #hasJoined = false;

  /** @param joinAt how wide a level has to be for workers to be waited for, whatever was stored; where undefined they join when it pays */
  constructor(engine: Engine, joinAt?: number) {
    this.#engine = engine;
    this.#size = engine.plan.workers;
    this.#joinAt = joinAt;
    this.#words = new Int32Array(engine.first.memory.buffer, 0, controlBytes / 4);
    this.#pieces = new PieceList(this.#words);
  }

  /**
   * Starts the workers when there is enough to do, and lets them join when they are ready. Between two levels: a level of so many states is
   * next.
   */
  async prepare(states: number, lookUp: LookUp): Promise<void> {
    this.#refuseFailure();
    const isEarly = this.#joinAt === undefined && this.#engine.indexEnd < storedLeast;
    if (this.#size === 1 || this.#hasJoined || states < this.#levelLeast || isEarly) return;
    if (this.#threads.length === 0) this.#start();
    if (this.#joinAt !== undefined) await this.#waitForAll();
    if (this.#areReady) await this.#join(lookUp);
  }

  get #levelLeast(): number {
    return this.#joinAt ?? levelLeast;
  }

  get #areReady(): boolean {
    return Atomics.load(this.#words, control.done) === this.#size - 1;
  }

  async #waitForAll(): Promise<void> {
    while (!this.#areReady) {
      await new Promise((resolve) => void setTimeout(resolve, 1));
      this.#refuseFailure();
    }
  }

  /** Whether a level of so many states is for several. */
  isFor(states: number): boolean {
    return this.#hasJoined && states >= this.#levelLeast;
  }

  /** Expands segments together. */
  async expand(segments: readonly Segment[], lookUp: LookUp): Promise<Expanded> {
    const pieces = inBlocks(segments);
    const later = pieces.slice(piecesMost);
    this.#pieces.fill(byOwner(pieces.slice(0, piecesMost), this.#engine));
    Atomics.store(this.#words, control.halt, 0);
    this.#begin(tasks.expand);
    let ended: Ended | undefined;
    while (ended === undefined && Atomics.load(this.#words, control.halt) === 0) {
      const piece = this.#pieces.take(0, this.#size);
      if (piece === undefined) break;
      const from = this.#engine.run(piece);
      if (this.#engine.isHalted) {
        this.#pieces.leave(0, { ...piece, from });
        Atomics.store(this.#words, control.halt, 1);
      }
      ended = await lookUp();
    }
    if (ended !== undefined) Atomics.store(this.#words, control.stop, 1);
    ended = (await this.#finish(lookUp)) ?? ended;
    if (this.#engine.isFull) ended ??= 'memory';
    return { ended, rest: joined([...this.#pieces.rest(this.#size), ...later]) };
  }

  /** Grows the tables that have to: emptied, larger, and filled again from the arena by all. */
  async grow(lookUp: LookUp): Promise<void> {
    const crowded = this.#engine.partitions.filter(({ isCrowded, isLargest }) => isCrowded && !isLargest);
    if (crowded.length === 0) return;
    for (const partition of crowded) partition.slots = Math.min(2 * partition.slots, this.#engine.plan.slotsMost);
    await this.refill(crowded, lookUp);
  }

  /** Empties the tables of partitions, and puts there all that is stored. */
  async refill(partitions: readonly Partition[], lookUp: LookUp): Promise<void> {
    const whole = partitions.map(({ number, slots }) => ({ partition: number, from: 0, to: 4 * slots }));
    await this.#shareOut(tasks.clear, inParts(whole, clearBytes), lookUp);
    const stored = partitions.flatMap((each) => each.filled());
    await this.#shareOut(tasks.rehash, inParts(stored, rehashStates), lookUp);
  }

  // Does a task to pieces, together where the workers have joined. Whatever the reason to stop, it is done to the end: a table that is half
  // filled is no seen set.
  async #shareOut(task: number, pieces: readonly Segment[], lookUp: LookUp): Promise<void> {
    const lookAround = async (): Promise<undefined> => (await lookUp(), undefined);
    for (let index = 0; index < pieces.length; index += piecesMost) {
      this.#pieces.fill(evenly(pieces.slice(index, index + piecesMost), this.#size));
      if (this.#hasJoined) this.#begin(task);
      for (;;) {
        const piece = this.#pieces.take(0, this.#size);
        if (piece === undefined) break;
        const partition = this.#engine.partition(piece.partition);
        if (task === tasks.clear) partition.clearTable(piece.from, piece.to);
        else partition.exports.rehash(piece.from, piece.to);
        await lookAround();
      }
      if (this.#hasJoined) await this.#finish(lookAround);
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
    const { module, plan } = this.#engine;
    const { table, slotsMost, arena, capacity, owners, bitmaps } = plan;
    for (let worker = 1; worker < this.#size; worker += 1) {
      const workerData: WorkerParts = {
        module,
        memories: this.#engine.partitions.map(({ memory }) => memory),
        worker,
        workers: this.#size,
        own: plan.worker(worker),
        table,
        slotsMost,
        arena,
        capacity,
        owners,
        old: bitmaps[0],
        blockStates,
        controlWords: this.#words.length,
        control,
        tasks,
        doors,
      };
      const thread = new Worker(`(${work.toString()})()`, { eval: true, workerData, stderr: true });
      thread.on('error', (error) => this.#fail(error.message));
      thread.on('exit', (code) => this.#fail(`it ended with ${code}`));
      thread.unref();
      this.#threads.push(thread);
    }
    this.#partitionsTold = this.#engine.partitions.length;
  }

  #fail(reason: string): void {
    if (this.#threads.length > 0) this.#failure ??= new InternalError(`a worker is gone: ${reason}`);
  }

  #refuseFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #join(lookUp: LookUp): Promise<void> {
    this.#hasJoined = true;
    this.#engine.share(this.#size);
    const least = this.#engine.plan.slotsShared;
    const small = this.#engine.partitions.filter(({ slots }) => slots < least);
    for (const partition of small) partition.slots = least;
    await this.refill(small, lookUp);
  }

  #begin(task: number): void {
    const { partitions } = this.#engine;
    for (const { memory } of partitions.slice(this.#partitionsTold))
      for (const thread of this.#threads) thread.postMessage(memory, []);
    this.#partitionsTold = partitions.length;
    Atomics.store(this.#words, control.partitions, partitions.length);
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
}
