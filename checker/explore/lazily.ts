// The compiled engine as the rest of the program meets it: loaded when it is first asked for.

import type { CollectKind } from '../language/action-clauses.ts';
import type { Specification } from '../language/tree.ts';
import type { Exploration } from '../interpret/result.ts';
import type { CompiledRequest } from './explore.ts';
import type { SimulateRequest, Simulation } from './simulate.ts';

/**
 * Explores every reachable state with generated code and judges every property; the result is that of `explore`.
 * @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large, UsageError for an unknown property
 */
export async function exploreCompiled(specification: Specification, request?: CompiledRequest): Promise<Exploration> {
  const { exploreCompiled: explore } = await import('./explore.ts');
  return await explore(specification, request);
}

/** The WebAssembly text that a specification is compiled to; of a program that collects, where that is asked for. @throws Uncompilable */
export async function webAssemblyText(specification: Specification, collect?: CollectKind): Promise<string> {
  const { programOf } = await import('./assembled.ts');
  return (await programOf(specification, { collect })).text;
}

/**
 * Walks at random through a specification on generated code; stops at the first violation, and proves nothing.
 * @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large, UsageError for an unknown property
 */
export async function simulate(specification: Specification, request: SimulateRequest): Promise<Simulation> {
  const { simulate: walk } = await import('./simulate.ts');
  return await walk(specification, request);
}
