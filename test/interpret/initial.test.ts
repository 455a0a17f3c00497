import { describe, expect, it } from 'vitest';
import {
  anything,
  bool,
  enumeration,
  explore,
  fn,
  forall,
  ids,
  model,
  oneOf,
  process,
  processes,
  range,
  spec,
  step,
  branch,
  variables,
  type Specification,
} from 'ballast';
import { initialStates } from '../../checker/interpret/initial.ts';
import { built, resultOf, textOf } from './build.ts';

/** Each initial state as text, or its failure; nothing for what the filter excludes. */
function initialOf(specification: Specification): readonly string[] {
  return [...initialStates(specification)].flatMap((initial) => {
    if (initial === undefined) return [];
    if (initial.kind === 'successor') return [textOf(specification, initial.state)];
    return [`fails ${initial.failure.property} | ${initial.failure.message}`];
  });
}

const { x, y } = variables({ x: range(0, 2), y: enumeration('a', 'b') });
const invariants = { any: x.atLeast(0) };

describe('the initial states', () => {
  it('are the product of the choices, the first variable slowest', () => {
    const specification = built(spec({ variables: { x, y }, init: { x: oneOf(2, 0), y: anything }, invariants }));
    expect(initialOf(specification)).toEqual(['x: 2, y: a', 'x: 2, y: b', 'x: 0, y: a', 'x: 0, y: b']);
  });

  it('are filtered', () => {
    const specification = built(
      spec({ variables: { x, y }, init: { x: anything, y: anything }, initially: [x.isNot(1), y.is('b')], invariants }),
    );
    expect(initialOf(specification)).toEqual(['x: 0, y: b', 'x: 2, y: b']);
  });

  it('may be given in several ways, and are counted as often as they are found', async () => {
    const inits = [
      { x: 0, y: 'a' },
      { x: anything, y: 'a' },
    ] as const;
    const specification = built(spec({ variables: { x, y }, inits, terminal: 'any', invariants }));
    expect(initialOf(specification)).toEqual(['x: 0, y: a', 'x: 0, y: a', 'x: 1, y: a', 'x: 2, y: a']);
    const { counts } = await explore(specification);
    expect(counts).toMatchObject({ statesGenerated: 4, statesInitial: 4, statesDistinct: 3, depth: 0 });
  });

  it('may be computed from variables before', () => {
    const { z, h } = variables({ z: range(0, 4), h: fn(ids('p', 2), range(0, 5)) });
    const specification = built(
      spec({
        variables: { x, z, h },
        init: { x: oneOf(1, 2), z: x.times(2), h: (p) => p.index().plus(z) },
        initially: [x.is(1)],
        invariants,
      }),
    );
    expect(initialOf(specification)).toEqual(['x: 1, z: 2, h: Map { 0: 2, 1: 3 }']);
  });

  it('that cannot be made are violations of no step', async () => {
    const { z } = variables({ z: range(0, 3) });
    const specification = built(
      spec({ variables: { x, z }, init: { x: oneOf(1, 2), z: x.times(2) }, terminal: 'any', invariants }),
    );
    expect(initialOf(specification)).toEqual(['x: 1, z: 2', 'fails init: z := x * 2 | z: 4 is outside range(0, 3)']);
    const found = await explore(specification);
    expect([found.ended, found.counts.statesGenerated, found.counts.statesDistinct]).toEqual(['violation', 2, 1]);
    expect(resultOf(found, 'init: z := x * 2')).toMatchObject({
      kind: 'domain',
      verdict: { kind: 'violated', form: 'domain', steps: 0, trace: { states: [], steps: [] } },
    });
  });

  it('that the filter cannot judge are violations too', () => {
    const specification = built(
      spec({
        variables: { x, y },
        init: { x: anything, y: 'a' },
        initially: [x.dividedBy(x.minus(1)).atLeast(0)],
        invariants,
      }),
    );
    expect(initialOf(specification)).toEqual(['x: 0, y: a', 'fails init: x div (x - 1) | division by 0', 'x: 2, y: a']);
  });

  it('put each process before its first step, decided by constants and by who it is', () => {
    const Worker = processes('worker', 2);
    const { done } = variables({ done: fn(Worker, bool) });
    const worker = process(Worker, ({ self }) => [
      branch(
        self.index().is(0),
        [step('first', done.at(self).becomes(true))],
        [step('second', done.at(self).becomes(true))],
      ),
    ]);
    const specification = model('start', {}, () =>
      spec({
        variables: { done },
        init: { done: false },
        processes: [worker],
        invariants: { any: forall({ w: Worker }, ({ w }) => done.at(w).iff(done.at(w))) },
      }),
    ).build();
    expect(initialOf(specification)).toEqual([expect.stringContaining('Map { 0: "first", 1: "second" }')]);
  });
});
