import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { blocks, consoleBlocks, differenceFrom } from '../console.ts';
import { install, type Installed, script } from './installed.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [spinlock = '', ...more] = blocks(readme, 'ts');
const tests = more.find((block) => block.includes('ballast/vitest')) ?? '';
const guard = "when: [pc.at(c).is('spinning'), owner.is(none)]";
const unguarded = spinlock.replace(guard, "when: [pc.at(c).is('spinning')]");
const vitest = script('vitest/vitest.mjs');

const race = `Error: spinlock: mutualExclusion is violated in 4 steps; no shorter behaviour
  violates anything
  cpus = 2

  at first pc[every cpu] = idle, owner = none

     cpu0                               cpu1
     ----------------------------------------------------------------------
  1  lock: pc[cpu0] idle -> spinning
  2  acquire:
       pc[cpu0] spinning -> critical,
       owner none -> cpu0
  3                                     lock: pc[cpu1] idle -> spinning
  4                                     acquire:
                                          pc[cpu1] spinning -> critical,
                                          owner cpu0 -> cpu1
                                        <mutualExclusion is violated>
`;

/** Everything of which `checkAll` makes a test, and what is wrong with some of it. */
const counter = `import { action, constant, drop, eventually, model, range, spec, variables, weakly } from 'ballast';

export default model(
  'counter',
  {
    constants: { most: constant(range(0, 9), 3, 'what is claimed') },
    mutants: {
      noAgain: { edits: drop('again'), breaks: 'deadlock' },
      wrongly: { edits: drop('again'), breaks: 'small' },
      harmless: { edits: drop('idle'), breaks: [] },
      survivor: drop('idle'),
      killed: drop('up.when#1'),
      same: { edits: [], set: { most: 3 }, breaks: [] },
    },
    suites: [{ expect: 'holds' }, { name: 'less', set: { most: 1 }, expect: 'violates small' }],
  },
  ({ most }) => {
    const { n } = variables({ n: range(0, 9) });
    return spec({
      variables: { n },
      init: { n: 0 },
      actions: {
        up: action({ when: [n.lessThan(3)], then: [n.becomes(n.plus(1))] }),
        again: action({ when: [n.is(3)], then: [n.becomes(0)] }),
        idle: action({ when: [n.is(7)], then: [n.becomes(0)] }),
      },
      invariants: { small: n.atMost(most) },
      reachable: { full: n.is(3), beyond: n.is(5) },
      liveness: { fullSometime: eventually(n.is(3)) },
      fairness: [weakly('up')],
    });
  },
);
`;

const tiny = `import { action, model, range, spec, variables } from 'ballast';

export default model('tiny', {}, () => {
  const { n } = variables({ n: range(0, 1) });
  const stay = action({ then: [n.becomes(n)] });
  return spec({ variables: { n }, init: { n: 0 }, actions: { stay }, invariants: { low: n.is(1) } });
});
`;

vi.setConfig({ testTimeout: 60_000 });

let folder: Installed;
beforeAll(() => {
  folder = install();
});
afterAll(() => folder.discard());

/** The lines of tests, less how long they took. */
function testLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => /^ +[✓×↓] (?!.*\.test\.ts)/.test(line));
  return lines.map((line) => line.trim().replace(/ +\d+ms$/, ''));
}

describe('the packed package, in a folder elsewhere', () => {
  it('lets the tests of the README pass, and fail as it says with the race when a guard is removed', () => {
    folder.write('spinlock.ts', spinlock);
    folder.write('spinlock.test.ts', tests);
    const held = folder.node(vitest, 'run', 'spinlock');
    expect(held.text).toContain('✓ spinlock.test.ts (2 tests)');
    expect(held.status).toBe(0);

    folder.write('spinlock.ts', unguarded);
    const violated = folder.node(vitest, 'run', 'spinlock');
    expect(violated.text).toContain(race);
    expect(violated.status).toBe(1);
    const [shown] = consoleBlocks(readme, 'npx vitest');
    expect(shown?.[0]).toBe('run');
    expect(differenceFrom(violated.text, shown?.[1] ?? '')).toBe(undefined);
  });

  it('passes the tests and the suites of the project to copy, until its lock is taken without a test', () => {
    const project = new URL('../../examples/ci/project/', import.meta.url);
    const names = ['lock.ts', 'lock.test.ts', 'ballast.config.ts', 'ballast.lock.json'];
    const texts = new Map(names.map((name) => [name, readFileSync(new URL(name, project), 'utf8')]));
    for (const [name, text] of texts) folder.write(name, text);
    const command = 'node_modules/ballast/dist/src/main.js';
    expect(folder.node(vitest, 'run', 'lock.test').text).toContain('✓ lock.test.ts');
    expect(folder.node(command, 'ci').text).toContain('all 4 as expected');

    folder.write('lock.ts', (texts.get('lock.ts') ?? '').replace(', locked.is(0)]', ']'));
    const failed = folder.node(vitest, 'run', 'lock.test');
    expect(failed.text).toContain('mutualExclusion is violated in 4 steps');
    const refused = folder.node(command, 'ci');
    expect(refused.text).toContain('mutualExclusion is violated in 4 steps');
    // Its mutant has nothing to take away any more.
    expect(refused.text).toContain("no step is named 'acquire.when#2'");
    expect([failed.status, refused.status]).toEqual([1, 64]);
  });

  it('brings one checker, whoever imports it', () => {
    folder.write('tiny.mjs', tiny);
    folder.write(
      'one.test.ts',
      `import { UsageError } from 'ballast';
import { check } from 'ballast/ci';
import { expect, test } from 'vitest';
import tiny from './tiny.mjs';

test.each([tiny, './tiny.mjs'])('one', async (subject) => {
  await expect(check(subject, { mutant: 'none' })).rejects.toBeInstanceOf(UsageError);
});
`,
    );
    expect(folder.node(vitest, 'run', 'one').text).toContain('✓ one.test.ts (2 tests)');
  });

  it('fails a run in which somebody forgot to await', () => {
    folder.write('forgotten.ts', unguarded);
    folder.write(
      'forgotten.test.ts',
      `import 'ballast/vitest';
import { expect, test } from 'vitest';
import spinlock from './forgotten.ts';

test('one CPU at a time', () => {
  expect(spinlock).toHold();
});
`,
    );
    const { text, status } = folder.node(vitest, 'run', 'forgotten');
    expect(text).toContain(race);
    expect(status).toBe(1);
  });

  it('makes a test of each thing that a model claims', () => {
    folder.write('counter.ts', counter);
    folder.write(
      'counter.test.ts',
      `import { checkAll } from 'ballast/vitest';
import counter from './counter.ts';

checkAll(counter);
checkAll(counter, { set: { most: 1 }, properties: ['small', 'full'], unexercised: ['idle'] });
checkAll(counter, { propertys: ['small'] } as object);
checkAll({} as typeof counter);
`,
    );
    const { text, status } = folder.node(vitest, 'run', 'counter');
    expect(testLines(text)).toEqual([
      '✓ small holds',
      '✓ no deadlock',
      '✓ full is reached',
      '× beyond is reached',
      '✓ fullSometime holds',
      '✓ nothing is evaluated outside its domain',
      '× nothing is left unexercised',
      '✓ noAgain violates deadlock',
      '× wrongly violates small',
      '× harmless holds',
      '× survivor violates something',
      '✓ killed violates something',
      '× same holds',
      '✓ less: violates small',
      '× small holds',
      '✓ full is reached',
      '✓ nothing is evaluated outside its domain',
      '✓ nothing is left unexercised',
      '× can be checked',
      '× can be checked',
    ]);
    for (const message of [
      'counter: beyond is never reached in all 4 reachable states\n',
      'counter: nothing is violated, but not all of it was exercised; never\n  enabled: idle\n',
      'counter (mutant wrongly): violates small was expected; deadlock is violated\n',
      'counter (mutant survivor): without the mutant the same is so: beyond is\n  never reached',
      'counter (mutant same): the mutant changes nothing, so that it shows nothing\n',
      'counter: small is violated in 2 steps\n',
      "UsageError: checkAll has no option 'propertys'\n  did you mean 'properties'?\n",
      'UsageError: what is to be checked is an object, no model\n',
      // The code that is shown is that of the rule.
      '27|       invariants: { small: n.atMost(most) },\n       |                              ^',
    ])
      expect(text).toContain(message);
    expect(status).toBe(1);
  });

  it('refuses tests of truth where the config of vitest has the plugin', () => {
    folder.write(
      'truth.ts',
      `import { action, model, range, spec, variables } from 'ballast';

export default model('truth', {}, () => {
  const { n, m } = variables({ n: range(0, 1), m: range(0, 1) });
  const stay = action({ then: [n.becomes(n)] });
  return spec({ variables: { n, m }, init: { n: 0, m: 0 }, actions: { stay }, invariants: { low: n.is(0) || m.is(0) } });
});
`,
    );
    folder.write(
      'truth.test.ts',
      "import { checkAll } from 'ballast/vitest';\nimport truth from './truth.ts';\n\ncheckAll(truth);\n",
    );
    folder.write(
      'truthful.config.ts',
      "import { truthTests } from 'ballast/vite';\nimport { defineConfig } from 'vitest/config';\n\nexport default defineConfig({ plugins: [truthTests()] });\n",
    );
    expect(folder.node(vitest, 'run', 'truth').text).toContain('✓ truth.test.ts (4 tests)');
    const { text, status } = folder.node(vitest, 'run', '--config', 'truthful.config.ts', 'truth');
    expect(text).toContain(`SpecError: an expression is tested for truth by ||
  truth.ts:6:98   n.is(0) || m.is(0)
  write any(n.is(0), m.is(0))
 ❯ truth.ts:6:98
`);
    expect(status).toBe(1);
  });

  it('runs the tests again when the specification is saved', async () => {
    folder.write('watched.ts', spinlock);
    folder.write(
      'watched.test.ts',
      "import { checkAll } from 'ballast/vitest';\nimport spinlock from './watched.ts';\n\ncheckAll(spinlock);\n",
    );
    const { until, stop } = folder.start(vitest, 'watch', 'watched', '--no-clearScreen');
    onTestFinished(stop);
    expect(await until('Waiting for file changes')).toContain('✓ watched.test.ts (4 tests)');
    folder.write('watched.ts', unguarded);
    expect(await until('Tests failed')).toContain('mutualExclusion is violated in 4 steps');
  });

  it('is checked by node:test too, without vitest', () => {
    folder.write('spinlock.ts', spinlock);
    folder.write(
      'plain.mjs',
      `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, raceTable } from 'ballast/ci';
import tiny from './tiny.mjs';

test('says where a model is that it has imported', async () => {
  assert.match(raceTable(await check(tiny)), /repeat: ballast check tiny.mjs#tiny$/);
});
test('holds', async () => {
  const result = await check('./spinlock.ts');
  assert.equal(result.verdict, 'holds', raceTable(result));
});
test('holds without its guard', async () => {
  const result = await check('./spinlock.ts', { edits: ['drop acquire.when#2'] });
  assert.equal(result.verdict, 'holds', raceTable(result));
});
test('is asked wrongly', async () => {
  await assert.rejects(check('./spinlock.ts', { propertys: [] }), { message: /did you mean 'properties'/ });
});
`,
    );
    folder.write('tiny.mjs', tiny);
    // With source maps, stacks name the sources of the package, which are not there.
    const { text, status } = folder.node('--enable-source-maps', '--test', '--test-reporter=tap', 'plain.mjs');
    expect(text).toContain('\nok 1 - says where a model is that it has imported');
    expect(text).toContain('\nok 2 - holds');
    expect(text).toContain('not ok 3 - holds without its guard');
    expect(text).toContain('spinlock (drop acquire.when#2): mutualExclusion is violated in 4 steps; no');
    expect(text).toContain('\nok 4 - is asked wrongly');
    expect(status).toBe(1);
  });

  it('is typed: what makes no sense is refused by the compiler', () => {
    folder.write('counter.ts', counter);
    folder.write(
      'typed.test.ts',
      `import { check, type CheckResult, raceTable } from 'ballast/ci';
import { checkAll } from 'ballast/vitest';
import { expect, test } from 'vitest';
import counter from './counter.ts';

test('typed', async () => {
  const result: CheckResult = await check(counter, { set: { most: 1 }, properties: ['small'], time: '30s' });
  const told: void = expect(result).toViolate('small', { steps: 2 });
  const pending: Promise<void> = expect(counter).not.toReach('beyond');
  await expect(counter.build()).toHaveStates({ distinct: 4, digest: '0' });
  await expect(check(counter)).toHold({ unexercised: ['idle'] });
  const text: string = raceTable(result);
  // @ts-expect-error
  expect(result).toHold({ unexercized: [] });
  // @ts-expect-error
  expect(result).toViolate('small', { steps: '2' });
  // @ts-expect-error
  await check(counter, { proprties: ['small'] });
  // @ts-expect-error
  checkAll(result);
  return [told, pending, text];
});
`,
    );
    folder.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          allowImportingTsExtensions: true,
          types: ['node'],
        },
        files: ['typed.test.ts', 'counter.ts', 'truthful.config.ts'],
      }),
    );
    expect(folder.node(script('typescript/bin/tsc'))).toEqual({ status: 0, text: '' });
  });
});
