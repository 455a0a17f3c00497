// A shortest trace from what the compiled search has stored. No parents are stored: the arena holds the states level by level, and a sweep
// backwards marks those on shortest paths. The choice among them and every step of it are the interpreter's.

import type { Specification } from '../language/tree.ts';
import type { Codec } from '../interpret/encode.ts';
import { initialStates } from '../interpret/initial.ts';
import { shortestTrace, type FoundTrace, type Goal, type Marked } from '../interpret/shortest.ts';
import type { State } from '../interpret/state.ts';
import type { Slot } from '../compile/program.ts';
import type { Engine } from './engine.ts';
import type { Levels } from './levels.ts';
import type { Segment } from './segments.ts';

/** The chosen trace to a goal; the states of its last levels are looked through for those that show it. */
export function traceTo(
  specification: Specification,
  engine: Engine,
  codec: Codec,
  levels: Levels,
  goal: Goal,
): FoundTrace {
  const orderOfInitial = engine.partitions.length === 1 ? undefined : initialOrder(specification, codec);
  const states = markedPlaces(engine, levels, goal).map(
    (places, depth) =>
      new Map(
        places.map(({ partition, index }): [string, Marked] => {
          const packed = engine.partition(partition).stateAt(index);
          const key = keyOf(packed);
          const number = depth === 0 ? (orderOfInitial?.get(key) ?? index) : index;
          return [key, { state: codec.decode(packed), number }];
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

// One arena has the initial states in the order in which they were made; several have not.
function initialOrder(specification: Specification, codec: Codec): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  for (const initial of initialStates(specification)) {
    if (initial?.kind !== 'successor') continue;
    const key = keyOf(codec.encode(initial.state));
    if (!order.has(key)) order.set(key, order.size);
  }
  return order;
}

function keyOf(packed: Uint8Array): string {
  return Buffer.from(packed).toString('latin1');
}

/** Where a state lies. */
interface Place {
  readonly partition: number;
  readonly index: number;
}

// For each depth where the states on shortest paths lie.
function markedPlaces(engine: Engine, levels: Levels, { property, steps }: Goal): readonly (readonly Place[])[] {
  const own = engine.program.slots.map((slot, index) => ({ slot, index })).filter(({ slot }) => isOf(slot, property));
  const slotsWhere = (...places: readonly Slot['where'][]): number[] =>
    own.filter(({ slot }) => places.includes(slot.where)).map(({ index }) => index);
  const marked: (readonly Place[])[] = [];
  marked[steps] = statesWith(engine, levels.at(steps), slotsWhere('state'), slotsWhere('expanded'));
  if (steps === 0) return marked;
  // The bitmaps lie at the same address in each partition.
  let [following, here] = engine.plan.bitmaps;
  clear(engine, following);
  clear(engine, here);
  mark(engine, following, marked[steps]);
  mark(engine, here, sourcesWith(engine, levels.at(steps - 1), slotsWhere('step')));
  for (let depth = steps - 1; depth >= 0; depth -= 1) {
    const segments = levels.at(depth);
    for (const segment of segments) engine.partition(segment.partition).sweep(segment, following, here);
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
): readonly Place[] {
  const all = [...slots, ...slotsOfExpanded];
  if (all.length === 0) return [];
  // A domain error's slot belongs to the judgement in which it is, so all are made.
  return placesIn(segments, ({ partition, index }) => {
    const instance = engine.partition(partition);
    for (const slot of all) instance.clearFlag(slot);
    instance.judge(instance.addressOf(index), -1n, slotsOfExpanded.length > 0);
    return all.some((slot) => instance.hasFlag(slot));
  });
}

function sourcesWith(engine: Engine, segments: readonly Segment[], slots: readonly number[]): readonly Place[] {
  if (slots.length === 0) return [];
  return placesIn(segments, ({ partition, index }) => {
    const instance = engine.partition(partition);
    const address = instance.addressOf(index);
    if (instance.isExcluded(address)) return false;
    for (const slot of slots) instance.clearFlag(slot);
    instance.expand(address);
    return slots.some((slot) => instance.hasFlag(slot));
  });
}

function placesIn(segments: readonly Segment[], isOne: (place: Place) => boolean): readonly Place[] {
  const found: Place[] = [];
  for (const { partition, from, to } of segments)
    for (let index = from; index < to; index += 1) if (isOne({ partition, index })) found.push({ partition, index });
  return found;
}

function clear(engine: Engine, bitmap: number): void {
  for (const { bytes, indexEnd } of engine.partitions) bytes.fill(0, bitmap, bitmap + Math.ceil(indexEnd / 8));
}

function mark(engine: Engine, bitmap: number, places: readonly Place[] | undefined): void {
  for (const { partition, index } of places ?? []) {
    const { bytes } = engine.partition(partition);
    const at = bitmap + Math.floor(index / 8);
    bytes[at] = (bytes[at] ?? 0) | (1 << (index % 8));
  }
}

function marksIn(engine: Engine, bitmap: number, { partition, from, to }: Segment): readonly Place[] {
  const { bytes } = engine.partition(partition);
  const found: Place[] = [];
  for (let index = from; index < to; index += 1) {
    const byte = bytes[bitmap + Math.floor(index / 8)] ?? 0;
    if (byte === 0 && index % 8 === 0) index += 7;
    else if (((byte >> (index % 8)) & 1) === 1) found.push({ partition, index });
  }
  return found;
}
