import { List, Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  action,
  anything,
  bool,
  each,
  element,
  fn,
  ids,
  maybe,
  none,
  range,
  record,
  set,
  spec,
  tuple,
  valueIn,
  variables,
} from 'ballast';
import type { ActionDeclaration, Expr, Place, Term, Update, Value } from 'ballast';
import { fire, type Outcome } from '../../checker/interpret/fire.ts';
import { stepOf } from '../../checker/interpret/steps.ts';
import type { ActionTree, Alternative, Binder, Clause, Node, StatementTree } from '../../checker/language/tree.ts';
import { built, stateOf } from './build.ts';

const Page = ids('page', 3);
const small = range(0, 3);
const declared = variables({
  x: small,
  y: small,
  flag: bool,
  owner: maybe(Page),
  f: fn(Page, small),
  listed: set(Page),
  r: record({ a: small, b: small }),
  t: tuple(small, fn(Page, bool)),
  g: fn(Page, record({ a: small, b: small })),
});
const { x, y, flag, owner, f, listed, r, t, g } = declared;
const [page0, page1, page2] = [element(Page, 0), element(Page, 1), element(Page, 2)];

const everywhere = (value: Value): Value => Map<Value, Value>([0, 1, 2].map((key) => [key, value]));
const nothing = Map<Value, Value>([
  ['a', 0],
  ['b', 0],
]);
const start: Readonly<Record<string, Value>> = {
  x: 1,
  y: 2,
  flag: false,
  owner: null,
  f: everywhere(0),
  listed: Set<Value>([2, 0]),
  r: nothing,
  t: List<Value>([1, everywhere(false)]),
  g: everywhere(nothing),
};

const specification = built(
  spec({
    variables: { x, y, flag, owner, f, listed, r, t, g },
    init: {
      x: 1,
      y: 2,
      flag: false,
      owner: none,
      f: 0,
      listed: [],
      r: { a: 0, b: 0 },
      t: anything,
      g: { a: 0, b: 0 },
    },
    invariants: { any: x.atLeast(0) },
  }),
);

/** The firings in a state that differs from `start` as given: a line each, the step with the values named, or how it fails. */
function firings(
  act: ActionDeclaration | ActionTree,
  names: readonly string[] = [],
  values: Readonly<Record<string, Value>> = {},
): readonly string[] {
  const tree = 'build' in act ? act.build('act') : act;
  return fire(tree, stateOf(specification, { ...start, ...values })).map((outcome) => lineOf(outcome, names));
}

function lineOf(outcome: Outcome, names: readonly string[]): string {
  const { text } = stepOf(outcome);
  const { result } = outcome;
  if (result.kind === 'failure') return `${text} fails ${result.failure.property} | ${result.failure.message}`;
  return [text, ...names.map((name) => `${name}=${String(valueIn(result.state, name))}`)].join(' ');
}

describe('a firing', () => {
  it('happens for each binding whose guard is true, the first parameter slowest', () => {
    const act = action({ p: Page, b: bool }, ({ p, b }) => ({ when: [p.isNot(page1), b.iff(p.is(page2))] }));
    expect(firings(act)).toEqual(['act(p: page0, b: false)', 'act(p: page2, b: true)']);
  });

  it('may bind the elements of a set in the state, in the order of its sort', () => {
    const act = action({ p: listed, q: Page }, ({ p, q }) => ({ when: [p.moreThan(q)], then: [owner.becomes(q)] }));
    expect(firings(act, ['owner'])).toEqual(['act(p: page2, q: page0) owner=0', 'act(p: page2, q: page1) owner=1']);
  });

  it('reads the old state in every right-hand side and index', () => {
    expect(firings(action({ then: [x.becomes(y), y.becomes(x)] }), ['x', 'y'])).toEqual(['act x=2 y=1']);
    const chase = action({ then: [owner.becomes(page2), f.at(owner.value()).becomes(3)] });
    expect(firings(chase, ['owner', 'f'], { owner: 0 })).toEqual(['act owner=2 f=Map { 0: 3, 1: 0, 2: 0 }']);
  });

  it('leaves unchanged what it does not mention', () => {
    expect(firings(action({ then: [x.becomes(3)] }), ['x', 'y', 'flag'])).toEqual(['act x=3 y=2 flag=false']);
  });

  it('updates parts of functions, records and tuples, several of one whole at once', () => {
    const act = action({
      then: [
        g.at(page1).field('b').becomes(2),
        g.at(page1).field('a').becomes(1),
        g.at(page2).becomes(g.at(page0)),
        r.field('a').becomes(3),
        t.item(1).at(page0).becomes(true),
      ],
    });
    expect(firings(act, ['g', 'r', 't'])).toEqual([
      'act g=Map { 0: Map { "a": 0, "b": 0 }, 1: Map { "a": 1, "b": 2 }, 2: Map { "a": 0, "b": 0 } } ' +
        'r=Map { "a": 3, "b": 0 } t=List [ 1, Map { 0: true, 1: false, 2: false } ]',
    ]);
  });

  it('makes a quantified update for every binding at once', () => {
    const rotate = action({ then: [each({ p: Page }, ({ p }) => f.at(p).becomes(f.at(p.next())))] });
    const values = Map<Value, Value>([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(firings(rotate, ['f'], { f: values })).toEqual(['act f=Map { 0: 2, 1: 3, 2: 1 }']);
    const some = action({ then: [each({ p: listed }, ({ p }) => f.at(p).becomes(3))] });
    expect(firings(some, ['f'])).toEqual(['act f=Map { 0: 3, 1: 0, 2: 3 }']);
  });

  it('with no binding changes nothing, and is one firing', () => {
    const act = action({ then: [each({ p: listed }, ({ p }) => f.at(p).becomes(3))] });
    expect(firings(act, ['f'], { listed: Set<Value>() })).toEqual(['act f=Map { 0: 0, 1: 0, 2: 0 }']);
  });
});

describe('a failing firing', () => {
  it('is a guard outside its domain, never "not enabled"', () => {
    const act = action({ p: Page }, ({ p }) => ({ when: [p.isNot(page1), owner.value().is(p)] }));
    expect(firings(act)).toEqual([
      'act(p: page0) fails act: owner.value() | value() of none',
      'act(p: page2) fails act: owner.value() | value() of none',
    ]);
  });

  it('is no guard that an earlier clause spares', () => {
    const act = action({ p: Page }, ({ p }) => ({ when: [owner.isNot(none), owner.value().is(p)] }));
    expect(firings(act)).toEqual([]);
  });

  it('is a parameter whose set has no value, with the parameters before it', () => {
    const quarrel: Term<never> = f.at(owner.value()) as never;
    const tree = action({ p: Page, q: Page }, ({ p }) => ({ when: [p.isNot(page1)] })).build('act');
    const [p, q] = tree.parameters as [Binder, Binder];
    const domain: Node = {
      kind: 'apply',
      sort: { kind: 'set', of: Page },
      operator: 'set',
      args: [quarrel.node],
      detail: '',
    };
    expect(firings({ ...tree, parameters: [p, { ...q, domain }] })).toEqual([
      'act(p: page0) fails act: owner.value() | value() of none',
    ]);
  });

  it('is an index outside the sort of the function', () => {
    const h = variables({ h: fn(range(0, 1), bool) }).h;
    const own = built(spec({ variables: { x, h }, init: { x: 0, h: false }, invariants: { any: x.atLeast(0) } }));
    const act = (update: Update): readonly string[] =>
      fire(
        action({ then: [update] }).build('act'),
        stateOf(own, {
          x: 3,
          h: Map<Value, Value>([
            [0, true],
            [1, true],
          ]),
        }),
      ).map((outcome) => lineOf(outcome, ['h']));
    expect(act(h.at(x.minus(1) as never).becomes(false))).toEqual([
      'act fails act: h[x - 1] | index 2 is outside range(0, 1)',
    ]);
    expect(act(h.at(x.minus(2) as never).becomes(false))).toEqual(['act h=Map { 0: true, 1: false }']);
  });

  it('is a value outside the sort of its place', () => {
    expect(firings(action({ then: [x.becomes(x.plus(y).plus(1))] }))).toEqual([
      'act fails act: x := (x + y) + 1 | x: 4 is outside range(0, 3)',
    ]);
    const inside = action({ p: Page }, ({ p }) => ({ when: [p.is(page2)], then: [g.at(p).field('b').decrement()] }));
    expect(firings(inside)).toEqual([
      'act(p: page2) fails act: g[p].b := g[p].b - 1 | g[page2].b: -1 is outside range(0, 3)',
    ]);
  });

  it('is an update of one place twice, where two indices meet', () => {
    const act = action({ p: Page, q: Page }, ({ p, q }) => ({
      when: [p.atMost(q), p.isNot(page1), q.is(page2)],
      then: [f.at(p).becomes(1), f.at(q).becomes(1)],
    }));
    expect(firings(act, ['f'])).toEqual([
      'act(p: page0, q: page2) f=Map { 0: 1, 1: 0, 2: 1 }',
      'act(p: page2, q: page2) fails act: f[q] := 1 | f[page2] is given two values in one step: f[p] := 1 and f[q] := 1',
    ]);
  });

  it('is an update of a whole and of its part', () => {
    const act: ActionTree = {
      ...action({ then: [] }).build('act'),
      body: [assign(g.at(page1).becomes(g.at(page0)), g.at(page1.next().previous()).field('a').becomes(1))],
    };
    expect(firings(act)).toEqual([
      'act fails act: g[previous(next(page1))].a := 1 | g[page1].a is given two values in one step: ' +
        'g[page1] := g[page0] and g[previous(next(page1))].a := 1',
    ]);
  });

  it('is a quantified update that comes to one place twice', () => {
    const act = action({ then: [each({ p: Page }, ({ p }) => owner.becomes(p))] });
    expect(firings(act)).toEqual(['act fails act: each p in page: owner := p | owner is given two values in one step']);
  });

  it('names the first error in textual order: index, value, membership, then the place that is given twice', () => {
    const bad = f.at(owner.value());
    const order = (...updates: readonly Update[]): readonly string[] => firings(action({ then: updates }));
    expect(order(x.becomes(x.plus(3)), bad.becomes(1))[0]).toContain('fails act: x := x + 3');
    expect(order(bad.becomes(1), x.becomes(x.plus(3)))[0]).toContain('fails act: owner.value() | value() of none');
    expect(order(bad.becomes(x.dividedBy(x.minus(1))))[0]).toContain('fails act: owner.value() | value() of none');
    expect(order(y.becomes(x.dividedBy(x.minus(1))))[0]).toContain('fails act: x div (x - 1) | division by 0');
  });

  it('carries what was read and bound', () => {
    const tree = action({ p: Page }, ({ p }) => ({
      when: [p.is(page1)],
      then: [f.at(p).becomes(f.at(p).plus(y).plus(2))],
    })).build('act');
    const [outcome] = fire(tree, stateOf(specification, start));
    expect(outcome?.result).toMatchObject({
      kind: 'failure',
      failure: {
        kind: 'domain',
        path: 'act',
        explanation: {
          text: 'f[p] := (f[p] + y) + 2',
          value: 'f[page1]: 4 is outside range(0, 3)',
          bindings: [{ name: 'p', value: 'page1' }],
          reads: [{ name: '(f[p] + y) + 2', value: '4' }],
        },
      },
    });
  });
});

function assign(...updates: readonly Update[]): StatementTree {
  return { kind: 'assign', updates: updates.flatMap(({ trees }) => trees) };
}
const clauseOf = (condition: Expr<boolean>): Clause => ({ name: '', node: condition.node });
const require_ = (condition: Expr<boolean>): StatementTree => ({ kind: 'require', clause: clauseOf(condition) });
const assert_ = (condition: Expr<boolean>, message: string): StatementTree => ({
  kind: 'assert',
  assertion: { path: 'act.check', property: message, severity: 'bug', node: condition.node, message },
});
const if_ = (
  condition: Expr<boolean>,
  then: readonly StatementTree[],
  otherwise: readonly StatementTree[] = [],
): StatementTree => ({
  kind: 'if',
  condition: clauseOf(condition),
  then,
  otherwise,
});
const choose_ = (...alternatives: readonly Alternative[]): StatementTree => ({ kind: 'choose', alternatives });
const way = (name: string, ...body: readonly StatementTree[]): Alternative => ({ name, binders: [], body });
const running = (...body: readonly StatementTree[]): ActionTree => ({ name: 'act', parameters: [], when: [], body });

describe('statements', () => {
  it('run in order, so that later ones see earlier ones', () => {
    expect(
      firings(
        running(assign(x.becomes(3)), assign(y.becomes(x), x.becomes(0)), if_(y.is(3), [assign(flag.becomes(true))])),
        ['x', 'y', 'flag'],
      ),
    ).toEqual(['act x=0 y=3 flag=true']);
  });

  it('go one of two ways and on behind both', () => {
    const body = [if_(flag, [assign(x.becomes(0))], [assign(x.becomes(2))]), assign(y.becomes(x))];
    expect(firings(running(...body), ['x', 'y'])).toEqual(['act x=2 y=2']);
    expect(firings(running(...body), ['x', 'y'], { flag: true })).toEqual(['act x=0 y=0']);
  });

  it('that wait in vain disable the whole step, whatever was done before', () => {
    expect(firings(running(assign(x.becomes(3)), require_(x.is(1))))).toEqual([]);
    expect(firings(running(assign(x.becomes(3)), require_(x.is(3))), ['x'])).toEqual(['act x=3']);
  });

  it('that assert something false fail, with what was done before in view', () => {
    expect(firings(running(assign(x.becomes(3)), assert_(x.lessThan(3), 'S1'), require_(x.is(1))))).toEqual([
      'act fails S1 | S1',
    ]);
    expect(firings(running(require_(x.is(3)), assert_(x.lessThan(3), 'S1')))).toEqual([]);
  });

  it('that assert nothing in words are told by what is false', () => {
    expect(firings(running(assert_(x.is(y), '')))).toEqual(['act fails  | x = y is false']);
  });

  it('that are outside their domain fail in the place where they stand', () => {
    expect(firings(running(assign(x.becomes(3)), assign(owner.becomes(owner.value())), assert_(flag, 'S1')))).toEqual([
      'act fails act: owner.value() | value() of none',
    ]);
    expect(firings(running(assert_(flag, 'S1'), assign(owner.becomes(owner.value()))))).toEqual(['act fails S1 | S1']);
  });

  it('that choose give one firing for each alternative and binding that is not blocked', () => {
    const binder: Binder = { name: 'p', sort: Page };
    const p: Node = { kind: 'bound', sort: Page, binder };
    const isNot1: Clause = {
      name: '',
      node: { kind: 'apply', sort: { kind: 'bool' }, operator: 'notEqual', args: [p, page1.node], detail: '' },
    };
    const take: StatementTree = { kind: 'assign', updates: [{ name: '', target: owner.node, value: p, binders: [] }] };
    const act = running(
      assign(x.becomes(0)),
      choose_(
        way('refused', assign(y.becomes(x))),
        { name: 'granted', binders: [binder], body: [{ kind: 'require', clause: isNot1 }, take] },
        way('never', require_(flag)),
        way('bad', assert_(flag, 'S2')),
      ),
    );
    expect(firings(act, ['x', 'y', 'owner'])).toEqual([
      'act/refused x=0 y=0 owner=null',
      'act/granted(p: page0) x=0 y=2 owner=0',
      'act/granted(p: page2) x=0 y=2 owner=2',
      'act/bad fails S2 | S2',
    ]);
  });

  it('that choose in a branch, and again after, multiply', () => {
    const either = choose_(way('a', assign(x.becomes(0))), way('b', assign(x.becomes(2))));
    const act = running(if_(flag.not(), [either]), choose_(way('c'), way('d', require_(x.is(2)))));
    expect(firings(act, ['x'])).toEqual(['act/a/c x=0', 'act/b/c x=2', 'act/b/d x=2']);
  });

  it('in an action without any are one firing that changes nothing', () => {
    expect(firings(running(), ['x'])).toEqual(['act x=1']);
  });
});

describe('a place', () => {
  it('may be a local: it needs no value before, and may lose it', () => {
    const local = { kind: 'local', of: small } as const;
    const own: Place<never> = variables({ mine: fn(Page, local as never) }).mine as never;
    const part: Node = { kind: 'apply', sort: local, operator: 'at', args: [own.node, page1.node], detail: '' };
    const target: Node = { kind: 'apply', sort: small, operator: 'local', args: [part], detail: '' };
    const storing = (value: number): ActionTree =>
      running({
        kind: 'assign',
        updates: [{ name: '', target, value: { kind: 'literal', sort: range(0, 9), value }, binders: [] }],
      });
    const mine = built(spec({ variables: { x }, init: { x: 0 }, invariants: { any: x.atLeast(0) } }));
    const state = stateOf(
      { ...mine, variables: [{ name: 'mine', sort: own.node.sort, role: 'local' }] },
      { mine: everywhere(Symbol.for('ballast.unset') as never) },
    );
    const [stored, refused] = [fire(storing(2), state), fire(storing(4), state)].map((outcomes) =>
      outcomes.map((outcome) => lineOf(outcome, ['mine'])),
    );
    expect(stored).toEqual(['act mine=Map { 0: Symbol(ballast.unset), 1: 2, 2: Symbol(ballast.unset) }']);
    expect(refused).toEqual(['act fails act: mine := 4 | mine[page1]: 4 is outside range(0, 3)']);
  });
});
