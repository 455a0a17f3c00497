// By what elements are put in order, as a person may read it.

import { fn, ids, maybe, range, set } from 'ballast';
import { describe, expect, it } from 'vitest';
import type { Sort } from '../../checker/index.ts';
import { fieldUsesOf } from '../../checker/reduce/field-uses.ts';
import { keyBits, keyOf, keyOrderOf } from '../../checker/reduce/key-order.ts';

type Sorts = Readonly<Record<string, Sort>>;

/** By class the parts of the first element's key. */
function printed(sorts: Sorts, ...classes: readonly ReturnType<typeof ids>[]): readonly string[] {
  const specification = specificationOf(sorts);
  const { fields } = fieldUsesOf(specification).layout;
  return keyOrderOf(specification, classes.map(whole)).map(({ sort, keys }) => {
    const parts = (keys[0] ?? []).map(({ terms }) =>
      terms
        .map(({ field, table }) => `${fields[field]?.path}${table === undefined ? '' : ` as ${table.join()}`}`)
        .join(' + '),
    );
    return `${sort.name}: ${parts.join('; ')}`;
  });
}

function specificationOf(sorts: Sorts): Parameters<typeof keyOrderOf>[0] {
  const variables = Object.entries(sorts).map(([name, sort]) => ({ name, sort, role: 'declared' as const }));
  return { variables, processes: [], actions: [] };
}

function whole(sort: ReturnType<typeof ids>): Parameters<typeof keyOrderOf>[1][number] {
  return { sort, elements: Array.from({ length: sort.size }, (_, element) => element) };
}

const [Page, Thread] = [ids('page', 3), ids('thread', 2)];

describe('the order of elements', () => {
  it('comes from what belongs to them, and from how many name them', () => {
    expect(printed({ count: fn(Page, range(0, 3)), held: fn(Thread, maybe(Page)), n: range(0, 9) }, Page)).toEqual([
      'page: count[page0]; held[thread0] as 0,1,0,0; held[thread1] as 0,1,0,0',
    ]);
  });

  it('has what others point to first, and says then where they point', () => {
    expect(printed({ count: fn(Page, range(0, 3)), held: fn(Thread, maybe(Page)) }, Thread, Page)).toEqual([
      'page: count[page0]; held[thread0] as 0,1,0,0 + held[thread1] as 0,1,0,0',
      'thread: held[thread0]',
    ]);
  });

  // None, the element itself, or another, whichever.
  it('does not depend on what others of the same sort are called', () => {
    expect(printed({ next: fn(Page, maybe(Page)), listed: set(Page) }, Page)).toEqual([
      'page: page0 in listed; next[page0] as 1,2,3,3; next[page1] as 0,1,0,0 + next[page2] as 0,1,0,0',
    ]);
  });

  it('has no more parts than find room in a key', () => {
    const sorts = { a: fn(Page, range(0, 2 ** 40)), b: fn(Page, range(0, 2 ** 40)), c: fn(Page, range(0, 3)) };
    expect(printed(sorts, Page)).toEqual(['page: a[page0]; c[page0]']);
    const [{ keys } = { keys: [] }] = keyOrderOf(specificationOf(sorts), [whole(Page)]);
    for (const parts of keys) expect(keyOf(parts, () => 3)).toBeLessThan(2n ** BigInt(keyBits));
  });
});
