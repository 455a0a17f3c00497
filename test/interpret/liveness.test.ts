// What is said of whole behaviours, on specifications small enough to be decided by hand: each by both engines, which say the same.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  always,
  any,
  assuming,
  changed,
  enumeration,
  eventually,
  everyStep,
  exists,
  fired,
  fn,
  forall,
  ids,
  leadsTo,
  maybe,
  none,
  range,
  someStep,
  spec,
  strongly,
  until,
  variables,
  weakly,
  type Fairness,
  type Specification,
  type Temporal,
} from 'ballast';
import { decided, fairnessOf, shapeOf, turning } from './behaving.ts';
import { built, counters, resultOf, stepsTo, verdicts } from './build.ts';

const { n, m } = counters;

describe('a formula over behaviours', () => {
  const table: readonly (readonly [string, Temporal, readonly Fairness[], string])[] = [
    ['may be violated by doing nothing', eventually(n.is(3)), [], 'stuttering after 0'],
    ['holds where what it waits for is not put off', eventually(n.is(3)), [weakly('up')], 'holds'],
    ['is violated where nothing is bound to go on', always(eventually(n.is(0))), [weakly('up')], 'stuttering after 3'],
    ['holds where everything is', always(eventually(n.is(0))), [weakly('up'), weakly('anew')], 'holds'],
    [
      'is violated by a loop of all that has to be done',
      eventually(always(n.is(3))),
      [weakly('up'), weakly('anew')],
      '0 steps, then 4 again and again',
    ],
    ['may wait for one thing after another', leadsTo(m.is(1), n.is(3)), [weakly('up')], 'holds'],
    ['may ask for something until another comes', until(n.lessThan(3), n.is(3)), [weakly('up')], 'holds'],
    ['asks that the other comes', until(n.lessThan(3), n.is(3)), [], 'stuttering after 0'],
    ['asks for the one before', until(m.is(0), n.is(3)), [weakly('up')], '0 steps, then 6 again and again'],
    ['may wait for a step', someStep(fired('off')), [weakly('on'), weakly('off')], 'holds'],
    ['is violated where that step never comes', someStep(fired('off')), [weakly('on')], 'stuttering after 1'],
    [
      'may ask something of all steps from some time on',
      eventually(everyStep(changed(n).not())),
      [],
      '0 steps, then 4 again and again',
    ],
    ['may assume something', assuming(always(eventually(n.is(3))), eventually(n.is(2))), [], 'holds'],
    [
      'is violated where the assumption helps nothing',
      assuming(eventually(m.is(1)), eventually(n.is(2))),
      [],
      '0 steps, then 2 again and again',
    ],
    [
      'of several parts is violated by the shortest',
      all(eventually(n.is(3)), leadsTo(m.is(1), n.is(3))),
      [],
      'stuttering after 0',
    ],
    ['of which one is enough', any(always(n.is(0)), eventually(n.is(1))), [], 'holds'],
    [
      'about one that is left out of another',
      eventually(n.is(1)).implies(eventually(n.is(2))),
      [],
      'stuttering after 1',
    ],
  ];

  it.each(table)('%s', async (_, formula, fairness, expected) => {
    const found = await decided(turning({ live: formula }, { fairness }));
    expect(shapeOf(found, 'live')).toBe(expected);
  });
});

describe('fairness', () => {
  /** On and off, and a way out while it is on. */
  const blinking = (fairness: readonly Fairness[], parts: object = {}): Specification =>
    turning(
      { out: eventually(n.is(1)) },
      {
        actions: {
          on: action({ when: [m.is(0)], then: [m.becomes(1)] }),
          off: action({ when: [m.is(1)], then: [m.becomes(0)] }),
          go: action({ when: [m.is(1), n.is(0)], then: [n.becomes(1)] }),
        },
        fairness,
        ...parts,
      },
    );

  it('of the weak kind lets pass over what is disabled again and again, and says where', async () => {
    const found = await decided(blinking([weakly('on'), weakly('go')]));
    expect(shapeOf(found, 'out')).toBe('0 steps, then 2 again and again');
    expect(fairnessOf(found, 'out')).toEqual([
      'weak fairness of on: taken by step 1',
      'weak fairness of go: disabled in state 0',
    ]);
  });

  it('of the strong kind does not, but what never is enabled may be passed over', async () => {
    expect(shapeOf(await decided(blinking([weakly('on'), strongly('go')])), 'out')).toBe('holds');
    const found = await decided(blinking([strongly('go')]));
    expect(shapeOf(found, 'out')).toBe('stuttering after 0');
    expect(fairnessOf(found, 'out')).toEqual(['strong fairness of go: never enabled in the loop']);
  });

  it('of several actions together is taken by any of them', async () => {
    const found = await decided(blinking([strongly(['off', 'go']), weakly('on')]));
    expect(shapeOf(found, 'out')).toBe('0 steps, then 2 again and again');
    expect(fairnessOf(found, 'out')).toEqual([
      'strong fairness of off or go: taken by step 2',
      'weak fairness of on: taken by step 1',
    ]);
  });

  it('is meant for each who acts by himself, or for all together', async () => {
    const Cpu = ids('cpu', 2);
    const { owner, mode } = variables({ owner: maybe(Cpu), mode: fn(Cpu, enumeration('waits', 'owns')) });
    const locking = (fairness: Fairness<'take'>): Specification =>
      built(
        spec({
          variables: { owner, mode },
          init: { owner: none, mode: 'waits' },
          actions: {
            take: action({ c: Cpu }, ({ c }) => ({
              when: [owner.is(none)],
              then: [owner.becomes(c), mode.at(c).becomes('owns')],
            })),
            give: action({ c: Cpu }, ({ c }) => ({
              when: [owner.is(c)],
              then: [owner.becomes(none), mode.at(c).becomes('waits')],
            })),
          },
          invariants: { any: forall({ c: Cpu }, ({ c }) => any(mode.at(c).is('waits'), owner.is(c))) },
          liveness: {
            everybody: forall({ c: Cpu }, ({ c }) => eventually(mode.at(c).is('owns'))),
            somebody: exists({ c: Cpu }, ({ c }) => eventually(mode.at(c).is('owns'))),
          },
          fairness: [weakly('give'), fairness],
        }),
      );
    const apart = await decided(locking(strongly('take')));
    expect(verdicts(apart)).toMatchObject({ everybody: 'holds', somebody: 'holds' });
    const together = await decided(locking(strongly('take', { each: [] })));
    expect(verdicts(together)).toMatchObject({ somebody: 'holds' });
    expect(stepsTo(together, 'everybody')).toEqual(['take(c: cpu1)', 'give(c: cpu1)']);
    expect(fairnessOf(together, 'everybody')).toEqual([
      'weak fairness of give (cpu0): never enabled in the loop',
      'weak fairness of give (cpu1): taken by step 2',
      'strong fairness of take: taken by step 1',
    ]);
    expect(resultOf(together, 'everybody').verdict).toMatchObject({
      explanation: {
        text: 'eventually mode[c] = owns',
        value: 'false: mode[c] = owns is never true',
        bindings: [{ name: 'c', value: 'cpu0' }],
      },
    });
  });

  it('with more conditions than fit into a word, and into two', async () => {
    const { big } = variables({ big: fn(range(0, 69), range(0, 1)) });
    const many = built(
      spec({
        variables: { big, m },
        init: { big: 0, m: 0 },
        actions: {
          on: action({ when: [m.is(0)], then: [m.becomes(1)] }),
          off: action({ when: [m.is(1)], then: [m.becomes(0)] }),
          set: action({ at: range(0, 69) }, ({ at }) => ({
            when: [m.is(1), at.is(67), big.at(at).is(0)],
            then: [big.at(at).becomes(1)],
          })),
        },
        invariants: { any: m.atLeast(0) },
        liveness: { set67: eventually(big.at(67).is(1)) },
        fairness: [weakly('on'), strongly('set', { each: ['at'] })],
      }),
    );
    const found = await decided(many);
    expect(shapeOf(found, 'set67')).toBe('holds');
    expect(found.fairness).toHaveLength(71);
    const weak = await decided({ ...many, fairness: many.fairness.map((tree) => ({ ...tree, strength: 'weak' })) });
    expect(shapeOf(weak, 'set67')).toBe('0 steps, then 2 again and again');
    expect(fairnessOf(weak, 'set67').filter((text) => !text.endsWith('never enabled in the loop'))).toEqual([
      'weak fairness of on: taken by step 1',
      'weak fairness of set (at = 67): disabled in state 0',
    ]);
  });
});

describe('a behaviour that goes on for ever', () => {
  it('begins to go round as soon as one can, though only a longer loop does so', async () => {
    // From 1 a short loop leads over 3, and a long one back to where everything begins.
    const step = (from: number, to: number): ReturnType<typeof action> =>
      action({ when: [n.is(from)], then: [n.becomes(to)] });
    const found = await decided(
      turning(
        { never: leadsTo(n.is(1), n.is(9)) },
        {
          actions: { a: step(0, 1), b: step(1, 3), c: step(3, 1), d: step(1, 2), e: step(2, 0) },
          fairness: [weakly(['a', 'b', 'c', 'd', 'e'])],
        },
      ),
    );
    expect(shapeOf(found, 'never')).toBe('0 steps, then 3 again and again');
    expect(stepsTo(found, 'never')).toEqual(['a', 'd', 'e']);
  });

  it('begins in that initial state from which it goes round soonest', async () => {
    const found = await decided(
      turning(
        { out: eventually(m.is(1)) },
        {
          init: undefined,
          inits: [
            { n: 0, m: 0 },
            { n: 3, m: 0 },
          ],
          fairness: [weakly('up')],
        },
      ),
    );
    expect(shapeOf(found, 'out')).toBe('stuttering after 0');
    const { verdict } = resultOf(found, 'out');
    expect(verdict.kind === 'violated' && String(verdict.trace?.states[0]?.get('n'))).toBe('3');
  });

  it('may end in a deadlock, which is stuttering, whatever is fair', async () => {
    const stuck = turning(
      { out: eventually(n.is(9)) },
      {
        actions: { up: action({ when: [n.lessThan(3)], then: [n.increment()] }) },
        fairness: [strongly('up')],
        terminal: n.is(3),
      },
    );
    const found = await decided(stuck);
    expect(shapeOf(found, 'out')).toBe('stuttering after 3');
    expect(verdicts(found)).toMatchObject({ deadlock: 'holds' });
  });

  it('changes nothing by a step that changes nothing, even where such a step is all that fairness asks for', async () => {
    const found = await decided(
      turning(
        { out: eventually(n.is(1)) },
        {
          actions: {
            keep: action({ to: range(0, 1) }, ({ to }) => ({
              when: [n.is(0)],
              then: [m.becomes(m), n.becomes(to.minus(to))],
            })),
            up: action({ when: [n.is(0)], then: [n.increment()] }),
          },
          terminal: n.is(1),
          fairness: [],
        },
      ),
    );
    expect(shapeOf(found, 'out')).toBe('stuttering after 0');
  });
});

describe('what can be recovered', () => {
  const recoverable = { home: n.is(0) };

  it('holds where a way leads back from everywhere, whether it is fair or not', async () => {
    const found = await decided(turning({}, { recoverable }));
    expect(verdicts(found)).toMatchObject({ home: 'holds' });
  });

  it('is violated by a shortest behaviour to where no way leads back', async () => {
    const actions = {
      up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
      on: action({ when: [m.is(0), n.is(1)], then: [m.becomes(1)] }),
      anew: action({ when: [n.is(3), m.is(0)], then: [n.becomes(0)] }),
    };
    const found = await decided(turning({}, { actions, recoverable, terminal: 'any' }));
    expect(shapeOf(found, 'home')).toBe('violated in 2');
    expect(stepsTo(found, 'home')).toEqual(['up', 'on']);
    expect(resultOf(found, 'home').verdict).toMatchObject({
      form: 'recoverable',
      explanation: { text: 'n = 0', value: 'false here and in every state that can be reached from here' },
    });
  });

  it('is violated in an initial state from which no way leads there', async () => {
    const found = await decided(turning({}, { recoverable: { far: n.is(9) } }));
    expect(shapeOf(found, 'far')).toBe('violated in 0');
  });
});
