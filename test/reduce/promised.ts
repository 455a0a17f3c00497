// What is promised of a search, whatever is left out of it.

import { reductionNames, type Exploration, type PropertyResult, type ReductionName, type Reductions } from 'ballast';
import { whyAllOrders } from '../../checker/interpret/all-orders.ts';
import { printed } from '../agreement/compare.ts';

const keys: Readonly<Record<ReductionName, keyof Reductions>> = {
  symmetry: 'symmetry',
  'dead-locals': 'deadLocals',
  'partial-order': 'partialOrder',
  chains: 'chains',
};
export const everything: Reductions = { symmetry: true, deadLocals: true, partialOrder: true, chains: true };

/** Every choice of some reductions, the one of none first. */
export function choicesOf(names: readonly ReductionName[]): readonly Reductions[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    Object.fromEntries(names.map((name, at) => [keys[name], Math.floor(bits / 2 ** at) % 2 === 1])),
  );
}

/** The reductions that leave something out, by what a search says that is asked for all of them. */
export function leavingOut({ reductions = [] }: Exploration): readonly ReductionName[] {
  return reductionNames.filter((each) =>
    reductions.some(({ name, isInForce, reason }) => name === each && (isInForce || reason === whyAllOrders)),
  );
}

/** All that must be the same, as text. A witness that is found where orders of steps are left out may lie nearer, or further. */
export function promised(
  { properties, actions, neverExercised, ended }: Exploration,
  { partialOrder, chains }: Reductions,
): string {
  const areLengthsKept = partialOrder !== true && chains !== true;
  const declared = properties.filter(({ kind }) => kind !== 'domain');
  // Domain errors come in the order of their lengths.
  const domain = properties.filter(({ kind }) => kind === 'domain').sort((a, b) => (a.name < b.name ? -1 : 1));
  const verdictOf = ({ verdict }: PropertyResult): unknown => {
    if (verdict.kind === 'violated') return { ...verdict, trace: { ...verdict.trace, among: undefined } };
    if (verdict.kind === 'holds') return { ...verdict, witness: undefined, steps: areLengthsKept ? verdict.steps : 0 };
    return verdict;
  };
  return printed({
    ended,
    properties: [...declared, ...domain].map((each) => [each.name, each.kind, verdictOf(each)]),
    enabled: actions.flatMap(({ action, firings }) => (firings > 0 ? [action] : [])),
    neverExercised,
  });
}
