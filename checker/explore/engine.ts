// All memories of a search, and what they hold together. There is one partition until more are needed; then the hash of a state says in which
// it lies, and the instances send each other what does not belong to them.

import { doors } from '../compile/runtime-parts.ts';
import { assert } from '../language/errors.ts';
import type { Program, Slot } from '../compile/program.ts';
import type { MemoryPlan } from './memory.ts';
import { Partition, type Mark } from './partition.ts';
import { joined, type Segment } from './segments.ts';
import { newTable, type Module, type Table } from './web-assembly.ts';

export class Engine {
  readonly program: Program;
  readonly plan: MemoryPlan;
  readonly module: Module;
  readonly #table: Table;
  readonly #partitions: Partition[] = [];
  #sharedBy = 0;
  #isHalted = false;

  constructor(program: Program, module: Module, plan: MemoryPlan) {
    this.program = program;
    this.module = module;
    this.plan = plan;
    this.#table = newTable(doors.length);
    this.#partitions.push(new Partition(0, program, plan, module, this.#table));
    this.first.setPartitions(1, plan.partitionsMost > 1);
  }

  get first(): Partition {
    return this.partition(0);
  }

  get partitions(): readonly Partition[] {
    return this.#partitions;
  }

  partition(number: number): Partition {
    const found = this.#partitions[number];
    assert(found !== undefined, `there is no partition ${number}`);
    return found;
  }

  get isFull(): boolean {
    return this.#partitions.some(({ isFull }) => isFull);
  }

  /** Whether there is something to be done before the search can go on: tables grown, or states spread. */
  get isHalted(): boolean {
    return this.#isHalted || this.#partitions.some(({ isCrowded }) => isCrowded);
  }

  /** Whether the one partition there is holds no more, and states are to be spread over several. */
  get isToSplit(): boolean {
    const { first } = this;
    if (this.#partitions.length > 1 || this.plan.partitionsMost === 1 || this.isFull) return false;
    return this.#sharedBy === 0 ? this.#isHalted : first.isCrowded && first.isLargest;
  }

  /** From now on several workers fill the arenas. */
  share(workers: number): void {
    this.#sharedBy = workers;
    const { open } = this;
    for (const partition of this.#partitions) partition.share(workers);
    this.open = open;
  }

  /** Makes the memories of all partitions that there may be. They are empty. Nothing is changed where the machine refuses one: then false. */
  addPartitions(): boolean {
    const { open } = this;
    const { length } = this.#partitions;
    const count = this.plan.partitionsMost;
    this.#table.grow(doors.length * count - this.#table.length);
    try {
      const added = Array.from(
        { length: count - length },
        (_, index) => new Partition(length + index, this.program, this.plan, this.module, this.#table),
      );
      this.#partitions.push(...added);
    } catch (error) {
      if (error instanceof RangeError && /\bmemory\b/i.test(error.message)) return false;
      throw error;
    }
    if (this.#sharedBy > 0) {
      for (const partition of this.#partitions.slice(length)) {
        partition.share(this.#sharedBy);
        partition.slots = this.plan.slotsShared;
      }
    }
    for (const partition of this.#partitions) partition.setPartitions(count, false);
    this.open = open;
    return true;
  }

  get indexEnd(): number {
    return this.#partitions.reduce((sum, { indexEnd }) => sum + indexEnd, 0);
  }

  get marks(): readonly Mark[] {
    return this.#partitions.map(({ mark }) => mark);
  }

  /** The states stored since. */
  storedSince(marks: readonly Mark[]): readonly Segment[] {
    const nothing: Mark = { end: 0, blocks: [] };
    return joined(this.#partitions.flatMap((each) => each.storedSince(marks[each.number] ?? nothing)));
  }

  /** Expands states from the first of a segment on; the index where it stopped. */
  run({ partition, from, to }: Segment): number {
    const instance = this.partition(partition);
    const next = instance.run(from, to);
    this.#isHalted = instance.isHalted;
    this.deliver();
    return next;
  }

  /** Adds what is on its way from one partition to another. */
  deliver(): void {
    if (this.#partitions.length > 1) for (const each of this.#partitions) each.deliver();
  }

  /** Goes on with successors that waited until the states were spread. */
  flush(): void {
    this.first.flush();
    this.#isHalted = false;
    this.deliver();
  }

  /** Adds a state; nothing where it is known. */
  insert(packed: Uint8Array): void {
    this.first.insert(packed);
    this.#isHalted = this.first.isHalted;
    this.deliver();
  }

  set open(mask: bigint) {
    for (const partition of this.#partitions) partition.open = mask;
  }

  get open(): bigint {
    return this.first.open;
  }

  /** Whether any flag was set since this was last asked. */
  hasNewFlags(): boolean {
    let isAny = false;
    for (const partition of this.#partitions) if (partition.hasNewFlags()) isAny = true;
    return isAny;
  }

  /** The meanings of the flags that any worker has set anywhere. */
  flagged(): readonly Slot[] {
    const found = new Set(this.#partitions.flatMap((each) => each.flagged()));
    return this.program.slots.filter((slot) => found.has(slot));
  }
}
