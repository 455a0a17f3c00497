// A process of `ballast ci`: answers one job after the other as it is told. Run by processes.ts.

import { plainPaint, type Terminal } from '../terminal.ts';
import { Answerer } from './answer.ts';
import type { Order, Report } from './process-parts.ts';

const interruption = new AbortController();
let answerer: Answerer | undefined;

const report = (message: Report): void => void process.send?.(message);

/** What a check has to do with the world. Whatever there is to print, the leader prints. */
function terminalOf(cwd: string, isWatched: boolean): Terminal {
  return {
    cwd,
    print: () => undefined,
    complain: () => undefined,
    progress: isWatched ? (line) => report({ kind: 'searching', line }) : undefined,
    paint: plainPaint,
    interruptible: async (work) => await work(interruption.signal),
    isInterrupted: () => interruption.signal.aborted,
  };
}

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin':
      answerer = new Answerer(order.means, terminalOf(order.means.cwd, order.isWatched));
      return;
    case 'answer':
      void answerer?.answer(order.job).then((answer) => report({ kind: 'answered', answer }));
      return;
    case 'interrupt':
      interruption.abort();
  }
});
// Ctrl-C reaches every process of the terminal; the leader says what is to be done.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
