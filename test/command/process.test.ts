// The command as a process of its own: exit statuses, streams, signals, and what is loaded when. The rest is tested in one process.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { builtCommand, spawned } from './command.ts';
import { counter, twoLocks } from './specifications.ts';

let main = '';
beforeAll(() => {
  main = builtCommand();
});

/** A specification of twenty lines, as somebody writes it in an empty folder. */
const mine = `import { action, all, enumeration, fn, forall, ids, model, spec, variables } from 'ballast';

export default model('mine', {}, () => {
  const Cpu = ids('cpu', 2);
  const { pc } = variables({ pc: fn(Cpu, enumeration('out', 'in')) });
  return spec({
    variables: { pc },
    init: { pc: 'out' },
    actions: {
      enter: action({ c: Cpu }, ({ c }) => ({
        when: [forall({ d: Cpu }, ({ d }) => pc.at(d).is('out'))],
        then: [pc.at(c).becomes('in')],
      })),
      leave: action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('in')], then: [pc.at(c).becomes('out')] })),
    },
    invariants: {
      exclusion: forall({ a: Cpu, b: Cpu }, ({ a, b }) => all(pc.at(a).is('in'), pc.at(b).is('in')).implies(a.is(b))),
    },
  });
});
`;

/** Runs long: so many states that nobody waits for its end. */
const long = counter
  .replace('m: range(0, 2)', 'm: range(0, 2), big: range(0, 1_000_000_000)')
  .replace('{ n, m } =', '{ n, m, big } =')
  .replace('variables: { n, m }', 'variables: { n, m, big }')
  .replace('m: 0 }', 'm: 0, big: 0 }')
  .replace(
    'down: action',
    'grow: action({ when: [big.lessThan(1_000_000_000)], then: [big.becomes(big.plus(1))] }), down: action',
  );

/** Says from when on Ctrl-C ends the search. */
const telling = `process.on('newListener', (name) => {
  if (name === 'SIGINT') queueMicrotask(() => console.log('searching'));
});
`;

describe('the command', () => {
  it('checks a specification of twenty lines that lies in an empty folder elsewhere', async () => {
    const { status, out, err } = await spawned(folderOf({ 'mine.ts': mine }), ['check', './mine.ts']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^mine: holds; all 3 reachable states explored\n/);
  });

  it.each([
    [0, ['check', 'counter.ts']],
    [10, ['check', 'counter.ts', '--set', 'from=5']],
    [11, ['check', 'locks.ts']],
    [12, ['check', 'counter.ts', '--set', 'top=9']],
    [16, ['check', 'counter.ts', '--edit', 'drop up', '--property', 'full']],
    [20, ['check', 'counter.ts', '--max-depth', '1']],
    [21, ['matrix', 'counter.ts']],
    [22, ['check', 'counter.ts', '--strict']],
    [64, ['check', 'countr.ts']],
    [65, ['check', 'broken.ts']],
  ])('ends with status %i: %j', async (status, argv) => {
    const folder = folderOf({ 'counter.ts': counter, 'locks.ts': twoLocks, 'broken.ts': 'throw new Error()' });
    const ran = await spawned(folder, argv);
    expect(ran.status).toBe(status);
    // Results on one stream, complaints on the other; never both, and never a stack.
    const isRefused = [10, 64, 65].includes(status);
    expect({ out: ran.out === '', err: ran.err === '' }).toEqual({ out: isRefused, err: !isRefused });
    expect(ran.err).not.toMatch(/\n {4}at /);
  });

  it('prints what was reached at Ctrl-C, saves it, and does not decide', async () => {
    const folder = folderOf({ 'long.ts': `${long}\n${telling}` });
    const { status, out } = await spawned(folder, ['check', 'long.ts', '--property', 'small', '--out', 'r.json'], {
      // A Ctrl-C while the file is loaded ends the process at once.
      meet: (child) => void child.stdout?.once('data', () => setTimeout(() => child.kill('SIGINT'), 500)),
    });
    expect(out).toMatch(
      /^searching\ncounter: not decided, interrupted; nothing is violated in the [\d,]+ states? reached\n/,
    );
    expect(out).toMatch(/\nat least [\d,]+ distinct states?, at least [\d,]+ generated/);
    expect(status).toBe(20);
    expect(JSON.parse(readFileSync(`${folder.path}/r.json`, 'utf8'))).toMatchObject({
      results: [{ ended: 'interrupted', counts: { areExact: false } }],
      status: 20,
    });
  });

  it('stops at a limit of time, and of memory', async () => {
    const folder = folderOf({ 'long.ts': long });
    const time = await spawned(folder, ['check', 'long.ts', '--property', 'small', '--time', '200ms']);
    expect(time.out).toMatch(/^counter: not decided, stopped after/);
    expect(time.status).toBe(20);
    const memory = await spawned(folder, ['check', 'long.ts', '--property', 'small', '--memory', '4MB']);
    expect(memory.out).toMatch(/^counter: not decided, stopped at 4 MB of memory;/);
    expect(memory.status).toBe(20);
  });

  it('says nothing on standard error, and uses no colours, where no terminal looks on', async () => {
    const { out, err } = await spawned(folderOf({ 'long.ts': long }), ['check', 'long.ts', '--time', '1500ms']);
    expect(err).toBe('');
    expect(out).not.toContain('\u001B');
  });

  it('colours where it is asked to, unless NO_COLOR is set', async () => {
    const folder = folderOf({ 'counter.ts': counter });
    const coloured = await spawned(folder, ['check', 'counter.ts'], { env: { FORCE_COLOR: '1', NO_COLOR: '' } });
    expect(coloured.out).toContain('\u001B[32mholds');
    const plain = await spawned(folder, ['check', 'counter.ts'], { env: { NO_COLOR: '1' } });
    expect(plain.out).not.toContain('\u001B');
  });

  it('goes on quietly when nobody reads on, and keeps its status', () => {
    const { path, cache } = folderOf({ 'counter.ts': counter });
    const line = `"${process.execPath}" "${main}" check counter.ts --set top=9 | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd: path,
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: cache },
    });
    expect({ stdout, stderr }).toEqual({ stdout: '12\n', stderr: '' });
  });

  it('loads nothing heavy to give help, and for its own specifications neither yargs, a loader of user files nor an analysis', async () => {
    const folder = folderOf({
      'watch.mjs': "import { register } from 'node:module';\nregister('./hooks.mjs', import.meta.url);\n",
      'hooks.mjs':
        "import { writeSync } from 'node:fs';\nexport async function resolve(name, context, next) {\n" +
        '  const found = await next(name, context);\n  writeSync(2, `${found.url}\\n`);\n  return found;\n}\n',
    });
    const nodeOptions = ['--import', `${folder.path}/watch.mjs`];
    const help = await spawned(folder, ['--help'], { nodeOptions });
    expect(help.out).toMatch(/^ballast <command>/);
    expect(help.err).toMatch(/yargs/);
    expect(help.err).not.toMatch(/immutable|jiti|xxhash|checker/);
    const list = await spawned(folder, ['list'], { nodeOptions });
    expect(list.err).toMatch(/immutable/);
    expect(list.err).not.toMatch(/jiti|yargs|user-file/);
    const check = await spawned(folder, ['check', 'die-hard'], { nodeOptions });
    expect(check.err).toMatch(/explore\/explore/);
    expect(check.err).not.toMatch(/survey|analyse\/(variants|state-graph|compare-graphs)/);
  });
});
