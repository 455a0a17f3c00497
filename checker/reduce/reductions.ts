// Reductions: what a search leaves out because it is something else said again. Here is what can be asked for, and what is told of it.

import type { Site } from '../language/site.ts';

export const reductionNames = ['symmetry', 'dead-locals', 'partial-order', 'chains'] as const;
export type ReductionName = (typeof reductionNames)[number];

/** What is asked for; what is left out is off. */
export interface Reductions {
  /**
   * States that differ only in the naming of interchangeable identifiers and processes are one. 'countable': only as far as the initial
   * states allow it too, so that the full number of states is known.
   */
  readonly symmetry?: boolean | 'countable' | undefined;
  /** A local that is written before it is read again is reset. */
  readonly deadLocals?: boolean | undefined;
  /** Of steps whose order makes no difference only one order is explored. */
  readonly partialOrder?: boolean | undefined;
  /** A step that nothing else can notice or disturb is taken together with the one before it. */
  readonly chains?: boolean | undefined;
  /**
   * All but symmetry, after which it is not known how many states there are in all, is used only once a search has found so many of them, and then
   * from its beginning. From the beginning in any case where undefined.
   */
  readonly uncountedFrom?: number | undefined;
}

/** Something in the specification that keeps a reduction from being used, or from going further. */
export interface Hindrance {
  /** What is not reduced: `page`, `page0 and page1`, `scanner at folio_lock`. */
  readonly what: string;
  /** The expression or statement that stands in the way, as rule text. */
  readonly because: string;
  /** The action, step, property or part of the specification in which it stands. */
  readonly where: string;
  readonly site?: Site | undefined;
}

/** What became of a reduction that was asked for. */
export interface ReductionReport {
  readonly name: ReductionName;
  readonly isInForce: boolean;
  /** What is reduced: `4 pages`, `2 scanners`, `page of scanner at put_page`. */
  readonly of: readonly string[];
  /** Why it is not in force, where no part of the specification is the reason. */
  readonly reason?: string | undefined;
  readonly hindrances: readonly Hindrance[];
}
