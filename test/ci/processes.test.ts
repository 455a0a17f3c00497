// Suites in processes of their own, and results that are kept: what goes wrong in one spoils no other, and what is kept is trusted only for what
// it was found of.

import type { ChildProcess } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CiOutcome } from '../../src/ci/outcome.ts';
import { builtCommand, type Ran, spawned } from '../command/command.ts';
import { counter } from '../command/specifications.ts';
import { type Folder, folderOf } from '../load/folder.ts';

const small = counter.replace('vacuous: n.is(7).implies(m.is(0)), ', '').replace(/ +never: .*\n/, '');
const suiteOf = (file: string, more = ''): string => `{ spec: './${file}', expect: 'holds'${more} }`;

function projectOf(suites: readonly string[], files: Readonly<Record<string, string>> = {}): Folder {
  return folderOf({
    'ballast.config.ts': `import { project } from 'ballast/ci';\nexport default project({ suites: [${suites.join(', ')}] });\n`,
    'counter.ts': small,
    ...files,
  });
}

async function ci(folder: Folder, ...argv: readonly string[]): Promise<Ran> {
  return await spawned(folder, ['ci', ...argv]);
}

async function outcome(folder: Folder, ...argv: readonly string[]): Promise<CiOutcome> {
  return JSON.parse((await ci(folder, '--json', ...argv)).out) as CiOutcome;
}

const cached = ({ suites }: CiOutcome): readonly boolean[] => suites.map((suite) => suite.cached !== undefined);
const statuses = ({ suites }: CiOutcome): readonly number[] => suites.map(({ status }) => status);

beforeAll(() => void builtCommand());

describe('a process that is gone', () => {
  it.each([
    ['ends itself while it is loaded', 'process.exit(0);', 70, 'it ended with 0'],
    ['is aborted', 'process.abort();', 70, 'it ended by SIGABRT'],
    ['is killed', "process.kill(process.pid, 'SIGKILL');", 20, 'it was killed'],
  ])('fails its suite and no other: it %s', async (_, code, status, reason) => {
    const folder = projectOf([suiteOf('gone.ts'), suiteOf('counter.ts')], { 'gone.ts': `${code}\n${small}` });
    const found = await outcome(folder, '--update');
    expect(statuses(found)).toEqual([status, 0]);
    expect(found.suites[0]?.problems[0]?.message).toContain(`the process that checked it is gone: ${reason}`);
    expect(found.status).toBe(status);
  });

  it('is said to have run out of memory where it has', async () => {
    const eager = `const eager: number[][] = [];\nfor (;;) eager.push(Array.from({ length: 100_000 }, Math.random));\n`;
    const folder = projectOf([suiteOf('eager.ts'), suiteOf('counter.ts')], { 'eager.ts': eager + small });
    const { out, status } = await spawned(folder, ['ci', '--update', '--json'], {
      env: { NODE_OPTIONS: '--max-old-space-size=100' },
    });
    const found = JSON.parse(out) as CiOutcome;
    expect(found.suites[0]?.problems[0]).toMatchObject({
      kind: 'crash',
      message: expect.stringContaining('out of memory') as string,
    });
    expect([status, ...statuses(found)]).toEqual([20, 20, 0]);
  });
});

describe('what a specification leaves behind', () => {
  it('is not found by that of another file, even with one process at a time', async () => {
    const marked = `(globalThis as { isMarked?: boolean }).isMarked = true;\n${small}`;
    const curious = `if ((globalThis as { isMarked?: boolean }).isMarked) throw new Error('disturbed');\n${small}`;
    const folder = projectOf([suiteOf('marked.ts'), suiteOf('curious.ts')], {
      'marked.ts': marked,
      'curious.ts': curious,
    });
    expect(statuses(await outcome(folder, '--update', '--workers', '1'))).toEqual([0, 0]);
  });
});

describe('what is kept', () => {
  it('is used again, and says when it was explored', async () => {
    const folder = projectOf([
      suiteOf('counter.ts'),
      "{ spec: './counter.ts', mutant: 'noGuard', expect: { violates: 'up: n := n + 1' } }",
    ]);
    const first = await outcome(folder, '--update');
    const second = await outcome(folder);
    expect([cached(first), cached(second)]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(second.suites[0]?.cached?.exploredAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(second.status).toBe(0);
    expect(cached(await outcome(folder, '--no-cache'))).toEqual([false, false]);
    const { out } = await ci(folder);
    expect(out).toContain('2 cached');
  });

  it('stays where only comments and the layout of the file change, and tells the places of today', async () => {
    const folder = projectOf(["{ spec: './counter.ts', mutant: 'noGuard', expect: 'holds' }"]);
    const first = await outcome(folder);
    folder.write(
      'counter.ts',
      `// A comment,\n// and another one.\n${small.replaceAll('  const { n, m }', '\n  const { n, m }')}`,
    );
    const second = await outcome(folder);
    expect(cached(second)).toEqual([true]);
    const [before, now] = [first, second].map(({ suites: [suite] }) => suite?.problems[0]?.place?.line ?? NaN);
    expect(now).toBe((before ?? NaN) + 3);
    expect(
      second.suites[0]?.result?.properties.find(({ verdict }) => verdict === 'violated')?.trace?.steps.at(-1)?.place
        ?.line,
    ).toBe(now);
  });

  it('is not used of what has another meaning: one guard changed, and only its suites run again', async () => {
    const folder = projectOf([suiteOf('counter.ts'), suiteOf('other.ts'), suiteOf('counter.ts', ', set: { top: 4 }')], {
      'other.ts': small,
    });
    await outcome(folder, '--update');
    folder.write('counter.ts', small.replace('n.moreThan(0)', 'n.moreThan(1)'));
    const found = await outcome(folder);
    expect(cached(found)).toEqual([false, true, false]);
    expect(statuses(found)).toEqual([23, 0, 23]);
  });

  it('depends on what is selected, and not on what is expected', async () => {
    const folder = projectOf([suiteOf('counter.ts')]);
    await outcome(folder, '--update');
    const config = (suite: string): void =>
      void folder.write('ballast.config.ts', `export default { suites: [${suite}] };`);
    config("{ spec: './counter.ts', expect: { violates: 'small' } }");
    const wrong = await outcome(folder);
    expect([cached(wrong), statuses(wrong)]).toEqual([[true], [21]]);
    config("{ spec: './counter.ts', expect: 'holds', properties: ['low'] }");
    expect(cached(await outcome(folder))).toEqual([false]);
  });

  it.each<readonly [what: string, spoil: (file: string, folder: string) => void]>([
    [
      'damaged',
      (file) =>
        writeFileSync(
          file,
          readFileSync(file).map((byte, index) => (index === 200 ? byte ^ 1 : byte)),
        ),
    ],
    ['cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, 100))],
    ['empty', (file) => writeFileSync(file, '')],
  ])('is ignored where it is %s, with a note', async (_, spoil) => {
    const folder = projectOf([suiteOf('counter.ts')]);
    await outcome(folder, '--update');
    for (const file of kept(folder)) spoil(file, folder.path);
    const found = await outcome(folder);
    expect([cached(found), statuses(found)]).toEqual([[false], [0]]);
    expect(found.suites[0]?.notes[0]).toContain('is damaged or of something else; it was explored again');
    expect(cached(await outcome(folder))).toEqual([true]);
  });

  it('is ignored where it is of something else: that of a specification that holds, under the name of one that does not', async () => {
    const folder = projectOf([suiteOf('counter.ts')]);
    await outcome(folder, '--update');
    const [good = ''] = kept(folder);
    folder.write('counter.ts', small.replace('n.lessThan(9)', 'n.lessThan(2)'));
    await outcome(folder);
    const bad = kept(folder).find((file) => file !== good) ?? '';
    copyFileSync(good, bad);
    const found = await outcome(folder);
    expect([cached(found), found.status]).toEqual([[false], 21]);
    expect(found.suites[0]?.notes[0]).toContain('of something else');
  });

  it('is kept of nothing that was not decided', async () => {
    const folder = projectOf([suiteOf('counter.ts', ', budget: { states: 2 }')]);
    expect((await outcome(folder)).status).toBe(20);
    expect(kept(folder)).toEqual([]);
  });

  it('survives runs beside each other', async () => {
    const folder = projectOf([suiteOf('counter.ts', ', set: { top: [1, 2, 3, 4, 5, 6] }')]);
    await outcome(folder, '--update', '--no-cache');
    const runs = await Promise.all(Array.from({ length: 3 }, async () => await outcome(folder)));
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(runs.flatMap(({ suites }) => suites.flatMap(({ notes }) => notes))).toEqual([]);
    expect(cached(await outcome(folder))).toEqual(Array.from({ length: 6 }, () => true));
  });
});

describe('Ctrl-C', () => {
  /** Once the answer of the first suite is kept, the second is at work, or soon will be. */
  const interruptLater = async (child: ChildProcess, folder: Folder, signal: NodeJS.Signals): Promise<void> => {
    while (kept(folder).length === 0 && child.exitCode === null) await pause(50);
    child.kill(signal);
  };

  it('ends the run with what it has, says so, and leaves the lock file as it was', async () => {
    const slow = "{ spec: 'balloon', set: { pages: 4, scanners: 3, deflaters: 2, inflaters: 2 }, expect: 'holds' }";
    const folder = projectOf([suiteOf('counter.ts'), slow]);
    const { status, out } = await spawned(folder, ['ci', '--update', '--json'], {
      meet: (child) => void interruptLater(child, folder, 'SIGINT'),
    });
    const found = JSON.parse(out) as CiOutcome;
    expect([status, found.isInterrupted, ...statuses(found)]).toEqual([20, true, 0, 20]);
    expect(readdirSync(folder.path)).not.toContain('ballast.lock.json');
  });

  it('is no budget: what may be undecided does not pass where the run was told to stop', async () => {
    const slow =
      "{ spec: 'balloon', set: { pages: 4, scanners: 3, deflaters: 2, inflaters: 2 }, expect: 'holds', mayBeUndecided: true }";
    const folder = projectOf([suiteOf('counter.ts'), slow]);
    const { status, out } = await spawned(folder, ['ci', '--update', '--json'], {
      meet: (child) => void interruptLater(child, folder, 'SIGTERM'),
    });
    const found = JSON.parse(out) as CiOutcome;
    expect([status, found.isInterrupted, found.status]).toEqual([20, true, 20]);
  });
});

function kept({ path }: Folder): readonly string[] {
  const folder = join(path, '.cache/ballast/verdicts');
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
