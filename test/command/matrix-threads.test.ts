// ballast matrix in several threads: the compiled command as people run it. The table is the same for any number of threads, and whatever happens
// to a thread, or from outside, the command ends and says so.

import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folderOf } from '../load/folder.ts';
import { builtCommand, type Ran, spawned } from './command.ts';
import { counters } from './matrix-suites.ts';

beforeAll(() => {
  builtCommand();
});

const folder = (): Folder => folderOf({ 'counters.ts': counters });

/** Only what hangs takes so long, on a slow and busy machine too. */
const deadlineMs = 120_000;

/** The command while it runs; `when` is called once with the process when it has printed the text. */
async function runUntil(
  { argv, text }: { readonly argv: readonly string[]; readonly text: string },
  files: Folder,
  when: (child: ChildProcess) => Promise<void>,
): Promise<Ran> {
  let isLate = false;
  const ran = await spawned(files, argv, {
    meet: (child) => {
      let out = '';
      const late = setTimeout(() => {
        isLate = true;
        child.kill('SIGKILL');
      }, deadlineMs);
      child.on('close', () => clearTimeout(late));
      const look = (data: Buffer): void => {
        out += data.toString();
        if (!out.includes(text)) return;
        child.stdout?.off('data', look);
        void when(child);
      };
      child.stdout?.on('data', look);
    },
  });
  expect({ isLate, ...ran }).toMatchObject({ isLate: false });
  return ran;
}

/** One more suite, behind the first. */
function withSuite(text: string): Folder {
  return folderOf({ 'counters.ts': counters.replace("{ name: 'two'", `${text}, { name: 'two'`) });
}

/** Too many states to wait for. */
const endless = "{ name: 'endless', set: { top: 5000 }, expect: 'holds', properties }";

describe('several threads', () => {
  it.each(['text', 'markdown'])('print the same table as one, in the order of the suites, as %s', async (form) => {
    const tables = [];
    for (const workers of ['1', '2', '5']) {
      const argv = ['matrix', 'counters.ts', '--as', form, '--workers', workers];
      tables.push(await spawned(folder(), argv));
    }
    const [one, ...others] = tables;
    expect(one).toMatchObject({ status: 0, err: '' });
    expect(one?.out).toMatch(/one[^]*two[^]*three[^]*noGuard[^]*noUp[^]*uneven/);
    for (const other of others) expect(other).toEqual(one);
  });

  it('give the same document as one, traces of witnesses and all', async () => {
    const documents = [];
    for (const workers of ['1', '3']) {
      const { out } = await spawned(folder(), ['matrix', 'counters.ts', '--json', '--workers', workers]);
      documents.push(JSON.parse(out.replaceAll(/"(elapsedMs|searchMs)": [\d.]+/g, '"$1": 0')) as unknown);
    }
    const full = expect.objectContaining({
      name: 'full',
      verdict: 'holds',
      trace: expect.anything() as unknown,
    }) as unknown;
    const properties = expect.arrayContaining([full]) as unknown;
    expect(documents[0]).toMatchObject({ status: 0, results: [{ label: 'one', properties }, {}, {}, {}, {}, {}] });
    expect(documents[1]).toEqual(documents[0]);
  });

  it('check a bundled specification as one does', async () => {
    const argv = ['matrix', 'balloon', '--max-states', '100', '--only', 'M1', '--only', 'M2', '--only', 'M12'];
    const one = await spawned(folder(), [...argv, '--workers', '1']);
    expect(one.out).toContain('\nall 3 as expected');
    expect(await spawned(folder(), [...argv, '--workers', '2'])).toEqual(one);
  });

  it('take the reference engine too', async () => {
    const { status, out } = await spawned(folder(), [
      'matrix',
      'counters.ts',
      '--engine',
      'reference',
      '--workers',
      '2',
    ]);
    expect(status).toBe(0);
    expect(out).toContain('\nall 6 as expected');
  });

  it('hold each check to its own limits', async () => {
    const argv = ['matrix', 'counters.ts', '--workers', '2', '--time', '2s'];
    const { status, out } = await spawned(withSuite(endless), argv);
    expect(status).toBe(20);
    expect(out).toMatch(/\n {2}endless[^\n]* not decided [^\n]*cannot be told: stopped after 0 ms\n/);
    expect(out).toContain('\n6 of 7 as expected, 1 not decided');
  });
});

describe('a suite that goes wrong in a thread', () => {
  it.each(['1', '2'])('is told as by itself, after all before it and before any behind it: %s', async (workers) => {
    const files = withSuite("{ name: 'broken', set: { stop: 'throws' }, expect: 'holds' }");
    const { status, out, err } = await spawned(files, ['matrix', 'counters.ts', '--workers', workers]);
    expect(out).toMatch(/\n {2}one [^\n]*as expected\n {2}broken {3}refused$/);
    expect(err).toBe(`error: counters.ts throws TypeError: stopped here
  counters.ts:27:34   if (stop === 'throws') throw new TypeError('stopped here');`);
    expect(status).toBe(65);
  });

  it('and ends the thread is an internal error that names it', async () => {
    const files = withSuite("{ name: 'gone', set: { stop: 'exits' }, expect: 'holds' }");
    const { status, out, err } = await spawned(files, ['matrix', 'counters.ts', '--workers', '2']);
    expect(out).toMatch(/\n {2}one [^\n]*as expected\n {2}gone {5}refused$/);
    expect(err).toBe(`internal error: the thread that checks 'gone' is gone: it ended with 3
  the checker itself is at fault: please report it`);
    expect(status).toBe(70);
  });
});

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('ends the searches with what they have; the lines that are done are printed', async () => {
    const argv = ['matrix', 'counters.ts', '--workers', '2'];
    const { status, out, err } = await runUntil({ argv, text: '  one' }, withSuite(endless), async (child) => {
      await pause(2500);
      child.kill(signal);
    });
    expect({ status, err }).toEqual({ status: 20, err: '' });
    // Those behind it were done long before.
    expect(out).toMatch(
      /\n {2}one [^\n]*as expected\n {2}endless[^\n]* not decided [^\n]*cannot be told: interrupted\n/,
    );
    expect(out).toMatch(/\n {2}uneven [^\n]*as expected\n\n6 of 7 as expected, 1 not decided/);
    expect(out).not.toContain('nothing here shows');
  });
});

describe('Ctrl-C', () => {
  const hanging = "{ name: 'hanging', set: { stop: 'hangs' }, expect: 'holds' }";

  it('does not wait for what does not listen', async () => {
    const argv = ['matrix', 'counters.ts', '--workers', '2'];
    const { status, out, err } = await runUntil({ argv, text: '  one' }, withSuite(hanging), async (child) => {
      await pause(1500);
      child.kill('SIGINT');
    });
    expect({ status, err }).toEqual({ status: 20, err: '' });
    expect(out).toMatch(/\n {2}uneven [^\n]*as expected\n\n6 of 7 as expected, 1 not decided/);
    expect(out).not.toContain('  hanging');
  });

  it('given twice ends the process', async () => {
    let endedBy: string | null = null;
    const argv = ['matrix', 'counters.ts', '--workers', '2'];
    const { status } = await runUntil({ argv, text: '  one' }, withSuite(hanging), async (child) => {
      child.on('exit', (_, by) => void (endedBy = by));
      child.kill('SIGINT');
      await pause(200);
      child.kill('SIGINT');
    });
    expect({ endedBy, status }).toEqual({ endedBy: 'SIGINT', status: -1 });
  });
});

describe('a row of large searches', () => {
  /** Each search stores 250,000 states of 300 bytes. */
  const wide = `import { action, constant, fn, forall, ids, model, range, spec, variables } from 'ballast';

const suites = Array.from({ length: 8 }, (_, index) => ({ name: \`suite \${index}\`, set: { top: 500 + index }, expect: 'holds' }));

export default model('wide', { constants: { top: constant(range(1, 600), 1, 'how far each counts') }, suites }, ({ top }) => {
  const [Cpu, Cell] = [ids('cpu', 2), ids('cell', 120)];
  const { n, rest } = variables({ n: fn(Cpu, range(0, top)), rest: fn(Cell, range(0, 1_000_000)) });
  return spec({
    variables: { n, rest },
    init: { n: 0, rest: 0 },
    invariants: { small: forall({ c: Cpu }, ({ c }) => n.at(c).atMost(top)) },
    terminal: 'any',
    actions: { up: action({ c: Cpu }, ({ c }) => ({ when: [n.at(c).lessThan(top)], then: [n.at(c).increment()] })) },
  });
});
`;

  it('does not keep what each of them held', async () => {
    const files = folderOf({
      'wide.ts': wide,
      'peak.mjs': "process.on('exit', () => console.log(`peak ${process.resourceUsage().maxRSS} kB`));\n",
    });
    const nodeOptions = ['--import', `${files.path}/peak.mjs`];
    const { out } = await spawned(files, ['matrix', 'wide.ts', '--workers', '1'], { nodeOptions });
    expect(out).toContain('\nall 8 as expected');
    // Kept, they come to more than 750 MB.
    const [, peak] = /peak (\d+) kB/.exec(out) ?? [];
    expect(Number(peak)).toBeLessThan(600_000);
  });
});
