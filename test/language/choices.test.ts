// A choice whose last alternative is what is left, choices in choices, named branches, and initial values computed from others.

import { describe, expect, it } from 'vitest';
import {
  anything,
  bool,
  branch,
  count,
  critical,
  either,
  explore,
  fn,
  forall,
  ids,
  ifThenElse,
  lock,
  maybe,
  model,
  none,
  otherwise,
  pick,
  process,
  processes,
  range,
  spec,
  SpecError,
  step,
  variables,
  when,
  type SpecDeclaration,
  type Statements,
} from '../../checker/index.ts';

const Page = ids('page', 2);
const Worker = processes('worker', 1);
const { taken, free, held } = variables({ taken: maybe(Page), free: fn(Page, bool), held: lock('spin') });

const take = either('take', {
  page: [pick({ p: Page }, ({ p }) => [when(free.at(p)), taken.becomes(p), free.at(p).becomes(false)])],
  none: [otherwise, taken.becomes(none)],
});

function workerSpec(body: Statements, granularity: 'fine' | 'coarse' = 'fine'): SpecDeclaration {
  return spec({
    variables: { taken, free, held },
    init: { taken: none, free: true, held: 'free' },
    processes: [process(Worker, () => body)],
    granularity,
    invariants: { known: forall({ p: Page }, ({ p }) => free.at(p).implies(taken.isNot(p))) },
  });
}

const build = (declaration: () => SpecDeclaration) => model('worker', {}, declaration).build();

describe('a choice', () => {
  it('that begins with another is chosen with it in one step, and takes what is left where nothing else can be', async () => {
    const built = build(() => workerSpec([take, take, take]));
    expect(built.actions.map(({ name }) => name)).toEqual([
      'worker.take/page',
      'worker.take/none',
      'worker.take#2/page',
      'worker.take#2/none',
      'worker.take#3/page',
      'worker.take#3/none',
    ]);
    // One page of two, then the other, then none.
    const { counts } = await explore(built);
    expect(counts).toMatchObject({ statesDistinct: 6, depth: 3 });
  });

  it('that never waits may stand in a step merged for coarse granularity', () => {
    const merged = build(() => workerSpec([critical(held, [take])], 'coarse'));
    expect(merged.actions.map(({ name }) => name)).toEqual(['worker.critical']);
    const waits = pick('take', { p: Page }, ({ p }) => [when(free.at(p)), taken.becomes(p)]);
    const separate = build(() => workerSpec([critical(held, [waits])], 'coarse'));
    expect(separate.actions.map(({ name }) => name)).toEqual(['worker.lock', 'worker.take', 'worker.unlock']);
  });

  it('has one alternative at most that is what is left', () => {
    expect(() => either({ a: [otherwise], b: [otherwise] })).toThrow(SpecError);
  });
});

describe('a branch', () => {
  it('may have a name, which is that of its step', () => {
    const built = build(() =>
      workerSpec([branch('is any taken', taken.is(none), []), step('take', taken.becomes(none))]),
    );
    expect(built.actions.map(({ name }) => name)).toEqual(['worker.is any taken', 'worker.take']);
  });
});

describe('initial values', () => {
  const { chosen, number } = variables({ chosen: fn(Page, bool), number: fn(Page, range(0, 1)) });
  const numbered = (order: 'chosen first' | 'number first') => () =>
    spec({
      variables: order === 'chosen first' ? { chosen, number } : { number, chosen },
      init: { chosen: anything, number: (p) => ifThenElse(chosen.at(p), 1, 0) },
      initially: [count({ p: Page }, ({ p }) => chosen.at(p)).is(1)],
      terminal: 'any',
      invariants: { same: forall({ p: Page }, ({ p }) => chosen.at(p).iff(number.at(p).is(1))) },
    });

  it('are computed from variables declared before', async () => {
    const { counts, properties } = await explore(build(numbered('chosen first')));
    expect(counts.statesDistinct).toBe(2);
    expect(properties[0]).toMatchObject({ name: 'same', verdict: { kind: 'holds' } });
  });

  it('do not read variables declared later', () => {
    expect(() => build(numbered('number first'))).toThrow("init of 'number': the initial value reads chosen");
  });
});
