// How far all variants are: how many are judged, how long the rest may take, and which are being judged.

import type { Terminal } from '../terminal.ts';
import { type BatchProgress, batchProgress } from './batch-progress.ts';
import { printTime } from './numbers.ts';

/** Fewer variants than these say nothing about how long the others take. */
const judgedLeast = 4;

/** Shows nothing where nobody watches. `total`: how many variants there are; `now`: milliseconds, of any clock. */
export function necessityProgress(
  terminal: Pick<Terminal, 'progress'>,
  total: number,
  now: () => number = () => performance.now(),
): BatchProgress {
  const startMs = now();
  return batchProgress(terminal, ({ done, running }) => {
    // What was begun before is on average half done.
    const share = (done + running.length / 2) / total;
    const leftMs = (now() - startMs) * (1 / share - 1);
    const left = done < judgedLeast || done === total ? '' : `, about ${printTime(roughly(leftMs))} left`;
    return `${done} of ${total} judged${left}${running.length === 0 ? '' : `; judging ${running.join(' | ')}`}`;
  });
}

/** To whole seconds, of minutes to 10: an estimate that turns over all the time is not read. */
function roughly(milliseconds: number): number {
  const unit = milliseconds < 60_000 ? 1000 : 10_000;
  return Math.max(1, Math.round(milliseconds / unit)) * unit;
}
