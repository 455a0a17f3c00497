// Behaviours that go on for ever in a report: the table with its loop, why fairness does not exclude it, the sentences on lengths.

import { describe, expect, it } from 'vitest';
import { renderCheck } from '../../src/report/check-report.ts';
import {
  fairnessReasons,
  printFairness,
  printFairnessInShort,
  printLength,
  printLengthWithin,
  printShortLength,
} from '../../src/report/lasso.ts';
import { renderRace } from '../../src/report/race.ts';
import * as race from '../../src/report/race.ts';
import type { CheckResult, LoopResult, PropertyResult, StepResult } from '../../src/result/result.ts';
import { statusOf } from '../../src/result/status.ts';
import { change, resultOf, step } from './race-results.ts';

const steps = [
  step('cpu0', 'lock.try', change('pc', 'a', 'b')),
  step('cpu1', 'lock.try', change('lock', 'free', 'held by cpu1')),
  step('cpu1', 'lock.work', change('x', '0', '1'), change('y', '0', '1'), change('z', '3', '4')),
  step('cpu0', 'lock.spin', change('x', '1', '2')),
  step('cpu1', 'unlock.work', change('x', '2', '0'), change('y', '1', '0'), change('z', '4', '3')),
];
const fairness = [
  { text: 'weak fairness of try (cpu0)', why: 'taken by step 4' },
  { text: 'strong fairness of work (cpu1)', why: 'never enabled in the loop' },
];
const round: LoopResult = { from: 2, isStuttering: false, fairness };
const stop = (from: number): LoopResult => ({ from, isStuttering: true, fairness: [] });

function lasso(loop: LoopResult, own: readonly StepResult[], more: Partial<PropertyResult> = {}): PropertyResult {
  const count = own.length + (loop.isStuttering ? 1 : 0);
  return {
    name: 'L1',
    kind: 'liveness',
    isSelected: true,
    rule: 'pc = a leads to pc = c',
    verdict: 'violated',
    isOn: true,
    steps: loop.from,
    loop: own.length - loop.from,
    trace: {
      initial: [{ name: 'x', value: '0' }],
      steps: own,
      loop,
      states: Array.from({ length: count }, () => ({})),
    },
    ...more,
  };
}

function lasting(properties: readonly PropertyResult[], more: Partial<CheckResult> = {}): CheckResult {
  return { ...resultOf(properties), ended: 'complete', ...more };
}

describe('the race table of a behaviour that goes on for ever', () => {
  it('says where those stand who have come along, and take no step in it', () => {
    const own = ['scanner#0', 'offliner#0', 'offliner#0'].map((actor) => step(actor, 'lock.try'));
    const states = own.map(() => ({
      'scanner.pc': { 'scanner#0': 'zone.page.folio_lock', 'scanner#1': 'zone.page.start' },
      'offliner.pc': { 'offliner#0': 'range.page.start' },
    }));
    const of = (loop: LoopResult): string => {
      const property = lasso(loop, own);
      const trace = property.trace && { ...property.trace, states };
      return renderRace(lasting([{ ...property, trace }]));
    };
    expect(of({ from: 1, isStuttering: false })).toContain('\n  in the loop scanner#0 stands at page.folio_lock\n');
    expect(of({ from: 0, isStuttering: false })).not.toContain('stands at');
    expect(of(stop(3))).not.toContain('stands at');
  });

  it('marks the loop, where it begins and where it goes back, and says why fairness does not exclude it', () => {
    expect(renderRace(lasting([lasso(round, steps)])))
      .toBe(`toy (mutant M): L1 is violated: 2 steps, then a loop of 3 for ever; no
  shorter stem
  a line is missing
  aaaaaaaaaaaa = 1; 3 other constants have their defaults

  at first x = 0

     cpu0              cpu1
     ------------------------------------------------------
     lock()
  1    try: pc a -> b
                       lock()
  2                      try: takes lock
+-- the loop: steps 3 to 5 again and again, for ever ------
| 3                      work: x 0 -> 1, y 0 -> 1, z 3 -> 4
| 4    spin: x 1 -> 2
|                      unlock()
| 5                      work: x 2 -> 0, y 1 -> 0, z 4 -> 3
+-- back to before step 3 ---------------------------------

  fairness does not exclude it:
    weak fairness of try (cpu0): taken by step 4
    strong fairness of work (cpu1): never enabled in the loop

  L1: pc = a leads to pc = c

12 distinct states explored, depth 3
repeat: ballast check toy.ts --mutant M`);
  });

  it('names stuttering as such', () => {
    const own = steps.slice(0, 1);
    expect(renderRace(lasting([lasso(stop(1), own)]))).toContain(`
  1    try: pc a -> b
+-- nothing happens any more: stuttering for ever --

  no fairness is stated that could exclude it
`);
  });

  it('says in a line that nothing ever happens where there is no step', () => {
    const text = renderRace(lasting([lasso(stop(0), [])]));
    expect(text).toContain('L1 is violated: nothing ever happens\n');
    expect(text).toContain('\n  nothing happens any more: stuttering for ever\n');
  });

  it('stays within 75 columns of ASCII with tabs, with many processes, and with long names', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      step(`process${index}`, 'a_long_function_name.a_step_with_a_long_name', change(`place[page${index}]`, '0', '1')),
    );
    const long = lasso({ ...round, from: 3 }, many, { rule: 'é'.repeat(100) });
    for (const areTabs of [false, true]) {
      for (const property of [long, lasso(round, steps)]) {
        const text = renderRace(lasting([property]), { areTabs });
        const lines = text.split('\n').map((line) => line.replaceAll('\t', '        '));
        expect(lines.filter((line) => line.length > 75 && !areTabs)).toEqual([]);
        expect(text).toMatch(/^[\n\t -~]*$/);
        expect(lines.filter((line) => line.startsWith('+-- '))).toHaveLength(2);
        const begin = lines.findIndex((line) => line.startsWith('+-- '));
        const end = lines.map((line) => line.startsWith('+-- ')).lastIndexOf(true);
        expect(lines.slice(begin + 1, end).every((line) => line.startsWith('|'))).toBe(true);
      }
    }
  });
});

describe('a report', () => {
  it('says under which fairness a property holds, what it assumes, and how many pairs were looked at', () => {
    const holding = (name: string, more: Partial<PropertyResult> = {}): PropertyResult => ({
      ...lasso(round, steps, { name, verdict: 'holds', ...more }),
      trace: undefined,
      steps: undefined,
      loop: undefined,
    });
    const text = renderCheck(
      lasting([holding('L1'), holding('L2', { assuming: ['eventually always not scanning'] })], {
        verdict: 'holds',
        status: 0,
        fairness: ['weak fairness of try', 'strong fairness of work'],
        behaviours: { pairs: 1234, elapsedMs: 20 },
      }),
    );
    expect(text).toContain('holds   L1 and L2 (assuming eventually always not scanning) under weak\n');
    expect(text).toContain(' fairness of try, and strong fairness of work\n');
    expect(text).toContain('\nliveness: 1,234 pairs of a state and what is still to happen, 20 ms');
  });

  it('tells each of several lengths', () => {
    const text = renderCheck(lasting([lasso(round, steps), lasso(stop(1), steps.slice(0, 1), { name: 'L2' })]), {
      race,
    });
    expect(text.split('\n')[0]).toBe(
      'toy (mutant M): L1 (2 steps, then a loop of 3) and L2 (1 step, then stuttering) are violated',
    );
    expect(text).toContain('L2 is violated: 1 step, then nothing happens for ever\n');
  });

  it('says what is out of reach', () => {
    const states = [{}, ...steps.map(() => ({}))];
    const recoverable = lasso(round, steps, { name: 'R', kind: 'recoverable', rule: 'x = 5', steps: 5 });
    const property = { ...recoverable, loop: undefined, trace: { initial: [], steps, states } };
    const text = renderRace(lasting([property]));
    expect(text).toContain('R is violated in 5 steps; no shorter behaviour violates');
    expect(text).toContain('<R is out of reach from here on>');
    expect(text).toContain('  R: from there no state with x = 5 can be reached\n');
  });

  it('has the status of liveness', () => {
    expect(statusOf({ properties: [lasso(round, steps)] })).toBe(13);
  });
});

describe('the words for a length', () => {
  it.each([
    [{ steps: 5 }, ' in 5 steps', '5 steps', ' in 5 steps'],
    [{ steps: 0 }, ' in the initial state', '0 steps', ' in the initial state'],
    [
      { steps: 5, loop: 4 },
      ': 5 steps, then a loop of 4 for ever',
      '5 steps, then a loop of 4',
      ' by 5 steps, then a loop of 4',
    ],
    [
      { steps: 0, loop: 4 },
      ': a loop of 4 steps for ever, from the start',
      'a loop of 4 from the start',
      ' by a loop of 4 from the start',
    ],
    [
      { steps: 1, loop: 0 },
      ': 1 step, then nothing happens for ever',
      '1 step, then stuttering',
      ' by 1 step, then stuttering',
    ],
    [{ steps: 0, loop: 0 }, ': nothing ever happens', 'stuttering from the start', ' by stuttering from the start'],
  ])('of %o', (length, whole, short, within) => {
    expect([printLength(length), printShortLength(length), printLengthWithin(length)]).toEqual([whole, short, within]);
  });

  it('says each strength of fairness once', () => {
    expect(printFairness(['weak fairness of a', 'strong fairness of b', 'weak fairness of c'])).toBe(
      'weak fairness of a and c, and strong fairness of b',
    );
  });

  it('names the first two of many actions that are meant as one', () => {
    const together = 'weak fairness of announce or ask or inside or leave or rest (cpu0)';
    expect(fairnessReasons({ ...round, fairness: [{ text: together, why: 'taken by step 4' }] })).toEqual([
      'weak fairness of announce or ask or 3 others (cpu0): taken by step 4',
    ]);
    expect(printFairnessInShort([together, together.replace('cpu0', 'cpu1')])).toBe(
      'weak fairness of announce or ask or 3 others (each of 2)',
    );
    expect(printFairness(['weak fairness of a or b or c or d'])).toBe('weak fairness of a or b or c or d');
  });

  it('says a reason once that many conditions have', () => {
    const all = [0, 1, 2, 3].map((cpu) => ({ text: `weak fairness of try (cpu${cpu})`, why: 'never enabled' }));
    expect(fairnessReasons({ ...round, fairness: all })).toEqual([
      'weak fairness of try (cpu0), try (cpu1), try (cpu2) and try (cpu3): never enabled',
    ]);
    expect(fairnessReasons({ ...round, fairness })).toEqual([
      'weak fairness of try (cpu0): taken by step 4',
      'strong fairness of work (cpu1): never enabled in the loop',
    ]);
  });
});
