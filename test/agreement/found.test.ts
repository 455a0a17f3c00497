// What random specifications have found: each disagreement, cut down to what it takes to see it, and never to come back.

import {
  action,
  bool,
  choose,
  each,
  element,
  enumeration,
  fn,
  fnOf,
  ids,
  maybe,
  none,
  range,
  spec,
  variables,
  type SpecDeclaration,
} from 'ballast';
import { describe, expect, it } from 'vitest';
import { built } from '../interpret/build.ts';
import { compareEngines } from './compare.ts';

const cases: Readonly<Record<string, () => SpecDeclaration>> = {
  'a quantified update of many places': () => {
    const { heap } = variables({ heap: fn(range(0, 8), range(0, 250)) });
    return spec({
      variables: { heap },
      init: { heap: 250 },
      actions: {
        empty: action({
          when: [heap.at(0).is(250)],
          then: [each({ i: range(0, 8) }, ({ i }) => heap.at(i).becomes(heap.at(i).minus(249)))],
        }),
      },
      invariants: { full: heap.at(5).is(250) },
      terminal: 'any',
    });
  },
  'a quantified update by two bindings': () => {
    const [Row, Column] = [ids('row', 9), range(0, 9)];
    const { board } = variables({ board: fn(Row, fn(Column, bool)) });
    return spec({
      variables: { board },
      init: { board: fnOf(Row, (row) => fnOf(Column, (column) => row.index().is(column))) },
      actions: {
        turn: action({
          then: [each({ r: Row, c: Column }, ({ r, c }) => board.at(r).at(c).becomes(board.at(r.next()).at(c)))],
        }),
      },
      invariants: { low: board.at(element(Row, 3)).at(5).not() },
    });
  },
  'many updates at indices that only the state knows, over several words': () => {
    const Slot = range(0, 4);
    const { shift, heap } = variables({ shift: Slot, heap: fn(Slot, fn(range(0, 3), range(0, 8000))) });
    return spec({
      variables: { shift, heap },
      init: { shift: 0, heap: fnOf(Slot, (slot) => fnOf(range(0, 3), (word) => slot.times(1000).plus(word))) },
      actions: {
        turn: action({
          then: [
            each({ i: Slot }, ({ i }) => heap.at(shift.plus(i).modulo(5)).becomes(heap.at(i))),
            shift.becomes(shift.plus(1).modulo(5)),
          ],
        }),
      },
      invariants: { low: heap.at(4).at(3).lessThan(4003) },
    });
  },
  'an element of a sort whose functions have no values': () => {
    const Nothing = maybe(fn(enumeration('a', 'b'), ids('nobody', 0)));
    const { last, count } = variables({ last: Nothing, count: range(0, 3) });
    return spec({
      variables: { last, count },
      init: { last: none, count: 0 },
      actions: {
        take: action({ it: Nothing }, ({ it }) => ({
          when: [count.lessThan(3)],
          then: [last.becomes(choose({ e: Nothing }, ({ e }) => e.is(it))), count.increment()],
        })),
      },
      invariants: { low: count.lessThan(3) },
    });
  },
};

describe('both engines', () => {
  it.each(Object.entries(cases))('find the same of %s', async (_, make) => {
    const { reference, compiled } = await compareEngines(built(make()), { all: true });
    expect(compiled).toBe(reference);
  });
});
