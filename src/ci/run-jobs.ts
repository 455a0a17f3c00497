// All jobs answered: from what is kept where nothing has to be built, else in processes, or here where there is one core or no build.

import { availableParallelism } from 'node:os';
import type { Terminal } from '../terminal.ts';
import { type Answer, Answerer, answerOfBundled, type Means } from './answer.ts';
import type { Job } from './jobs.ts';
import { answerInProcesses, areProcessesPossible, type Listener } from './processes.ts';

export interface RunMeans {
  readonly verdicts: string | undefined;
  /** How many processes; as many as there are cores where undefined. */
  readonly workers: number | undefined;
}

/** Tells the listener of each answer as it comes. Jobs that were never answered were interrupted. */
export async function runJobs(
  jobs: readonly Job[],
  { verdicts, workers = availableParallelism() }: RunMeans,
  terminal: Terminal,
  listener: Listener,
): Promise<void> {
  const { cwd } = terminal;
  const kept = { cwd, verdicts, workers: 1, roomBytes: undefined };
  const left: Job[] = [];
  for (const job of jobs) {
    const known = await answerOfBundled(job, kept);
    if (known === undefined) left.push(job);
    else answerAtOnce(job, known, listener);
  }
  if (left.length === 0) return;
  const count = Math.min(workers, left.length);
  const means: Means = {
    cwd,
    verdicts,
    workers: Math.max(1, Math.floor(workers / count)),
    roomBytes: process.availableMemory() / count,
  };
  await terminal.interruptible(async (signal) => {
    if (areProcessesPossible)
      await answerInProcesses(left, count, means, { ...listener, isWatched: terminal.progress !== undefined }, signal);
    else await answerHere(left, means, terminal, listener, signal);
  });
}

function answerAtOnce(job: Job, answer: Answer, { begun, answered }: Listener): void {
  begun(job);
  answered(job, answer);
}

async function answerHere(
  jobs: readonly Job[],
  means: Means,
  terminal: Terminal,
  { begun, answered }: Listener,
  signal: AbortSignal,
): Promise<void> {
  const answerer = new Answerer(means, { ...terminal, interruptible: async (work) => await work(signal) });
  for (const job of jobs) {
    if (signal.aborted) return;
    begun(job);
    answered(job, await answerer.answer(job));
  }
}
