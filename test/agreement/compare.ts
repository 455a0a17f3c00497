// Both engines asked the same question, and their results compared whole.

import { Map as FunctionValue, Set as SetValue, List } from 'immutable';
import { layoutOf, processNames, type Specification } from '../../checker/index.ts';
import { exploreCompiled, type CompiledRequest } from '../../checker/explore/explore.ts';
import { slotsLeast } from '../../checker/explore/memory.ts';
import { explore, type ExploreRequest } from '../../checker/interpret/explore.ts';

export interface Compared {
  readonly reference: string;
  readonly compiled: string;
  readonly states: number;
  /** What was found, for statistics: verdicts and what the search ended by. */
  readonly found: readonly string[];
}

/** How the compiled engine is to work. */
export interface EngineRequest extends Pick<CompiledRequest, 'workers' | 'joinAt' | 'memoryMb' | 'partitionBytes'> {
  /** Whether states are spread over memories of which each holds a part only, where there are more than a few. */
  readonly isSpread?: boolean;
}

/** The results as text, equal where the engines agree. @throws Uncompilable */
export async function compareEngines(
  specification: Specification,
  request: ExploreRequest,
  { isSpread = false, ...engine }: EngineRequest = {},
): Promise<Compared> {
  const reference = await explore(specification, request);
  const stored = reference.counts.statesDistinct + reference.counts.statesCut;
  const spread = isSpread ? smallPartitions(specification, stored) : {};
  return {
    reference: printed(reference),
    compiled: await compiledText(specification, { ...request, workers: 1, ...engine, ...spread }),
    states: reference.counts.statesDistinct,
    found: [
      reference.ended,
      ...reference.properties.map(({ kind, verdict }) => `${kind} ${verdict.kind}`),
      ...(reference.counts.statesCut > 0 ? ['cut'] : []),
      ...(isSpread && stored > partStates(stored) ? ['spread'] : []),
    ],
  };
}

/** The compiled engine's result as text. @throws Uncompilable */
export async function compiledText(specification: Specification, request: CompiledRequest): Promise<string> {
  return printed(await exploreCompiled(specification, request));
}

/** The reference engine's result as text. */
export async function referenceText(specification: Specification, request: ExploreRequest): Promise<string> {
  return printed(await explore(specification, request));
}

/**
 * So few states of all that one memory does not hold them, and 16 hold them: with fewer than 24 in each, chance puts too many into one
 * of them in some run of 20,000.
 */
function partStates(states: number): number {
  return Math.max(24, Math.ceil(states / 4));
}

export function smallPartitions(
  specification: Specification,
  states: number,
): Pick<CompiledRequest, 'memoryMb' | 'partitionBytes'> {
  const stateBytes = 8 * layoutOf(specification.variables, processNames(specification).length).words;
  const partitionBytes = 4 * slotsLeast + partStates(states) * stateBytes;
  return { partitionBytes, memoryMb: (16 * partitionBytes) / 2 ** 20 };
}

/** All of a result but the time that it took and the places in files; sets in an order of their own. */
export function printed(result: unknown): string {
  return JSON.stringify(plain(result), undefined, 1);
}

/** The lines that differ, the first of them. */
export function differences(reference: string, compiled: string): string {
  const [wanted, found] = [reference.split('\n'), compiled.split('\n')];
  const at = wanted.findIndex((line, index) => line !== found[index]);
  const some = (lines: readonly string[]): string => lines.slice(Math.max(0, at - 5), at + 10).join('\n');
  return `reference:\n${some(wanted)}\ncompiled:\n${some(found)}`;
}

function plain(value: unknown): unknown {
  if (SetValue.isSet(value))
    return value
      .toArray()
      .map((each) => JSON.stringify(plain(each)))
      .sort();
  if (FunctionValue.isMap(value)) return value.toArray().map(plain);
  if (List.isList(value)) return value.toArray().map(plain);
  if (typeof value === 'symbol') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const whole = value as { readonly toObject?: () => object };
  const entries = Object.entries(whole.toObject === undefined ? whole : whole.toObject());
  return Object.fromEntries(
    entries
      .filter(([name]) => name !== 'elapsedMs' && name !== 'searchMs' && name !== 'site')
      .map(([name, each]) => [name, plain(each)]),
  );
}
