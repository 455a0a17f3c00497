// Numbers of trees: of the same meaning the same, whatever the quantified variables are called by the machine.

import { describe, expect, it } from 'vitest';
import { exists, fn, forall, ids, range, variables, type Bool, type Expr, type Id } from '../../checker/index.ts';
import { treeNumbers } from '../../checker/language/tree-numbers.ts';

const Page = ids('page', 3);
const { refs, last } = variables({ refs: fn(Page, range(0, 3)), last: Page });

type Pages = Expr<Id<'page'>>;

function nested(body: (p: Pages, q: Pages) => Bool): object {
  return forall({ p: Page }, ({ p }) => exists({ q: Page }, ({ q }) => body(p as Pages, q as Pages))).node;
}

describe('the number of a tree', () => {
  it('is the same for what is written twice', () => {
    const number = treeNumbers();
    const one = (): object => nested((p, q) => refs.at(p).is(refs.at(q)));
    expect(number(one())).toBe(number(one()));
    expect(number(refs.at(last).is(1).node)).toBe(number(refs.at(last).is(1).node));
  });

  it('is another where another variable is meant, though its name is the same', () => {
    const number = treeNumbers();
    const numbers = [
      nested((p, q) => refs.at(p).lessThan(refs.at(q))),
      nested((p, q) => refs.at(q).lessThan(refs.at(p))),
      nested((p) => refs.at(p).lessThan(refs.at(p))),
      nested((p) => forall({ q: Page }, ({ q }) => refs.at(p).lessThan(refs.at(q)))),
      forall({ p: Page }, () => exists({ p: Page }, ({ p }) => refs.at(p).lessThan(refs.at(p)))).node,
    ].map(number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is that of a part wherever it stands, unless it reads what is bound around it', () => {
    const number = treeNumbers();
    const shared = refs.at(last).is(2);
    const [inside, outside] = [nested((p, q) => refs.at(p).is(refs.at(q))), shared.node].map(number);
    expect(number(nested((p, q) => refs.at(p).is(refs.at(q))))).toBe(inside);
    expect(number(nested(() => shared))).not.toBe(outside);
    expect(number(shared.node)).toBe(outside);
  });
});
