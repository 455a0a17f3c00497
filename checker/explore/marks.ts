// Which states lie on shortest paths to a finding: a bit for each state of the arenas. What is being marked, of one depth, is kept apart until
// that depth is done. A state has one depth, so what was marked of all depths shares one bitmap.

import type { Engine } from './engine.ts';
import type { Segment } from './segments.ts';

/** Where a state lies. */
export interface Place {
  readonly partition: number;
  readonly index: number;
}

export class Marks {
  readonly #engine: Engine;
  /** The bitmaps lie at the same address in each partition. */
  readonly #done: number;
  readonly #doing: number;
  #count = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    [this.#done, this.#doing] = engine.plan.bitmaps;
  }

  clear(): void {
    this.#count = 0;
    for (const { bytes, indexEnd } of this.#engine.partitions)
      for (const bitmap of [this.#done, this.#doing]) bytes.fill(0, bitmap, bitmap + Math.ceil(indexEnd / 8));
  }

  /** How many states of the depths that are done. */
  get count(): number {
    return this.#count;
  }

  /** Marks a state of the depth that is being marked. */
  mark({ partition, index }: Place): void {
    const { bytes } = this.#engine.partition(partition);
    const at = this.#doing + Math.floor(index / 8);
    bytes[at] = (bytes[at] ?? 0) | (1 << (index % 8));
  }

  /** Marks the states of that depth which have a successor among those that are done: no successor lies deeper than the next depth. */
  sweep(segment: Segment): void {
    this.#engine.partition(segment.partition).sweep(segment, this.#done, this.#doing);
  }

  /** That depth is done: these are its states. */
  close(segments: readonly Segment[]): void {
    for (const { partition, from, to } of segments) {
      const { bytes } = this.#engine.partition(partition);
      const end = Math.ceil(to / 8);
      for (let at = Math.floor(from / 8); at < end; at += 1) {
        const byte = bytes[this.#doing + at] ?? 0;
        if (byte === 0) continue;
        this.#count += bitsIn(byte);
        bytes[this.#done + at] = (bytes[this.#done + at] ?? 0) | byte;
        bytes[this.#doing + at] = 0;
      }
    }
  }

  /** Whether a state is marked. */
  has({ partition, index }: Place): boolean {
    const byte = this.#engine.partition(partition).bytes[this.#done + Math.floor(index / 8)] ?? 0;
    return ((byte >> (index % 8)) & 1) === 1;
  }

  /** Where the marked states among these lie. */
  placesIn(segments: readonly Segment[], most = Infinity): readonly Place[] {
    const found: Place[] = [];
    for (const { partition, from, to } of segments) {
      const { bytes } = this.#engine.partition(partition);
      for (let index = from; index < to && found.length < most; index += 1) {
        if (bytes[this.#done + Math.floor(index / 8)] === 0) index |= 7;
        else if (this.has({ partition, index })) found.push({ partition, index });
      }
    }
    return found;
  }
}

function bitsIn(byte: number): number {
  let bits = 0;
  for (let left = byte; left !== 0; left &= left - 1) bits += 1;
  return bits;
}
