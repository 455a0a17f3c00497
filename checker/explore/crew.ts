// Several workers on one search: they are started while one worker searches alone, and join between two levels once they are ready.
// The one that leads works too; it alone grows tables, looks at the clock and talks to the outside.

import { Worker } from 'node:worker_threads';
import { doors } from '../compile/partitions.ts';
import { batchEntries } from '../compile/runtime-parts.ts';
import { InternalError } from '../language/errors.ts';
import type { Ended } from '../interpret/result.ts';
import { blockStates, control, controlBytes, controlList, pieceStates, segmentsMost, tasks } from './control.ts';
import type { Engine } from './engine.ts';
import { between, statesIn, type Segment } from './segments.ts';
import { work, type WorkerParts } from './worker.ts';

/** A level of fewer states is searched faster by one worker. */
const levelLeast = 8192;
/** With more states stored, workers are worth starting. */
const storedLeast = 60_000;
/** So many slots leave room for what all workers may add after they were told to leave off. */
const slotsShared = 2 ** 17;
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
  return Math.max(1, Math.min(workers, Math.floor(slotsShared / 4 / (2 * (batchEntries + fanoutMax)))));
}

export class Crew {
  readonly #engine: Engine;
  readonly #size: number;
  readonly #words: Int32Array;
  readonly #segmentsMost: number;
  readonly #threads: Worker[] = [];
  #partitionsTold = 0;
  #failure: InternalError | undefined;
  #hasJoined = false;

  constructor(engine: Engine) {
    const { workers, partitionsMost } = engine.plan;
    this.#engine = engine;
    this.#size = workers;
    this.#words = new Int32Array(engine.first.memory.buffer, 0, controlBytes(workers, partitionsMost) / 4);
    this.#segmentsMost = segmentsMost(workers, partitionsMost);
  }

  /**
   * Starts the workers when there is enough to do, and lets them join when they are ready. Between two levels: a level of so many states is
   * next.
   */
  async prepare(states: number, lookUp: LookUp): Promise<void> {
    this.#refuseFailure();
    if (this.#size === 1 || this.#hasJoined || states < levelLeast || this.#engine.indexEnd < storedLeast) return;
    if (this.#threads.length === 0) this.#start();
    else if (Atomics.load(this.#words, control.done) === this.#size - 1) await this.#join(lookUp);
  }

  /** Whether a level of so many states is for several. */
  isFor(states: number): boolean {
    return this.#hasJoined && states >= levelLeast;
  }

  /** Expands segments together. */
  async expand(segments: readonly Segment[], lookUp: LookUp): Promise<Expanded> {
    const later = segments.slice(this.#segmentsMost);
    const listed = segments.slice(0, this.#segmentsMost);
    this.#list(listed);
    Atomics.store(this.#words, control.halt, 0);
    this.#begin(tasks.expand);
    let ended: Ended | undefined;
    while (Atomics.load(this.#words, control.halt) === 0) {
      if (!this.#expandPiece(listed, Atomics.add(this.#words, control.piece, 1))) break;
      ended = await lookUp();
      if (ended !== undefined) break;
    }
    if (ended !== undefined) Atomics.store(this.#words, control.stop, 1);
    ended = (await this.#finish(lookUp)) ?? ended;
    if (this.#engine.isFull) ended ??= 'memory';
    return { ended, rest: [...this.#rest(listed), ...later] };
  }

  // What nobody has taken, and what was taken and left.
  #rest(segments: readonly Segment[]): readonly Segment[] {
    const size = statesIn(segments);
    const begun = (Atomics.load(this.#words, control.piece) >>> 0) * pieceStates;
    const left = Array.from({ length: this.#size }, (_, worker) => {
      const piece = Atomics.exchange(this.#words, control.rests + 2 * worker, 0) - 1;
      const done = Atomics.load(this.#words, control.rests + 2 * worker + 1);
      return piece < 0 ? [] : between(segments, piece * pieceStates + done, (piece + 1) * pieceStates);
    });
    return [...left.flat(), ...between(segments, begun, size)];
  }

  #expandPiece(segments: readonly Segment[], piece: number): boolean {
    const stretches = between(segments, piece * pieceStates, (piece + 1) * pieceStates);
    let done = 0;
    for (const stretch of stretches) {
      const next = this.#engine.run(stretch);
      done += next - stretch.from;
      if (!this.#engine.isHalted) continue;
      Atomics.store(this.#words, control.rests, piece + 1);
      Atomics.store(this.#words, control.rests + 1, done);
      Atomics.store(this.#words, control.halt, 1);
      break;
    }
    return stretches.length > 0;
  }

  /** Grows the tables that have to: emptied, larger, and filled again from the arena by all. */
  async grow(lookUp: LookUp): Promise<void> {
    const crowded = this.#engine.partitions.filter(({ isCrowded, isLargest }) => isCrowded && !isLargest);
    for (const partition of crowded) partition.emptyTable(2 * partition.slots);
    await this.refill(
      crowded.flatMap((each) => each.filled()),
      lookUp,
    );
  }

  /** Puts stored states into tables that do not have them. */
  async refill(segments: readonly Segment[], lookUp: LookUp): Promise<void> {
    // Whatever the reason to stop, a table that is half filled is no seen set.
    const lookAround = async (): Promise<undefined> => (await lookUp(), undefined);
    for (let index = 0; index < segments.length; index += this.#segmentsMost) {
      const listed = segments.slice(index, index + this.#segmentsMost);
      this.#list(listed);
      if (this.#hasJoined) this.#begin(tasks.rehash);
      for (;;) {
        const piece = Atomics.add(this.#words, control.piece, 1);
        const stretches = between(listed, piece * pieceStates, (piece + 1) * pieceStates);
        if (stretches.length === 0) break;
        for (const { partition, from, to } of stretches) this.#engine.partition(partition).exports.rehash(from, to);
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
    const { table, slotsMost, arena, capacity } = plan;
    for (let worker = 1; worker < this.#size; worker += 1) {
      const workerData: WorkerParts = {
        module,
        memories: this.#engine.partitions.map(({ memory }) => memory),
        worker,
        own: plan.worker(worker),
        table,
        slotsMost,
        arena,
        capacity,
        blockStates,
        controlWords: this.#words.length,
        controlList,
        pieceStates,
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
    const small = this.#engine.partitions.filter(({ slots, isLargest }) => slots < slotsShared && !isLargest);
    for (const partition of small) partition.emptyTable(slotsShared);
    await this.refill(
      small.flatMap((each) => each.filled()),
      lookUp,
    );
  }

  #list(segments: readonly Segment[]): void {
    segments.forEach(({ partition, from, to }, index) =>
      this.#words.set([partition, from, to], controlList + 3 * index),
    );
    Atomics.store(this.#words, control.segments, segments.length);
    Atomics.store(this.#words, control.piece, 0);
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
