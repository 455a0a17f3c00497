// What each invariant and witness says in each state of a trace: not only where the trace ends.

import { evaluate, type Specification, type State } from '../../checker/index.ts';
import type { TruthsResult } from './result.ts';

/** In declaration order, invariants first. */
export function truthsOf(
  { invariants, reachable }: Pick<Specification, 'invariants' | 'reachable'>,
  states: readonly State[],
): readonly TruthsResult[] {
  return [...invariants, ...reachable].map(({ name, node }, index) => {
    const values = states.map((state) => truthIn(() => evaluate(node, { state, bound: new Map() })));
    const where = (wanted: boolean | undefined): readonly number[] =>
      values.flatMap((value, index) => (value === wanted ? [index] : []));
    const outside = where(undefined);
    const kind = index < invariants.length ? 'invariant' : 'reachable';
    return { property: name, kind, falseIn: where(false), ...(outside.length === 0 ? {} : { outsideIn: outside }) };
  });
}

/** Undefined where the rule is evaluated outside its domain. */
function truthIn(evaluated: () => unknown): boolean | undefined {
  try {
    return evaluated() === true;
  } catch (error) {
    if (error instanceof Error && error.name === 'DomainError') return undefined;
    throw error;
  }
}
