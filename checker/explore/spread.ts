// From one partition to several: every state moves to where its hash says, in order, so that states of one depth stay together. What belongs
// to the first partition moves up in its own arena; nothing is kept twice.

import type { Engine } from './engine.ts';
import type { Segment } from './segments.ts';

/** Where states of the first partition lie now. */
export type Moved = (segments: readonly Segment[]) => readonly Segment[];

/** So many states are moved between two looks around. */
const sliceStates = 65_536;

/**
 * Spreads what the first partition holds; the tables have to be filled again afterwards. Undefined, and nothing done, where the machine refuses
 * the memory.
 * @param stored all that is stored
 * @param cuts segments of it that will be asked for
 */
export async function spreadStates(
  engine: Engine,
  stored: readonly Segment[],
  cuts: readonly Segment[],
  lookUp: () => Promise<unknown>,
): Promise<Moved | undefined> {
  const { first } = engine;
  const ends = [...stored, ...cuts].flatMap(({ from, to }) => [from, to]);
  const bounds = [...new Set(ends)].sort((a, b) => a - b);
  // As many as there are levels, which may be millions: they are gone through once, side by side with the bounds.
  const inOrder = [...stored].sort((a, b) => a.from - b.from);
  let current = 0;
  if (!engine.addPartitions()) return undefined;
  for (const partition of engine.partitions) partition.fill(0);
  const counts = (): readonly number[] => engine.partitions.map((each) => each.stored);
  const positions = new Map<number, readonly number[]>();
  for (const [index, from] of bounds.entries()) {
    positions.set(from, counts());
    const to = bounds[index + 1];
    while ((inOrder[current]?.to ?? Infinity) <= from) current += 1;
    if (to === undefined || (inOrder[current]?.from ?? Infinity) > from) continue;
    for (let at = from; at < to; at += sliceStates) {
      first.spread(at, Math.min(to, at + sliceStates));
      await lookUp();
    }
  }
  for (const partition of engine.partitions) {
    partition.fill(partition.stored);
    let { slots } = partition;
    while (partition.stored >= slots / 2) slots *= 2;
    partition.slots = Math.min(slots, engine.plan.slotsMost);
  }
  return (segments) =>
    segments.flatMap(({ from, to }) =>
      engine.partitions.map(({ number }) => ({
        partition: number,
        from: positions.get(from)?.[number] ?? 0,
        to: positions.get(to)?.[number] ?? 0,
      })),
    );
}
