// Which states earlier levels have found, for a program that counts what each firing finds: a bit for each state of the arenas.
// One of the bitmaps of the traces, which nobody needs before the search has ended.

import type { Engine } from './engine.ts';
import type { Segment } from './segments.ts';

/** From now on these states are old. */
export function markOld({ partitions, plan }: Engine, segments: readonly Segment[]): void {
  const [bitmap] = plan.bitmaps;
  for (const { partition, from, to } of segments) {
    const bytes = partitions[partition]?.bytes;
    if (bytes === undefined || from >= to) continue;
    const [first, last] = [from >>> 3, (to - 1) >>> 3];
    const [head, tail] = [0xff << (from & 7), 0xff >>> (7 - ((to - 1) & 7))];
    const set = (byte: number, bits: number): void =>
      void (bytes[bitmap + byte] = (bytes[bitmap + byte] ?? 0) | (bits & 0xff));
    if (first === last) set(first, head & tail);
    else {
      set(first, head);
      bytes.fill(0xff, bitmap + first + 1, bitmap + last);
      set(last, tail);
    }
  }
}

/** No state is old. */
export function forgetOld({ partitions, plan }: Engine): void {
  const [bitmap, next] = plan.bitmaps;
  for (const { bytes } of partitions) bytes.fill(0, bitmap, next);
}
