// From the JSON of an ITF file to what the forms show. Of a file that was written here all comes back; of another one the variables' sorts are
// read off the values, and a step is what changed between two states.

import type { Json, StepResult, VariableResult } from '../result/result.ts';
import { sortOfValues } from './itf-sorts.ts';
import { jsonBySort } from './itf-values.ts';
import { actionVariable, picksVariable } from './itf.ts';
import { differences, entries, fieldOf, placesOf, printJson } from './places.ts';
import type { TraceSubject } from './subject.ts';

type JsonObject = Readonly<Record<string, Json>>;

/** A file that breaks the rules of the format. */
export class ItfError extends Error {
  override readonly name = 'ItfError';
}

/** Whether it is meant as one. */
export function isItf(document: Json): boolean {
  return fieldOf(document, 'vars') !== undefined && fieldOf(document, 'states') !== undefined;
}

/** @throws ItfError for what breaks the rules of the format */
export function readItf(document: Json, file: string): TraceSubject {
  const names = namesIn(document, 'vars');
  const params = namesIn(document, 'params');
  const states = statesIn(document, [...names, ...params]);
  const loop = loopIn(document, states.length);
  const meta = fieldOf(document, '#meta');
  const own = fieldOf(meta, 'ballast');
  return own === undefined
    ? foreign(names, params, states, meta, loop, file)
    : restored(states, own as object as TraceSubject, loop);
}

/** The names of a list; none where there is no list. */
function namesIn(document: Json, field: string): readonly string[] {
  const given = fieldOf(document, field) ?? [];
  if (!Array.isArray(given) || !given.every((name) => typeof name === 'string')) {
    throw new ItfError(`${field} is no list of names`);
  }
  return given;
}

function statesIn(document: Json, names: readonly string[]): readonly JsonObject[] {
  const states = fieldOf(document, 'states');
  if (!Array.isArray(states) || states.length === 0) throw new ItfError('states is no list of states');
  return (states as readonly Json[]).map((state, index) => {
    const fields = Object.fromEntries(entries(state));
    const missing = names.find((name) => !Object.hasOwn(fields, name));
    if (missing !== undefined) throw new ItfError(`states[${index}] has no value for ${missing}`);
    return fields;
  });
}

function loopIn(document: Json, count: number): number | undefined {
  const loop = fieldOf(document, 'loop');
  if (loop === undefined || loop === null) return undefined;
  if (typeof loop === 'number' && Number.isInteger(loop) && loop >= 0 && loop < count) return loop;
  throw new ItfError('loop is no index of a state');
}

/** What itf.ts wrote. */
function restored(
  states: readonly JsonObject[],
  { trace, ...rest }: TraceSubject,
  loop: number | undefined,
): TraceSubject {
  const steps = states.slice(1).map((state, index) => {
    const step = fieldOf(state['#meta'], 'step');
    if (step === undefined) throw new ItfError(`states[${index + 1}]['#meta'] has no step`);
    return step as object as StepResult;
  });
  const { variables } = rest;
  if (trace.loop?.from !== loop) throw new ItfError('loop is not where the trace goes back');
  return {
    ...rest,
    trace: {
      ...trace,
      steps: [...steps, ...trace.steps],
      states: states.map((state) => valuesOf(variables, state)),
    },
  };
}

function valuesOf(variables: readonly VariableResult[], state: JsonObject): JsonObject {
  return Object.fromEntries(variables.map(({ name, sort }) => [name, jsonBySort(state[name], sort)]));
}

function foreign(
  names: readonly string[],
  params: readonly string[],
  states: readonly JsonObject[],
  meta: Json | undefined,
  loop: number | undefined,
  file: string,
): TraceSubject {
  const [initial = {}] = states;
  const variables = names
    .filter((name) => name !== actionVariable && name !== picksVariable)
    .map((name): VariableResult => ({ name, role: 'declared', sort: sortIn(name, states) }));
  const values = states.map((state) => valuesOf(variables, state));
  const lists = values.map((state) => placesOf(variables, state));
  const steps = states.slice(1).map((state, index) => {
    const changes = differences(lists[index] ?? new Map(), lists[index + 1] ?? new Map());
    return { ...deedOf(state, index + 1), changes, shown: [] };
  });
  const source = fieldOf(meta, 'source');
  const reference = typeof source === 'string' ? source : file;
  return {
    specification: {
      name: /([^/\\]+?)(?:\.itf)?(?:\.[a-z]+)?$/i.exec(reference)?.[1] ?? reference,
      reference,
      constants: params.map((name) => {
        const sort = sortIn(name, states);
        return { name, value: printJson(jsonBySort(initial[name], sort), sort), isDefault: false };
      }),
      edits: [],
    },
    variables,
    trace: {
      initial: [...(lists[0] ?? [])].map(([name, value]) => ({ name, value })),
      ...goingRound(steps, lists, loop),
      states: values,
    },
    modelled: [],
  };
}

/** What is done in the step back, a foreign file does not say. */
function goingRound(
  steps: readonly StepResult[],
  lists: readonly ReadonlyMap<string, string>[],
  loop: number | undefined,
): Pick<TraceSubject['trace'], 'steps' | 'loop'> {
  if (loop === undefined) return { steps };
  const [last, first] = [lists.at(-1), lists[loop]];
  if (loop === steps.length || last === undefined || first === undefined)
    return { steps, loop: { from: loop, isStuttering: true } };
  const text = `back to state ${loop}`;
  const back = { action: text, text, parameters: [], changes: differences(last, first), shown: [] };
  return { steps: [...steps, back], loop: { from: loop, isStuttering: false } };
}

function sortIn(name: string, states: readonly JsonObject[]): VariableResult['sort'] {
  try {
    return sortOfValues(states.map((state) => state[name] ?? null));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SortConflict') throw error;
    throw new ItfError(`${name} has values of different kinds: ${error.message}`);
  }
}

/** What Quint says of a step, or Apalache where its specification keeps the name of the action. */
function deedOf(state: JsonObject, number: number): Pick<StepResult, 'action' | 'text' | 'parameters'> {
  const taken = state[actionVariable] ?? fieldOf(state['#meta'], 'action');
  const action = typeof taken === 'string' ? taken : `step ${number}`;
  const parameters = entries(state[picksVariable]).flatMap(([name, pick]) => {
    if (fieldOf(pick, 'tag') !== 'Some') return [];
    const value = fieldOf(pick, 'value') ?? null;
    const sort = sortOfValues([value]);
    return [{ name, value: printJson(jsonBySort(value, sort), sort) }];
  });
  const list = parameters.map(({ name, value }) => `${name}: ${value}`).join(', ');
  return { action, text: parameters.length === 0 ? action : `${action}(${list})`, parameters };
}
