// A process of `ballast ci`: answers one job after the other as it is told. Run by processes.ts.

import { ledTerminal } from '../terminal.ts';
import { Answerer } from './answer.ts';
import type { Order, Report } from './process-parts.ts';

const interruption = new AbortController();
let answerer: Answerer | undefined;

const report = (message: Report): void => void process.send?.(message);

const searching = (line: string): void => report({ kind: 'searching', line });

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin':
      answerer = new Answerer(
        order.means,
        ledTerminal(order.means.cwd, interruption.signal, order.isWatched ? searching : undefined),
      );
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
