// A shortest trace from what the compiled search has stored. No parents are stored: the arena holds the states level by level, and a sweep
// backwards marks those on shortest paths. The choice among them and every step of it are the interpreter's.

import type { Specification } from '../language/tree.ts';
import type { Codec } from '../interpret/encode.ts';
import { shortestTrace, type FoundTrace, type Goal, type Marked } from '../interpret/shortest.ts';
import type { State } from '../interpret/state.ts';
import type { Slot } from '../compile/program.ts';
import type { Engine, Segment } from './engine.ts';

/** The segments of the arena that hold the states of each depth. */
export type Levels = readonly (readonly Segment[])[];

/** The chosen trace to a goal; the states of its last levels are looked through for those that show it. */
export function traceTo(
  specification: Specification,
  engine: Engine,
  codec: Codec,
  levels: Levels,
  goal: Goal,
): FoundTrace {
  const marked = markedIndices(engine, levels, goal);
  const states = marked.map(
    (indices) =>
      new Map(
        indices.map((index): [string, Marked] => {
          const packed = engine.stateAt(index);
          return [keyOf(packed), { state: codec.decode(packed), number: index }];
        }),
      ),
  );
  return shortestTrace(
    specification,
    {
      levels: states.map((byKey) => new Set(byKey.values())),
      find: (state: State, depth) => states[depth]?.get(keyOf(codec.encode(state))),
    },
    goal,
  );
}

function keyOf(packed: Uint8Array): string {
  return Buffer.from(packed).toString('latin1');
}

// For each depth the arena indices of the states on shortest paths.
function markedIndices(engine: Engine, levels: Levels, { property, steps }: Goal): readonly (readonly number[])[] {
  const own = engine.program.slots.map((slot, index) => ({ slot, index })).filter(({ slot }) => isOf(slot, property));
  const slotsWhere = (...places: readonly Slot['where'][]): number[] =>
    own.filter(({ slot }) => places.includes(slot.where)).map(({ index }) => index);
  const marked: (readonly number[])[] = [];
  marked[steps] = statesWith(engine, levels[steps] ?? [], slotsWhere('state'), slotsWhere('expanded'));
  if (steps === 0) return marked;
  let [following, here] = engine.plan.bitmaps;
  clear(engine, following);
  clear(engine, here);
  mark(engine, following, marked[steps]);
  mark(engine, here, sourcesWith(engine, levels[steps - 1] ?? [], slotsWhere('step')));
  for (let depth = steps - 1; depth >= 0; depth -= 1) {
    const segments = levels[depth] ?? [];
    for (const segment of segments) engine.sweep(segment, following, here);
    marked[depth] = segments.flatMap((segment) => marksIn(engine, here, segment));
    [following, here] = [here, following];
    clear(engine, here);
  }
  return marked;
}

function isOf(slot: Slot, property: string): boolean {
  return 'property' in slot && slot.property === property;
}

function statesWith(
  engine: Engine,
  segments: readonly Segment[],
  slots: readonly number[],
  slotsOfExpanded: readonly number[],
): readonly number[] {
  const all = [...slots, ...slotsOfExpanded];
  if (all.length === 0) return [];
  // A domain error's slot belongs to the judgement in which it is, so all are made.
  return indicesIn(segments, (index) => {
    for (const slot of all) engine.clearFlag(slot);
    engine.judge(engine.addressOf(index), -1n, slotsOfExpanded.length > 0);
    return all.some((slot) => engine.hasFlag(slot));
  });
}

function sourcesWith(engine: Engine, segments: readonly Segment[], slots: readonly number[]): readonly number[] {
  if (slots.length === 0) return [];
  return indicesIn(segments, (index) => {
    const address = engine.addressOf(index);
    if (engine.isExcluded(address)) return false;
    for (const slot of slots) engine.clearFlag(slot);
    engine.expand(address);
    return slots.some((slot) => engine.hasFlag(slot));
  });
}

function indicesIn(segments: readonly Segment[], isOne: (index: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (const { from, to } of segments)
    for (let index = from; index < to; index += 1) if (isOne(index)) found.push(index);
  return found;
}

function clear(engine: Engine, bitmap: number): void {
  engine.bytes.fill(0, bitmap, bitmap + Math.ceil(engine.indexEnd / 8));
}

function mark(engine: Engine, bitmap: number, indices: readonly number[] | undefined): void {
  for (const index of indices ?? []) {
    const at = bitmap + Math.floor(index / 8);
    engine.bytes[at] = (engine.bytes[at] ?? 0) | (1 << (index % 8));
  }
}

function marksIn(engine: Engine, bitmap: number, { from, to }: Segment): readonly number[] {
  const found: number[] = [];
  for (let index = from; index < to; index += 1) {
    const byte = engine.bytes[bitmap + Math.floor(index / 8)] ?? 0;
    if (byte === 0 && index % 8 === 0) index += 7;
    else if (((byte >> (index % 8)) & 1) === 1) found.push(index);
  }
  return found;
}
