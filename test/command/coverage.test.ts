import { describe, expect, it } from 'vitest';
import { run } from '../../src/command-line.ts';
import type { CoverageDocument } from '../../src/result/coverage.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, testTerminal } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

/** A guard that says one thing twice, one that says what is always true, and a constant that nothing reads. */
const idle = `import { action, all, any, constant, bool, enumeration, fn, forall, ids, model, range, spec, variables } from 'ballast';

export default model(
  'idle',
  {
    constants: {
      most: constant(range(1, 4), 3, 'how far it goes'),
      unread: constant(bool, true, 'nothing'),
      way: constant(enumeration('a', 'b', 'c'), 'a', 'b is another name for a'),
    },
    assume: { 'it goes far': ({ most }) => most > 1 },
  },
  ({ most, way }) => {
    const Cpu = ids('cpu', 2);
    const { n, mode } = variables({ n: range(0, 4), mode: fn(Cpu, enumeration('idle', 'busy', 'broken')) });
    const limit = way === 'c' ? 4 : most;
    return spec({
      variables: { n, mode },
      init: { n: 0, mode: 'idle' },
      actions: {
        up: action({ when: [n.lessThan(limit), any(n.lessThan(2), n.lessThan(limit)), n.atLeast(0)], then: [n.increment()] }),
        begin: action({ c: Cpu }, ({ c }) => ({ when: [mode.at(c).is('idle')], then: [mode.at(c).becomes('busy')] })),
      },
      invariants: {
        few: n.atMost(4),
        never: forall({ c: Cpu }, ({ c }) => mode.at(c).is('broken').implies(n.is(0))),
        small: all(n.atMost(3), n.lessThan(2)).implies(n.lessThan(3)),
      },
      terminal: 'any',
    });
  },
);
`;

async function documented(...argv: readonly string[]): Promise<CoverageDocument> {
  const { out } = await ballast(folderOf({ 'idle.ts': idle }), 'coverage', './idle.ts', '--json', ...argv);
  return JSON.parse(out) as CoverageDocument;
}

describe('ballast coverage', () => {
  it('says first what was never exercised and what decides nothing', async () => {
    const folder = folderOf({ 'idle.ts': idle });
    const { out, status } = await ballast(folder, 'coverage', './idle.ts', '--engine', 'reference');
    expect(status).toBe(0);
    expect(out).toBe(
      `
idle: all 16 states explored; 2 of 2 actions fire; 1 of 4 guard clauses
  decides something by itself
  most = 3, unread = true, way = a

never exercised:
  vacuous: never, since mode[c] = broken is never true

clauses that are never false, and so exclude nothing here:
  evaluated  clause
         16  up when#3: n >= 0

clauses that are never false alone: another clause of the guard is false
  whenever they are:
  evaluated  false  clause
         16      4  up when#1: n < 3
         16      4  up when#2: n < 2 or n < 3
  Any one of them can go, and nothing changes here; not always two of them
  together.

premises that exclude nothing: the invariant holds without them, and
  could say more:
  premise
  small: n <= 3
  Any one of them can go; not always two of them together.

values that no state has:
  n: 4
  mode[cpu]: broken

constants that change nothing here:
  whatever their value: unread
  way = a means the same as: b

0 ms
`.trim(),
    );
  });

  it('shows the numbers of everything with --all', async () => {
    const { out } = await ballast(folderOf({ 'idle.ts': idle }), 'coverage', './idle.ts', '--all');
    expect(out).toContain(`
clauses of guards:
  evaluated  false  alone  no value  clause
         16      4      0         0  up when#1: n < 3
         16      4      0         0  up when#2: n < 2 or n < 3
         16      0      0         0  up when#3: n >= 0
         32     16     16         0  begin when#1: mode[c] = idle
`);
    expect(out).toContain(`
premises of invariants:
  states  premise
       0  never: mode[c] = broken
       8  small: n <= 3 and n < 2
`);
    expect(out).toContain(`
values of variables:
  values  of  variable
       4   5  n
       2   3  mode[cpu]
`);
    expect(out).toContain(`
constants that matter:
  most = 3 differs from: 2
  way = a differs from: c
`);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
  });

  it('is printed whole as one document', async () => {
    const { format, version, coverage, status } = await documented();
    expect([format, version, status]).toEqual(['ballast coverage', 1, 0]);
    expect(coverage.counts.statesDistinct).toBe(16);
    expect(coverage.clauses[0]).toMatchObject({
      action: 'up',
      clause: 'when#1',
      evaluated: 16,
      isFalse: 4,
      isOnlyFalse: 0,
      outside: 0,
      place: { file: 'idle.ts' },
    });
    expect(coverage.constants).toEqual([
      // 1 is refused by the assumption, and 4 not asked: 2 makes a difference.
      { name: 'most', value: 3, same: [], different: [2], refused: [], untried: 2 },
      { name: 'unread', value: true, same: [false], different: [], refused: [], untried: 0 },
      { name: 'way', value: 'a', same: ['b'], different: ['c'], refused: [], untried: 0 },
    ]);
    expect((await documented('--set', 'most=2')).coverage.constants?.[0]).toMatchObject({
      refused: [1],
      different: [3],
    });
  });

  it('says as Markdown what it says as text', async () => {
    const { out } = await ballast(folderOf({ 'idle.ts': idle }), 'coverage', './idle.ts', '--report', 'markdown');
    expect(out).toContain('## What is exercised of idle\n');
    expect(out).toContain('| evaluated | clause |\n| --: | --- |\n| 16 | `up when#3: n >= 0` |');
    expect(out).toContain('- way = a means the same as: `b`');
  });

  it('goes past violations, and says so', async () => {
    const { out, status } = await ballast(folderOf({ 'locks.ts': twoLocks }), 'coverage', './locks.ts');
    expect(status).toBe(0);
    expect(out).toContain('two-locks: all 23 states explored; 10 of 10 actions fire;');
    expect(out).toContain('\nviolated, and gone past: deadlock; ballast check shows how');
  });

  it('tells what it saw of a search that ended early, and ends with 20', async () => {
    const ran = await ballast(folderOf({ 'counter.ts': counter }), 'coverage', './counter.ts', '--max-depth', '1');
    expect(ran.status).toBe(20);
    expect(ran.out).toContain('counter: 2 states explored, stopped at the limit of 1 step; 1 of 3');
    expect(ran.out).toContain('never exercised in the part that was explored:');
    expect(ran.out).toContain('clauses that are never false, and so exclude nothing in the part that was\n  explored:');
    expect(ran.out).toContain('\nvalues that no state has in the part that was explored:\n  n: 2, 3\n');
    expect(ran.out).toContain(
      '\nnot looked at:\n  not all states are known: premises that the invariant can do without\n',
    );
  });

  it('says what it has not looked at when it is interrupted', async () => {
    const folder = folderOf({ 'idle.ts': idle });
    const terminal = testTerminal(folder.path);
    terminal.interrupt();
    expect(await run(['coverage', './idle.ts'], terminal)).toBe(20);
    expect(terminal.written.out).toContain('\n  interrupted: constants that change nothing\n');
  });

  it('looks at a mutant, and at edits', async () => {
    const folder = folderOf({ 'counter.ts': counter });
    const { out } = await ballast(folder, 'coverage', './counter.ts', '--mutant', 'noDown', '--edit', 'drop never');
    expect(out).toContain('counter (mutant noDown; drop never): all 4 states explored; 1 of 1 action');
  });

  it.each([
    [['--set', 'top=1..3'], 'one specification is looked at, and --set asks for 3'],
    [['--report', 'html'], "there is no report 'html'"],
    [['--report', 'markdown', '--json'], '--report and --json do not go together'],
    [['--max-states', 'many'], "'many' is no number for --max-states"],
    [['--mutant', 'noGard'], "counter has no mutant 'noGard'"],
    [['--engine', 'fast'], "there is no engine 'fast'"],
  ])('refuses %s', async (argv, what) => {
    const { err, out, status } = await ballast(
      folderOf({ 'counter.ts': counter }),
      'coverage',
      './counter.ts',
      ...argv,
    );
    expect([out, status]).toEqual(['', 64]);
    expect(err).toContain(`error: ${what}\n`);
  });
});
