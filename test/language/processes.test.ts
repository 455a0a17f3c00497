import { describe, expect, it } from 'vitest';
import {
  acquire,
  again,
  atomically,
  bool,
  branch,
  bugOn,
  constant,
  critical,
  either,
  enumeration,
  exists,
  explore,
  forall,
  goto,
  leave,
  lock,
  loop,
  model,
  pick,
  printNode,
  printStatements,
  procedure,
  process,
  processes,
  range,
  release,
  sleeps,
  spec,
  step,
  together,
  trylock,
  variables,
  when,
  type Specification,
  type Statements,
} from 'ballast';

const Worker = processes('worker', 1);
const { n, m, spin, mutex } = variables({
  n: range(0, 9),
  m: range(0, 9),
  spin: lock('spin'),
  mutex: lock('sleep'),
});
const vars = { n, m, spin, mutex };
const init = { n: 0, m: 0, spin: 'free', mutex: 'free' } as const;

/** One process that runs these statements. */
function running(
  body: (words: Parameters<Parameters<typeof process<'worker'>>[1]>[0]) => Statements,
  granularity: 'fine' | 'coarse' = 'fine',
): Specification {
  return model('running', {}, () =>
    spec({
      variables: vars,
      init,
      granularity,
      processes: [process(Worker, body)],
      invariants: { small: n.atMost(9) },
    }),
  ).build();
}

/** The actions as text: name, guards besides the position, statements. */
function actionsOf(specification: Specification): Record<string, string> {
  return Object.fromEntries(
    specification.actions.map(({ name, when: guards, body }) => [
      name.replace('worker.', ''),
      [...guards.slice(1).map(({ node }) => `when ${printNode(node)}`), ...printStatements(body)]
        .map((line) => line.trim())
        .join('; ')
        .replaceAll('worker.pc[worker] := ', '-> '),
    ]),
  );
}

function refusalOf(body: Parameters<typeof running>[0]): string {
  try {
    running(body);
  } catch (error) {
    return String(error)
      .split('\n')
      .filter((line) => !/:\d+:\d+/.test(line))
      .join('\n');
  }
  return 'nothing was refused';
}

describe('the statements of a process', () => {
  it('are steps in their order, and the end of the list is termination', async () => {
    const specification = running(() => [step('a', n.becomes(1)), step('b', when(n.is(1)), m.becomes(2))]);
    expect(actionsOf(specification)).toEqual({ a: 'n := 1; -> b', b: 'when n = 1; m := 2; -> terminated' });
    const { counts, properties } = await explore(specification);
    expect(counts).toMatchObject({ statesDistinct: 3, statesGenerated: 3 });
    expect(properties.every(({ verdict }) => verdict.kind === 'holds')).toBe(true);
  });

  it('decide a branch on locals at the end of the step before, and a branch on shared state in a step', () => {
    const specification = running(({ local }) => {
      const ok = local('ok', bool);
      return [
        step('ask', ok.becomes(n.is(0))),
        branch(ok, [step('yes', n.becomes(1))], [step('no', n.becomes(2))]),
        branch('look', n.is(1), [step('one', m.becomes(1))]),
      ];
    });
    expect(actionsOf(specification)).toEqual({
      ask: 'ok := n = 0; if ok; -> yes; else; -> no',
      yes: 'n := 1; -> look',
      no: 'n := 2; -> look',
      look: 'if n = 1; -> one; else; -> terminated',
      one: 'm := 1; -> terminated',
    });
  });

  it('decide a branch on constants at the very start', async () => {
    const twins = processes('twin', 2);
    const { turn } = variables({ turn: range(0, 3) });
    const specification = model('start', {}, () =>
      spec({
        variables: { turn },
        init: { turn: 0 },
        processes: [
          process(twins, ({ self }) => [
            branch(self.index().is(0), [step('first', turn.increment())], [step('second', turn.increment(2))]),
          ]),
        ],
        invariants: { small: turn.atMost(3) },
      }),
    ).build();
    const { counts } = await explore(specification);
    expect(counts).toMatchObject({ statesDistinct: 4, statesGenerated: 5 });
  });

  it('lose a local when its call returns', () => {
    const inner = procedure('inner', {}, range(0, 9), ({ local, ret }) => {
      const kept = local('kept', range(0, 9));
      return [step('keep', kept.becomes(n)), step('use', m.becomes(kept)), ret(kept)];
    });
    const specification = running(({ local }) => {
      const result = local('result', range(0, 9));
      return [result.becomes(inner({})), step('store', n.becomes(result))];
    });
    expect(actionsOf(specification)).toEqual({
      'inner.keep': 'kept := n; -> inner.use',
      'inner.use': 'm := kept; result := kept; -> store; worker.inner.kept[worker] := unset',
      store: 'n := result; -> terminated',
    });
  });

  it('leave a critical section through its unlock on an early return', () => {
    const inner = procedure('inner', {}, bool, ({ ret }) => [
      critical(spin, [branch('look', n.is(0), [ret(false)]), step('work', m.increment())]),
      ret(true),
    ]);
    const body: Parameters<typeof running>[0] = ({ local }) => {
      const ok = local('ok', bool);
      return [ok.becomes(inner({})), step('after', when(ok), n.becomes(1))];
    };
    expect(Object.keys(actionsOf(running(body)))).toEqual([
      'inner.lock',
      'inner.look',
      'inner.work',
      'inner.unlock',
      'inner.unlock/ret',
      'after',
    ]);
    expect(Object.keys(actionsOf(running(body, 'coarse')))).toEqual(['inner.critical', 'after']);
  });

  it('run in order on a scratch state where they are one step', async () => {
    const body: Parameters<typeof running>[0] = () => [
      atomically(step('a', n.becomes(3)), step('b', bugOn(n.isNot(3), 'stale: b reads what a wrote'), m.becomes(n))),
      step('last', when(m.is(3))),
    ];
    const { counts, properties } = await explore(running(body));
    expect(counts.statesDistinct).toBe(3);
    expect(properties.map(({ name, verdict }) => [name, verdict.kind])).toContainEqual(['stale', 'holds']);
  });

  it('disable the whole step where one of them waits', async () => {
    const { properties } = await explore(
      running(() => [atomically(step('a', n.becomes(3)), step('b', when(n.is(2))))]),
    );
    expect(properties.find(({ name }) => name === 'deadlock')?.verdict.kind).toBe('violated');
  });

  it('stay separate steps in a together that can wait, and merge in one that cannot', () => {
    const waiting = running(() => [together(step('a', n.becomes(1)), acquire(mutex)), release(mutex)], 'coarse');
    expect(Object.keys(actionsOf(waiting))).toEqual(['a', 'lock', 'unlock']);
    const plain = running(() => [together(step('a', n.becomes(1)), step('b', m.becomes(1)))], 'coarse');
    expect(actionsOf(plain)).toEqual({ together: 'n := 1; m := 1; -> terminated' });
  });

  it('choose an alternative or a binding in one step that carries its name', () => {
    const specification = running(({ local }) => {
      const page = local('page', range(0, 2));
      return [
        either('host', { granted: [n.becomes(1)], refused: [when(m.is(0)), n.becomes(2)] }),
        pick('choose', { p: range(0, 2) }, ({ p }) => [when(p.isNot(1)), page.becomes(p)]),
        step('use', m.becomes(page)),
      ];
    });
    expect(actionsOf(specification)).toEqual({
      'host/granted': 'n := 1; -> choose',
      'host/refused': 'when m = 0; n := 2; -> choose',
      choose: 'when p # 1; page := p; -> use',
      use: 'm := page; -> terminated',
    });
  });

  it('loop, leave, turn again and go to a label', async () => {
    const specification = running(() => [
      loop(n.lessThan(3), [step('count', n.increment()), branch(n.is(2), [leave()], [again()])]),
      step('back', n.becomes(9)),
      branch(m.is(0), [step('mark', m.becomes(1)), goto('back')]),
    ]);
    const { counts, properties } = await explore(specification);
    expect(properties.every(({ verdict }) => verdict.kind === 'holds')).toBe(true);
    expect(counts.depth).toBe(counts.statesDistinct - 1);
  });

  it('are bound by the rules of locks: who unlocks, and who may sleep', async () => {
    const verdictOf = async (body: Statements): Promise<string | undefined> => {
      const { properties } = await explore(running(() => body));
      return properties.find(({ name }) => name === 'lockDiscipline')?.verdict.kind;
    };
    expect(await verdictOf([critical(mutex, [critical(spin, [step('x', n.becomes(1))])])])).toBe('holds');
    expect(await verdictOf([release(mutex)])).toBe('violated');
    expect(await verdictOf([critical(spin, [critical(mutex, [])])])).toBe('violated');
    expect(await verdictOf([critical(spin, [step('tell_host', sleeps)])])).toBe('violated');
    expect(await verdictOf([critical(spin, [trylock(mutex, [], 'try'), release(mutex, 'give')])])).toBe('holds');
  });

  it('can be looked into by properties', async () => {
    const inner = procedure('inner', {}, ({ local }) => {
      const kept = local('kept', range(0, 9));
      return [step('keep', kept.becomes(4)), step('use', n.becomes(kept))];
    });
    const worker = process(Worker, () => [inner({}), step('after', m.becomes(1))]);
    const specification = model('looking', {}, () =>
      spec({
        variables: vars,
        init,
        processes: [worker],
        invariants: {
          kept: forall({ w: Worker }, ({ w }) =>
            worker.isAt(w, 'use').implies(worker.local(w, 'kept', range(0, 9)).is(4)),
          ),
        },
        reachable: {
          inside: exists({ w: Worker }, ({ w }) => worker.isWithin(w, 'inner')),
          over: exists({ w: Worker }, ({ w }) => worker.isAt(w, 'terminated')),
        },
      }),
    ).build();
    const { properties } = await explore(specification);
    expect(properties.map(({ name, verdict }) => `${name} ${verdict.kind}`)).toEqual(
      expect.arrayContaining(['kept holds', 'inside holds', 'over holds', 'deadlock holds']),
    );
  });
});

describe('statements that cannot be meant', () => {
  it.each([
    ['a loop that turns without a step', () => [loop([branch(n.is(n), [])])], 'nothing was refused'],
    [
      'a loop with nothing in it',
      () => [loop([])],
      'SpecError: a loop can turn without a step\n  put a step on every way through its body, or the process would never stop there',
    ],
    ['leave outside a loop', () => [leave()], 'SpecError: leave() stands outside a loop'],
    [
      'goto to nowhere',
      () => [goto('home')],
      "SpecError: goto('home') finds no such statement\n  it reaches the statements around it, in the same procedure and not out of a critical section",
    ],
  ] as const)('are refused or lawful: %s', (_, body, message) => {
    expect(refusalOf(body)).toBe(message);
  });

  it('are refused where a local is read too early', () => {
    const message = refusalOf(({ local }) => {
      const x = local('x', range(0, 9));
      return [branch('look', n.is(0), [step('set', x.becomes(1))]), step('use', m.becomes(x))];
    });
    expect(message).toBe(`SpecError: worker.use may read the local 'x' before it has a value
  assign it on every path that leads here; a local loses its value when its call returns`);
  });

  it('are refused where an argument reads shared state', () => {
    const inner = procedure('inner', { x: range(0, 9) }, ({ x }) => [step('use', m.becomes(x))]);
    expect(refusalOf(() => [inner({ x: n })])).toBe(`SpecError: argument 'x' of inner() reads shared state: n
  calling costs no step, so arguments read locals, parameters, constants and self only: store the value in a local by a step first`);
  });

  it('are refused where a binding is read in a later step', () => {
    const message = refusalOf(() => [pick({ p: range(0, 2) }, ({ p }) => [n.becomes(0), step('late', m.becomes(p))])]);
    expect(message).toBe(`SpecError: 'worker.late' reads the parameter 'p' outside the step that binds it
  store it in a local in that step`);
  });
});

describe('an assertion', () => {
  it('has a message of one line, in however many it is written', () => {
    const messageOf = (message: string): unknown =>
      running(() => [step('check', bugOn(n.is(0), message))]).actions[0]?.body.flatMap((statement) =>
        statement.kind === 'assert' ? [statement.assertion.message] : [],
      );
    expect(messageOf(' n is\n      none  of it ')).toEqual(['n is none  of it']);
    expect(messageOf('')).toEqual(['']);
  });
});

describe('a constant', () => {
  it('chooses the granularity of the same text', () => {
    const Granularity = enumeration('fine', 'coarse');
    const made = model('grain', { constants: { grain: constant(Granularity, 'fine', 'steps') } }, ({ grain }) =>
      spec({
        variables: vars,
        init,
        granularity: grain,
        processes: [process(Worker, () => [critical(spin, [step('a', n.becomes(1))])])],
        invariants: { small: n.atMost(1) },
      }),
    );
    expect(made.build().actions).toHaveLength(3);
    expect(made.build({ set: { grain: 'coarse' } }).actions).toHaveLength(1);
  });
});
