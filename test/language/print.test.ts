import { describe, expect, it } from 'vitest';
import {
  all,
  bool,
  forall,
  ids,
  literal,
  printNode,
  range,
  unit,
  variables,
  variant,
  variantOf,
} from '../../checker/index.ts';

const Page = ids('page', 2);
const List = variant({ none: unit, balloon: range(0, 1) });

describe('a rule as people read it', () => {
  const { list, count } = variables({ list: List, count: range(0, 3) });
  const text = ({ node }: { readonly node: Parameters<typeof printNode>[0] }): string => printNode(node);

  it('calls a case that carries nothing by its tag alone, as its value is printed', () => {
    expect(text(list.is(variantOf(List, 'none', 'unit')))).toBe('list = none');
    expect(text(list.isNot(variantOf(List, 'balloon', 1)))).toBe('list # balloon(1)');
  });

  it('leaves out of a conjunction what the constants have settled', () => {
    const yes = literal(bool, true);
    const nothing = forall({ p: Page }, () => yes);
    const isEmpty = count.is(0);
    expect(text(all(isEmpty, yes))).toBe('count = 0');
    expect(text(all(nothing, isEmpty, all(yes, nothing)).implies(count.lessThan(2)))).toBe('count = 0 => count < 2');
    expect(text(all(isEmpty, literal(bool, false)))).toBe('count = 0 and false');
    expect(text(all(yes, nothing))).toBe('true and (forall p in page: true)');
  });
});
