// What a formula says of one behaviour: at each of its positions, by hand.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  always,
  any,
  assuming,
  changed,
  eventually,
  everyStep,
  exists,
  fired,
  forall,
  ids,
  leadsTo,
  next,
  not,
  range,
  someStep,
  spec,
  until,
  type Specification,
  type Temporal,
  type TemporalTree,
} from 'ballast';
import { isTrueOf, truthsOf, type Positions } from '../../checker/interpret/behaviour-truth.ts';
import { built, counters, stateOf } from './build.ts';

const { n, m } = counters;

const specificationOf = (formula: Temporal): Specification =>
  built(
    spec({
      variables: { n, m },
      init: { n: 0, m: 0 },
      actions: {
        up: action({ when: [n.lessThan(9)], then: [n.increment()] }),
        other: action({ when: [m.lessThan(9)], then: [m.increment()] }),
      },
      invariants: { any: n.atLeast(0) },
      liveness: { it: all(formula, eventually(n.is(9))) },
    }),
  );

const specification = specificationOf(eventually(n.is(1)));

/** The formula as a specification has it, with the actions that its paths mean. */
function treeOf(formula: Temporal): TemporalTree {
  const [first] = specificationOf(formula).liveness;
  const [part] = first?.formula.kind === 'all' ? first.formula.parts : [];
  if (part === undefined) throw new Error('the formula is the first part');
  return part;
}

/** The behaviour through these values of n: from `from` again and again. */
function behaviour(values: readonly number[], from: number, fire: readonly (string | undefined)[] = []): Positions {
  return {
    states: values.map((value) => stateOf(specification, { n: value, m: 0 })),
    fired: values.map((_, at) => (fire.length === 0 ? 'up' : fire[at])),
    from,
  };
}

describe('the truth of a formula at each position of a behaviour', () => {
  // 0 1 2 3 1 2 3 1 …
  const looping = behaviour([0, 1, 2, 3], 1);
  // 0 1 2 2 2 …
  const resting = behaviour([0, 1, 2], 2, ['up', 'up', undefined]);

  it.each<readonly [string, Temporal, Positions, string]>([
    ['comes in the loop again and again', eventually(n.is(1)), looping, '1111'],
    ['came before the loop and never again', eventually(n.is(0)), looping, '1000'],
    ['is so for ever from the loop on', always(n.atLeast(1)), looping, '0111'],
    ['is so in a resting state', eventually(always(n.is(2))), resting, '111'],
    ['is so again and again', always(eventually(n.is(3))), looping, '1111'],
    ['is so until something comes', until(n.lessThan(2), n.is(2)), looping, '1110'],
    ['waits for ever in vain', until(n.atLeast(0), n.is(7)), looping, '0000'],
    ['needs nothing before what is there', until(n.is(7), n.is(3)), looping, '0001'],
    ['leads round the loop to where it began', leadsTo(n.is(3), n.is(1)), looping, '1111'],
    ['leads nowhere', leadsTo(n.is(2), n.is(0)), looping, '0000'],
    ['leads nowhere from where it was before the loop', leadsTo(n.is(0), n.is(0)), looping, '1111'],
    ['is a step of the loop', someStep(next(n).is(1)), looping, '1111'],
    ['is every step but one that comes again', everyStep(next(n).isNot(1)), looping, '0000'],
    ['is a step before the loop only', someStep(n.is(0)), looping, '1000'],
    ['is no step, since it only stutters', someStep(n.is(2)), resting, '000'],
    ['is every step, of which stuttering is none', everyStep(n.isNot(2)), resting, '111'],
    ['is by which action a step is taken', everyStep(fired('up')), behaviour([0, 1], 0, ['up', 'other']), '00'],
    ['is whether something changed', everyStep(changed(m)), resting, '001'],
    ['is not', not(eventually(n.is(0))), looping, '0111'],
    ['is either', any(always(n.is(2)), eventually(n.is(0))), resting, '101'],
    ['follows', eventually(n.is(0)).implies(eventually(n.is(7))), looping, '0111'],
    ['is assumed', assuming(always(n.atLeast(1)), eventually(n.is(7))), looping, '1000'],
    ['is so for each', forall({ x: range(1, 3) }, ({ x }) => always(eventually(n.is(x)))), looping, '1111'],
    ['is so for some', exists({ x: range(0, 3) }, ({ x }) => always(n.is(x))), resting, '001'],
    ['is so for each of none', forall({ x: ids('none', 0) }, () => eventually(n.is(7))), looping, '1111'],
    ['is so for some of none', exists({ x: ids('none', 0) }, () => eventually(n.is(1))), looping, '0000'],
  ])('%s', (_, formula, positions, expected) => {
    const tree = treeOf(formula);
    const truths = truthsOf(tree, new Map(), positions);
    expect(truths.map((truth) => (truth ? '1' : '0')).join('')).toBe(expected);
    expect(isTrueOf(tree, new Map(), positions)).toBe(expected.startsWith('1'));
  });
});
