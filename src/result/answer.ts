// The answer to a question of ballast why as plain data: what its --json prints, and what its text is a view of. `answerVersion` changes
// whenever a reader of the old form would misread the new one.

import type { ConditionPart } from '../../checker/index.ts';
import type { NamedResult, PropertyResult, SpecificationIdentity, StepResult } from './result.ts';
import type { Verdict } from './status.ts';

export const answerVersion = 1;

export interface AnswerDocument {
  readonly format: 'ballast answer';
  readonly version: typeof answerVersion;
  /** The version of the command. */
  readonly ballast: string;
  readonly specification: SpecificationIdentity;
  readonly answer: AnswerResult;
  /** The exit status of the command. */
  readonly status: number;
}

export type AnswerResult = ViolatedAnswer | DisabledAnswer | UnreachableAnswer;

/** How many states were seen. */
export interface CountedAnswer {
  readonly statesDistinct: number;
  /** Whether those stand for others that differ in nothing that matters; else absent. */
  readonly isReduced?: boolean;
}

export interface ViolatedAnswer extends CountedAnswer {
  readonly question: 'violated';
  /** Of the property asked for, or of all. */
  readonly verdict: Verdict;
  /** What was asked for, or is violated first. */
  readonly name?: string | undefined;
  /** Why the search ended before everything was explored; '' where it did not. */
  readonly cutShort: string;
  /** What is violated, with its trace. */
  readonly property?: PropertyResult;
  /** The assertion that fails. */
  readonly asserted?: { readonly message: string; readonly path: string };
  /** The rule taken apart where it is broken; absent where there is no condition to take apart. */
  readonly condition?: ConditionPart;
  /** Whether that is in the last state, or over the last step. */
  readonly brokenIn?: 'state' | 'step';
  /** The check that shows the steps. */
  readonly command?: string;
}

export interface DisabledAnswer {
  readonly question: 'disabled';
  readonly action: string;
  readonly isEnabled: boolean;
  /** After which step, 0 for the initial state, of the trace to what. */
  readonly after: { readonly step: number; readonly property?: string };
  /** Every binding of its parameters, the nearest to being enabled first. */
  readonly attempts: readonly AttemptResult[];
  /** Of one that is disabled for all. */
  readonly nearest?: NearestResult;
}

export interface AttemptResult {
  readonly action: string;
  readonly actor?: string | undefined;
  readonly parameters: readonly NamedResult[];
  readonly isEnabled: boolean;
  /** The first that is not true, then the others in their order. */
  readonly clauses: readonly ConditionPart[];
  /** The conditions inside the step that block it where its guard is true. */
  readonly blocked: readonly string[];
}

export interface NearestResult extends CountedAnswer {
  /** 'outside': the state is outside the constraints, and nothing is looked for from there. */
  readonly outcome: 'found' | 'none' | 'outside' | 'not decided';
  /** The steps to it, and who can act there. */
  readonly steps?: readonly StepResult[];
  readonly actor?: string | undefined;
  readonly cutShort: string;
}

export interface UnreachableAnswer extends CountedAnswer {
  readonly question: 'unreachable';
  readonly witness: string;
  /**
   * 'unreached': true in no state, and `closest` says which come closest, absent where none of its clauses is ever true; 'unknown': true in no
   * state, and how close others come is not known.
   */
  readonly outcome: 'reachable' | 'unreached' | 'unknown' | 'not decided';
  /** Of one that is reachable. */
  readonly steps?: number;
  /** Why something is not known. */
  readonly reason?: string;
  /** The ways to fulfil it, each the clauses that have to be true together. */
  readonly ways: readonly (readonly string[])[];
  readonly closest?: ClosestResult;
}

export interface ClosestResult {
  /** How many of its clauses are not true in the states that come closest. */
  readonly lacking: number;
  /** The clauses that are never true together with the others, and in how many steps the others are. */
  readonly never: readonly { readonly clauses: readonly string[]; readonly steps: number }[];
  /** Without these the others are never true together either. */
  readonly idle: readonly (readonly string[])[];
  /** A closest state: the steps to it, the values for which it is one, and the truth of each clause there. */
  readonly steps: readonly StepResult[];
  readonly bindings: readonly NamedResult[];
  readonly clauses: readonly ConditionPart[];
}
