// Small models for tests of what a test may claim. All count from 0 to 3 and begin again: 4 states.

import { action, constant, eventually, model, range, spec, variables, weakly } from '../../checker/index.ts';

const { n } = variables({ n: range(0, 9) });
const counting = {
  variables: { n },
  init: { n: 0 },
  actions: {
    up: action({ when: [n.lessThan(3)], then: [n.becomes(n.plus(1))] }),
    again: action({ when: [n.is(3)], then: [n.becomes(0)] }),
  },
};

/** Violated where less than 3 is claimed. */
export const counter = model(
  'counter',
  {
    constants: { most: constant(range(0, 9), 3, 'what is claimed') },
    mutants: { noAgain: { edits: { kind: 'drop', path: 'again' }, breaks: 'deadlock' } },
  },
  ({ most }) =>
    spec({
      ...counting,
      invariants: { small: n.atMost(most) },
      reachable: { full: n.is(3), beyond: n.is(5) },
      liveness: { fullSometime: eventually(n.is(3)) },
      fairness: [weakly('up')],
      unclaimed: ['beyond'],
    }),
);

/** Claims something that is never put to the test, and has an action that is never enabled. */
export const idle = model('idle', {}, () =>
  spec({
    ...counting,
    actions: { ...counting.actions, jump: action({ when: [n.is(7)], then: [n.becomes(0)] }) },
    invariants: { never: n.is(8).implies(n.is(7)) },
  }),
);

/** Claims nothing by itself. */
export const modest = model('modest', {}, () =>
  spec({ ...counting, invariants: { small: n.atMost(3) }, unclaimed: ['small'] }),
);
