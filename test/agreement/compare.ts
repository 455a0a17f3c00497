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

/** The results as text, equal where the engines agree. @throws Uncompilable */
export async function compareEngines(
  specification: Specification,
  request: ExploreRequest,
  engine: Pick<CompiledRequest, 'workers' | 'memoryMb' | 'partitionBytes'> = {},
): Promise<Compared> {
  const compiled = await exploreCompiled(specification, { ...request, workers: 1, ...engine });
  const reference = await explore(specification, request);
  return {
    reference: printed(reference),
    compiled: printed(compiled),
    states: reference.counts.statesDistinct,
    found: [
      reference.ended,
      ...reference.properties.map(({ kind, verdict }) => `${kind} ${verdict.kind}`),
      ...(reference.counts.statesCut > 0 ? ['cut'] : []),
    ],
  };
}

export const statesOfPartition = 24;

/** Memories that hold so few states each that even small state spaces are spread over several. */
export function smallPartitions(specification: Specification): Pick<CompiledRequest, 'memoryMb' | 'partitionBytes'> {
  const stateBytes = 8 * layoutOf(specification.variables, processNames(specification).length).words;
  const partitionBytes = 4 * slotsLeast + statesOfPartition * stateBytes;
  return { partitionBytes, memoryMb: (64 * partitionBytes) / 2 ** 20 };
}

/** All of a result but the time that it took and the places in files; sets in an order of their own. */
function printed(result: unknown): string {
  return JSON.stringify(plain(result), undefined, 1);
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
