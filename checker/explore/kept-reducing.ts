// What is left out of a search, as it was found by an earlier one: looking for it may take longer than the search.

import { Site } from '../language/site.ts';
import type { Specification } from '../language/tree.ts';
import { analysisFor, reducingBy, reducingFor, type Analysis } from '../interpret/reducing.ts';
import type { Reducing, ReducingRequest } from '../interpret/reducing.ts';
import type { ProgramKeeper } from './assembled.ts';
import { printPlain, readPlain } from './plain-text.ts';

/** What a search is to leave out. Kept where there is a keeper, for the very question. */
export function reducingKept(
  original: Specification,
  request: ReducingRequest,
  keeper: ProgramKeeper | undefined,
): Reducing {
  const { reductions, properties, collect, survey, maxDepth, amplePlan } = request;
  // A plan that is given is no finding, and without reductions there is nothing to look for.
  if (keeper === undefined || reductions === undefined || amplePlan !== undefined)
    return reducingFor(original, request);
  const question = { reductions, properties, collect, survey, isBounded: maxDepth !== undefined };
  const form = `reductions ${printPlain(question)}`;
  const kept = readAnalysis(keeper.get(form), original);
  if (kept !== undefined) return reducingBy(original, kept);
  const analysis = analysisFor(original, request);
  const text = printAnalysis(analysis, original);
  if (text !== undefined) keeper.set(text, form);
  return reducingBy(original, analysis);
}

/** What stands in the way has its site in the specification: the text says which of all the sites it is. */
interface SiteNumber {
  readonly siteNumber: number;
}

/** Undefined where a site is none of the specification's. */
function printAnalysis(analysis: Analysis, original: Specification): string | undefined {
  const numbers = new Map(sitesIn(original).map((site, number) => [site, number]));
  let isComplete = true;
  const data = withOthers(analysis, (value) => {
    if (!(value instanceof Site)) return undefined;
    const siteNumber = numbers.get(value);
    if (siteNumber === undefined) isComplete = false;
    return { siteNumber };
  });
  return isComplete ? printPlain(data) : undefined;
}

function readAnalysis(text: string | undefined, original: Specification): Analysis | undefined {
  if (text === undefined) return undefined;
  let sites: readonly Site[] | undefined;
  try {
    return withOthers(readPlain(text), (value) => {
      if (!isSiteNumber(value)) return undefined;
      sites ??= sitesIn(original);
      return sites[value.siteNumber];
    }) as Analysis;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isSiteNumber(value: object): value is SiteNumber {
  return 'siteNumber' in value && typeof value.siteNumber === 'number';
}

/** The same data with another object where there is one for an object. */
function withOthers(data: unknown, other: (value: object) => object | undefined): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const found = other(data);
  if (found !== undefined) return found;
  if (Array.isArray(data)) return data.map((each) => withOthers(each, other));
  return Object.fromEntries(Object.entries(data).map(([name, each]) => [name, withOthers(each, other)]));
}

/** All sites of a specification, in the order of the tree: the same for each that is built the same. */
function sitesIn(specification: Specification): readonly Site[] {
  const seen = new Set<object>();
  const sites: Site[] = [];
  const waiting: unknown[] = [specification];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Site) sites.push(value);
    else for (const part of (Object.values(value) as unknown[]).reverse()) waiting.push(part);
  }
  return sites;
}
