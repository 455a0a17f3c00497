import { describe, expect, it } from 'vitest';
import {
  acquire,
  action,
  bool,
  bugOn,
  compareGraphs,
  enumeration,
  fn,
  forall,
  ifThenElse,
  lock,
  loop,
  maybe,
  none,
  oneOf,
  process,
  processes,
  range,
  record,
  release,
  set,
  setOf,
  spec,
  stateGraphOf,
  step,
  variables,
  when,
  type GraphComparison,
  type Part,
  type Specification,
  type StateGraph,
  type Term,
} from 'ballast';
import { built } from '../interpret/build.ts';

const Worker = processes('worker', 2);
const { spin, owner, inside, count, mode } = variables({
  spin: lock('spin'),
  owner: maybe(Worker),
  inside: set(Worker),
  count: range(0, 4),
  mode: enumeration('on', 'off'),
});

/** Workers count under a lock; `change` names the one thing that is otherwise. */
function protocol(change = ''): Specification {
  const unless = <T>(name: string, part: () => T): readonly T[] => (change === name ? [] : [part()]);
  const where = <T>(name: string, part: () => T): readonly T[] => (change === name ? [part()] : []);
  const worker = process(Worker, ({ self, local }) => {
    const mine = local('mine', range(0, 4));
    const [seen, seenToo] = [local('seen', range(0, 4)), local('seenToo', range(0, 4))];
    return [
      ...unless('no lock', () => acquire(spin)),
      step(
        'enter',
        ...unless('owner is none', () => when(owner.is(none))),
        owner.becomes(self),
        ...unless('mode on', () => mode.becomes('on')),
        ...unless('not inside', () => inside.becomes(inside.union(setOf(Worker, self)))),
        ...where('a local more', () => seenToo.becomes(count)),
      ),
      step(
        'count',
        when(count.lessThan(change === 'counts to 2' ? 1 : 2)),
        ...unless('said twice', () => when(count.lessThan(2))),
        ...unless('from the sort', () => when(count.atLeast(0))),
        ...unless('who is inside', () => when(inside.has(self))),
        ...unless('who has the lock', () => when(spin.isHeldBy(self))),
        ...unless('asserted', () => bugOn(owner.isNot(self))),
        ...unless('mine', () => mine.becomes(count)),
        ...where('another local', () => seen.becomes(count)),
        ...unless('not counted', () => count.increment(change === 'counts by two' ? 2 : 1)),
      ),
      ...where('a step more', () => step('rest')),
      step(
        'leave',
        ...(change === 'mine' || change === 'not counted' ? [] : where('weaker', () => when(mine.atMost(3)))),
        ...unless('owner stays', () => owner.becomes(none)),
        inside.becomes(inside.without(setOf(Worker, self))),
      ),
      ...unless('no lock', () => release(spin)),
    ];
  });
  return built(
    spec({
      variables: { spin, owner, inside, count, mode },
      init: { spin: 'free', owner: none, inside: [], count: change === 'counts from 1' ? 1 : 0, mode: 'on' },
      processes: [worker],
      terminal: 'any',
      actions: {
        stop: action({ when: [mode.is('off')], then: [...unless('never', () => count.becomes(0))] }),
        again: action({
          when: [
            count.is(2),
            ...unless('nobody has it', () => owner.is(none)),
            ...where('nobody leaves', () => forall({ w: Worker }, ({ w }) => worker.isAt(w, 'leave').not())),
            ...where('all leave', () => forall({ w: Worker }, ({ w }) => worker.isAt(w, 'leave'))),
          ],
          then: [count.becomes(0)],
        }),
        ...(change === 'a way more' ? { skip: action({ when: [count.is(1)], then: [mode.becomes('off')] }) } : {}),
        ...(change === 'two ways' ? { twice: action({ when: [count.is(2)], then: [count.becomes(0)] }) } : {}),
        ...(change === 'idle' ? { idle: action({ when: [count.is(1)], then: [count.becomes(1)] }) } : {}),
      },
    }),
  );
}

async function graphOf(specification: Specification): Promise<StateGraph> {
  const graph = await stateGraphOf(specification);
  if (graph === undefined) throw new Error('there is a graph of every small specification');
  return graph;
}

async function compared(original: Specification, variant: Specification): Promise<GraphComparison> {
  return await compareGraphs(await graphOf(original), await graphOf(variant));
}

/** By what they differ; of the behaviours the number of steps, the last of them, and the sentence. */
function told(found: GraphComparison): readonly string[] {
  if (found.kind === 'same') return ['same'];
  const { by, new: fresh, gone } = found;
  return [
    by,
    ...[['new', fresh] as const, ['gone', gone] as const].flatMap(([what, behaviour]) =>
      behaviour === undefined
        ? []
        : [
            `${what} in ${behaviour.trace.steps.length}, ${behaviour.trace.steps.at(-1)?.text ?? 'initially'}: ${behaviour.what}`,
          ],
    ),
  ];
}

describe('graphs', () => {
  it.each([
    ['a clause that an invariant implies', 'owner is none'],
    ['an update that writes what is there', 'mode on'],
    ['a clause said twice', 'said twice'],
    ['a clause that the sort implies', 'from the sort'],
    ['a clause that an earlier step makes true', 'who is inside'],
    ['a clause that the program counter implies', 'who has the lock'],
    ['an assertion that never fails', 'asserted'],
    ['an update of an action that never happens', 'never'],
    ['a clause more, which the other clauses imply', 'nobody leaves'],
    ['a clause more, which is weaker than what is', 'weaker'],
  ])('are the same with and without %s', async (_, change) => {
    expect(told(await compared(protocol(), protocol(change)))).toEqual(['same']);
    expect(told(await compared(protocol(change), protocol()))).toEqual(['same']);
  });

  it.each([
    [
      'no lock',
      'states',
      'new in 1, worker.enter: no state of the original has owner = worker#0 and spin = free',
      'gone in 1, worker.lock: no state of the variant has spin = held by worker#0',
    ],
    [
      'owner stays',
      'states',
      'new in 4, worker.leave: no state of the original has worker#0 not in inside and owner = worker#0',
      'gone in 4, worker.leave: no state of the variant has owner = none and count = 1',
    ],
    [
      'not inside',
      'states',
      'new in 2, worker.enter: no state of the original has owner = worker#0 and worker#0 not in inside',
      'gone in 2, worker.enter: no state of the variant has worker#0 in inside',
    ],
    ['not counted', 'states', 'gone in 3, worker.count: no state of the variant has count = 1'],
    ['counts by two', 'states', 'gone in 3, worker.count: no state of the variant has count = 1'],
    ['counts to 2', 'states', 'gone in 8, worker.count: no state of the variant has count = 2'],
    ['a way more', 'states', 'new in 4, skip: no state of the original has mode = off'],
    [
      'counts from 1',
      'steps',
      'new in 0, initially: no behaviour of the original starts with count = 1',
      'gone in 0, initially: no behaviour of the variant starts with count = 0',
    ],
    [
      'nobody has it',
      'steps',
      'new in 9, again: no step of the original changes count from 2 to 0 while owner = worker#1',
    ],
    ['all leave', 'steps', 'gone in 10, again: no step of the variant changes count from 2 to 0'],
    ['two ways', 'steps', 'new in 9, twice: no step of the original changes count from 2 to 0 while owner = worker#1'],
    ['idle', 'positions', "new in 4, idle: the original has no step 'idle'"],
    [
      'mine',
      'positions',
      "new in 3, worker.count: no state of the original has worker#0 at leave and worker#0's mine without a value",
      "gone in 3, worker.count: no state of the variant has worker#0's mine = 0",
    ],
    [
      'another local',
      'positions',
      "new in 3, worker.count: no state of the original has worker#0's seen = 0",
      "gone in 3, worker.count: no state of the variant has worker#0 at leave and worker#0's seen without a value",
    ],
    [
      'a step more',
      'positions',
      'new in 3, worker.count: no state of the original has worker#0 at rest',
      "gone in 3, worker.count: no step 'worker.count' of the variant moves worker#0 from count to leave",
    ],
  ])('differ: %s', async (change, ...expected) => {
    expect(told(await compared(protocol(), protocol(change)))).toEqual(expected);
  });

  it('are the same however the variables and actions are ordered', async () => {
    const original = protocol();
    const turned = {
      ...original,
      variables: [...original.variables].reverse(),
      actions: [...original.actions].reverse(),
    };
    expect(told(await compared(original, turned))).toEqual(['same']);
  });

  it('differ the other way round when they change places', async () => {
    const [there, back] = [
      await compared(protocol(), protocol('no lock')),
      await compared(protocol('no lock'), protocol()),
    ];
    const [ofThere, ofBack] = [there, back].map((each) => (each.kind === 'same' ? undefined : each));
    expect(ofBack?.by).toBe(ofThere?.by);
    expect(ofBack?.new?.trace.steps).toEqual(ofThere?.gone?.trace.steps);
    expect(ofBack?.gone?.trace.steps).toEqual(ofThere?.new?.trace.steps);
  });
});

const { n, flag, places } = variables({ n: range(0, 5), flag: bool, places: fn(range(0, 1), record({ left: bool })) });

/** A counter with one action, and others besides. */
function counter(parts: object = {}, actions: object = {}): Specification {
  const up = action({ when: [n.lessThan(3)], then: [n.increment()] });
  return built(
    spec({
      variables: { flag, n, places },
      init: { n: 0, flag: false, places: { left: false } },
      actions: { up, ...actions },
      terminal: 'any',
      invariants: { trivial: n.atLeast(0) },
      ...parts,
    }),
  );
}

describe('the sentence', () => {
  it('names a failure, whether it is an assertion or an evaluation outside its domain', async () => {
    const checking = (least: number, ...parts: readonly Part[]): object => {
      const check = step('check', when(n.atLeast(least)), ...parts);
      return { processes: [process(processes('checker', 1), () => [loop([check])])] };
    };
    const [two, one] = [bugOn(n.is(2), 'small: too many'), bugOn(n.isOneOf(1, 2), 'small: too many')];
    expect(told(await compared(counter(checking(1)), counter(checking(1, two))))).toEqual([
      'steps',
      "new in 3, checker.check: no step of the original fails 'small'",
    ]);
    expect(told(await compared(counter(checking(1, two)), counter(checking(1, one))))).toEqual([
      'steps',
      "new in 2, checker.check: no step of the original fails 'small' while n = 1",
    ]);
    const over = action({ when: [n.is(3)], then: [n.increment(3)] });
    expect(told(await compared(counter({}, { over }), counter()))).toEqual([
      'steps',
      "gone in 4, over: no step of the variant fails 'over: n := n + 3'",
    ]);
  });

  it('names an initial state that cannot be made', async () => {
    const bad = { n: oneOf<number | Term<number>>(0, ifThenElse(flag, 1, 9)), flag: false, places: { left: false } };
    expect(told(await compared(counter(), counter({ init: bad })))).toEqual([
      'steps',
      "new in 0, initially: no initial state of the original fails 'init: n := if flag then 1 else 9'",
    ]);
    expect(told(await compared(counter({ init: { ...bad, n: ifThenElse(flag, 1, 9) } }), counter()))).toEqual([
      'states',
      'new in 0, initially: the original has no state at all',
    ]);
  });

  it('names parts of functions and records', async () => {
    const go = action({ when: [n.is(1)], then: [places.at(1).field('left').becomes(true)] });
    expect(told(await compared(counter(), counter({}, { go })))).toEqual([
      'states',
      'new in 2, go: no state of the original has places[1].left = true',
    ]);
  });

  it('says of a step by itself that leaves all as it is', async () => {
    const [idle, seldom] = [
      action({ when: [n.lessThan(2)], then: [flag.becomes(false)] }),
      action({ when: [n.is(0)], then: [flag.becomes(false)] }),
    ];
    expect(told(await compared(counter({}, { idle: seldom }), counter({}, { idle })))).toEqual([
      'positions',
      "new in 2, idle: no step 'idle' of the original leaves everything as it is while n = 1",
    ]);
  });

  it('says that an action never happens', async () => {
    const [idle, never] = [
      action({ when: [n.is(0)], then: [flag.becomes(false)] }),
      action({ when: [n.is(5)], then: [flag.becomes(false)] }),
    ];
    expect(told(await compared(counter({}, { idle: never }), counter({}, { idle })))).toEqual([
      'positions',
      "new in 1, idle: 'idle' never happens in the original",
    ]);
  });

  it('says who takes a step that others took, between the same states', async () => {
    const jumps = (most: number): Specification => {
      const jump = action({ k: range(0, 1), far: bool }, ({ k, far }) => ({
        when: [n.is(1), k.atMost(most), far],
        then: [n.becomes(2)],
      }));
      return counter({}, { jump });
    };
    expect(told(await compared(jumps(1), jumps(1)))).toEqual(['same']);
    expect(told(await compared(jumps(0), jumps(1)))).toEqual([
      'firings',
      "new in 2, jump(k: 1, far: true): 'jump(k: 1, far: true)' never happens in the original",
    ]);
    expect(told(await compared(jumps(1), jumps(0)))).toEqual([
      'firings',
      "gone in 2, jump(k: 1, far: true): 'jump(k: 1, far: true)' never happens in the variant",
    ]);
  });

  it('says no more of a step that changes nothing than it takes to tell it from those that change nothing', async () => {
    const stay = (least: number): Specification => {
      const to = ifThenElse(n.atLeast(least), n, n.plus(1));
      return counter({}, { stay: action({ when: [n.lessThan(3)], then: [n.becomes(to)] }) });
    };
    expect(told(await compared(stay(3), stay(1)))).toContain(
      "new in 2, stay: no step 'stay' of the original leaves everything as it is",
    );
    expect(told(await compared(stay(2), stay(1)))).toContain(
      "new in 2, stay: no step 'stay' of the original leaves everything as it is while n = 1",
    );
  });

  it('says which variable only one has', async () => {
    const less = { variables: { n, flag }, init: { n: 0, flag: false } };
    expect(told(await compared(counter(), counter(less)))).toEqual([
      'states',
      'new in 0, initially: no state of the original has places without a value',
      'gone in 0, initially: no state of the variant has places[0].left = false',
    ]);
  });

  it('tells a variable as a whole where its sort is another', async () => {
    const { places: longer } = variables({ places: fn(range(0, 2), record({ left: bool })) });
    const more = { variables: { flag, n, places: longer } };
    expect(told(await compared(counter(), counter(more)))).toEqual([
      'states',
      'new in 0, initially: no state of the original has places[2].left = false',
      'gone in 0, initially: no state of the variant has places = [0: [left: false], 1: [left: false]]',
    ]);
  });
});
