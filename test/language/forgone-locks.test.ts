// The edits that go on without a lock: what takes it is taken out or made not to wait, and releases are made to fit.

import { describe, expect, it } from 'vitest';
import {
  acquire,
  action,
  atomically,
  bool,
  branch,
  critical,
  either,
  element,
  explore,
  fn,
  forgo,
  goto,
  ids,
  leave,
  lock,
  loop,
  maybe,
  model,
  none,
  pick,
  printNode,
  printStatements,
  procedure,
  process,
  processes,
  range,
  release,
  rush,
  spec,
  step,
  trylock,
  variables,
  type Edit,
  type Exploration,
  type Model,
  type Statements,
} from 'ballast';
import { compareEngines } from '../agreement/compare.ts';
import { refusal } from './refusal.ts';

const Worker = processes('worker', 2);
const Page = ids('page', 2);
const { n, m, spin, sleeping, locked } = variables({
  n: range(0, 9),
  m: range(0, 9),
  spin: lock('spin'),
  sleeping: lock('sleep'),
  locked: fn(Page, lock('sleep')),
});

type Granularity = 'fine' | 'coarse';

function modelOf(statements: () => Statements, granularity: Granularity = 'fine'): Model {
  return model('unlocked', {}, () =>
    spec({
      variables: { n, m, spin, sleeping, locked },
      init: { n: 0, m: 0, spin: 'free', sleeping: 'free', locked: 'free' },
      granularity,
      processes: [process(Worker, statements)],
      actions: { tick: action({ when: [n.is(8)], then: [n.becomes(8)] }) },
      invariants: { atMostTwo: n.atMost(2) },
    }),
  );
}

type Edits = readonly (Edit | string)[];

function names(given: Model, ...edits: Edits): readonly string[] {
  return given
    .build({ edits })
    .actions.map(({ name }) => name.replace('worker.', ''))
    .filter((name) => name !== 'tick');
}

/** The actions as text: two specifications of the same text are the same. */
function text(given: Model, ...edits: Edits): readonly string[] {
  return given
    .build({ edits })
    .actions.filter(({ name }) => name !== 'tick')
    .map(({ name, when, body }) =>
      [`${name}:`, ...when.map(({ node }) => printNode(node)), ...printStatements(body)]
        .map((line) => line.trim())
        .join(' '),
    );
}

/** What both engines find. */
async function found(given: Model, ...edits: Edits): Promise<Exploration> {
  const specification = given.build({ edits });
  const { reference, compiled } = await compareEngines(specification, {});
  expect(compiled).toBe(reference);
  return await explore(specification);
}

async function violated(given: Model, ...edits: Edits): Promise<readonly string[]> {
  const { properties } = await found(given, ...edits);
  return properties.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

const count = procedure('count', {}, bool, ({ local, ret }) => {
  const seen = local('seen', range(0, 9));
  return [
    critical(spin, [
      step('read', seen.becomes(n)),
      branch(seen.is(9), [ret(false)]),
      step('write', n.becomes(seen.plus(1))),
    ]),
    ret(true),
  ];
});
const counting = (granularity: Granularity = 'fine'): Model => modelOf(() => [count({})], granularity);

describe('a lock that is forgone', () => {
  it('goes with its unlock, also the one of an early return, and opens its section', async () => {
    const without = ['count.read', 'count.write'];
    expect(names(counting())).toEqual(['count.lock', 'count.read', 'count.write', 'count.unlock', 'count.unlock/ret']);
    expect(names(counting('coarse'))).toEqual(['count.critical']);
    for (const granularity of ['fine', 'coarse'] as const)
      for (const edit of ['forgo count.lock', 'forgo count.critical', forgo('critical')])
        expect(names(counting(granularity), edit)).toEqual(without);
    const plain = procedure('count', {}, bool, ({ local, ret }) => {
      const seen = local('seen', range(0, 9));
      return [
        step('read', seen.becomes(n)),
        branch(seen.is(9), [ret(false)]),
        step('write', n.becomes(seen.plus(1))),
        ret(true),
      ];
    });
    expect(text(counting(), forgo('critical'))).toEqual(text(modelOf(() => [plain({})])));
    expect((await found(counting('coarse'), 'forgo critical')).counts).toEqual(
      (await found(modelOf(() => [plain({})]))).counts,
    );
  });

  it('is forgone in each inlined copy, or in the one that its whole path names', () => {
    const calls = modelOf(() => [count({}), count({})]);
    const locks = (...edits: Edits): readonly string[] =>
      names(calls, ...edits).filter((name) => name.includes('lock'));
    expect(locks('forgo count.critical')).toEqual([]);
    expect(locks('forgo worker.count.critical')).toEqual([]);
    expect(locks('forgo worker.count#2.critical')).toEqual(['count.lock', 'count.unlock', 'count.unlock/ret']);
  });

  it('that a trylock takes is as if it always succeeded', async () => {
    const trying = modelOf(() => [
      loop([trylock(spin, [step('backoff', m.becomes(1))], 'try'), step('work', n.becomes(1)), release(spin), leave()]),
    ]);
    expect(names(trying)).toEqual(['try', 'backoff', 'work', 'unlock']);
    expect(names(trying, 'forgo try')).toEqual(['work']);
    expect(await violated(trying)).toEqual(['lockDiscipline']);
    expect(await violated(trying, 'forgo try')).toEqual([]);
  });

  // One release for two that take the lock, as in migrate_folio_unmap().
  const shared = (granularity: Granularity = 'fine'): Model =>
    modelOf(
      () => [
        trylock(spin, [either('mode', { async: [goto('out')], sync: [acquire(spin, 'wait')] })], 'try'),
        step('work', n.becomes(1)),
        release(spin),
        step('out', m.becomes(1)),
      ],
      granularity,
    );

  it('with another that takes it is given back where it is held', async () => {
    expect(names(shared(), 'forgo wait')).toEqual(names(shared()).filter((name) => name !== 'wait'));
    expect(text(shared(), 'forgo wait').find((line) => line.startsWith('worker.unlock:'))).toBe(
      'worker.unlock: worker.pc[worker] = unlock if holder(spin) = worker spin := held by none worker.pc[worker] := out',
    );
    expect(await violated(shared(), 'forgo wait')).toEqual([]);
    expect(names(shared(), 'forgo try')).toEqual(['work', 'out']);
    expect(names(shared(), 'forgo wait', 'forgo try')).toEqual(['work', 'out']);
    expect(await violated(shared('coarse'), 'forgo try')).toEqual([]);
  });

  // Taken in one function as PG_locked[dst], given back in another as PG_locked[got.value()], as in migrate_pages_batch().
  const take = procedure('take', {}, maybe(Page), ({ local, ret }) => {
    const dst = local('dst', Page);
    return [
      pick({ p: Page }, ({ p }) => [dst.becomes(p)]),
      trylock(locked.at(dst), [goto('out')], 'try'),
      ret(dst),
      step('out', m.becomes(1)),
      ret(none),
    ];
  });
  const give = procedure('give', { page: Page }, ({ page }) => [release(locked.at(page))]);
  it('is given back in another function than it is taken in', async () => {
    const given = model('across', {}, () =>
      spec({
        variables: { n, m, locked },
        init: { n: 0, m: 0, locked: 'free' },
        processes: [
          process(Worker, ({ local }) => {
            const got = local('got', maybe(Page));
            return [
              got.becomes(take({})),
              branch(got.isNot(none), [step('work', n.becomes(1)), give({ page: got.value() })]),
            ];
          }),
        ],
        invariants: { small: n.atMost(1) },
      }),
    );
    expect(names(given)).toEqual(['take.pick', 'take.try', 'take.out', 'work', 'give.unlock']);
    expect(await violated(given)).toEqual([]);
    expect(names(given, 'forgo take.try')).toEqual(['take.pick', 'work']);
    expect(await violated(given, 'forgo take.try')).toEqual([]);
  });

  it('leaves what a goto reaches: going there goes on behind it', async () => {
    const jumping = (granularity: Granularity): Model =>
      modelOf(
        () => [
          trylock(spin, [goto('put')], 'try'),
          branch(n.is(0), [goto('out')]),
          step('work', n.becomes(1)),
          release(spin, 'out'),
          step('put', m.becomes(1)),
        ],
        granularity,
      );
    for (const granularity of ['fine', 'coarse'] as const) {
      expect(names(jumping(granularity), 'forgo try')).toEqual(['branch', 'work', 'put']);
      expect(await violated(jumping(granularity), 'forgo try')).toEqual([]);
      expect(names(jumping(granularity), 'drop work', 'drop out')).toEqual(['try', 'branch', 'put']);
    }
    const back = modelOf(() => [
      acquire(spin, 'again'),
      step('work', n.becomes(1)),
      release(spin),
      branch(m.is(0), [step('once', m.becomes(1)), goto('again')]),
    ]);
    expect(names(back, 'forgo again')).toEqual(['work', 'branch', 'once']);
    expect(await violated(back, 'forgo again')).toEqual([]);
  });

  it('is given up and taken again inside its section: the unlock gives back what is held', async () => {
    const retaking = modelOf(() => [
      critical(spin, [
        step('first', n.becomes(1)),
        release(spin, 'drop'),
        step('sleep', m.becomes(1)),
        acquire(spin, 'retake'),
        step('last', n.becomes(2)),
      ]),
    ]);
    expect(await violated(retaking)).toEqual([]);
    expect(names(retaking, 'forgo critical')).toEqual(['first', 'drop', 'sleep', 'retake', 'last', 'unlock']);
    expect(await violated(retaking, 'forgo critical')).toEqual([]);
    expect(names(retaking, 'forgo retake')).toEqual(['lock', 'first', 'drop', 'sleep', 'last', 'unlock']);
    expect(await violated(retaking, 'forgo retake')).toEqual([]);
    expect(names(retaking, 'forgo retake', 'forgo critical')).toEqual(['first', 'sleep', 'last']);
    expect(names(retaking, 'forgo critical', 'forgo retake')).toEqual(['first', 'sleep', 'last']);
  });

  it('leaves the sections of other locks, and other sections of the same, as strict as they were', async () => {
    const two = modelOf(() => [
      critical(spin, [step('one', n.becomes(1))]),
      acquire(spin, 'take'),
      critical(sleeping, [step('two', n.becomes(2))]),
      release(spin, 'give'),
    ]);
    const strict = (line: string): boolean => line.includes('assert');
    const unlocks = (...edits: Edits): readonly string[] =>
      text(two, ...edits).filter((line) => line.includes('lock:') || line.includes('give:'));
    expect(unlocks('forgo take').filter(strict).length).toBe(unlocks().filter(strict).length - 1);
    expect(names(two, 'forgo take')).toEqual(['lock', 'one', 'unlock', 'lock#2', 'two', 'unlock#2']);
    expect(names(two, 'forgo lock')).toEqual(['one', 'take', 'lock#2', 'two', 'unlock#2', 'give']);
    expect(text(two, 'forgo lock').filter((line) => line.includes('if holder'))).toEqual([]);
  });

  it('tells apart places that differ in a literal, and no others', () => {
    const at = (index: number) => locked.at(element(Page, index));
    const pages = modelOf(() => [
      acquire(at(0), 'first'),
      acquire(at(1), 'second'),
      release(at(1), 'give-second'),
      release(at(0), 'give-first'),
    ]);
    expect(names(pages, 'forgo first')).toEqual(['second', 'give-second']);
    expect(text(pages, 'forgo first').join()).not.toContain('if holder');
  });

  it('leaves separate what was separate because something inside waited for it', () => {
    const waiting = modelOf(
      () => [critical(sleeping, [acquire(spin), step('work', n.becomes(1)), release(spin)])],
      'coarse',
    );
    expect(names(waiting)).toEqual(['lock', 'lock#2', 'work', 'unlock', 'unlock#2']);
    expect(names(waiting, 'forgo lock#2')).toEqual(['lock', 'work', 'unlock#2']);
    expect(names(waiting, 'rush lock#2')).toEqual(['lock', 'lock#2', 'work', 'unlock', 'unlock#2']);
    const tried = modelOf(
      () => [critical(sleeping, [trylock(spin, [leave()], 'try'), step('work', n.becomes(1)), release(spin)])],
      'coarse',
    );
    expect(() => names(tried, 'forgo try')).not.toThrow();
  });

  it('inside one atomic step leaves the rest one step', async () => {
    const atomic = modelOf(() => [atomically(acquire(spin), step('one', n.becomes(1)), release(spin))]);
    expect(names(atomic, 'forgo lock')).toEqual(['atomically']);
    expect(names(atomic, 'rush lock')).toEqual(['atomically']);
    expect(text(atomic, 'forgo lock').join()).not.toContain('spin');
    expect(await violated(atomic, 'forgo lock')).toEqual([]);
    expect(await violated(atomic, 'rush lock')).toEqual([]);
  });
});

describe('a lock that is rushed', () => {
  it('is taken where it is free, and gone without where it is not', async () => {
    for (const granularity of ['fine', 'coarse'] as const) {
      const given = counting(granularity);
      expect(names(given, rush('count.lock'))).toEqual(names(counting()));
      expect(text(given, 'rush critical')[0]).toBe(
        'worker.count.lock: worker.pc[worker] = count.lock if holder(spin) = none spin := held by worker worker.pc[worker] := count.read else worker.pc[worker] := count.read',
      );
      expect(await violated(given, 'rush count.lock')).toEqual([]);
    }
  });

  it('never waits', async () => {
    const held = modelOf(() => [acquire(spin, 'take'), acquire(spin, 'twice'), release(spin)]);
    expect(await violated(held)).toEqual(['deadlock']);
    expect(await violated(held, 'rush twice')).toEqual([]);
    expect(await violated(held, 'rush take')).toEqual(['deadlock']);
    expect(await violated(held, 'rush take', 'rush twice')).toEqual([]);
    expect(names(held, 'rush take', 'rush twice', 'forgo take', 'forgo twice')).toEqual([]);
  });

  it('does not sleep under a spin lock', async () => {
    const under = modelOf(() => [critical(spin, [critical(sleeping, [step('work', n.becomes(1))])])]);
    expect(await violated(under)).toEqual(['lockDiscipline']);
    expect(await violated(under, 'rush lock#2')).toEqual([]);
  });
});

describe('what takes no lock', () => {
  const given = modelOf(() => [
    count({}),
    trylock(sleeping, [step('busy', m.becomes(1))], 'try'),
    release(sleeping, 'give'),
    acquire(locked.at(element(Page, 0)), 'keep'),
  ]);
  it.each<[Edit | string, string]>([
    ['forgo raed', "UsageError: no step is named 'raed'\n  did you mean 'read'?"],
    [
      'forgo read',
      "SpecError: 'worker.count.read' takes no lock\n  nearest to it, a lock is taken by worker.count.lock",
    ],
    [
      'forgo write.then#1',
      "SpecError: 'worker.count.write.then#1' takes no lock\n  nearest to it, a lock is taken by worker.count.lock",
    ],
    ['rush give', "SpecError: 'worker.give' takes no lock\n  nearest to it, a lock is taken by worker.try"],
    [
      'forgo tick',
      "SpecError: 'tick' takes no lock\n  forgo is for an acquire, a trylock or a critical section of a process",
    ],
    [
      'forgo keep',
      "SpecError: nothing gives back what 'worker.keep' takes: locked[page0]\n  it is held for ever: drop worker.keep",
    ],
    ['rush try', "SpecError: 'worker.try' does not wait for its lock\n  forgo it, and it goes on without"],
  ])('is refused: %s', (edit, message) => {
    expect(refusal(() => given.build({ edits: [edit] }))).toBe(message);
  });
});
