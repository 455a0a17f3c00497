// Of symmetric states it is known how many there are in all, and every length is the least; of what else is left out, not. A small search is soon
// done, so it does without the rest. Once it turns out to be large, and the rest is worth it, it begins again with all that it was asked for.

import type { Specification } from '../language/tree.ts';
import type { ReductionName, ReductionReport, Reductions } from '../reduce/reductions.ts';
import { asksBehaviours } from './behaviours-asked.ts';
import { hasTimeLeft, lessTime, timesOf } from './again.ts';
import type { ExploreRequest } from './explore.ts';
import { isWorthwhile } from './interleaving.ts';
import { analysisFor } from './reducing.ts';
import type { Exploration } from './result.ts';

const uncounted = [
  ['dead-locals', 'deadLocals'],
  ['partial-order', 'partialOrder'],
  ['chains', 'chains'],
] as const satisfies readonly (readonly [ReductionName, keyof Reductions])[];

/** Searches with symmetry alone, and with all that is asked for where there are `uncountedFrom` states. Progress and limits are of both together. */
export async function countedFirst<R extends ExploreRequest>(
  specification: Specification,
  request: R,
  search: (request: R) => Promise<Exploration>,
): Promise<Exploration> {
  const { reductions = {} } = request;
  const { uncountedFrom } = reductions;
  const asked = uncounted.filter(([, key]) => reductions[key] === true);
  if (uncountedFrom === undefined || asked.length === 0) return await search(request);
  // Nothing is left out then, so there is nothing to be counted first.
  if (asksBehaviours(specification, request)) return await search(request);
  const startMs = performance.now();
  let more: More | undefined;
  const leaveOff = (states: number): boolean => {
    if (states < uncountedFrom || !hasTimeLeft(request, performance.now() - startMs)) return false;
    more ??= moreFor(specification, request);
    return more.reductions !== undefined;
  };
  const counted = { ...request, reductions: { symmetry: reductions.symmetry }, leaveOff };
  const first = await search(counted);
  const found = first.reductions ?? [];
  if (first.ended === 'max-states' && more?.reductions !== undefined) {
    const second = await search(lessTime({ ...request, reductions: more.reductions }, first.elapsedMs));
    const reductionsFound = [...(second.reductions ?? []), ...more.reports];
    return { ...second, ...timesOf(first, second), reductions: reductionsFound };
  }
  const reason = `only where there are ${uncountedFrom.toLocaleString('en-US')} states or more`;
  return {
    ...first,
    reductions: [...found, ...(more?.reports ?? asked.map(([name]) => notInForce(name, reason)))],
  };
}

/** What there is to be left out besides, and what is told of the rest. */
interface More {
  /** Undefined where it is nothing. */
  readonly reductions: Reductions | undefined;
  readonly reports: readonly ReductionReport[];
}

function moreFor(specification: Specification, request: ExploreRequest): More {
  const { reports, hasDead } = analysisFor(specification, request);
  const judged = reports
    .filter(({ name }) => name !== 'symmetry')
    .map((report) => (report.isInForce && !isWorthwhile(report) ? saving(report) : report));
  if (!hasDead && judged.every(({ isInForce }) => !isInForce)) return { reductions: undefined, reports: judged };
  const left = judged.filter(({ isInForce }) => !isInForce);
  const reductions: Partial<Record<keyof Reductions, unknown>> = { ...request.reductions, uncountedFrom: undefined };
  for (const [name, key] of uncounted) if (left.some((report) => report.name === name)) reductions[key] = undefined;
  return { reductions: reductions as Reductions, reports: left };
}

function saving({ name, of, hindrances }: ReductionReport): ReductionReport {
  const labels = of.length + new Set(hindrances.map(({ what }) => what)).size;
  return {
    ...notInForce(name, `at ${of.length} of ${labels} labels only steps may be taken alone, which would save little`),
    hindrances,
  };
}

function notInForce(name: ReductionName, reason: string): ReductionReport {
  return { name, isInForce: false, of: [], reason, hindrances: [] };
}
