// How far a search is, in one line on standard error that the next one replaces. Short searches say nothing.

import type { Progress, SimulationProgress } from '../../checker/index.ts';
import type { Terminal } from '../terminal.ts';
import { printCount, printCounted } from './numbers.ts';

export interface ProgressShower<P> {
  readonly show: ((progress: P) => void) | undefined;
  readonly end: () => void;
}

const quietMs = 1000;
const pauseMs = 200;

/** Shows nothing where nobody watches. `about`: which of several searches it is. */
export function progressShower<P extends { readonly elapsedMs: number }>(
  { progress: line }: Pick<Terminal, 'progress'>,
  render: (progress: P) => string,
  about = '',
): ProgressShower<P> {
  if (line === undefined) return { show: undefined, end: () => undefined };
  let dueMs = quietMs;
  return {
    show: (progress) => {
      if (progress.elapsedMs < dueMs) return;
      dueMs = progress.elapsedMs + pauseMs;
      line(`${about === '' ? '' : `${about}: `}${render(progress)}`);
    },
    end: () => line(''),
  };
}

/** `level 12: 1,204 distinct, 3,456 generated, 230/s, 17 queued`: the rate is of distinct states. */
export function renderProgress({ depth, statesDistinct, statesGenerated, statesQueued, elapsedMs }: Progress): string {
  const rate = Math.round(statesDistinct / (elapsedMs / 1000));
  return [
    `level ${depth}: ${printCount(statesDistinct)} distinct`,
    `${printCount(statesGenerated)} generated`,
    `${printCount(rate)}/s`,
    `${printCount(statesQueued)} queued`,
  ].join(', ');
}

/** `walk 12: 1,204 steps, 230,000/s`. */
export function renderWalkProgress({ walks, steps, elapsedMs }: SimulationProgress): string {
  return `walk ${printCount(walks)}: ${printCounted(steps, 'step')}, ${printCount(Math.round(steps / (elapsedMs / 1000)))}/s`;
}
