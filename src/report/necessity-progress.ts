// How far all variants are, in one line on standard error that the next one replaces: how many are judged, how long the rest may take, and
// which are being judged.

import type { Terminal } from '../terminal.ts';
import { printTime } from './numbers.ts';

export interface NecessityProgress {
  readonly begun: (label: string) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (label: string, line: string) => void;
  readonly answered: (label: string) => void;
  readonly show: () => void;
  readonly end: () => void;
}

/** Fewer variants than these say nothing about how long the others take. */
const judgedLeast = 4;

/** Shows nothing where nobody watches. `total`: how many variants there are; `now`: milliseconds, of any clock. */
export function necessityProgress(
  { progress: line }: Pick<Terminal, 'progress'>,
  total: number,
  now: () => number = () => performance.now(),
): NecessityProgress {
  const startMs = now();
  const running = new Map<string, string>();
  let done = 0;
  const show = (): void => {
    // What was begun before is on average half done.
    const share = (done + running.size / 2) / total;
    const leftMs = (now() - startMs) * (1 / share - 1);
    const left = done < judgedLeast || done === total ? '' : `, about ${printTime(roughly(leftMs))} left`;
    const labels = [...running].map(([label, search]) => (search === '' ? label : `${label} (${search})`));
    line?.(`${done} of ${total} judged${left}${labels.length === 0 ? '' : `; judging ${labels.join(' | ')}`}`);
  };
  return {
    begun: (label) => {
      running.set(label, '');
      show();
    },
    searching: (label, search) => {
      if (!running.has(label)) return;
      running.set(label, search);
      show();
    },
    answered: (label) => {
      running.delete(label);
      done += 1;
    },
    show,
    end: () => line?.(''),
  };
}

/** To whole seconds, of minutes to 10: an estimate that turns over all the time is not read. */
function roughly(milliseconds: number): number {
  const unit = milliseconds < 60_000 ? 1000 : 10_000;
  return Math.max(1, Math.round(milliseconds / unit)) * unit;
}
