// Random walks: what they find and how often, that the seed decides them, and that every trace is the interpreter's own.

import {
  action,
  critical,
  lock,
  bugOn,
  explore,
  loop,
  next,
  oneOf,
  process,
  processes,
  range,
  simulate,
  spec,
  step,
  variables,
} from 'ballast';
import type { Simulation, SimulateRequest, Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import { createRandom, xoshiro } from '../../checker/explore/random.ts';
import { replay } from '../../checker/explore/replay.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import balloon from '../../examples/balloon-protocol.ts';
import { clockOfLooks } from '../clock.ts';
import { built, counters, counting } from '../interpret/build.ts';

const { n, m } = counters;

async function walk(specification: Specification, request: Partial<SimulateRequest> = {}): Promise<Simulation> {
  const { elapsedMs, ...found } = await simulate(specification, { walks: 20, steps: 50, seed: 1, ...request });
  expect(elapsedMs).toBeGreaterThan(0);
  return { ...found, elapsedMs: 0 };
}

function verdicts({ properties }: Simulation): Record<string, string> {
  return Object.fromEntries(
    properties.map(({ name, verdict }) => [
      name,
      verdict.kind === 'violated'
        ? `${verdict.form} violated in ${verdict.steps}: ${verdict.trace?.steps.map(({ text }) => text).join(' ')}`
        : verdict.kind === 'not-decided'
          ? verdict.text
          : 'holds',
    ]),
  );
}

describe('chance', () => {
  it('is xoshiro128**', () => {
    const { next: number } = xoshiro([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, number)).toEqual([
      11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492, 1_287_239_034, 3_734_860_849, 3_729_100_597,
      4_258_142_804,
    ]);
  });

  it('is the same for the same seed, and evenly spread', () => {
    const [one, again, other] = [createRandom(7), createRandom(7), createRandom(8)];
    const drawn = Array.from({ length: 7000 }, () => one.below(7));
    expect(Array.from({ length: 7000 }, () => again.below(7))).toEqual(drawn);
    expect(Array.from({ length: 7000 }, () => other.below(7))).not.toEqual(drawn);
    const counts = Array.from({ length: 7 }, (_, value) => drawn.filter((each) => each === value).length);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('walks', () => {
  it('decide nothing where nothing is violated, not even of a witness that they reach', async () => {
    const found = await walk(counting(5, { reachable: { there: n.is(5), beyond: n.is(6) } }));
    expect(found).toMatchObject({ walks: 20, ended: 'walks', endings: { last: 20, limit: 0, cut: 0 } });
    expect(new Set(Object.values(verdicts(found)))).toEqual(new Set(['walks at random decide nothing']));
    expect(found.reached).toEqual([{ name: 'there', walk: 1, steps: expect.any(Number) as number }]);
    expect(found.longest).toBeLessThanOrEqual(5);
    expect(found.steps).toBeGreaterThan(20 * 2);
  });

  it('are the same for the same seed, others for another', async () => {
    const specification = balloon.build();
    const one = await walk(specification, { seed: 3 });
    expect(await walk(specification, { seed: 3 })).toEqual(one);
    expect((await walk(specification, { seed: 4 })).actions).not.toEqual(one.actions);
  });

  it('end after so many steps, and go on over self-loops', async () => {
    const stay = action({ when: [n.is(0)], then: [n.becomes(0)] });
    const found = await walk(counting(5, { actions: { stay } }), { walks: 3, steps: 5000 });
    expect(found).toMatchObject({ steps: 15_000, longest: 5000, endings: { limit: 3 } });
    expect(found.actions).toEqual([{ action: 'stay', statesEnabled: 15_000, firings: 15_000 }]);
  });

  it('start from every initial state', async () => {
    const specification = built(
      spec({
        variables: { n },
        init: { n: oneOf(1, 2, 3) },
        actions: {},
        terminal: 'any',
        reachable: { one: n.is(1), two: n.is(2), three: n.is(3) },
      }),
    );
    const { reached, steps } = await walk(specification);
    expect(reached.map(({ name, steps: after }) => [name, after])).toEqual(
      expect.arrayContaining([
        ['one', 0],
        ['three', 0],
        ['two', 0],
      ]),
    );
    expect(steps).toBe(0);
  });

  it('end outside the constraints, where states are judged still', async () => {
    const parts = {
      constraints: { small: n.atMost(3) },
      invariants: { low: n.lessThan(9) },
      reachable: { four: n.is(4) },
    };
    const found = await walk(counting(9, parts));
    expect(found).toMatchObject({
      ended: 'walks',
      endings: { cut: 20 },
      constraints: [{ constraint: 'small', statesCut: 20 }],
    });
    expect(found.reached).toMatchObject([{ name: 'four' }]);
    const judged = await walk(counting(9, { ...parts, invariants: { low: n.lessThan(4) } }));
    expect(verdicts(judged)['low']).toMatch(/^invariant violated in [234]: /);
  });
});

describe('a violation', () => {
  it('of an invariant ends the walks, with the walk as its trace', async () => {
    const found = await walk(
      counting(9, {
        actions: { one: action({ when: [n.lessThan(9)], then: [n.increment()] }) },
        invariants: { low: n.lessThan(3), other: n.atLeast(0) },
      }),
    );
    expect(found).toMatchObject({ walks: 1, ended: 'violation' });
    expect(verdicts(found)).toEqual({
      low: 'invariant violated in 3: one one one',
      other: 'stopped at a violation',
      deadlock: 'stopped at a violation',
    });
  });

  it('is a deadlock where nothing can go on, with what everybody waits for', async () => {
    const found = await walk(counting(2, { terminal: n.is(9) }), { properties: ['deadlock'] });
    expect(verdicts(found)['deadlock']).toMatch(/^deadlock violated in [12]: /);
    expect(verdicts(found)['any']).toBe('not selected');
  });

  it('may be a step that the walk does not take itself', async () => {
    const stay = action({ then: [n.becomes(n)] });
    const rise = action({ when: [n.lessThan(9)], then: [n.increment(9)] });
    const actions = { ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`stay${index}`, stay])), rise };
    const found = await walk(counting(9, { actions, actionProperties: { slow: next(n).atMost(n.plus(1)) } }), {
      walks: 1,
      steps: 1,
    });
    expect(verdicts(found)['slow']).toBe('action violated in 1: rise');
  });

  it('is told without the detours of the walk: no state twice', async () => {
    const up = action({ when: [n.lessThan(9)], then: [n.increment()] });
    const down = action({ when: [n.atLeast(1)], then: [n.becomes(n.minus(1))] });
    const stay = action({ then: [n.becomes(n)] });
    const found = await walk(counting(9, { actions: { up, down, stay }, invariants: { low: n.lessThan(6) } }), {
      steps: 5000,
    });
    expect(found.longest).toBeGreaterThan(100);
    expect(verdicts(found)['low']).toBe('invariant violated in 6: up up up up up up');
  });

  it('may be an assertion, or an evaluation outside its domain', async () => {
    const fails = built(
      spec({
        variables: { n },
        init: { n: 0 },
        processes: [
          process(processes('p', 1), () => [loop([step('up', n.increment(), bugOn(n.is(4), 'four: n is four'))])]),
        ],
      }),
    );
    expect(verdicts(await walk(fails))['four']).toBe('assertion violated in 5: p.up p.up p.up p.up p.up');
    const errs = counting(9, { actions: { up: action({ then: [n.increment()] }) } });
    expect(verdicts(await walk(errs))['up: n := n + 1']).toMatch(/^domain violated in 10: /);
    const undefinedAt3 = counting(9, { invariants: { odd: n.dividedBy(n.minus(3)).atMost(9) } });
    const found = await walk(undefinedAt3);
    expect(Object.entries(verdicts(found)).filter(([, text]) => text.startsWith('domain'))).toHaveLength(1);
  });

  it('may lie in the initial state, or be that there is none', async () => {
    expect(verdicts(await walk(counting(9, { invariants: { never: n.is(1) } })))['never']).toBe(
      'invariant violated in 0: ',
    );
    const specification = built(
      spec({ variables: { n, m }, init: { n: 9, m: n.plus(1) }, terminal: 'any', invariants: { any: n.is(9) } }),
    );
    const found = await walk(specification);
    expect(found).toMatchObject({ walks: 0, ended: 'violation' });
    expect(found.properties.at(-1)).toMatchObject({ kind: 'domain', verdict: { kind: 'violated', steps: 0 } });
  });

  it('of what is not selected is none, and the walk goes on', async () => {
    const found = await walk(counting(5, { invariants: { low: n.lessThan(3), any: n.atLeast(0) } }), {
      properties: ['any'],
    });
    expect(found).toMatchObject({ walks: 20, ended: 'walks' });
  });

  it('is explained as the search explains it', async () => {
    const locks = variables({ a: lock('spin'), b: lock('spin') });
    const left = process(processes('left', 1), () => [critical(locks.a, [critical(locks.b, [step('work')])])]);
    const right = process(processes('right', 1), () => [critical(locks.b, [critical(locks.a, [step('work')])])]);
    const specification = built(spec({ variables: locks, init: { a: 'free', b: 'free' }, processes: [left, right] }));
    const found = await walk(specification, { walks: 100 });
    const [walked, shortest] = [found, await explore(specification)].map(
      ({ properties }) => properties.find(({ name }) => name === 'deadlock')?.verdict,
    );
    expect(walked).toMatchObject({ kind: 'violated', steps: 2 });
    expect(walked?.kind === 'violated' && walked.waiting).toEqual(
      shortest?.kind === 'violated' ? shortest.waiting : 'nobody waits',
    );
    expect(found.neverExercised).not.toContainEqual(expect.objectContaining({ name: 'left.lock' }));
  });
});

describe('the replay', () => {
  it('is an internal error where the interpreter goes another way', () => {
    const { x } = variables({ x: range(0, 9) });
    const specification = built(
      spec({
        variables: { x, m },
        init: { x: 0, m: 0 },
        actions: { up: action({ then: [x.increment()] }) },
        terminal: 'any',
        invariants: { any: x.atLeast(0) },
      }),
    );
    const codec = codecOf(specification);
    const states = [new Uint8Array(8), Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0)];
    const goal = { property: 'p', steps: 1, states: [], sources: [], isLast: () => false };
    expect(() => replay(specification, codec, { states, endsInStep: false }, goal)).toThrow(
      "'p': the interpreter does not find step 1 of a walk",
    );
    expect(() => replay(specification, codec, { states: states.slice(0, 1), endsInStep: true }, goal)).toThrow(
      "'p': no step from the last state of a walk violates it",
    );
  });
});

describe('limits', () => {
  const endless = counting(9, { actions: { stay: action({ then: [n.becomes(n)] }) } });

  it('of time end a walk where it is', async () => {
    clockOfLooks(0.05);
    const found = await walk(endless, { walks: undefined, steps: 1e9, timeMs: 80 });
    expect(found).toMatchObject({ walks: 1, ended: 'time' });
    expect(found.steps).toBeGreaterThan(1000);
  });

  it('are also the signal, and progress is told', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const onProgress: SimulateRequest['onProgress'] = ({ steps }) => {
      told.push(steps);
      if (told.length === 2) stop.abort();
    };
    const found = await walk(endless, { walks: undefined, steps: 100, signal: stop.signal, onProgress });
    expect(found.ended).toBe('interrupted');
    expect(told).toHaveLength(2);
    expect(found.steps).toBe(told[1]);
  });
});
