// What each invariant and witness says in each state of a trace: not only where the trace ends.

import { DomainError, evaluate, type Node, type Specification, type State } from '../../checker/index.ts';
import type { TruthsResult } from './result.ts';

/** In declaration order, invariants first. */
export function truthsOf(
  { invariants, reachable }: Pick<Specification, 'invariants' | 'reachable'>,
  states: readonly State[],
): readonly TruthsResult[] {
  return [...invariants, ...reachable].map(({ name, node }, index) => {
    const values = states.map((state) => truthIn(node, { state, bound: new Map() }));
    const where = (wanted: boolean | undefined): readonly number[] =>
      values.flatMap((value, index) => (value === wanted ? [index] : []));
    const outside = where(undefined);
    const kind = index < invariants.length ? 'invariant' : 'reachable';
    return { property: name, kind, falseIn: where(false), ...(outside.length === 0 ? {} : { outsideIn: outside }) };
  });
}

/** Whether a rule is true; undefined where it is evaluated outside its domain. */
export function truthIn(node: Node, world: Parameters<typeof evaluate>[1]): boolean | undefined {
  try {
    return evaluate(node, world) === true;
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
