// Why nothing is decided of behaviours: conditions without a value, a search that ended before, and what is too large.

import { describe, expect, it } from 'vitest';
import {
  action,
  always,
  eventually,
  everyStep,
  forall,
  leadsTo,
  range,
  seq,
  until,
  variables,
  weakly,
  type Specification,
  type Temporal,
} from 'ballast';
import { behavioursAsked } from '../../checker/interpret/behaviours-asked.ts';
import { behavioursOf } from '../../checker/interpret/behaviours.ts';
import { foundBehaviours } from '../../checker/interpret/behaviours-found.ts';
import { sameState, type State } from '../../checker/interpret/state.ts';
import { Beyond } from '../../checker/temporal/beyond.ts';
import { decided, turning } from './behaving.ts';
import { counters, resultOf, stateOf, verdicts } from './build.ts';

const { n, m } = counters;

describe('what is not decided', () => {
  const { list } = variables({ list: seq(range(0, 3), 2) });
  const live = eventually(n.is(9));

  /** The list is full first, and then empty. */
  const emptied = (parts: object): Specification =>
    turning(
      {},
      {
        variables: { n, m, list },
        init: { n: 0, m: 0, list: [1] },
        actions: {
          up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
          drop: action({ when: [n.is(2), list.isEmpty().not()], then: [list.becomes(list.tail())] }),
        },
        terminal: 'any',
        ...parts,
      },
    );

  it('is a formula of which a condition has no value in some state: that is a violation with a name', async () => {
    const found = await decided(emptied({ liveness: { headed: leadsTo(n.is(1), list.head().is(1)) } }), { all: true });
    expect(verdicts(found)).toMatchObject({
      headed: 'not decided: its evaluation is outside its domain in some state',
      'headed: head(list)': 'violated in 3',
    });
    expect(resultOf(found, 'headed: head(list)').verdict).toMatchObject({
      form: 'domain',
      explanation: { text: 'head(list)' },
    });
  });

  it('nor one of which a condition has no value for what is bound around it', async () => {
    const nth = forall({ i: range(0, 1) }, ({ i }) => eventually(list.nth(i).is(1)));
    const found = await decided(emptied({ liveness: { nth } }), { all: true });
    expect(resultOf(found, 'nth: list[i]').verdict).toMatchObject({
      steps: 0,
      explanation: { bindings: [{ name: 'i', value: '1' }] },
    });
  });

  it('nor one about steps of which it has none, nor what can be recovered', async () => {
    const found = await decided(
      emptied({
        liveness: { stepped: always(eventually(everyStep(list.head().is(1)))) },
        recoverable: { again: list.head().is(1) },
      }),
      { all: true },
    );
    expect(verdicts(found)).toMatchObject({
      stepped: 'not decided: its evaluation is outside its domain in some state',
      'stepped: head(list)': 'violated in 4',
      again: 'not decided: its evaluation is outside its domain in some state',
      'again: head(list)': 'violated in 3',
    });
  });

  it('is anything over behaviours after a violation, at a limit, and behind a step that fails', async () => {
    const small = turning({ live }, { invariants: { small: n.lessThan(2) } });
    expect(verdicts(await decided(small))).toMatchObject({ live: 'not decided: stopped at a violation' });
    expect(verdicts(await decided(small, { all: true }))).toMatchObject({
      small: 'violated in 2',
      live: 'violated in 0',
    });
    expect(verdicts(await decided(turning({ live }), { maxStates: 3 }))).toMatchObject({
      live: 'not decided: stopped at the limit of states',
    });
    expect(verdicts(await decided(turning({ live }), { maxDepth: 1 }))).toMatchObject({
      live: 'not decided: stopped at the limit of depth',
    });
    const actions = { drop: action({ when: [n.is(0)], then: [list.becomes(list.tail())] }) };
    expect(verdicts(await decided(emptied({ liveness: { live }, actions }), { all: true }))).toMatchObject({
      live: 'not decided: nothing was explored behind the steps that fail: drop: tail(list)',
    });
  });

  it('is a formula that waits for too many things at once; another is', async () => {
    const nested = Array.from({ length: 12 }, (_, at) => n.is(at % 10)).reduce(
      (formula: Temporal, condition) => until(formula, condition),
      eventually(n.is(9)),
    );
    const found = await decided(turning({ nested: nested.not(), live }));
    expect(verdicts(found)).toMatchObject({
      nested: 'not decided: its formula waits for too many things in too many orders: state it as several properties',
      live: 'violated in 0',
    });
  });

  it('is what there is no room for, and nothing else', async () => {
    const specification = turning({ live }, { recoverable: { home: n.is(0) } });
    const asked = behavioursAsked(specification, {});
    if (asked === undefined) throw new Error('liveness is asked for');
    const textsBy = async (thrown: Error): Promise<readonly string[]> => {
      const behaving = (): never => {
        throw thrown;
      };
      const found = await foundBehaviours(
        specification,
        asked,
        behaving,
        [],
        async () => await Promise.resolve(undefined),
      );
      return [...found.verdicts.values()].map((verdict) =>
        verdict.kind === 'not-decided' ? verdict.text : verdict.kind,
      );
    };
    const none = 'there is no room for its behaviours: Array buffer allocation failed';
    expect(await textsBy(new RangeError('Array buffer allocation failed'))).toEqual([none, none]);
    const many = 'there are more states than can be numbered';
    expect(await textsBy(new Beyond(many))).toEqual([many, many]);
    await expect(textsBy(new Error('a fault'))).rejects.toThrow('a fault');
  });

  it('is what an interruption leaves; what was decided before it stays', async () => {
    const specification = turning(
      { live, again: always(eventually(n.is(0))) },
      { recoverable: { home: n.is(0) }, fairness: [weakly('up'), weakly('anew')] },
    );
    const asked = behavioursAsked(specification, {});
    if (asked === undefined) throw new Error('liveness is asked for');
    const states: State[] = [];
    for (let at = 0; at < 8; at += 1) states.push(stateOf(specification, { n: at >> 1, m: at & 1 }));
    const graph = behavioursOf(
      specification,
      { states, numberOf: (state) => states.findIndex((each) => sameState(each, state)) },
      asked.questions,
    );
    const seen = new Set<string>();
    const interruptedAt = async (turn: number): Promise<boolean> => {
      let turns = 0;
      const lookUp = async (): Promise<'interrupted' | undefined> =>
        await Promise.resolve((turns += 1) > turn ? 'interrupted' : undefined);
      const behaving = { graph, stateOf: graph.stateOf };
      const found = await foundBehaviours(specification, asked, () => behaving, [], lookUp, 0);
      seen.add([...found.verdicts].map(([name, { kind }]) => `${name} ${kind}`).join(', '));
      return found.ended === 'interrupted';
    };
    for (let turn = 0; await interruptedAt(turn);) turn += 1;
    expect([...seen]).toEqual([
      '',
      'home holds',
      'home holds, live violated',
      'home holds, live violated, again holds',
    ]);
  });

  it('is what nobody asked for, which costs nothing', async () => {
    const found = await decided(turning({ live }, { recoverable: { home: n.is(0) } }), { properties: ['any'] });
    expect(verdicts(found)).toMatchObject({ live: 'not decided: not selected', home: 'not decided: not selected' });
    expect(found.behaviours).toBeUndefined();
  });
});
