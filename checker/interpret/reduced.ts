// What becomes of the reductions that a request asks for, the same for every engine: which of them are in force, and what is told of them.

import type { Specification } from '../language/tree.ts';
import { affordableClasses } from '../reduce/affordable.ts';
import type { Hindrance, ReductionReport } from '../reduce/reductions.ts';
import { symmetryOf, type Symmetry, type SymmetryClass } from '../reduce/symmetry.ts';
import type { ExploreRequest } from './explore.ts';
import type { Exploration } from './result.ts';

/** A symmetry that was asked for. */
export interface AskedSymmetry {
  /** What the search is to do; undefined where there is nothing to be done. */
  readonly request: { readonly classes: readonly SymmetryClass[]; readonly isCounted: boolean } | undefined;
  readonly symmetry: Symmetry | undefined;
  readonly report: ReductionReport;
}

/**
 * The symmetry of a search; undefined where none was asked for.
 * @param permutationsMost of more permutations there is no use
 */
export function symmetryFor(
  specification: Specification,
  { reductions, properties, collect, survey }: Pick<ExploreRequest, 'reductions' | 'properties' | 'collect' | 'survey'>,
  permutationsMost = Infinity,
): AskedSymmetry | undefined {
  const asked = reductions?.symmetry;
  if (asked === undefined || asked === false) return undefined;
  const off = (reason: string, hindrances: readonly Hindrance[] = [], symmetry?: Symmetry): AskedSymmetry => ({
    request: undefined,
    symmetry,
    report: { name: 'symmetry', isInForce: false, of: [], reason, hindrances },
  });
  if (collect !== undefined && collect !== false)
    return off('what is counted of each transition is counted of all of them');
  if (survey !== undefined) return off('a survey is of all states');
  const symmetry = symmetryOf(specification, { countable: asked === 'countable', properties });
  const { hindrances, isCountable, order } = symmetry;
  if (symmetry.classes.length === 0)
    return off('there are no two interchangeable identifiers or processes', hindrances, symmetry);
  const classes = affordableClasses(specification, symmetry.classes);
  if (classes.length === 0) return off('a state has too many parts to be renamed quickly', hindrances, symmetry);
  if (order > permutationsMost)
    return off('there are too many permutations for the reference engine', hindrances, symmetry);
  return {
    request: { classes, isCounted: isCountable },
    symmetry,
    report: { name: 'symmetry', isInForce: true, of: classes.map(printClass), hindrances },
  };
}

/** `4 pages`, `2 of 3 scanners`. */
function printClass({ sort: { name, size }, elements: { length } }: SymmetryClass): string {
  return `${length === size ? length : `${length} of ${size}`} ${plural(name)}`;
}

function plural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** The result with what is to be told of reductions, where any was asked for. */
export function withReports(
  found: Exploration,
  { reductions }: Pick<ExploreRequest, 'reductions'>,
  reports: readonly ReductionReport[],
): Exploration {
  return reductions === undefined ? found : { ...found, reductions: reports };
}
