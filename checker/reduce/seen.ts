// Who sees a step: the properties that are checked, and what the report tells was never put to the test.

import { antecedentsOf } from '../language/antecedents.ts';
import { printNode } from '../language/print.ts';
import type { Node, Specification } from '../language/tree.ts';
import type { Control, FamilyControl, FamilyStep } from './control.ts';
import { doingsOf } from './doing.ts';
import { isTouched, readsOf } from './condition-reads.ts';
import { isEvaluated } from './expressions.ts';
import type { Hindrance } from './reductions.ts';
import { settledTruth } from './settled.ts';
import { changeOf, partSeen } from './visibility.ts';

/** What must not see a step. */
export interface Conditions {
  /** Found where they are false: must not become true unseen; and the other way round. */
  readonly states: readonly (Condition & { readonly foundWhen: boolean })[];
  /** `isOfStuttering`: true of a step that changes nothing that it reads, whatever else it says. */
  readonly steps: readonly (Condition & { readonly isOfStuttering: boolean })[];
}

interface Condition {
  readonly name: string;
  readonly node: Node;
}

/** @param isFound of a witness or an antecedent, whether some initial state shows it already: then it matters no more */
export function conditionsOf(
  specification: Specification,
  selected: readonly string[] | undefined,
  isFound: (node: Node) => boolean,
): Conditions {
  const { invariants, reachable, actionProperties } = specification;
  const isSelected = ({ name }: { readonly name: string }): boolean => isEvaluated(specification, selected, name);
  const found = (name: string, node: Node): Conditions['states'] =>
    isFound(node) ? [] : [{ name, node, foundWhen: true }];
  const states = [
    ...invariants.filter(isSelected).map(({ name, node }) => ({ name, node, foundWhen: false })),
    ...reachable.filter(isSelected).flatMap(({ name, node }) => found(name, node)),
    // What was never put to the test is told of all.
    ...invariants.flatMap(({ name, node }) => antecedentsOf(node).flatMap((each) => found(name, each.node))),
  ];
  return {
    // What is soon looked at is looked at first.
    states: states.sort((a, b) => readsOf(a.node).size - readsOf(b.node).size),
    steps: actionProperties
      .filter(isSelected)
      .map(({ name, node, kind }) => ({ name, node, isOfStuttering: kind === 'refinement' })),
  };
}

/** Who sees one of these steps, and by what; undefined where nobody does. */
export function whoSees(
  steps: readonly FamilyStep[],
  own: FamilyControl,
  conditions: Conditions,
  { locks }: Pick<Control, 'locks'>,
): Omit<Hindrance, 'what'> | undefined {
  for (const step of steps) {
    const { action } = step.member;
    const written = new Set(step.accesses.flatMap(({ variable, isWrite }) => (isWrite ? [variable] : [])));
    const firings = { action: action.name, mayChange: (variable: string) => written.has(variable) };
    for (const doing of doingsOf(own, step, locks)) {
      for (const { name, node, foundWhen } of conditions.states) {
        if (!isTouched(node, doing)) continue;
        const change = changeOf(node, doing);
        if (foundWhen ? change.falls : change.rises)
          return { because: printNode(change.because ?? node), where: name, site: action.site };
      }
      for (const { name, node } of conditions.steps) {
        const part = isTouched(node, doing) ? partSeen(node, doing) : undefined;
        if (part !== undefined) return { because: printNode(part), where: name, site: action.site };
      }
    }
    for (const { name, node, isOfStuttering } of conditions.steps)
      if (!isOfStuttering && settledTruth(node, firings) !== true)
        return { because: printNode(node), where: name, site: action.site };
  }
  return undefined;
}
