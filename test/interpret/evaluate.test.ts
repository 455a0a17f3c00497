import { List, Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  bool,
  choose,
  collect,
  count,
  define,
  element,
  enumeration,
  evaluate,
  exists,
  fn,
  fnOf,
  forall,
  ids,
  ifThenElse,
  let_,
  maybe,
  range,
  seq,
  set,
  subset,
  variables,
  type Expr,
  type Value,
} from 'ballast';
import { stateMaker, type State } from '../../checker/interpret/state.ts';
import { DomainError, type World } from '../../checker/interpret/world.ts';
import type { Node } from '../../checker/language/tree.ts';

const Page = ids('page', 3);
const sorts = {
  n: range(0, 9),
  flag: bool,
  owner: maybe(Page),
  q: seq(Page, 3),
  listed: set(Page),
  next: fn(Page, Page),
  color: enumeration('red', 'green'),
} as const;
const { n, flag, owner, q, listed, next, color } = variables(sorts);

const state: State = stateMaker(Object.entries(sorts).map(([name, sort]) => ({ name, sort, role: 'declared' })))({
  n: 4,
  flag: false,
  owner: null,
  q: List<Value>([2, 0]),
  listed: Set<Value>([2, 0]),
  next: Map<Value, Value>([
    [0, 1],
    [1, 2],
    [2, 0],
  ]),
  color: 'green',
});

function valueOf({ node }: Expr<unknown>, world: Partial<World> = {}): Value {
  return evaluate(node, { state, bound: new globalThis.Map(), ...world });
}

function errorOf(expression: Expr<unknown>): DomainError {
  try {
    valueOf(expression);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('it has a value');
}

// A condition that has no value in this state.
const wrong = owner.value().is(element(Page, 0));

describe('an expression', () => {
  it('reads variables of the state', () => {
    expect(valueOf(n)).toBe(4);
    expect(valueOf(color)).toBe('green');
    expect(valueOf(next.at(next.at(element(Page, 0))))).toBe(2);
  });

  it.each([
    ['all', all(flag, wrong), false],
    ['any', any(flag.not(), wrong), true],
    ['implies', flag.implies(wrong), true],
    ['ifThenElse', ifThenElse(flag, wrong, n.is(4)), true],
    ['ifThenElse, the other way', ifThenElse(flag.not(), n.is(4), wrong), true],
    ['forall', forall({ p: Page }, ({ p }) => all(p.is(element(Page, 1)), wrong)), false],
    ['exists', exists({ p: Page }, ({ p }) => any(p.is(element(Page, 0)), wrong)), true],
    ['isOneOf', n.isOneOf(4, n.dividedBy(n.minus(4))), true],
  ])('with %s stops when it is decided', (_, expression, expected) => {
    expect(valueOf(expression)).toBe(expected);
  });

  it.each([
    ['all', all(wrong, flag)],
    ['any', any(wrong, flag.not())],
    ['iff, which needs both sides', flag.iff(wrong)],
    ['count, which needs every binding', count({ p: Page }, ({ p }) => any(p.isNot(element(Page, 2)), wrong)).is(9)],
    ['let, which evaluates its value first', let_({ x: owner.value() }, ({ x }) => all(flag, x.is(x)))],
  ])('with %s meets what it needs', (_, expression) => {
    expect(() => valueOf(expression)).toThrow('value() of none');
  });

  it('goes through a sort in its order, the first binder slowest', () => {
    // Each pair is met until the first that is true: (page0, page1) comes before (page1, page0).
    const first = (a: number, b: number): Expr<boolean> =>
      exists({ x: Page, y: Page }, ({ x, y }) =>
        any(
          all(x.is(element(Page, a)), y.is(element(Page, b))),
          all(x.is(element(Page, 1)), y.is(element(Page, 0)), wrong),
        ),
      );
    expect(valueOf(first(0, 1))).toBe(true);
    expect(() => valueOf(first(1, 1))).toThrow(DomainError);
  });

  it('goes through a set in the order of its elements', () => {
    expect(valueOf(choose({ p: listed }, () => all()))).toBe(0);
    expect(valueOf(choose({ p: listed }, ({ p }) => p.isNot(element(Page, 0))))).toBe(2);
    expect(valueOf(count({ p: listed, r: q.items() }, ({ p, r }) => p.is(r)))).toBe(2);
  });

  it('may range over a set that an earlier binder decides', () => {
    const sets = fnOf(Page, (p) => subset({ r: Page }, ({ r }) => r.lessThan(p)));
    expect(valueOf(count({ p: Page }, ({ p }) => exists({ r: sets.at(p) }, ({ r }) => r.is(element(Page, 0)))))).toBe(
      2,
    );
  });

  it('builds sets and functions by comprehension', () => {
    expect(valueOf(subset({ p: Page }, ({ p }) => listed.has(p).not()))).toEqual(Set([1]));
    expect(valueOf(collect({ p: Page, r: listed }, ({ p, r }) => ifThenElse(p.is(r), n, n.plus(1))))).toEqual(
      Set([4, 5]),
    );
    expect(valueOf(fnOf(Page, (p) => next.at(p).is(element(Page, 0))))).toEqual(
      Map([
        [0, false],
        [1, false],
        [2, true],
      ]),
    );
  });

  it('is true over nothing for forall, false for exists, and 0 for count', () => {
    const Nobody = ids('nobody', 0);
    expect(valueOf(forall({ x: Nobody }, ({ x }) => x.isNot(x)))).toBe(true);
    expect(valueOf(exists({ x: Nobody }, ({ x }) => x.is(x)))).toBe(false);
    expect(valueOf(count({ x: Nobody, p: Page }, ({ x }) => x.is(x)))).toBe(0);
  });

  it('means by a definition what its body means', () => {
    expect(valueOf(define('isListed', listed.has(element(Page, 2))))).toBe(true);
  });

  it('reads the state after the step by next, and the step by fired', () => {
    const { node } = n;
    const after: Node = { kind: 'next', sort: node.sort, body: node };
    const fired: Node = { kind: 'fired', sort: { kind: 'bool' }, pattern: 'p', actions: ['a', 'b'] };
    const world: World = { state, successor: state.set('n', 5), fired: 'b', bound: new globalThis.Map() };
    expect(evaluate(after, world)).toBe(5);
    expect(evaluate(fired, world)).toBe(true);
    expect(evaluate(fired, { ...world, fired: 'c' })).toBe(false);
    expect(() => evaluate(after, { state, bound: new globalThis.Map() })).toThrow(
      'next(…) is evaluated where there is no step',
    );
    expect(() => evaluate(fired, { state, bound: new globalThis.Map() })).toThrow(
      'fired(…) is evaluated where there is no step',
    );
  });
});

describe('an evaluation outside its domain', () => {
  it('names the innermost expression, what it was given, and what is bound in it', () => {
    const error = errorOf(
      forall({ p: Page, r: Page }, ({ p }) => all(next.at(p).isNot(p), q.nth(p.index().plus(1)).is(p))),
    );
    expect(error).toMatchObject({
      text: 'q[index(p) + 1]',
      message: 'item 2 of a sequence of 2',
      reads: [
        { name: 'q', value: '<page2, page0>' },
        { name: 'index(p) + 1', value: '2' },
      ],
      bindings: [{ name: 'p', value: 'page1' }],
    });
  });

  it('is the operand, where that is at fault', () => {
    expect(errorOf(next.at(owner.value()).is(q.head()))).toMatchObject({
      text: 'owner.value()',
      message: 'value() of none',
    });
  });

  it('is choose, where nothing makes it true', () => {
    expect(errorOf(choose({ p: Page }, ({ p }) => p.isNot(p)))).toMatchObject({
      text: 'choose(p in page: p # p)',
      message: 'no p makes it true',
    });
  });
});
