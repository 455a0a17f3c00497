// The reference explorer: the whole reachable state space by the plain meaning, slow and obviously right. Every faster engine must agree.
// Here: limits, interruption and progress around the search of `search.ts`, and its findings turned into a result.

import { getHeapStatistics } from 'node:v8';
import type { LivenessTree, Specification } from '../language/tree.ts';
import { inAllOrders, type Tracing } from './all-orders.ts';
import { countedFirst } from './counted-first.ts';
import { behavioursAsked, type RecoverableAsked } from './behaviours-asked.ts';
import { foundBehaviours, isWholeSearch, type FoundBehaviours } from './behaviours-found.ts';
import { behavioursOf } from './behaviours.ts';
import { withoutUnasked } from './checks.ts';
import { codecOf } from './encode.ts';
import { naiveRecoverable, naiveStem } from './naive.ts';
import type { State } from './state.ts';
import { createHash, printDigest, type Hash } from './fingerprint.ts';
import { quotientOf } from './quotient.ts';
import { withReports } from './reduced.ts';
import { reducingFor } from './reducing.ts';
import type { Ended, Exploration, Progress } from './result.ts';
import { search, type PlainSearchResult, type SearchRequest, type SearchResult } from './search.ts';
import type { SurveyKind, VariableSurvey } from './survey.ts';
import { isViolated, shortestTraced, untracedInAllOrders, verdictsOf } from './verdicts.ts';

export interface ExploreRequest extends SearchRequest {
  /** Milliseconds after which to stop. Then counts are lower bounds. */
  readonly timeMs?: number | undefined;
  /** Mebibytes of heap in use beyond which to stop. In any case the search stops before the heap is full. */
  readonly memoryMb?: number | undefined;
  /** Stops the search when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Surveys the variables of the distinct states after the search, past its limits. */
  readonly survey?: SurveyKind | undefined;
  /** Told how far the search is, about twenty times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Instead of XXH64; for tests of collisions. */
  readonly hash?: Hash | undefined;
}

/** Trying more of them for each state would take too long. */
const permutationsMost = 50_000;

/** Milliseconds of work between two returns to the event loop. */
const pulseMs = 50;

/**
 * Explores every reachable state and judges every property. Returns to the event loop every 50 ms or so.
 * @throws SpecError where a state is too large, UsageError for a selected property that does not exist
 */
export async function explore(original: Specification, request: ExploreRequest = {}): Promise<Exploration> {
  return await countedFirst(original, request, (counted) =>
    inAllOrders(counted, (again, tracing) => exploreOnce(original, again, tracing)),
  );
}

async function exploreOnce(given: Specification, request: ExploreRequest, wanted: Tracing): Promise<Exploration> {
  const startMs = performance.now();
  const original = withoutUnasked(given, request.properties);
  // Refused before anything is searched.
  behavioursAsked(original, request);
  const hash = request.hash ?? (await createHash());
  const reducing = reducingFor(original, request, permutationsMost);
  const tracing = reducing.interleaving === undefined ? 'here' : wanted;
  const { specification, symmetry } = reducing;
  const { encode } = codecOf(specification);
  const isFull = heapWatch(request.memoryMb);
  let pulseAtMs = startMs + Math.min(pulseMs, request.timeMs ?? pulseMs);
  const quotient = symmetry && { of: quotientOf(specification, symmetry.classes), isCounted: symmetry.isCounted };
  const isDue = (): boolean => performance.now() >= pulseAtMs;
  const searching = search(specification, request, encode, hash, isDue, { ...reducing, quotient });
  for (let stop: Ended | undefined; ;) {
    const step = stop === undefined ? searching.next() : searching.next(stop);
    if (step.done === true) {
      const result = { ...step.value, behaviours: await behavioursIn(original, step.value, request, startMs, isFull) };
      const elapsedMs = performance.now() - startMs;
      const times = { elapsedMs, searchMs: elapsedMs };
      const found = withReports(
        explorationOf(given, result, { ...request, tracing }, times),
        request,
        reducing.reports,
      );
      return request.survey === undefined ? found : { ...found, survey: await surveyed(original, step.value, request) };
    }
    const elapsedMs = performance.now() - startMs;
    request.onProgress?.({ ...step.value, elapsedMs });
    await new Promise((resolve) => void setImmediate(resolve));
    stop = whyStop(request, elapsedMs, isFull);
    pulseAtMs = Math.min(performance.now() + pulseMs, startMs + Math.max(elapsedMs, request.timeMs ?? Infinity));
  }
}

/** What is found of behaviours where they are asked for, and all states are known. */
async function behavioursIn(
  specification: Specification,
  { states, numberOf, ...result }: PlainSearchResult,
  request: ExploreRequest,
  searchStartMs: number,
  isFull: () => boolean,
): Promise<FoundBehaviours | undefined> {
  const asked = behavioursAsked(specification, request);
  if (asked === undefined || !isWholeSearch(result)) return undefined;
  const ordered: State[] = [];
  for (const state of states()) ordered[numberOf(state) ?? 0] = state;
  const graph = behavioursOf(specification, { states: ordered, numberOf }, asked.questions);
  const behaving = {
    graph,
    stateOf: graph.stateOf,
    alsoLiveness: ({ formula }: LivenessTree) => naiveStem(formula, graph),
    alsoRecoverable: ({ tree }: RecoverableAsked) => naiveRecoverable(tree.node, graph),
  };
  return await foundBehaviours(
    specification,
    asked,
    () => behaving,
    result.checks,
    async () => {
      await new Promise((resolve) => void setImmediate(resolve));
      return whyStop(request, performance.now() - searchStartMs, isFull);
    },
  );
}

/** Who has interrupted the search still gets the survey; the signal given during it ends it. */
async function surveyed(
  specification: Specification,
  { states }: PlainSearchResult,
  { survey = 'values', signal }: ExploreRequest,
): Promise<readonly VariableSurvey[] | undefined> {
  const wasAborted = signal?.aborted === true;
  // A search that nobody surveys does without it.
  const { surveyStates } = await import('./survey.ts');
  const surveying = surveyStates(specification, states(), survey);
  for (let pulseAtMs = performance.now() + pulseMs; ;) {
    const step = surveying.next();
    if (step.done === true) return step.value;
    if (performance.now() < pulseAtMs) continue;
    await new Promise((resolve) => void setImmediate(resolve));
    if (signal?.aborted === true && !wasAborted) return undefined;
    pulseAtMs = performance.now() + pulseMs;
  }
}

/** The result of any engine's search. */
export function explorationOf(
  specification: Specification,
  result: SearchResult,
  { traced, tracing = 'here' }: Pick<SearchRequest, 'traced'> & { readonly tracing?: Tracing },
  times: Pick<Exploration, 'elapsedMs' | 'searchMs'>,
): Exploration {
  const { counts, levels, levelsFull, digest, coverage, transitions, collected, ended } = result;
  return {
    specification: specification.name,
    counts,
    levels,
    ...(levelsFull === undefined ? {} : { levelsFull }),
    digest: printDigest(digest),
    properties: verdictsOf(specification, tracedAs(result, tracing, traced)),
    ...coverage,
    ...(transitions === undefined ? {} : { transitionsDigest: printDigest(transitions) }),
    ...(collected === undefined ? {} : { collected }),
    ...toldOf(result),
    ended,
    ...times,
  };
}

/** What is told of behaviours, where some were looked at. */
function toldOf({ behaviours, coverage }: SearchResult): Partial<Exploration> {
  if (behaviours === undefined) return {};
  const { fairness, pairs, elapsedMs, neverExercised } = behaviours;
  return {
    fairness,
    behaviours: { pairs, elapsedMs },
    neverExercised: [...coverage.neverExercised, ...neverExercised],
  };
}

function tracedAs(result: SearchResult, tracing: Tracing, traced: SearchRequest['traced']): SearchResult {
  if (tracing === 'in all orders' && result.checks.some(isViolated)) return untracedInAllOrders(result);
  return traced === 'shortest' ? shortestTraced(result) : result;
}

function whyStop({ signal, timeMs }: ExploreRequest, elapsedMs: number, isFull: () => boolean): Ended | undefined {
  if (signal?.aborted === true) return 'interrupted';
  if (timeMs !== undefined && elapsedMs >= timeMs) return 'time';
  return isFull() ? 'memory' : undefined;
}

/** Of the heap that the process may have, the part that a search may fill. */
const heapShareMost = 0.85;
/** Garbage counts as used until it is collected, so one look is not enough. */
const looksInARow = 4;

function heapWatch(memoryMb: number | undefined): () => boolean {
  const limitBytes = Math.min(getHeapStatistics().heap_size_limit * heapShareMost, (memoryMb ?? Infinity) * 2 ** 20);
  let looks = 0;
  return () => {
    looks = getHeapStatistics().used_heap_size > limitBytes ? looks + 1 : 0;
    return looks >= looksInARow;
  };
}
