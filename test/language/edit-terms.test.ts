// Edits of a part of a condition: a conjunct or a disjunct is dropped, a comparison inside is weakened.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  any,
  bool,
  branch,
  count,
  editablePaths,
  either,
  exists,
  forall,
  ids,
  loop,
  model,
  not,
  otherwise,
  printNode,
  process,
  processes,
  range,
  replace,
  fn,
  spec,
  step,
  variables,
  when,
  type Edit,
} from 'ballast';
import { compareEngines } from '../agreement/compare.ts';
import { messageOf } from './refusal.ts';

const Worker = processes('worker', 2);
const Page = ids('page', 2);
const { n, m, up, f } = variables({ n: range(0, 9), m: range(0, 9), up: bool, f: fn(Page, range(0, 3)) });

const given = model('terms', {}, () =>
  spec({
    variables: { n, m, up, f },
    init: { n: 0, m: 0, up: false, f: 0 },
    processes: [
      process(Worker, () => [
        loop(all(n.lessThan(8), m.atMost(3)), [
          branch('test', any(up, all(n.is(0), m.moreThan(1))), [step('raise', m.becomes(1))]),
          either('mode', {
            low: [when(all(n.atMost(1), m.atLeast(2)), up.not()), n.increment()],
            high: [otherwise, n.becomes(9)],
          }),
        ]),
        step('end', when(all(up, n.is(0)).implies(m.is(5)))),
        step('each', when(exists({ p: Page }, ({ p }) => all(f.at(p).lessThan(2), up)))),
        step('never', when(not(any(n.lessThan(3), m.isNot(4), up)))),
      ]),
    ],
    actions: {
      tick: action({
        when: [all(n.is(8), m.is(4)), up, forall({ p: Page }, ({ p }) => f.at(p).atMost(1))],
        then: [up.becomes(false)],
      }),
      tock: action({ when: [count({ p: Page }, ({ p }) => f.at(p).is(1)).moreThan(0)], then: [up.becomes(true)] }),
    },
    invariants: { small: n.atMost(9) },
  }),
);

/** The condition that an edit leaves, of an action. */
function guards(name: string, edit: Edit | string): readonly string[] {
  const found = given.build({ edits: [edit] }).actions.find((each) => each.name === name);
  return (found?.when ?? []).map(({ node }) => printNode(node)).filter((text) => !text.includes('.pc['));
}

/** The first condition inside a step. */
function test(name: string, edit: Edit | string): string {
  const found = given.build({ edits: [edit] }).actions.find((each) => each.name === name);
  const [first] = (found?.body ?? []).flatMap((statement) => (statement.kind === 'if' ? [statement.condition] : []));
  return first === undefined ? '' : printNode(first.node);
}

describe('a part of a condition', () => {
  it('is listed among what an edit can name', () => {
    const paths = editablePaths(given.open().program);
    expect(paths.slice(0, 13)).toEqual([
      'worker.loop',
      'worker.loop.when#1',
      'worker.loop.when#1.and#1',
      'worker.loop.when#1.and#2',
      'worker.test',
      'worker.test.when#1',
      'worker.test.when#1.or#1',
      'worker.test.when#1.or#2',
      'worker.test.when#1.or#2.and#1',
      'worker.test.when#1.or#2.and#2',
      'worker.raise',
      'worker.raise.then#1',
      'worker.mode',
    ]);
    for (const path of paths.filter((each) => /(and|or)#\d+$/.test(each)))
      expect(() => given.build({ edits: [`drop ${path}`] })).not.toThrow();
  });

  it('is no path of the specification, whose tree stays as it was', () => {
    expect(given.build().paths.some((path) => /(and|or)#/.test(path))).toBe(false);
  });

  it.each<[string, string, string]>([
    ['worker.loop', 'drop loop.when#1.and#1', 'm <= 3'],
    ['worker.loop', 'drop loop.when#1.and#2', 'n < 8'],
    ['worker.test', 'drop test.when#1.or#1', 'n = 0 and m > 1'],
    ['worker.test', 'drop test.when#1.or#2.and#1', 'up or m > 1'],
    ['worker.loop', 'weaken loop.when#1.and#1', 'n <= 8 and m <= 3'],
    ['worker.loop', 'weaken loop.when#1.and#2', 'n < 8 and m <= 3 + 1'],
    ['worker.test', 'weaken test.when#1.or#2.and#1', 'up or n <= 0 + 1 and m > 1'],
    ['worker.test', 'weaken test.when#1.or#2.and#2', 'up or n = 0 and m >= 1'],
  ])('of a branch or loop: %s, %s', (name, edit, text) => {
    expect(test(name, edit)).toBe(text);
  });

  it.each<[string, Edit | string, readonly string[]]>([
    ['worker.mode/low', 'drop mode/low.when#1.and#2', ['n <= 1', 'not up']],
    ['worker.mode/low', 'weaken mode/low.when#1.and#2', ['n <= 1 and m >= 2 - 1', 'not up']],
    ['worker.end', 'drop end.when#1.or#1', ['m = 5']],
    ['worker.end', 'drop end.when#1.or#2', ['not (up and n = 0)']],
    ['worker.end', 'drop end.when#1.or#1.and#1', ['n = 0 => m = 5']],
    ['worker.end', 'weaken end.when#1', ['up and n = 0 => m <= 5']],
    ['worker.each', 'drop each.when#1.and#2', ['exists p in page: f[p] < 2']],
    ['worker.each', 'weaken each.when#1', ['exists p in page: f[p] <= 2 and up']],
    ['worker.never', 'drop never.when#1.or#2', ['not (n < 3 or up)']],
    ['worker.never', 'weaken never.when#1.or#1', ['not (n < 3 - 1 or m # 4 or up)']],
    ['worker.never', 'weaken never.when#1.or#2', ['not (n < 3 or not m <= 4 or up)']],
    ['tick', 'drop tick.when#1.and#1', ['m = 4', 'up', 'forall p in page: f[p] <= 1']],
    ['tick', 'weaken tick.when#1.and#1', ['n <= 8 and m = 4', 'up', 'forall p in page: f[p] <= 1']],
    ['tick', 'weaken tick.when#3', ['n = 8 and m = 4', 'up', 'forall p in page: f[p] <= 1 + 1']],
    ['tock', 'weaken tock.when#1', ['count(p in page: f[p] = 1) >= 0']],
    ['tick', replace('tick.when#1.and#2', m.is(7)), ['n = 8 and m = 7', 'up', 'forall p in page: f[p] <= 1']],
  ])('of a guard: %s, %s', (name, edit, text) => {
    expect(guards(name, edit)).toEqual(text);
  });

  it('is edited alike for both engines', async () => {
    for (const edit of ['drop loop.when#1.and#1', 'weaken test.when#1.or#2.and#1', 'weaken never.when#1.or#2']) {
      const { reference, compiled } = await compareEngines(given.build({ edits: [edit] }), {});
      expect(compiled).toBe(reference);
    }
  });

  it.each<[string, string]>([
    [
      'drop loop.when#1.and#3',
      "UsageError: 'worker.loop.when#1' has no part 'and#3'\n  its parts are worker.loop.when#1.and#1, worker.loop.when#1.and#2",
    ],
    [
      'drop tick.when#2.and#1',
      "UsageError: 'tick.when#2' has no part 'and#1'\n  it is neither a conjunction nor a disjunction",
    ],
    [
      'drop raise.then#1.and#1',
      "SpecError: 'worker.raise.then#1' is no condition\n  and#… and or#… are parts of a guard or of a branch",
    ],
    ['drop tick.and#1', "SpecError: 'tick' is no condition\n  and#… and or#… are parts of a guard or of a branch"],
    ['drop tset.when#1.or#1', "UsageError: no step is named 'tset.when#1'\n  did you mean 'test.when#1'?"],
    [
      'drop when#1.and#1',
      "UsageError: 'when#1' names 9 different steps: worker.loop.when#1, worker.test.when#1, worker.mode/low.when#1, worker.mode/high.when#1, worker.end.when#1, worker.each.when#1, worker.never.when#1, tick.when#1, tock.when#1\n  write more of the path",
    ],
    [
      'swap loop.when#1.and#1 raise',
      "SpecError: 'worker.loop.when#1.and#1' is a part of a condition\n  it can be dropped, weakened or replaced",
    ],
    [
      'weaken loop',
      "SpecError: 'loop.when#1' has 2 comparisons that can be weakened\n  name one of them: loop.when#1.and#1, loop.when#1.and#2",
    ],
    [
      'weaken tick.when#1',
      "SpecError: 'tick.when#1' has 2 comparisons that can be weakened\n  name one of them: tick.when#1.and#1, tick.when#1.and#2",
    ],
    [
      'weaken tick.when#2',
      "SpecError: 'tick.when#2' is no comparison that can be weakened by one\n  drop it, or replace it",
    ],
    [
      'weaken raise.then#1',
      "SpecError: 'worker.raise.then#1' is no condition\n  and#… and or#… are parts of a guard or of a branch",
    ],
  ])('that is none is refused: %s', (edit, message) => {
    expect(messageOf(() => given.build({ edits: [edit] }))).toBe(message);
  });
});
