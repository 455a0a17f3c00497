// Ends that come from outside: Ctrl-C at any time, SIGTERM, a limit of memory, a machine without memory, a reader who goes away. Real processes,
// each with a deadline: whatever hangs is a failure. Random moments are drawn from a seed, which is in the name of the test.

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../checker/explore/random.ts';
import { type Folder, folderOf } from '../load/folder.ts';
import { builtCommand } from './command.ts';

let main = '';
beforeAll(() => {
  main = builtCommand();
});

/** Too many states to explore, on wide levels, so that two workers have work. Says from when on Ctrl-C ends the search, and not the process. */
const large = `import { action, constant, fn, forall, ids, model, range, spec, variables } from 'ballast';

process.on('newListener', (name) => {
  if (name === 'SIGINT') queueMicrotask(() => console.log('searching'));
});

export default model('large', { constants: { top: constant(range(1, 5000), 2000, 'the most that each counts') } }, ({ top }) => {
  const Cpu = ids('cpu', 3);
  const { n } = variables({ n: fn(Cpu, range(0, top)) });
  return spec({
    variables: { n },
    init: { n: 0 },
    actions: { up: action({ c: Cpu }, ({ c }) => ({ when: [n.at(c).lessThan(top)], then: [n.at(c).increment()] })) },
    terminal: 'any',
    invariants: {
      small: forall({ c: Cpu }, ({ c }) => n.at(c).atMost(top)),
      last: forall({ c: Cpu }, ({ c }) => n.at(c).is(top)).not(),
    },
  });
});
`;

/** One behaviour of 3,000 steps: its trace as JSON is more than a pipe holds. */
const deep = `import { action, model, range, spec, variables } from 'ballast';

export default model('deep', {}, () => {
  const { n } = variables({ n: range(0, 5000) });
  return spec({
    variables: { n },
    init: { n: 0 },
    actions: { up: action({ when: [n.lessThan(5000)], then: [n.increment()] }) },
    invariants: { low: n.lessThan(3000) },
  });
});
`;

const checked = ['check', 'large.ts', '--property', 'small', '--workers', '2'];

/** Only what hangs takes so long, on a slow and busy machine too. */
const deadlineMs = 120_000;

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

interface Run {
  readonly child: ChildProcess;
  /** When it has written something. */
  readonly begun: Promise<void>;
  /** When it has ended. It is killed where that takes longer than the deadline, counted from now on. */
  readonly end: () => Promise<Ended>;
}

/** Begins a command of the shell, with `ballast` as the compiled command. */
function begin({ path, cache }: Folder, line: string, env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn('bash', ['-c', line.replaceAll('ballast ', '"$NODE" "$MAIN" ')], {
    cwd: path,
    env: { ...process.env, NODE: process.execPath, MAIN: main, XDG_CACHE_HOME: cache, ...env },
  });
  const written = { out: '', err: '' };
  child.stderr.on('data', (data: Buffer) => void (written.err += data.toString()));
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      written.out += data.toString();
      resolve();
    });
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, ...written }));
  });
  return {
    child,
    begun,
    end: async () => {
      let isLate = false;
      const deadline = setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, deadlineMs);
      const found = await ended;
      clearTimeout(deadline);
      expect({ isLate, ...found }).toMatchObject({ isLate: false });
      return found;
    },
  };
}

/** The command in place of the shell, so that signals reach it. */
function beginCheck(folder: Folder, argv: readonly string[] = checked): Run {
  return begin(folder, `exec ballast ${argv.join(' ')}`);
}

const interruptedReport =
  /^searching\nlarge: not decided, interrupted; nothing is violated in the [\d,]+ states? reached\n[^]*\nat least [\d,]+ states? up to the naming of 3 cpus \(at least [\d,]+ in all\), at least [\d,]+ generated, depth \d+, /;

/** Moments of a time, evenly by chance. */
function moments(count: number, most: number): readonly (readonly [seed: number, ms: number])[] {
  return Array.from({ length: count }, () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    return [seed, createRandom(seed).below(most)] as const;
  });
}

describe('Ctrl-C', () => {
  // From the smallest levels on, over the moment at which workers join, to where both are at work.
  it.each([...moments(2, 400), ...moments(3, 2500)])(
    'ends a search of two workers with what it had (seed %i: after %i ms)',
    async (_, ms) => {
      const run = beginCheck(folderOf({ 'large.ts': large }));
      await run.begun;
      await pause(ms);
      run.child.kill('SIGINT');
      const { status, out, err } = await run.end();
      expect({ status, err }).toEqual({ status: 20, err: '' });
      expect(out).toMatch(interruptedReport);
      expect(out).not.toMatch(/digest/);
    },
  );

  it.each(moments(6, 700))(
    'during the start ends it at once, or with what it had (seed %i: after %i ms)',
    async (_, ms) => {
      const run = beginCheck(folderOf({ 'large.ts': large }));
      await pause(ms);
      run.child.kill('SIGINT');
      const { status, signal, out, err } = await run.end();
      expect(err).toBe('');
      expect(['SIGINT', null]).toContain(signal);
      expect(status).toBe(signal === null ? 20 : null);
      expect(out).toMatch(signal === null ? interruptedReport : /^(?:searching\n)?$/);
    },
  );

  it('given twice quits, whatever is going on', async () => {
    const run = beginCheck(folderOf({ 'large.ts': large }));
    await run.begun;
    await pause(1500);
    run.child.kill('SIGINT');
    await pause(5);
    run.child.kill('SIGINT');
    const { status, signal, err } = await run.end();
    expect(err).toBe('');
    expect([20, null]).toContain(status);
    expect(['SIGINT', null]).toContain(signal);
  });

  it('while a violation or its trace is looked for keeps what was found', async () => {
    // Every state lies on a shortest way there, so that the trace takes as long as the search; both are over long after the Ctrl-C.
    const run = beginCheck(folderOf({ 'large.ts': large }), ['check', 'large.ts', '--set', 'top=600']);
    await run.begun;
    await pause(1000);
    run.child.kill('SIGINT');
    const { status, out, err } = await run.end();
    expect(err).toBe('');
    expect([12, 20]).toContain(status);
    expect(out).toMatch(status === 12 ? /^searching\nlarge: last is violated in 1,800 steps; / : interruptedReport);
  });

  it('ends a simulation with what it had', async () => {
    const walks = ['simulate', 'large.ts', '--property', 'small', '--walks', '1e12'];
    const run = beginCheck(folderOf({ 'large.ts': large }), walks);
    await run.begun;
    await pause(1500);
    run.child.kill('SIGINT');
    const { status, out, err } = await run.end();
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toMatch(/^searching\nlarge: not decided, .* on [\d,]+ walks, then interrupted\n/);
  });
});

describe('SIGTERM', () => {
  it('ends a search as Ctrl-C does', async () => {
    const run = beginCheck(folderOf({ 'large.ts': large }));
    await run.begun;
    await pause(1500);
    run.child.kill('SIGTERM');
    const { status, out, err } = await run.end();
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toMatch(interruptedReport);
  });
});

describe('a limit', () => {
  it.each([
    ['--memory 60MB', /^searching\nlarge: not decided, stopped at 60 MB of memory; nothing is violated in the /],
    ['--time 700ms', /^searching\nlarge: not decided, stopped after 700 ms; nothing is violated in the /],
  ])('of %s ends a search of two workers', async (limit, headline) => {
    const { status, out, err } = await beginCheck(folderOf({ 'large.ts': large }), [...checked, limit]).end();
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toMatch(headline);
    expect(out).toMatch(
      /\nat least [\d,]+ states? up to the naming of 3 cpus \(at least [\d,]+ in all\), at least [\d,]+ generated/,
    );
  });
});

describe('a machine without memory', () => {
  it.each(['check', 'simulate'])('is told apart from a mistake, and decides nothing: %s', async (command) => {
    const line = `ulimit -v 6000000; exec ballast ${command} large.ts`;
    const { status, out, err } = await begin(folderOf({ 'large.ts': large }), line).end();
    expect({ status, out }).toEqual({ status: 20, out: 'searching\n' });
    expect(err).toMatch(
      /^error: nothing is decided: this process may not reserve the memory that generated code asks for\n {2}WebAssembly\.[^\n]*\n {2}raise its limit of addresses \(ulimit -v\)[^\n]*\n {2}NODE_OPTIONS=--disable-wasm-trap-handler [^\n]*\n$/,
    );
  });

  it('can be helped by what the message says', async () => {
    const line = 'ulimit -v 6000000; exec ballast check large.ts --set top=5 --property small --engine reference';
    const env = { NODE_OPTIONS: '--disable-wasm-trap-handler' };
    const { status, out } = await begin(folderOf({ 'large.ts': large }), line, env).end();
    expect(out).toMatch(/^searching\nlarge: holds; all 216 reachable states explored\n/);
    expect(status).toBe(0);
  });
});

describe('a reader', () => {
  it('who goes away is no failure, and the status is kept', async () => {
    const line = 'ballast check deep.ts --json | head -1; echo "${PIPESTATUS[0]}"';
    const { out, err } = await begin(folderOf({ 'deep.ts': deep }), line).end();
    expect({ out, err }).toEqual({ out: '{\n12\n', err: '' });
  });

  it('who cannot take the result makes it an error', async () => {
    const line = 'ballast check deep.ts > /dev/full';
    const { status, err } = await begin(folderOf({ 'deep.ts': deep }), line).end();
    expect(err).toMatch(/^error: the result cannot be written: ENOSPC/);
    expect(status).toBe(70);
  });
});
