// The larger analyses as the rest of the program meets them: loaded when they are first asked for, which a check never does.

import type { OpenedModel } from '../language/model.ts';
import type { Specification } from '../language/tree.ts';
import type { GraphComparison } from './compare-graphs.ts';
import type { StateGraph, StateGraphRequest } from './state-graph.ts';
import type { StructuralVariant, VariantGroup } from './variant.ts';

/**
 * The structural variants of an opened model, in the order of the text; of each statement once, for all its inlined copies together. Nothing is
 * lowered here, so some may turn out to be no specification, or the same tree as another: `tellApart` sees.
 * @param groups only these, whole; where none is named, all, without what cannot break an invariant: `narrowing`
 */
export async function variantsOf(
  opened: OpenedModel,
  groups?: readonly VariantGroup[],
): Promise<readonly StructuralVariant[]> {
  const { variantsOf: find } = await import('./variants.ts');
  return find(opened, groups);
}

/**
 * The graph of a specification; undefined where it has more than `statesMost` states, or the signal is aborted. Returns to the event loop every
 * 50 ms or so.
 */
export async function stateGraphOf(
  specification: Specification,
  request?: StateGraphRequest,
): Promise<StateGraph | undefined> {
  const { stateGraphOf: draw } = await import('./state-graph.ts');
  return await draw(specification, request);
}

/** Compares two graphs, edge by edge, both ways. Takes some milliseconds for each thousand states, the traces included. */
export async function compareGraphs(original: StateGraph, variant: StateGraph): Promise<GraphComparison> {
  const { compareGraphs: compare } = await import('./compare-graphs.ts');
  return compare(original, variant);
}
