// One state stands for all that differ from it in names only; traces are of the states themselves.

import { List, Map as FunctionValue, Set as SetValue } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  element,
  enumeration,
  explore,
  fn,
  ids,
  lock,
  maybe,
  none,
  processes,
  seq,
  set,
  spec,
  variables,
} from 'ballast';
import { permutationsOf, permuterOf } from '../../checker/interpret/permute.ts';
import { quotientOf } from '../../checker/interpret/quotient.ts';
import { sameState, type State } from '../../checker/interpret/state.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import nPeterson from '../../examples/n-peterson.ts';
import { printed } from '../agreement/compare.ts';
import { built, resultOf, stateOf, stepsTo } from './build.ts';

const Page = ids('page', 3);
const Thread = processes('thread', 2);
const { holder, owner, queue, free } = variables({
  holder: lock('spin'),
  owner: fn(Page, maybe(Thread)),
  queue: seq(Page, 2),
  free: set(Page),
});
const specification = built(
  spec({
    variables: { holder, owner, queue, free },
    init: { holder: 'free', owner: none, queue: [], free: [] },
    actions: {
      take: action({ p: Page, t: Thread }, ({ p, t }) => ({
        when: [owner.at(p).is(none), queue.length().lessThan(2)],
        then: [owner.at(p).becomes(t), queue.becomes(queue.append(p)), free.becomes(free.without(queue.items()))],
      })),
    },
    invariants: { short: queue.length().atMost(2) },
  }),
);
const { classes, order } = symmetryOf(specification);

function state(holds: string | null, owners: readonly (number | null)[], queued: readonly number[]): State {
  return stateOf(specification, {
    holder: holds,
    owner: FunctionValue(owners.map((each, page) => [page, each])),
    queue: List(queued),
    free: SetValue([0]),
  });
}

describe('a permutation', () => {
  it('renames identifiers and processes wherever they stand', () => {
    const swap = permuterOf(specification.variables, [
      { sort: Page, images: [1, 0, 2] },
      { sort: Thread, images: [1, 0] },
    ]);
    const renamed = state('thread#1', [1, 0, null], [1, 2]).set('free', SetValue([1]));
    expect(sameState(swap(state('thread#0', [1, 0, null], [0, 2])), renamed)).toBe(true);
  });

  it('is one of as many as the group has, and the identity first', () => {
    const all_ = permutationsOf(classes);
    expect([all_.length, order]).toEqual([12, 12]);
    const one = state('thread#0', [0, 1, null], [2, 1]);
    expect(sameState(permuterOf(specification.variables, all_[0] ?? [])(one), one)).toBe(true);
  });
});

describe('the representative', () => {
  const represent = quotientOf(specification, classes);
  const states = [
    state(null, [null, null, null], []),
    state('thread#1', [0, 1, 1], [2, 0]),
    state(null, [1, 0, 1], [1]),
  ];

  it('is the same for all states that differ in names only', () => {
    for (const one of states)
      for (const permutation of permutationsOf(classes)) {
        const other = permuterOf(specification.variables, permutation)(one);
        expect(sameState(represent(other).state, represent(one).state)).toBe(true);
      }
  });

  it('stands for as many as there are', () => {
    for (const one of states) {
      const orbit: State[] = [];
      for (const permutation of permutationsOf(classes)) {
        const other = permuterOf(specification.variables, permutation)(one);
        if (!orbit.some((each) => sameState(each, other))) orbit.push(other);
      }
      expect(represent(one).size).toBe(orbit.length);
    }
  });
});

describe('a search over representatives', () => {
  // 172: the orbits of n-Peterson with 3 processes.
  it('stores one state of each orbit, and tells how many there are', async () => {
    const built_ = nPeterson.build({ set: { procs: 3 } });
    const whole = await explore(built_, { all: true });
    const reduced = await explore(built_, { all: true, reductions: { symmetry: true } });
    expect(reduced.counts).toMatchObject({ statesDistinct: 172, statesFull: whole.counts.statesDistinct });
    expect(reduced.levelsFull).toEqual(whole.levels);
    expect(printed(reduced.properties)).toBe(printed(whole.properties));
    expect(reduced.reductions).toEqual([{ name: 'symmetry', isInForce: true, of: ['3 procs'], hindrances: [] }]);
  });

  it('gives the trace of the search without, in the names of the states', async () => {
    const Cpu = ids('cpu', 3);
    const { pc } = variables({ pc: fn(Cpu, enumeration('out', 'in')) });
    const started = built(
      spec({
        variables: { pc },
        init: { pc: 'out' },
        actions: {
          enter: action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('out')], then: [pc.at(c).becomes('in')] })),
        },
        invariants: { notAll: all(...[0, 1, 2].map((c) => pc.at(element(Cpu, c)).is('in'))).not() },
      }),
    );
    const whole = await explore(started);
    const reduced = await explore(started, { reductions: { symmetry: true } });
    expect(printed(resultOf(reduced, 'notAll'))).toBe(printed(resultOf(whole, 'notAll')));
    expect(stepsTo(reduced, 'notAll')).toEqual(['enter(c: cpu0)', 'enter(c: cpu1)', 'enter(c: cpu2)']);
    expect(reduced.counts).toMatchObject({ statesDistinct: 4, statesFull: 8 });
  });

  it('is refused, with the reason, where all states are wanted', async () => {
    const { reductions } = await explore(specification, { collect: true, reductions: { symmetry: true } });
    expect(reductions).toMatchObject([{ name: 'symmetry', isInForce: false }]);
  });
});
