// The whole result of random walks as plain data, kin of a check's. It is never more than a violation: what walks do not meet is not decided.

import type { NeverExercisedResult, PropertyResult, SpecificationIdentity, VariableResult } from './result.ts';
import type { Expectation } from './status.ts';

export interface SimulationResult {
  /** Walks at random, no search. */
  readonly kind: 'simulated';
  readonly specification: SpecificationIdentity;
  /** See CheckResult. */
  readonly treeHash?: string | undefined;
  readonly modelled: readonly string[];
  readonly assumptions: readonly string[];
  /** See CheckResult. */
  readonly variables?: readonly VariableResult[] | undefined;
  /** What walked. */
  readonly engine: 'compiled';
  /** Size of a packed state. */
  readonly stateBits: number;
  readonly verdict: 'violated' | 'not decided';
  /** Why the walks ended; 'walks': there were as many as asked for. */
  readonly ended: 'violation' | 'walks' | 'time' | 'memory' | 'interrupted';
  /** From 0 to 2^32 - 1: decides the walks. */
  readonly seed: number;
  readonly limits: WalkLimitsResult;
  readonly counts: WalkCountsResult;
  /** Traces are walks: a shorter behaviour may end in the same. A witness is not decided, reached or not. */
  readonly properties: readonly PropertyResult[];
  /** Witnesses by the first walk that met them. Told by the generated code alone, unlike traces, which are replayed. */
  readonly reached: readonly WitnessReachedResult[];
  /** A state that is visited twice counts twice. */
  readonly actions: readonly { readonly action: string; readonly visitsEnabled: number; readonly firings: number }[];
  readonly constraints: readonly { readonly constraint: string; readonly walksCut: number }[];
  /** By these walks. */
  readonly neverExercised: readonly NeverExercisedResult[];
  readonly expectation?: { readonly expected: Expectation; readonly isMet: boolean | undefined } | undefined;
  /** Walks these walks again, on any machine. */
  readonly command: string;
  /** Explores the same, for a shortest behaviour. */
  readonly checkCommand: string;
  readonly elapsedMs: number;
  readonly status: number;
}

export interface WalkLimitsResult {
  readonly walks?: number | undefined;
  readonly steps: number;
  readonly timeMs?: number | undefined;
}

export interface WalkCountsResult {
  /** Begun; the last was broken off where time or an interruption ended it. */
  readonly walks: number;
  /** Steps of all walks together, and of the longest. A walk that violates something goes on to its end. */
  readonly steps: number;
  readonly longest: number;
  /** How walks ended: after the most steps, where nothing goes on, outside the constraints. */
  readonly endings: { readonly limit: number; readonly last: number; readonly cut: number };
}

export interface WitnessReachedResult {
  readonly name: string;
  /** From 1. */
  readonly walk: number;
  readonly steps: number;
}
