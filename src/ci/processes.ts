// Jobs spread over processes, so that one that crashes, or takes all memory, spoils no other. Each process takes the next job of the list when it
// is done with one; one that is gone, or has run another file of the user, is replaced.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isPath } from '../load/load.ts';
import type { Answer, Means } from './answer.ts';
import type { Job } from './jobs.ts';
import type { Order, Report } from './process-parts.ts';

/** A process runs compiled code; the sources, as a test runner loads them, can be run only where they are loaded. */
export const areProcessesPossible = !import.meta.url.endsWith('.ts');

/** Whoever waits for answers. */
export interface Listener {
  readonly begun: (job: Job) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (job: Job, line: string) => void;
  readonly answered: (job: Job, answer: Answer) => void;
  /** What a specification prints while it is loaded. */
  readonly overheard: (text: string) => void;
}

/** How long a process that was told to leave off may take. */
const graceMs = 2000;
/** How much longer than its budget of time a job may take, loading and the trace included. */
const patienceMs = 60_000;
/** What a process said last, by which it is known why it is gone. */
const lastWordsMost = 4000;

/** Has all jobs answered; after the signal, with what is known within a moment. Says whether it came to the end. */
export async function answerInProcesses(
  jobs: readonly Job[],
  count: number,
  means: Means,
  listener: Listener & { readonly isWatched: boolean },
  signal: AbortSignal,
): Promise<void> {
  // All processes take from one list.
  const left = jobs.values();
  const work = async (): Promise<void> => {
    let checker: CheckProcess | undefined;
    let last: Job | undefined;
    try {
      for (const job of left) {
        if (signal.aborted) return;
        if (checker?.isThere !== true || (last !== undefined && mayDisturb(last, job))) {
          checker?.end();
          checker = new CheckProcess(means, listener, signal);
        }
        last = job;
        listener.begun(job);
        const answer = await checker.answer(job);
        if (answer !== undefined) listener.answered(job, answer);
      }
    } finally {
      checker?.end();
    }
  };
  await Promise.all(Array.from({ length: count }, work));
}

/** What one file of a user leaves behind in its process, another one would find; what comes with the command leaves nothing. */
function mayDisturb(last: Job, { reference }: Job): boolean {
  return last.reference !== reference && isPath(last.reference);
}

const killedWords = 'it was killed, as the system does with what takes too much memory';

function endOf(code: number | null, killedBy: NodeJS.Signals | null): string {
  if (killedBy === 'SIGKILL') return killedWords;
  return killedBy === null ? `it ended with ${code ?? 'nothing'}` : `it ended by ${killedBy}`;
}

class CheckProcess {
  readonly #child: ChildProcess;
  readonly #listener: Listener;
  readonly #signal: AbortSignal;
  #job: Job | undefined;
  #startMs = 0;
  #settle: ((answer: Answer | undefined) => void) | undefined;
  #timers: NodeJS.Timeout[] = [];
  #lastWords = '';
  /** Why this process ended it, where it did. */
  #cutBecause: string | undefined;
  isThere = true;

  constructor(means: Means, listener: Listener & { readonly isWatched: boolean }, signal: AbortSignal) {
    this.#listener = listener;
    this.#signal = signal;
    this.#child = fork(fileURLToPath(new URL('worker.js', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.on('message', (report: Report) => this.#hear(report));
    this.#child.on('error', (error) => this.#leave(error.message));
    // Not when it exits, but when all that it said was read.
    this.#child.on('close', (code, killedBy) => this.#leave(endOf(code, killedBy)));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#lastWords = (this.#lastWords + text).slice(-lastWordsMost);
        listener.overheard(text);
      });
    }
    signal.addEventListener('abort', this.#interrupt, { once: true });
    this.#tell({ kind: 'begin', means, isWatched: listener.isWatched });
  }

  /** The answer; undefined where it was told to leave off and did not in time. */
  async answer(job: Job): Promise<Answer | undefined> {
    [this.#job, this.#startMs, this.#lastWords] = [job, performance.now(), ''];
    const { timeMs } = job.limits;
    if (timeMs !== undefined)
      this.#after(timeMs + patienceMs, () => this.#cut('it did not stop when its budget of time was used up'));
    return await new Promise((resolve) => {
      this.#settle = resolve;
      this.#tell({ kind: 'answer', job });
    });
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#interrupt);
    this.isThere = false;
    if (this.#child.connected) this.#child.disconnect();
    this.#child.kill('SIGKILL');
  }

  readonly #interrupt = (): void => {
    this.#tell({ kind: 'interrupt' });
    this.#after(graceMs, () => {
      this.#finish(undefined);
    });
  };

  #after(milliseconds: number, then: () => void): void {
    this.#timers.push(setTimeout(then, milliseconds));
  }

  #tell(order: Order): void {
    // A process that is gone says so by itself.
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  #hear(report: Report): void {
    if (report.kind === 'answered') this.#finish(report.answer);
    else if (this.#job !== undefined) this.#listener.searching(this.#job, report.line);
  }

  #cut(reason: string): void {
    this.#cutBecause = reason;
    this.#child.kill('SIGKILL');
  }

  #leave(reason: string): void {
    this.isThere = false;
    const saidSo = /heap out of memory|allocation failed|out of memory/i.test(this.#lastWords);
    this.#finish({
      kind: 'gone',
      reason: this.#cutBecause ?? (saidSo ? 'it ran out of memory' : reason),
      isOutOfMemory: saidSo || (this.#cutBecause === undefined && reason === killedWords),
      elapsedMs: Math.round(performance.now() - this.#startMs),
    });
  }

  #finish(answer: Answer | undefined): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    const settle = this.#settle;
    this.#settle = undefined;
    this.#job = undefined;
    settle?.(answer);
  }
}
