// The edit `initial`: another value to begin with, said as traces print values.

import { describe, expect, it } from 'vitest';
import {
  action,
  anything,
  bool,
  elementsOf,
  enumeration,
  explore,
  fn,
  ids,
  initial,
  initialStates,
  lock,
  maybe,
  model,
  none,
  oneOf,
  printValue,
  range,
  record,
  seq,
  set,
  spec,
  tuple,
  variables,
  variant,
  type Edit,
  type Sort,
} from 'ballast';
import { valueIn } from '../../checker/interpret/state.ts';
import { parseValue } from '../../checker/language/value-text.ts';
import { compareEngines } from '../agreement/compare.ts';
import { messageOf } from './refusal.ts';

const Page = ids('page', 3);
const Cpu = ids('cpu', 2);
const Mode = enumeration('idle', '-EAGAIN', 'idle-still');
const { count, twice, mode, owner, refs, grid, place, used, spin, any } = variables({
  count: range(0, 9),
  twice: range(0, 18),
  mode: Mode,
  owner: maybe(Page),
  refs: fn(Page, range(0, 3)),
  grid: fn(Page, fn(Cpu, range(0, 3))),
  place: fn(Page, record({ x: range(0, 3), on: bool })),
  used: set(Page),
  spin: lock('spin'),
  any: fn(Page, range(0, 1)),
});

const one = model('start', {}, () =>
  spec({
    variables: { count, twice, mode, owner, refs, grid, place, used, spin, any },
    init: {
      count: 1,
      twice: count.plus(count),
      mode: 'idle',
      owner: none,
      refs: (page) => page.index(),
      grid: 0,
      place: { x: 0, on: false },
      used: [],
      spin: 'free',
      any: anything,
    },
    actions: { tick: action({ when: [count.is(9), twice.is(18)], then: [count.becomes(8)] }) },
    invariants: { small: count.atMost(9) },
    terminal: 'any',
  }),
);

type Edits = readonly (Edit | string)[];

/** What a variable may be at the start, after some edits. */
function valuesOf(name: string, ...edits: Edits): readonly string[] {
  const specification = one.build({ edits });
  const index = specification.variables.findIndex((variable) => variable.name === name);
  const sort = specification.variables[index]?.sort;
  if (sort === undefined) throw new Error(`no variable ${name}`);
  const printed = [...initialStates(specification)].flatMap((effect) =>
    effect === undefined ? [] : printValue(valueIn(effect.state, name), sort),
  );
  return [...new Set(printed)];
}

describe('another initial value', () => {
  it.each<[string, Edit | string, readonly string[]]>([
    ['count', initial('count', 3), ['3']],
    ['count', 'initial count 3', ['3']],
    ['mode', initial('mode', '-EAGAIN'), ['-EAGAIN']],
    ['owner', 'initial owner page2', ['page2']],
    ['refs', 'initial refs 3', ['[page0: 3, page1: 3, page2: 3]']],
    ['refs', 'initial refs[page2] 0', ['[page0: 0, page1: 1, page2: 0]']],
    ['refs', 'initial refs [page0: 1, page1: 0, page2: 3]', ['[page0: 1, page1: 0, page2: 3]']],
    [
      'grid',
      'initial grid 2',
      Array.from(
        { length: 1 },
        () => '[page0: [cpu0: 2, cpu1: 2], page1: [cpu0: 2, cpu1: 2], page2: [cpu0: 2, cpu1: 2]]',
      ),
    ],
    [
      'grid',
      'initial grid[page1] 2',
      ['[page0: [cpu0: 0, cpu1: 0], page1: [cpu0: 2, cpu1: 2], page2: [cpu0: 0, cpu1: 0]]'],
    ],
    [
      'grid',
      'initial grid[page1][cpu0] 2',
      ['[page0: [cpu0: 0, cpu1: 0], page1: [cpu0: 2, cpu1: 0], page2: [cpu0: 0, cpu1: 0]]'],
    ],
    [
      'place',
      'initial place[page1].on true',
      ['[page0: [x: 0, on: false], page1: [x: 0, on: true], page2: [x: 0, on: false]]'],
    ],
    [
      'place',
      'initial place[page1] [x: 1, on: true]',
      ['[page0: [x: 0, on: false], page1: [x: 1, on: true], page2: [x: 0, on: false]]'],
    ],
    ['used', 'initial used {page0, page2}', ['{page0, page2}']],
    ['owner', 'initial owner anything', ['none', 'page0', 'page1', 'page2']],
    ['any', 'initial any 1', ['[page0: 1, page1: 1, page2: 1]']],
  ])('of %s: %s', (name, edit, values) => {
    expect(valuesOf(name, edit)).toEqual(values);
  });

  it('of a part of what may be anything leaves the rest as it may be', () => {
    const values = valuesOf('any', 'initial any[page1] 1');
    expect(values).toHaveLength(4);
    expect(values.every((value) => value.includes('page1: 1'))).toBe(true);
  });

  it('is followed by those that are computed from it', () => {
    expect(valuesOf('twice', 'initial count 4')).toEqual(['8']);
    expect(valuesOf('twice', 'initial count 4', 'initial twice 3')).toEqual(['3']);
  });

  it('is one for each way to start', () => {
    const several = model('several', {}, () =>
      spec({
        variables: { count, mode },
        inits: [
          { count: oneOf(1, 2), mode: 'idle' },
          { count: 5, mode: '-EAGAIN' },
        ],
        actions: { tick: action({ when: [count.is(9)], then: [count.becomes(8)] }) },
        invariants: { small: count.atMost(9) },
        terminal: 'any',
      }),
    );
    const states = (...edits: Edits): number => [...initialStates(several.build({ edits }))].length;
    expect(states()).toBe(3);
    expect(states('initial count 7')).toBe(2);
    expect(states('initial mode idle')).toBe(3);
  });

  it('is where both engines begin', async () => {
    for (const edits of [['initial count 9'], ['initial any[page0] 0', 'initial refs[page1] 3']]) {
      const specification = one.build({ edits });
      const { reference, compiled } = await compareEngines(specification, {});
      expect(compiled).toBe(reference);
      const { counts } = await explore(specification);
      expect(counts.statesDistinct).toBe(edits.length === 1 ? 16 : 4);
    }
  });

  it.each<[Edit | string, string]>([
    ['initial cuont 3', "UsageError: there is no variable 'cuont' with an initial value\n  did you mean 'count'?"],
    [
      initial('worker.pc', 'start'),
      "UsageError: there is no variable 'worker.pc' with an initial value\n  the variables are count, twice, mode, owner, refs, grid, place, used, spin, any",
    ],
    ['initial count 10', "UsageError: '10' is no value for count\n  it takes a whole number from 0 to 9"],
    [
      'initial mode idel',
      "UsageError: 'idel' is no value for mode\n  it takes idle, -EAGAIN or idle-still; did you mean 'idle'?",
    ],
    [
      'initial owner page3',
      "UsageError: 'page3' is no value for owner\n  it takes none, page0, page1 or page2; did you mean 'page0'?",
    ],
    ['initial refs page0', "UsageError: 'page0' is no value for refs\n  it takes a whole number from 0 to 3"],
    [
      'initial refs[page3] 0',
      "UsageError: 'refs[page3]' is no part of refs, which is fn(ids('page', 3), range(0, 3))\n  write refs[key], where the key is page0, page1 or page2",
    ],
    [
      'initial place[page0].y 0',
      "UsageError: 'place[page0].y' is no part of place[page0], which is record({ x: range(0, 3), on: bool })\n  write place[page0].field, where the field is x or on",
    ],
    [
      'initial count[page0] 0',
      "UsageError: 'count[page0]' is no part of count, which is range(0, 9)\n  leave it at count",
    ],
    ['initial spin held by cpu#0', "UsageError: 'held by cpu#0' is no value for spin\n  it takes free"],
    [
      'initial count 1',
      "SpecError: the edit 'initial count 1' changes nothing\n  a variant that changes nothing proves nothing",
    ],
    [
      'initial place[page2].on false',
      "SpecError: the edit 'initial place[page2].on false' changes nothing\n  a variant that changes nothing proves nothing",
    ],
    [
      'initial any anything',
      "SpecError: the edit 'initial any anything' changes nothing\n  a variant that changes nothing proves nothing",
    ],
  ])('that cannot be is refused: %s', (edit, message) => {
    expect(messageOf(() => one.build({ edits: [edit] }))).toBe(message);
  });
});

describe('a value', () => {
  it.each<[Sort]>([
    [bool],
    [range(-2, 12)],
    [Mode],
    [Page],
    [maybe(Page)],
    [maybe(Mode)],
    [record({ a: range(0, 2), b: maybe(Mode) })],
    [tuple(Page, bool, Mode)],
    [fn(Page, maybe(Cpu))],
    [fn(tuple(Page, Cpu), bool)],
    [set(Page)],
    [set(tuple(Cpu, bool))],
    [seq(Mode, 2)],
    [variant({ empty: enumeration('empty'), at: Page, both: record({ a: Page, b: bool }) })],
  ])('of any sort is read as it is printed', (sort) => {
    const values = elementsOf(sort);
    expect(values.length).toBeGreaterThan(1);
    const printed = values.map((value) => printValue(value, sort));
    expect(printed.map((text) => printValue(parseValue(text, sort, 'it'), sort))).toEqual(printed);
    for (const text of ['', 'nothing', `${printed[0] ?? ''}x`, `${printed[0] ?? ''}, ${printed[1] ?? ''}`])
      expect(() => parseValue(text, sort, 'it')).toThrow(`'${text}' is no value for it`);
  });
});
