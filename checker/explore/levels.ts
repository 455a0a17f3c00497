// Where the states of each depth lie. A search may be millions of levels deep, so they are kept in plain lists of numbers.

import type { Segment } from './segments.ts';

export class Levels {
  /** Where the segments of each depth begin in the lists below. */
  readonly #begins: number[] = [];
  readonly #partitions: number[] = [];
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];

  /** How many depths there are. */
  get depths(): number {
    return this.#begins.length;
  }

  push(segments: readonly Segment[]): void {
    this.#begins.push(this.#froms.length);
    for (const { partition, from, to } of segments) {
      this.#partitions.push(partition);
      this.#froms.push(from);
      this.#tos.push(to);
    }
  }

  /** The states of a depth; none where there are none. */
  at(depth: number): readonly Segment[] {
    const begin = this.#begins[depth];
    if (begin === undefined) return [];
    const end = this.#begins[depth + 1] ?? this.#froms.length;
    return Array.from({ length: end - begin }, (_, index) => ({
      partition: this.#partitions[begin + index] ?? 0,
      from: this.#froms[begin + index] ?? 0,
      to: this.#tos[begin + index] ?? 0,
    }));
  }
}
