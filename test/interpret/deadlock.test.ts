import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  constant,
  enumeration,
  explore,
  fn,
  forall,
  ids,
  maybe,
  model,
  none,
  range,
  spec,
  variables,
} from 'ballast';
import { built, counters, counting, resultOf, verdicts } from './build.ts';

const { n, m } = counters;

describe('a deadlock', () => {
  const { pc, owner } = variables({
    pc: fn(ids('cpu', 2), enumeration('idle', 'waiting')),
    owner: maybe(ids('cpu', 2)),
  });

  it('is a state without any firing, with what everybody waits for', async () => {
    const Cpu = ids('cpu', 2);
    const specification = built(
      spec({
        variables: { pc, owner },
        init: { pc: 'idle', owner: none },
        actions: {
          wait: action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('idle')], then: [pc.at(c).becomes('waiting')] })),
          take: action({ c: Cpu }, ({ c }) => ({
            when: [pc.at(c).is('waiting'), owner.isNot(none), owner.isNot(c)],
            then: [pc.at(c).becomes('idle')],
          })),
        },
        invariants: { any: owner.is(none) },
      }),
    );
    const found = await explore(specification);
    expect(found).toMatchObject({ ended: 'violation', counts: { statesDistinct: 4, depth: 2 } });
    const { verdict } = resultOf(found, 'deadlock');
    expect(verdict).toMatchObject({ kind: 'violated', form: 'deadlock', steps: 2 });
    expect(verdict.kind === 'violated' && verdict.waiting).toMatchObject([
      { action: 'take', actor: 'cpu0', clause: 'owner # none' },
      { action: 'take', actor: 'cpu1', clause: 'owner # none' },
    ]);
  });

  it('of fewer steps than an invariant of the same round is found with it', async () => {
    const actions = {
      one: action({ when: [n.is(0)], then: [n.increment()] }),
      two: action({ when: [n.is(0)], then: [n.increment(2)] }),
      on: action({ when: [n.is(2)], then: [n.increment()] }),
    };
    const found = await explore(counting(9, { actions, invariants: { notThree: n.isNot(3) } }));
    expect(verdicts(found)).toEqual({ notThree: 'violated in 2', deadlock: 'violated in 1' });
  });

  it('is not asked for alone where the check is off, since nothing would be checked', async () => {
    const off = counting(3, { terminal: 'any' });
    await expect(explore(off, { properties: ['deadlock'] })).rejects.toThrow(
      "'deadlock' is off, since every state may be the last: nothing would be checked",
    );
    expect(verdicts(await explore(off, { properties: ['deadlock', 'any'] }))['any']).toBe('holds');
  });

  it('is none where the state is terminal, where the check is off, or where a firing fails', async () => {
    expect(verdicts(await explore(counting(3)))).toEqual({ any: 'holds', deadlock: 'holds' });
    const off = await explore(counting(3, { terminal: 'any' }));
    expect(verdicts(off)['deadlock']).toBe('not decided: the deadlock check is off: every state may be the last');
    expect(resultOf(off, 'deadlock')).toMatchObject({ isSelected: false, verdict: { reason: 'switched-off' } });
    const failing = counting(3, { actions: { one: action({ when: [n.dividedBy(n).is(1)], then: [n.increment()] }) } });
    expect(verdicts(await explore(failing))).toEqual({
      any: expect.any(String) as string,
      deadlock: 'not decided: stopped at a violation',
      'one: n div n': 'violated in 1',
    });
  });
});

describe('coverage', () => {
  it('names what the search never touched', async () => {
    const specification = model('coverage', { constants: { top: constant(range(1, 9), 3, 'the top') } }, ({ top }) =>
      spec({
        variables: { n, m },
        init: { n: 0, m: 0 },
        actions: {
          up: action({ when: [n.lessThan(top)], then: [n.increment()] }),
          never: action({ when: [n.is(7)], then: [m.increment()] }),
        },
        terminal: n.is(top),
        invariants: {
          vacuous: m.is(1).implies(n.is(0)),
          under: forall({ k: range(0, 3) }, ({ k }) =>
            all(n.is(k).implies(k.atMost(3)), m.is(k.plus(1)).implies(n.is(k))),
          ),
          plain: n.is(0).implies(m.is(0)),
        },
        reachable: { far: n.is(9) },
        constraints: { all: n.atMost(9) },
      }),
    ).build();
    const found = await explore(specification);
    expect(found.neverExercised).toEqual([
      { kind: 'action', name: 'never', text: 'never enabled' },
      { kind: 'antecedent', name: 'vacuous', text: 'm = 1' },
      { kind: 'antecedent', name: 'under', text: 'm = k + 1' },
      { kind: 'constraint', name: 'all', text: 'n <= 9' },
      { kind: 'witness', name: 'far', text: 'n = 9' },
    ]);
  });
});
