// The compiled engine: the reference explorer's question, answered by generated code. Rounds, limits and verdicts follow its rules
// (interpret/search.ts), so that both give the same result; here the rounds are driven, slice by slice, and the result put together.

import type { Specification } from '../language/tree.ts';
import { inAllOrders, type Tracing } from '../interpret/all-orders.ts';
import { countedFirst } from '../interpret/counted-first.ts';
import { behavioursAsked } from '../interpret/behaviours-asked.ts';
import { foundBehaviours, isWholeSearch } from '../interpret/behaviours-found.ts';
import { withoutUnasked } from '../interpret/checks.ts';
import { codecOf } from '../interpret/encode.ts';
import { explorationOf } from '../interpret/explore.ts';
import type { Exploration } from '../interpret/result.ts';
import { withReports } from '../interpret/reduced.ts';
import { reducingFor } from '../interpret/reducing.ts';
import { collectKind, type SearchResult } from '../interpret/search.ts';
import type { BehavioursRequest } from '../compile/behaviours.ts';
import type { Program } from '../compile/program.ts';
import { compiledOf } from './assembled.ts';
import { behavioursOf, type Behaviours } from './behaviours.ts';
import { Crew, crewSize } from './crew.ts';
import { Engine } from './engine.ts';
import { createFindings } from './findings.ts';
import { reducingKept } from './kept-reducing.ts';
import { memoryToUse, planMemory, workersByDefault } from './memory.ts';
import { createPulse } from './pulse.ts';
import type { Module } from './web-assembly.ts';
import { Search, type CompiledRequest } from './search.ts';

export type { CompiledRequest };

/**
 * Explores every reachable state with generated code and judges every property; the result is that of `explore`.
 * @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large, UsageError for an unknown property
 */
export async function exploreCompiled(original: Specification, request: CompiledRequest = {}): Promise<Exploration> {
  return await countedFirst(original, request, (counted) =>
    inAllOrders(counted, (again, tracing) => exploreOnce(original, again, tracing)),
  );
}

async function exploreOnce(given: Specification, request: CompiledRequest, wanted: Tracing): Promise<Exploration> {
  const startMs = performance.now();
  const original = withoutUnasked(given, request.properties);
  const behaviours = behavioursAsked(original, request);
  const reducing = reducingKept(original, request, request.cache?.program);
  const { specification, withoutDead, symmetry, interleaving, reports } = reducing;
  const tracing = interleaving === undefined ? 'here' : wanted;
  const { program, module } = await compiledOf(specification, request.cache, {
    collect: collectKind(request),
    symmetry,
    alone: interleaving,
    behaviours,
    form: formOf(given, original, withoutDead !== undefined),
  });
  const findings = createFindings(specification, program, request.properties);
  const { engine, crew } = await begin(program, module, request);
  try {
    const pulse = createPulse(request, startMs);
    const searching = new Search(reducing, engine, crew, findings, request, pulse);
    const searchStartMs = performance.now();
    const behavioursIn = async (known: SearchResult): Promise<SearchResult['behaviours']> => {
      if (behaviours === undefined || !isWholeSearch(known)) return undefined;
      const all = (): Behaviours => behavioursOf(original, engine, codecOf(original), behaviours, request.memoryMb);
      return await foundBehaviours(original, behaviours, all, known.checks, async () => await searching.lookUp());
    };
    const explored = await searching.run();
    const endMs = performance.now();
    const times = { elapsedMs: endMs - startMs, searchMs: endMs - searchStartMs };
    if (tracing === 'here') await searching.findTraces();
    const result: SearchResult = { ...explored, behaviours: await behavioursIn(explored) };
    const found = withReports(explorationOf(given, result, { ...request, tracing }, times), request, reports);
    return request.survey === undefined ? found : { ...found, survey: await searching.survey(request.survey) };
  } finally {
    await crew.end();
  }
}

/** What was left out of the specification itself. */
function formOf(given: Specification, { refinements }: Specification, hasNoDead: boolean): string {
  const isAll = refinements.length === given.refinements.length;
  return [
    ...(hasNoDead ? ['without dead locals'] : []),
    ...(isAll ? [] : [`refinements ${JSON.stringify(refinements.map(({ name }) => name))}`]),
  ].join(' + ');
}

/**
 * Explores every reachable state with a program that tells of behaviours, and gives those to whoever uses them; nothing is decided of them here.
 * @throws as `exploreCompiled`
 */
export async function withBehaviours<T>(
  original: Specification,
  asked: BehavioursRequest,
  request: Omit<CompiledRequest, 'reductions' | 'collect'>,
  use: (behaviours: Behaviours, result: SearchResult, searchMs: number) => T | Promise<T>,
): Promise<T> {
  const reducing = reducingFor(original, {});
  const { program, module } = await compiledOf(original, request.cache, { behaviours: asked });
  const startMs = performance.now();
  const { engine, crew } = await begin(program, module, request);
  try {
    const findings = createFindings(original, program, request.properties);
    const searching = new Search(reducing, engine, crew, findings, request, createPulse(request, startMs));
    const searchStartMs = performance.now();
    const result = await searching.run();
    return await use(
      behavioursOf(original, engine, codecOf(original), asked, request.memoryMb),
      result,
      performance.now() - searchStartMs,
    );
  } finally {
    await crew.end();
  }
}

async function begin(
  program: Program,
  module: () => Promise<Module>,
  { workers: asked, memoryMb, partitionBytes, joinAt }: CompiledRequest,
): Promise<{ readonly engine: Engine; readonly crew: Crew }> {
  const workers = crewSize(asked ?? workersByDefault(), program.fanoutMax);
  const plan = planMemory(program, workers, memoryToUse(memoryMb), partitionBytes);
  const engine = new Engine(program, await module(), plan);
  return { engine, crew: new Crew(engine, joinAt) };
}
