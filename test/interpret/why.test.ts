import { Map, Set } from 'immutable';
import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  any,
  bool,
  changed,
  define,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
  let_,
  maybe,
  none,
  range,
  set,
  spec,
  variables,
  type Bool,
  type Value,
} from 'ballast';
import type { Explanation } from '../../checker/interpret/result.ts';
import type { State } from '../../checker/interpret/state.ts';
import { explain, guardTruths } from '../../checker/interpret/why.ts';
import { built, stateOf } from './build.ts';

const Page = ids('page', 2);
const { flag, owner, held, listed, n } = variables({
  flag: bool,
  owner: fn(Page, maybe(Page)),
  held: fn(Page, bool),
  listed: set(Page),
  n: range(0, 9),
});
const specification = built(
  spec({
    variables: { flag, owner, held, listed, n },
    init: { flag: false, owner: none, held: false, listed: [], n: 0 },
    invariants: { any: n.atLeast(0) },
  }),
);
const state = stateOf(specification, {
  flag: false,
  owner: Map<Value, Value>([
    [0, null],
    [1, 0],
  ]),
  held: Map<Value, Value>([
    [0, true],
    [1, false],
  ]),
  listed: Set<Value>([1]),
  n: 4,
});

function whyFalse({ node }: Bool, successor?: State): Explanation {
  return explain(node, { state, bound: new globalThis.Map(), ...(successor === undefined ? {} : { successor }) }, true);
}

/** `text is value, where bindings, given conditions, for reads`. */
function lineOf({ text, value, bindings, given, reads }: Explanation): string {
  const list = (parts: readonly { name: string; value: string }[]): string =>
    parts.map((part) => `${part.name} = ${part.value}`).join(', ');
  return [`${text} is ${value}`, `where ${list(bindings)}`, `given ${given.join(', ')}`, `for ${list(reads)}`].join(
    '; ',
  );
}

describe('the explanation of a false condition', () => {
  it('finds the part of a conjunction that is false', () => {
    expect(lineOf(whyFalse(all(n.is(4), all(n.is(4), n.moreThan(5)))))).toBe(
      'n > 5 is false; where ; given ; for n = 4',
    );
  });

  it('finds the binding that breaks a forall, and says what makes it matter', () => {
    const condition = forall({ p: Page, q: Page }, ({ p, q }) => owner.at(p).is(q).implies(held.at(p)));
    expect(lineOf(whyFalse(condition))).toBe(
      'held[p] is false; where p = page1, q = page0; given owner[p] = q; for held[p] = false',
    );
  });

  it('finds the element that makes a denied exists true', () => {
    const condition = exists({ p: Page }, ({ p }) => any(held.at(p).not(), flag)).not();
    expect(lineOf(whyFalse(condition))).toBe('held[p] is false; where p = page1; given ; for held[p] = false');
  });

  it('stops at a disjunction, an exists, or an equivalence, which are false as a whole', () => {
    expect(lineOf(whyFalse(any(flag, n.is(5))))).toBe(
      'flag or n = 5 is false; where ; given ; for flag = false, n = 4',
    );
    expect(lineOf(whyFalse(exists({ p: Page }, ({ p }) => all(held.at(p), listed.has(p)))))).toBe(
      'exists p in page: held[p] and p in listed is false; where ; given ; for held = [page0: true, page1: false], listed = {page1}',
    );
    expect(lineOf(whyFalse(flag.iff(n.is(4))))).toBe(
      'flag <=> n = 4 is false; where ; given ; for flag = false, n = 4',
    );
  });

  it('goes through definitions, lets, choices and the state after', () => {
    const condition = define(
      'fine',
      let_({ m: n.plus(1) }, ({ m }) => ifThenElse(flag, n.is(4), m.atMost(4))),
    );
    expect(lineOf(whyFalse(condition))).toBe('m <= 4 is false; where m = 5; given not (flag); for ');
    const after = state.set('n', 5).set('flag', true);
    expect(lineOf(whyFalse(changed(n).implies(changed(flag).not()), after))).toBe(
      'next(flag) # flag is true; where ; given next(n) # n; for next(flag) = true, flag = false',
    );
  });

  it('shows what stands at each index too', () => {
    const condition = forall({ p: Page }, ({ p }) =>
      owner
        .at(p)
        .isNot(none)
        .implies(held.at(owner.at(p).value()).not()),
    );
    expect(lineOf(whyFalse(condition))).toBe(
      'held[owner[p]] is true; where p = page1; given owner[p] # none; for held[owner[p]] = true, owner[p] = page0',
    );
  });

  it('is the innermost expression where it has no value', () => {
    const condition = forall({ p: Page }, ({ p }) => all(held.at(p), held.at(owner.at(p).value())));
    expect(lineOf(whyFalse(condition))).toBe(
      'owner[p].value() is value() of none; where p = page0; given ; for owner[p] = none',
    );
  });
});

describe('why an action is not enabled', () => {
  const act = action({ p: Page }, ({ p }) => ({ when: [held.at(p), listed.has(p), owner.at(p).value().is(p), flag] }));
  const truths = (position: number): readonly string[] =>
    guardTruths(act.build('act'), state, [{ name: 'p', sort: Page, value: position }]).map(
      ({ name, text, truth }) => `${name} ${text}: ${typeof truth === 'string' ? truth : truth.outside}`,
    );

  it('is the first clause that is not true', () => {
    expect(truths(0)).toEqual([
      'when#1 held[p]: true',
      'when#2 p in listed: false',
      'when#3 owner[p] = p: not evaluated',
      'when#4 flag: not evaluated',
    ]);
  });

  it('may be a clause outside its domain', () => {
    const only = action({ p: Page }, ({ p }) => ({ when: [owner.at(p).value().is(p), flag] })).build('only');
    expect(guardTruths(only, state, [{ name: 'p', sort: Page, value: 0 }]).map(({ truth }) => truth)).toEqual([
      { outside: 'owner[p].value(): value() of none' },
      'not evaluated',
    ]);
  });
});
