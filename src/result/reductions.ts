// What became of the reductions that a search was asked for, as plain data, and what follows from it for whoever reads the numbers: whether
// they count representatives, whether the number of all states is known, whether a length is the least.

import type { Exploration, Hindrance } from '../../checker/index.ts';
import type { CheckResult, CountsResult, PlaceResult, ReductionResult } from './result.ts';

export function reductionsIn(
  { reductions = [] }: Pick<Exploration, 'reductions'>,
  shown: (file: string) => string,
): readonly ReductionResult[] {
  return reductions.map(({ name, isInForce, of, reason, hindrances }) => ({
    name,
    isInForce,
    of,
    ...(reason === undefined ? {} : { reason }),
    hindrances: hindrances.map(({ what, because, where, site }) => ({
      what,
      because,
      where,
      ...placed(site, shown),
    })),
  }));
}

function placed(site: Hindrance['site'], shown: (file: string) => string): { readonly place?: PlaceResult } {
  if (site?.place === undefined) return {};
  const { file, line, column } = site.place;
  return { place: { file: shown(file), line, column } };
}

type Reduced = Pick<CheckResult, 'reductions'>;
type Counted = Reduced & { readonly counts: Pick<CountsResult, 'statesDistinct' | 'statesFull'> };

/** Those that are in force. */
export function inForce({ reductions }: Reduced): readonly ReductionResult[] {
  return reductions.filter(({ isInForce }) => isInForce);
}

/** Those in force: `symmetry (4 pages)`, `partial order`. */
export function reductionTexts(result: Reduced): readonly string[] {
  return inForce(result).map(({ name, of }) => {
    const words = name.replace('-', ' ');
    return of.length === 0 || name !== 'symmetry' ? words : `${words} (${of.join(', ')})`;
  });
}

/** Whether states were left out of what was counted. */
export function isReduced(result: Reduced): boolean {
  return inForce(result).length > 0;
}

/** Of orders that make no difference one was explored: a length that was found then may not be the least. */
export function areOrdersLeftOut(result: Reduced): boolean {
  return inForce(result).some(({ name }) => name === 'partial-order' || name === 'chains');
}

/**
 * Whether the depth is that of all states: where it is not known how many there are, the deepest may be of those that were left out. Of
 * symmetry, too: where the initial states are not symmetric, another state of an orbit may be nearer.
 */
export function isDepthKept(result: Counted): boolean {
  return statesInAll(result) !== undefined;
}

/** How many states there are, whatever was left out; undefined where that is not known. */
export function statesInAll({ reductions, counts }: Counted): number | undefined {
  const names = inForce({ reductions }).map(({ name }) => name);
  if (names.length === 0) return counts.statesDistinct;
  // The orbits of what is left after another reduction say nothing of what that has left out.
  return names.every((name) => name === 'symmetry') ? counts.statesFull : undefined;
}
