// check --against: the schedule of a counterexample on another variant, as its user sees it; and what has to be true of it for any mutant.

import { exploreCompiled, type Model } from 'ballast';
import { describe, expect, it } from 'vitest';
import alternatingBit from '../../examples/alternating-bit.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import barrier from '../../examples/barrier.ts';
import peterson from '../../examples/peterson.ts';
import readersWriters from '../../examples/readers-writers.ts';
import ticketlock from '../../examples/ticketlock.ts';
import balloon from '../../spec/balloon.ts';
import { propertyOf } from '../../src/result/assemble.ts';
import type { AgainstResult } from '../../src/result/result.ts';
import { goneAgain } from '../../src/why/against.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { counter } from './specifications.ts';

/** A blank inside an argument is written as `_`. */
async function check(line: string): Promise<Ran> {
  const folder = folderOf({ 'counter.ts': counter });
  return await ballast(folder, 'check', ...line.split(' ').map((word) => word.replaceAll('_', ' ')));
}

/** The block about the other variant. */
async function against(line: string): Promise<string> {
  const { out } = await check(line);
  return out.split('\n\n').find((block) => block.startsWith('the same schedule')) ?? out;
}

describe('check --against', () => {
  it('shows the schedule up to the step that the variant refuses, and the clause that is false there', async () => {
    expect(await against('spinlock --edit drop_acquire.when#2 --against unchanged')).toBe(
      `the same schedule on unchanged: step 4 is refused
    1 cpu0 lock
    2 cpu0 acquire
    3 cpu1 lock
  ! 4 cpu1 acquire
  owner = none is false
    reading owner = cpu0`,
    );
  });

  it('keeps the granularity that is asked for: single steps are gone again as single steps', async () => {
    const edits = ['granularity fine', 'forgo balloon_page_isolate.lock'].flatMap((edit) => ['--edit', edit]);
    const { out } = await ballast(folderOf({}), 'check', 'balloon', ...edits, '--against', 'unchanged');
    expect(out).toContain('the same schedule on unchanged: it goes through, and S8 holds\n  (+ only there)\n');
    expect(out).toContain('\n  +   scanner#0 balloon_page_isolate: lock\n');
  });

  it('judges what follows for ever there: whether fairness excludes it, and whether it violates the property', async () => {
    expect(await against('lock --set fairness=weak --against fairness=strong')).toContain(
      `the same schedule on fairness=strong: it goes through, but its loop is
  excluded by strong fairness of lock (proc#0)
    1 proc#0 elsewhere
`,
    );
    expect(await against('lock --set fairness=weak --against fairness=none')).toContain(
      `the same schedule on fairness=none: everybodyGetsIn is violated there
  too, in 5 steps
    1 proc#0 elsewhere
    2 proc#1 elsewhere
    3 proc#1 lock
    4 proc#1 inside
    5 proc#1 unlock
  everybodyGetsIn: fairness does not exclude that it goes on so for ever`,
    );
  });

  it('finds an initial state that is none of what is refined, there too', async () => {
    const [wrong, other] = ['swap_elsewhere_announce', 'fair=false'];
    expect(await against(`peterson --edit ${wrong} --property Lock --against ${other}`)).toBe(
      `the same schedule on ${other}: Lock is violated in the initial state
  Lock: it is no initial state of lock`,
    );
  });

  it('takes the steps that a process has only there', async () => {
    expect(await against('peterson --mutant noTurn --against unchanged')).toBe(
      `the same schedule on unchanged: step 6 is refused
  (+ only there)
    1 proc#1 elsewhere
    2 proc#1 announce
  +   proc#1 yield
    3 proc#1 wait
    4 proc#0 elsewhere
    5 proc#0 announce
  +   proc#0 yield
  ! 6 proc#0 wait
  not flag[next(proc)] or turn = proc is false
    reading flag[next(proc)] = true, turn = proc#1`,
    );
  });

  it('takes steps in the order that they have there', async () => {
    expect(await against('peterson --mutant turnFirst --against unchanged')).toBe(
      `the same schedule on unchanged: step 6 is refused
  (< earlier there)
    1 proc#0 elsewhere
  < 7 proc#0 announce
    2 proc#0 yield
    3 proc#1 elsewhere
  < 5 proc#1 announce
    4 proc#1 yield
  ! 6 proc#1 wait
  not flag[next(proc)] or turn = proc is false
    reading flag[next(proc)] = true, turn = proc#0`,
    );
  });

  it('says which steps are one there, and that the schedule goes through', async () => {
    const { out, status } = await check('balloon --mutant M4 --against unchanged');
    expect(status).toBe(12);
    expect(out).toContain(`the same schedule on unchanged: it goes through, and S1 holds
       1 deflater#0 leak_balloon: mutex_lock
       2 deflater#0 leak_balloon: min(num,num_pages)
    3-10 deflater#0 balloon_page_list_dequeue: critical/entry(entry: page0)
`);
  });

  it('keeps to 75 columns', async () => {
    const block = await against('balloon --mutant M14 --set granularity=fine --against unchanged');
    expect(block.split('\n').length).toBeGreaterThan(20);
    expect(block.split('\n').filter((line) => line.length > 75)).toEqual([]);
  });

  it('says where it is violated there too', async () => {
    expect(await against('counter.ts --set top=9 --set from=5 --against top=8')).toContain(
      'the same schedule on top=8: step 4 is refused',
    );
    expect(await against('counter.ts --mutant noGuard --against top=2')).toContain(
      'the same schedule on top=2: up: n := n + 1 is violated there too, in 3\n  steps',
    );
  });

  it('is part of the document, and takes a mutant', async () => {
    const { out } = await check('peterson --mutant noTurn --against noFlag --json');
    const { results } = JSON.parse(out) as { readonly results: readonly { readonly against: AgainstResult }[] };
    expect(results[0]?.against).toMatchObject({ variant: 'mutant noFlag', property: 'mutualExclusion' });
  });

  it('says so where there is no counterexample', async () => {
    const { err, status } = await check('counter.ts --against top=4');
    expect(status).toBe(0);
    expect(err).toBe('--against: there is no counterexample whose schedule could be gone again');
  });

  it.each([
    [
      'peterson --mutant noTurn --against noFlog',
      "peterson has no mutant 'noFlog' to go against\n  did you mean 'noFlag'?",
    ],
    ['peterson --against unchanged', '--against unchanged is what is checked\n  name another variant'],
    ['peterson --against noFlag --against noTurn', '--against names two variants: noFlag and noTurn\n  one at a time'],
    ['counter.ts --against tap=4', "counter has no constant 'tap'\n  did you mean 'top'?"],
    ['counter.ts --against top=1..3', '--against takes one value for each constant\n  leave the others out'],
    [
      'counter.ts --set top=1,2 --against noDown',
      '--against goes with one check, not with a sweep\n  give each constant one value',
    ],
  ])('refuses %s', async (line, message) => {
    expect(await check(line)).toEqual({ status: 64, out: '', err: `error: ${message}` });
  });
});

const examples: readonly Model[] = [alternatingBit, balloonProtocol, barrier, peterson, readersWriters, ticketlock];
/** Those that change the text, and no constant beyond sizes. */
const balloonMutants = ['M1', 'M2', 'M4', 'M6', 'M8', 'M14', 'M15', 'M23', 'M29'];
const mutants: readonly { readonly model: Model; readonly mutant: string }[] = [
  ...examples.flatMap((model) => Object.keys(model.mutants).map((mutant) => ({ model, mutant }))),
  ...balloonMutants.map((mutant) => ({ model: balloon, mutant })),
];

describe('the schedule of any counterexample', () => {
  it.each(mutants.map((each) => ({ name: `${each.model.name}, ${each.mutant}`, ...each })))(
    'is the same on its own specification, and violates nothing on one that holds: $name',
    async ({ model, mutant }) => {
      const here = model.build({ mutant });
      const set = Object.fromEntries(here.constants.map(({ name, value }) => [name, value as number]));
      const unchanged = model.build({ set });
      const { properties } = await exploreCompiled(here, { workers: 1 });
      const violated = properties.flatMap((found) => {
        const property = propertyOf(here, found, { isWhole: false, shown: (file) => file });
        return property.trace === undefined || property.verdict !== 'violated'
          ? []
          : [{ ...property, trace: property.trace }];
      });
      expect(violated.length).toBeGreaterThan(0);
      for (const { name: property, trace } of violated) {
        const schedule = { property, trace, specification: here };
        const own = goneAgain(schedule, here, 'itself');
        expect([own.outcome, own.at, own.steps.map(({ mark }) => mark)]).toEqual([
          'violated',
          trace.steps.length,
          trace.steps.map(() => 'same'),
        ]);
        expect(['refused', 'holds']).toContain(goneAgain(schedule, unchanged, 'unchanged').outcome);
      }
    },
  );
});
