// One search after another, as one: progress and limits of time are of both together.

import type { ExploreRequest } from './explore.ts';
import type { Exploration } from './result.ts';

/** Whether there is any left for a search after so many milliseconds. */
export function hasTimeLeft({ signal, timeMs }: ExploreRequest, beforeMs: number): boolean {
  return signal?.aborted !== true && (timeMs === undefined || timeMs > beforeMs);
}

/** The request for a search that comes after so many milliseconds. */
export function lessTime<R extends ExploreRequest>(request: R, beforeMs: number): R {
  const { timeMs, onProgress } = request;
  return {
    ...request,
    ...(timeMs === undefined ? {} : { timeMs: timeMs - beforeMs }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (progress) => onProgress({ ...progress, elapsedMs: progress.elapsedMs + beforeMs }) }),
  };
}

export function timesOf(first: Exploration, second: Exploration): Pick<Exploration, 'elapsedMs' | 'searchMs'> {
  return {
    elapsedMs: first.elapsedMs + second.elapsedMs,
    searchMs: first.searchMs + second.searchMs,
  };
}
