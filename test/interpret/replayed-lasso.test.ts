// A behaviour that goes on for ever is gone again before it is shown: whatever is wrong with it is found then, and is a fault of the checker.

import { describe, expect, it } from 'vitest';
import { eventually, everyStep, fired, strongly, weakly } from 'ballast';
import { InternalError } from '../../checker/language/errors.ts';
import { traceOfLasso, traceThroughStates } from '../../checker/interpret/lasso.ts';
import { labellingOf } from '../../checker/temporal/labels.ts';
import { turning } from './behaving.ts';
import { counters, stateOf } from './build.ts';

const { n } = counters;

const specification = turning(
  { live: eventually(n.is(9)), early: eventually(n.is(0)), ups: eventually(everyStep(fired('anew'))) },
  { fairness: [weakly('up'), strongly('anew')] },
);

/** Labels by action: those without parameters that matter have one each. */
const labelOf = (action: string): number =>
  labellingOf(specification).actions[specification.actions.findIndex(({ name }) => name === action)]?.base ?? -1;

function replayed(
  states: readonly (readonly [n: number, m: number])[],
  actions: readonly string[],
  from: number,
  property = 'live',
): ReturnType<typeof traceOfLasso> {
  const formula = specification.liveness.find(({ name }) => name === property)?.formula;
  if (formula === undefined) throw new Error('there is no such property');
  return traceOfLasso(specification, {
    property,
    formula,
    lasso: { states: states.map((_, index) => index), labels: actions.map(labelOf), from },
    stateOf: (number) => {
      const [first = 0, second = 0] = states[number] ?? [];
      return stateOf(specification, { n: first, m: second });
    },
  });
}

const round = ['up', 'up', 'up', 'anew'];

describe('a lasso', () => {
  it('is shown with each step, and why it is fair', () => {
    const { steps, states, loop } = replayed(
      [
        [0, 0],
        [0, 1],
        [1, 1],
        [2, 1],
        [3, 1],
      ],
      ['on', ...round],
      1,
    );
    expect(steps.map(({ text }) => text)).toEqual(['on', ...round]);
    expect(states).toHaveLength(5);
    expect(loop).toEqual({
      from: 1,
      isStuttering: false,
      fairness: [
        { text: 'weak fairness of up', why: 'taken by step 2' },
        { text: 'strong fairness of anew', why: 'taken by step 5' },
      ],
    });
  });

  it.each<readonly [string, Parameters<typeof replayed>, string]>([
    [
      'that does not begin in an initial state',
      [
        [
          [1, 0],
          [2, 0],
          [3, 0],
          [0, 0],
        ],
        ['up', 'up', 'anew', 'up'],
        0,
      ],
      'does not begin in an initial state',
    ],
    [
      'with a step that nothing takes',
      [
        [
          [0, 0],
          [2, 0],
          [3, 0],
        ],
        ['up', 'up', 'anew'],
        0,
      ],
      'has no step 1',
    ],
    [
      'of which another action takes a step of the loop',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        ['on', 'up', 'up', 'anew'],
        0,
      ],
      'has no step 1',
    ],
    [
      'that does not close',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        round,
        1,
      ],
      'has no step 4',
    ],
    [
      'with a step too few',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        ['up', 'up'],
        0,
      ],
      'has not one step for each state',
    ],
    [
      'whose loop is nowhere',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        round,
        4,
      ],
      'has no loop',
    ],
    [
      'that stutters before its end',
      [
        [
          [0, 0],
          [1, 0],
        ],
        ['up'],
        0,
      ],
      'has no loop',
    ],
    [
      'that is not fair to what is always enabled',
      [
        [
          [0, 0],
          [0, 1],
        ],
        ['on', 'off'],
        0,
      ],
      'is not fair: weak fairness of up',
    ],
    [
      'that is not fair to what is enabled where it stutters',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        ['up', 'up', 'up'],
        3,
      ],
      'is not fair: strong fairness of anew',
    ],
    [
      'that satisfies the formula',
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [3, 0],
        ],
        round,
        0,
        'early',
      ],
      'satisfies it',
    ],
  ])('%s is a fault', (_, given, text) => {
    const property = given[3] ?? 'live';
    expect(() => replayed(...given)).toThrow(
      new InternalError(`'${property}': the behaviour that violates it ${text}`),
    );
  });

  it('takes any action in its stem that leads there, with the fewest switches, unless the formula asks which', () => {
    const states = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [0, 0],
    ] as const;
    const labels = ['on', 'up', 'up', 'anew', 'up'];
    expect(replayed(states, labels, 1).steps.map(({ text }) => text)).toEqual(['up', 'up', 'up', 'anew', 'up']);
    expect(() => replayed(states, labels, 1, 'ups')).toThrow(/has no step 1/);
  });
});

describe('a way to where something is out of reach', () => {
  const through = (...values: readonly number[]): readonly string[] =>
    traceThroughStates(
      specification,
      'home',
      values.map((value) => stateOf(specification, { n: value, m: 0 })),
    ).steps.map(({ text }) => text);

  it('is shown with each step', () => {
    expect(through(0, 1, 2)).toEqual(['up', 'up']);
    expect(through(0)).toEqual([]);
  });

  it('that nothing takes, or that begins elsewhere, is a fault', () => {
    expect(() => through(0, 2)).toThrow(new InternalError("'home': the interpreter does not find step 1"));
    expect(() => through(1, 2)).toThrow(new InternalError("'home': a trace begins in an initial state"));
  });
});
