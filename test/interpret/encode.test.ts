import fc from 'fast-check';
import { is, List, Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  elementsOf,
  loop,
  model,
  process,
  processes,
  printSort,
  range,
  spec,
  step,
  variables,
  type Sort,
  type Value,
} from 'ballast';
import { codecOf } from '../../checker/interpret/encode.ts';
import { createHash, printDigest } from '../../checker/interpret/fingerprint.ts';
import { explore } from '../../checker/interpret/explore.ts';
import { sameState, stateMaker, valueIn } from '../../checker/interpret/state.ts';
import { tagged, unset } from '../../checker/language/values.ts';
import type { VariableTree } from '../../checker/language/tree.ts';

const Cpu: Extract<Sort, { kind: 'ids' }> = { kind: 'ids', name: 'cpu', size: 3, process: true };
const processTree = {
  name: 'cpu',
  sort: Cpu,
  position: 'pc',
  labels: [],
  locals: [],
};
const holders = ['cpu#0', 'cpu#1', 'cpu#2'];

const scalars: fc.Arbitrary<Sort> = fc.oneof(
  fc.constant<Sort>({ kind: 'bool' }),
  fc
    .tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.nat(300))
    .map(([lo, more]): Sort => ({ kind: 'range', lo, hi: lo + more })),
  fc.constant<Sort>({ kind: 'range', lo: -5, hi: 2 ** 52 }),
  fc.constant<Sort>({ kind: 'enumeration', labels: ['a', 'b', 'c'] }),
  fc.constant<Sort>({ kind: 'enumeration', labels: ['unit'] }),
  fc.nat(5).map((size): Sort => ({ kind: 'ids', name: 'page', size: size + 1, process: false })),
  fc.constant<Sort>({ kind: 'process' }),
);
const keys = fc.constantFrom<Sort>(
  { kind: 'bool' },
  { kind: 'ids', name: 'node', size: 3, process: false },
  { kind: 'range', lo: -1, hi: 1 },
  { kind: 'maybe', of: { kind: 'bool' } },
  { kind: 'tuple', items: [{ kind: 'bool' }, { kind: 'enumeration', labels: ['x', 'y'] }] },
);

const { sort: sorts } = fc.letrec<{ sort: Sort }>((tie) => ({
  sort: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.constant<Sort>({ kind: 'lock', discipline: 'spin' }),
    tie('sort').map((of): Sort => (of.kind === 'maybe' || of.kind === 'lock' ? of : { kind: 'maybe', of })),
    fc.array(tie('sort'), { minLength: 1, maxLength: 3 }).map((items): Sort => ({ kind: 'tuple', items })),
    fc.tuple(tie('sort'), tie('sort')).map(([a, b]): Sort => ({ kind: 'record', fields: { a, b } })),
    fc.tuple(keys, tie('sort')).map(([key, value]): Sort => ({ kind: 'fn', key, value })),
    keys.map((of): Sort => ({ kind: 'set', of })),
    fc.tuple(tie('sort'), fc.nat(3)).map(([of, max]): Sort => ({ kind: 'seq', of, max })),
    fc.tuple(tie('sort'), tie('sort'), tie('sort')).map(([a, b, c]): Sort => ({ kind: 'variant', cases: { a, b, c } })),
  ),
}));

/** Any value of the sort. */
function valuesOf(sort: Sort): fc.Arbitrary<Value> {
  switch (sort.kind) {
    case 'bool':
      return fc.boolean();
    case 'range':
      return fc.oneof(fc.integer({ min: sort.lo, max: sort.hi }), fc.constantFrom(sort.lo, sort.hi));
    case 'enumeration':
      return fc.constantFrom(...sort.labels);
    case 'ids':
      return fc.nat(sort.size - 1);
    case 'process':
      return fc.constantFrom(...holders);
    case 'lock':
      return fc.constantFrom(null, ...holders);
    case 'maybe':
      return fc.oneof(fc.constant(null), valuesOf(sort.of));
    case 'tuple':
      return fc.tuple(...sort.items.map(valuesOf)).map((items) => List<Value>(items));
    case 'record':
      return fc
        .record(Object.fromEntries(Object.entries(sort.fields).map(([name, field]) => [name, valuesOf(field)])))
        .map((fields) => Map<Value, Value>(Object.entries(fields)));
    case 'fn': {
      const all = elementsOf(sort.key);
      return fc
        .array(valuesOf(sort.value), { minLength: all.length, maxLength: all.length })
        .map((values) => Map<Value, Value>(all.map((key, index) => [key, values[index] ?? null])));
    }
    case 'set':
      return fc.subarray([...elementsOf(sort.of)]).map((elements) => Set<Value>(elements));
    case 'seq':
      return fc.array(valuesOf(sort.of), { maxLength: sort.max }).map((items) => List<Value>(items));
    case 'variant':
      return fc.oneof(
        ...Object.entries(sort.cases).map(([tag, payload]) =>
          valuesOf(payload).map((value): Value => tagged(tag, value)),
        ),
      );
    case 'local':
      return fc.constant(unset);
  }
}

const states = fc.array(sorts, { minLength: 1, maxLength: 3 }).chain((list) =>
  fc.record({
    list: fc.constant(list),
    one: fc.tuple(...list.map(valuesOf)),
    other: fc.tuple(...list.map(valuesOf)),
  }),
);

describe('a packed state', () => {
  it('is read back as it was, and differs where the state differs', () => {
    fc.assert(
      fc.property(states, ({ list, one, other }) => {
        const variables = list.map((sort, index): VariableTree => ({ name: `v${index}`, sort, role: 'declared' }));
        const { encode, decode, layout } = codecOf({ variables, processes: [processTree], actions: [] });
        const make = stateMaker(variables);
        const [a, b] = [one, other].map((values) =>
          make(Object.fromEntries(values.map((value, index) => [`v${index}`, value]))),
        );
        if (a === undefined || b === undefined) throw new Error('two states were made');
        const [first, second] = [encode(a), encode(b)];
        expect(first).toHaveLength(layout.words * 8);
        const back = decode(first);
        for (const { name, sort } of variables) {
          expect(is(valueIn(back, name), valueIn(a, name)), `${printSort(sort)}: ${String(valueIn(a, name))}`).toBe(
            true,
          );
        }
        expect(Buffer.compare(first, second) === 0).toBe(sameState(a, b));
      }),
      { numRuns: 500 },
    );
  });

  it('is little-endian: bit b is bit b mod 8 of byte b div 8', () => {
    const variables: readonly VariableTree[] = [
      { name: 'a', sort: { kind: 'bool' }, role: 'declared' },
      { name: 'b', sort: { kind: 'range', lo: 10, hi: 10 + 2 ** 12 - 1 }, role: 'declared' },
      { name: 'c', sort: { kind: 'range', lo: 0, hi: 2 ** 52 - 1 }, role: 'declared' },
    ];
    const { encode } = codecOf({ variables, processes: [], actions: [] });
    const bytes = encode(stateMaker(variables)({ a: true, b: 10 + 0xabc, c: 0x123456789abcd }));
    // b lies in bits 1 to 12; c does not fit behind it and starts the second word.
    expect(Buffer.from(bytes).toString('hex')).toBe('7915000000000000cdab896745230100');
  });

  it('leaves unused payload 0, so that equal states are equal words', () => {
    const of: Sort = { kind: 'range', lo: 0, hi: 255 };
    const variables: readonly VariableTree[] = [{ name: 'q', sort: { kind: 'seq', of, max: 2 }, role: 'declared' }];
    const { encode } = codecOf({ variables, processes: [], actions: [] });
    const bytes = encode(stateMaker(variables)({ q: List<Value>([7, 8]).pop() }));
    expect([...bytes]).toEqual([0b0001_1101, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('has a local only where its process has one', async () => {
    const { n } = variables({ n: range(0, 3) });
    const worker = process(processes('worker', 2), ({ local }) => {
      const mine = local('mine', range(1, 3));
      return [loop([step('take', mine.becomes(2)), step('use', n.becomes(mine))])];
    });
    const specification = model('locals', {}, () =>
      spec({ variables: { n }, init: { n: 0 }, processes: [worker], invariants: { small: n.atMost(2) } }),
    ).build();
    const { encode, decode } = codecOf(specification);
    let met = 0;
    const hash = await createHash();
    await explore(specification, {
      hash: (bytes) => {
        met += 1;
        const state = decode(bytes);
        expect(Buffer.compare(encode(state), bytes)).toBe(0);
        const position = valueIn(state, specification.processes[0]?.position ?? '') as Map<number, string>;
        const locals = valueIn(state, 'worker.mine') as Map<number, Value>;
        position.forEach((label, who) => expect(locals.get(who) === unset).toBe(label === 'take'));
        return hash(bytes);
      },
    });
    expect(met).toBeGreaterThan(8);
  });
});

describe('the digest', () => {
  // From the reference implementation of xxHash (XXH64, seed 0).
  it.each([
    ['', 0xef46db3751d8e999n],
    ['00', 0xe934a84adb052768n],
  ])('sums XXH64 with seed 0, as of the bytes %j', async (hex, expected) => {
    const hash = await createHash();
    expect(hash(Buffer.from(hex, 'hex'))).toBe(expected);
  });

  it('is 16 hexadecimal digits of the sum modulo 2^64', () => {
    expect(printDigest(0x1_0000_0000_0000_00ffn)).toBe('00000000000000ff');
  });
});
