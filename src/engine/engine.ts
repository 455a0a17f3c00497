// Which engine explores: the compiled one, unless the reference is asked for or the specification is beyond generated code.

import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import {
  type CompiledRequest,
  type Exploration,
  explore,
  exploreCompiled,
  simulate,
  type SimulateRequest,
  type Simulation,
  type Specification,
  suggest,
  Uncompilable,
  UsageError,
} from '../../checker/index.ts';
import type { Origin } from './bundled-programs.ts';
import { moduleCache } from './module-cache.ts';
import { releaseEarlierSearches } from './release.ts';

const engineNames = ['compiled', 'reference'] as const;
export type EngineName = (typeof engineNames)[number];

export interface EngineTexts {
  readonly engine?: string | undefined;
  readonly workers?: string | undefined;
}

/** What was asked for; undefined where nothing was. */
export interface EngineChoice {
  readonly engine: EngineName | undefined;
  readonly workers: number | undefined;
}

export interface Explored {
  readonly found: Exploration;
  readonly engine: EngineName;
  /** Why it is not the engine that one would expect. */
  readonly notice?: string;
}

/** More workers than this are taken for a slip. */
const workersMost = 64;

/** @throws UsageError for an engine that does not exist, or workers that make no sense */
export function parseEngine({ engine, workers }: EngineTexts): EngineChoice {
  const name = engineNames.find((each) => each === engine);
  if (engine !== undefined && name === undefined) {
    throw new UsageError(`there is no engine '${engine}'`, {
      mend: suggest(engine, engineNames) || `the engines are ${engineNames.join(' and ')}`,
    });
  }
  if (workers === undefined) return { engine: name, workers: undefined };
  const count = /^\d+$/.test(workers) ? Number(workers) : NaN;
  if (!(count >= 1 && count <= workersMost)) {
    throw new UsageError(`'${workers}' is no number of workers`, {
      mend: `--workers takes a whole number, 1 to ${workersMost}`,
    });
  }
  if (name === 'reference')
    throw new UsageError('the reference engine has one worker', { mend: 'leave --workers or --engine out' });
  return { engine: name, workers: count };
}

/** What is explored, and how much of it may be left out. */
export interface EngineRequest extends Omit<CompiledRequest, 'workers' | 'cache'> {
  /** Whether all that is asked for is left out, however few states there are. */
  readonly isInsisting?: boolean | undefined;
}

/**
 * So many states are first explored with no reduction but symmetry, of which it is known how many states there are in all, and every length is the
 * least. That is soon done; only where there are more, the other reductions are worth what they hide.
 */
const allReducedFrom = 100_000;

/** Explores with the engine of the choice. */
export async function exploreWith(
  choice: EngineChoice,
  specification: Specification,
  { isInsisting = false, reductions, ...request }: EngineRequest,
  origin: Origin,
): Promise<Explored> {
  const uncountedFrom = isInsisting ? undefined : allReducedFrom;
  const asked = reductions && { ...reductions, uncountedFrom };
  return await exploredBy(choice, specification, { ...request, reductions: asked }, origin);
}

async function exploredBy(
  { engine, workers }: EngineChoice,
  specification: Specification,
  request: Omit<CompiledRequest, 'workers' | 'cache'>,
  origin: Origin,
): Promise<Explored> {
  if (engine === 'reference') return { found: await explore(specification, request), engine };
  releaseEarlierSearches();
  optimiseInTurn();
  try {
    const found = await exploreCompiled(specification, {
      ...request,
      workers,
      cache: moduleCache(specification, origin),
    });
    return { found, engine: 'compiled' };
  } catch (error) {
    if (!(error instanceof Uncompilable)) throw error;
    if (engine === 'compiled') {
      throw new UsageError(`${specification.name} cannot be compiled: ${error.message}`, {
        mend: 'use --engine reference, which explores everything, slowly',
      });
    }
    const notice = `explored by the reference engine, slowly: it cannot be compiled, since ${error.message}`;
    return { found: await explore(specification, request), engine: 'reference', notice };
  }
}

/** Walks on generated code: the reference engine does not walk. @throws UsageError for a specification that cannot be compiled */
export async function walkWith(
  specification: Specification,
  request: Omit<SimulateRequest, 'cache'>,
  origin: Origin,
): Promise<Simulation> {
  try {
    return await simulate(specification, { ...request, cache: moduleCache(specification, origin) });
  } catch (error) {
    if (!(error instanceof Uncompilable)) throw error;
    throw new UsageError(`${specification.name} cannot be compiled, and so not walked: ${error.message}`, {
      mend: 'make it smaller, or use ballast check, which explores it with the reference engine, slowly',
    });
  }
}

/** On few cores, threads that optimise generated code take the search's time, and each other's: one at a time is sooner done. */
function optimiseInTurn(): void {
  if (availableParallelism() <= 2) setFlagsFromString('--wasm-num-compilation-tasks=1');
}
