// ballast compare: what changed from one saved result to another, what was asked otherwise first.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Folder, folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

/** What was checked before the change, and with it. */
const changed = counter.replace('low: n.lessThan(9)', 'low: n.lessThan(2)');
/** Changed so that only the larger suite tells. */
const less = counter.replace('low: n.lessThan(9)', 'low: n.lessThan(5)');

/** A folder with the results of these commands in it, by name. */
async function saved(commands: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = folderOf({ 'counter.ts': counter, 'changed.ts': changed, 'less.ts': less, 'locks.ts': twoLocks });
  for (const [name, line] of Object.entries(commands)) {
    await ballast(folder, ...line.split(' '), '--out', `${name}.json`);
  }
  return folder;
}

async function compared(before: string, after: string, ...options: readonly string[]): Promise<Ran> {
  return await ballast(await saved({ before, after }), 'compare', 'before.json', 'after.json', ...options);
}

describe('ballast compare', () => {
  it.each([
    ['check counter.ts', 'counter: holds, as before'],
    ['check counter.ts --set top=9', 'counter: low violated in 9 steps, as before'],
    ['simulate counter.ts --seed 1 --walks 9', 'counter: nothing violated on walks, as before'],
    ['check counter.ts --set top=1..3', '3 results'],
    ['matrix counter.ts', '5 results'],
  ])('says that nothing differs, and ends with status 0: %s twice', async (line, about) => {
    expect(await compared(line, line)).toEqual({ status: 0, out: `nothing differs; ${about}`, err: '' });
  });

  it('does not mind what of a trace is said to matter', async () => {
    const folder = await saved({ before: 'check balloon --mutant M2 --property S10' });
    const text = readFileSync(join(folder.path, 'before.json'), 'utf8');
    const older = text.replaceAll(/,\s*"isRelevant": (?:true|false)/g, '');
    expect(older.length).toBeLessThan(text.length);
    folder.write('after.json', older);
    const { out, status } = await ballast(folder, 'compare', 'before.json', 'after.json');
    expect([status, out]).toEqual([0, 'nothing differs; balloon (mutant M2): S10 violated in 9 steps, as before']);
  });

  it('does not mind what was used to find the same', async () => {
    const { status } = await compared('check counter.ts', 'check ./counter.ts --engine reference --max-states 100');
    expect(status).toBe(0);
  });

  it('says what is found otherwise: verdicts by property, counts, the digest, the actions', async () => {
    const { status, out, err } = await compared('check counter.ts', 'check changed.ts');
    expect({ status, err }).toEqual({ status: 21, err: '' });
    expect(out.replaceAll(/[0-9a-f]{16}/g, 'hash')).toBe(
      `counter: holds before, low violated in 2 steps now

  the specification has changed: hash -> hash

  low: holds -> violated in 2 steps
  small, vacuous, byOne, deadlock: holds -> not decided
  full: reached in 3 steps -> not decided
  distinct states: 4 -> 3
  generated: 7 -> 4
  depth: 3 -> 2
  digest: hash -> hash

  enabled  firings  action
  3 -> 2   3 -> 2   up
  3 -> 1   3 -> 1   down`,
    );
  });

  it.each([
    ['check counter.ts --set top=2', '  constant top: 3 -> 2\n'],
    ['check counter.ts --mutant noDown', '  mutant: none -> noDown\n'],
    ['check counter.ts --edit drop␣never', '  edits: none -> drop never\n'],
    ['check counter.ts --expect holds', '  expected: none -> holds\n'],
    ['check locks.ts', '  specification: counter -> two-locks\n  constant top: 3 -> (gone)\n'],
  ])('says first what was asked otherwise: %s', async (line, said) => {
    const folder = await saved({ before: 'check counter.ts' });
    const words = line.split(' ').map((word) => word.replace('␣', ' '));
    await ballast(folder, ...words, '--out', 'after.json');
    const { status, out } = await ballast(folder, 'compare', 'before.json', 'after.json');
    expect(status).toBe(21);
    expect(`${out}\n`.split('\n\n')[1]?.concat('\n')).toContain(said);
  });

  it('says so where what was asked is all that differs', async () => {
    const { out } = await compared('check counter.ts', 'check counter.ts --expect holds');
    expect(out).toBe('counter: holds, as before\n\n  expected: none -> holds\n  nothing else differs');
  });

  it('names the step at which two traces of one property part, and what is new', async () => {
    const { out } = await compared('check counter.ts --all', 'check counter.ts --all --set top=4');
    expect(out).toContain(
      `  the traces of full take the same 3 steps, then
    before  4  (the end)
    now     4  up: n 3 -> 4, double 6 -> 8
    only now: up`,
    );
  });

  it('tells where two behaviours begin differently', async () => {
    const { out } = await compared('check counter.ts', 'check counter.ts --set from=1');
    expect(out).toContain(
      `  the traces of full begin differently
    n = 0 -> 1, double = 0 -> 2
  the traces of full differ from the first step on
    before  1  up: n 0 -> 1, double 0 -> 2
    now     1  up: n 1 -> 2, double 2 -> 4
    only before: up`,
    );
  });

  it('compares each result of a sweep with its own, and names those that only one has', async () => {
    const { status, out } = await compared('check counter.ts --set top=1..3', 'check changed.ts --set top=2..4');
    expect(status).toBe(21);
    expect(out.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'counter, top = 2: holds before, low violated in 2 steps now',
      'counter, top = 3: holds before, low violated in 2 steps now',
      'counter, top = 1: only before, holds',
      'counter, top = 4: only now, low violated in 2 steps',
      '4 of 4 results differ',
    ]);
  });

  it('compares a sweep with that of another variant by the constants', async () => {
    const { out } = await compared(
      'check counter.ts --set top=1..2',
      'check counter.ts --set top=1..2 --mutant noGuard',
    );
    expect(out).toMatch(/^counter \(mutant noGuard\), top = 2: holds before, /m);
    expect(out).toMatch(/\n2 of 2 results differ$/);
  });

  it('compares the suites of a matrix by name, and tells in one line of which nothing found has changed', async () => {
    const { out } = await compared('matrix counter.ts', 'matrix less.ts');
    expect(out).toMatch(/^larger: holds before, low violated in 5 steps now\n/);
    expect(out).toMatch(
      /\n\nnothing but the specification has changed: counter; wrong; noGuard; noDown\n\n5 of 5 results differ$/,
    );
  });

  it('compares walks with a search by what they found', async () => {
    const { out } = await compared(
      'simulate counter.ts --mutant noGuard --seed 1',
      'check counter.ts --mutant noGuard',
    );
    expect(out).toContain('\n  found by: walks at random -> a search of all states\n');
    expect(out).not.toMatch(/distinct|enabled/);
  });

  it('of a search that was broken off compares neither digest nor actions', async () => {
    const { out } = await compared('check counter.ts', 'check counter.ts --time 0.0001');
    expect(out).toMatch(/\n {2}distinct states: 4 -> at least \d\n/);
    expect(out).not.toMatch(/digest|enabled/);
  });

  it('names few of many actions, unless asked for all', async () => {
    const line = (mutant: string): string => `check balloon --mutant ${mutant} --property S1 --property S10`;
    const folder = await saved({ before: line('M2'), after: line('M4') });
    const few = await ballast(folder, 'compare', 'before.json', 'after.json');
    expect(few.out).toMatch(/\n {2}and \d+ other actions: --verbose names them$/m);
    const all = await ballast(folder, 'compare', 'before.json', 'after.json', '--verbose');
    expect(all.out.length).toBeGreaterThan(few.out.length);
    expect(Math.max(...all.out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
  });

  it('prints the same as one document', async () => {
    const { status, out } = await compared('check counter.ts', 'check changed.ts', '--json');
    expect(status).toBe(21);
    expect(JSON.parse(out)).toMatchObject({
      format: 'ballast comparison',
      version: 1,
      before: 'before.json',
      after: 'after.json',
      pairs: [
        {
          before: { specification: { name: 'counter', reference: 'counter.ts' } },
          isSame: false,
          asked: [{ kind: 'tree' }],
          verdicts: [
            { name: 'small' },
            { name: 'vacuous' },
            { name: 'low', before: { verdict: 'holds' }, after: { verdict: 'violated', steps: 2 } },
            { name: 'byOne' },
            { name: 'deadlock' },
            { name: 'full' },
          ],
          counts: [
            { name: 'statesDistinct', before: 4, after: 3 },
            { name: 'statesGenerated', before: 7, after: 4 },
            { name: 'depth', before: 3, after: 2 },
          ],
          actions: [{ name: 'up', before: { enabled: 3, firings: 3 }, after: { enabled: 2, firings: 2 } }, {}],
        },
      ],
      onlyBefore: [],
      onlyAfter: [],
      status: 21,
    });
  });
});

describe('ballast compare refuses', () => {
  const hint = '\n  save a result with: ballast check SPEC --out result.json';

  it.each([
    ['no.json', '', `there is no file 'no.json'${hint}`],
    ['r.json', '{}', `r.json is neither a result of ballast nor an ITF trace${hint}`],
    [
      'r.json',
      '{"#meta":{"format":"ITF"},"vars":["n"],"states":[{"n":1}]}',
      `r.json is an ITF trace, and no result${hint}`,
    ],
    [
      'r.json',
      '{"format":"ballast result","version":3,"results":[{}]}',
      'r.json is damaged: results[0].kind is missing',
    ],
    [
      'r.json',
      '{"format":"ballast result","version":3,"results":[{"kind":"x","specification":{"name":"a","reference":"b","constants":[],"edits":[]}}]}',
      "r.json is damaged: results[0].kind is 'x'",
    ],
  ])('%s with %s', async (name, text, message) => {
    const folder = await saved({ good: 'check counter.ts' });
    folder.write('r.json', text);
    for (const files of [
      [name, 'good.json'],
      ['good.json', name],
    ] as const) {
      const ran = await ballast(folder, 'compare', ...files);
      expect(ran).toEqual({ status: 64, out: '', err: `error: ${message}` });
    }
  });

  it('what is damaged in any part that it reads', async () => {
    const folder = await saved({ good: 'check counter.ts' });
    const { out: text } = await ballast(folder, 'check', 'counter.ts', '--json');
    for (const part of ['statesGenerated', 'digest', 'firings', 'verdict', 'initial', 'text']) {
      folder.write('r.json', text.replaceAll(`"${part}":`, '"odd":'));
      const { status, err } = await ballast(folder, 'compare', 'good.json', 'r.json');
      expect({ status, err }).toEqual({
        status: 64,
        err: expect.stringMatching(`${part} is (missing|no list)`) as string,
      });
    }
  });

  it('one file alone', async () => {
    const folder = await saved({ good: 'check counter.ts' });
    const { status, err } = await ballast(folder, 'compare', 'good.json');
    expect({ status, err }).toEqual({
      status: 64,
      err: 'error: compare needs two saved results: ballast check SPEC --out result.json\n  see ballast compare --help',
    });
  });
});
