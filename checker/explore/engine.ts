// One instance of a compiled module with its memory: the seen set filled and read, single states expanded and judged.
// What counters and flags mean is said in the program; here they are read.

import type { Program, Slot } from '../compile/program.ts';
import { runtimeOffsets } from '../compile/program.ts';
import { controlNext, strideOf } from '../compile/runtime.ts';
import { planMemory, slotsLeast, type MemoryPlan } from './memory.ts';
import { instantiate, newMemory, type Exports, type Memory, type Module } from './web-assembly.ts';

/** States of one depth: from one arena index to another. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface Counters {
  readonly digest: bigint;
  readonly distinct: number;
  readonly cut: number;
  readonly statesEnabled: readonly number[];
  readonly firings: readonly number[];
  readonly statesCut: readonly number[];
}

export class Engine {
  readonly program: Program;
  readonly plan: MemoryPlan;
  readonly memory: Memory;
  readonly module: Module;
  readonly exports: Exports;
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #scratch: number;
  #sharedBy = 1;

  /** @param limitBytes what the seen set may take */
  constructor(program: Program, module: Module, workers: number, limitBytes: number) {
    this.program = program;
    this.module = module;
    this.plan = planMemory(program, workers, limitBytes);
    this.memory = newMemory();
    this.bytes = new Uint8Array(this.memory.buffer);
    this.#view = new DataView(this.memory.buffer);
    this.exports = instantiate(module, this.memory);
    configure(this.exports, this.plan, 0);
    this.exports.setSlots(slotsLeast);
    this.#scratch = this.plan.scratch(0);
    this.#view.setUint32(this.#scratch + runtimeOffsets.end, this.plan.capacity, true);
  }

  get stateBytes(): number {
    return 8 * this.program.layout.words;
  }

  /** States in the arena, found by the one worker there is. */
  get stored(): number {
    return this.#view.getUint32(this.#scratch + runtimeOffsets.next, true);
  }

  /** Whether a state found no room. */
  get isFull(): boolean {
    return this.#workers().some((scratch) => this.#view.getUint32(scratch + runtimeOffsets.full, true) !== 0);
  }

  /** From now on workers take blocks of the arena; the first goes on behind what it has. */
  share(workers: number, blockStates: number): void {
    const { stored } = this;
    this.#sharedBy = workers;
    this.#view.setUint32(this.#scratch + runtimeOffsets.end, stored, true);
    this.#view.setUint32(controlNext, stored, true);
    for (const scratch of this.#workers()) this.#view.setBigUint64(scratch, this.open, true);
    this.exports.setShared(1, blockStates);
  }

  /** Where each worker's block goes on, and where it ends. */
  blocks(): readonly Segment[] {
    return this.#workers().map((scratch) => ({
      from: this.#view.getUint32(scratch + runtimeOffsets.next, true),
      to: this.#view.getUint32(scratch + runtimeOffsets.end, true),
    }));
  }

  /** The first arena index that was never given away. */
  get indexEnd(): number {
    return this.#sharedBy === 1 ? this.stored : this.#view.getUint32(controlNext, true);
  }

  /** The states in the arena: all but what workers have not filled yet of their blocks. */
  filled(): readonly Segment[] {
    return this.#sharedBy === 1
      ? [{ from: 0, to: this.stored }]
      : without({ from: 0, to: this.indexEnd }, this.blocks());
  }

  /** Doubles the table and empties it. */
  growTable(): void {
    const slots = Math.min(2 * (this.exports.getSlots() >>> 0), this.plan.slotsMost);
    this.exports.setSlots(slots);
    this.bytes.fill(0, this.plan.table, this.plan.table + 4 * slots);
  }

  #workers(): readonly number[] {
    return Array.from({ length: this.#sharedBy }, (_, worker) => this.plan.scratch(worker));
  }

  /** Bytes of memory in use for states. */
  get storedBytes(): number {
    return 4 * (this.exports.getSlots() >>> 0) + this.indexEnd * this.stateBytes;
  }

  /** Which judgements are still to be made. */
  set open(mask: bigint) {
    for (const scratch of this.#workers()) this.#view.setBigUint64(scratch, BigInt.asUintN(64, mask), true);
  }

  get open(): bigint {
    return this.#view.getBigUint64(this.#scratch, true);
  }

  /** Adds a state; whether it is new. */
  insert(packed: Uint8Array): boolean {
    const batch = this.plan.batch(0);
    this.#view.setBigInt64(batch + 8, -1n, true);
    this.bytes.set(packed, batch + 16);
    return this.exports.insert(this.#scratch) === 1;
  }

  /** Expands states from one index on; the index where it stopped. */
  run(from: number, to: number): number {
    return this.exports.run(this.#scratch, from, to) >>> 0;
  }

  addressOf(index: number): number {
    return this.plan.arena + index * this.stateBytes;
  }

  stateAt(index: number): Uint8Array {
    return this.bytes.slice(this.addressOf(index), this.addressOf(index) + this.stateBytes);
  }

  hasFlag(slot: number): boolean {
    return this.bytes[this.#scratch + this.program.scratch.flags + slot] === 1;
  }

  clearFlag(slot: number): void {
    this.bytes[this.#scratch + this.program.scratch.flags + slot] = 0;
  }

  /** The first constraint that excludes a state, or -1. */
  excludedBy(address: number): number {
    return this.program.hasConstraints ? this.exports.excludedOne(this.#scratch, address) : -1;
  }

  isExcluded(address: number): boolean {
    return this.excludedBy(address) >= 0;
  }

  /** Sets the flags of what a mask asks of the state, and no others. */
  judgements(address: number, mask: bigint): void {
    this.exports.judgeOne(this.#scratch, address, mask);
  }

  /** Sets the flags of what is to be said of the state itself, its constraints and, where it has no firing, its being stuck. */
  judge(address: number, mask: bigint, isExpanded: boolean): void {
    this.exports.judgeOne(this.#scratch, address, mask);
    const isExcluded = this.isExcluded(address);
    if (isExpanded && !isExcluded && this.exports.expandOne(this.#scratch, address) === 0)
      this.exports.stuckOne(this.#scratch, address);
    this.exports.forget();
  }

  /** Sets the flags of its steps; the successors, in the order of firing, until the next call. */
  expand(address: number): { readonly firings: number; readonly successors: number } {
    const firings = this.exports.expandOne(this.#scratch, address);
    const successors = this.exports.successors();
    this.exports.forget();
    return { firings, successors };
  }

  stuck(address: number): void {
    this.exports.stuckOne(this.#scratch, address);
  }

  /** A copy of a successor of the state expanded last. */
  successorAt(position: number): Uint8Array {
    const at = this.plan.batch(0) + position * strideOf(this.program.layout.words) + 16;
    return this.bytes.slice(at, at + this.stateBytes);
  }

  /** Puts a successor of the state expanded last where a state lies. */
  copySuccessor(position: number, to: number): void {
    const at = this.plan.batch(0) + position * strideOf(this.program.layout.words) + 16;
    this.bytes.copyWithin(to, at, at + this.stateBytes);
  }

  /** A copy of all counters and flags, for somebody who looks at states again that were counted. */
  keepScratch(): Uint8Array {
    return this.bytes.slice(this.#scratch, this.#scratch + this.program.scratch.batch);
  }

  restoreScratch(kept: Uint8Array): void {
    this.bytes.set(kept, this.#scratch);
  }

  labels(address: number): void {
    this.exports.labelsOne(this.#scratch, address);
  }

  sweep(segment: Segment, marked: number, marks: number): void {
    this.exports.sweep(this.#scratch, segment.from, segment.to, marked, marks);
  }

  /** What all workers counted together. */
  counters(actions: number, constraints: number): Counters {
    const { scratch } = this.program;
    const sumAt = (offset: number): number => {
      let sum = 0;
      for (const each of this.#workers()) sum += Number(this.#view.getBigUint64(each + offset, true));
      return sum;
    };
    const list = (offset: number, count: number): number[] =>
      Array.from({ length: count }, (_, index) => sumAt(offset + 8 * index));
    let digest = 0n;
    for (const each of this.#workers()) digest += this.#view.getBigUint64(each + runtimeOffsets.digest, true);
    return {
      digest,
      distinct: sumAt(runtimeOffsets.distinct),
      cut: sumAt(runtimeOffsets.cut),
      statesEnabled: list(scratch.enabled, actions),
      firings: list(scratch.firings, actions),
      statesCut: list(scratch.cuts, constraints),
    };
  }

  /** The meanings of the flags that any worker has set. */
  flagged(): readonly Slot[] {
    const { flags } = this.program.scratch;
    const all = this.#workers();
    return this.program.slots.filter((_, slot) => all.some((scratch) => this.bytes[scratch + flags + slot] === 1));
  }
}

/** A segment without some others that lie in it. */
export function without(whole: Segment, holes: readonly Segment[]): readonly Segment[] {
  const segments: Segment[] = [];
  let { from } = whole;
  for (const hole of [...holes].sort((a, b) => a.from - b.from)) {
    if (hole.from >= hole.to || hole.to <= from || hole.from >= whole.to) continue;
    if (hole.from > from) segments.push({ from, to: hole.from });
    from = hole.to;
  }
  if (from < whole.to) segments.push({ from, to: whole.to });
  return segments;
}

/** Tells an instance where its worker's memory lies. */
export function configure(exports: Exports, plan: MemoryPlan, worker: number): void {
  exports.configure(plan.batch(worker), plan.table, plan.slotsMost, plan.arena, plan.capacity);
  exports.setLimit(plan.limit(worker));
}
