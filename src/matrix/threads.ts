// The suites of a matrix spread over threads. Each thread takes the next suite of the list when it is done with one, so the order in which they are
// begun is the written one.

import { Worker } from 'node:worker_threads';
import { InternalError } from '../../checker/index.ts';
import type { Answer, Listener } from './answers.ts';
import { arrived } from './carried-error.ts';
import type { NamedSuite } from './suites.ts';
import type { Order, Report, ThreadParts } from './thread-parts.ts';

/** A thread that was told to leave off and has not done so after this time is ended. */
const graceMs = 2000;

/** A thread runs compiled code; the sources, as a test runner loads them, can be run only where they are loaded. */
export const areThreadsPossible = !import.meta.url.endsWith('.ts');

/**
 * Has the suites checked, and tells what comes of each. Begins no other after a failure, nor after the signal; then it ends with what is
 * answered within a moment. Suites before one that fails are always answered.
 */
export async function answerInThreads(
  suites: readonly NamedSuite[],
  threadCount: number,
  parts: ThreadParts,
  { begun, searching, answered }: Listener,
  signal: AbortSignal,
): Promise<void> {
  // All threads take from one list.
  const left = suites.entries();
  let failedFirst = Infinity;
  const threads = Array.from({ length: threadCount }, () => new SuiteThread(parts));
  const interrupt = (): void => threads.forEach((thread) => thread.interrupt());
  signal.addEventListener('abort', interrupt, { once: true });
  const work = async (thread: SuiteThread): Promise<void> => {
    for (const [number, suite] of left) {
      if (signal.aborted || failedFirst < Infinity) return;
      begun(suite);
      const answer = await thread.ask(number, suite.label, (line) => searching(suite, line));
      if (answer === undefined) return;
      if (answer.kind === 'failed') {
        failedFirst = Math.min(failedFirst, number);
        // Nobody will hear of what stands behind it.
        for (const each of threads) if (each.number > failedFirst) each.cut();
      }
      answered(suite, answer);
    }
  };
  try {
    await Promise.all(threads.map(work));
  } finally {
    signal.removeEventListener('abort', interrupt);
    await Promise.all(threads.map(async (thread) => await thread.end()));
  }
}

class SuiteThread {
  readonly #worker: Worker;
  /** The number of the suite that it checks; -1 where it checks none. */
  number = -1;
  #label = '';
  #settle: ((answer: Answer | undefined) => void) | undefined;
  #searching: (line: string) => void = () => undefined;
  #grace: NodeJS.Timeout | undefined;
  /** Why it is gone. */
  #gone: string | undefined;

  constructor(parts: ThreadParts) {
    this.#worker = new Worker(new URL('suite-thread.js', import.meta.url), { workerData: parts });
    this.#worker.on('message', (report: Report) => this.#hear(report));
    this.#worker.on('error', (error) => this.#leave(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#leave(`it ended with ${code}`));
  }

  /** The answer; undefined where the thread was cut off. */
  async ask(number: number, label: string, searching: (line: string) => void): Promise<Answer | undefined> {
    [this.number, this.#label, this.#searching] = [number, label, searching];
    return await new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#gone === undefined) this.#post({ kind: 'check', label });
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

  #post(order: Order): void {
    this.#worker.postMessage(order, []);
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'searching':
        this.#searching(report.line);
        return;
      case 'checked':
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

  #finish(answer: Answer | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.number = -1;
    settle?.(answer);
  }
}
