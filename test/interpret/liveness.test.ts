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
  explore,
  fired,
  fn,
  forall,
  ids,
  leadsTo,
  maybe,
  none,
  range,
  seq,
  someStep,
  spec,
  strongly,
  until,
  variables,
  weakly,
  type Exploration,
  type Fairness,
  type Specification,
  type Temporal,
} from 'ballast';
import { exploreCompiled, type CompiledRequest } from '../../checker/explore/explore.ts';
import { behavioursAsked } from '../../checker/interpret/behaviours-asked.ts';
import { foundBehaviours } from '../../checker/interpret/behaviours-found.ts';
import { Beyond } from '../../checker/temporal/beyond.ts';
import { printed } from '../agreement/compare.ts';
import { built, counters, resultOf, stepsTo, verdicts } from './build.ts';

async function decided(specification: Specification, request: CompiledRequest = {}): Promise<Exploration> {
  const { workers: _, joinAt: __, cache: ___, partitionBytes: ____, ...plain } = request;
  const reference = await explore(specification, plain);
  expect(printed(await exploreCompiled(specification, { workers: 1, ...request }))).toBe(printed(reference));
  return reference;
}

/** `2 steps, then 3 again and again`, `stuttering after 1`, or the verdict. */
function shapeOf(found: Exploration, name: string): string {
  const { verdict } = resultOf(found, name);
  if (verdict.kind !== 'violated') return verdict.kind === 'holds' ? 'holds' : verdict.text;
  const { steps = [], loop } = verdict.trace ?? {};
  if (loop === undefined) return `violated in ${steps.length}`;
  if (loop.isStuttering) return `stuttering after ${loop.from}`;
  return `${loop.from} steps, then ${steps.length - loop.from} again and again`;
}

function fairnessOf(found: Exploration, name: string): readonly string[] {
  const { verdict } = resultOf(found, name);
  const { loop } = (verdict.kind === 'violated' && verdict.trace) || {};
  return loop?.fairness.map(({ text, why }) => `${text}: ${why}`) ?? [];
}

const { n, m } = counters;

/** Counts n up to 3 and begins anew; m may go up to 1 and back. */
function turning(liveness: Readonly<Record<string, Temporal>>, parts: object = {}): Specification {
  return built(
    spec({
      variables: { n, m },
      init: { n: 0, m: 0 },
      actions: {
        up: action({ when: [n.lessThan(3)], then: [n.increment()] }),
        anew: action({ when: [n.is(3)], then: [n.becomes(0)] }),
        on: action({ when: [m.is(0)], then: [m.becomes(1)] }),
        off: action({ when: [m.is(1)], then: [m.becomes(0)] }),
        idle: action({ then: [m.becomes(m)] }),
      },
      invariants: { any: n.atLeast(0) },
      liveness,
      ...parts,
    }),
  );
}

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
        value: 'false',
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

  it('is what nobody asked for, which costs nothing', async () => {
    const found = await decided(turning({ live }, { recoverable: { home: n.is(0) } }), { properties: ['any'] });
    expect(verdicts(found)).toMatchObject({ live: 'not decided: not selected', home: 'not decided: not selected' });
    expect(found.behaviours).toBeUndefined();
  });
});
