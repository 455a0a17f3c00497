// What the states have of each variable: closed forms, and both engines' counts beside each other.

import { describe, expect, it } from 'vitest';
import {
  action,
  enumeration,
  exploreCompiled,
  explore,
  fn,
  ids,
  maybe,
  model,
  none,
  range,
  spec,
  variables,
  type Specification,
  type VariableSurvey,
} from 'ballast';
import alternatingBit from '../../examples/alternating-bit.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import twoPhase from '../../examples/two-phase.ts';
import { clockOfLooks } from '../clock.ts';

const Cpu = ids('cpu', 2);
const counters = model('counters', {}, () => {
  const vars = variables({
    low: range(0, 9),
    high: range(0, 9),
    mode: fn(Cpu, enumeration('idle', 'busy', 'broken')),
    last: maybe(Cpu),
  });
  const { low, high, mode, last } = vars;
  return spec({
    variables: vars,
    init: { low: 0, high: 0, mode: 'idle', last: none },
    actions: {
      one: action({ when: [low.lessThan(4)], then: [low.increment(), high.becomes(low.dividedBy(2))] }),
      begin: action({ c: Cpu }, ({ c }) => ({
        when: [mode.at(c).is('idle')],
        then: [mode.at(c).becomes('busy'), last.becomes(c)],
      })),
    },
    invariants: { few: low.atMost(4) },
    terminal: 'any',
  });
});

async function surveyed(specification: Specification): Promise<readonly VariableSurvey[] | undefined> {
  return (await exploreCompiled(specification, { survey: 'projections', workers: 1, all: true })).survey;
}

describe('a survey of the states', () => {
  it('counts the values of each variable and the states without it', async () => {
    const survey = await surveyed(counters.build());
    // low: 0 to 4, and with it high: 0, 0, 0, 1, 1. Nobody, one of two, or both have begun, the last of them being either.
    expect(
      survey?.map(({ variable, valuesDistinct, statesWithout }) => [variable, valuesDistinct, statesWithout]),
    ).toEqual([
      ['low', 5, 2 * 5],
      ['high', 2, 5 * 5],
      ['mode', 4, 5 * 3],
      ['last', 3, 5 * 4],
    ]);
  });

  it('names the values that no state has, at all keys together', async () => {
    const survey = await surveyed(counters.build());
    expect(survey?.flatMap(({ parts }) => parts)).toEqual([
      { name: 'low', met: 5, of: 10, never: ['5', '6', '7', '8', '9'] },
      { name: 'high', met: 2, of: 10, never: ['2', '3', '4', '5', '6', '7', '8', '9'] },
      { name: 'mode[cpu]', met: 2, of: 3, never: ['broken'] },
      { name: 'last', met: 3, of: 3, never: [] },
    ]);
  });

  it('is made only where it is asked for, and without projections where values are', async () => {
    expect((await exploreCompiled(counters.build())).survey).toBeUndefined();
    const { survey } = await exploreCompiled(counters.build(), { survey: 'values' });
    expect(survey?.every(({ statesWithout }) => statesWithout === undefined)).toBe(true);
  });

  it('leaves out what a constraint excludes', async () => {
    const bounded = model('bounded', {}, () => {
      const vars = variables({ n: range(0, 9) });
      return spec({
        variables: vars,
        init: { n: 0 },
        actions: { one: action({ when: [vars.n.lessThan(9)], then: [vars.n.increment()] }) },
        invariants: { many: vars.n.atMost(9) },
        constraints: { few: vars.n.atMost(3) },
        terminal: 'any',
      });
    }).build();
    for (const found of [
      await exploreCompiled(bounded, { survey: 'projections' }),
      await explore(bounded, { survey: 'projections' }),
    ]) {
      expect(found.survey).toMatchObject([{ valuesDistinct: 4, statesWithout: 1, parts: [{ met: 4 }] }]);
    }
  });
});

describe('the survey of both engines', () => {
  it.each([alternatingBit, twoPhase, balloonProtocol])('is the same of $name', async (each) => {
    const specification = each.build();
    const request = { survey: 'projections', maxStates: 1500 } as const;
    const reference = await explore(specification, request);
    expect(reference.survey?.length).toBe(specification.variables.length);
    for (const crew of [{ workers: 1 }, { workers: 2, joinAt: 1 }])
      expect((await exploreCompiled(specification, { ...request, ...crew })).survey).toEqual(reference.survey);
  });

  it('is made of a search that was interrupted, too', async () => {
    // Small as it is, it is looked at between its first state and its last.
    clockOfLooks(100);
    for (const engine of [explore, exploreCompiled]) {
      const early = await engine(balloonProtocol.build(), { survey: 'values', signal: AbortSignal.abort() });
      expect(early.ended).toBe('interrupted');
      expect(early.survey?.length).toBe(balloonProtocol.build().variables.length);
    }
  });
});
