// The edits that put in what was not there: a statement that stands there a second time, a trylock that waits.

import { describe, expect, it } from 'vitest';
import {
  acquire,
  again,
  block,
  bool,
  branch,
  copy,
  critical,
  drop,
  element,
  explore,
  fired,
  forall,
  goto,
  leave,
  lock,
  loop,
  model,
  printStatements,
  procedure,
  process,
  processes,
  range,
  release,
  spec,
  step,
  together,
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
const { n, m, spin, other, sleeping } = variables({
  n: range(0, 9),
  m: range(0, 9),
  spin: lock('spin'),
  other: lock('spin'),
  sleeping: lock('sleep'),
});

const take = procedure('take', {}, bool, ({ local, ret }) => {
  const seen = local('seen', range(0, 9));
  return [
    critical(spin, [
      step('lookup', seen.becomes(n)),
      branch(seen.is(9), [ret(false)]),
      step('grab', n.becomes(seen.plus(1))),
    ]),
    critical(other, [step('note', m.increment())]),
    ret(true),
  ];
});

function modelOf(statements: () => Statements, granularity: 'fine' | 'coarse' = 'fine'): Model {
  const program = process(Worker, statements);
  return model('copies', {}, () =>
    spec({
      variables: { n, m, spin, other, sleeping },
      init: { n: 0, m: 0, spin: 'free', other: 'free', sleeping: 'free' },
      granularity,
      processes: [program],
      invariants: { atMostTwo: n.atMost(2) },
    }),
  );
}

const taking = modelOf(() => [take({})]);
const coarse = modelOf(() => [take({})], 'coarse');

function names(given: Model, ...edits: readonly (Edit | string)[]): readonly string[] {
  return given.build({ edits }).actions.map(({ name }) => name.replace('worker.', ''));
}

/** What both engines find. */
async function found(given: Model, ...edits: readonly (Edit | string)[]): Promise<Exploration> {
  const specification = given.build({ edits });
  const { reference, compiled } = await compareEngines(specification, {});
  expect(compiled).toBe(reference);
  return await explore(specification);
}

async function violated(given: Model, ...edits: readonly (Edit | string)[]): Promise<readonly string[]> {
  const { properties } = await found(given, ...edits);
  return properties.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
}

describe('a copy', () => {
  it('stands there besides the statement, under the name of a copy', () => {
    expect(names(taking, copy('grab').after('lookup')).slice(0, 6)).toEqual([
      'take.lock',
      'take.lookup',
      'take.grab#copy',
      'take.grab',
      'take.unlock',
      'take.unlock/ret',
    ]);
    expect(names(taking, copy('grab').before('grab')).slice(2, 4)).toEqual(['take.grab#copy', 'take.grab']);
  });

  it('of what has one already is counted, and can be edited like the statement', async () => {
    const twice = [copy('grab').after('grab'), copy('grab').after('grab')];
    const lines = names(taking, ...twice);
    expect(lines.filter((name) => name.includes('grab'))).toEqual(['take.grab', 'take.grab#copy2', 'take.grab#copy']);
    expect(names(taking, ...twice, drop('grab#copy2'))).not.toContain('take.grab#copy2');
    expect(names(taking, ...twice, copy('grab#copy').after('lookup'))).toContain('take.grab#copy#copy');
    expect(await violated(taking, ...twice)).toEqual([]);
  });

  it('is made in each call of the procedure', () => {
    const calls = modelOf(() => [take({}), take({})]);
    const copies = names(calls, copy('take.grab').after('take.note')).filter((name) => name.includes('#copy'));
    expect(copies).toEqual(['take.grab#copy', 'take#2.grab#copy']);
  });

  it('behind an unlock is outside the critical section, not on the way of an early return, and opens the section', () => {
    expect(names(coarse)).toEqual(['take.critical', 'take.critical#2']);
    const { actions } = coarse.build({ edits: [copy('lookup').after('take.unlock')] });
    const lines = actions.map(({ name }) => name.replace('worker.', ''));
    expect(lines).toEqual([
      'take.lock',
      'take.lookup',
      'take.grab',
      'take.unlock',
      'take.unlock/ret',
      'take.lookup#copy',
      'take.critical#2',
    ]);
    const early = actions.find(({ name }) => name === 'worker.take.unlock/ret');
    expect(printStatements(early?.body ?? []).join()).not.toContain('#copy');
  });

  it('in another critical section opens that one, and leaves whole the one that it is a copy of', () => {
    expect(names(coarse, copy('grab').before('note'))).toEqual([
      'take.critical',
      'take.lock#2',
      'take.grab#copy',
      'take.note',
      'take.unlock#2',
    ]);
    expect(names(coarse, copy('grab').after('lookup'))).toEqual(['take.critical', 'take.critical#2']);
  });

  it('of an unlock breaks the rules of locks, behind it and before it', async () => {
    expect(await violated(taking)).toEqual([]);
    expect(await violated(taking, copy('take.unlock').after('take.unlock'))).toEqual(['lockDiscipline']);
    expect(await violated(taking, copy('take.unlock').before('take.unlock'))).toEqual(['lockDiscipline']);
    expect(await violated(coarse, copy('take.unlock').after('take.unlock'))).toEqual(['lockDiscipline']);
  });

  it('of a lock waits for itself', async () => {
    expect(await violated(taking, copy('take.lock').after('take.lock'))).toEqual(['deadlock']);
  });

  it('of a call is another call, whose steps have paths of their own', async () => {
    const calls = modelOf(() => [take({}), step('end', m.becomes(0))]);
    const copies = names(calls, copy('worker.take').before('end')).filter((name) => name.includes('#copy'));
    expect(copies[1]).toBe('take#copy.lookup');
    expect(copies).toHaveLength(8);
    expect(await violated(calls, copy('worker.take').after('worker.take'))).toEqual(['atMostTwo']);
    expect(names(calls, copy('worker.take').after('worker.take'), drop('take.note')).join()).not.toContain('note');
  });

  it('of a statement with others inside copies those', async () => {
    const turns = modelOf(() => [
      loop(n.lessThan(2), [branch('odd', n.is(1), [step('jump', n.becomes(2)), again()]), step('count', n.becomes(1))]),
    ]);
    const lines = names(turns, copy('worker.loop').after('worker.loop'));
    expect(lines).toEqual(['loop', 'odd', 'jump', 'count', 'loop#copy', 'odd#copy', 'jump#copy', 'count#copy']);
    expect(await violated(turns, copy('worker.loop').after('worker.loop'))).toEqual([]);
    const back = modelOf(() => [
      together(step('first', n.becomes(1)), branch(m.is(0), [step('next', m.becomes(1)), goto('first')])),
    ]);
    const again_ = back.build({ edits: [copy('worker.together').after('worker.together')] });
    const jump = again_.actions.find(({ name }) => name === 'worker.next#copy');
    expect(printStatements(jump?.body ?? []).join()).toContain(':= first#copy');
  });

  it('is meant by what a property says of the statement', async () => {
    const Solo = processes('solo', 1);
    const program = process(Solo, () => [
      acquire(spin),
      step('write', n.becomes(1)),
      release(spin),
      step('read', m.becomes(n)),
    ]);
    const given = model('meant', {}, () =>
      spec({
        variables: { n, m, spin },
        init: { n: 0, m: 0, spin: 'free' },
        processes: [program],
        invariants: {
          locked: forall({ w: Solo }, ({ w }) => program.isAt(w, 'write').implies(spin.isHeldBy(w))),
        },
        actionProperties: { early: fired('write').implies(m.is(0)) },
      }),
    );
    expect(await violated(given)).toEqual([]);
    expect(await violated(given, copy('write').after('unlock'))).toEqual(['locked']);
    expect(await violated(given, copy('write').after('read'))).toEqual(['locked']);
    const { properties } = await explore(given.build({ edits: [copy('write').after('read')] }), {
      properties: ['early'],
    });
    expect(properties.find(({ name }) => name === 'early')?.verdict.kind).toBe('violated');
  });

  it('of a return is refused in a procedure with another result', () => {
    const inner = procedure('inner', {}, range(0, 9), ({ ret }) => [step('one', n.becomes(1)), ret(7)]);
    const outer = procedure('outer', {}, bool, ({ ret, local }) => {
      const got = local('got', range(0, 9));
      return [got.becomes(inner({})), step('two', n.becomes(2)), ret(true)];
    });
    const program = process(Worker, ({ local }) => {
      const is = local('is', bool);
      return [is.becomes(outer({})), branch(is, [step('three', n.becomes(3))])];
    });
    const given = model('results', {}, () =>
      spec({ variables: { n }, init: { n: 0 }, processes: [program], invariants: { small: n.atMost(9) } }),
    );
    expect(refusal(() => given.build({ edits: [copy('inner.ret').after('two')] }))).toBe(
      "SpecError: 'worker.outer.inner.ret#copy' returns range(0, 9) where bool is stored\n  it belongs to another procedure",
    );
  });

  it.each([
    ['copy wrok after lookup', "UsageError: no step is named 'wrok'\n  ballast describe --paths lists all"],
    [
      'copy take.critical after lookup',
      "SpecError: the edit 'copy take.critical after lookup' needs two steps apart\n  'worker.take.lookup' stands inside 'worker.take.critical'",
    ],
    [
      copy('grab').before('lookup'),
      "SpecError: worker.take.grab#copy may read the local 'seen' before it has a value\n  assign it on every path that leads here; a local loses its value when its call returns",
    ],
    [
      copy('grab').after('worker.take'),
      "SpecError: worker.take.grab#copy may read the local 'seen' before it has a value\n  assign it on every path that leads here; a local loses its value when its call returns",
    ],
  ])('that cannot stand there is refused: %s', (edit, message) => {
    expect(refusal(() => taking.build({ edits: [edit] }))).toContain(message);
  });
});

describe('a trylock that blocks', () => {
  const trying = (granularity: 'fine' | 'coarse' = 'fine'): Model =>
    modelOf(
      () => [
        loop([trylock(spin, [step('backoff', m.becomes(1)), again()]), step('work', n.becomes(1)), release(spin)]),
      ],
      granularity,
    );

  it('waits for its lock and runs nothing instead', async () => {
    expect(names(trying())).toEqual(['trylock', 'backoff', 'work', 'unlock']);
    expect(names(trying(), block('worker.trylock'))).toEqual(['trylock', 'work', 'unlock']);
    const { counts } = await found(trying(), 'block trylock');
    const { counts: before } = await found(trying());
    expect(counts.statesDistinct).toBeLessThan(before.statesDistinct);
  });

  it('can wait for ever', async () => {
    const both = (first: typeof spin, second: typeof spin): Statements => [
      acquire(first),
      trylock(second, [release(first), leave()]),
      release(second),
      release(first),
      leave(),
    ];
    const program = process(Worker, ({ self }) => [
      loop([branch(self.is(element(Worker, 0)), both(spin, other), both(other, spin))]),
    ]);
    const given = model('crossed', {}, () =>
      spec({
        variables: { n, spin, other },
        init: { n: 0, spin: 'free', other: 'free' },
        processes: [program],
        invariants: { still: n.is(0) },
      }),
    );
    expect(await violated(given)).toEqual([]);
    expect(await violated(given, 'block trylock')).toEqual([]);
    expect(await violated(given, 'block trylock', 'block trylock#2')).toEqual(['deadlock']);
  });

  it('under a spin lock is refused by the rules where the lock sleeps', async () => {
    const given = modelOf(() => [
      critical(spin, [trylock(sleeping, [step('busy', m.becomes(1))], 'try'), branch(m.is(0), [release(sleeping)])]),
    ]);
    expect(await violated(given, 'block try')).toEqual(['lockDiscipline']);
  });

  it.each([
    [block('work'), "SpecError: 'worker.work' is no trylock\n  block makes a trylock wait for its lock"],
    ['block work.then#1', "SpecError: 'worker.work.then#1' is no trylock\n  block makes a trylock wait for its lock"],
    ['block tylock', "UsageError: no step is named 'tylock'\n  did you mean 'trylock'?"],
  ])('has to be one: %s', (edit, message) => {
    expect(refusal(() => trying().build({ edits: [edit] }))).toBe(message);
  });
});
