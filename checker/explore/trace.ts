// Shortest traces from what the compiled search has stored. No parents are stored: the arena holds the states level by level, and a sweep
// backwards marks those on shortest paths. The choice among them and every step of it are the interpreter's. The sweep may take as long as
// the search, so it can be done ahead, bit by bit; no list of states grows with the search.

import { finished, type Bits } from '../language/bits.ts';
import type { Codec } from '../interpret/encode.ts';
import { initialStates } from '../interpret/initial.ts';
import {
  comparedMost,
  shortestTrace,
  Untraced,
  type FoundTrace,
  type Goal,
  type Marked,
  type MarkedStates,
} from '../interpret/shortest.ts';
import { realStates, type Representing } from '../interpret/real-states.ts';
import type { Reducing } from '../interpret/reducing.ts';
import { someTrace } from '../interpret/some-trace.ts';
import type { State } from '../interpret/state.ts';
import type { Slot } from '../compile/program.ts';
import type { Engine } from './engine.ts';
import type { Levels } from './levels.ts';
import { Marks, type Place } from './marks.ts';
import type { Segment } from './segments.ts';

/** The same number of states is looked at between two looks at the clock. */
const sliceStates = 2048;

export class Traces {
  readonly #reducing: Reducing;
  readonly #engine: Engine;
  readonly #codec: Codec;
  readonly #levels: Levels;
  readonly #most: number;
  /** Of the goal that is looked for. */
  readonly #marks: Marks;
  /** The first that was marked for it: it shows the violation, or a step from it does. */
  #shown: Place | undefined;
  readonly #found = new Map<string, FoundTrace | Untraced>();

  /** @param most instead of `comparedMost` */
  constructor(reducing: Reducing, engine: Engine, codec: Codec, levels: Levels, most = comparedMost) {
    this.#reducing = reducing;
    this.#engine = engine;
    this.#codec = codec;
    this.#levels = levels;
    this.#most = most;
    this.#marks = new Marks(engine);
  }

  /** Looks for a trace ahead. Where it takes long, `isOver` is asked whenever `isDue` whether to leave off. */
  async find(goal: Goal, isDue: () => boolean, isOver: () => Promise<boolean>): Promise<void> {
    const work = this.#attempt(goal);
    for (;;) {
      const bit = work.next();
      if (bit.done === true) {
        this.#found.set(goal.property, bit.value);
        return;
      }
      if (!isDue() || !(await isOver())) continue;
      this.#found.set(goal.property, this.#untraced('interrupted while a trace was looked for'));
      return;
    }
  }

  /** The chosen trace to a goal: what was found ahead, or else it is looked for now. @throws Untraced */
  to(goal: Goal): FoundTrace {
    const found = this.#found.get(goal.property) ?? finished(this.#attempt(goal));
    if (found instanceof Untraced) throw found;
    return found;
  }

  *#attempt(goal: Goal): Bits<FoundTrace | Untraced> {
    try {
      yield* this.#mark(goal);
      const marked = this.#marked(goal);
      const { original, specification, symmetry, withoutDead, interleaving } = this.#reducing;
      if (interleaving !== undefined)
        return yield* someTrace({ original, specification, interleaving }, marked, goal, this.#representing());
      const isReal = symmetry === undefined && withoutDead === undefined;
      // Where the search went over representatives, those are marked, not the states on the way.
      const real = isReal ? marked : yield* realStates(original, marked, goal.steps, this.#representing(), this.#most);
      return yield* shortestTrace(original, real, goal, this.#most);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.#untraced(`a trace could not be made: ${error.message}`);
    }
  }

  #representing(): Representing {
    const { first } = this.#engine;
    const { withoutDead, symmetry } = this.#reducing;
    return {
      representative: (state) => {
        const reduced = withoutDead?.(state) ?? state;
        if (symmetry === undefined) return reduced;
        return this.#codec.decode(first.representative(this.#codec.encode(reduced)));
      },
      keyOf: (state) => keyOf(this.#codec.encode(state)),
    };
  }

  // With a state that shows it, or from which a step does, where one was marked already.
  #untraced(reason: string): Untraced {
    return new Untraced(reason, this.#shown && this.#codec.decode(this.#packedAt(this.#shown)));
  }

  // Depth by depth, from the goal backwards.
  *#mark({ property, steps }: Goal): Bits<void> {
    const ofState = this.#slotsOf(property, 'state');
    const ofExpanded = this.#slotsOf(property, 'expanded');
    const ofStep = this.#slotsOf(property, 'step');
    this.#marks.clear();
    this.#shown = undefined;
    yield* this.#markWhere(steps, [...ofState, ...ofExpanded], ({ partition, index }) => {
      const instance = this.#engine.partition(partition);
      // A domain error's slot belongs to the judgement in which it is, so all are made.
      instance.judge(instance.addressOf(index), -1n, ofExpanded.length > 0);
    });
    this.#marks.close(this.#levels.at(steps));
    if (steps === 0) return;
    yield* this.#markWhere(steps - 1, ofStep, ({ partition, index }) => {
      const instance = this.#engine.partition(partition);
      const address = instance.addressOf(index);
      if (!instance.isExcluded(address)) instance.expand(address);
    });
    for (let depth = steps - 1; depth >= 0; depth -= 1) {
      const level = this.#levels.at(depth);
      for (const slice of slicesOf(level)) {
        this.#marks.sweep(slice);
        yield;
      }
      this.#marks.close(level);
    }
  }

  #slotsOf(property: string, where: Slot['where']): readonly number[] {
    return [...this.#engine.program.slots.entries()].flatMap(([index, slot]) =>
      slot.where === where && 'property' in slot && slot.property === property ? [index] : [],
    );
  }

  /** Marks the states of a depth whose judgement sets one of the flags. */
  *#markWhere(depth: number, flags: readonly number[], judge: (place: Place) => void): Bits<void> {
    if (flags.length === 0) return;
    for (const { partition, from, to } of slicesOf(this.#levels.at(depth))) {
      const instance = this.#engine.partition(partition);
      for (let index = from; index < to; index += 1) {
        for (const flag of flags) instance.clearFlag(flag);
        judge({ partition, index });
        if (!flags.some((flag) => instance.hasFlag(flag))) continue;
        this.#marks.mark({ partition, index });
        this.#shown ??= { partition, index };
      }
      yield;
    }
  }

  #marked({ steps }: Goal): MarkedStates {
    const { count } = this.#marks;
    // Only where they are few is each looked at.
    const states = count > this.#most ? [] : this.#statesMarked(steps);
    return {
      count,
      levels: () => states.map((byKey) => new Set(byKey.values())),
      find: (state: State, depth) => {
        const packed = this.#codec.encode(state);
        if (count <= this.#most) return states[depth]?.get(keyOf(packed));
        return this.#isMarked(packed, depth) ? { state, number: 0 } : undefined;
      },
    };
  }

  #isMarked(packed: Uint8Array, depth: number): boolean {
    return this.#levels.at(depth).some(({ partition, from, to }) => {
      const index = this.#engine.partition(partition).find(packed);
      return index !== undefined && from <= index && index < to && this.#marks.has({ partition, index });
    });
  }

  #statesMarked(steps: number): readonly ReadonlyMap<string, Marked>[] {
    const states = Array.from({ length: steps + 1 }, (_, depth) => {
      const places = this.#marks.placesIn(this.#levels.at(depth));
      return new Map(
        places.map((place): [string, Marked] => {
          const packed = this.#packedAt(place);
          return [keyOf(packed), { state: this.#codec.decode(packed), number: place.index }];
        }),
      );
    });
    // One arena has the initial states in the order in which they were made; several have not.
    const [initial] = states;
    return initial === undefined || this.#engine.partitions.length === 1
      ? states
      : [this.#inOrder(initial), ...states.slice(1)];
  }

  #inOrder(marked: ReadonlyMap<string, Marked>): ReadonlyMap<string, Marked> {
    const ordered = new Map<string, Marked>();
    for (const initial of initialStates(this.#reducing.specification)) {
      if (initial?.kind !== 'successor') continue;
      const key = keyOf(this.#codec.encode(initial.state));
      const found = marked.get(key);
      if (found !== undefined && !ordered.has(key)) ordered.set(key, { ...found, number: ordered.size });
    }
    return ordered;
  }

  #packedAt({ partition, index }: Place): Uint8Array {
    return this.#engine.partition(partition).stateAt(index);
  }
}

function* slicesOf(segments: readonly Segment[]): Generator<Segment> {
  for (const { partition, from, to } of segments)
    for (let at = from; at < to; at += sliceStates) yield { partition, from: at, to: Math.min(to, at + sliceStates) };
}

function keyOf(packed: Uint8Array): string {
  return Buffer.from(packed).toString('latin1');
}
