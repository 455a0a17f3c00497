// What a search counts when it is asked to: every transition, each clause of each guard by itself, antecedents, levels.
// As plain data, and put together from numbers in the same way for every engine; how an engine comes to its numbers is its own.

import { antecedentsOf } from '../language/antecedents.ts';
import { guardClauses, innerClauses } from '../language/action-clauses.ts';
import { printNode } from '../language/print.ts';
import type { Site } from '../language/site.ts';
import type { Clause, Specification } from '../language/tree.ts';

/**
 * What was counted in the states that were expanded: each once, whatever engine, and however many workers. Of a search that ended early it is
 * about that part of the state space; after a limit of time or memory, or an interruption, every number reads "at least".
 */
export interface Collected {
  /** In declaration order. */
  readonly actions: readonly ActionCounts[];
  /** By action in declaration order: the clauses of its guard, then the conditions inside the step. */
  readonly clauses: readonly ClauseCoverage[];
  /** By invariant in declaration order. */
  readonly antecedents: readonly AntecedentCoverage[];
  /** By depth. */
  readonly levels: readonly LevelCounts[];
}

export interface ActionCounts {
  readonly action: string;
  /** Firings, those that fail included: one for each state, binding and alternative. */
  readonly firings: number;
  /** Firings into a state that no level has up to that of the state before: one that this level finds, however often. */
  readonly fresh: number;
  /** Firings into the state that they came from. Those that are neither reach another state that was known, or fail. */
  readonly same: number;
}

/**
 * A clause of a guard, evaluated for itself: once for each state that was expanded and each binding of the action's parameters, of a process's
 * step where the process stands at its label; whatever the clauses beside it are. A condition inside a step is evaluated where the step gets
 * to it, so that everything before it is true.
 */
export interface ClauseCoverage {
  readonly action: string;
  /** Its name in the action: `when#1`. That a process stands at the label of its step is no clause here. */
  readonly clause: string;
  readonly text: string;
  /** Whether it is a condition inside the step. */
  readonly isInside: boolean;
  /** How often it was evaluated. */
  readonly evaluated: number;
  /** How often it was false. */
  readonly isFalse: number;
  /**
   * How often it was false and the guard without it was not: that was true, or had no value, since the first clause that is not true has none.
   * Where it never was, the clause may go, and nothing changes.
   */
  readonly isOnlyFalse: number;
  /** How often it had no value: an evaluation in it was outside its domain. */
  readonly outside: number;
  readonly site?: Site;
}

/** The antecedent of an implication in an invariant. */
export interface AntecedentCoverage {
  /** The invariant. */
  readonly name: string;
  readonly text: string;
  /** Distinct states in which it is true, for some binding of the quantifiers around it. */
  readonly statesTrue: number;
}

export interface LevelCounts {
  /** Distinct states of this depth. */
  readonly states: number;
  /** Firings from them, those that fail included; none where they were not expanded. */
  readonly firings: number;
}

/** What an engine has counted, by position. */
export interface CollectedNumbers {
  /** By action. */
  readonly firings: readonly number[];
  readonly fresh: readonly number[];
  readonly same: readonly number[];
  /** By action, and by position among the clauses of its guard. */
  readonly guards: readonly (readonly ClauseNumbers[])[];
  /** By action, and by position among its inner conditions. */
  readonly inner: readonly (readonly Omit<ClauseNumbers, 'isOnlyFalse'>[])[];
  /** By position among the antecedents of all invariants. */
  readonly antecedents: readonly number[];
  readonly levels: readonly LevelCounts[];
}

export type ClauseNumbers = Pick<ClauseCoverage, 'evaluated' | 'isFalse' | 'isOnlyFalse' | 'outside'>;

/** The numbers, with what they are about. */
export function collectedOf(specification: Specification, numbers: CollectedNumbers): Collected {
  const { actions, invariants } = specification;
  const { firings, fresh, same, guards, inner, antecedents, levels } = numbers;
  const ofInvariants = invariants.flatMap(({ name, node }) => antecedentsOf(node).map(({ text }) => ({ name, text })));
  return {
    actions: actions.map(({ name }, index) => ({
      action: name,
      firings: firings[index] ?? 0,
      fresh: fresh[index] ?? 0,
      same: same[index] ?? 0,
    })),
    clauses: actions.flatMap((action, index) => [
      ...guardClauses(action).map((clause, at) => coverage(action.name, clause, guards[index]?.[at], false)),
      ...innerClauses(action).map(([clause], at) => coverage(action.name, clause, inner[index]?.[at], true)),
    ]),
    antecedents: ofInvariants.map((each, index) => ({ ...each, statesTrue: antecedents[index] ?? 0 })),
    levels,
  };
}

function coverage(
  action: string,
  clause: Clause | undefined,
  numbers: (Omit<ClauseNumbers, 'isOnlyFalse'> & { readonly isOnlyFalse?: number }) | undefined,
  isInside: boolean,
): ClauseCoverage {
  const { evaluated = 0, isFalse = 0, outside = 0 } = numbers ?? {};
  return {
    action,
    clause: clause?.name ?? '',
    text: clause === undefined ? '' : printNode(clause.node),
    isInside,
    evaluated,
    isFalse,
    // Where a step gets to a condition inside it, all before it is true.
    isOnlyFalse: isInside ? isFalse : (numbers?.isOnlyFalse ?? 0),
    outside,
    ...(clause?.site === undefined ? {} : { site: clause.site }),
  };
}
