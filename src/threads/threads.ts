// Questions spread over threads. Each thread takes the next question of the list when it is done with one, so the order in which they are
// begun is that of the list.

import { Worker } from 'node:worker_threads';
import { InternalError } from '../../checker/index.ts';
import type { Answer, Listener } from './answers.ts';
import { arrived } from './carried-error.ts';
import type { Order, Report, ThreadStart } from './messages.ts';

/** A thread that was told to leave off and has not done so after this time is ended. */
const graceMs = 2000;

/** A thread runs compiled code; the sources, as a test runner loads them, can be run only where they are loaded. */
export const areThreadsPossible = !import.meta.url.endsWith('.ts');

/** What runs in each thread: a script that serves, and what it is started with. */
export interface ThreadPlan<Q, P, W> {
  readonly script: URL;
  readonly start: ThreadStart<P>;
  /** A question as a thread is asked it. */
  readonly wordsOf: (question: Q) => W;
}

/**
 * Has the questions answered, and tells what comes of each. Begins no other after a failure, nor after the signal; then it ends with what is
 * answered within a moment. Questions before one that fails are always answered.
 */
export async function answerInThreads<Q extends { readonly label: string }, P, W, R>(
  questions: readonly Q[],
  threadCount: number,
  plan: ThreadPlan<Q, P, W>,
  { begun, searching, answered }: Listener<Q, R>,
  signal: AbortSignal,
): Promise<void> {
  // All threads take from one list.
  const left = questions.entries();
  let failedFirst = Infinity;
  const threads = Array.from({ length: threadCount }, () => new Thread<W, R>(plan.script, plan.start));
  const interrupt = (): void => threads.forEach((thread) => thread.interrupt());
  signal.addEventListener('abort', interrupt, { once: true });
  const work = async (thread: Thread<W, R>): Promise<void> => {
    for (const [number, question] of left) {
      if (signal.aborted || failedFirst < Infinity) return;
      begun(question);
      const asked = { number, label: question.label, words: plan.wordsOf(question) };
      const answer = await thread.ask(asked, (line) => searching(question, line));
      if (answer === undefined) return;
      if (answer.kind === 'failed') {
        failedFirst = Math.min(failedFirst, number);
        // Nobody will hear of what stands behind it.
        for (const each of threads) if (each.number > failedFirst) each.cut();
      }
      answered(question, answer);
    }
  };
  try {
    await Promise.all(threads.map(work));
  } finally {
    signal.removeEventListener('abort', interrupt);
    await Promise.all(threads.map(async (thread) => await thread.end()));
  }
}

interface Asked<W> {
  readonly number: number;
  readonly label: string;
  readonly words: W;
}

class Thread<W, R> {
  readonly #worker: Worker;
  /** The number of the question that it is at; -1 where it is at none. */
  number = -1;
  #label = '';
  #settle: ((answer: Answer<R> | undefined) => void) | undefined;
  #searching: (line: string) => void = () => undefined;
  #grace: NodeJS.Timeout | undefined;
  /** Why it is gone. */
  #gone: string | undefined;

  constructor(script: URL, start: ThreadStart<unknown>) {
    this.#worker = new Worker(script, { workerData: start });
    this.#worker.on('message', (report: Report<R>) => this.#hear(report));
    this.#worker.on('error', (error) => this.#leave(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#leave(`it ended with ${code}`));
  }

  /** The answer; undefined where the thread was cut off. */
  async ask({ number, label, words }: Asked<W>, searching: (line: string) => void): Promise<Answer<R> | undefined> {
    [this.number, this.#label, this.#searching] = [number, label, searching];
    return await new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#gone === undefined) this.#post({ kind: 'ask', words });
      else this.#leave(this.#gone);
    });
  }

  /** Has it leave off with what it has. */
  interrupt(): void {
    this.#post({ kind: 'interrupt' });
    this.#grace = setTimeout(() => this.cut(), graceMs);
  }

  /** Waits for no answer. */
  cut(): void {
    this.#finish(undefined);
  }

  async end(): Promise<void> {
    clearTimeout(this.#grace);
    await this.#worker.terminate();
  }

  #post(order: Order<W>): void {
    this.#worker.postMessage(order, []);
  }

  #hear(report: Report<R>): void {
    switch (report.kind) {
      case 'searching':
        this.#searching(report.line);
        return;
      case 'answered':
        this.#finish(report);
        return;
      case 'failed':
        this.#finish({ kind: 'failed', thrown: arrived(report.error) });
    }
  }

  #leave(reason: string): void {
    this.#gone ??= reason;
    const thrown = new InternalError(`the thread that checks '${this.#label}' is gone: ${this.#gone}`);
    this.#finish({ kind: 'failed', thrown });
  }

  #finish(answer: Answer<R> | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.number = -1;
    settle?.(answer);
  }
}
