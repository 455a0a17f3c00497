import { describe, expect, it } from 'vitest';
import {
  action,
  bugOn,
  exploreCompiled,
  explore,
  frozen,
  lock,
  loop,
  model,
  acquire,
  release,
  process,
  processes,
  range,
  spec,
  standingStill,
  step,
  updatedVariables,
  variables,
  type Specification,
} from 'ballast';

/** Two counters, one of which may go on only where the other is even. */
const counters = model('counters', {}, () => {
  const { a, b, c } = variables({ a: range(0, 3), b: range(0, 4), c: range(0, 1) });
  return spec({
    variables: { a, b, c },
    init: { a: 0, b: 0, c: 0 },
    actions: {
      one: action({ when: [a.lessThan(3)], then: [a.increment()] }),
      both: action({ when: [a.modulo(2).is(0), b.lessThan(4)], then: [b.increment(), a.becomes(0)] }),
    },
    invariants: { small: b.lessThan(2) },
    terminal: 'any',
  });
}).build();

const turns = model('turns', {}, () => {
  const Cpu = processes('cpu', 2);
  const Clock = processes('clock', 1);
  const { l, n } = variables({ l: lock('spin'), n: range(0, 2) });
  return spec({
    variables: { l, n },
    init: { l: 'free', n: 0 },
    processes: [
      process(Cpu, () => [loop([acquire(l), step('look', bugOn(n.is(2), 'two')), release(l)])]),
      process(Clock, () => [step('tick', n.increment()), step('tock', n.increment())]),
    ],
    invariants: { few: n.atMost(2) },
  });
}).build();

async function states(specification: Specification): Promise<readonly [number, number]> {
  const request = { properties: [], all: true };
  const [reference, compiled] = [await explore(specification, request), await exploreCompiled(specification, request)];
  expect([reference.ended, compiled.ended]).toEqual(['complete', 'complete']);
  expect(reference.properties.filter(({ verdict }) => verdict.kind === 'violated')).toEqual([]);
  return [reference.counts.statesDistinct, compiled.counts.statesDistinct];
}

describe('a frozen variable', () => {
  it('keeps its initial value, and everything else goes on', async () => {
    expect(await states(counters)).toEqual([20, 20]);
    expect(await states(frozen(counters, 'a'))).toEqual([5, 5]);
    expect(await states(frozen(counters, 'b'))).toEqual([4, 4]);
    expect(await states(frozen(counters, 'c'))).toEqual([20, 20]);
  });

  it('leaves the specification that it is made of as it is', async () => {
    frozen(counters, 'a');
    expect(await states(counters)).toEqual([20, 20]);
  });

  it('makes no step fail that asserts something', async () => {
    // Nobody holds the lock that is released.
    expect(await states(frozen(turns, 'l'))).toEqual([3 ** 2 * 3, 3 ** 2 * 3]);
  });
});

describe('processes that stand still', () => {
  it('take no step, and the others do', async () => {
    // Where the clock stands, the lock is free, or one of two has it before one of two steps.
    const [alone] = await states(standingStill(turns, 'clock'));
    expect(alone).toBe(1 + 2 * 2);
    expect(await states(standingStill(turns, 'cpu'))).toEqual([3, 3]);
  });
});

describe('the updated variables', () => {
  it('are those that some action gives a value', () => {
    expect([...updatedVariables(counters)]).toEqual(['a', 'b']);
    expect(updatedVariables(turns)).toEqual(new Set(['l', 'n', 'cpu.pc', 'clock.pc']));
  });
});
