// A thread that answers one question after the other as it is told. A script of a few lines says what it is asked and how it answers;
// threads.ts starts it.

import { parentPort, workerData } from 'node:worker_threads';
import { ledTerminal, type Terminal } from '../terminal.ts';
import { carry } from './carried-error.ts';
import type { Order, Report, ThreadStart } from './messages.ts';

/** Answers a question, in whatever words it is put. */
export type Answering<W, R> = (words: W, terminal: Terminal) => Promise<R>;

/** Gets ready and answers, until the thread is ended. What goes wrong when it gets ready is told with the first question. */
export function serve<P, W, R>(prepare: (parts: P, terminal: Terminal) => Promise<Answering<W, R>>): void {
  const { parts, cwd, isWatched } = workerData as ThreadStart<P>;
  const interruption = new AbortController();
  const report = (message: Report<R>): void => parentPort?.postMessage(message, []);
  const searching = (line: string): void => report({ kind: 'searching', line });
  const terminal = ledTerminal(cwd, interruption.signal, isWatched ? searching : undefined);
  const ready = prepare(parts, terminal);
  ready.catch(() => undefined);
  const answer = async (words: W): Promise<void> => {
    try {
      const answering = await ready;
      report({ kind: 'answered', result: await answering(words, terminal) });
    } catch (thrown) {
      report({ kind: 'failed', error: carry(thrown) });
    }
  };
  parentPort?.on('message', (order: Order<W>) => {
    if (order.kind === 'interrupt') interruption.abort();
    else void answer(order.words);
  });
}
