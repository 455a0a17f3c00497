import { describe, expect, it } from 'vitest';
import {
  action,
  block,
  bool,
  branch,
  copy,
  critical,
  drop,
  forgo,
  granularity,
  initial,
  lock,
  merge,
  model,
  move,
  parseEdit,
  parseEdits,
  printEdit,
  printEdits,
  printNode,
  printStatements,
  procedure,
  process,
  processes,
  range,
  replace,
  rush,
  spec,
  split,
  step,
  swap,
  variables,
  weaken,
  when,
  type Edit,
} from 'ballast';

const Worker = processes('worker', 1);
const { n, m, spin } = variables({ n: range(0, 9), m: range(0, 9), spin: lock('spin') });

const inner = procedure('inner', {}, bool, ({ ret }) => [
  step('ready', when(n.lessThan(3), m.is(0)), n.becomes(1), m.becomes(2)),
  critical(spin, [
    step('lookup', n.becomes(4), m.becomes(5)),
    branch(n.is(0), [ret(false)]),
    step('work', m.increment()),
  ]),
  ret(true),
]);

function built(granularity: 'fine' | 'coarse') {
  return model('edited', { mutants: { M1: { edits: drop('work'), breaks: 'small' } } }, () =>
    spec({
      variables: { n, m, spin },
      init: { n: 0, m: 0, spin: 'free' },
      granularity,
      processes: [process(Worker, () => [inner({}), step('between', n.becomes(0)), inner({})])],
      actions: { tick: action({ when: [n.lessThan(2), m.is(9)], then: [n.increment(), m.becomes(0)] }) },
      invariants: { small: n.atMost(9) },
    }),
  );
}

const whole = built('fine');

/** The actions after some edits, as `name: text`, without positions. */
function after(...edits: readonly (Edit | string)[]): readonly string[] {
  return whole.build({ edits }).actions.map(({ name, when: guards, body }) => {
    const shown = [...guards.map(({ node }) => printNode(node)), ...printStatements(body)];
    return `${name.replace('worker.', '')}: ${shown.filter((line) => !line.includes('worker.pc[')).join('; ')}`;
  });
}

function names(granularity: 'fine' | 'coarse', ...edits: readonly Edit[]): readonly string[] {
  return built(granularity)
    .build({ edits })
    .actions.map(({ name }) => name.replace('worker.', ''))
    .filter((name) => name.startsWith('inner.'));
}

describe('an edit', () => {
  it('drops a statement in all inlined copies', () => {
    expect(after(drop('inner.work')).some((line) => line.includes('work:'))).toBe(false);
    expect(after().filter((line) => line.includes('work:'))).toHaveLength(2);
  });

  it('takes a name without a number for the first of its kind, where more of the path would be the same', () => {
    const twice = model('twice', {}, () =>
      spec({
        variables: { n },
        init: { n: 0 },
        processes: [
          process(Worker, () => [branch(n.lessThan(3), []), branch(n.lessThan(5), []), step('end', n.becomes(1))]),
        ],
        invariants: { small: n.atMost(9) },
      }),
    );
    const conditions = (edit: string): readonly string[] =>
      twice
        .build({ edits: [edit] })
        .actions.flatMap(({ body }) =>
          body.flatMap((statement) => (statement.kind === 'if' ? printNode(statement.condition.node) : [])),
        );
    expect(conditions('weaken worker.branch.when#1')).toEqual(['n <= 3', 'n < 5']);
    expect(conditions('weaken branch.when#1')).toEqual(['n <= 3', 'n < 5']);
    expect(conditions('weaken branch#2.when#1')).toEqual(['n < 3', 'n <= 5']);
    expect(() => conditions('weaken when#1')).toThrow("'when#1' names 2 different steps");
  });

  it('drops a guard clause or an update of a step', () => {
    const ready = (...edits: readonly Edit[]): string | undefined =>
      after(...edits).find((line) => line.startsWith('inner.ready:'));
    expect(ready()).toBe('inner.ready: n < 3; m = 0; n := 1; m := 2');
    expect(ready(drop('ready.when#1'))).toBe('inner.ready: m = 0; n := 1; m := 2');
    expect(ready(drop('ready.then#2'))).toBe('inner.ready: n < 3; m = 0; n := 1');
    expect(ready(weaken('ready.when#1'))).toBe('inner.ready: n <= 3; m = 0; n := 1; m := 2');
    expect(ready(replace('ready.when#1', n.is(7)))).toBe('inner.ready: n = 7; m = 0; n := 1; m := 2');
  });

  it('finds the parts of a step that shares its name with a later one', () => {
    const twice = model('twice', {}, () =>
      spec({
        variables: { n, m, spin },
        init: { n: 0, m: 0, spin: 'free' },
        processes: [
          process(Worker, () => [step('add', n.becomes(1), m.becomes(1)), step('add', n.becomes(2), m.becomes(2))]),
        ],
        invariants: { small: n.atMost(9) },
      }),
    );
    const [first, second] = twice.build({ edits: [drop('worker.add.then#1'), drop('add#2.then#2')] }).actions;
    expect(printStatements(first?.body ?? [])).toEqual(['m := 1', 'worker.pc[worker] := add#2']);
    expect(printStatements(second?.body ?? [])).toEqual(['n := 2', 'worker.pc[worker] := terminated']);
  });

  it('is made in the first of several calls alone where that is said', () => {
    const works = (...edits: readonly Edit[]): readonly string[] =>
      after(...edits).flatMap((line) => (line.includes('work:') ? [line.replace(/:.*/, '')] : []));
    expect(works()).toEqual(['inner.work', 'inner#2.work']);
    expect(works(drop('inner#1.work'))).toEqual(['inner#2.work']);
    expect(works(drop('inner#2.work'))).toEqual(['inner.work']);
    expect(works(drop('worker.inner.work'))).toEqual([]);
  });

  it('drops and weakens parts of a plain action', () => {
    const tick = (edit: Edit): string | undefined => after(edit).find((line) => line.startsWith('tick:'));
    expect(tick(drop('tick.when#2'))).toBe('tick: n < 2; n := n + 1; m := 0');
    expect(tick(drop('tick.then#1'))).toBe('tick: n < 2; m = 9; m := 0');
    expect(tick(weaken('tick.when#1'))).toBe('tick: n <= 2; m = 9; n := n + 1; m := 0');
  });

  it('moves a step out of a critical section, which then is no longer one step', () => {
    const order = names('coarse', move('lookup').before('inner.lock'));
    expect(names('coarse')).toEqual(['inner.ready', 'inner.critical']);
    expect(order.slice(1, 4)).toEqual(['inner.lookup', 'inner.lock', 'inner.branch']);
    expect(names('coarse', move('work').after('unlock'))).toContain('inner.work');
    expect(names('coarse', move('work').before('lookup'))).toEqual(['inner.ready', 'inner.critical']);
  });

  it('moves a step behind the unlock without moving it into the early return', () => {
    const text = whole.build({ edits: [move('work').after('unlock')] });
    const early = text.actions.find(({ name }) => name === 'worker.inner.unlock/ret');
    expect(printStatements(early?.body ?? []).join()).not.toContain('inner.work');
  });

  it('moves each copy within its own call, and none into another', () => {
    const calls = model('calls', {}, () => {
      const both = procedure('both', {}, () => [step('one', n.becomes(1)), step('two', n.becomes(2))]);
      const f = procedure('f', {}, () => [critical(spin, [both({})])]);
      const g = procedure('g', {}, () => [step('before', m.becomes(0)), both({})]);
      return spec({
        variables: { n, m, spin },
        init: { n: 0, m: 0, spin: 'free' },
        processes: [process(Worker, () => [f({}), g({})])],
        invariants: { small: n.atMost(9) },
      });
    });
    const steps = (edit: Edit): readonly string[] =>
      calls.build({ edits: [edit] }).actions.map(({ name }) => name.slice(7));
    expect(steps(swap('one', 'two'))).toEqual([
      'f.lock',
      'f.both.two',
      'f.both.one',
      'f.unlock',
      'g.before',
      'g.both.two',
      'g.both.one',
    ]);
    expect(steps(move('worker.f.both.two').after('f.unlock'))).toEqual([
      'f.lock',
      'f.both.one',
      'f.unlock',
      'f.both.two',
      'g.before',
      'g.both.one',
      'g.both.two',
    ]);
    expect(() => steps(move('both.two').after('f.unlock'))).toThrow(
      "the edit 'move both.two after f.unlock' finds no partner for 'worker.g.both.two'\n  'worker.f.unlock' is that of 'worker.f.both.two': name the copies that are meant by their whole paths",
    );
  });

  it('swaps, merges and splits', () => {
    expect(names('fine', swap('lookup', 'work')).slice(2, 5)).toEqual(['inner.work', 'inner.branch', 'inner.lookup']);
    expect(names('fine', split('lookup')).slice(2, 4)).toEqual(['inner.lookup', 'inner.lookup#then2']);
    expect(names('coarse', split('inner.critical'))).toContain('inner.lookup');
    const merged = built('fine').build({ edits: [merge('inner.branch', 'work')] });
    expect(merged.actions.some(({ name }) => name === 'worker.inner.work')).toBe(false);
  });

  it.each([
    ['drop inner.wrok', "UsageError: no step is named 'inner.wrok'\n  did you mean 'inner.work'?"],
    [
      'move lookup before tick',
      "SpecError: the edit 'move lookup before tick' needs two steps with a common caller\n  'worker.inner.lookup' shares none with tick",
    ],
    ['swap lookup lookup', "SpecError: the edit 'swap lookup lookup' changes nothing"],
    [
      'move lookup after inner.lock',
      "SpecError: the edit 'move lookup after inner.lock' changes nothing\n  a variant that changes nothing proves nothing",
    ],
    ['weaken ready', "SpecError: 'worker.inner.ready' has 2 guards\n  name one of them: worker.inner.ready.when#1"],
    ['weaken ready.when#2', undefined],
    [
      'move inner.critical before lookup',
      "SpecError: the edit 'move inner.critical before lookup' needs two steps apart\n  'worker.inner.lookup' stands inside 'worker.inner.critical'",
    ],
    [
      'swap lookup inner.critical',
      "SpecError: the edit 'swap lookup inner.critical' needs two steps apart\n  'worker.inner.lookup' stands inside 'worker.inner.critical'",
    ],
    ['split work', "SpecError: 'worker.inner.work' has fewer than two updates to split"],
    [
      'merge lookup work',
      "SpecError: the edit 'merge lookup work' needs neighbours\n  merge takes a statement and the one right behind it",
    ],
  ])('that finds nothing or changes nothing is an error: %s', (text, message) => {
    const said = (): string => {
      try {
        whole.build({ edits: [text] });
        return 'nothing was refused';
      } catch (error) {
        return String(error)
          .split('\n')
          .filter((line) => !/:\d+:\d+/.test(line))
          .join('\n');
      }
    };
    expect(said()).toBe(message ?? 'nothing was refused');
  });

  it('opens all sections, and closes those in which nothing waits', () => {
    const [fine, coarse] = [built('fine'), built('coarse')];
    const ofInner = (given: typeof fine, variant: Parameters<typeof fine.build>[0]): readonly string[] =>
      given.build(variant).actions.flatMap(({ name }) => (name.startsWith('worker.inner.') ? name.slice(7) : []));
    const [open, whole_] = [ofInner(fine, {}), ofInner(coarse, {})];
    expect(open).not.toEqual(whole_);
    for (const variant of [
      { edits: ['granularity fine'] },
      { edits: [granularity('fine')] },
      { granularity: 'fine' } as const,
    ])
      expect(ofInner(coarse, variant)).toEqual(open);
    expect(ofInner(fine, { granularity: 'coarse' })).toEqual(whole_);
    expect(coarse.build({ granularity: 'fine', edits: ['drop work'] }).edits).toEqual([
      'granularity fine',
      'drop work',
    ]);
    expect(coarse.build({ granularity: 'fine', mutant: 'M1' }).edits).toEqual(['mutant M1', 'granularity fine']);
    expect(coarse.build({ granularity: 'coarse' }).edits).toEqual([]);
    expect(fine.build({ granularity: 'fine' })).toEqual(fine.build());
    expect(() => fine.build({ granularity: 'medium' as never })).toThrow(
      "'medium' is no granularity\n  it is 'fine' or 'coarse'",
    );
    expect(() => fine.build({ edits: ['granularity fine'] })).toThrow("the edit 'granularity fine' changes nothing");
    expect(() => fine.build({ edits: ['granularity medium'] })).toThrow("'granularity medium' is no edit");
  });

  it('is read from the command line as it is printed', () => {
    for (const edit of [
      drop('a.b'),
      move('a').before('b'),
      move('a').after('b.c'),
      copy('a').before('b'),
      copy('a#copy').after('b.c'),
      swap('a', 'b'),
      merge('a', 'b'),
      split('a'),
      weaken('a.when#1'),
      block('a'),
      forgo('a.b'),
      rush('a.b'),
      initial('n', 3),
      initial('owner[<page0, page1>]', 'held by cpu#1'),
      initial('pages', '{page0, page1}'),
      granularity('fine'),
      drop('host/keeps page.then#1'),
      swap('take it', 'a; or "b"'),
      move('take it').before('b'),
    ]) {
      expect(parseEdit(printEdit(edit))).toEqual(edit);
      expect(parseEdits(printEdits([edit, drop('a'), edit]))).toEqual([edit, drop('a'), edit]);
    }
  });

  it('may be one of several in one text', () => {
    const text = 'drop inner.lookup; drop inner.work;';
    expect(parseEdits(text)).toEqual([drop('inner.lookup'), drop('inner.work')]);
    expect(after(text)).toEqual(after(drop('inner.lookup'), drop('inner.work')));
    expect(() => parseEdits('drop a; drob b')).toThrow("'drob b' is no edit");
    expect(printEdit(drop('keeps page.then#1'))).toBe('drop "keeps page.then#1"');
  });
});

describe('a mutant', () => {
  it('is a named edit', () => {
    expect(whole.build({ mutant: 'M1' }).actions.some(({ name }) => name.endsWith('work'))).toBe(false);
    expect(whole.build({ mutant: 'M1' }).edits).toEqual(['mutant M1']);
  });

  it('that is unknown is refused with the known names', () => {
    expect(() => whole.build({ mutant: 'M7' })).toThrow("edited has no mutant 'M7'\n  did you mean 'M1'?");
  });
});
