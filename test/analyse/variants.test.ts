// The structural variants of specifications small enough to list them all, and what must be true of any list of them.

import { describe, expect, it } from 'vitest';
import {
  acquire,
  action,
  all,
  any,
  bool,
  branch,
  bugOn,
  constant,
  critical,
  element,
  fn,
  ids,
  lock,
  loop,
  maybe,
  model,
  narrowing,
  none,
  procedure,
  process,
  processes,
  range,
  release,
  spec,
  step,
  trylock,
  variables,
  variantsOf,
  type Model,
  type ModelVariant,
  type StructuralVariant,
  type VariantGroup,
} from '../../checker/index.ts';

/** Those of a build of the model; where no group is asked for, the usual ones. */
async function structuralVariants(
  from: Model,
  { groups, ...variant }: ModelVariant & { readonly groups?: readonly VariantGroup[] } = {},
): Promise<readonly StructuralVariant[]> {
  return await variantsOf(from.open(variant), groups);
}

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

const register = model('register', {}, () => {
  const Client = processes('client', 2);
  const Slot = ids('slot', 2);
  const { table, slots, full, owner } = variables({
    table: lock('spin'),
    slots: fn(Slot, lock('sleep')),
    full: fn(Slot, bool),
    owner: fn(Slot, maybe(Client)),
  });
  const enter = procedure('enter', { slot: Slot }, bool, ({ slot, ret }) => [
    trylock(slots.at(slot), [ret(false)], 'try'),
    critical(table, [step('mark', full.at(slot).becomes(true)), step('own', owner.at(slot).becomes(none))]),
    release(slots.at(slot)),
    ret(true),
  ]);
  const leave_ = procedure('leave', { slot: Slot }, ({ slot }) => [
    acquire(slots.at(slot)),
    step('clear', full.at(slot).becomes(false), owner.at(slot).becomes(none)),
    step('told'),
    release(slots.at(slot)),
  ]);
  return spec({
    variables: { table, slots, full, owner },
    init: { table: 'free', slots: 'free', full: false, owner: none },
    processes: [
      process(Client, ({ local }) => {
        const isIn = local('isIn', bool);
        const [first, second] = [element(Slot, 0), element(Slot, 1)];
        return [
          loop([
            isIn.becomes(enter({ slot: first })),
            branch(isIn, [leave_({ slot: first })]),
            isIn.becomes(enter({ slot: second })),
            branch(isIn, [leave_({ slot: second })]),
          ]),
        ];
      }),
    ],
    invariants: { free: owner.at(element(Slot, 0)).is(none) },
    terminal: 'any',
  });
});

const filed = model('filed', {}, () => {
  const Thread = processes('thread', 1);
  const { big, small } = variables({ big: lock('spin'), small: lock('spin') });
  const under = (name: string, taken: typeof big, file: string): ReturnType<typeof step> =>
    procedure(name, {}, () => [critical(taken, [step('told')])], { source: file })({});
  return spec({
    variables: { big, small },
    init: { big: 'free', small: 'free' },
    processes: [
      process(Thread, () => [
        loop([
          under('enter', big, 'mm/in.c'),
          under('stay', big, 'mm/in.c'),
          under('leave', big, 'mm/out.c'),
          under('look', small, 'mm/in.c'),
          under('peek', small, 'mm/in.c'),
        ]),
      ]),
    ],
    invariants: { little: any(big.isFree(), small.isFree()) },
    terminal: 'any',
  });
});

const gate = model('gate', {}, () => {
  const Car = processes('car', 1);
  const { open, red, inside } = variables({ open: bool, red: bool, inside: range(0, 3) });
  return spec({
    variables: { open, red, inside },
    init: { open: true, red: false, inside: 0 },
    actions: {
      shut: action({
        when: [any(all(open, inside.atMost(1)), all(red, open.not()).not())],
        then: [open.becomes(false)],
      }),
    },
    processes: [
      process(Car, () => [
        branch('enters', any(open, all(red.not(), inside.lessThan(2)).not()), [step('in', inside.becomes(1))]),
      ]),
    ],
    invariants: { little: inside.atMost(3) },
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
    invariants: { little: total.atMost(9) },
    processes: [process(Thread, () => [loop([step('rest'), add({})])])],
    terminal: 'any',
  });
});

describe('structural variants', () => {
  it('leave out each condition, update and action, and weaken each comparison', async () => {
    expect(told(await structuralVariants(jugs, { groups: ['guards', 'updates'] }))).toEqual([
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

  it('leave out each line of a program, for all its processes together', async () => {
    expect(told(await structuralVariants(counter, { groups: ['guards', 'updates', 'assertions'] }))).toEqual([
      'drop thread.add: add() -> not called',
      'drop add.read: seen := total -> left out',
      'weaken add.branch.when#1: seen < 5 -> seen <= 5',
      'drop add.branch: if seen < 5: total := min(seen + 1, 9) -> goes on without the test',
      'drop add.write: total := min(seen + 1, 9) -> left out',
      'drop add.write.assert#1: assert total = seen -> not asserted',
    ]);
  });

  it('leave out each part of a condition by which it holds more often, and of a decision every part', async () => {
    expect(told(await structuralVariants(gate, { groups: ['guards'] }))).toEqual([
      'drop shut.when#1: when open and inside <= 1 or (not red or open) -> without this condition',
      'drop shut.when#1.or#1.and#1: when … and open -> without this condition',
      'drop shut.when#1.or#1.and#2: when … and inside <= 1 -> without this condition',
      'weaken shut.when#1.or#1.and#2: inside <= 1 -> inside <= 2',
      'drop car.enters.when#1.or#1: if … or open -> without this condition',
      'drop car.enters.when#1.or#2: if … or red or inside >= 2 -> without this condition',
      'drop car.enters.when#1.or#2.and#1: if … or red -> without this condition',
      'drop car.enters.when#1.or#2.and#2: if … or inside >= 2 -> without this condition',
      'weaken car.enters.when#1.or#2.and#2: inside >= 2 -> inside >= 1',
      'drop car.enters: if open or (red or inside >= 2): inside := 1 -> goes on without the test',
    ]);
  });

  it('go on without a lock: in all copies of a place, in one, and everywhere; or wait less, or more', async () => {
    expect(told(await structuralVariants(register, { groups: ['locks'] }))).toEqual([
      'forgo enter.try: trylock slots[slot], else return false -> without the lock',
      'forgo enter#1.try: trylock slots[slot], else return false -> without the lock, here only',
      'forgo enter#2.try: trylock slots[slot], else return false -> without the lock, here only',
      'block enter.try: trylock slots[slot], else return false -> waits for slots[slot]',
      'forgo enter.lock: lock table -> without the lock',
      'forgo enter#1.lock: lock table -> without the lock, here only',
      'forgo enter#2.lock: lock table -> without the lock, here only',
      'rush enter.lock: lock table -> lock table where it is free, else without',
      'forgo leave.lock: lock slots[slot] -> without the lock',
      'forgo leave#1.lock: lock slots[slot] -> without the lock, here only',
      'forgo leave#2.lock: lock slots[slot] -> without the lock, here only',
      'rush leave.lock: lock slots[slot] -> lock slots[slot] where it is free, else without',
      'forgo enter.try; forgo leave.lock: lock slots[slot], in 2 places -> without the lock, in all of them',
    ]);
    expect((await structuralVariants(register, { groups: ['locks'] })).map(({ lock: taken }) => taken)).toEqual([
      'slots[slot]',
      'slots[slot]',
      'slots[slot]',
      'slots[slot]',
      'table',
      'table',
      'table',
      'table',
      'slots[slot]',
      'slots[slot]',
      'slots[slot]',
      'slots[slot]',
      'slots',
    ]);
  });

  it('go on without a lock in one file of the modelled code, where it is taken there twice and elsewhere too', async () => {
    const together = (await structuralVariants(filed, { groups: ['locks'] })).filter(({ edits }) => edits.length > 1);
    expect(told(together)).toEqual([
      'forgo enter.lock; forgo stay.lock: lock big, in 2 places of mm/in.c -> without the lock, in all of them',
      'forgo enter.lock; forgo stay.lock; forgo leave.lock: lock big, in 3 places -> without the lock, in all of them',
      'forgo look.lock; forgo peek.lock: lock small, in 2 places -> without the lock, in all of them',
    ]);
    expect(together.map(({ kind, file }) => [kind, file])).toEqual([
      ['forgo lock in one file', 'mm/in.c'],
      ['forgo lock everywhere', undefined],
      ['forgo lock everywhere', undefined],
    ]);
  });

  it('do things in another order, at once, one by one, or outside their critical section', async () => {
    expect(told(await structuralVariants(register, { groups: ['order'] }))).toEqual([
      'move enter.mark before enter.lock: lock table; mark -> mark; lock table',
      'move enter.own after enter.unlock: own; unlock table -> unlock table; own',
      'swap enter.mark enter.own: mark; own -> own; mark',
      'merge enter.mark enter.own: mark; own -> at once: mark; own',
      'move leave.clear before leave.lock: lock slots[slot]; clear -> clear; lock slots[slot]',
      'move leave.told after leave.unlock: told; unlock slots[slot] -> unlock slots[slot]; told',
      'split leave.clear: at once: full[slot] := false, owner[slot] := none -> each update a step of its own',
      'swap leave.clear leave.told: clear; told -> told; clear',
      'merge leave.clear leave.told: clear; told -> at once: clear; told',
    ]);
  });

  it('begin with other values, unless any value may be the first', async () => {
    expect(told(await structuralVariants(register, { groups: ['initial values'] }))).toEqual([
      'initial full true: at the start full[slot] = false -> at the start full[slot] = true',
      'initial owner client#0: at the start owner[slot] = none -> at the start owner[slot] = client#0',
      'initial owner client#1: at the start owner[slot] = none -> at the start owner[slot] = client#1',
    ]);
    expect(told(await structuralVariants(jugs, { groups: ['initial values'] }))).toEqual([
      'initial jug 1: at the start jug = 0 -> at the start jug = 1',
      'initial spilt 1: at the start spilt = 0 -> at the start spilt = 1',
    ]);
  });

  it('say of a step whether it is compared in fine granularity', async () => {
    const isFine = (await structuralVariants(register)).filter((each) => each.isFine);
    expect(new Set(isFine.map(({ group }) => group))).toEqual(new Set(['locks', 'order']));
  });

  it('leave out what can break no invariant, unless its group is asked for', async () => {
    expect((await structuralVariants(counter)).filter(({ kind }) => narrowing.includes(kind))).toEqual([]);
  });

  it('begin with the edits that are asked for, and say the rules as these have made them', async () => {
    const edits = ['weaken add.branch', 'copy add.write after add.write'];
    expect(told(await structuralVariants(counter, { edits, groups: ['guards', 'assertions'] }))).toEqual([
      'weaken add.branch.when#1: seen <= 5 -> seen <= 6',
      'drop add.branch: if seen <= 5: total := min(seen + 1, 9); total := min(seen + 1, 9) -> goes on without the test',
      'drop add.write.assert#1: assert total = seen -> not asserted',
    ]);
  });

  it('are those of the constants that are asked for', async () => {
    expect(told(await structuralVariants(jugs, { set: { size: 5 }, groups: ['guards'] }))[0]).toBe(
      'drop fill.when#1: when jug < 5 -> without this condition',
    );
  });
});
