// What every form shows: one trace of a result, with what was checked and what the trace is of. A form is a function of it alone.

import type { PropertyResult, SpecificationIdentity, TraceResult, VariableResult } from '../result/result.ts';

export interface TraceSubject {
  readonly specification: SpecificationIdentity;
  readonly variables: readonly VariableResult[];
  /** What the trace is of; undefined of a trace from elsewhere that does not say. */
  readonly property?: TracedProperty | undefined;
  readonly trace: TraceResult;
  /** Whether it comes from random walks: then there may be a shorter one. */
  readonly isWalk?: boolean | undefined;
  /** What the search that found it left out: `symmetry (4 pages)`. */
  readonly reductions?: readonly string[] | undefined;
  /** What the specification takes for granted. */
  readonly modelled: readonly string[];
  readonly treeHash?: string | undefined;
  /** All actions that there were in the specification, by name; undefined where nobody knows. */
  readonly known?: readonly string[] | undefined;
  /** Repeats the check. */
  readonly command?: string | undefined;
}

/** Its trace stands beside it. */
export type TracedProperty = Omit<PropertyResult, 'trace'>;

/** The whole text, without the last line's end. */
export type Form = (subject: TraceSubject) => string;
