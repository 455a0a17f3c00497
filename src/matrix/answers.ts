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

export interface Told {
  readonly take: (suite: NamedSuite, answer: Answer) => void;
  /** No more will come: tells what still waits for an earlier suite that was never answered. */
  readonly close: () => void;
}

/** Tells in written order; nothing after a failure, since what is wrong there is told next. */
export function inWrittenOrder(suites: readonly NamedSuite[], tell: (suite: NamedSuite, answer: Answer) => void): Told {
  const answers = new Map<NamedSuite, Answer>();
  let next = 0;
  let isOver = false;
  const advance = (isLast: boolean): void => {
    for (; next < suites.length && !isOver; next += 1) {
      const suite = suites[next];
      const answer = suite && answers.get(suite);
      if (answer === undefined && !isLast) return;
      if (suite === undefined || answer === undefined) continue;
      isOver = answer.kind === 'failed';
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
