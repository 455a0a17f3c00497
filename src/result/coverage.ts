// What a search exercised, as plain data: what `ballast coverage --json` prints, and what its text is a view of. `coverageVersion` changes whenever
// a reader of the old form would misread the new one.

import type { AntecedentCoverage, ClauseCoverage, Exploration, VariableSurvey } from '../../checker/index.ts';
import { version } from '../version.ts';
import type {
  CountsResult,
  Ended,
  Json,
  LimitsResult,
  NeverExercisedResult,
  PlaceResult,
  SpecificationIdentity,
} from './result.ts';

const coverageVersion = 1;

export interface CoverageDocument {
  readonly format: 'ballast coverage';
  readonly version: typeof coverageVersion;
  /** The version of the command. */
  readonly ballast: string;
  readonly coverage: CoverageResult;
  /** The exit status of the command. */
  readonly status: number;
}

export interface CoverageResult {
  readonly specification: SpecificationIdentity;
  readonly engine: string;
  readonly notice?: string;
  readonly ended: Ended;
  readonly limits: LimitsResult;
  readonly counts: CountsResult;
  /** Names the transitions, as a digest names the states. */
  readonly transitionsDigest: string;
  /** What is violated, or not reached, and was gone past. */
  readonly violated: readonly string[];
  readonly neverExercised: readonly NeverExercisedResult[];
  readonly actions: Exploration['actions'];
  readonly clauses: readonly ClauseResult[];
  readonly antecedents: readonly AntecedentCoverage[];
  /** Conjuncts of premises without which the invariant holds too; undefined where not all states were explored. */
  readonly idlePremises?: readonly PremiseResult[] | undefined;
  /** Empty where they were not looked at: it was interrupted, or there was no room for it. */
  readonly variables: readonly VariableSurvey[];
  /** Undefined where it was interrupted. */
  readonly constants?: readonly ConstantCoverage[] | undefined;
  readonly elapsedMs: number;
}

/** A clause of a guard, or a condition inside a step, evaluated for itself wherever its action is considered. */
export interface ClauseResult extends Omit<ClauseCoverage, 'site'> {
  /** Of the lock of a critical section that is one step: nobody is ever met inside. */
  readonly isOfOneStep?: boolean;
  readonly place?: PlaceResult;
}

/** A conjunct of the premise of an invariant. */
export interface PremiseResult {
  readonly name: string;
  readonly text: string;
}

/** Whether it matters here which value a constant has. */
export interface ConstantCoverage {
  readonly name: string;
  readonly value: Json;
  /** Other values for which the very same is built, for which something else is, and which the model refuses. */
  readonly same: readonly Json[];
  readonly different: readonly Json[];
  readonly refused: readonly Json[];
  /** How many were not tried: a difference was found before, or there are too many. */
  readonly untried: number;
}

export function coverageDocumentOf(coverage: CoverageResult, status: number): CoverageDocument {
  return { format: 'ballast coverage', version: coverageVersion, ballast: version(), coverage, status };
}
