// Refinement in the language: mappings that do not fit, each refused with what to write instead, and what is made of one that does.

import { describe, expect, it } from 'vitest';
import {
  action,
  cases,
  bool,
  constant,
  critical,
  element,
  enumeration,
  exploreCompiled,
  explore,
  fn,
  ids,
  lock,
  maybe,
  model,
  next,
  none,
  otherwise,
  process,
  processes,
  range,
  record,
  refines,
  spec,
  step,
  variables,
  type Mapping,
  type Model,
  type RefinesDeclaration,
  type RefinesOptions,
} from '../../checker/index.ts';
import { mistake } from './refusal.ts';

/** Of each client who has the token, and how often it went round. */
const token = model(
  'token',
  {
    constants: { clients: constant(range(1, 4), 2, 'how many pass it') },
    assume: { 'not three': ({ clients }) => clients !== 3 },
  },
  ({ clients }) => {
    const Client = ids('client', clients);
    const { has, rounds } = variables({ has: maybe(Client), rounds: range(0, 1) });
    return spec({
      variables: { has, rounds },
      init: { has: none, rounds: 0 },
      actions: {
        take: action({ c: Client }, ({ c }) => ({ when: [has.is(none)], then: [has.becomes(c)] })),
        give: action({ when: [has.isNot(none)], then: [has.becomes(none), rounds.becomes(1)] }),
      },
      invariants: { little: rounds.atMost(1) },
    });
  },
);

const Cpu = ids('cpu', 2);
const { at, turns } = variables({ at: fn(Cpu, enumeration('out', 'in')), turns: range(0, 2) });

function concrete(refinement: RefinesDeclaration, starts: 0 | 1 = 0) {
  return model('cpus', {}, () =>
    spec({
      variables: { at, turns },
      init: { at: 'out', turns: starts },
      actions: {
        enter: action({ c: Cpu }, ({ c }) => ({ when: [at.at(c).is('out')], then: [at.at(c).becomes('in')] })),
        leave: action({ c: Cpu }, ({ c }) => ({
          when: [at.at(c).is('in')],
          then: [at.at(c).becomes('out'), turns.becomes(1)],
        })),
      },
      terminal: 'any',
      refinements: { Token: refinement },
    }),
  );
}

const sorts: RefinesOptions = { sorts: { client: Cpu } };
const whole: Mapping = { has: none, rounds: turns };

describe('a refinement', () => {
  it.each<readonly [string, () => RefinesDeclaration, string]>([
    [
      'a variable that is missing',
      () => refines(token, {}, { has: none }, sorts),
      "refinement 'Token': the variable 'rounds' of token stands for nothing here\nadd rounds: … to the mapping, of range(0, 1)",
    ],
    [
      'a variable that is none',
      () => refines(token, {}, { ...whole, round: 0 }, sorts),
      "refinement 'Token': token has no variable 'round'\ndid you mean 'rounds'?",
    ],
    [
      'an expression of another sort',
      () => refines(token, {}, { has: none, rounds: at }, sorts),
      "refinement 'Token': 'rounds': a value of fn(ids('cpu', 2), enumeration('out', 'in')) stands where range(0, 1) is meant\nidentifiers of different names are told to be the same by { sorts: { theirs: Ours } } after the mapping",
    ],
    [
      'a value outside the sort',
      () => refines(token, {}, { has: none, rounds: 2 }, sorts),
      "refinement 'Token': 'rounds': 2 is not an element of range(0, 1)\nwrite an element of range(0, 1)",
    ],
    [
      'identifiers that there are not',
      () => refines(token, {}, whole, { sorts: { clients: Cpu } }),
      "refinement 'Token': token has no identifiers named 'clients'\ndid you mean 'client'?",
    ],
    [
      'identifiers that are not as many',
      () => refines(token, { clients: 1 }, whole, sorts),
      "refinement 'Token': 'client' of token has 1 elements, and 'cpu' has 2 here\ngive token the constants that make them as many",
    ],
    [
      'a constant that there is not',
      () => refines(token, { client: 1 }, whole, sorts),
      "refinement 'Token': token has no constant 'client'\ndid you mean 'clients'?",
    ],
    [
      'constants that are assumed away',
      () => refines(token, { clients: 3 }, whole, sorts),
      "refinement 'Token': the assumption 'not three' of token is false\nthe constants are clients = 3",
    ],
    [
      'a constant outside its sort',
      () => refines(token, { clients: 9 }, whole, sorts),
      "refinement 'Token': 9 is no value for clients\nclients takes a whole number from 1 to 4",
    ],
    [
      'what speaks of a step',
      () => refines(token, {}, { has: none, rounds: next(turns) }, sorts),
      "refinement 'Token': 'rounds' speaks of a step\na mapping says what a variable is in one state",
    ],
    [
      'a field that a record has not',
      () => {
        const { pair } = variables({ pair: record({ a: bool, b: bool }) });
        return refines(spec({ variables: { pair }, init: { pair: { a: false, b: false } }, actions: {} }), {
          pair: { a: true, c: false },
        });
      },
      "refinement 'Token': 'pair': there is no field 'c'\nits fields are a, b",
    ],
    [
      'constraints of the abstract specification',
      () => {
        const { n } = variables({ n: range(0, 9) });
        return refines(
          spec({
            variables: { n },
            init: { n: 0 },
            actions: { up: action({ then: [n.increment()] }) },
            constraints: { few: n.atMost(3) },
          }),
          { n: turns },
        );
      },
      "refinement 'Token': Token has constraints, beyond which it says nothing\nbound an abstract specification by its sorts and guards",
    ],
    [
      'locks held by processes that there are not',
      () => {
        const Other = processes('other', 1);
        const { mutex } = variables({ mutex: lock('spin') });
        return refines(
          spec({
            variables: { mutex },
            init: { mutex: 'free' },
            processes: [process(Other, () => [critical(mutex, [step('work')])])],
          }),
          { mutex: 'free', 'other.pc': 'lock' },
        );
      },
      "refinement 'Token': in Token locks are held by processes('other', 1), which has no program here\nsay which processes they are: { sorts: { other: … } } after the mapping",
    ],
    [
      'identifiers that would be the same',
      () => {
        const [A, B] = [ids('a', 2), ids('b', 2)];
        const { a, b } = variables({ a: A, b: B });
        return refines(
          spec({ variables: { a, b }, init: { a: element(A, 0), b: element(B, 0) }, actions: {} }),
          { a: element(Cpu, 0), b: element(Cpu, 0) },
          { sorts: { a: Cpu, b: Cpu } },
        );
      },
      "refinement 'Token': 'a' and 'b' of Token would both be 'cpu'\nidentifiers that it tells apart stay apart here",
    ],
    [
      'what is no refinement',
      () => token as unknown as RefinesDeclaration,
      "refinement 'Token' is no refinement\nwrite refines(model, { constants }, { variable: expression, … })",
    ],
    [
      'a local of the abstract specification',
      () => {
        const Proc = processes('proc', 1);
        const proc = process(Proc, ({ local }) => {
          const seen = local('seen', range(0, 1));
          return [step('look', seen.becomes(0)), step('again', seen.becomes(seen))];
        });
        return refines(spec({ processes: [proc] }), {});
      },
      "refinement 'Token': Token has a local, 'proc.seen', which nothing here can stand for\nlet the abstract specification keep in variables what it has to know",
    ],
  ])('is refused with %s', (_, declare, message) => {
    expect(mistake(() => concrete(declare()).build())).toBe(message);
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'nothing to refine',
      () => refines(3 as never, {}, {}),
      'refines(…) is given number where an abstract specification is due\nits first argument is a model, or what spec({ … }) gives',
    ],
    [
      'no mapping',
      () => refines(token, {}, undefined as never),
      'refines(…) has no mapping\nwrite refines(model, { constants }, { variable: expression, … })',
    ],
    [
      'constants of what is no model',
      () => refines(spec({ variables: {}, init: {}, actions: {} }), {}, { rounds: 0 } as never),
      "refines(…) has an unknown option 'rounds'\nwhat is no model takes no constants: write refines(specification, { variable: expression, … })",
    ],
    [
      'an option that there is not',
      () => refines(token, {}, whole, { sort: { client: Cpu } } as never),
      "refines(…) has an unknown option 'sort'\ndid you mean 'sorts'?",
    ],
    [
      'identifiers that are none',
      () => refines(token, {}, whole, { sorts: { client: 2 as never } }),
      "refines(…) takes 'client' for what is no sort of identifiers\nwrite { sorts: { client: Ours } }, where Ours is ids(…) or processes(…)",
    ],
  ])('is refused at once with %s', (_, declare, message) => {
    expect(mistake(declare)).toBe(message);
  });

  it('may be of a model that refines something itself, and of itself', () => {
    const itself: Model = model('itself', {}, () => {
      const { n } = variables({ n: range(0, 1) });
      return spec({
        variables: { n },
        init: { n: 0 },
        actions: { up: action({ when: [n.is(0)], then: [n.becomes(1)] }) },
        refinements: { Itself: refines(itself, {}, { n }) },
      });
    });
    expect(itself.build().refinements.map(({ abstract }) => abstract.refinements)).toEqual([[]]);
  });

  it('is refused where cases leave one open', () => {
    expect(mistake(() => cases([turns.is(0), 0]))).toBe(
      'cases(…) leaves a case open\nlet the last case be [otherwise, value]',
    );
    expect(mistake(() => cases([otherwise, 0], [otherwise, 1]))).toBe(
      'cases(…) has a case after otherwise\nlet the last case be [otherwise, value]',
    );
  });

  it.each([
    ['the reference', explore],
    ['the generated code', exploreCompiled],
  ])('tells what is wrong of an initial state, by %s', async (_, engine) => {
    const wrong = concrete(refines(token, {}, whole, sorts), 1).build();
    const { properties } = await engine(wrong);
    const verdict = properties.find(({ name }) => name === 'Token')?.verdict;
    if (verdict?.kind !== 'violated') throw new Error('it is violated');
    expect([verdict.form, verdict.steps, verdict.explanation?.text, verdict.explanation?.reads]).toEqual([
      'refinement',
      0,
      'the initial state',
      [{ name: 'rounds', value: '1' }],
    ]);
    expect(verdict.trace?.mapped?.states).toHaveLength(1);
  });

  it.each([
    ['the reference', explore],
    ['the generated code', exploreCompiled],
  ])('tells of one that is no abstract step why each action refuses it, by %s', async (_, engine) => {
    const wrong = concrete(refines(token, {}, whole, sorts)).build();
    const { properties } = await engine(wrong);
    const verdict = properties.find(({ name }) => name === 'Token')?.verdict;
    if (verdict?.kind !== 'violated') throw new Error('it is violated');
    expect(verdict.explanation?.reads).toEqual([{ name: 'rounds', value: '0 -> 1' }]);
    expect(verdict.trace?.mapped?.steps).toMatchObject([
      { kind: 'stutters' },
      {
        kind: 'none',
        refusals: [
          {
            action: 'give',
            unmet: [{ text: 'has # none', value: 'false', reads: [{ name: 'has', value: 'none' }] }],
            leaves: [],
          },
          {
            action: 'take(c: cpu0)',
            unmet: [],
            leaves: [
              { name: 'has', value: 'cpu0' },
              { name: 'rounds', value: '0' },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['the reference', explore],
    ['the generated code', exploreCompiled],
  ])('tells what of the abstract specification it says nothing about, by %s', async (_, engine) => {
    const free = model('free', {}, () => {
      const { has, rounds } = variables({ has: maybe(Cpu), rounds: range(0, 2) });
      return spec({
        variables: { has, rounds },
        init: { has: none, rounds: 0 },
        actions: {
          turn: action({ when: [rounds.is(0)], then: [rounds.becomes(1)] }),
          take: action({ c: Cpu }, ({ c }) => ({ then: [has.becomes(c)] })),
          again: action({ when: [rounds.is(1)], then: [rounds.becomes(2)] }),
        },
        invariants: { little: rounds.atMost(2) },
      });
    });
    const { properties, neverExercised } = await engine(concrete(refines(free, {}, whole)).build());
    expect(properties.find(({ name }) => name === 'Token')?.verdict.kind).toBe('holds');
    expect(neverExercised).toEqual([
      { kind: 'abstract', name: 'Token: take', text: 'take of free is never taken' },
      { kind: 'abstract', name: 'Token: again', text: 'again of free is never taken' },
      { kind: 'mapping', name: 'Token: has', text: 'none never changes' },
    ]);
  });

  it.each([
    ['the reference', explore],
    ['the generated code', exploreCompiled],
  ])('that nobody asks for is listed, and nothing of it is looked at, by %s', async (_, engine) => {
    const wrong = concrete(refines(token, {}, whole, sorts), 1).build();
    const { properties, neverExercised } = await engine(wrong, { properties: [] });
    expect(properties.map(({ name, kind, isSelected, verdict }) => [name, kind, isSelected, verdict.kind])).toEqual([
      ['Token', 'refinement', false, 'not-decided'],
      ['deadlock', 'deadlock', false, 'not-decided'],
    ]);
    expect(neverExercised).toEqual([]);
  });
});
