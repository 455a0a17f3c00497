// The survey of packed states: the values of a variable are the states under a mask that leaves its bits only, and what is different without it
// are the states under a mask that takes them away. Counted exactly: states that may look alike under the mask are compared word by word.

import { Set as SetValue } from 'immutable';
import type { Codec } from '../interpret/encode.ts';
import { leftOutWith, tallyOf, type SurveyKind, type VariableSurvey } from '../interpret/survey.ts';
import { valueIn } from '../interpret/state.ts';
import { processNames, type Layout } from '../language/layout.ts';
import { InternalError } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import type { Engine } from './engine.ts';
import type { Segment } from './segments.ts';

/** Whether to give up. Asked every so many states. */
type IsOver = () => Promise<boolean>;
const sliceStates = 4096;

/** Surveys what is stored; undefined where it was told to give up, or the machine has no room for what is to be told apart. */
export async function surveyStored(
  ...asked: readonly [Specification, Engine, Codec, SurveyKind, IsOver]
): Promise<readonly VariableSurvey[] | undefined> {
  try {
    return await surveyed(...asked);
  } catch (error) {
    // What the search has found is worth more than what is said of its variables.
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

async function surveyed(
  specification: Specification,
  engine: Engine,
  codec: Codec,
  kind: SurveyKind,
  isOver: IsOver,
): Promise<readonly VariableSurvey[] | undefined> {
  const stored = storedIn(engine);
  const processes = processNames(specification);
  const surveys: VariableSurvey[] = [];
  for (const variable of specification.variables) {
    const { name, role } = variable;
    // The bits alone do not tell a local outside its life from its first value; where its process stands does.
    const owner = specification.processes.find(({ locals }) => locals.some((local) => local.variable === name));
    const read = owner === undefined ? [name] : [name, owner.position];
    const numbers = await differentUnder(stored, maskOf(codec.layout, read), isOver);
    if (numbers === undefined) return undefined;
    const tally = tallyOf(variable, processes);
    const values = SetValue<Value>().asMutable();
    for (const number of numbers) {
      const value = valueIn(codec.decode(bytesOf(stored, number)), name);
      if (!values.has(value)) tally.meet(value);
      values.add(value);
    }
    const about = { variable: name, role, valuesDistinct: values.size, parts: tally.parts() };
    if (kind === 'values') {
      surveys.push(about);
      continue;
    }
    const out = leftOutWith(specification, name);
    const kept = specification.variables.map((each) => each.name).filter((each) => !out.includes(each));
    const without = await differentUnder(stored, maskOf(codec.layout, kept), isOver);
    if (without === undefined) return undefined;
    surveys.push({ ...about, statesWithout: without.length });
  }
  return surveys;
}

/** Where the states lie. A state is known by its number: the arenas of all partitions behind each other. */
interface Stored {
  readonly segments: readonly Segment[];
  readonly memories: readonly Memory[];
  /** Words of 32 bits that a state takes. */
  readonly width: number;
  /** A byte for each number, 1 where a constraint excludes the state; empty where there are no constraints. */
  readonly excluded: Uint8Array;
}

interface Memory {
  readonly words: Uint32Array;
  /** The number of the state at arena index 0, and the word at which that lies. */
  readonly first: number;
  readonly arena: number;
}

function storedIn(engine: Engine): Stored {
  let first = 0;
  const memories = engine.partitions.map((partition): Memory => {
    const words = new Uint32Array(partition.bytes.buffer);
    const memory = { words, first, arena: partition.addressOf(0) / 4 };
    first += partition.indexEnd;
    return memory;
  });
  const segments = engine.partitions.flatMap((partition) => partition.filled());
  const excluded = new Uint8Array(engine.program.hasConstraints ? first : 0);
  if (engine.program.hasConstraints) {
    for (const { partition, from, to } of segments) {
      const instance = engine.partition(partition);
      const base = memories[partition]?.first ?? 0;
      for (let index = from; index < to; index += 1)
        if (instance.isExcluded(instance.addressOf(index))) excluded[base + index] = 1;
    }
  }
  return { segments, memories, width: 2 * engine.program.layout.words, excluded };
}

function memoryOf(number: number, memories: readonly Memory[]): Memory {
  let at = memories.length - 1;
  while (at > 0 && (memories[at]?.first ?? 0) > number) at -= 1;
  return memories[at] ?? missing();
}

function bytesOf({ memories, width }: Stored, number: number): Uint8Array {
  const memory = memoryOf(number, memories);
  const from = memory.arena + (number - memory.first) * width;
  return new Uint8Array(memory.words.slice(from, from + width).buffer);
}

/** The bits of these variables, in words of 32 bits. */
function maskOf({ fields, words }: Layout, variables: readonly string[]): Uint32Array {
  const mask = new Uint32Array(2 * words);
  for (const { variable, word, shift, bits } of fields) {
    if (!variables.includes(variable)) continue;
    for (let bit = shift; bit < shift + bits; bit += 1) {
      const at = 2 * word + Math.floor(bit / 32);
      mask[at] = (mask[at] ?? 0) | (1 << (bit % 32));
    }
  }
  return mask;
}

/** One state of each kind that the mask tells apart, by number. */
async function differentUnder(stored: Stored, mask: Uint32Array, isOver: IsOver): Promise<Uint32Array | undefined> {
  const different = new Different(stored, mask);
  let rest = sliceStates;
  for (const { partition, from, to } of stored.segments) {
    const base = stored.memories[partition]?.first ?? 0;
    for (let index = from; index < to;) {
      const end = Math.min(to, index + rest);
      rest -= end - index;
      for (; index < end; index += 1) if (stored.excluded[base + index] !== 1) different.add(partition, base + index);
      if (rest > 0) continue;
      rest = sliceStates;
      if (await isOver()) return undefined;
    }
  }
  return different.found();
}

/** Open addressing over the numbers of the states found, from 1 on; 0 is an empty slot. */
class Different {
  readonly #stored: Stored;
  readonly #mask: Uint32Array;
  /** The words that the mask leaves something of. */
  readonly #read: readonly number[];
  #slots = new Uint32Array(1024);
  #numbers = new Uint32Array(512);
  #hashes = new Uint32Array(512);
  #count = 0;

  constructor(stored: Stored, mask: Uint32Array) {
    this.#stored = stored;
    this.#mask = mask;
    this.#read = [...mask.keys()].filter((word) => mask[word] !== 0);
  }

  add(partition: number, number: number): void {
    const { memories, width } = this.#stored;
    const { words, first, arena } = memories[partition] ?? missing();
    const at = arena + (number - first) * width;
    let hash = 0;
    for (const word of this.#read) {
      hash = Math.imul(hash ^ ((words[at + word] ?? 0) & (this.#mask[word] ?? 0)), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    hash = (hash ^ (hash >>> 13)) >>> 0;
    const last = this.#slots.length - 1;
    let slot = hash & last;
    for (let entry = this.#slots[slot] ?? 0; entry !== 0; entry = this.#slots[slot] ?? 0) {
      if (this.#hashes[entry - 1] === hash && this.#isAlike(words, at, this.#numbers[entry - 1] ?? 0)) return;
      slot = (slot + 1) & last;
    }
    if (this.#count === this.#numbers.length) {
      this.#grow();
      this.add(partition, number);
      return;
    }
    this.#numbers[this.#count] = number;
    this.#hashes[this.#count] = hash;
    this.#count += 1;
    this.#slots[slot] = this.#count;
  }

  found(): Uint32Array {
    return this.#numbers.subarray(0, this.#count);
  }

  #isAlike(words: Uint32Array, at: number, number: number): boolean {
    const { memories, width } = this.#stored;
    const other = memoryOf(number, memories);
    const there = other.arena + (number - other.first) * width;
    for (const word of this.#read) {
      const differing = (words[at + word] ?? 0) ^ (other.words[there + word] ?? 0);
      if ((differing & (this.#mask[word] ?? 0)) !== 0) return false;
    }
    return true;
  }

  #grow(): void {
    const [numbers, hashes] = [this.#numbers, this.#hashes];
    this.#numbers = new Uint32Array(2 * numbers.length);
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#numbers.set(numbers);
    this.#hashes.set(hashes);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const last = this.#slots.length - 1;
    for (let entry = 1; entry <= this.#count; entry += 1) {
      let slot = (hashes[entry - 1] ?? 0) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = entry;
    }
  }
}

function missing(): never {
  throw new InternalError('a state lies in no memory');
}
