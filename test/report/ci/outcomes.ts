// Outcomes for the tests of reports, out of real results: specifications are checked by the command, and suites made of what that finds.

import type { CiOutcome, Problem, SuiteOutcome } from '../../../src/ci/outcome.ts';
import type { CheckResult, ResultDocument } from '../../../src/result/result.ts';
import { ballast } from '../../command/command.ts';
import { counter, twoLocks } from '../../command/specifications.ts';
import { long } from '../../forms/subjects.ts';
import { folderOf } from '../../load/folder.ts';

/** Two processes, and a lock without a guard. */
export const spinlock = `import { action, all, enumeration, fn, forall, ids, maybe, model, none, spec, variables } from 'ballast';

export default model('spinlock', {}, () => {
  const Cpu = ids('cpu', 2);
  const { pc, owner } = variables({ pc: fn(Cpu, enumeration('idle', 'spinning', 'critical')), owner: maybe(Cpu) });
  const lock = action({ c: Cpu }, ({ c }) => ({ when: [pc.at(c).is('idle')], then: [pc.at(c).becomes('spinning')] }));
  const acquire = action({ c: Cpu }, ({ c }) => ({
    when: [pc.at(c).is('spinning'), owner.is(none)],
    then: [pc.at(c).becomes('critical'), owner.becomes(c)],
  }));
  const unlock = action({ c: Cpu }, ({ c }) => ({
    when: [pc.at(c).is('critical')],
    then: [pc.at(c).becomes('idle'), owner.becomes(none)],
  }));
  const mutualExclusion = forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
    all(pc.at(a).is('critical'), pc.at(b).is('critical')).implies(a.is(b)),
  );
  return spec({
    variables: { pc, owner },
    init: { pc: 'idle', owner: none },
    actions: { lock, acquire, unlock },
    invariants: { mutualExclusion },
  });
});
`;

/** What a text may hold to be taken for something else. */
export const awkwardText =
  ']]> | ``` `code` <b>"quoted" & \'single\'</b>\n::error file=x::injected\n##[error]old\r\n\u0001\u001B[31m\u0085\uFFFF\uD800 {0} [x](1) % %0A a:b,c \\| é 日本 💡\n</details>\n```\n::endgroup::';

/** Everything in it is called by an awkward name, once that stands in for this one: no specification may have it, other results may. */
const placeholder = 'AWKWARD';

export const awkward = `import { action, element, enumeration, fn, ids, model, spec, variables } from 'ballast';

const text = '${placeholder}';

export default model('awkward ' + text, {}, () => {
  const Cpu = ids('cpu', 2);
  const { a } = variables({ a: fn(Cpu, enumeration('idle', '::error::x')) });
  return spec({
    variables: { a },
    init: { a: 'idle' },
    actions: { [text]: action({ c: Cpu }, ({ c }) => ({ when: [a.at(c).is('idle')], then: [a.at(c).becomes('::error::x')] })) },
    invariants: { [text]: a.at(element(Cpu, 0)).is('idle') },
  });
});
`;

const files = {
  'counter.ts': counter,
  'two locks.ts': twoLocks,
  'spinlock.ts': spinlock,
  'awkward.ts': awkward,
  'long.ts': long,
};

const known = new Map<string, Promise<CheckResult>>();

/** What `ballast check` finds; its arguments parted by bars. */
export async function resultOf(line: string): Promise<CheckResult> {
  const result = known.get(line) ?? found(line);
  known.set(line, result);
  return await result;
}

async function found(line: string): Promise<CheckResult> {
  const { out, err } = await ballast(folderOf(files), 'check', ...line.split('|'), '--no-reduction', '--json');
  if (err !== '') throw new Error(err);
  const document = out.replaceAll(placeholder, () => JSON.stringify(awkwardText).slice(1, -1));
  const [first] = (JSON.parse(document) as ResultDocument).results;
  if (first?.kind !== 'checked') throw new Error(`${line} gives no result of a check`);
  return first;
}

/** A suite that expects to hold, and what is wrong with it. */
export function suiteOf(
  label: string,
  result: CheckResult | undefined,
  problems: readonly Problem[] = [],
  more: Partial<SuiteOutcome> = {},
): SuiteOutcome {
  return {
    label,
    spec: result?.specification.reference ?? './broken.ts',
    lane: 'quick',
    expected: 'holds',
    result,
    problems,
    notes: [],
    elapsedMs: 40,
    status: problems[0]?.status ?? 0,
    ...more,
  };
}

export function outcomeOf(suites: readonly SuiteOutcome[], more: Partial<CiOutcome> = {}): CiOutcome {
  const [status = 0] = [...suites, ...(more.problems ?? [])].map((each) => each.status).filter((each) => each !== 0);
  return {
    format: 'ballast ci',
    version: 1,
    ballast: '0.1.0',
    config: 'ballast.config.ts',
    lane: 'quick',
    suites,
    problems: [],
    notes: [],
    isInterrupted: false,
    startedAt: '2026-03-01T12:00:00.000Z',
    elapsedMs: 1234,
    status,
    ...more,
  };
}

export const noGuard = 'spinlock.ts|--edit|drop acquire.when#2';

/** Violated where it should hold. */
export async function violatedSuite(): Promise<SuiteOutcome> {
  return suiteOf('spinlock without its guard', await resultOf(noGuard), [
    {
      kind: 'violated',
      message: 'mutualExclusion is violated in 4 steps, and should hold',
      mend: 'if it should be violated, expect that: violates mutualExclusion',
      property: 'mutualExclusion',
      status: 21,
    },
  ]);
}

/** Of every kind of end. */
export async function everyOutcome(): Promise<CiOutcome> {
  const witness = await resultOf('counter.ts|--set|top=3|--property|full');
  return outcomeOf(
    [
      suiteOf('spinlock', await resultOf('spinlock.ts'), [], { cached: { exploredAt: '2026-02-28T09:00:00.000Z' } }),
      await violatedSuite(),
      suiteOf('locks', await resultOf('two locks.ts'), [], { expected: 'violates deadlock in 2 steps' }),
      suiteOf(
        'counts too far',
        await resultOf('counter.ts|--mutant|noGuard'),
        [{ kind: 'other', message: 'up: n := n + 1 is violated in 4 steps, not small', status: 21 }],
        { expected: 'violates small' },
      ),
      suiteOf(
        'counter holds',
        await resultOf('counter.ts'),
        [{ kind: 'missing', message: 'small holds, and should be violated', property: 'small', status: 21 }],
        { expected: 'violates small' },
      ),
      suiteOf(
        'full',
        witness,
        [{ kind: 'other', message: 'full is reached in 3 steps, not in 2', property: 'full', status: 21 }],
        { expected: 'reaches full in 2 steps' },
      ),
      suiteOf('large', await resultOf('counter.ts|--max-states|2'), [
        { kind: 'not decided', message: 'not decided, stopped at the limit of 2 states', status: 20 },
      ]),
      suiteOf('large, and it may be', await resultOf('counter.ts|--max-states|2'), [], {
        notes: ['not decided, stopped at the limit of 2 states'],
      }),
      suiteOf('unexercised', await resultOf('counter.ts'), [
        { kind: 'vacuous', message: 'the action never is never enabled', details: ['never: n > 50'], status: 22 },
      ]),
      suiteOf('drifted', await resultOf('counter.ts'), [
        {
          kind: 'drift',
          message: 'it is not as locked',
          details: ['- distinct 5', '+ distinct 4'],
          mend: 'ballast ci --update',
          status: 21,
        },
      ]),
      suiteOf('throws', undefined, [
        {
          kind: 'error',
          message: 'broken.ts throws TypeError: x is not a function',
          place: { file: 'broken.ts', line: 3, column: 5 },
          status: 65,
        },
      ]),
      suiteOf('gone', undefined, [{ kind: 'crash', message: 'the process ended by SIGKILL', status: 70 }]),
      suiteOf(awkwardText, await resultOf('awkward.ts'), [
        {
          kind: 'violated',
          message: awkwardText,
          details: [awkwardText],
          mend: awkwardText,
          property: awkwardText,
          status: 21,
        },
      ]),
    ],
    {
      problems: [{ kind: 'vacuous', message: 'no suite violates byOne', status: 22 }],
      notes: ['the lock file is as it was', awkwardText],
    },
  );
}
