// Where everything lies in the one memory that all workers share: control, their scratch memory, the table, the arena, two bitmaps.
// All of it is reserved at once and touched only as it fills, so nothing ever moves.

import { availableParallelism, freemem } from 'node:os';
import { batchEntries, controlBytes, strideOf } from '../compile/runtime.ts';
import type { Program } from '../compile/program.ts';

export interface MemoryPlan {
  /** Address of a worker's scratch memory. */
  readonly scratch: (worker: number) => number;
  /** Address of a worker's batch, and from where on it is full. */
  readonly batch: (worker: number) => number;
  readonly limit: (worker: number) => number;
  readonly table: number;
  /** Slots of the table when it is largest. */
  readonly slotsMost: number;
  readonly arena: number;
  /** States that the arena holds. */
  readonly capacity: number;
  /** Two bitmaps with a bit for each state, for traces. */
  readonly bitmaps: readonly [number, number];
}

/** A table of fewer slots is not worth growing. */
export const slotsLeast = 2 ** 14;

const page = 65_536;
const everything = 2 ** 32 - page;

/** @param limitBytes what the seen set may take; less than a memory has */
export function planMemory(program: Program, workers: number, limitBytes: number): MemoryPlan {
  const { layout, scratch, fanoutMax } = program;
  const stride = strideOf(layout.words);
  const batch = aligned(scratch.batch, 64);
  const scratchBytes = aligned(batch + (batchEntries + fanoutMax + 1) * stride, 4096);
  const scratchOf = (worker: number): number => controlBytes + worker * scratchBytes;
  const table = aligned(scratchOf(workers), page);
  const stateBytes = 8 * layout.words;
  const statesOf = (slots: number): number => {
    const within = Math.min(limitBytes, everything - table) - 4 * slots;
    return Math.floor(Math.min(0.75 * slots, Math.max(0, within / (stateBytes + 0.25))));
  };
  let slotsMost = slotsLeast;
  for (let slots = slotsLeast; slots <= 2 ** 29; slots *= 2)
    if (statesOf(slots) > statesOf(slotsMost)) slotsMost = slots;
  const capacity = Math.max(1, statesOf(slotsMost));
  const arena = aligned(table + 4 * slotsMost, page);
  const first = aligned(arena + capacity * stateBytes, 64);
  return {
    scratch: scratchOf,
    batch: (worker) => scratchOf(worker) + batch,
    limit: (worker) => scratchOf(worker) + batch + batchEntries * stride,
    table,
    slotsMost,
    arena,
    capacity,
    bitmaps: [first, first + aligned(Math.ceil(capacity / 8), 64)],
  };
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}

/** As many workers as there are cores. */
export function workersByDefault(): number {
  return availableParallelism();
}

/** Of the memory that the machine still has, the part that a search may fill. */
const shareMost = 0.85;

/** Bytes that the seen set may take: what was asked for, and never more than the machine can give. */
export function memoryToUse(memoryMb: number | undefined): number {
  const given = process.constrainedMemory();
  const free = Math.min(freemem(), given > 0 && given < Number.MAX_SAFE_INTEGER ? given : Infinity);
  return Math.min(free * shareMost, (memoryMb ?? Infinity) * 2 ** 20);
}
