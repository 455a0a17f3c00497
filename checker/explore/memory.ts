// Where everything lies in a memory: control, the workers' scratch memory, the table, the arena and whose its blocks are, two bitmaps. All of it is
// reserved at once and touched only as it fills, so nothing ever moves. Where the machine has more to give than one memory sees, states may be spread over several.

import { availableParallelism, freemem } from 'node:os';
import type { Program } from '../compile/program.ts';
import { batchEntries, hashesKept, inboxEntries, strideOf, wordsPassedMost } from '../compile/runtime-parts.ts';
import { blockStates, controlBytes, workersMost } from './control.ts';

/** The same for every partition. */
export interface MemoryPlan {
  /** How many partitions there may be. */
  readonly partitionsMost: number;
  readonly workers: number;
  /** Where a worker's memory lies. */
  readonly worker: (worker: number) => WorkerPlan;
  readonly table: number;
  /** Slots of the table when it is largest. */
  readonly slotsMost: number;
  /** Slots that the table has at least where several workers fill it. */
  readonly slotsShared: number;
  readonly arena: number;
  /** States that the arena holds. */
  readonly capacity: number;
  /** States that several workers may still add after they were told to leave off. */
  readonly margin: number;
  /** A byte for each block of the arena: the worker that filled it. */
  readonly owners: number;
  /** Two bitmaps with a bit for each state, for traces. */
  readonly bitmaps: readonly [number, number];
  /** Of a program that tells of behaviours. */
  readonly behaviours: BehavioursPlan | undefined;
}

/** Addresses of lists of 32-bit numbers, as the module's `setBehaviours` takes them, and how many there may be. */
export interface BehavioursPlan {
  readonly asked: number;
  readonly ends: number;
  readonly targets: number;
  readonly labels: number;
  readonly conditions: number;
  readonly statesMost: number;
  readonly edgesMost: number;
  /** With so many edges there may be no room for those of another batch. */
  readonly edgesEnough: number;
}

/** Addresses of what is a worker's own. */
export interface WorkerPlan {
  readonly scratch: number;
  /** The batch, and from where on it is full; the same of the inbox. */
  readonly batch: number;
  readonly limit: number;
  readonly inbox: number;
  readonly inboxLimit: number;
  /** Hashes on the way into a larger table, and a list of entries that are still to be looked up. */
  readonly hashes: number;
  readonly list: number;
}

/** A table of fewer slots is not worth growing. */
export const slotsLeast = 2 ** 14;

/** So many slots leave room for what all workers may add after they were told to leave off. */
export const slotsShared = 2 ** 17;

const page = 65_536;
const everything = 2 ** 32 - page;

/**
 * @param limitBytes what the seen set may take
 * @param partitionBytes what one partition may take; as much as a memory sees where undefined
 */
export function planMemory(
  program: Program,
  workers: number,
  limitBytes: number,
  partitionBytes = Infinity,
): MemoryPlan {
  const { layout, scratch, fanoutMax } = program;
  const stride = strideOf(layout.words, program);
  const partitionsWanted = Math.ceil(limitBytes / Math.min(partitionBytes, everything));
  const partitionsMost = layout.words > wordsPassedMost ? 1 : Math.max(1, Math.min(partitionsWanted, partitionsAtMost));
  const limit = Math.min(limitBytes / partitionsMost, partitionBytes);
  const { batch } = scratch;
  const inbox = batch + (batchEntries + fanoutMax + 1) * stride;
  const hashes = aligned(inbox + inboxEntries * stride, 64);
  const list = hashes + 8 * hashesKept;
  const workerBytes = aligned(list + 4 * (batchEntries + fanoutMax + 1), 4096);
  const workersAt = aligned(controlBytes, 4096);
  const behavioursAt = workersAt + workers * workerBytes;
  const behaviours = program.behaviours && planBehaviours(behavioursAt, fanoutMax);
  const table = aligned(behaviours === undefined ? behavioursAt : behaviours.end, page);
  const stateBytes = 8 * layout.words;
  const statesOf = (slots: number): number => {
    const within = Math.min(limit, everything - table) - 4 * slots - stateBytes;
    return Math.floor(Math.min(0.75 * slots, Math.max(0, within / (stateBytes + 0.25 + 1 / blockStates))));
  };
  let slotsMost = slotsLeast;
  for (let slots = slotsLeast; slots <= 2 ** 29; slots *= 2)
    if (statesOf(slots) > statesOf(slotsMost)) slotsMost = slots;
  const capacity = Math.max(1, statesOf(slotsMost));
  const arena = aligned(table + 4 * slotsMost, page);
  // One more state has room, so that it may be written before it is known to be new.
  const owners = aligned(arena + (capacity + 1) * stateBytes, 64);
  const first = aligned(owners + Math.ceil(capacity / blockStates), 64);
  return {
    partitionsMost,
    workers,
    worker: (worker) => {
      const at = workersAt + worker * workerBytes;
      return {
        scratch: at,
        batch: at + batch,
        limit: at + batch + batchEntries * stride,
        inbox: at + inbox,
        inboxLimit: at + inbox + inboxEntries * stride,
        hashes: at + hashes,
        list: at + list,
      };
    },
    table,
    slotsMost,
    slotsShared: Math.min(slotsShared, slotsMost),
    arena,
    capacity,
    margin: workers * (2 * (batchEntries + fanoutMax) + 2 * blockStates),
    owners,
    behaviours: behaviours?.plan,
    bitmaps: [first, first + aligned(Math.ceil(capacity / 8), 64)],
  };
}

/** So many states are asked about at once, and so many edges are written, and those of a batch more. */
const askedMost = 4096;
const edgesAsked = 16_384;

function planBehaviours(at: number, fanoutMax: number): { readonly plan: BehavioursPlan; readonly end: number } {
  const edgesMost = edgesAsked + batchEntries + fanoutMax;
  const ends = at + 4 * askedMost;
  const targets = ends + 4 * askedMost;
  const labels = targets + 4 * edgesMost;
  const conditions = labels + 4 * edgesMost;
  const plan = { asked: at, ends, targets, labels, conditions, statesMost: askedMost, edgesMost };
  return { plan: { ...plan, edgesEnough: edgesAsked }, end: conditions + 4 * edgesMost };
}

/** Each takes 4 GiB of addresses, and more for guards. */
const partitionsAtMost = 64;

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}

/** As many workers as there are cores. */
export function workersByDefault(): number {
  return Math.min(availableParallelism(), workersMost);
}

/** Of the memory that the machine still has, the part that a search may fill. */
const shareMost = 0.85;

/** Bytes that the seen set may take: what was asked for, and never more than the machine can give. */
export function memoryToUse(memoryMb: number | undefined): number {
  const given = process.constrainedMemory();
  const free = Math.min(freemem(), given > 0 && given < Number.MAX_SAFE_INTEGER ? given : Infinity);
  return Math.min(free * shareMost, (memoryMb ?? Infinity) * 2 ** 20);
}
