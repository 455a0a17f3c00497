// The structural variants of specifications small enough to list them all, and what must be true of any list of them.

import { describe, expect, it } from 'vitest';
import {
  acquire,
  action,
  branch,
  bugOn,
  constant,
  lock,
  loop,
  model,
  procedure,
  process,
  processes,
  range,
  release,
  spec,
  step,
  structuralVariants,
  variables,
  type StructuralVariant,
} from '../../checker/index.ts';

/** One line for each variant: its name, and the rule before and after. */
function told(list: readonly StructuralVariant[]): readonly string[] {
  return list.map(({ name, before, after }) => `${name}: ${before} -> ${after}`);
}

const jugs = model('jugs', { constants: { size: constant(range(1, 9), 3, 'the size of the jug') } }, ({ size }) => {
  const { jug, spilt } = variables({ jug: range(0, size), spilt: range(0, 9) });
  return spec({
    variables: { jug, spilt },
    init: { jug: 0, spilt: 0 },
    actions: {
      fill: action({ when: [jug.lessThan(size)], then: [jug.becomes(size)] }),
      spill: action({
        when: [jug.moreThan(0), spilt.atMost(8)],
        then: [jug.becomes(0), spilt.becomes(spilt.plus(1).min(9))],
      }),
    },
    invariants: { little: spilt.atMost(9) },
    terminal: 'any',
  });
});

const counter = model('counter', {}, () => {
  const Thread = processes('thread', 2);
  const { total, mutex } = variables({ total: range(0, 9), mutex: lock('spin') });
  const add = procedure('add', {}, ({ local }) => {
    const seen = local('seen', range(0, 9));
    return [
      acquire(mutex),
      step('read', seen.becomes(total)),
      branch(seen.lessThan(5), [
        step('write', bugOn(total.isNot(seen), 'S1: an update is lost'), total.becomes(seen.plus(1).min(9))),
      ]),
      release(mutex),
    ];
  });
  return spec({
    variables: { total, mutex },
    init: { total: 0, mutex: 'free' },
    processes: [process(Thread, () => [loop([step('rest'), add({})])])],
    terminal: 'any',
  });
});

describe('structural variants', () => {
  it('leave out each condition, update and action, and weaken each comparison', () => {
    expect(told(structuralVariants(jugs))).toEqual([
      'drop fill.when#1: when jug < 3 -> without this condition',
      'weaken fill.when#1: jug < 3 -> jug <= 3',
      'drop fill: jug := 3 -> the action never happens',
      'drop spill.when#1: when jug > 0 -> without this condition',
      'weaken spill.when#1: jug > 0 -> jug >= 0',
      'drop spill.when#2: when spilt <= 8 -> without this condition',
      'weaken spill.when#2: spilt <= 8 -> spilt <= 9',
      'drop spill.then#1: jug := 0 -> jug is left as it is',
      'drop spill.then#2: spilt := min(spilt + 1, 9) -> spilt is left as it is',
      'drop spill: jug := 0, spilt := min(spilt + 1, 9) -> the action never happens',
    ]);
  });

  it('leave out each line of a program, for all its processes together', () => {
    expect(told(structuralVariants(counter))).toEqual([
      'drop thread.add: add() -> not called',
      'drop add.read: seen := total -> left out',
      'weaken add.branch: seen < 5 -> seen <= 5',
      'drop add.branch: if seen < 5: total := min(seen + 1, 9) -> goes on without the test',
      'drop add.write: total := min(seen + 1, 9) -> left out',
      'drop add.write.assert#1: assert total = seen -> not asserted',
    ]);
  });

  it('are those of the constants that are asked for', () => {
    expect(told(structuralVariants(jugs, { set: { size: 5 } }))[0]).toBe(
      'drop fill.when#1: when jug < 5 -> without this condition',
    );
  });
});
