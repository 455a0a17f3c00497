// The answers to a matrix as they come in, and how they are told: in the order in which the suites are written, each as soon as it and all
// before it are known, so that the table is the same however many threads there are.

import type { CheckResult } from '../result/result.ts';
import type { NamedSuite } from './suites.ts';

export type Answer =
  | { readonly kind: 'checked'; readonly result: CheckResult }
  /** The suite could not be checked. */
  | { readonly kind: 'failed'; readonly thrown: unknown };

/** Whoever waits for answers. */
export interface Listener {
  readonly begun: (suite: NamedSuite) => void;
  /** How far its search is; '' takes that away. */
  readonly searching: (suite: NamedSuite, line: string) => void;
  readonly answered: (suite: NamedSuite, answer: Answer) => void;
}

export interface Told<S, A> {
  readonly take: (suite: S, answer: A) => void;
  /** No more will come: tells what still waits for an earlier suite that was never answered. */
  readonly close: () => void;
}

/** Tells in written order; nothing after an answer that is the last, since what is wrong there is told next. */
export function inWrittenOrder<S extends object, A>(
  suites: readonly S[],
  tell: (suite: S, answer: A) => void,
  isLast: (answer: A) => boolean = () => false,
): Told<S, A> {
  const answers = new Map<S, A>();
  let next = 0;
  let isOver = false;
  const advance = (isClosed: boolean): void => {
    for (; next < suites.length && !isOver; next += 1) {
      const suite = suites[next];
      const answer = suite && answers.get(suite);
      if (answer === undefined && !isClosed) return;
      if (suite === undefined || answer === undefined) continue;
      isOver = isLast(answer);
      tell(suite, answer);
    }
  };
  return {
    take: (suite, answer) => {
      answers.set(suite, answer);
      advance(false);
    },
    close: () => advance(true),
  };
}
