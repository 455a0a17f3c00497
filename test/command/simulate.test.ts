// ballast simulate, as people use it: what it prints, what it decides, that it can be had again, and what it refuses.

import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../src/result/result.ts';
import type { SimulationResult } from '../../src/result/simulation.ts';
import { run } from '../../src/command-line.ts';
import { clockOfLooks } from '../clock.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran, testTerminal } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

async function simulate(...options: readonly string[]): Promise<Ran> {
  return await ballast(folderOf({ 'counter.ts': counter }), 'simulate', 'counter.ts', ...options);
}

async function json(...options: readonly string[]): Promise<SimulationResult> {
  const { out, status } = await simulate(...options, '--json');
  const { format, version, results, status: told } = JSON.parse(out) as ResultDocument;
  expect({ format, version, told, count: results.length }).toEqual({
    format: 'ballast result',
    version: 3,
    told: status,
    count: 1,
  });
  return results[0] as SimulationResult;
}

/** So much changes in one step that it is beyond generated code. */
const wide = `import { action, bool, each, fn, forall, model, range, spec, variables } from 'ballast';

export default model('wide', {}, () => {
  const Place = range(0, 1999);
  const { marked } = variables({ marked: fn(Place, bool) });
  return spec({
    variables: { marked },
    init: { marked: false },
    actions: { all: action({ then: [each({ p: Place }, ({ p }) => marked.at(p).becomes(true))] }) },
    invariants: { same: forall({ p: Place }, ({ p }) => marked.at(p).iff(marked.at(0))) },
  });
});
`;

describe('a simulation', () => {
  it('decides nothing where nothing is violated, and says how to have the same walks again', async () => {
    const { status, out, err } = await simulate('--seed', '7', '--walks', '20');
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toBe(`counter: not decided, walks at random decide nothing; nothing is violated on 20 walks
  top = 3, from = 0

  reached       full (walk 1, 9 steps)
  not decided   walks at random decide nothing: small, vacuous, low, byOne,
                deadlock

20 walks, 2,000 steps in all, 100 steps the longest, 0 ms
walks ended: 20 at the limit of 100 steps
seed 7; compiled engine, 4 bits a state

not covered by these walks:
  never enabled   never
  vacuous         vacuous, since n = 7 is never true

assumed:
  nobody else counts
  of the constants: from is at most top

repeat: ballast simulate counter.ts --seed 7 --steps 100 --walks 20
hint: --steps 1000 walks farther; ballast check counter.ts decides, where it can explore everything`);
  });

  it('shows the walk that violates something, without its detours, and never calls it shortest', async () => {
    const { status, out } = await simulate('--mutant', 'noGuard', '--set', 'top=1', '--seed', '1', '--report', 'steps');
    expect(status).toBe(12);
    expect(out).toBe(`counter (mutant noGuard): up: n := n + 1 is outside its domain in 2
  steps, on walk 1; a shorter behaviour may violate it too
  top = 1, from = 0

  0  (initial)  n = 0, m = 0, double = 0
  1  up         n 0 -> 1, double 0 -> 2
  2  up         <n: 2 is outside range(0, 1)>

  up: n := n + 1
    n: 2 is outside range(0, 1)
      reading n + 1 = 2

  violated      up: n := n + 1 (2 steps)
  reached       full (walk 1, 1 step)
  not decided   stopped at a violation: small, vacuous, low, byOne,
                deadlock

1 walk, 100 steps in all, 100 steps the longest, 0 ms
walks ended: 1 at the limit of 100 steps
seed 1; compiled engine, 3 bits a state

assumed:
  nobody else counts
  of the constants: from is at most top

repeat: ballast simulate counter.ts --set top=1 --mutant noGuard --seed 1 \\
    --steps 100 --walks 1
hint: ballast check counter.ts --set top=1 --mutant noGuard looks for a shortest behaviour`);
    expect(out).not.toMatch(/no shorter|is shortest/);
  });

  it('shows what is violated as a race, as a check does, and without the steps that do not matter', async () => {
    const folder = folderOf({ 'locks.ts': twoLocks });
    const ask = async (...options: readonly string[]) =>
      (await ballast(folder, 'simulate', 'locks.ts', '--seed', '1', ...options)).out;
    const race = `
     right#0                       left#0
     ------------------------------------------------------------
  1  takes b
  2                                takes a
                                   <waits for holder(b) = none>
     <waits for holder(a) = none>
`;
    const whole = await ask();
    expect(whole).toContain(race);
    expect(whole).toContain('\n  violated      deadlock (2 steps)\n');
    const pasted = await ask('--report', 'race');
    expect(pasted).toMatch(/^two-locks: deadlock is violated in 2 steps, on walk \d+; a shorter behaviour\n {2}may/);
    expect(pasted).toContain(race);
    expect(pasted).toMatch(
      /\nwalks at random, seed 1\nrepeat: ballast simulate locks\.ts --seed 1 --steps 100 --walks \d+$/,
    );
    expect(await ask('--report', 'race-tabs')).toContain('\n\tright#0\t');
    expect(await ask('--report', 'steps')).toContain('\n  0           (initial)  a = free, b = free\n');
  });

  it('comes out the same by the command that it prints', async () => {
    const folder = folderOf({ 'locks.ts': twoLocks });
    const first = await ballast(folder, 'simulate', 'locks.ts');
    expect(first.status).toBe(11);
    const [, command = ''] = /^repeat: ballast (.*)$/m.exec(first.out) ?? [];
    expect(command).toMatch(/^simulate locks\.ts --seed \d+ --steps 100 --walks \d+$/);
    expect(await ballast(folder, ...command.split(' '))).toEqual(first);
  });

  it('has another seed each time where none is given', async () => {
    const [one, other] = [await json('--walks', '1'), await json('--walks', '1')];
    expect(one.seed).not.toBe(other.seed);
  });

  it('ends after 10,000 walks of 100 steps unless something else is said, and by time after as many as fit', async () => {
    const byDefault = await json('--property', 'small');
    expect(byDefault).toMatchObject({ ended: 'walks', limits: { walks: 10_000, steps: 100 } });
    expect(byDefault.counts).toMatchObject({ walks: 10_000, longest: 100, steps: 1_000_000 });
    clockOfLooks(0.05);
    const timed = await json('--property', 'small', '--time', '250ms', '--steps', '1_000');
    expect(timed).toMatchObject({ ended: 'time', status: 20, limits: { steps: 1000, timeMs: 250 } });
    expect(timed.command).toMatch(new RegExp(` --steps 1000 --walks ${timed.counts.walks}$`));
  });

  it('ends at Ctrl-C with what it had', async () => {
    const { path } = folderOf({ 'counter.ts': counter });
    const terminal = testTerminal(path);
    // What is told of the progress says when it is at work.
    const progress = (line: string): void => {
      if (/^walk [\d,]{2,}/.test(line)) terminal.interrupt();
    };
    const argv = ['simulate', 'counter.ts', '--walks', '1e12', '--seed', '1'];
    const status = await run(argv, { ...terminal, progress });
    expect(status).toBe(20);
    expect(terminal.written.out).toMatch(
      /^counter: not decided, .*; nothing is violated on [\d,]+ walks, then interrupted\n/,
    );
    expect(terminal.written.out).toMatch(/\n[\d,]+ walks, [\d,]+ steps in all, 100 steps the longest,/);
    expect(terminal.written.out).toMatch(/\([\d,]+ steps a second\)\n/);
  });

  it('tells of a violation in the initial state, of which nothing is shorter', async () => {
    const folder = folderOf({ 'counter.ts': counter.replace('small: n.atMost(top)', 'small: n.is(1)') });
    const { status, out } = await ballast(folder, 'simulate', 'counter.ts', '--seed', '1');
    expect(out).toMatch(/^counter: small is violated in the initial state, on walk 1\n/);
    expect(status).toBe(12);
  });

  it('says with --verbose how often each action was enabled on the way, and fired', async () => {
    const { out } = await simulate('--verbose', '--seed', '7', '--walks', '20');
    expect(out).toMatch(/\n {2}visits {2}firings {2}action\n {3}1,\d\d\d {4}1,\d\d\d {2}up\n/);
    expect(out).toMatch(/\n +0 +0 {2}never\n/);
  });
});

describe('its exit status', () => {
  it.each([
    [11, 'locks.ts', []],
    [12, 'counter.ts', ['--set', 'top=9']],
    [20, 'counter.ts', []],
    [20, 'counter.ts', ['--property', 'full']],
    [10, 'counter.ts', ['--set', 'from=5']],
    [64, 'countr.ts', []],
    [65, 'broken.ts', []],
  ])('is %i of %s with %j', async (expected, file, options) => {
    const folder = folderOf({ 'counter.ts': counter, 'locks.ts': twoLocks, 'broken.ts': 'throw new Error()' });
    const { status, out, err } = await ballast(folder, 'simulate', file, ...options);
    expect({ status, isAnswered: out !== '', isRefused: err !== '' }).toEqual({
      status: expected,
      isAnswered: expected <= 20 && expected !== 10,
      isRefused: expected > 20 || expected === 10,
    });
  });

  it('is that of the expectation, which walks can meet or fail, and never prove', async () => {
    const met = await simulate('--mutant', 'noGuard', '--expect', 'violates up: n := n + 1');
    expect(met.status).toBe(0);
    expect(met.out).toMatch(/\nas expected: violates up: n := n \+ 1\n\nrepeat: [^\n]+ \\\n[^\n]+$/);
    const failed = await simulate('--mutant', 'noGuard', '--expect', 'holds');
    expect(failed.status).toBe(21);
    expect(failed.out).toContain('not as expected: holds was expected, and it violates up: n := n + 1');
    const open = await simulate('--expect', 'holds', '--walks', '5');
    expect(open.status).toBe(20);
    expect(open.out).toContain('expected: holds; walks at random cannot tell');
  });
});

describe('its JSON document', () => {
  it('is a result of its own kind', async () => {
    const result = await json('--mutant', 'noGuard', '--set', 'top=1', '--seed', '1', '--property', 'small');
    expect(result).toEqual({
      kind: 'simulated',
      specification: {
        name: 'counter',
        reference: 'counter.ts',
        constants: [
          { name: 'top', value: 1, isDefault: false },
          { name: 'from', value: 0, isDefault: true },
        ],
        mutant: 'noGuard',
        about: 'it counts for ever',
        edits: [],
      },
      treeHash: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      modelled: ['nobody else counts'],
      assumptions: ['from is at most top'],
      variables: [
        { name: 'n', role: 'declared', sort: 'integer' },
        { name: 'm', role: 'declared', sort: 'integer' },
      ],
      engine: 'compiled',
      stateBits: 3,
      verdict: 'violated',
      ended: 'violation',
      seed: 1,
      limits: { walks: 10_000, steps: 100 },
      counts: { walks: 1, steps: 100, longest: 100, endings: { limit: 1, last: 0, cut: 0 } },
      properties: expect.arrayContaining([
        expect.objectContaining({ name: 'small', verdict: 'not decided', reason: 'stopped at a violation' }),
        expect.objectContaining({
          name: 'up: n := n + 1',
          kind: 'domain',
          verdict: 'violated',
          steps: 2,
          trace: expect.objectContaining({
            states: [
              { n: 0, m: 0 },
              { n: 1, m: 0 },
            ],
          }) as object,
        }),
      ]) as object,
      reached: [],
      actions: [
        { action: 'up', visitsEnabled: expect.any(Number) as number, firings: expect.any(Number) as number },
        { action: 'down', visitsEnabled: expect.any(Number) as number, firings: expect.any(Number) as number },
        { action: 'never', visitsEnabled: 0, firings: 0 },
      ],
      constraints: [],
      neverExercised: [{ kind: 'action', name: 'never', text: 'never enabled' }],
      command:
        'ballast simulate counter.ts --set top=1 --mutant noGuard --property small --seed 1 --steps 100 --walks 1',
      checkCommand: 'ballast check counter.ts --set top=1 --mutant noGuard --property small',
      elapsedMs: expect.any(Number) as number,
      status: 12,
    });
  });
});

describe('it refuses', () => {
  it.each([
    [['--walks', '0'], "'0' is no number for --walks\n  --walks takes a whole number, 1 or more"],
    [['--steps', '1e6'], "'1e6' is no number for --steps\n  --steps takes a whole number, 1 to 100000"],
    [['--seed', 'now'], "'now' is no number for --seed\n  --seed takes a whole number, 0 to 4294967295"],
    [['--seed', '4294967296'], "'4294967296' is no number for --seed\n  --seed takes a whole number, 0 to 4294967295"],
    [['--time', 'soon'], "'soon' is no time for --time\n  --time takes seconds, or a unit: 30s, 5m, 2h"],
    [['--seed', '1', '--seed', '2'], '--seed is given twice\n  give it once: it was 1, 2'],
    [['--max-states', '5'], "there is no option '--max-states'\n  see ballast simulate --help"],
    [['--report', 'rase'], "there is no report 'rase'\n  write one of race, race-tabs, steps"],
    [['--report', 'race', '--json'], '--report and --json do not go together\n  leave one of them out'],
    [['--sede=5'], "there is no option '--sede'\n  did you mean '--set'?"],
    [
      ['--set', 'top=1..3'],
      'simulate takes one value for each constant, and --set asks for 3 choices\n  give each constant one value, or sweep with ballast check',
    ],
  ])('%j', async (options, message) => {
    const { status, err, out } = await simulate(...options);
    expect({ status, err, out }).toEqual({ status: 64, err: `error: ${message}`, out: '' });
  });

  it('a specification that cannot be compiled, and says what explores it', async () => {
    const { status, err } = await ballast(folderOf({ 'wide.ts': wide }), 'simulate', 'wide.ts');
    expect(status).toBe(64);
    expect(err).toBe(
      'error: wide cannot be compiled, and so not walked: an update of 2000 places at once\n' +
        '  make it smaller, or use ballast check, which explores it with the reference engine, slowly',
    );
  });

  it.each([
    ['--set', 'tpo=1'],
    ['--set', 'top=many'],
    ['--mutant', 'noGard'],
    ['--edit', 'drop u'],
    ['--edit', 'mov up'],
    ['--property', 'smal'],
    ['--expect', 'violates smal'],
    ['--expect', 'hold'],
    ['--time', '0'],
    ['--mutnt', 'noGuard'],
  ])('what check refuses, in the same words: %s %s', async (...options) => {
    const folder = folderOf({ 'counter.ts': counter });
    const [walked, checked] = [
      await ballast(folder, 'simulate', 'counter.ts', ...options),
      await ballast(folder, 'check', 'counter.ts', ...options),
    ];
    expect(walked.err).not.toBe('');
    expect(walked).toEqual(checked);
  });
});
