// How far a matrix is: how many suites are checked, which are being checked, and how far those searches are that take long.

import type { Terminal } from '../terminal.ts';
import { type BatchProgress, batchProgress } from './batch-progress.ts';

/** Shows nothing where nobody watches. `total`: how many suites there are. */
export function matrixProgress(terminal: Pick<Terminal, 'progress'>, total: number): BatchProgress {
  return batchProgress(
    terminal,
    ({ done, running }) =>
      `${done} of ${total} checked${running.length === 0 ? '' : `; checking ${running.join('; ')}`}`,
  );
}
