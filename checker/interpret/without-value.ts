// Where a condition of a formula over behaviours has no value: that is a violation of its own, named by the property and the expression.

import { domainErrorName } from '../language/property-names.ts';
import { predicatesOf } from '../language/temporal.ts';
import type { Node, Specification } from '../language/tree.ts';
import { eachBound } from './behaviour-truth.ts';
import { isTrue } from './evaluate.ts';
import { DomainError, type World } from './world.ts';

export interface WithoutValue {
  /** The property over behaviours. */
  readonly name: string;
  readonly node: Node;
  /** With what is bound around the condition. */
  readonly world: World;
  readonly error: DomainError;
}

/** The condition for which a violation is named, where it has no value in a state, or in a step; undefined where it has. */
export function withoutValueIn(
  { liveness, recoverable }: Specification,
  violation: string,
  given: World,
): WithoutValue | undefined {
  // The conditions of a formula are put together only where the violation is of it.
  const isOf = ({ name }: { readonly name: string }): boolean => violation.startsWith(`${name}: `);
  const asked = [
    ...liveness.filter(isOf).flatMap(({ name, formula }) => predicatesOf(formula).map((each) => ({ ...each, name }))),
    ...recoverable.filter(isOf).map(({ name, node }) => ({ name, node, isOfStep: false, bound: [] })),
  ];
  for (const { name, node, isOfStep, bound } of asked) {
    if (isOfStep !== (given.successor !== undefined)) continue;
    for (const binding of eachBound(bound, new Map())) {
      const world: World = { ...given, bound: new Map(binding) };
      try {
        isTrue(node, world);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        if (domainErrorName(name, error.text) === violation) return { name, node, world, error };
      }
    }
  }
  return undefined;
}
