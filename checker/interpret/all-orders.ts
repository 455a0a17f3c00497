// A search that explores only some orders of the steps is there to prove. What it finds violated is searched for again in all orders, of which
// one may be shorter; the result is then that of the second search. What stays of the first where the second has no room: see below.

import { assert } from '../language/errors.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import { hasTimeLeft, lessTime, timesOf } from './again.ts';
import type { ExploreRequest } from './explore.ts';
import type { Exploration } from './result.ts';

/** Why orders of steps are not left out after all. */
export const whyAllOrders =
  'something is violated, and a shortest behaviour that does is looked for in all orders of the steps';

/** Whether a search that leaves out orders of steps makes traces of what is violated, or leaves that to the search in all orders. */
export type Tracing = 'here' | 'in all orders';

/** Searches, and where that leaves out orders of steps and finds something violated, once more without. Progress and limits are of both together. */
export async function inAllOrders<R extends ExploreRequest>(
  request: R,
  search: (request: R, tracing: Tracing) => Promise<Exploration>,
): Promise<Exploration> {
  const { reductions, timeMs, maxStates, memoryMb, once } = request;
  if (once === true) return await search(request, 'here');
  if (reductions?.partialOrder !== true && reductions?.chains !== true) return await search(request, 'here');
  // A trace takes as long as the search. It is worth that where the second search may come to nothing.
  const isLimited = timeMs !== undefined || maxStates !== undefined || memoryMb !== undefined;
  const first = await search(request, isLimited ? 'here' : 'in all orders');
  if (!areOrdersLeftOut(first) || !isViolated(first) || !hasTimeLeft(request, first.elapsedMs)) return first;
  const inAll = { ...request, reductions: { ...reductions, partialOrder: undefined, chains: undefined } };
  const second = await search(lessTime(inAll, first.elapsedMs), 'here');
  if (isViolated(second)) return { ...second, ...timesOf(first, second), reductions: reportsOf(first, second) };
  assert(second.ended !== 'complete', 'what is violated in some orders of the steps is not violated in all of them');
  return { ...first, ...timesOf(first, second) };
}

function areOrdersLeftOut({ reductions = [] }: Exploration): boolean {
  return reductions.some(({ name, isInForce }) => isInForce && isOfOrders(name));
}

function isOfOrders(name: ReductionReport['name']): boolean {
  return name === 'partial-order' || name === 'chains';
}

/** A witness that is not reached is no behaviour. */
function isViolated({ properties }: Exploration): boolean {
  return properties.some(({ kind, verdict }) => kind !== 'reachable' && verdict.kind === 'violated');
}

function reportsOf(first: Exploration, second: Exploration): readonly ReductionReport[] {
  const orders = (first.reductions ?? []).filter(({ name }) => isOfOrders(name));

  return [
    ...(second.reductions ?? []),
    ...orders.map((report) =>
      report.isInForce ? { ...report, isInForce: false, of: [], reason: whyAllOrders } : report,
    ),
  ];
}
