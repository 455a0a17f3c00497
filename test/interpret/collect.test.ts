import {
  action,
  atomically,
  explore,
  exploreCompiled,
  ids,
  everything,
  maybe,
  model,
  none,
  process,
  processes,
  range,
  set,
  spec,
  step,
  variables,
  when,
  type Collected,
  type ExploreRequest,
  type Specification,
} from 'ballast';
import { describe, expect, it } from 'vitest';
import { createHash, printDigest } from '../../checker/interpret/fingerprint.ts';
import dieHard from '../../examples/die-hard.ts';
import spinlock from '../../examples/spinlock.ts';
import { built, counters, counting } from './build.ts';

const { n } = counters;

/** What both engines collect. */
async function collected(specification: Specification, request: ExploreRequest = {}): Promise<Collected> {
  const found = await explore(specification, { ...request, collect: true });
  const compiled = await exploreCompiled(specification, { ...request, collect: true });
  if (found.collected === undefined) throw new Error('nothing was collected');
  expect(compiled.collected).toEqual(found.collected);
  expect(compiled.transitionsDigest).toBe(found.transitionsDigest);
  return found.collected;
}

/** `action clause: evaluated, false, only false, outside`, for each clause. */
function clausesIn({ clauses }: Collected): readonly string[] {
  return clauses.map(
    ({ action: name, clause, evaluated, isFalse, isOnlyFalse, outside }) =>
      `${name} ${clause}: ${[evaluated, isFalse, isOnlyFalse, outside].join(', ')}`,
  );
}

describe('what is collected', () => {
  it('is nothing unless it is asked for', async () => {
    expect('collected' in (await explore(spinlock.build()))).toBe(false);
  });

  // Free: each of two processors idle or spinning, 4 states. Held by one of two, the other idle or spinning: 4 states.
  it('of a spin lock are the numbers counted by hand', async () => {
    const found = await collected(spinlock.build());
    expect(clausesIn(found)).toEqual([
      'lock when#1: 16, 10, 10, 0',
      'acquire when#1: 16, 10, 4, 0',
      'acquire when#2: 16, 8, 2, 0',
      'unlock when#1: 16, 12, 12, 0',
    ]);
    expect(found.actions).toEqual([
      { action: 'lock', firings: 6, fresh: 6, same: 0 },
      { action: 'acquire', firings: 4, fresh: 4, same: 0 },
      { action: 'unlock', firings: 4, fresh: 0, same: 0 },
    ]);
    expect(found.antecedents).toEqual([
      { name: 'mutualExclusion', text: 'pc[a] = critical and pc[b] = critical', statesTrue: 4 },
    ]);
    expect(found.levels).toEqual([
      { states: 1, firings: 2 },
      { states: 2, firings: 4 },
      { states: 3, firings: 6 },
      { states: 2, firings: 2 },
    ]);
  });

  it('names each transition by its action and both states', async () => {
    const flag = variables({ n: range(0, 1) });
    const specification = built(
      spec({
        variables: flag,
        init: { n: 0 },
        actions: {
          flip: action({ then: [flag.n.becomes(flag.n.minus(1).times(-1))] }),
          stay: action({ twice: range(1, 2) }, () => ({ when: [flag.n.is(1)] })),
        },
        invariants: { any: flag.n.atLeast(0) },
      }),
    );
    const hash = await createHash();
    const word = (number: bigint): Uint8Array => new Uint8Array(new BigUint64Array([number]).buffer);
    const [zero, one] = [hash(word(0n)), hash(word(1n))];
    const transition = (from: bigint, name: string, to: bigint): bigint =>
      hash(new Uint8Array(new BigUint64Array([from, hash(new TextEncoder().encode(name)), to]).buffer));
    const sum = transition(zero, 'flip', one) + transition(one, 'flip', zero) + 2n * transition(one, 'stay', one);
    const { transitionsDigest } = await explore(specification, { collect: true });
    const { actions } = await collected(specification);
    expect(transitionsDigest).toBe(printDigest(sum));
    expect(actions).toEqual([
      { action: 'flip', firings: 2, fresh: 1, same: 0 },
      { action: 'stay', firings: 2, fresh: 0, same: 2 },
    ]);
  });

  it('tells two specifications apart that have the same states and other transitions', async () => {
    const back = (to: number): Specification =>
      counting(3, {
        actions: {
          on: action({ when: [n.lessThan(3)], then: [n.increment()] }),
          back: action({ when: [n.is(3)], then: [n.becomes(to)] }),
        },
        terminal: 'any',
      });
    const [one, two] = [await explore(back(1), { collect: true }), await explore(back(2), { collect: true })];
    expect(one.digest).toBe(two.digest);
    expect(one.transitionsDigest).not.toBe(two.transitionsDigest);
  });
});

describe('a clause', () => {
  const Page = ids('page', 2);
  const { owner } = variables({ owner: maybe(Page) });
  const { m } = counters;

  it('that has no value is neither false nor the only one', async () => {
    const specification = built(
      spec({
        variables: { owner, m },
        init: { owner: none, m: 0 },
        actions: {
          never: action({ p: Page }, ({ p }) => ({ when: [owner.isNot(none), owner.value().is(p), m.moreThan(2)] })),
          take: action({ p: Page }, ({ p }) => ({ when: [owner.is(none)], then: [owner.becomes(p)] })),
          count: action({ p: Page }, ({ p }) => ({
            when: [owner.isNot(none), owner.value().is(p), m.lessThan(2)],
            then: [m.increment()],
          })),
        },
        invariants: { any: m.atLeast(0) },
        terminal: 'any',
      }),
    );
    // Not taken in 1 state; taken by one of 2 pages in 3 states each.
    expect(clausesIn(await collected(specification))).toEqual([
      // Where it is not taken, the first clause alone keeps the second from being asked, though the third is false too.
      'never when#1: 14, 2, 2, 0',
      'never when#2: 14, 6, 0, 2',
      'never when#3: 14, 14, 6, 0',
      'take when#1: 14, 12, 12, 0',
      'count when#1: 14, 2, 2, 0',
      'count when#2: 14, 6, 4, 2',
      'count when#3: 14, 4, 2, 0',
    ]);
  });

  it('is evaluated for no binding where what its parameter is taken from has no value', async () => {
    const { k, given } = variables({ k: range(0, 1), given: maybe(set(range(0, 1))) });
    const specification = built(
      spec({
        variables: { k, given },
        init: { k: 0, given: none },
        actions: {
          give: action({ when: [given.is(none)], then: [given.becomes(everything(range(0, 1)))] }),
          turn: action({ b: given.value() }, ({ b }) => ({ when: [k.is(b)], then: [k.becomes(b.minus(1).times(-1))] })),
        },
        invariants: { any: k.atLeast(0) },
      }),
    );
    expect(clausesIn(await collected(specification, { all: true }))).toEqual([
      'give when#1: 3, 2, 2, 0',
      'turn when#1: 4, 2, 2, 0',
    ]);
  });

  it('that opens the step of a process says nothing of where the process stands', async () => {
    const Proc = processes('proc', 2);
    const { x } = variables({ x: range(0, 2) });
    const specification = model('test', {}, () =>
      spec({
        variables: { x },
        init: { x: 0 },
        processes: [
          process(Proc, () => [
            step('wait', when(x.lessThan(2))),
            atomically(step('up', x.increment()), step('check', when(x.lessThan(2)))),
          ]),
        ],
        invariants: { any: x.atLeast(0) },
        terminal: 'any',
      }),
    ).build();
    const found = await collected(specification);
    expect(clausesIn(found)).toEqual(['proc.wait when#1: 6, 0, 0, 0', 'proc.atomically when#1: 6, 2, 2, 0']);
    expect(found.clauses.map(({ isInside }) => isInside)).toEqual([false, true]);
  });
});

describe('a search that ends early', () => {
  it('has counted what it explored', async () => {
    const { levels, actions } = await collected(dieHard.build());
    // The solution has 6 steps, and each state 6 firings.
    expect(levels.map(({ states, firings }) => [states, firings])).toEqual([
      [1, 6],
      [2, 12],
      [3, 18],
      [2, 12],
      [2, 12],
      [2, 12],
      [2, 0],
    ]);
    expect(actions.map(({ firings }) => firings)).toEqual([12, 12, 12, 12, 12, 12]);
  });

  it('has not looked at the states that a constraint excludes', async () => {
    const found = await collected(counting(9, { constraints: { few: n.atMost(4) }, terminal: 'any' }));
    expect(found.levels.map(({ states, firings }) => [states, firings])).toEqual([
      [1, 2],
      [2, 4],
      [2, 4],
    ]);
    expect(clausesIn(found)).toEqual(['one when#1: 5, 0, 0, 0', 'two when#1: 5, 0, 0, 0']);
    // 1 and 2 are found together, then 3 and 4, then 5 and 6, which are outside: by one only 1 to 2 and 3 to 4 are not new.
    expect(found.actions).toEqual([
      { action: 'one', firings: 5, fresh: 3, same: 0 },
      { action: 'two', firings: 5, fresh: 5, same: 0 },
    ]);
  });
});
