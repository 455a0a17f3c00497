// Why a formula is false of a behaviour: when each of its conditions is true along it, and what they read where it stutters.

import { describe, expect, it } from 'vitest';
import {
  all,
  always,
  any,
  bool,
  eventually,
  everyStep,
  exists,
  fired,
  fn,
  forall,
  leadsTo,
  range,
  someStep,
  spec,
  until,
  variables,
  weakly,
  action,
  type Fairness,
  type Temporal,
} from 'ballast';
import { decided, turning } from './behaving.ts';
import { built, counters, resultOf } from './build.ts';

const { n, m } = counters;
const goesOn = [weakly('up'), weakly('anew')];

async function why(formula: Temporal, fairness: readonly Fairness[]) {
  const { verdict } = resultOf(await decided(turning({ F: formula }, { fairness })), 'F');
  if (verdict.kind !== 'violated' || verdict.explanation === undefined) throw new Error('it is violated');
  return verdict.explanation;
}

describe('a formula that is false of a behaviour', () => {
  const sum = all(
    n.atLeast(0),
    n.atLeast(1),
    n.atLeast(2),
    n.atLeast(3),
    n.atLeast(4),
    n.isNot(2),
    m.atLeast(1),
    m.atLeast(2),
  );
  it.each<readonly [string, Temporal, readonly Fairness[], string]>([
    ['what never is true', eventually(n.is(4)), goesOn, 'n = 4 is never true'],
    ['what always is denied', eventually(n.atLeast(0).not()), goesOn, 'n >= 0 is always true'],
    [
      'what becomes true for good, and what was true before',
      leadsTo(n.is(0), all(n.is(1), m.is(1))),
      [weakly('up')],
      'n = 0 is true in state 0, false from then on; (n = 1 and m = 1) is never true',
    ],
    ['what is true now and then', eventually(always(n.is(1))), goesOn, 'n = 1 is true in state 1'],
    ['a step that is taken', eventually(everyStep(fired('anew').not())), goesOn, 'fired(anew) is true of step 4'],
    ['a step that never is', someStep(fired('off')), goesOn, 'fired(off) is true of no step'],
    [
      'all steps',
      eventually(everyStep(any(fired('on'), fired('off')).not())),
      [],
      '(fired(on) or fired(off)) is true of every step',
    ],
    [
      'each of the values that are meant together',
      exists({ k: range(1, 2) }, ({ k }) => always(eventually(all(n.is(k), m.is(k))))),
      [],
      '(n = k and m = k) for k = 1 is never true; (n = k and m = k) for k = 2 is never true',
    ],
    ['one that is too long to be told again', eventually(sum), [], 'the condition is never true'],
    ['one of several', until(n.lessThan(4), sum), [], 'n < 4 is always true; condition 2 is never true'],
  ])('says of %s', async (_, formula, fairness, told) => {
    expect((await why(formula, fairness)).value).toBe(`false: ${told}`);
  });

  it('says nothing of more conditions than a reader compares', async () => {
    const five = any(...[0, 1, 2, 3, 4].map((k) => always(eventually(all(n.is(k), m.is(k), n.isNot(m))))));
    expect((await why(five, goesOn)).value).toBe('false');
  });

  it('tells what is read where it stutters, as of an invariant', async () => {
    const { up } = variables({ up: fn(range(0, 2), bool) });
    const specification = built(
      spec({
        variables: { up },
        init: { up: (k) => k.isNot(1) },
        actions: { set: action({ k: range(0, 2) }, ({ k }) => ({ then: [up.at(k).becomes(true)] })) },
        liveness: { allUp: eventually(forall({ k: range(0, 2) }, ({ k }) => up.at(k))) },
      }),
    );
    const { verdict } = resultOf(await decided(specification), 'allUp');
    expect(verdict).toMatchObject({
      explanation: {
        value: 'false: (forall k in range(0, 2): up[k]) is never true',
        bindings: [{ name: 'k', value: '1' }],
        reads: [{ name: 'up[k]', value: 'false' }],
      },
    });
  });

  it('tells nothing read of a loop, where that changes', async () => {
    expect((await why(eventually(n.is(4)), goesOn)).reads).toEqual([]);
    expect((await why(eventually(n.is(4)), [])).reads).toEqual([{ name: 'n', value: '0' }]);
  });
});
