// ballast ci: every suite of a project, held against what is expected of it and against the lock file.

import { relative, resolve } from 'node:path';
import { suggest, UsageError } from '../../checker/index.ts';
import { parseEngine } from '../engine/engine.ts';
import { isPath } from '../load/load.ts';
import { inWrittenOrder } from '../threads/answers.ts';
import { matrixProgress } from '../report/matrix-progress.ts';
import { refuseOut, save } from '../result/out-file.ts';
import { exitStatus, statusOfAll } from '../result/status.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import type { Answer } from './answer.ts';
import { inLane, type Job, jobsOf, printExpected } from './jobs.ts';
import { problemsOf, undecidedNote, vacuityProblems } from './judge.ts';
import { type LockFile, printLock, readLock } from './lock-file.ts';
import { driftProblems, lockProblems, updated, updateNote } from './locking.ts';
import { type CiOutcome, outcomeVersion, type Problem, type SuiteOutcome } from './outcome.ts';
import { type Lane, lanes } from './project.ts';
import { overheard } from './overheard.ts';
import { readProject } from './read-project.ts';
import { reportsOf } from './reports.ts';
import { runJobs } from './run-jobs.ts';
import { verdictFolder } from './verdict-cache.ts';

export interface CiArguments {
  readonly config?: string;
  readonly lane?: string;
  readonly only?: readonly string[];
  readonly update?: boolean;
  readonly noCache?: boolean;
  readonly workers?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly github?: boolean;
  readonly noGithub?: boolean;
  readonly json?: boolean;
}

/** Checks, prints the reports, and gives the exit status. */
export async function ci(given: CiArguments, terminal: Terminal): Promise<number> {
  const startedAt = new Date();
  const lane = laneOf(given.lane ?? 'full');
  const { workers } = parseEngine({ workers: given.workers });
  const isUpdate = given.update === true;
  const { project, all } = await overheard(terminal, async () => {
    const read = await readProject(given.config, terminal.cwd);
    return { project: read, all: await jobsOf(read, terminal.cwd) };
  });
  const config = relative(terminal.cwd, project.file);
  const jobs = chosen(inLane(all, lane), given.only, lane, config);
  const lockPath = resolve(project.folder, project.parts.lock ?? 'ballast.lock.json');
  const lockShown = relative(terminal.cwd, lockPath);
  const lock = lockBefore(lockPath, lockShown, isUpdate);
  const asked = jobs.map(({ label, expected }) => ({ label, expected: printExpected(expected) }));
  if (isUpdate) refuseOut({ out: lockShown }, terminal.cwd);
  // A report in the place of one of these would leave nothing to check the next time.
  const read = [project.file, lockPath, ...jobs.flatMap((job) => filesOf(job, terminal.cwd))];
  const reports = reportsOf(given, asked, read, terminal);
  reports.begin({ config, lane });

  const answers = new Map<Job, Answer>();
  const outcomes = new Map<Job, SuiteOutcome>();
  const progress = matrixProgress(terminal, jobs.length);
  const told = inWrittenOrder<Job, Answer>(jobs, (job, answer) => {
    const found = outcomeOf(job, answer, terminal.cwd);
    // Of what is wrong anyhow, other numbers are no news.
    const isComparable = found.problems.length === 0 && found.result !== undefined && !isUpdate;
    const drift = isComparable ? driftProblems(job, found.result, lock, lockShown) : [];
    const outcome = drift.length === 0 ? found : { ...found, problems: drift, status: exitStatus.drift };
    outcomes.set(job, outcome);
    reports.suite(outcome);
  });
  await runJobs(jobs, { workers, verdicts: given.noCache === true ? undefined : verdictFolder() }, terminal, {
    begun: ({ label }) => progress.begun(label),
    searching: ({ label }, line) => progress.searching(label, line),
    answered: (job, answer) => {
      answers.set(job, answer);
      progress.answered(job.label);
      told.take(job, answer);
      progress.show();
    },
    overheard: (text) => terminal.complain(text.trimEnd()),
  });
  progress.end();
  told.close();

  const isInterrupted = answers.size < jobs.length || terminal.isInterrupted();
  const suites = jobs.map((job) => outcomes.get(job) ?? outcomeOf(job, undefined, terminal.cwd));
  const problems: Problem[] = [
    ...vacuityProblems(project.parts.suites, jobs, answers),
    ...(isUpdate ? [] : lockProblems(all, lock, lockShown)),
  ];
  const notes: string[] = [];
  if (isUpdate && isInterrupted) notes.push(`${lockShown} is as it was: the run was interrupted`);
  if (isUpdate && !isInterrupted) {
    const after = updated(all, answers, new Map(suites.map((suite) => [suite.label, suite])), lock);
    if (!save(printLock(after), lockShown, terminal)) problems.push(lockLost(lockShown));
    else notes.push(updateNote(lockShown, lock, after, suites.filter((suite) => suite.problems.length > 0).length));
  }
  const outcome: CiOutcome = {
    format: 'ballast ci',
    version: outcomeVersion,
    ballast: version(),
    config,
    lane,
    suites,
    problems,
    notes,
    isInterrupted,
    startedAt: startedAt.toISOString(),
    elapsedMs: Date.now() - startedAt.getTime(),
    // What an interruption leaves undecided is no matter of the budget, so no suite may be so.
    status: statusOfRun([
      ...[...suites, ...problems].map(({ status }) => status),
      ...(isInterrupted ? [exitStatus.undecided] : []),
    ]),
  };
  return reports.end(outcome);
}

/** Unlike in a sweep, constants outside the assumptions are a failure, however much holds besides. */
function statusOfRun(statuses: readonly number[]): number {
  return statusOfAll(statuses.filter((status) => status !== exitStatus.holds));
}

function laneOf(text: string): Lane {
  const lane = lanes.find((each) => each === text);
  if (lane !== undefined) return lane;
  throw new UsageError(`there is no lane '${text}'`, {
    mend: suggest(text, lanes) || `the lanes are ${lanes.join(', ')}: each runs those before it, too`,
  });
}

/** @throws UsageError where nothing would be checked, or a name means no suite */
function chosen(jobs: readonly Job[], only: readonly string[] | undefined, lane: Lane, config: string): readonly Job[] {
  if (jobs.length === 0)
    throw new UsageError(`the lane ${lane} of ${config} has no suites: nothing would be checked`, {
      mend: 'choose another lane, or give a suite this one',
    });
  if (only === undefined) return jobs;
  const labels = jobs.map(({ label }) => label);
  const odd = only.find((name) => !labels.includes(name));
  if (odd !== undefined)
    throw new UsageError(`the lane ${lane} of ${config} has no suite '${odd}'`, {
      mend: suggest(odd, labels) || `there are ${labels.slice(0, namesMost).join(', ')}`,
    });
  return jobs.filter(({ label }) => only.includes(label));
}

/** The file that it checks, where it is one of the user's. */
function filesOf({ reference }: Job, cwd: string): readonly string[] {
  return isPath(reference) ? [resolve(cwd, reference), resolve(cwd, reference.replace(/#[^#/\\]+$/, ''))] : [];
}

/** More names than these are no help in a message. */
const namesMost = 20;

/** One that cannot be read is in the way of nothing where it is written anew. */
function lockBefore(path: string, shown: string, isUpdate: boolean): LockFile | undefined {
  try {
    return readLock(path, shown);
  } catch (error) {
    if (isUpdate) return undefined;
    throw error;
  }
}

function outcomeOf(job: Job, answer: Answer | undefined, cwd: string): SuiteOutcome {
  const { label, spec, lane, expected } = job;
  const problems = answer === undefined ? [unanswered] : problemsOf(job, answer, cwd);
  const checked = answer?.kind === 'checked' ? answer : undefined;
  const undecided = checked && undecidedNote(job, checked.result);
  return {
    label,
    spec,
    lane,
    expected: printExpected(expected),
    result: checked?.result,
    cached: checked?.exploredAt === undefined ? undefined : { exploredAt: checked.exploredAt },
    problems,
    notes: [...(checked?.notes ?? []), ...(undecided === undefined ? [] : [undecided])],
    ...(undecided === undefined ? {} : { isOpen: true }),
    elapsedMs: answer?.elapsedMs ?? 0,
    status: problems.length === 0 ? exitStatus.holds : statusOfAll(problems.map(({ status }) => status)),
  };
}

const lockLost = (shown: string): Problem => ({
  kind: 'error',
  message: `what was found is not saved in ${shown}`,
  mend: 'see why it cannot be written: its folder, or what room there is',
  status: exitStatus.internal,
});

const unanswered: Problem = {
  kind: 'not decided',
  message: 'not decided: the run was interrupted before it was answered',
  status: exitStatus.undecided,
};
