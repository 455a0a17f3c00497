// The hash of a specification's tree: of its meaning, and not of how its file is laid out.

import { describe, expect, it } from 'vitest';
import {
  all,
  anything,
  canonicalText,
  constant,
  fn,
  forall,
  ids,
  type Bool,
  model,
  not,
  range,
  record,
  type Sort,
  spec,
  variables,
} from '../../checker/index.ts';
import { treeHashOf } from '../../src/result/tree-hash.ts';

const Page = ids('page', 3);

type Variables = ReturnType<typeof declared>;

function declared() {
  return variables({ flag: fn(Page, range(0, 1)), count: range(0, 3) });
}

/** A model whose one invariant is this. */
function withInvariant(rule: (v: Variables) => Bool) {
  return model('hashed', { constants: { size: constant(range(1, 3), 2, 'of nothing') } }, () => {
    const v = declared();
    return spec({ variables: v, init: { flag: 0, count: 0 }, actions: {}, invariants: { rule: rule(v) } });
  });
}

async function hashOf(rule: (v: Variables) => Bool, size = 2): Promise<string> {
  return await treeHashOf(withInvariant(rule).build({ set: { size } }));
}

describe('the hash of a tree', () => {
  it('is the same for the same rule, written anywhere and any number of times', async () => {
    const rule = ({ count }: Variables): Bool => not(count.is(3));
    expect(await hashOf(({ count }) => not(count.is(3)))).toBe(await hashOf(rule));
    // prettier-ignore
    expect(await hashOf(
      ({ count }) =>

        not( count.is(3) ) // said otherwise
    )).toBe(await hashOf(rule));
    expect(await hashOf(rule)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('does not tell whether a part is written once and used twice, or written twice', async () => {
    const twice = await hashOf(({ count }) => all(count.is(1).implies(count.is(1)), count.is(2)));
    const once = await hashOf(({ count }) => {
      const part = count.is(1);
      return all(part.implies(part), count.is(2));
    });
    expect(once).toBe(twice);
  });

  it.each<readonly [what: string, rule: (v: Variables) => Bool]>([
    ['another number', ({ count }) => not(count.is(2))],
    ['another operator', ({ count }) => not(count.atLeast(3))],
    ['another place', ({ flag }) => forall({ p: Page }, ({ p }) => not(flag.at(p).is(1)))],
  ])('is another one for %s', async (_, rule) => {
    expect(await hashOf(rule)).not.toBe(await hashOf(({ count }) => not(count.is(3))));
  });

  it.each(['site', 'given', 'binder', 'by', 'sort', 'kind'])(
    'is another one for another sort of a field, also where that is called %s',
    async (name) => {
      const hashWith = async (sort: Sort): Promise<string> => {
        const { r } = variables({ r: record({ [name]: sort }) });
        const records = model('hashed', {}, () =>
          spec({ variables: { r }, init: { r: anything }, actions: {}, invariants: { same: r.is(r) } }),
        );
        return await treeHashOf(records.build());
      };
      expect(await hashWith(range(0, 1))).not.toBe(await hashWith(range(0, 5)));
    },
  );

  it('is another one for another constant', async () => {
    const rule = ({ count }: Variables): Bool => not(count.is(3));
    expect(await hashOf(rule, 3)).not.toBe(await hashOf(rule, 2));
  });

  it('tells apart which of two binders of one name is meant', async () => {
    const inner = await hashOf(({ flag }) =>
      forall({ p: Page }, ({ p: outer }) =>
        forall({ p: Page }, ({ p }) => flag.at(p).is(0).implies(flag.at(outer).is(1))),
      ),
    );
    const outer = await hashOf(({ flag }) =>
      forall({ p: Page }, ({ p: other }) =>
        forall({ p: Page }, ({ p }) => flag.at(other).is(0).implies(flag.at(p).is(1))),
      ),
    );
    const same = await hashOf(({ flag }) =>
      forall({ p: Page }, () => forall({ p: Page }, ({ p }) => flag.at(p).is(0).implies(flag.at(p).is(1)))),
    );
    expect(new Set([inner, outer, same]).size).toBe(3);
  });

  it('takes a part once, however often it occurs', () => {
    const nested = withInvariant(({ count }) => {
      let part: Bool = count.is(0);
      for (let depth = 0; depth < 10; depth += 1) part = all(part, part.not());
      return part;
    });
    // Written out it has 1,024 leaves.
    expect(canonicalText(nested.build()).length).toBeLessThan(10_000);
  });
});
