// A specification as an instance inside another: its invariants and actions as conditions here, seen through a mapping.

import { describe, expect, it } from 'vitest';
import {
  action,
  cases,
  constant,
  element,
  enumeration,
  explore,
  exploreCompiled,
  fired,
  fn,
  forall,
  ids,
  instance,
  maybe,
  model,
  none,
  otherwise,
  processes,
  range,
  spec,
  variables,
  type Instance,
} from '../../checker/index.ts';
import lock from '../../examples/lock.ts';
import { mistake } from './refusal.ts';

/** Who has the token, and how often it went round. */
const token = model('token', { constants: { most: constant(range(1, 4), 2, 'how often at most') } }, ({ most }) => {
  const Client = ids('client', 2);
  const { has, rounds } = variables({ has: maybe(Client), rounds: range(0, 4) });
  return spec({
    variables: { has, rounds },
    init: { has: none, rounds: 0 },
    actions: {
      take: action({ c: Client }, ({ c }) => ({ when: [has.is(none)], then: [has.becomes(c)] })),
      give: action({ when: [has.isNot(none)], then: [has.becomes(none), rounds.becomes(rounds.plus(1).min(most))] }),
    },
    invariants: {
      few: rounds.atMost(most),
      idleFirst: forall({ c: Client }, ({ c }) => has.is(c).implies(rounds.lessThan(most))),
    },
    reachable: { busy: has.isNot(none) },
  });
});

const Cpu = ids('cpu', 2);
const { at, turns } = variables({ at: fn(Cpu, enumeration('out', 'in')), turns: range(0, 9) });
const [first, second] = [element(Cpu, 0), element(Cpu, 1)];
const sorts = { sorts: { client: Cpu } };

function seen(most: number): Instance {
  const has = cases([at.at(first).is('in'), first], [at.at(second).is('in'), second], [otherwise, none]);
  return instance(token, { most }, { has, rounds: turns }, sorts);
}

function cpus(most: number) {
  const Token = seen(most);
  const isOut = forall({ c: Cpu }, ({ c }) => at.at(c).is('out'));
  return model('cpus', {}, () =>
    spec({
      variables: { at, turns },
      init: { at: 'out', turns: 0 },
      actions: {
        enter: action({ c: Cpu }, ({ c }) => ({ when: [isOut, turns.lessThan(3)], then: [at.at(c).becomes('in')] })),
        leave: action({ c: Cpu }, ({ c }) => ({
          when: [at.at(c).is('in')],
          then: [at.at(c).becomes('out'), turns.increment()],
        })),
      },
      terminal: 'any',
      invariants: { few: Token.invariant('few'), idleFirst: Token.invariant('idleFirst') },
      actionProperties: {
        enters: fired('enter').iff(Token.action('take')),
        leaves: fired('leave').implies(Token.action('give')),
      },
      reachable: { busy: Token.invariant('busy') },
    }),
  ).build();
}

describe.each([
  ['the reference', explore],
  ['the generated code', exploreCompiled],
])('an instance, by %s', (_, engine) => {
  it('has invariants, witnesses and actions that are conditions here', async () => {
    const { properties } = await engine(cpus(4), { all: true });
    expect(properties.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
      ['few', 'holds'],
      ['idleFirst', 'holds'],
      ['enters', 'holds'],
      ['leaves', 'holds'],
      ['deadlock', 'not-decided'],
      ['busy', 'holds'],
    ]);
  });

  it('takes its own constants, and names what is violated', async () => {
    const { properties } = await engine(cpus(2), { all: true });
    expect(
      properties.map(({ name, text, verdict }) => [
        name,
        text,
        verdict.kind === 'violated' ? `${verdict.steps} steps: ${verdict.explanation?.text}` : verdict.kind,
      ]),
    ).toEqual([
      ['few', 'few of token', '6 steps: rounds <= 2'],
      ['idleFirst', 'idleFirst of token', '5 steps: rounds < 2'],
      ['enters', 'fired(enter) <=> take of token', 'holds'],
      ['leaves', 'fired(leave) => give of token', "6 steps: min(rounds + 1, 2) = rounds'"],
      ['deadlock', 'some action can go on, or the state is terminal', 'not-decided'],
      ['busy', 'busy of token', 'holds'],
    ]);
  });
});

describe('an instance', () => {
  it.each<readonly [string, () => unknown, string]>([
    [
      'an invariant that there is not',
      () => seen(2).invariant('ilde'),
      "token has no invariant 'ilde'\nits invariants are few, idleFirst, busy",
    ],
    ['an action that there is not', () => seen(2).action('gives'), "token has no action 'gives'\ndid you mean 'give'?"],
    [
      'a variable that is missing',
      () => instance(token, {}, { has: none }, sorts),
      "instance of token: the variable 'rounds' of token stands for nothing here\nadd rounds: … to the mapping, of range(0, 4)",
    ],
    [
      'no specification',
      () => instance(3 as never, {}, {}),
      'instance(…) is given number where an abstract specification is due\nits first argument is a model, or what spec({ … }) gives',
    ],
    [
      'processes that are not told',
      () => instance(lock, {}, { mutex: 'free', 'proc.pc': 'elsewhere' }),
      "instance of lock: in lock locks are held by processes('proc', 2), which has no program here\nsay which processes they are: { sorts: { proc: … } } after the mapping",
    ],
  ])('is refused with %s', (_, declare, message) => {
    expect(mistake(declare)).toBe(message);
  });

  it('may have processes, which are told to be those here', () => {
    const Proc = processes('proc', 2);
    const seenLock = instance(lock, {}, { mutex: 'free', 'proc.pc': 'elsewhere' }, { sorts: { proc: Proc } });
    expect(seenLock.invariant('mutualExclusion').toString()).toBe('mutualExclusion of lock');
  });
});
