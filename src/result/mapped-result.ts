// What a result says of a behaviour that violates a refinement, as the abstract specification sees it.

import type { ChangeResult, Json, NamedResult, VariableResult } from './result.ts';

/** A behaviour as the abstract specification of a refinement sees it. */
export interface MappedResult {
  /** The refinement's name, and that of the abstract specification. */
  readonly refinement: string;
  readonly abstract: string;
  /** The abstract ones, as the abstract states have them. */
  readonly variables: readonly VariableResult[];
  /** Every place of what the initial state is mapped to. */
  readonly initial: readonly NamedResult[];
  /** One for each step. */
  readonly steps: readonly MappedStepResult[];
  /** What each state is mapped to; null where that is no state. */
  readonly states: readonly (Readonly<Record<string, Json>> | null)[];
}

export interface MappedStepResult {
  /** 'stutters': nothing changes there. 'none': no action does it. */
  readonly kind: 'fires' | 'stutters' | 'none';
  /** The firing: `lock by proc#0`. */
  readonly text?: string | undefined;
  readonly changes: readonly ChangeResult[];
  /** Of each action why it does not do it, the nearest first. */
  readonly refusals?: readonly RefusalResult[] | undefined;
}

/** Why an action does not do what a step does, by the firing that comes nearest. */
export interface RefusalResult {
  readonly action: string;
  readonly binding: readonly NamedResult[];
  /** The parts of its guard that are not true, and what they read. */
  readonly unmet: readonly { readonly text: string; readonly value: string; readonly reads: readonly NamedResult[] }[];
  /** What it would leave otherwise. */
  readonly leaves: readonly NamedResult[];
  /** Why it would come to nothing. */
  readonly fails?: string | undefined;
}
