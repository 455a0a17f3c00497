// What a run says beside what the lock file says: drift where they differ, and the new lock file where that is meant.

import { printCounted } from '../report/numbers.ts';
import type { CheckResult } from '../result/result.ts';
import { exitStatus } from '../result/status.ts';
import type { Answer } from './answer.ts';
import { driftOf } from './drift.ts';
import type { Job } from './jobs.ts';
import { actionNames, type LockedSuite, lockedSuite, type LockFile, printFirings, readFirings } from './lock-file.ts';
import type { Problem, SuiteOutcome } from './outcome.ts';

/** Whether a suite is still what the lock file says it is. */
export function driftProblems(
  { label }: Job,
  result: CheckResult,
  lock: LockFile | undefined,
  shown: string,
): readonly Problem[] {
  // That there is no lock file is said once.
  if (lock === undefined) return [];
  const before = lock.suites[label];
  if (before === undefined)
    return [
      {
        kind: 'drift',
        message: `it is not in ${shown}, so nothing shows whether it changed`,
        mend: 'write it there: ballast ci --update',
        status: exitStatus.drift,
      },
    ];
  const names = result.actions.map(({ action }) => action);
  const [first, ...more] = driftOf(before, lockedSuite(result, names), {
    before: lock.actions[before.specification] ?? [],
    now: names,
  });
  if (first === undefined) return [];
  return [
    {
      kind: 'drift',
      message: `it is not what ${shown} says: ${first}`,
      ...(more.length === 0 ? {} : { details: more }),
      mend: 'where that is meant: ballast ci --update, and commit the lock file',
      status: exitStatus.drift,
    },
  ];
}

/** What is wrong with the lock file as a whole; `all`: the jobs of every lane. */
export function lockProblems(all: readonly Job[], lock: LockFile | undefined, shown: string): readonly Problem[] {
  if (lock === undefined)
    return [
      {
        kind: 'drift',
        message: `there is no ${shown}, so nothing shows whether anything changed`,
        mend: 'write it and commit it: ballast ci --update',
        status: exitStatus.drift,
      },
    ];
  const labels = new Set(all.map(({ label }) => label));
  const stale = Object.keys(lock.suites).filter((label) => !labels.has(label) && !mayBeOf(all, label));
  return stale.map((label) => ({
    kind: 'drift',
    message: `${shown} lists '${label}', and the config has no such suite`,
    mend: 'where it was taken out on purpose: ballast ci --update',
    status: exitStatus.drift,
  }));
}

/** Whether an entry may be one of a specification that cannot be loaded: nobody knows its suites. */
function mayBeOf(all: readonly Job[], entry: string): boolean {
  return all.some(({ asks, label }) => asks.kind === 'nothing' && entry.startsWith(`${label}: `));
}

/** The lock file after a run: what is as expected is as it was found, everything else as it was. */
export function updated(
  all: readonly Job[],
  answers: ReadonlyMap<Job, Answer>,
  outcomes: ReadonlyMap<string, SuiteOutcome>,
  lock: LockFile | undefined,
): Pick<LockFile, 'actions' | 'suites'> {
  const suites = all.flatMap((job): [string, CheckResult | LockedSuite][] => {
    const answer = answers.get(job);
    if (answer?.kind === 'checked' && outcomes.get(job.label)?.problems.length === 0)
      return [[job.label, answer.result]];
    return Object.entries(lock?.suites ?? {}).filter(([label]) => label === job.label || mayBeOf([job], label));
  });
  const names = [...new Set(suites.map(([, suite]) => modelOf(suite)))];
  const actions = Object.fromEntries(
    names.map((name) => {
      const before = lock?.actions[name] ?? [];
      const named = suites.flatMap(([, suite]) => (modelOf(suite) === name ? countedIn(suite, before) : []));
      return [name, actionNames(before, named)];
    }),
  );
  const entries = suites.map(([label, suite]): [string, LockedSuite] => {
    const now = actions[modelOf(suite)] ?? [];
    return [
      label,
      isResult(suite) ? lockedSuite(suite, now) : reordered(suite, lock?.actions[modelOf(suite)] ?? [], now),
    ];
  });
  return { actions, suites: Object.fromEntries(entries) };
}

function isResult(suite: CheckResult | LockedSuite): suite is CheckResult {
  return typeof suite.specification === 'object';
}

/** That of its model. */
function modelOf(suite: CheckResult | LockedSuite): string {
  return isResult(suite) ? suite.specification.name : suite.specification;
}

/** The actions whose counts stand in its entry: only what was explored to its end has any. */
function countedIn(suite: CheckResult | LockedSuite, before: readonly string[]): readonly string[] {
  if (!isResult(suite)) return [...readFirings(suite.firings ?? '', before).keys()];
  return suite.ended === 'complete' ? suite.actions.map(({ action }) => action) : [];
}

/** An entry that stays, its counts in the order that the names have now. */
function reordered(entry: LockedSuite, before: readonly string[], now: readonly string[]): LockedSuite {
  const { firings } = entry;
  return firings === undefined ? entry : { ...entry, firings: printFirings(readFirings(firings, before), now) };
}

/** What an update did to the file, in a sentence. */
export function updateNote(
  shown: string,
  before: LockFile | undefined,
  after: Pick<LockFile, 'suites'>,
  left: number,
): string {
  const changed = Object.entries(after.suites).filter(
    ([label, entry]) => JSON.stringify(before?.suites[label]) !== JSON.stringify(entry),
  );
  const gone = Object.keys(before?.suites ?? {}).filter((label) => after.suites[label] === undefined);
  const parts = [
    `${printCounted(changed.length, 'suite')} new or changed`,
    ...(gone.length === 0 ? [] : [`${gone.length} taken out`]),
    ...(left === 0
      ? []
      : [`${left} left as ${left === 1 ? 'it was, since it is' : 'they were, since they are'} not as expected`]),
  ];
  return `wrote ${shown}: ${parts.join(', ')}`;
}
