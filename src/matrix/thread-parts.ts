// What the threads of a matrix and the one that leads them say to each other. All of it is plain data.

import type { CheckResult } from '../result/result.ts';
import type { Carried } from './carried-error.ts';
import type { Manner } from './suite-question.ts';

/** What a thread is started with. It loads the specification by itself. */
export interface ThreadParts {
  readonly spec: string;
  readonly cwd: string;
  readonly manner: Manner;
  /** Whether anybody looks at how far a search is. */
  readonly isWatched: boolean;
}

/** To a thread: a suite by its label, one at a time; or to end early the one that is being checked. */
export type Order = { readonly kind: 'check'; readonly label: string } | { readonly kind: 'interrupt' };

/** From a thread. After each order to check comes one result, or what went wrong instead. */
export type Report =
  | { readonly kind: 'searching'; readonly line: string }
  | { readonly kind: 'checked'; readonly result: CheckResult }
  | { readonly kind: 'failed'; readonly error: Carried };
