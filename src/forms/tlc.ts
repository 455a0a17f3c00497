// The JSON that TLC writes with -dumpTrace json, so that what reads its traces reads ours. It has no place for the property, nor for a step that
// fails instead of reaching a state: of such a behaviour it has the part before. Types are lost as TLC loses them: sets and sequences are arrays.

import type { Json, SortResult, StepResult } from '../result/result.ts';
import { entries, fieldOf, items } from './places.ts';
import type { TraceSubject } from './subject.ts';

export function tlc({ specification, variables, trace }: TraceSubject): string {
  const states = trace.states.map((state, index) => [
    index + 1,
    Object.fromEntries(variables.map(({ name, sort }) => [name, tlaOf(state[name], sort)])),
  ]);
  const edges = states
    .slice(1)
    .map((state, index) => [states[index], infoOf(trace.steps[index], specification.name), state]);
  const from = trace.loop?.from;
  const back =
    from === undefined ? [] : [[states.at(-1), infoOf(trace.steps.at(-1), specification.name), states[from]]];
  return JSON.stringify(
    { vars: variables.map(({ name }) => name), counterexample: { state: states, action: [...edges, ...back] } },
    undefined,
    1,
  );
}

/** A step is known by its name: where it stands in a text of TLA+ nobody can say. */
function infoOf(step: StepResult | undefined, module: string): Json {
  const parameters = step?.parameters ?? [];
  return {
    name: step?.action ?? '',
    location: { beginLine: 0, beginColumn: 0, endLine: 0, endColumn: 0, module },
    ...(parameters.length === 0
      ? {}
      : {
          parameters: parameters.map(({ name }) => name),
          context: Object.fromEntries(parameters.map(({ name, value }) => [name, plain(value)])),
        }),
  };
}

function plain(text: string): Json {
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

function tlaOf(value: Json | undefined, sort: SortResult): Json {
  if (sort === 'lock') return tlaOf(value, { maybe: 'string' });
  if (value === undefined || value === null) return 'none';
  if (typeof sort === 'string') return value;
  if ('maybe' in sort) return tlaOf(value, sort.maybe);
  if ('set' in sort) return items(value).map((item) => tlaOf(item, sort.set));
  if ('sequence' in sort) return items(value).map((item) => tlaOf(item, sort.sequence));
  if ('tuple' in sort) return sort.tuple.map((of, index) => tlaOf(items(value)[index], of));
  if ('record' in sort)
    return Object.fromEntries(Object.entries(sort.record).map(([name, of]) => [name, tlaOf(fieldOf(value, name), of)]));
  if ('variant' in sort) {
    const tag = String(fieldOf(value, 'tag'));
    return { tag, value: tlaOf(fieldOf(value, 'value'), sort.variant[tag] ?? 'string') };
  }
  const parts = entries(value).map(([key, part]) => [key, tlaOf(part, sort.function)] as const);
  // A function on 1..n is a sequence in TLA+.
  const isSequence = sort.of === 'integer' && parts.every(([key], index) => key === String(index + 1));
  return isSequence ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
