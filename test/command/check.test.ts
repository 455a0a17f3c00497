// ballast check, as its user sees it: reports with their whole text, what each option does, and the exit status.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

/** A blank inside an argument is written as `_`. */
async function check(line: string): Promise<Ran> {
  const folder = folderOf({ 'counter.ts': counter, 'locks.ts': twoLocks });
  return await ballast(folder, 'check', ...line.split(' ').map((word) => word.replaceAll('_', ' ')));
}

describe('a report', () => {
  it('says first that a specification holds, then what was not covered and what is assumed', async () => {
    expect(await check('counter.ts')).toEqual({
      status: 0,
      err: '',
      out: `counter: holds; all 4 reachable states explored
  top = 3, from = 0

  holds     small, vacuous, low, byOne, deadlock
  reached   full (3 steps)

4 distinct states, 7 generated, depth 3, 0 ms
4 bits a state; exact: no collision is possible; digest 46728a935a542b41

not covered:
  never enabled   never
  vacuous         vacuous, since n = 7 is never true

assumed:
  nobody else counts
  of the constants: from is at most top

hint: --strict makes what was never exercised an error`,
    });
  });

  it('shows the shortest behaviour that violates something, what changed in each step, and the values that break the rule', async () => {
    expect(await check('counter.ts --set top=9 --set from=5')).toEqual({
      status: 12,
      err: '',
      out: `counter: low is violated in 4 steps; no shorter behaviour violates anything
  top = 9, from = 5

  at first n = 5, double = 10

  1  up  n 5 -> 6, double 10 -> 12
  2  up  n 6 -> 7, double 12 -> 14
  3  up  n 7 -> 8, double 14 -> 16
  4  up  n 8 -> 9, double 16 -> 18
     <low is violated>

  low: n < 9
    at counter.ts:25:85
    n < 9 is false
      n = 9, since step 4
    because step 4 (up) changed n from 8 to 9

  violated      low (4 steps)
  reached       full (4 steps)
  not decided   stopped at a violation: small, vacuous, byOne, deadlock

9 distinct states, 15 generated, depth 4, 0 ms
6 bits a state; exact: no collision is possible; digest 0e31ed15577b5680

not covered:
  not explored   what lies beyond 4 steps (stopped at a violation)

assumed:
  nobody else counts
  of the constants: from is at most top

hint: ballast check counter.ts --set top=9 --set from=5 --all looks for the other violations too`,
    });
  });

  it('shows for a deadlock who waits for what', async () => {
    const { status, out } = await check('locks.ts');
    expect(status).toBe(11);
    expect(out).toContain(`
  at first a = free, b = free

     left#0                        right#0
     ------------------------------------------------------------
  1  takes a
  2                                takes b
     <waits for holder(b) = none>
                                   <waits for holder(a) = none>

  held at the end: a by left#0; b by right#0

  deadlock: nobody can go on, and not everybody is done
    left#0: left.lock#2 waits for holder(b) = none
    right#0: right.lock#2 waits for holder(a) = none
    because step 1 (left#0, lock) changed a from free to held by left#0

  violated      deadlock (2 steps)
  reached       leftWorks (2 steps)
  not decided   stopped at a violation: lockDiscipline
`);
  });

  it('shows every violation where all are looked for, each with its own shortest behaviour', async () => {
    const folder = folderOf({
      'counter.ts': counter.replace('low: n.lessThan(9)', 'low: n.lessThan(2), even: n.isNot(1)'),
    });
    const { status, out } = await ballast(
      folder,
      'check',
      'counter.ts',
      '--set',
      'top=2',
      '--all',
      '--property',
      'low',
      '--property',
      'even',
    );
    expect(status).toBe(12);
    expect(out).toContain(`counter: even is violated in 1 step; no shorter behaviour violates anything
  top = 2, from = 0

even is violated in 1 step

  at first n = 0, double = 0

  1  up  n 0 -> 1, double 0 -> 2
     <even is violated>

  even: n # 1
    at counter.ts:25:106
    n # 1 is false
      n = 1, since step 1
    because step 1 (up) changed n from 0 to 1

low is violated in 2 steps

  at first n = 0, double = 0

  1  up  n 0 -> 1, double 0 -> 2
  2  up  n 1 -> 2, double 2 -> 4
     <low is violated>

  low: n < 2
    at counter.ts:25:85
    n < 2 is false
      n = 2, since step 2
    because step 2 (up) changed n from 1 to 2

  violated       even (1 step), low (2 steps)
  not selected   small, vacuous, byOne, deadlock, full
`);
  });
});

describe('ballast check', () => {
  it.each([
    ['counter.ts --expect holds', 0, 'as expected: holds'],
    ['counter.ts --expect violates_low', 21, 'not as expected: violates low was expected, and it holds'],
    ['counter.ts --set top=9 --expect violates_low', 0, 'as expected: violates low'],
    [
      'counter.ts --set top=9 --expect violates_low,_small',
      21,
      'not as expected: violates low, small was expected, and it violates low',
    ],
    ['counter.ts --mutant noGuard --expect violates_up:_n_:=_n_+_1', 0, 'as expected: violates up: n := n + 1'],
    ['counter.ts --max-depth 1 --expect holds', 20, 'expected: holds; too little is decided to tell'],
    ['counter.ts --strict --expect holds', 22, 'as expected: holds'],
  ])('turns the result into an expectation: %s', async (line, status, text) => {
    const ran = await check(line);
    expect(ran.out).toContain(`\n${text}`);
    expect(ran.status).toBe(status);
  });

  it.each([
    [
      'counter.ts --max-depth 1',
      'counter: not decided, stopped at the limit of 1 step; nothing is violated in the 2 states reached',
    ],
    [
      'counter.ts --max-states 1',
      'counter: not decided, stopped at the limit of 1 state; nothing is violated in the 2 states reached',
    ],
  ])('does not decide beyond a limit: %s', async (line, headline) => {
    const { status, out } = await check(line);
    expect(out.split('\n')[0]).toBe(headline);
    expect(out).toContain('\n\nhint: raise the limit, or make the constants smaller');
    expect(status).toBe(20);
  });

  it('decides where a limit was not reached', async () => {
    const { status, out } = await check('counter.ts --max-depth 4 --max-states 99 --time 5m --memory 8GB');
    expect(out.split('\n')[0]).toBe('counter: holds; all 4 reachable states explored');
    expect(status).toBe(0);
  });

  it('checks the selected properties, and says which were not', async () => {
    const { status, out } = await check('counter.ts --set top=9 --property small --property byOne');
    expect(out).toContain('  holds          small, byOne\n  not selected   vacuous, low, deadlock, full\n');
    expect(status).toBe(0);
  });

  it('counts what was never exercised as a failure where that is asked for, of the selected properties only', async () => {
    expect((await check('counter.ts --strict')).status).toBe(22);
    expect((await check('counter.ts --strict --edit drop_never --property small')).status).toBe(0);
    expect((await check('counter.ts --strict --edit drop_never')).status).toBe(22);
  });

  it('says under which constraint a specification holds, and how many states it cuts', async () => {
    const folder = folderOf({
      'counter.ts': counter.replace('show: {', 'constraints: { early: n.lessThan(2), always: n.atMost(9) }, show: {'),
    });
    const { status, out } = await ballast(folder, 'check', 'counter.ts', '--property', 'small');
    expect(out).toContain('counter: holds within early (1 state cut); all 2 reachable states explored');
    expect(out).toContain(
      'not covered:\n  cut             early cuts 1 state\n  never enabled   never\n  never cuts      always\n',
    );
    expect(status).toBe(0);
  });

  it('tells a witness that cannot be reached', async () => {
    const { status, out } = await check('counter.ts --edit drop_up --property full');
    expect(out.split('\n')[0]).toBe('counter (drop up): full is never reached in all 1 reachable state');
    expect(status).toBe(16);
  });
});

describe('a sweep', () => {
  it('checks every combination of the values, a line each, and leaves out what the assumptions exclude', async () => {
    expect(await check('counter.ts --set top=1..3 --set from=0,2')).toEqual({
      status: 0,
      err: '',
      out: `counter: 6 checks

  top  from     distinct       time  verdict
  1    0               2 0 ms  holds
  1    2                             skipped: the assumption 'from is at most top' of counter is false
  2    0               3 0 ms  holds
  2    2               3 0 ms  holds
  3    0               4 0 ms  holds
  3    2               4 0 ms  holds

5 hold, 1 outside the assumptions
5 checks left parts never exercised: each check by itself names them

assumed:
  nobody else counts
  of the constants: from is at most top`,
    });
  });

  it('ends with the first violation that it found, and says how to see it', async () => {
    const { status, out } = await check('counter.ts --set top=8,9');
    expect(out).toContain('low violated in 9 steps\n\n1 holds, 1 is violated\n');
    expect(out).toContain('\n\nhint: ballast check counter.ts --set top=9 shows the trace');
    expect(status).toBe(12);
  });

  it('meets an expectation in every line, or fails', async () => {
    expect((await check('counter.ts --set top=7,8 --expect holds')).status).toBe(0);
    const { status, out } = await check('counter.ts --set top=8,9 --expect holds');
    expect(out).toContain('holds, as expected\n');
    expect(out).toContain('low violated in 9 steps, not as expected\n');
    expect(status).toBe(21);
  });
});
