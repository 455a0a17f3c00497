// What `ballast ci` and the processes that check for it say to each other. All of it is plain data.

import type { Answer, Means } from './answer.ts';
import type { Job } from './jobs.ts';

/** To a process: first how, then a job at a time; or to leave off with what it has. */
export type Order =
  | { readonly kind: 'begin'; readonly means: Means; readonly isWatched: boolean }
  | { readonly kind: 'answer'; readonly job: Job }
  | { readonly kind: 'interrupt' };

/** From a process. After each job comes one answer, unless the process is gone. */
export type Report =
  { readonly kind: 'searching'; readonly line: string } | { readonly kind: 'answered'; readonly answer: Answer };
