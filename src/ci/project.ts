// What a `ballast.config.ts` says: the suites of a project, each a specification with constants and what is expected of it.

import type { ConstantValue } from '../../checker/index.ts';

/** A suite belongs to the first lane that runs it; `ballast ci --lane full` runs what is quick, too. */
export const lanes = ['quick', 'full', 'nightly'] as const;
export type Lane = (typeof lanes)[number];

export interface ProjectParts {
  readonly suites: readonly SuiteEntry[];
  /** The lock file, from the folder of the config; `ballast.lock.json` unless said otherwise. */
  readonly lock?: string;
  /** For each suite that has none of its own. */
  readonly budget?: Budget;
}

export type SuiteEntry = CheckEntry | OwnSuitesEntry;

interface EntryParts {
  /** As on the command line: a name of `ballast list`, or a path from the folder of the config, either with #model. */
  readonly spec: string;
  /** `quick` unless said otherwise. */
  readonly lane?: Lane;
  readonly budget?: Budget;
  /**
   * What is never exercised (an action never enabled, a premise never true) is a failure, unless it is named here. 'locked': what the lock
   * file lists is known, and anything else a failure.
   */
  readonly unexercised?: readonly string[] | 'locked';
  /** Whether it passes where the budget ends it before the answer is known: said, and never called *holds*. */
  readonly mayBeUndecided?: boolean;
}

/** One check; with several values of a constant, one for each. */
export interface CheckEntry extends EntryParts {
  /** What it is called; unless said otherwise by the specification, its constants and edits. */
  readonly name?: string;
  readonly set?: Readonly<Record<string, ConstantValue | readonly ConstantValue[]>>;
  readonly mutant?: string;
  /** In the words of `--edit`. */
  readonly edits?: readonly string[];
  /** These properties only; unless said otherwise all. */
  readonly properties?: readonly string[];
  readonly expect: EntryExpectation;
}

/** The suites and mutants that the specification's own file declares, as `ballast matrix` checks them. */
export interface OwnSuitesEntry extends EntryParts {
  readonly suites: 'own';
  /** These only, by label, name or mutant. */
  readonly only?: readonly string[];
  /** Whether a property that no suite violates, and a witness that none reaches, is a failure, as with `ballast matrix --strict`. */
  readonly strict?: boolean;
}

export type EntryExpectation =
  | 'holds'
  /** Exactly what the first bad level violates; `steps`: of the shortest behaviour that does. */
  | { readonly violates: string | readonly string[]; readonly steps?: number }
  /** Witnesses that can be reached; `steps`: of the shortest behaviour that reaches the first. */
  | { readonly reaches: string | readonly string[]; readonly steps?: number };

/** Where a search is given up, in the words of the command line. */
export interface Budget {
  /** `30s`, `5m`, or seconds. */
  readonly time?: string | number;
  /** `512MB`, `4GB`. */
  readonly memory?: string;
  readonly states?: number;
  readonly depth?: number;
}

/** What the config exports as its default: `export default project({ suites: [...] })`. It is examined when it is run. */
export function project(parts: ProjectParts): ProjectParts {
  return parts;
}
