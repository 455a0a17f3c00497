// One memory and the leader's instance over it: states stored and read, single states expanded and judged. What counters and flags mean is
// said in the program; here they are read. Most searches need one partition; engine.ts has them all.

import type { Program, Slot } from '../compile/program.ts';
import { runtimeOffsets } from '../compile/program.ts';
import { doors, entryParts, strideOf } from '../compile/runtime-parts.ts';
import { blockStates, control } from './control.ts';
import { slotsLeast, type MemoryPlan, type WorkerPlan } from './memory.ts';
import { without, type Segment } from './segments.ts';
import { instantiate, newMemory, type Exports, type Memory, type Module, type Table } from './web-assembly.ts';

/** How far the arena was filled at some moment. */
export interface Mark {
  readonly end: number;
  readonly blocks: readonly Segment[];
}

/** The flag bytes of a worker, and a copy of what they were. */
interface Flags {
  readonly now: Uint8Array;
  readonly before: Uint8Array;
}

export class Partition {
  readonly number: number;
  readonly program: Program;
  readonly plan: MemoryPlan;
  readonly memory: Memory;
  readonly exports: Exports;
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #words: Int32Array;
  readonly #own: WorkerPlan;
  /** 0: the leader searches alone. */
  #sharedBy = 0;
  #canSplit = false;
  readonly #flags: Flags[] = [];

  constructor(number: number, program: Program, plan: MemoryPlan, module: Module, table: Table) {
    this.number = number;
    this.program = program;
    this.plan = plan;
    this.memory = newMemory();
    this.bytes = new Uint8Array(this.memory.buffer);
    this.#view = new DataView(this.memory.buffer);
    this.#words = new Int32Array(this.memory.buffer, 0, control.pieces);
    this.exports = instantiate(module, this.memory, table);
    this.#own = plan.worker(0);
    configure(this.exports, plan, 0);
    this.exports.setOld?.(plan.bitmaps[0]);
    if (plan.behaviours !== undefined) {
      const { asked, ends, targets, labels, conditions, edgesEnough } = plan.behaviours;
      this.exports.setBehaviours?.(asked, ends, targets, labels, conditions, 4 * edgesEnough);
    }
    const exports = this.exports as Partial<Record<(typeof doors)[number], unknown>>;
    doors.forEach((door, index) => {
      if (exports[door] !== undefined) table.set(doors.length * number + index, exports[door]);
    });
    this.slots = slotsLeast;
    this.#view.setUint32(this.#own.scratch + runtimeOffsets.end, plan.capacity, true);
  }

  get stateBytes(): number {
    return 8 * this.program.layout.words;
  }

  /** States in the arena, where only the leader has filled it. */
  get stored(): number {
    return this.#view.getUint32(this.#own.scratch + runtimeOffsets.next, true);
  }

  /** Whether a state found no room. */
  get isFull(): boolean {
    return this.#workers().some((scratch) => this.#view.getUint32(scratch + runtimeOffsets.full, true) !== 0);
  }

  /** Whether a state had too many orders to try for a representative. */
  get isInexact(): boolean {
    return this.#workers().some((scratch) => this.#view.getUint32(scratch + runtimeOffsets.inexact, true) !== 0);
  }

  /** Whether the leader's instance left off since something has to be done. */
  get isHalted(): boolean {
    return this.exports.halted() === 1;
  }

  /** Whether several workers have to leave off until the table has grown. */
  get isCrowded(): boolean {
    return this.#sharedBy > 0 && this.indexEnd >= this.#growAt;
  }

  get isLargest(): boolean {
    return this.slots >= this.plan.slotsMost;
  }

  /** The table's slots. */
  get slots(): number {
    return this.exports.getSlots() >>> 0;
  }

  set slots(slots: number) {
    this.exports.setSlots(slots, 0);
    this.#tellSlots();
  }

  #tellSlots(): void {
    const growAt = this.#growAt;
    this.exports.setSlots(this.slots, growAt);
    Atomics.store(this.#words, control.slots, this.slots);
    Atomics.store(this.#words, control.growAt, growAt | 0);
  }

  get #growAt(): number {
    if (!this.isLargest) return 0.75 * this.slots;
    return this.#canSplit ? Math.max(0, this.plan.capacity - this.plan.margin) : 2 ** 32 - 1;
  }

  /** How many partitions there are, and whether there may be more. */
  setPartitions(partitions: number, canSplit: boolean): void {
    this.#canSplit = canSplit;
    this.exports.setPartitions(partitions, canSplit ? 1 : 0);
    this.#tellSlots();
  }

  /** From now on workers take blocks of the arena; the leader goes on behind what there is. */
  share(workers: number): void {
    const { stored } = this;
    this.#sharedBy = workers;
    this.exports.setShared(1, blockStates);
    this.fill(stored);
  }

  /** So many states lie at the beginning of the arena, and nothing behind them. */
  fill(stored: number): void {
    for (const scratch of this.#workers()) {
      this.#view.setUint32(scratch + runtimeOffsets.next, 0, true);
      this.#view.setUint32(scratch + runtimeOffsets.end, 0, true);
    }
    this.#view.setUint32(this.#own.scratch + runtimeOffsets.next, stored, true);
    // The leader fills up the block that was begun: workers take whole ones.
    const end = this.#sharedBy === 0 ? Infinity : Math.ceil(stored / blockStates) * blockStates;
    this.#view.setUint32(this.#own.scratch + runtimeOffsets.end, Math.min(end, this.plan.capacity), true);
    Atomics.store(this.#words, control.next, Math.min(end, this.plan.capacity));
    this.#tellSlots();
  }

  /** The first arena index that was never given away. */
  get indexEnd(): number {
    return this.#sharedBy === 0 ? this.stored : Atomics.load(this.#words, control.next) >>> 0;
  }

  // Where each worker's block goes on, and where it ends.
  #blocks(): readonly Segment[] {
    if (this.#sharedBy === 0) return [];
    return this.#workers().map((scratch) => ({
      partition: this.number,
      from: this.#view.getUint32(scratch + runtimeOffsets.next, true),
      to: this.#view.getUint32(scratch + runtimeOffsets.end, true),
    }));
  }

  get mark(): Mark {
    return { end: this.indexEnd, blocks: this.#blocks() };
  }

  /** What was stored since. Workers fill up the blocks that they had, and then take new ones. */
  storedSince({ end, blocks }: Mark): readonly Segment[] {
    const now = this.#blocks();
    const filledUp = blocks.flatMap((block, worker): Segment[] => {
      const goesOn = now[worker];
      const to = goesOn?.to === block.to ? goesOn.from : block.to;
      return to > block.from ? [{ ...block, to }] : [];
    });
    return [...filledUp, ...without({ partition: this.number, from: end, to: this.indexEnd }, now)];
  }

  /** All that is stored. */
  filled(): readonly Segment[] {
    return this.storedSince({ end: 0, blocks: [] });
  }

  /** Empties the table from one byte to another. */
  clearTable(from: number, to: number): void {
    this.bytes.fill(0, this.plan.table + from, this.plan.table + to);
  }

  /** The worker that filled the block in which an index lies. */
  ownerOf(index: number): number {
    return this.bytes[this.plan.owners + Math.floor(index / blockStates)] ?? 0;
  }

  #workers(): readonly number[] {
    return Array.from({ length: Math.max(1, this.#sharedBy) }, (_, worker) => this.plan.worker(worker).scratch);
  }

  /** Which judgements are still to be made. */
  set open(mask: bigint) {
    for (const scratch of this.#workers()) this.#view.setBigUint64(scratch, BigInt.asUintN(64, mask), true);
  }

  get open(): bigint {
    return this.#view.getBigUint64(this.#own.scratch, true);
  }

  /** Adds a state; nothing where it is known. */
  insert(packed: Uint8Array): void {
    this.#view.setBigInt64(this.#own.batch + 8, -1n, true);
    this.bytes.set(packed, this.#own.batch + 16);
    // It comes from no firing.
    const { collected } = this.program;
    if (collected !== undefined)
      this.#view.setInt32(this.#own.batch + 16 + packed.length + entryParts.action, 8 * collected.actions, true);
    this.exports.insert(this.#own.scratch);
  }

  /** Expands states from one index on; the index where it stopped. */
  run(from: number, to: number): number {
    return this.exports.run(this.#own.scratch, from, to) >>> 0;
  }

  /** Goes on with successors that waited. */
  flush(): void {
    this.exports.flush(this.#own.scratch);
  }

  /** Adds what other partitions have sent. */
  deliver(): void {
    this.exports.deliver(this.#own.scratch);
  }

  /** Sends states to where they belong. */
  spread(from: number, to: number): void {
    this.exports.spread(this.#own.scratch, from, to);
  }

  addressOf(index: number): number {
    return this.plan.arena + index * this.stateBytes;
  }

  stateAt(index: number): Uint8Array {
    return this.bytes.slice(this.addressOf(index), this.addressOf(index) + this.stateBytes);
  }

  hasFlag(slot: number): boolean {
    return this.bytes[this.#own.scratch + this.program.scratch.flags + slot] === 1;
  }

  clearFlag(slot: number): void {
    this.bytes[this.#own.scratch + this.program.scratch.flags + slot] = 0;
  }

  /** The first constraint that excludes a state, or -1. */
  excludedBy(address: number): number {
    return this.program.hasConstraints ? this.exports.excludedOne(this.#own.scratch, address) : -1;
  }

  isExcluded(address: number): boolean {
    return this.excludedBy(address) >= 0;
  }

  /** Sets the flags of what a mask asks of the state, and no others. */
  judgements(address: number, mask: bigint): void {
    this.exports.judgeOne(this.#own.scratch, address, mask);
  }

  /** Sets the flags of what is to be said of the state itself, its constraints and, where it has no firing, its being stuck. */
  judge(address: number, mask: bigint, isExpanded: boolean): void {
    this.exports.judgeOne(this.#own.scratch, address, mask);
    const isExcluded = this.isExcluded(address);
    if (isExpanded && !isExcluded && this.exports.expandOne(this.#own.scratch, address) === 0)
      this.exports.stuckOne(this.#own.scratch, address);
    this.exports.forget();
  }

  /** Sets the flags of its steps; the successors, in the order of firing, until the next call. */
  expand(address: number): { readonly firings: number; readonly successors: number } {
    const firings = this.exports.expandOne(this.#own.scratch, address);
    const successors = this.exports.successors();
    this.exports.forget();
    return { firings, successors };
  }

  stuck(address: number): void {
    this.exports.stuckOne(this.#own.scratch, address);
  }

  /** Puts a successor of the state expanded last where a state lies. */
  copySuccessor(position: number, to: number): void {
    const at = this.#own.batch + position * strideOf(this.program.layout.words, this.program) + 16;
    this.bytes.copyWithin(to, at, at + this.stateBytes);
  }

  /** A copy of all counters and flags, for somebody who looks at states again that were counted. */
  keepScratch(): Uint8Array {
    return this.bytes.slice(this.#own.scratch, this.#own.scratch + this.program.scratch.batch);
  }

  restoreScratch(kept: Uint8Array): void {
    this.bytes.set(kept, this.#own.scratch);
  }

  labels(address: number): void {
    this.exports.labelsOne(this.#own.scratch, address);
  }

  /** The representative of a state; the state itself where the module makes none. */
  representative(packed: Uint8Array): Uint8Array {
    if (this.exports.canonicalOne === undefined) return packed;
    const at = this.#own.batch + 16;
    this.bytes.set(packed, at);
    this.exports.canonicalOne(this.#own.scratch, at);
    return this.bytes.slice(at, at + this.stateBytes);
  }

  /** How many states a representative stands for; undefined where that is not counted. */
  orbitSize(packed: Uint8Array): number | undefined {
    if (this.exports.orbitOne === undefined) return undefined;
    const at = this.#own.batch + 16;
    this.bytes.set(packed, at);
    return Number(this.exports.orbitOne(at, this.#own.scratch));
  }

  /** Where a state lies, if it lies here. */
  find(packed: Uint8Array): number | undefined {
    const at = this.#own.batch + 16;
    this.bytes.set(packed, at);
    const index = this.exports.findOne(at);
    return index < 0 ? undefined : index;
  }

  /** Marks in one bitmap the states that have a successor, wherever it lies, in the other. */
  sweep({ from, to }: Segment, marked: number, marks: number): void {
    this.exports.sweep(this.#own.scratch, from, to, marked, marks);
  }

  /** The number of the first state of the arena; the others follow. Asked for, and told to, where there are several arenas. */
  set base(base: number) {
    this.exports.setBase?.(base);
  }

  /** Writes the edges of the states at these positions of the list of those asked about; how far it came. */
  edges(from: number, to: number, question: number): number {
    return this.exports.edges?.(this.#own.scratch, from, to, question) ?? -1;
  }

  /** Of an i64 counter, what all workers counted together. */
  sumAt(offset: number): bigint {
    return this.#workers().reduce((sum, scratch) => sum + this.#view.getBigUint64(scratch + offset, true), 0n);
  }

  /** Whether any flag was set since this was last asked. */
  hasNewFlags(): boolean {
    let isAny = false;
    for (let worker = 0; worker < Math.max(1, this.#sharedBy); worker += 1) {
      const flags = this.#flags[worker] ?? this.#newFlags();
      if (Buffer.compare(flags.now, flags.before) === 0) continue;
      flags.before.set(flags.now);
      isAny = true;
    }
    return isAny;
  }

  #newFlags(): Flags {
    const from = this.plan.worker(this.#flags.length).scratch + this.program.scratch.flags;
    const now = this.bytes.subarray(from, from + this.program.slots.length);
    const flags = { now, before: new Uint8Array(now.length) };
    this.#flags.push(flags);
    return flags;
  }

  /** The meanings of the flags that any worker has set. */
  flagged(): readonly Slot[] {
    const { flags } = this.program.scratch;
    const all = this.#workers();
    return this.program.slots.filter((_, slot) => all.some((scratch) => this.bytes[scratch + flags + slot] === 1));
  }
}

/** Tells an instance where its worker's memory lies. */
function configure(exports: Exports, plan: MemoryPlan, worker: number): void {
  const { batch, limit, inbox, inboxLimit, hashes, list } = plan.worker(worker);
  const { table, slotsMost, arena, capacity, owners } = plan;
  exports.configure(batch, limit, inbox, inboxLimit, hashes, list, table, slotsMost, arena, capacity, owners, worker);
}
