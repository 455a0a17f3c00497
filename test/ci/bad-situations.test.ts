// What must never look green: each situation that goes wrong ends with a status that is not 0, and a message that names the cause.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ballast, builtCommand, type Ran, spawned } from '../command/command.ts';
import { type Folder, folderOf } from '../load/folder.ts';

/** A lock with one mistake where `flaw` says so; its parts can be replaced. */
const specification = `import { action, all, constant, enumeration, fn, forall, ids, maybe, model, none, range, spec, variables } from 'ballast';

export default model('spinlock', { constants: { cpus: constant(range(1, 8), 2, 'how many CPUs') }, assume: { 'somebody shares it': ({ cpus }) => cpus > 1 } }, ({ cpus }) => {
  const Cpu = ids('cpu', cpus);
  const { pc, owner } = variables({ pc: fn(Cpu, enumeration('idle', 'spinning', 'critical')), owner: maybe(Cpu) });
  const lock = action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('idle')], then: [pc.at(c).becomes('spinning')] }));
  const acquire = action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('spinning'), owner.is(none)], then: [pc.at(c).becomes('critical'), owner.becomes(c)] }));
  const unlock = action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('critical')], then: [pc.at(c).becomes('idle'), owner.becomes(none)] }));
  const mutualExclusion = forall({ a: Cpu, b: Cpu }, ({ a, b }) => all(pc.at(a).is('critical'), pc.at(b).is('critical')).implies(a.is(b)));
  const ownerIsIn = forall({ c: Cpu }, ({ c }) => owner.is(c).implies(pc.at(c).is('critical')));
  return spec({
    variables: { pc, owner },
    init: { pc: 'idle', owner: none },
    actions: { lock, acquire, unlock },
    invariants: { mutualExclusion, ownerIsIn },
    reachable: { inside: owner.is(none).not() },
  });
});
`;

const unguarded = specification.replace(', owner.is(none)]', ']');

interface Situation {
  /** The suites of the config, one unless said otherwise. */
  readonly suites?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** On a project whose lock file is written, unless it is done before. */
  readonly before?: (folder: Folder) => void;
  readonly argv?: readonly string[];
  readonly isUnlocked?: boolean;
  /** Only the compiled command checks in processes, and keeps results. */
  readonly isSpawned?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly says: string;
}

const holds = "{ spec: './lock.ts', expect: 'holds' }";
const files = { 'lock.ts': specification };

const situations: Readonly<Record<string, Situation>> = {
  'a violation': {
    files: { 'lock.ts': unguarded },
    status: 21,
    says: './lock.ts: mutualExclusion is violated in 4 steps',
  },
  'another violation than the expected one': {
    suites: "{ spec: './lock.ts', edits: ['drop acquire.when#2'], expect: { violates: 'ownerIsIn' } }",
    status: 21,
    says: 'mutualExclusion is violated in 4 steps, and what was expected is a violation of ownerIsIn',
  },
  'the expected violation, and another one on the same level': {
    files: {
      'lock.ts': unguarded.replace(
        '{ mutualExclusion, ownerIsIn }',
        '{ mutualExclusion, twice: mutualExclusion, ownerIsIn }',
      ),
    },
    suites: "{ spec: './lock.ts', expect: { violates: 'mutualExclusion' } }",
    status: 21,
    says: 'twice is violated in 4 steps, and what was expected is a violation of mutualExclusion',
  },
  'an expected violation that does not happen': {
    suites: "{ spec: './lock.ts', expect: { violates: 'mutualExclusion' } }",
    status: 21,
    says: 'mutualExclusion holds, and was expected to be violated',
  },
  'a trace that became shorter': {
    suites: "{ spec: './lock.ts', edits: ['drop acquire.when#2'], expect: { violates: 'mutualExclusion', steps: 6 } }",
    status: 21,
    says: 'mutualExclusion is violated in 4 steps, and not in 6 steps as expected',
  },
  'a budget of states that is used up': {
    suites: "{ spec: './lock.ts', expect: 'holds', budget: { states: 3 } }",
    status: 20,
    says: 'not decided: the budget of states was used up',
  },
  'a budget of depth that is used up': {
    suites: "{ spec: './lock.ts', expect: 'holds', budget: { depth: 1 } }",
    status: 20,
    says: 'not decided: the budget of depth was used up',
  },
  'an expected violation that the budget hides': {
    suites:
      "{ spec: './lock.ts', edits: ['drop acquire.when#2'], expect: { violates: 'mutualExclusion' }, budget: { depth: 2 } }",
    status: 20,
    says: 'not decided: the budget of depth was used up',
  },
  'a formula that is too large': {
    files: {
      'lock.ts': specification
        .replace('import { action,', 'import { action, eventually, until,')
        .replace(
          /reachable: .*/,
          'liveness: { nested: Array.from({ length: 20 }, (_, k) => exists({ c: Cpu }, ({ c }) => pc.at(c).is(k % 2 ? "idle" : "critical"))).reduce((inner, each) => until(inner, each), eventually(owner.is(none))).not() },',
        )
        .replace('enumeration, ', 'enumeration, exists, '),
    },
    status: 20,
    says: 'not decided: nested: its formula waits for too many things in too many orders: state it as several properties make its constants smaller, or let it be: mayBeUndecided: true',
  },
  'no suites': { suites: '', status: 65, says: 'suites is empty: nothing would be checked' },
  'a suite that is left out between two commas': { suites: ',', status: 65, says: 'suites[0] is no object' },
  'a lane without suites': {
    suites: "{ spec: './lock.ts', expect: 'holds', lane: 'nightly' }",
    status: 64,
    says: 'the lane full of ballast.config.ts has no suites',
  },
  'a misspelt property in an expectation': {
    suites: "{ spec: './lock.ts', expect: { violates: 'mutualExlusion' } }",
    status: 64,
    says: "did you mean 'mutualExclusion'?",
  },
  'a misspelt property in a selection': {
    suites: "{ spec: './lock.ts', expect: 'holds', properties: ['ownerIsInside'] }",
    status: 64,
    says: "no property 'ownerIsInside'",
  },
  'a misspelt witness': {
    suites: "{ spec: './lock.ts', expect: { reaches: 'insid' } }",
    status: 64,
    says: "did you mean 'inside'?",
  },
  'an invariant where a witness is expected': {
    suites: "{ spec: './lock.ts', expect: { reaches: 'mutualExclusion' } }",
    status: 21,
    says: 'mutualExclusion is no witness',
  },
  'a witness that the selected properties leave out': {
    suites: "{ spec: './lock.ts', properties: ['mutualExclusion'], expect: { reaches: 'inside' } }",
    status: 21,
    says: 'inside is not checked, and was expected to be reached',
  },
  'one of two witnesses that the selected properties leave out': {
    files: { 'lock.ts': specification.replace('reachable: {', 'reachable: { free: owner.is(none),') },
    suites: "{ spec: './lock.ts', properties: ['free'], expect: { reaches: ['free', 'inside'] } }",
    status: 21,
    says: 'inside is not checked, and was expected to be reached',
  },
  'a witness that cannot be reached': {
    files: { 'lock.ts': specification.replace('owner.is(none).not()', 'all(owner.is(none), owner.is(none).not())') },
    status: 21,
    says: 'inside cannot be reached',
  },
  'an invariant that says nothing': {
    suites: "{ spec: './lock.ts', edits: ['drop acquire'], properties: ['ownerIsIn'], expect: 'holds' }",
    status: 22,
    says: 'ownerIsIn says nothing: owner = c is never true',
  },
  'an action that is never enabled': {
    suites:
      "{ spec: './lock.ts', edits: ['drop lock'], properties: ['deadlock'], expect: { violates: 'deadlock' } }, { spec: './lock.ts', name: 'idle', edits: ['drop lock'], properties: ['mutualExclusion'], expect: 'holds' }",
    status: 22,
    says: 'acquire is never enabled',
  },
  'what is known to be idle, and is not': {
    suites: "{ spec: './lock.ts', expect: 'holds', unexercised: ['acquire'] }",
    status: 22,
    says: "'acquire' is listed as unexercised, and is exercised, or not there",
  },
  'a specification without properties': {
    files: {
      'lock.ts': specification.replace('invariants: { mutualExclusion, ownerIsIn },', '').replace(/reachable: .*/, ''),
    },
    status: 65,
    says: 'has no properties: nothing would be checked',
  },
  'a property that no suite of its own can violate': {
    files: { 'lock.ts': specification.replace('constants:', "suites: [{ expect: 'holds' }], constants:") },
    suites: "{ spec: './lock.ts', suites: 'own', strict: true }",
    status: 22,
    says: 'no suite of spinlock violates mutualExclusion',
  },
  'a specification without suites of its own': {
    suites: "{ spec: './lock.ts', suites: 'own' }",
    status: 64,
    says: './lock.ts has no suites of its own',
  },
  'a mutant that is not there': {
    suites: "{ spec: './lock.ts', mutant: 'M1', expect: 'holds' }",
    status: 64,
    says: "no mutant 'M1'",
  },
  'an edit that finds nothing': {
    suites: "{ spec: './lock.ts', edits: ['drop acquire.when#3'], expect: { violates: 'mutualExclusion' } }",
    status: 64,
    says: 'acquire.when#3',
  },
  'an edit that changes nothing': {
    suites: "{ spec: './lock.ts', edits: ['swap lock acquire'], expect: { violates: 'mutualExclusion' } }",
    status: 65,
    says: './lock.ts',
  },
  'a constant that is not there, and is called as something that every object has': {
    suites: "{ spec: './lock.ts', set: { constructor: 1 }, expect: 'holds' }",
    status: 64,
    says: "spinlock has no constant 'constructor'",
  },
  'a violation of another model of the file, in a folder whose name could be taken for a choice of models': {
    files: {
      'C#/locks.ts': `${unguarded.replace('import { action,', 'import { action, suite,').replace('export default', 'const unguarded =')}
export default model('idle', { suites: [{ expect: 'holds' }] }, () => {
  const { n } = variables({ n: range(0, 1) });
  const turn = action({}, () => ({ then: [n.becomes(0)] }));
  return spec({ variables: { n }, init: { n: 0 }, actions: { turn }, invariants: { low: n.atMost(0) } });
});
export const other = suite({ model: unguarded, expect: 'holds' });
`,
    },
    suites: "{ spec: './C#/locks.ts', suites: 'own' }",
    status: 21,
    says: 'mutualExclusion is violated in 4 steps',
  },
  'constants outside the assumptions': {
    suites: "{ spec: './lock.ts', set: { cpus: 1 }, expect: 'holds' }",
    status: 10,
    says: 'somebody shares it',
  },
  'constants outside the assumptions in one suite of several': {
    suites: `${holds}, { spec: './lock.ts', set: { cpus: 1 }, expect: 'holds' }`,
    status: 10,
    says: 'somebody shares it',
  },
  'a constant that is not there': {
    suites: "{ spec: './lock.ts', set: { cpu: 2 }, expect: 'holds' }",
    status: 64,
    says: "did you mean 'cpus'?",
  },
  'a specification that throws': {
    files: { 'lock.ts': `${specification}\nthrow new Error('not today');` },
    status: 65,
    says: 'lock.ts throws Error: not today',
  },
  'a specification that throws, of which the suites are its own': {
    files: { 'lock.ts': `${specification}\nthrow new Error('not today');` },
    suites: `{ spec: './lock.ts', suites: 'own' }, { spec: 'die-hard', expect: { violates: 'notSolved' } }`,
    status: 65,
    says: 'lock.ts throws Error: not today',
  },
  'a specification that is no TypeScript': {
    files: { 'lock.ts': 'export default model(' },
    status: 65,
    says: 'lock.ts is not TypeScript',
  },
  'a specification that is not there': {
    suites: "{ spec: './locks.ts', expect: 'holds' }",
    status: 64,
    says: "did you mean 'lock.ts'?",
  },
  'no lock file': { isUnlocked: true, status: 23, says: 'there is no ballast.lock.json' },
  'a suite that is not in the lock file': {
    suites: `${holds}, { spec: './lock.ts', set: { cpus: 3 }, expect: 'holds' }`,
    before: edited((lock) => delete lock.suites['./lock.ts cpus=3']),
    status: 23,
    says: './lock.ts cpus=3: it is not in ballast.lock.json',
  },
  'a suite that is only in the lock file': {
    before: edited((lock) => (lock.suites['gone'] = lock.suites['./lock.ts'])),
    status: 23,
    says: "ballast.lock.json lists 'gone', and the config has no such suite",
  },
  'states that the lock file has not': {
    before: edited((lock) => (lock.suites['./lock.ts'] = { ...lock.suites['./lock.ts'], distinct: 7 })),
    status: 23,
    says: 'it is not what ballast.lock.json says: 8 distinct states, 7 before: 1 more',
  },
  'a specification that changed, and still holds': {
    before: (folder) =>
      void folder.write(
        'lock.ts',
        specification.replace("pc.at(c).is('idle')]", "pc.at(c).is('idle'), owner.is(none)]"),
      ),
    status: 23,
    says: '13 generated states, 15 before: 2 fewer',
  },
  'a property that was taken out of the file': {
    before: (folder) =>
      void folder.write('lock.ts', specification.replace('{ mutualExclusion, ownerIsIn }', '{ ownerIsIn }')),
    status: 23,
    says: 'it is not what ballast.lock.json says: not checked any more: mutualExclusion',
  },
  'a deadlock that is not looked for any more': {
    before: (folder) =>
      void folder.write('lock.ts', specification.replace('invariants:', "terminal: 'any', invariants:")),
    status: 23,
    says: 'not checked any more: deadlock',
  },
  'a lock file that is damaged': {
    before: (folder) => void folder.write('ballast.lock.json', '{ "format": "ballast lo'),
    status: 64,
    says: 'ballast.lock.json cannot be read',
  },
  'a report that has no place': {
    argv: ['--junit', 'reports/junit.xml'],
    status: 64,
    says: "there is no folder 'reports'",
  },
  'a process that ends while it checks': {
    files: { 'lock.ts': `process.exit(0);\n${specification}` },
    isSpawned: true,
    status: 70,
    says: 'the process that checked it is gone: it ended with 0',
  },
  'no memory left': {
    files: {
      'lock.ts': `const all2: number[][] = [];\nfor (;;) all2.push(Array.from({ length: 100_000 }, Math.random));\n${specification}`,
    },
    isSpawned: true,
    env: { NODE_OPTIONS: '--max-old-space-size=100' },
    status: 20,
    says: 'the process that checked it is gone: it ran out of memory',
  },
  'a kept verdict of another specification': {
    before: (folder) => {
      const [good = ''] = keptIn(folder);
      folder.write('lock.ts', unguarded);
      for (const name of keptIn(folder)) writeFileSync(name, readFileSync(good));
    },
    isSpawned: true,
    status: 21,
    says: 'mutualExclusion is violated in 4 steps',
  },
  'a misspelt option': { argv: ['--lanes', 'quick'], status: 64, says: '--lane' },
};

interface Lock {
  readonly suites: Record<string, object | undefined>;
}

function edited(change: (lock: Lock) => void): (folder: Folder) => void {
  return (folder) => {
    const lock = JSON.parse(readFileSync(join(folder.path, 'ballast.lock.json'), 'utf8')) as Lock;
    change(lock);
    folder.write('ballast.lock.json', JSON.stringify(lock));
  };
}

function keptIn({ path }: Folder): readonly string[] {
  const folder = join(path, '.cache/ballast/verdicts');
  return readdirSync(folder).map((name) => join(folder, name));
}

function projectOf({ suites = holds, files: own = {} }: Situation): Folder {
  return folderOf({
    'ballast.config.ts': `import { project } from 'ballast/ci';\nexport default project({ suites: [${suites}] });\n`,
    ...files,
    ...own,
  });
}

async function happened(situation: Situation): Promise<Ran> {
  const { isSpawned = false, isUnlocked = false, env = {}, argv = [], before } = situation;
  const folder = projectOf(situation);
  const run = async (...words: readonly string[]): Promise<Ran> =>
    isSpawned ? await spawned(folder, ['ci', ...words], { env }) : await ballast(folder, 'ci', ...words);
  if (!isUnlocked) await run('--update');
  before?.(folder);
  return await run(...argv);
}

beforeAll(() => void builtCommand());

describe('ballast ci', () => {
  it('passes where all is well', async () => {
    const { status, out } = await happened({ status: 0, says: '' });
    expect(status).toBe(0);
    expect(out).toContain('all 1 as expected');
  });

  it.each(Object.entries(situations))('fails on %s', async (_, situation) => {
    const { status, out, err } = await happened(situation);
    expect(`${out}\n${err}`.replaceAll(/\s+/g, ' ')).toContain(situation.says);
    expect(status).toBe(situation.status);
  });
});
