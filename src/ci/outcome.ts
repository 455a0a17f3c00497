// The whole outcome of `ballast ci` as plain data: what --json prints, and the one thing that every report of it reads.

import type { CheckResult, PlaceResult } from '../result/result.ts';
import type { Lane } from './project.ts';

export const outcomeVersion = 1;

export interface CiOutcome {
  readonly format: 'ballast ci';
  readonly version: typeof outcomeVersion;
  /** The version of the command. */
  readonly ballast: string;
  /** The config, as it was found from the current folder. */
  readonly config: string;
  readonly lane: Lane;
  /** In the order of the config. */
  readonly suites: readonly SuiteOutcome[];
  /** Of the project as a whole: an entry of the lock file without a suite, a property that no suite violates. */
  readonly problems: readonly Problem[];
  /** What is worth saying, and no failure. */
  readonly notes: readonly string[];
  /** Whether it was told to stop before all suites were answered. */
  readonly isInterrupted: boolean;
  /** When it began, as ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly status: number;
}

export interface SuiteOutcome {
  /** What it is called in the lock file and in every report: once in a project. */
  readonly label: string;
  /** The specification, in the words of the config. */
  readonly spec: string;
  readonly lane: Lane;
  /** `holds`, `violates S8 in 11 steps`, `reaches idle`. */
  readonly expected: string;
  /** Absent where it could not be checked; then there is a problem that says why. */
  readonly result?: CheckResult | undefined;
  /** Where it was not explored this time. */
  readonly cached?: { readonly exploredAt: string } | undefined;
  /** None where all is as expected. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  /** Whether too little was decided to tell whether all is as expected, and the config lets that be. */
  readonly isOpen?: boolean | undefined;
  /** Of this run. */
  readonly elapsedMs: number;
  readonly status: number;
}

export type ProblemKind =
  /** A property is violated that should hold. */
  | 'violated'
  /** What should be violated, or reached, is not. */
  | 'missing'
  /** Something else is violated than what was expected, or after another number of steps. */
  | 'other'
  | 'not decided'
  /** Nothing is checked, or what is checked says nothing. */
  | 'vacuous'
  /** It is not what the lock file says. */
  | 'drift'
  /** The specification or the config is wrong. */
  | 'error'
  /** The process that checked it is gone. */
  | 'crash';

export interface Problem {
  readonly kind: ProblemKind;
  /** In one line, without a full stop. */
  readonly message: string;
  /** More lines, where one does not say it all. */
  readonly details?: readonly string[] | undefined;
  /** What can be done. */
  readonly mend?: string | undefined;
  /** The property that it is about: its trace is in the suite's result. */
  readonly property?: string | undefined;
  readonly place?: PlaceResult | undefined;
  /** The exit status that it leads to. */
  readonly status: number;
}
