// Which action properties are known to hold of an action's firings without looking at a state, and that nothing else is taken for known.

import {
  all,
  any,
  changed,
  exists,
  fired,
  fn,
  forall,
  ids,
  literal,
  next,
  not,
  range,
  bool,
  variables,
  type Bool,
} from 'ballast';
import { describe, expect, it } from 'vitest';
import { settledTruth } from '../../checker/reduce/settled.ts';

const Page = ids('page', 2);
const { lock, count, owner, index } = variables({
  lock: bool,
  count: range(0, 3),
  owner: fn(Page, bool),
  index: range(0, 5),
});
const { table } = variables({ table: fn(range(0, 3), bool) });

/** In a firing of `up`, which writes count and nothing else. */
function truthOf(condition: Bool): boolean | undefined {
  return settledTruth(condition.node, { action: 'up', mayChange: (name) => name === 'count' });
}

describe('the truth of an action property in the firings of an action that writes one variable', () => {
  it.each<[string, Bool, boolean | undefined]>([
    ['what is not written does not change', changed(lock), false],
    ['what is written may', changed(count), undefined],
    [
      'a function of identifiers that is not written does not change anywhere',
      exists({ p: Page }, ({ p }) => changed(owner.at(p))),
      false,
    ],
    ['an implication of a false premise is true', changed(lock).implies(count.is(3)), true],
    ['a condition and its opposite after the step do not both hold', all(not(lock), next(lock)), false],
    ['one of them holds', any(lock, not(next(lock))), true],
    ['an equality and its opposite do not both hold', all(count.is(1), count.isNot(1)), false],
    ['not where what they read is written', all(count.is(1), next(count).isNot(1)), undefined],
    [
      'for all elements what holds of each',
      forall({ p: Page }, ({ p }) => all(owner.at(p), next(owner.at(p)).not()).not()),
      true,
    ],
    ['a literal is what it is', not(literal(bool, false)), true],
    // An index outside the table is a domain error, which only evaluation finds.
    ['nothing is known of what may have no value', all(not(table.at(index)), next(table.at(index))), undefined],
    ['nor behind it', all(table.at(index), changed(lock)), undefined],
    ['but before it', all(changed(lock), table.at(index)), false],
  ])('%s', (_, condition, truth) => {
    expect(truthOf(condition)).toBe(truth);
  });

  it('knows which action it is', () => {
    const node = (actions: readonly string[]) => ({ ...fired('up').node, actions }) as Bool['node'];
    expect(settledTruth(node(['up', 'down']), { action: 'up', mayChange: () => true })).toBe(true);
    expect(settledTruth(node(['down']), { action: 'up', mayChange: () => true })).toBe(false);
  });
});
