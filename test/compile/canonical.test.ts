// Representatives by generated code against their definition: of all states under other names those whose keys ascend, and of these the least.
// States are drawn at random, whether they can be reached or not; the definition tries every renaming.

import { bool, enumeration, fn, ids, lock, maybe, processes, range, record, seq, set, tuple, unit } from 'ballast';
import { variant } from 'ballast';
import { List, Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import { elementsOf, processNames, type Sort, type Specification, type Value } from '../../checker/index.ts';
import { compiledOf } from '../../checker/explore/assembled.ts';
import { Engine } from '../../checker/explore/engine.ts';
import { planMemory } from '../../checker/explore/memory.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import { stateMaker } from '../../checker/interpret/state.ts';
import type { Partition } from '../../checker/explore/partition.ts';
import { keyOf, keyOrderOf, type KeyOrder } from '../../checker/reduce/key-order.ts';
import { unset } from '../../checker/language/values.ts';
import { moverOf, type Permutation } from '../../checker/reduce/permutation.ts';
import { symmetryOf, type SymmetryClass } from '../../checker/reduce/symmetry.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import spinlock from '../../examples/spinlock.ts';
import twoPhase from '../../examples/two-phase.ts';

type Draw = (below: number) => number;

/** Numbers from a seed: mulberry32. */
function drawing(seed: number): Draw {
  let at = seed;
  return (below) => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

function drawn(sort: Sort, draw: Draw, names: readonly string[]): Value {
  const inner = (of: Sort): Value => drawn(of, draw, names);
  switch (sort.kind) {
    case 'range': {
      const [code, size] = [draw(4), sort.hi - sort.lo + 1];
      return draw(2) === 0 ? sort.lo + (code % size) : sort.hi - (code % size);
    }
    case 'bool':
    case 'enumeration':
    case 'ids': {
      const elements = elementsOf(sort);
      return elements[draw(elements.length)] ?? null;
    }
    case 'process':
      return names[draw(names.length)] ?? null;
    case 'lock':
      return draw(2) === 0 ? null : (names[draw(names.length)] ?? null);
    case 'maybe':
      return draw(3) === 0 ? null : inner(sort.of);
    case 'record':
      return Map(Object.entries(sort.fields).map(([name, of]): [Value, Value] => [name, inner(of)]));
    case 'tuple':
      return List(sort.items.map(inner));
    case 'fn':
      return Map(elementsOf(sort.key).map((key): [Value, Value] => [key, inner(sort.value)]));
    case 'set':
      return Set(elementsOf(sort.of).filter(() => draw(2) === 0));
    case 'seq':
      return List(Array.from({ length: draw(sort.max + 1) }, () => inner(sort.of)));
    case 'variant': {
      const cases = Object.entries(sort.cases);
      const [tag, of] = cases[draw(cases.length)] ?? ['', sort];
      return Map<Value, Value>([
        ['tag', tag],
        ['value', inner(of)],
      ]);
    }
    case 'local':
      return unset;
  }
}

type Values = Readonly<Record<string, Value>>;

/** Values for all variables; a local where its process has one. */
function drawnValues({ variables, processes }: Specification, draw: Draw, names: readonly string[]): Values {
  const values: Record<string, Value> = {};
  for (const { name, sort } of variables) values[name] = drawn(sort, draw, names);
  for (const { position, locals } of processes) {
    for (const { variable, labels } of locals) {
      const sort = variables.find(({ name }) => name === variable)?.sort;
      const [whole, positions] = [values[variable], values[position]];
      if (sort?.kind !== 'fn' || sort.value.kind !== 'local' || !Map.isMap(whole) || !Map.isMap(positions))
        throw new Error(`${variable} is no local`);
      const { of } = sort.value;
      values[variable] = whole.map((_, process) =>
        labels.includes(String(positions.get(process))) ? drawn(of, draw, names) : unset,
      );
    }
  }
  return values;
}

function* permutationsOf(elements: readonly number[]): Generator<readonly number[]> {
  const [first] = elements;
  if (first === undefined) yield [];
  for (const [index, chosen] of elements.entries())
    for (const rest of permutationsOf(elements.filter((_, other) => other !== index))) yield [chosen, ...rest];
}

function* groupOf([first, ...others]: readonly SymmetryClass[]): Generator<Permutation> {
  if (first === undefined) {
    yield [];
    return;
  }
  const { sort, elements } = first;
  for (const images of permutationsOf(elements)) {
    const whole = Array.from({ length: sort.size }, (_, element) => images[elements.indexOf(element)] ?? element);
    for (const rest of groupOf(others)) {
      // Two classes of one sort are renamed together.
      const same = rest.find((each) => each.sort === sort);
      if (same === undefined) yield [{ sort, images: whole }, ...rest];
      else
        yield [
          { sort, images: whole.map((image) => same.images[image] ?? image) },
          ...rest.filter((each) => each !== same),
        ];
    }
  }
}

/** By the definition. */
function representativeOf(orbit: readonly Uint8Array[], order: KeyOrder, codeIn: Coder): string {
  const ordered = orbit.filter((packed) =>
    order.every(({ keys }) => {
      const numbers = keys.map((parts) => keyOf(parts, (field) => codeIn(packed, field)));
      return numbers.every((number, index) => index === 0 || (numbers[index - 1] ?? 0n) <= number);
    }),
  );
  return ordered.map(hexOf).sort()[0] ?? 'none is in order';
}

type Coder = (packed: Uint8Array, field: number) => number;

function coderOf({ layout }: ReturnType<typeof codecOf>): Coder {
  return (packed, index) => {
    const { word, shift, bits } = layout.fields[index] ?? { word: 0, shift: 0, bits: 0 };
    const whole = new DataView(packed.buffer, packed.byteOffset).getBigUint64(8 * word, true);
    return Number((whole >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n));
  };
}

/** Words as they are compared. */
function hexOf(packed: Uint8Array): string {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  return Array.from({ length: packed.length / 8 }, (_, word) =>
    view
      .getBigUint64(8 * word, true)
      .toString(16)
      .padStart(16, '0'),
  ).join(' ');
}

async function instanceFor(specification: Specification, classes: readonly SymmetryClass[]): Promise<Partition> {
  const { program, module } = await compiledOf(specification, undefined, { symmetry: { classes, isCounted: true } });
  return new Engine(program, await module(), planMemory(program, 1, 2 ** 20)).first;
}

/** Draws states, and asks each of them under all names for its representative and how many it stands for: what is not as defined. */
async function unlikeDefinition(
  specification: Specification,
  classes: readonly SymmetryClass[],
  states: number,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const instance = await instanceFor(specification, classes);
  const [codec, names, draw] = [codecOf(specification), processNames(specification), drawing(states)];
  const [make, order, codeIn] = [
    stateMaker(specification.variables),
    keyOrderOf(specification, classes),
    coderOf(codec),
  ];
  const movers = [...groupOf(classes)].map((permutation) =>
    specification.variables.map(({ name, sort }) => ({ name, move: moverOf(sort, permutation) })),
  );
  for (let count = 0; count < states; count += 1) {
    // Of two states one has the first value nearly everywhere, so that much is interchangeable in it.
    const values = drawnValues(
      specification,
      count % 2 === 0 ? draw : (below) => (draw(5) === 0 ? draw(below) : 0),
      names,
    );
    const orbit = movers.map((variables) =>
      codec.encode(make(Object.fromEntries(variables.map(({ name, move }) => [name, moved(values[name], move)])))),
    );
    const [expected, sizeExpected] = [
      representativeOf(orbit, order, codeIn),
      new globalThis.Set(orbit.map(hexOf)).size,
    ];
    // Keys of the class that is settled first depend on no names.
    const sortedKeys = (packed: Uint8Array): string =>
      [...(order[0]?.keys ?? [])]
        .map((parts) => keyOf(parts, (field) => codeIn(packed, field)))
        .sort(ascending)
        .join();
    if (new globalThis.Set(orbit.map(sortedKeys)).size > 1) wrong.push(`${expected}: keys depend on names`);
    const asked = orbit.length <= 24 ? orbit : Array.from({ length: 24 }, () => orbit[draw(orbit.length)] ?? orbit[0]);
    for (const packed of asked) {
      if (packed === undefined) continue;
      const representative = instance.representative(packed);
      const [given, size] = [hexOf(representative), instance.orbitSize(representative)];
      if (given !== expected || size !== sizeExpected)
        wrong.push(`${hexOf(packed)}: ${given} (${size}) instead of ${expected} (${sizeExpected})`);
    }
  }
  return wrong;
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function moved(value: Value | undefined, move: ((value: Value) => Value) | undefined): Value {
  return move === undefined ? (value ?? null) : move(value ?? null);
}

const [A, B] = [ids('a', 3), ids('b', 3)];
const Proc = processes('proc', 3);
const mode = enumeration('idle', 'busy', 'done');

/** The variables of a specification in which nothing ever happens. */
const kinds: Readonly<Record<string, { readonly [name: string]: Sort }>> = {
  'functions of identifiers': { f: fn(A, mode), g: fn(A, range(0, 9)), n: range(0, 3) },
  'identifiers, optional and not': { x: A, y: maybe(A), f: fn(range(0, 2), maybe(A)), m: fn(A, bool) },
  'functions to and from two sorts': { f: fn(A, maybe(B)), g: fn(B, A), h: fn(A, A), m: fn(B, bool) },
  'functions of functions': { f: fn(A, fn(A, range(0, 2))), g: fn(A, fn(B, bool)), h: fn(A, fn(B, maybe(A))) },
  'functions of tuples and records': { f: fn(tuple(A, B), bool), g: fn(record({ p: A, q: A }), mode) },
  'functions of sets and of optional identifiers': { f: fn(set(A), bool), g: fn(maybe(A), maybe(B)) },
  sets: { s: set(A), t: fn(A, set(B)), u: set(tuple(A, A)), v: fn(B, set(maybe(A))) },
  'sequences of identifiers': { q: seq(A, 3), r: fn(B, seq(maybe(A), 2)), s: seq(seq(A, 2), 2) },
  'sequences of functions': { q: seq(fn(A, bool), 2), r: seq(record({ a: A, f: fn(A, mode) }), 2) },
  'optional structures': { p: maybe(tuple(A, B)), q: fn(A, maybe(record({ to: A, f: fn(B, bool) }))) },
  variants: {
    v: variant({ none: unit, one: A, two: tuple(A, B), many: fn(A, bool), other: range(0, 100) }),
    w: fn(A, variant({ free: unit, to: B, sets: set(A), inner: variant({ x: A, y: fn(A, B) }) })),
  },
  'processes of any kind': { l: fn(A, lock('spin')), m: lock('sleep'), s: fn(Proc, mode), f: fn(Proc, maybe(A)) },
  'more than one word': {
    f: fn(A, range(0, 1_000_000)),
    g: fn(A, range(0, 1_000_000)),
    h: fn(A, fn(A, range(0, 10_000))),
    x: A,
    y: fn(B, A),
  },
  'many words': { f: fn(A, fn(A, range(0, 2 ** 50))), g: fn(A, fn(A, range(0, 2 ** 52))), x: A, y: fn(B, A) },
};

/** A specification in which nothing ever happens. */
function withVariables(sorts: Readonly<Record<string, Sort>>): Specification {
  const variables = Object.entries(sorts).map(([name, sort]) => ({ name, sort, role: 'declared' as const }));
  const nothing = { processes: [], initial: [], actions: [], invariants: [], reachable: [], actionProperties: [] };
  return { ...spinlock.build(), ...nothing, assertions: [], constraints: [], terminal: 'any', variables };
}

describe('the representative of a state', () => {
  it.each(Object.entries(kinds))('is the same under all names: %s', async (_, sorts) => {
    const specification = withVariables(sorts);
    const symmetric = [A, B, Proc].filter((sort) => JSON.stringify(sorts).includes(`"name":"${sort.name}"`));
    const classes = symmetric.map((sort) => ({ sort, elements: elementsOf(sort).map(Number) }));
    expect(await unlikeDefinition(specification, classes, 60)).toEqual([]);
  });

  it('is the same where only some elements of a sort are interchangeable', async () => {
    const C = ids('c', 6);
    const sorts = { f: fn(C, range(0, 2)), g: fn(C, maybe(C)), s: set(C), x: C };
    const classes = [
      { sort: C, elements: [0, 2, 5] },
      { sort: C, elements: [1, 4] },
    ];
    expect(await unlikeDefinition(withVariables(sorts), classes, 60)).toEqual([]);
  });

  it('is the same where two sorts have one name', async () => {
    const [C, D] = [ids('c', 4), ids('c', 2)];
    const sorts = { f: fn(C, maybe(D)), g: fn(D, C), x: C, y: D };
    const classes = [C, D].map((sort) => ({ sort, elements: elementsOf(sort).map(Number) }));
    expect(await unlikeDefinition(withVariables(sorts), classes, 60)).toEqual([]);
  });

  it.each([
    { model: balloonProtocol, set: { pages: 3, inflaters: 2, deflaters: 1, compactors: 2 } },
    { model: twoPhase, set: {} },
  ])('is the same where locals are alive at some labels only: $model.name', async ({ model, set }) => {
    const specification = model.build({ set });
    expect(await unlikeDefinition(specification, symmetryOf(specification).classes, 100)).toEqual([]);
  });

  it('is one of few where there are too many orders of equal elements to try', async () => {
    const Many = ids('many', 20);
    const sort = fn(Many, maybe(Many));
    const specification = withVariables({ f: sort });
    const instance = await instanceFor(specification, [{ sort: Many, elements: elementsOf(Many).map(Number) }]);
    const { encode } = codecOf(specification);
    const make = stateMaker(specification.variables);
    const packed = (images: readonly Value[]): Uint8Array =>
      encode(make({ f: Map(images.map((image, key): [Value, Value] => [key, image])) }));
    const pointing = (from: number, to: number): readonly Value[] =>
      Array.from({ length: 20 }, (_, element) => (element === from ? to : null));
    const ringed = Array.from({ length: 20 }, (_, element) => (element + 1) % 20);
    const first = instance.representative(packed(pointing(3, 17)));
    expect(hexOf(instance.representative(packed(pointing(11, 2))))).toBe(hexOf(first));
    expect(instance.orbitSize(first)).toBe(380);
    expect(instance.isInexact).toBe(false);
    // A ring of all: nothing tells one from another, and each order may be another state.
    const ring = instance.representative(packed(ringed));
    expect(instance.isInexact).toBe(true);
    expect(hexOf(instance.representative(ring))).toHaveLength(hexOf(first).length);
  });
});
