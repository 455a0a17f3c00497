// A search that explores only some orders of the steps is there to prove. What it finds violated is searched for again in all orders, of which
// one may be shorter; the result is then that of the second search. What stays of the first where the second has no room: see below.

import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import type { ReductionReport } from '../reduce/reductions.ts';
import type { ExploreRequest } from './explore.ts';
import { askedOrders, interleavingWorthwhile, notInForce } from './interleaving.ts';
import type { Exploration } from './result.ts';

/** Why orders of steps are not left out after all. */
export const whyAllOrders =
  'something is violated, and a shortest behaviour that does is looked for in all orders of the steps';

/** Whether a search that leaves out orders of steps makes traces of what is violated, or leaves that to the search in all orders. */
export type Tracing = 'here' | 'in all orders';

/**
 * Searches, and where that leaves out orders of steps and finds something violated, once more without. Where orders are to be left out of large
 * searches only, it begins with all of them. Progress and limits are of all searches together.
 */
export async function inAllOrders<R extends ExploreRequest>(
  specification: Specification,
  request: R,
  search: (request: R, tracing: Tracing) => Promise<Exploration>,
): Promise<Exploration> {
  const { reductions = {}, once } = request;
  const { partialOrder, chains, ordersFrom } = reductions;
  if (once === true) return await search(request, 'here');
  if (partialOrder !== true && chains !== true) return await search(request, 'here');
  if (ordersFrom === undefined) return await inSomeOrders(request, search);
  const startMs = performance.now();
  let asked: ReturnType<typeof interleavingWorthwhile> | undefined;
  const leaveOff = (states: number): boolean => {
    if (states < ordersFrom || !hasTimeLeft(request, performance.now() - startMs)) return false;
    asked ??= interleavingWorthwhile(specification, request);
    return asked.interleaving !== undefined;
  };
  const whole = await search({ ...withAllOrders(request), leaveOff }, 'here');
  if (whole.ended === 'max-states' && asked?.interleaving !== undefined)
    return after(whole, await inSomeOrders(lessTime(request, whole.elapsedMs), search));
  const reason = `fewer than ${ordersFrom.toLocaleString('en-US')} states are explored in all orders of the steps`;
  const left = asked?.reports ?? askedOrders(reductions).map((name) => notInForce(name, reason));
  return { ...whole, reductions: [...(whole.reductions ?? []), ...left] };
}

async function inSomeOrders<R extends ExploreRequest>(
  request: R,
  search: (request: R, tracing: Tracing) => Promise<Exploration>,
): Promise<Exploration> {
  const { timeMs, maxStates, memoryMb } = request;
  // A trace takes as long as the search. It is worth that where the second search may come to nothing.
  const isLimited = timeMs !== undefined || maxStates !== undefined || memoryMb !== undefined;
  const first = await search(request, isLimited ? 'here' : 'in all orders');
  if (!areOrdersLeftOut(first) || !isViolated(first) || !hasTimeLeft(request, first.elapsedMs)) return first;
  const second = await search(lessTime(withAllOrders(request), first.elapsedMs), 'here');
  if (isViolated(second)) return after(first, { ...second, reductions: reportsOf(first, second) });
  assert(second.ended !== 'complete', 'what is violated in some orders of the steps is not violated in all of them');
  return { ...first, ...timesOf(first, second) };
}

function withAllOrders<R extends ExploreRequest>(request: R): R {
  return { ...request, reductions: { ...request.reductions, partialOrder: undefined, chains: undefined } };
}

function hasTimeLeft({ signal, timeMs }: ExploreRequest, beforeMs: number): boolean {
  return signal?.aborted !== true && (timeMs === undefined || timeMs > beforeMs);
}

/** The request for a search that comes after others. */
function lessTime<R extends ExploreRequest>(request: R, beforeMs: number): R {
  const { timeMs, onProgress } = request;
  return {
    ...request,
    ...(timeMs === undefined ? {} : { timeMs: timeMs - beforeMs }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (progress) => onProgress({ ...progress, elapsedMs: progress.elapsedMs + beforeMs }) }),
  };
}

function after(first: Exploration, second: Exploration): Exploration {
  return { ...second, ...timesOf(first, second) };
}

function timesOf(first: Exploration, second: Exploration): Pick<Exploration, 'elapsedMs' | 'searchMs'> {
  return {
    elapsedMs: first.elapsedMs + second.elapsedMs,
    searchMs: first.searchMs + second.searchMs,
  };
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
