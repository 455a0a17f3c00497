// What threads and the one that leads them say to each other. All of it is plain data.

import type { Carried } from './carried-error.ts';

/** What a thread is started with. */
export interface ThreadStart<P> {
  /** What it needs to answer at all. */
  readonly parts: P;
  readonly cwd: string;
  /** Whether anybody looks at how far a search is. */
  readonly isWatched: boolean;
}

/** To a thread: a question, one at a time; or to end early the one that it is at. */
export type Order<W> = { readonly kind: 'ask'; readonly words: W } | { readonly kind: 'interrupt' };

/** From a thread. After each question comes one answer, or what went wrong instead. */
export type Report<R> =
  | { readonly kind: 'searching'; readonly line: string }
  | { readonly kind: 'answered'; readonly result: R }
  | { readonly kind: 'failed'; readonly error: Carried };
