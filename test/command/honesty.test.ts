// What a verdict must not hide: states behind a step that fails, nothing explored at all, a run that ended by itself.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  action,
  bool,
  bugOn,
  critical,
  explore,
  fired,
  fn,
  forall,
  lock,
  maybe,
  model,
  next,
  none,
  oneOf,
  process as program,
  processes,
  range,
  spec,
  step,
  variables,
  type Specification,
} from 'ballast';
import { folderOf } from '../load/folder.ts';

const Worker = processes('worker', 1);
const { x, y, m } = variables({ x: range(0, 9), y: range(0, 3), m: maybe(range(0, 3)) });

function failing(): Specification {
  return model('failing', {}, () =>
    spec({
      variables: { x, y },
      init: { x: 0, y: 0 },
      processes: [
        program(Worker, () => [step('one', x.becomes(1)), step('two', bugOn(y.is(0), 'boom'), x.becomes(9))]),
      ],
      invariants: { small: x.lessThan(9), other: x.atMost(9) },
      reachable: { nine: x.is(9) },
    }),
  ).build();
}

async function verdicts(specification: Specification, request: Parameters<typeof explore>[1] = {}): Promise<object> {
  const { properties } = await explore(specification, request);
  return Object.fromEntries(
    properties.map(({ name, verdict }) => [name, verdict.kind === 'not-decided' ? verdict.text : verdict.kind]),
  );
}

const behind = 'nothing was explored behind the steps that fail: worker.two';

describe('a step that fails', () => {
  it('leaves everything else undecided where the search goes on', async () => {
    expect(await verdicts(failing(), { all: true })).toEqual({
      small: behind,
      other: behind,
      nine: behind,
      deadlock: behind,
      'worker.two': 'violated',
    });
  });

  it('leaves a selected property undecided where the failing assertion is not selected', async () => {
    expect(await verdicts(failing(), { properties: ['small'] })).toMatchObject({ small: behind, nine: 'not selected' });
    expect(await verdicts(failing(), { properties: ['nine'] })).toMatchObject({ nine: behind });
  });
});

describe('a process kind without processes', () => {
  it('has terminated', async () => {
    const Nobody = processes('nobody', 0);
    const { f, l } = variables({ f: fn(Nobody, range(0, 2)), l: lock('spin') });
    const specification = model('empty', {}, () =>
      spec({
        variables: { f, l },
        init: { f: 0, l: 'free' },
        processes: [program(Nobody, ({ self }) => [critical(l, [step('a', f.at(self).becomes(1))])])],
        invariants: { zero: forall({ p: Nobody }, ({ p }) => f.at(p).is(0)) },
        reachable: { done: forall({ p: Nobody }, ({ p }) => f.at(p).is(1)) },
      }),
    ).build();
    expect(await verdicts(specification)).toMatchObject({ zero: 'holds', done: 'holds', deadlock: 'holds' });
  });
});

describe('a specification', () => {
  it('without any initial state is refused', async () => {
    const specification = model('nowhere', {}, () =>
      spec({
        variables: { x },
        init: { x: oneOf(0, 1) },
        initially: [x.moreThan(1)],
        actions: { go: action({ then: [x.becomes(0)] }) },
        invariants: { small: x.atMost(9) },
      }),
    ).build();
    await expect(explore(specification)).rejects.toThrow('nowhere has no initial state');
  });

  it.each([
    ['next(…) within next(…)', () => next(next(x)).is(1)],
    ['fired(…) within next(…)', () => next(fired('go').iff(x.is(1))).not()],
  ])('with %s is refused', (_, property) => {
    const made = model('nested', {}, () =>
      spec({
        variables: { x },
        init: { x: 0 },
        actions: { go: action({ then: [x.becomes(1)] }) },
        actionProperties: { odd: property() },
      }),
    );
    expect(() => made.build()).toThrow(/property 'odd' has .*, which means nothing/);
  });

  it('says of a domain error in an action property which step, which expression and why', async () => {
    const { f } = variables({ f: fn(range(0, 2), bool) });
    const specification = model('partial', {}, () =>
      spec({
        variables: { x, m, f },
        init: { x: 0, m: none, f: false },
        actions: { a: action({ when: [x.lessThan(2)], then: [x.increment()] }) },
        terminal: 'any',
        actionProperties: { ap: x.is(1).implies(next(m).value().is(2)) },
      }),
    ).build();
    const { properties } = await explore(specification);
    const found = properties.find(({ kind }) => kind === 'domain');
    expect(found?.name).toBe('ap: next(m).value()');
    expect(found?.verdict).toMatchObject({ kind: 'violated', steps: 2 });
    expect(found?.verdict.kind === 'violated' && found.verdict.trace?.steps.length).toBe(2);
    expect(JSON.stringify(found?.verdict)).toContain('value() of none');
  });
});

describe('the process', () => {
  const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

  it.each([
    ['ends the process', 'process.exit(0);'],
    ['never finishes loading', 'await new Promise(() => undefined); export default 1;'],
  ])('does not end well where the specification %s', async (_, text) => {
    const { path } = folderOf({ 'odd.ts': text });
    const run = promisify(execFile)(process.execPath, [main, 'check', './odd.ts'], { cwd: path });
    await expect(run).rejects.toMatchObject({
      code: 65,
      stderr:
        'error: the specification ended the process, or waits for ever, while it was loaded: nothing was checked\n',
    });
  });
});
