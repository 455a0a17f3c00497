// A formula that says nothing, since what it speaks of never comes: reported where the formula holds, by both engines.

import { describe, expect, it } from 'vitest';
import {
  action,
  always,
  any,
  assuming,
  changed,
  eventually,
  everyStep,
  forall,
  leadsTo,
  range,
  someStep,
  strongly,
  weakly,
  type Temporal,
} from 'ballast';
import { decided, turning } from './behaving.ts';
import { counters, verdicts } from './build.ts';

const { n, m } = counters;

async function unexercised(
  formula: Temporal,
  parts: object = { fairness: [weakly('up')] },
): Promise<readonly string[]> {
  const found = await decided(turning({ live: formula }, parts));
  expect(verdicts(found)['live']).toBe('holds');
  return found.neverExercised.map(({ kind, name, text }) => `${kind} ${name}: ${text}`);
}

describe('a formula that holds', () => {
  it.each<readonly [string, Temporal, readonly string[]]>([
    ['says something where what it begins with comes', leadsTo(n.is(1), n.is(3)), []],
    ['says nothing where that never comes', leadsTo(n.is(5), n.is(7)), ['antecedent live: n = 5']],
    [
      'says nothing where no fair behaviour begins so',
      leadsTo(always(n.is(0)), m.is(7)),
      ['antecedent live: always n = 0'],
    ],
    ['says something where some fair behaviour does', leadsTo(always(n.is(3)), n.is(3)), []],
    [
      'says nothing where nothing fair is as assumed',
      assuming(eventually(always(n.is(1))), eventually(n.is(9))),
      ['assumption live: eventually always n = 1'],
    ],
    ['says something where some step is as assumed', assuming(someStep(changed(m)), eventually(n.is(3))), []],
    [
      'says nothing where no step is',
      assuming(someStep(m.is(7)), eventually(n.is(9))),
      ['assumption live: some step: m = 7'],
    ],
    [
      'is asked for each value together',
      forall({ x: range(0, 5) }, ({ x }) => leadsTo(n.is(x), eventually(n.is(3)))),
      [],
    ],
    [
      'is asked for none of these values',
      forall({ x: range(5, 7) }, ({ x }) => leadsTo(n.is(x), n.is(9))),
      ['antecedent live: n = x'],
    ],
    [
      'is asked of the first state only, where it stands there',
      eventually(n.is(3)).implies(eventually(n.atLeast(2))),
      [],
    ],
    [
      'says nothing where the first state is not so, though another is',
      n.is(2).implies(eventually(n.is(9))),
      ['antecedent live: n = 2 at first'],
    ],
    [
      'says nothing where the first state is not as assumed',
      assuming(n.is(2), eventually(n.is(9))),
      ['assumption live: n = 2 at first'],
    ],
    ['says something where some state is so later', always(n.is(2).implies(eventually(n.is(3)))), []],
    [
      'is asked of steps for ever',
      any(eventually(n.is(3)), eventually(everyStep(n.is(7))).implies(eventually(n.is(8)))),
      [],
    ],
  ])('%s', async (_, formula, expected) => {
    expect(await unexercised(formula)).toEqual(expected);
  });

  it('is under a fairness of nothing, where nothing of that is ever enabled', async () => {
    const formula = leadsTo(n.is(1), n.is(3));
    const fairness = [weakly('up'), strongly('on')];
    expect(await unexercised(formula, { fairness, init: { n: 0, m: 2 } })).toEqual([
      'action on: never enabled',
      'action off: never enabled',
      'fairness strong fairness of on: never enabled',
    ]);
  });

  it('is under a fairness of what changes nothing, wherever it is enabled', async () => {
    const actions = {
      up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
      still: action({ when: [m.is(0)], then: [m.becomes(0)] }),
    };
    expect(
      await unexercised(leadsTo(n.is(1), n.is(3)), { actions, fairness: [weakly('up'), weakly('still')] }),
    ).toEqual(['fairness weak fairness of still: never enabled']);
  });

  it('is under no fairness where only recovery is asked for, which takes none', async () => {
    const parts = { fairness: [strongly('on')], recoverable: { home: n.is(0) }, init: { n: 0, m: 2 } };
    const { neverExercised } = await decided(turning({ live: eventually(n.is(3)) }, parts), { properties: ['home'] });
    expect(neverExercised.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['action on', 'action off']);
  });
});
