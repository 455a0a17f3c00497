// Both engines asked the same question, and their results compared whole.

import { Map as FunctionValue, Set as SetValue, List } from 'immutable';
import type { Specification } from '../../checker/index.ts';
import { exploreCompiled } from '../../checker/explore/explore.ts';
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
  workers = 1,
): Promise<Compared> {
  const compiled = await exploreCompiled(specification, { ...request, workers });
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
    entries.filter(([name]) => name !== 'elapsedMs' && name !== 'site').map(([name, each]) => [name, plain(each)]),
  );
}
