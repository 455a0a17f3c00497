// ITF JSON, the Informal Trace Format of Apalache and Quint (ADR 015). The action taken and what it picked are variables, named as Quint names
// them; what ITF has no place for stands in `#meta`: the property and its step, and all that it takes to read the same trace back.

import type { MappedResult } from '../result/mapped-result.ts';
import type { Json, NamedResult, StepResult, VariableResult } from '../result/result.ts';
import { itfOf, typeText } from './itf-values.ts';
import type { TraceSubject } from './subject.ts';
import { sentence } from './words.ts';

export const actionVariable = 'mbt::actionTaken';
export const picksVariable = 'mbt::nondetPicks';

export function itf(subject: TraceSubject): string {
  const { specification, variables, property, trace } = subject;
  const names = new Set(variables.map(({ name }) => name));
  const params = specification.constants.filter(({ name }) => !names.has(name) && !name.startsWith('#'));
  const constants = params.map(({ name, value }) => [
    name,
    typeof value === 'number' ? itfOf(value, 'integer') : value,
  ]);
  const picks = picksOf(trace.steps);
  const abstract = abstractOf(trace.mapped, [...names, ...params.map(({ name }) => name)]);
  const states = trace.states.map((state, index) => {
    const step = trace.steps[index - 1];
    return {
      '#meta': { index, ...(step === undefined ? {} : { step }) },
      ...(Object.fromEntries(constants) as object),
      ...Object.fromEntries(variables.map(({ name, sort }) => [name, itfOf(state[name], sort)])),
      ...abstract.valuesIn(index),
      [actionVariable]: step?.action ?? 'init',
      [picksVariable]: picks(step?.parameters ?? []),
    };
  });
  return JSON.stringify(
    {
      '#meta': {
        format: 'ITF',
        'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
        source: specification.reference,
        status: property?.kind === 'reachable' || property === undefined ? 'ok' : 'violation',
        description: sentence(subject),
        ...(property === undefined
          ? {}
          : { property: property.name, propertyKind: property.kind, step: trace.steps.length }),
        varTypes: Object.fromEntries(
          [...variables, ...abstract.variables].map(({ name, sort }) => [name, typeText(sort)]),
        ),
        ballast: restOf(subject),
      },
      params: params.map(({ name }) => name),
      vars: [...[...variables, ...abstract.variables].map(({ name }) => name), actionVariable, picksVariable],
      ...(trace.loop === undefined ? {} : { loop: trace.loop.from }),
      states,
    },
    undefined,
    1,
  );
}

/** The abstract variables, beside the own ones: `lock::mutex`. None where a state is mapped to none: no variable may lack a value. */
function abstractOf(
  mapped: MappedResult | undefined,
  taken: readonly string[],
): {
  readonly variables: readonly VariableResult[];
  readonly valuesIn: (state: number) => Readonly<Record<string, Json>>;
} {
  const variables = (mapped?.variables ?? []).map((variable) => ({
    own: variable.name,
    ...variable,
    name: `${mapped?.abstract ?? ''}::${variable.name}`,
  }));
  if (mapped === undefined || mapped.states.includes(null) || variables.some(({ name }) => taken.includes(name)))
    return { variables: [], valuesIn: () => ({}) };
  return {
    variables,
    valuesIn: (state) =>
      Object.fromEntries(variables.map(({ name, own, sort }) => [name, itfOf(mapped.states[state]?.[own], sort)])),
  };
}

/** The subject without its states, and without the steps that lead to them. A step that fails leads to none, one that closes a loop to none of its own. */
function restOf({ trace: { states, ...trace }, ...rest }: TraceSubject): object {
  return { ...rest, trace: { ...trace, steps: trace.steps.slice(states.length - 1) } };
}

/** What the steps pick: every state has one field for each parameter of the trace, as Quint writes it. */
function picksOf(steps: readonly StepResult[]): (parameters: readonly NamedResult[]) => Json {
  const values = new Map<string, string[]>();
  for (const { name, value } of steps.flatMap(({ parameters }) => parameters)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  const readers = [...values].map(([name, texts]) => [name, readerOf(texts)] as const);
  return (parameters) =>
    Object.fromEntries(
      readers.map(([name, read]) => {
        const given = parameters.find((parameter) => parameter.name === name);
        return [
          name,
          given === undefined ? itfOf(null, { maybe: 'string' }) : { tag: 'Some', value: read(given.value) },
        ];
      }),
    );
}

/** Parameters are known by their printed values alone: what is a number, or a truth value, each time is one. */
function readerOf(texts: readonly string[]): (text: string) => Json {
  if (texts.every((text) => /^-?\d+$/.test(text))) return (text) => ({ '#bigint': text });
  return texts.every((text) => text === 'true' || text === 'false') ? (text) => text === 'true' : (text) => text;
}
