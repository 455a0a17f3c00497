// check --show: the traces that are asked for beside the report, those of witnesses above all.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

async function checked(...argv: readonly string[]): Promise<Ran> {
  return await ballast(folderOf({ 'counter.ts': counter, 'locks.ts': twoLocks }), 'check', ...argv);
}

const fullReached = `full is reached in 2 steps

  at first n = 0, double = 0

  1  up  n 0 -> 1, double 0 -> 2
  2  up  n 1 -> 2, double 2 -> 4
     <full is reached>

  full: n = 2
    at counter.ts:27:28
    because step 2 (up) changed n from 1 to 2`;

const deadlockTable = `     left#0                        right#0
     ------------------------------------------------------------
  1  takes a
  2                                takes b
     <waits for holder(b) = none>
                                   <waits for holder(a) = none>`;

describe('--show', () => {
  it('adds to the report how a witness is reached', async () => {
    const asEver = await checked('counter.ts', '--set', 'top=2');
    const { status, out, err } = await checked('counter.ts', '--set', 'top=2', '--show', 'full');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain(`\n\n${fullReached}\n\n`);
    expect(out.replace(`${fullReached}\n\n`, '')).toBe(asEver.out);
  });

  it('shows a violation as a race once, also where the report lists steps', async () => {
    const raced = await checked('locks.ts', '--show', 'deadlock');
    expect(raced).toEqual(await checked('locks.ts'));
    const listed = await checked('locks.ts', '--show', 'deadlock', '--report', 'steps');
    expect(listed.out).toContain(
      `\ndeadlock is violated in 2 steps\n\n  at first a = free, b = free\n\n${deadlockTable}\n`,
    );
  });

  it('shows several, each once, in the form for a mail too', async () => {
    const shown = ['--show', 'leftWorks', '--show', 'deadlock', '--show', 'leftWorks'];
    const { out } = await checked('locks.ts', '--all', ...shown, '--report', 'race');
    expect(out.split(deadlockTable)).toHaveLength(2);
    expect(out.split('\nleftWorks is reached in 2 steps\n')).toHaveLength(2);
    expect(out).toMatch(/\nrepeat: ballast check locks\.ts --all$/m);
  });

  it.each([
    [['counter.ts', '--show', 'small'], 0, '--show small: there is no trace, it holds'],
    [['counter.ts', '--max-depth', '1', '--show', 'full'], 20, '--show full: there is no trace, it is not decided, '],
    [
      ['counter.ts', '--edit', 'drop up', '--property', 'full', '--show', 'full'],
      16,
      '--show full: there is no trace, it is never reached',
    ],
    [['counter.ts', '--show', 'up: n := 7'], 0, "--show 'up: n := 7': nothing of that name is violated"],
  ])('says that there is no trace, and changes nothing else: %j', async (argv, status, complaint) => {
    const ran = await checked(...argv);
    expect({ status: ran.status, err: ran.err.slice(0, complaint.length) }).toEqual({ status, err: complaint });
    expect(ran.out).toBe((await checked(...argv.slice(0, -2))).out);
  });

  it.each([
    [['--show', 'ful'], "there is no property 'ful' to show a trace of\n  did you mean 'full'?"],
    [
      ['--property', 'low', '--show', 'full'],
      "a trace of 'full' is to be shown, and only low checked\n  select it too: --property full",
    ],
    [
      ['--set', 'top=1,2', '--show', 'full'],
      '--show goes with one check, not with a sweep\n  give each constant one value',
    ],
    [['--json', '--show', 'full'], '--show and --json do not go together\n  leave one of them out'],
    [['--watch', '--show', 'full'], '--show and --watch do not go together\n  leave one of them out'],
    [['--emit', 'wat', '--show', 'full'], '--show and --emit do not go together\n  leave one of them out'],
  ])('refuses %j before anything is explored', async (options, message) => {
    expect(await checked('counter.ts', ...options)).toEqual({ status: 64, out: '', err: `error: ${message}` });
  });
});
