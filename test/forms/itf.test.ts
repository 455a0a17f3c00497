// ITF: what is written keeps the format's rules and comes back equal; what others write is read.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itf } from '../../src/forms/itf.ts';
import type { TraceSubject } from '../../src/forms/subject.ts';
import { readItf } from '../../src/forms/itf-reader.ts';
import { sortOfValues } from '../../src/forms/itf-sorts.ts';
import { itfOf, jsonBySort } from '../../src/forms/itf-values.ts';
import type { Json, SortResult } from '../../src/result/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';
import { itfBreaches } from './itf-rules.ts';
import { goingRound, stuttering } from './lassos.ts';
import { everyKind, saved, subjectOf } from './subjects.ts';

interface Written {
  readonly '#meta': Readonly<Record<string, Json>>;
  readonly params: readonly string[];
  readonly vars: readonly string[];
  readonly loop?: number;
  readonly states: readonly Readonly<Record<string, Json>>[];
}

function parse(text: string): Written {
  return JSON.parse(text) as Written;
}

describe('a trace in ITF', () => {
  it.each(everyKind)('keeps the rules of the format and comes back equal: %s', async (_, line, choice) => {
    const subject = await subjectOf(line, choice);
    const text = itf(subject);
    expect(itfBreaches(text)).toEqual([]);
    expect(readItf(parse(text) as object as Json, 'x.itf.json')).toEqual(subject);
  });

  it.each([
    ['goes round', (ending: TraceSubject) => goingRound(ending, 1), 1],
    ['goes round from the start', (ending: TraceSubject) => goingRound(ending, 0), 0],
    ['stutters', stuttering, 2],
  ])('keeps the rules of the format and comes back equal where it %s', async (_, lasting, loop) => {
    const subject = lasting(await subjectOf('check locks.ts'));
    const text = itf(subject);
    expect(itfBreaches(text)).toEqual([]);
    expect(parse(text).loop).toBe(loop);
    expect(readItf(parse(text) as object as Json, 'x.itf.json')).toEqual(subject);
  });

  it('is refused where it goes back elsewhere than its trace', async () => {
    const written = { ...parse(itf(goingRound(await subjectOf('check locks.ts'), 1))), loop: 0 };
    expect(() => readItf(written as object as Json, 'x.itf.json')).toThrow('loop is not where the trace goes back');
  });

  it('is read without what only ballast writes: the same values, and what changed in each step', async () => {
    for (const [, line, choice] of everyKind) {
      const subject = await subjectOf(line, choice);
      const { '#meta': meta, ...rest } = parse(itf(subject));
      const states = rest.states.map(({ '#meta': _meta, ...state }) => state);
      const bare = { '#meta': { source: meta['source'] ?? '' }, ...rest, states };
      const read = readItf(bare as object as Json, 'x.itf.json');
      const own = rest.vars.filter((name) => !name.startsWith('mbt::'));
      const again = parse(itf(read));
      expect(again.states.map((state) => own.map((name) => state[name]))).toEqual(
        states.map((state) => own.map((name) => state[name])),
      );
      const taken = subject.trace.steps.slice(0, states.length - 1).map(({ action }) => action);
      // What leads back is no state of its own, and so has no name there.
      const back = subject.trace.loop?.isStuttering === false ? [`back to state ${subject.trace.loop.from}`] : [];
      expect(read.trace.steps.map(({ action }) => action)).toEqual([...taken, ...back]);
    }
  });

  it('says the action, what it picks, the property with its step, and the types', async () => {
    const { '#meta': meta, params, vars, states } = parse(itf(await subjectOf('check sorts.ts --property unturned')));
    expect(meta).toMatchObject({ status: 'violation', property: 'unturned', propertyKind: 'invariant', step: 1 });
    expect(meta['varTypes']).toEqual({
      flag: 'Bool',
      number: 'Int',
      colour: 'Str',
      page: 'Str',
      owner: 'None(UNIT) | Some(Str)',
      point: '{ x: Int, of: None(UNIT) | Some(Str) }',
      pair: '<<Bool, Str>>',
      byPage: '(Str -> Int)',
      byNumber: '(Int -> Bool)',
      byTruth: '(Bool -> Set(Str))',
      pages: 'Set(Str)',
      queue: 'Seq(Str)',
      shape: 'nothing(Str) | at(Int)',
      guard: 'None(UNIT) | Some(Str)',
      'worker.pc': '(Str -> Str)',
      'worker.mine': '(Str -> Str)',
    });
    expect(params).toEqual([]);
    expect(vars.slice(-2)).toEqual(['mbt::actionTaken', 'mbt::nondetPicks']);
    expect(states[0]).toMatchObject({ 'mbt::actionTaken': 'init', number: { '#bigint': '-2' } });
    expect(states[1]).toMatchObject({
      'mbt::actionTaken': 'turn',
      'mbt::nondetPicks': {
        n: { tag: 'Some', value: { '#bigint': '2' } },
        p: { tag: 'Some', value: 'page0' },
      },
      owner: { tag: 'Some', value: 'page0' },
      guard: { tag: 'None', value: { '#tup': [] } },
      pair: { '#tup': [false, 'page0'] },
      byNumber: {
        '#map': [
          [{ '#bigint': '1' }, false],
          [{ '#bigint': '2' }, true],
        ],
      },
      byTruth: {
        '#map': [
          [false, { '#set': [] }],
          [true, { '#set': [] }],
        ],
      },
      shape: { tag: 'at', value: { '#bigint': '2' } },
      point: { x: { '#bigint': '0' }, of: { tag: 'None', value: { '#tup': [] } } },
    });
  });

  it('has the constants as parameters', async () => {
    const { params, states } = parse(itf(await subjectOf('check counter.ts --set top=9 --set from=5')));
    expect(params).toEqual(['top', 'from']);
    expect(states[3]).toMatchObject({ top: { '#bigint': '9' }, from: { '#bigint': '5' }, n: { '#bigint': '8' } });
  });

  it('is shown instead of a result', async () => {
    const folder = await saved({ 'result.json': 'check locks.ts' });
    const written = await ballast(folder, 'trace', 'result.json', '--as', 'itf');
    folder.write('trace.itf.json', written.out);
    for (const form of ['race', 'steps', 'diff', 'markdown', 'html', 'itf', 'tlc', 'dot', 'mermaid']) {
      const again = await ballast(folder, 'trace', 'trace.itf.json', '--as', form);
      expect(again).toEqual(await ballast(folder, 'trace', 'result.json', '--as', form));
    }
  });

  it('of another checker is shown with what it says', async () => {
    const clock = {
      '#meta': { format: 'ITF', source: 'clock.qnt', status: 'ok' },
      vars: ['hour', 'mbt::actionTaken', 'mbt::nondetPicks', 'alarm'],
      loop: 0,
      states: [
        {
          '#meta': { index: 0 },
          hour: { '#bigint': '11' },
          'mbt::actionTaken': 'init',
          'mbt::nondetPicks': { by: { tag: 'None', value: { '#tup': [] } } },
          alarm: { '#map': [] },
        },
        {
          '#meta': { index: 1 },
          hour: 12,
          'mbt::actionTaken': 'tick',
          'mbt::nondetPicks': { by: { tag: 'Some', value: { '#bigint': '1' } } },
          alarm: { '#map': [[{ '#tup': [{ '#bigint': '6' }, 'pm'] }, true]] },
        },
      ],
    };
    const folder = folderOf({ 'clock.itf.json': JSON.stringify(clock) });
    expect(await ballast(folder, 'trace', 'clock.itf.json')).toEqual({
      status: 0,
      err: '',
      out: `clock: a behaviour, a loop of 2 from the start

  0  (initial)        hour = 11
+-- the loop: steps 1 and 2 again and again, for ever
| 1  tick(by: 1)      hour 11 -> 12, alarm[[6,"pm"]] = true
| 2  back to state 0  hour 12 -> 11, alarm[[6,"pm"]] true -> unset
+-- back to before step 1`,
    });
  });
});

/** Values that fit a sort, as a result has them, with the sort. */
const sortsAndValues = fc
  .letrec<{ readonly sort: SortResult }>((tie) => ({
    sort: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<SortResult>('boolean', 'integer', 'string', 'lock'),
      tie('sort').map((maybe): SortResult => ({ maybe })),
      tie('sort').map((set): SortResult => ({ set })),
      tie('sort').map((sequence): SortResult => ({ sequence })),
      fc.array(tie('sort'), { maxLength: 3 }).map((tuple): SortResult => ({ tuple })),
      fc
        .dictionary(fc.constantFrom('x', 'y', '#z'), tie('sort'), { minKeys: 1 })
        .map((record): SortResult => ({ record })),
      fc.dictionary(fc.constantFrom('A', 'B'), tie('sort'), { minKeys: 1 }).map((variant): SortResult => ({ variant })),
      fc
        .tuple(tie('sort'), fc.constantFrom('boolean', 'integer', 'string'))
        .map(([result, of]): SortResult => ({ function: result, of })),
    ),
  }))
  .sort.chain((sort) => valueOf(sort).map((value) => [sort, value] as const));

function valueOf(sort: SortResult): fc.Arbitrary<Json> {
  if (sort === 'boolean') return fc.boolean();
  if (sort === 'integer') return fc.integer();
  if (sort === 'string') return fc.constantFrom('idle', 'page0', '');
  if (sort === 'lock') return fc.constantFrom(null, 'scanner#0');
  // None of none is none: a language with sorts of its own has no value for it.
  if ('maybe' in sort)
    return fc.oneof(
      fc.constant(null),
      valueOf(sort.maybe).filter((value) => value !== null),
    );
  if ('set' in sort)
    return fc.uniqueArray(valueOf(sort.set), { maxLength: 3, selector: (value) => JSON.stringify(value) });
  if ('sequence' in sort) return fc.array(valueOf(sort.sequence), { maxLength: 3 });
  if ('tuple' in sort) return fc.tuple(...sort.tuple.map(valueOf));
  if ('record' in sort)
    return fc.record(Object.fromEntries(Object.entries(sort.record).map(([name, of]) => [name, valueOf(of)])));
  if ('variant' in sort) {
    return fc.oneof(...Object.entries(sort.variant).map(([tag, of]) => valueOf(of).map((value) => ({ tag, value }))));
  }
  const keys = { boolean: ['false', 'true'], integer: ['1', '2', '30'], string: ['page0', 'page1'] }[sort.of];
  return fc.dictionary(fc.constantFrom(...keys), valueOf(sort.function), { noNullPrototype: true });
}

describe('a value in ITF', () => {
  it('comes back equal and keeps the rules, whatever its sort', () => {
    fc.assert(
      fc.property(sortsAndValues, ([sort, value]) => {
        const written = itfOf(value, sort);
        expect(itfBreaches(JSON.stringify({ vars: ['v'], states: [{ v: written }] }))).toEqual([]);
        expect(jsonBySort(written, sort)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it('is written again as it was read, by the sort that is read off it', () => {
    fc.assert(
      fc.property(sortsAndValues, ([sort, value]) => {
        const written = itfOf(value, sort);
        // What cannot be written is a text from then on.
        fc.pre(!JSON.stringify(written).includes('#unserializable'));
        const guess = sortOfValues([written]);
        expect(itfOf(jsonBySort(written, guess), guess)).toEqual(written);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the rules of ITF', () => {
  it.each<readonly [rule: string, root: unknown, breaches: readonly string[]]>([
    ['vars', { states: [{}] }, ['vars: is no list of names']],
    ['states', { vars: [] }, ['states: is no list of states']],
    ['a variable without a value', { vars: ['x'], states: [{}] }, ['states[0]: has no x']],
    ['a value of nothing', { vars: [], states: [{ y: true }] }, ['states[0]: y is neither a variable nor a parameter']],
    ['a plain number', { vars: ['x'], states: [{ x: [1] }] }, ['states[0].x[0]: is a plain number']],
    ['null', { vars: ['x'], states: [{ x: { a: null } }] }, ['states[0].x.a: is null']],
    ['digits', { vars: ['x'], states: [{ x: { '#bigint': '1.5' } }] }, ['states[0].x: is no #bigint']],
    ['a map', { vars: ['x'], states: [{ x: { '#map': [['a']] } }] }, ['states[0].x.#map[0]: is no pair']],
    [
      'a key twice',
      {
        vars: ['x'],
        states: [
          {
            x: {
              '#map': [
                ['a', true],
                ['a', false],
              ],
            },
          },
        ],
      },
      ['states[0].x: has a key twice'],
    ],
    ['a member twice', { vars: ['x'], states: [{ x: { '#set': ['a', 'a'] } }] }, ['states[0].x: has a member twice']],
    ['an unknown mark', { vars: ['x'], states: [{ x: { '#list': [] } }] }, ['states[0].x: #list is no mark']],
    ['a mark and more', { vars: ['x'], states: [{ x: { '#set': [], a: true } }] }, ['states[0].x: has more than #set']],
    ['the loop', { vars: [], states: [{}], loop: 1 }, ['loop: is no index of a state']],
    ['another field', { vars: [], states: [{}], trace: [] }, ['trace: is no field of the format']],
  ])('are looked at: %s', (_, root, breaches) => {
    expect(itfBreaches(JSON.stringify(root))).toEqual(breaches);
  });
});
