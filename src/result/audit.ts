// What an audit found: the same question asked again with each reduction off and with all of them off, and where the answers differ. Plain data,
// part of the result of a check.

import type { ConstantResult, Ended } from './result.ts';

export interface AuditResult {
  /** 'agree': all searches of all sizes that were compared found the same. 'nothing to compare': nothing was left out of the search. */
  readonly outcome: 'agree' | 'disagree' | 'not decided' | 'nothing to compare';
  /** Why it is not decided. */
  readonly reason?: string | undefined;
  readonly budgetMs: number;
  /** That of the check first; smaller ones where it has too many states for the budget. */
  readonly sizes: readonly AuditedSize[];
}

export interface AuditedSize {
  /** The constants that are smaller than in the check; none at its own size. */
  readonly lowered: readonly Pick<ConstantResult, 'name' | 'value'>[];
  /** Whether the search without reductions ended within the budget, so that the others could be compared with it. */
  readonly isCompared: boolean;
  readonly searches: readonly AuditedSearch[];
}

export interface AuditedSearch {
  /** `as asked`, `without symmetry`, `symmetry alone`, `nothing left out`. */
  readonly name: string;
  readonly statesDistinct: number;
  /** What those stand for, where it is known. */
  readonly statesInAll?: number | undefined;
  readonly depth: number;
  readonly ended: Ended;
  readonly elapsedMs: number;
  /** What it found otherwise than the search without reductions, a sentence each. */
  readonly differences: readonly string[];
  /** Repeats it. */
  readonly command: string;
}
