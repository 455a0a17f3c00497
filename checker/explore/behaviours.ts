// The behaviours of what was explored, as a graph for temporal/: the states are known by their places in the arenas, and their edges are made anew by
// generated code whenever they are asked for. Where states are spread over several memories, the arenas are numbered one behind the other.

import { assert, InternalError } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { Codec } from '../interpret/encode.ts';
import { initialStates } from '../interpret/initial.ts';
import type { State } from '../interpret/state.ts';
import { Beyond } from '../temporal/beyond.ts';
import type { BehaviourGraph, Edges, Letters, Question } from '../temporal/graph.ts';
import type { Labelling } from '../temporal/labels.ts';
import { distinctIn } from './counters.ts';
import type { Engine } from './engine.ts';
import { memoryToUse, type BehavioursPlan } from './memory.ts';
import type { Partition } from './partition.ts';
import { joined } from './segments.ts';

export interface Behaviours {
  readonly graph: BehaviourGraph;
  /** The state of a number. */
  readonly stateOf: (number: number) => State;
}

interface Asked {
  readonly labelling: Labelling;
  readonly questions: readonly Question[];
}

/** More states cannot be numbered. */
const statesMost = 2 ** 32;

/**
 * The graph of all that the engine has explored, whose program tells of behaviours and these questions. It expands states again, which counts them
 * again: whoever wants the counters has to keep them.
 * @throws Beyond for more states than can be numbered
 */
export function behavioursOf(
  specification: Specification,
  engine: Engine,
  codec: Codec,
  { labelling, questions }: Asked,
  memoryMb: number | undefined,
): Behaviours {
  const memories = memoriesOf(engine);
  const size = engine.indexEnd;
  const [only] = memories;
  const states = distinctIn(engine.partitions);
  // Of what the machine has left that is taken already; of what was asked for it has to be taken off.
  const statesBytes = states * (only?.partition.stateBytes ?? 0);
  const gathering = new Gathering(memories);
  const graph: BehaviourGraph = {
    size,
    ranges: memories.flatMap(({ partition, base }) =>
      joined(partition.filled()).map(({ from, to }) => ({ first: base + from, last: base + to })),
    ),
    states,
    initial: initialOf(specification, memories, codec),
    labelling,
    bytesMost: memoryMb === undefined ? memoryToUse(undefined) : memoryToUse(memoryMb) - statesBytes,
    questions,
    letters: (question) => lettersOf(memories, size, question, questions[question]?.ofStates.length ?? 0),
    expand: (states, count, question, into) => {
      if (
        only === undefined ||
        memories.length > 1 ||
        count > only.plan.statesMost ||
        !only.expand(states, count, question, into)
      )
        gathering.expand(states, count, question, into);
    },
  };
  return {
    graph,
    stateOf: (number) => {
      const memory = memories.find(({ base, partition }) => number >= base && number < base + partition.indexEnd);
      assert(memory !== undefined, 'a state has a number');
      return codec.decode(memory.partition.stateAt(number - memory.base));
    },
  };
}

/** One arena, and the lists in its memory. */
class BehavioursMemory {
  readonly partition: Partition;
  readonly plan: BehavioursPlan;
  /** The number of its first state. */
  readonly base: number;
  readonly asked: Uint32Array;
  readonly lists: Edges;

  constructor(partition: Partition, base: number) {
    const plan = partition.plan.behaviours;
    assert(plan !== undefined, 'the program tells of behaviours');
    const listAt = (address: number, length: number): Uint32Array =>
      new Uint32Array(partition.memory.buffer, address, length);
    this.partition = partition;
    this.plan = plan;
    this.base = base;
    this.asked = listAt(plan.asked, plan.statesMost);
    this.lists = {
      ends: listAt(plan.ends, plan.statesMost),
      targets: listAt(plan.targets, plan.edgesMost),
      labels: listAt(plan.labels, plan.edgesMost),
      steps: listAt(plan.conditions, plan.edgesMost),
    };
    partition.base = base;
  }

  /** The edges of all these states, where the lists have room for them, which are then not copied. */
  expand(states: Uint32Array, count: number, question: number, into: Edges): boolean {
    const { asked, lists } = this;
    for (let index = 0; index < count; index += 1) asked[index] = states[index] ?? 0;
    if (this.edges(0, count, question) < count) return false;
    into.ends = lists.ends;
    into.targets = lists.targets;
    into.labels = lists.labels;
    into.steps = lists.steps;
    return true;
  }

  /** Of the states at these positions of `asked`; how far it came. */
  edges(from: number, to: number, question: number): number {
    const done = this.partition.edges(from, to, question);
    if (done < 0) throw new InternalError('a step leads to a state that was not explored');
    return done;
  }
}

function memoriesOf({ partitions, indexEnd }: Engine): readonly BehavioursMemory[] {
  if (indexEnd >= statesMost)
    throw new Beyond('there are more states than can be numbered: make the constants smaller');
  let base = 0;
  return partitions.map((partition) => {
    const memory = new BehavioursMemory(partition, base);
    base += partition.indexEnd;
    return memory;
  });
}

/** Edges that are put together from several calls, in the order in which they were asked for. */
class Gathering {
  readonly #memories: readonly BehavioursMemory[];
  /** As they were made. */
  readonly #found = new Lists();
  readonly #sorted = new Lists();
  #ends = new Uint32Array(0);

  constructor(memories: readonly BehavioursMemory[]) {
    this.#memories = memories;
  }

  expand(given: Uint32Array, count: number, question: number, into: Edges): void {
    // What is given may be a list of the last answer.
    const states = given.slice(0, count);
    const [begins, ends] = [new Uint32Array(count), new Uint32Array(count)];
    this.#found.length = 0;
    for (const memory of this.#memories) {
      const end = memory.base + memory.partition.indexEnd;
      const positions: number[] = [];
      states.forEach((state, position) => {
        if (state >= memory.base && state < end) positions.push(position);
      });
      for (let from = 0; from < positions.length; from += memory.plan.statesMost)
        this.#ask(memory, positions.slice(from, from + memory.plan.statesMost), states, question, begins, ends);
    }
    this.#sorted.length = 0;
    if (this.#ends.length < count) this.#ends = new Uint32Array(2 * count);
    for (let position = 0; position < count; position += 1) {
      this.#sorted.append(this.#found, begins[position] ?? 0, ends[position] ?? 0);
      this.#ends[position] = this.#sorted.length;
    }
    into.ends = this.#ends;
    into.targets = this.#sorted.targets;
    into.labels = this.#sorted.labels;
    into.steps = this.#sorted.steps;
  }

  // All of one memory, and no more than may be asked at once.
  #ask(
    memory: BehavioursMemory,
    positions: readonly number[],
    states: Uint32Array,
    question: number,
    begins: Uint32Array,
    ends: Uint32Array,
  ): void {
    positions.forEach((position, index) => (memory.asked[index] = (states[position] ?? 0) - memory.base));
    for (let from = 0; from < positions.length;) {
      const next = memory.edges(from, positions.length, question);
      assert(next > from, 'the edges of one state have room');
      let begin = 0;
      const { length } = this.#found;
      for (let index = from; index < next; index += 1) {
        const end = memory.lists.ends[index] ?? 0;
        begins[positions[index] ?? 0] = length + begin;
        ends[positions[index] ?? 0] = length + end;
        begin = end;
      }
      this.#found.append(memory.lists, 0, begin);
      from = next;
    }
  }
}

/** Lists of edges that grow. */
class Lists {
  length = 0;
  targets = new Uint32Array(1024);
  labels = new Uint32Array(1024);
  steps = new Uint32Array(1024);

  append({ targets, labels, steps }: Pick<Edges, 'targets' | 'labels' | 'steps'>, from: number, to: number): void {
    const length = this.length + to - from;
    if (length > this.targets.length) {
      this.targets = grown(this.targets, length);
      this.labels = grown(this.labels, length);
      this.steps = grown(this.steps, length);
    }
    this.targets.set(targets.subarray(from, to), this.length);
    this.labels.set(labels.subarray(from, to), this.length);
    this.steps.set(steps.subarray(from, to), this.length);
    this.length = length;
  }
}

function grown(list: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * length);
  longer.set(list);
  return longer;
}

function initialOf(
  specification: Specification,
  memories: readonly BehavioursMemory[],
  { encode }: Codec,
): readonly number[] {
  const numbers = new Set<number>();
  for (const initial of initialStates(specification)) {
    if (initial?.kind !== 'successor') continue;
    const packed = encode(initial.state);
    const number = memories
      .map(({ partition, base }) => {
        const index = partition.find(packed);
        return index === undefined ? undefined : base + index;
      })
      .find((each) => each !== undefined);
    assert(number !== undefined, 'an initial state was explored');
    numbers.add(number);
  }
  return [...numbers];
}

function lettersOf(memories: readonly BehavioursMemory[], size: number, question: number, conditions: number): Letters {
  const letters =
    conditions <= 8 ? new Uint8Array(size) : conditions <= 16 ? new Uint16Array(size) : new Uint32Array(size);
  const width = letters.BYTES_PER_ELEMENT;
  if (conditions === 0) return letters;
  for (const { partition, base, plan } of memories) {
    const write = partition.exports[`letters:${question}`];
    assert(write !== undefined, `the program has the conditions of question ${question}`);
    const written = new Uint8Array(partition.memory.buffer, plan.targets, 4 * plan.edgesMost);
    const bytes = new Uint8Array(letters.buffer);
    const most = Math.floor(written.length / width);
    for (const segment of partition.filled()) {
      for (let from = segment.from; from < segment.to; from += most) {
        const to = Math.min(segment.to, from + most);
        write(from, to, plan.targets, width);
        bytes.set(written.subarray(0, (to - from) * width), (base + from) * width);
      }
    }
  }
  return letters;
}
