// What a run says beside what the lock file says: drift where they differ, and the new lock file where that is meant.

import { printCounted } from '../report/numbers.ts';
import type { CheckResult } from '../result/result.ts';
import { exitStatus } from '../result/status.ts';
import type { Answer } from './answer.ts';
import { driftOf } from './drift.ts';
import type { Job } from './jobs.ts';
import { actionNames, type LockedSuite, lockedSuite, type LockFile, printFirings, readFirings } from './lock-file.ts';
import type { Problem, SuiteOutcome } from './outcome.ts';

/** What was found, as a lock file says it. */
export interface Found {
  readonly actions: LockFile['actions'];
  readonly suites: ReadonlyMap<Job, LockedSuite>;
}

/** In the words of a lock file; names of actions that it knows keep their order. */
export function foundOf(answers: ReadonlyMap<Job, Answer>, lock: LockFile | undefined): Found {
  const results = [...answers].flatMap(([job, answer]): [Job, CheckResult][] =>
    answer.kind === 'checked' ? [[job, answer.result]] : [],
  );
  const names = [...new Set(results.map(([, { specification }]) => specification.name))];
  const actions = Object.fromEntries(
    names.map((name) => {
      // Only what was explored to its end has counts that mean anything.
      const whole = results.flatMap(([, result]) =>
        result.specification.name === name && result.ended === 'complete' ? [result] : [],
      );
      return [name, actionNames(lock?.actions[name] ?? [], whole)];
    }),
  );
  const suites = results.map(
    ([job, result]) => [job, lockedSuite(result, actions[result.specification.name] ?? [])] as const,
  );
  return { actions, suites: new Map(suites) };
}

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
  // Of a specification that cannot be loaded nobody knows the suites.
  const unknown = all.filter(({ asks }) => asks.kind === 'nothing').map(({ label }) => `${label}: `);
  const stale = Object.keys(lock.suites).filter(
    (label) => !labels.has(label) && !unknown.some((start) => label.startsWith(start)),
  );
  return stale.map((label) => ({
    kind: 'drift',
    message: `${shown} lists '${label}', and the config has no such suite`,
    mend: 'where it was taken out on purpose: ballast ci --update',
    status: exitStatus.drift,
  }));
}

/** The lock file after a run: what is as expected is as it was found, everything else as it was. */
export function updated(
  all: readonly Job[],
  found: Found,
  outcomes: ReadonlyMap<string, SuiteOutcome>,
  lock: LockFile | undefined,
): Pick<LockFile, 'actions' | 'suites'> {
  const suites = all.flatMap((job): [string, LockedSuite][] => {
    const now = found.suites.get(job);
    const isGood = outcomes.get(job.label)?.problems.length === 0;
    const before = lock?.suites[job.label];
    if (now !== undefined && isGood) return [[job.label, now]];
    return before === undefined ? [] : [[job.label, reordered(before, lock, found)]];
  });
  const specifications = [...new Set(suites.map(([, { specification }]) => specification))];
  return {
    actions: Object.fromEntries(specifications.map((name) => [name, found.actions[name] ?? lock?.actions[name] ?? []])),
    suites: Object.fromEntries(suites),
  };
}

/** An entry that stays, its counts in the order that the names have now. */
function reordered(entry: LockedSuite, lock: LockFile | undefined, found: Found): LockedSuite {
  const [before, now] = [lock?.actions[entry.specification], found.actions[entry.specification]];
  const { firings } = entry;
  if (firings === undefined || before === undefined || now === undefined) return entry;
  return { ...entry, firings: printFirings(readFirings(firings, before), now) };
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
