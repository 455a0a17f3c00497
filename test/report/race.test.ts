// The race table: columns, calls, folding, what is left out, and what stands around it.

import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/result/result.ts';
import { raceBlocks, renderRace } from '../../src/report/race.ts';
import { blocksOf, change, resultOf, step, violated } from './race-results.ts';

const race = [
  step('cpu0', 'outer.lock', change('lock', 'free', 'held by cpu0')),
  step('cpu0', 'outer.inner.write', change('x', '0', '1'), change('flag', 'false', 'true')),
  step('cpu1', 'other.look'),
  step('cpu0', 'outer.unlock', change('lock', 'held by cpu0', 'free')),
  step('cpu1', 'other.write', change('x', '1', '2')),
];

describe('a race table', () => {
  it('is complete by itself: what was checked, the start, the steps, what is broken, how to repeat it', () => {
    const why = {
      text: 'x # 2',
      value: 'false',
      bindings: [],
      given: ['true'],
      reads: [
        { name: 'x', value: '2' },
        { name: 'holder(lock)', value: 'none' },
      ],
    };
    const property = violated(race, {
      why,
      orderings: [{ first: 2, second: 5, outcome: 'saved', reason: 'otherwise P is not violated' }],
      because: { step: 2, text: 'step 2 (write) changed x from 0 to 1' },
    });
    expect(renderRace(resultOf([property])))
      .toBe(`toy (mutant M): P is violated in 5 steps; no shorter behaviour violates
  anything
  a line is missing
  aaaaaaaaaaaa = 1; 3 other constants have their defaults

  at first x = 0, lock = free

     cpu0                              cpu1
     -----------------------------------------------------
     outer()
  1    takes lock
       inner()
  2      write: x 0 -> 1, flag = true
                                       other()
  3                                      look
  4    drops lock
  5                                      write: x 1 -> 2
                                         <P is violated>

  step 2 before 5: otherwise P is not violated

  P: x # 2
    x # 2 is false
      given true
      x = 2, since step 5
      holder(lock) = none, since step 4
    because step 2 (write) changed x from 0 to 1

12 distinct states explored, depth 3
repeat: ballast check toy.ts --mutant M`);
  });

  it('leaves out what does not matter, and counts it; but keeps the last step, and what a sentence names', () => {
    const steps = race.map((each) => ({ ...each, isRelevant: false }));
    const [, table, notes] = blocksOf(
      violated(steps, { orderings: [{ first: 2, second: 5, outcome: 'refused', reason: 'otherwise not' }] }),
    );
    expect(table).toBe(`     cpu0                              cpu1
     -----------------------------------------------------
     outer()
       inner()
  2      write: x 0 -> 1, flag = true
                                       other()
  5                                      write: x 1 -> 2
                                         <P is violated>`);
    expect(notes).toBe('  3 steps that do not matter are left out: 1, 3, 4');
  });

  it('shows everything on a terminal, what does not matter dimmed, and a function where something in it matters', () => {
    const steps = race.map((each, index) => ({ ...each, isRelevant: index === 1 || index === 4 }));
    const [, table, notes] = blocksOf(violated(steps), {
      columns: 100,
      paint: (tone: string, text: string) => `<${tone}>${text.trimStart()}`,
    });
    expect(table?.split('\n').slice(2)).toEqual([
      '     outer()',
      '<quiet>1    takes lock',
      '       inner()',
      '  2      write: x 0 -> 1, flag = true',
      '                                       other()',
      '<quiet>3                                      look',
      '<quiet>4    drops lock',
      '  5                                      write: x 1 -> 2',
      '<bad><P is violated>',
    ]);
    expect(notes).toBe('  3 steps do not matter: 1, 3, 4');
  });

  it('leaves out of a step of many changes those that do not matter, and dims them below it on a terminal', () => {
    const idle = (place: string) => ({ ...change(place, '0', '1'), isRelevant: false });
    const [few, many] = [
      [change('x', '0', '1'), idle('y')],
      [idle('a'), change('b', '0', '1'), idle('c'), change('d', '0', '1')],
    ];
    const steps = [step('cpu0', 'few', ...few), step('cpu0', 'many', ...many), step('cpu0', 'end')].map((each) => ({
      ...each,
      isRelevant: true,
    }));
    const [start, table, notes] = blocksOf(violated(steps));
    expect(start).toBe('  at first x = 0');
    expect(table?.split('\n').slice(2)).toEqual([
      '  1  few   x 0 -> 1, y 0 -> 1',
      '  2  many  b 0 -> 1, d 0 -> 1',
      '  3  end',
      '     <P is violated>',
    ]);
    expect(notes).toBe('  2 changes that do not matter are left out');
    const [, whole, said] = blocksOf(violated(steps), {
      columns: 100,
      paint: (tone: string, text: string) => `<${tone}>${text}`,
    });
    expect(whole?.split('\n').slice(3, 5)).toEqual([
      '  2  many  b 0 -> 1, d 0 -> 1',
      '<quiet>           a 0 -> 1, c 0 -> 1',
    ]);
    expect(said).toBe('  2 changes do not matter');
    const relevant = {
      ...violated(
        steps.map((each) => ({ ...each, changes: each.changes.map((one) => ({ ...one, isRelevant: undefined })) })),
      ),
      name: 'Q',
    };
    expect(
      raceBlocks({ properties: [violated(steps), relevant] })
        .flat()
        .join('\n'),
    ).toContain('many  a 0 -> 1, b 0 -> 1');
  });

  it('begins columns at tab stops where it is asked to', () => {
    const [, table] = blocksOf(violated(race), { areTabs: true });
    expect(table?.split('\n').slice(0, 6)).toEqual([
      '\tcpu0\t\t\t\t\tcpu1',
      `\t${'-'.repeat(67)}`,
      '\touter()',
      '    1\t  takes lock',
      '\t  inner()',
      '    2\t    write: x 0 -> 1, flag = true',
    ]);
  });

  it('leaves functions out of a deep chain that only call another, and tells the chain', () => {
    const [, table, notes] = blocksOf(
      violated([step('cpu0', 'a.one'), step('cpu0', 'a.b.c.d.two'), step('cpu0', 'a.three')]),
    );
    expect(table).toBe(`     cpu0
     -------------------
     a()
  1    one
       d()
  2      two
  3    three
       <P is violated>`);
    expect(notes).toBe('  calls of cpu0 in full: a > b > c > d');
  });

  it('shows who waits for what at a deadlock, each in its column, and who holds what', () => {
    const steps = [
      step('cpu0', 'f.lock', change('a', 'free', 'held by cpu0')),
      step('cpu1', 'f.lock', change('b', 'free', 'held by cpu1')),
    ];
    const waiting = [
      { actor: 'cpu0', action: 'kind.f.lock#2', clause: 'holder(b) = none' },
      { actor: 'cpu1', action: 'kind.f.lock#2', clause: 'holder(a) = none' },
    ];
    const [, table, notes, , broken] = blocksOf(violated(steps, { name: 'deadlock', kind: 'deadlock', waiting }));
    expect(table?.split('\n').slice(-2)).toEqual([
      '       <waits for holder(b) = none>',
      '                                       <waits for holder(a) = none>',
    ]);
    expect(notes).toBe('  held at the end: a by cpu0; b by cpu1');
    expect(broken).toBe(`  deadlock: nobody can go on, and not everybody is done
    cpu0: f.lock#2 waits for holder(b) = none
    cpu1: f.lock#2 waits for holder(a) = none`);
  });

  it('ends with how a step fails', () => {
    const failing = { ...step('cpu1', 'other.del'), failure: 'not on a list' };
    const [, table] = blocksOf(violated([...race.slice(0, 1), failing], { kind: 'assertion' }));
    expect(table?.split('\n').slice(-2)).toEqual(['  2                  del', '                     <not on a list>']);
  });

  it('has no head where there are no processes, and one column for what none of them does', () => {
    const alone = { action: 'go', text: 'go(d: 1)', parameters: [], changes: [change('x', '0', '2')], shown: [] };
    expect(blocksOf(violated([alone]))[1]).toBe('  1  go(d: 1)  x 0 -> 2\n     <P is violated>');
    const [, both] = blocksOf(violated([step('cpu0', 'f.go'), alone]));
    expect(both?.split('\n')[0]).toBe('     cpu0  (no process)');
  });

  it('has a row with the number of a step of which there is nothing to say', () => {
    const nothing = { action: '', text: '', parameters: [], changes: [], shown: [] };
    expect(blocksOf(violated([nothing]))[1]?.split('\n')).toEqual(['  1  ', '     <P is violated>']);
  });

  it('is empty where the initial state violates something', () => {
    const initial = violated([], {
      why: { text: 'x # 0', value: 'false', bindings: [], given: [], reads: [{ name: 'x', value: '0' }] },
    });
    expect(
      raceBlocks({
        properties: [{ ...initial, trace: { initial: [{ name: 'x', value: '0' }], steps: [], states: [{}] } }],
      }),
    ).toEqual([['  at first x = 0'], [], [], [], ['  P: x # 2', '    x # 0 is false', '      x = 0, from the start']]);
  });

  it('says who acts in a column of names where there are more processes than columns', () => {
    const steps = Array.from({ length: 7 }, (_, index) => step(`cpu${index}`, 'f.g.write', change('x', '0', '1')));
    const [, table] = blocksOf(violated(steps));
    expect(table?.split('\n').slice(-3)).toEqual([
      '  6  cpu5  g: write: x 0 -> 1',
      '  7  cpu6  g: write: x 0 -> 1',
      '     cpu6  <P is violated>',
    ]);
  });

  it('says which step wrote what is read, of an action property in the state before its step', () => {
    const why = {
      text: 'next(x) # x',
      value: 'false',
      bindings: [],
      given: [],
      reads: [
        { name: 'x', value: '1' },
        { name: 'next(x)', value: '2' },
      ],
    };
    expect(blocksOf(violated(race, { kind: 'action', why })).at(-1)).toContain(
      'x = 1, since step 2\n      next(x) = 2, since step 5',
    );
    // What a step that fails halfway has written is not what its changes say.
    const own = { ...why, reads: [{ name: 'x', value: '9' }] };
    expect(blocksOf(violated(race, { kind: 'assertion', why: own })).at(-1)).toMatch(/x = 9$/);
  });

  it('puts what changed beside what was done where nobody else acts and no function is entered, or below where it is long', () => {
    const act = (text: string, ...changes: StepResult['changes']): StepResult => ({
      action: text,
      text,
      parameters: [],
      changes,
      shown: [],
    });
    const long = '{x,y,z}'.repeat(4);
    const steps = [
      act('fill', change('x', '0', '1')),
      act('look'),
      act('pour', change('x', '1', long), change('y', '0', long)),
    ];
    expect(blocksOf(violated(steps))[1]).toBe(`  1  fill  x 0 -> 1
  2  look
  3  pour  x 1 -> {x,y,z}{x,y,z}{x,y,z}{x,y,z},
           y 0 -> {x,y,z}{x,y,z}{x,y,z}{x,y,z}
     <P is violated>`);
    const longer = steps.map((each) => ({
      ...each,
      changes: each.changes.map((of) => ({ ...of, after: `${'{x,y,z}'.repeat(8)}w` })),
    }));
    expect(blocksOf(violated(longer))[1]).toContain(`
  3  pour
       x 1 -> {x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}w,
       y 0 -> {x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}{x,y,z}w
     <P`);
    expect(blocksOf(violated(steps.map((each) => ({ ...each, actor: 'cpu0' }))))[1]?.split('\n')[2]).toBe(
      '  1  fill  x 0 -> 1',
    );
  });

  it('says what a function is given; the value of what is passed on by the same name only in the line above', () => {
    const given = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([name, value]) => ({ name, value }));
    const deep = {
      ...step('cpu0', 'leak.dequeue.unlink.write', change('x', '0', '1')),
      given: [given(['dev', 'dev0']), given(['dev', 'dev0'], ['page', 'page0']), given(['dev', 'dev1'])],
    };
    expect(
      blocksOf(violated([deep]))[1]
        ?.split('\n')
        .slice(2, 5),
    ).toEqual(['     leak(dev = dev0)', '       dequeue(dev, page = page0)', '         unlink(dev = dev1)']);
    const long = { ...deep, given: [[], [], given(['a_long_name', 'v'.repeat(30)], ['another', 'w'.repeat(40)])] };
    expect(
      blocksOf(violated([long]))[1]
        ?.split('\n')
        .slice(2, 6),
    ).toEqual([
      '     leak()',
      '       dequeue()',
      `         unlink(a_long_name = ${'v'.repeat(30)},`,
      `             another = ${'w'.repeat(40)})`,
    ]);
  });

  it('says of a local who wrote it for whom the rule is broken, whoever took the last step', () => {
    const both = [
      step('cpu0', 'f.pick', change('page', 'unset', 'page0')),
      step('cpu1', 'f.pick', change('page', 'unset', 'page0')),
    ];
    const reads = [{ name: 'page', value: 'page0' }];
    const why = { text: 'page # page0', value: 'false', bindings: [], given: [], reads };
    const of = (bindings: readonly { readonly name: string; readonly value: string }[]): string =>
      blocksOf(violated(both, { why: { ...why, bindings } })).at(-1) ?? '';
    expect(of([{ name: 't', value: 'cpu0' }])).toMatch(/page = page0, since step 1$/);
    expect(of([{ name: 't', value: 'cpu1' }])).toMatch(/page = page0, since step 2$/);
    expect(of([])).toMatch(/page = page0$/);
  });

  it('shows the properties of one behaviour under one table, and says where there is none', () => {
    const two = [violated(race), violated(race, { name: 'Q' })];
    const lines = raceBlocks({ properties: two }).flat();
    expect(lines.filter((line) => line.includes('takes lock'))).toHaveLength(1);
    expect(lines.filter((line) => /<[PQ] is violated>/.test(line))).toHaveLength(2);
    const { trace: _, ...none } = violated(race);
    expect(blocksOf({ ...none, untraced: 'out of memory' })[0]).toBe('  there is no trace: out of memory');
  });
});
