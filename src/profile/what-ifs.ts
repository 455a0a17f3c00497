// What if: the specification made smaller in one way at a time, and explored. Nothing is guessed; what cannot be explored says so.

import {
  type ConstantValue,
  type Exploration,
  frozen,
  type Sort,
  SpecError,
  type Specification,
  standingStill,
  updatedVariables,
  type Value,
  type VariableSurvey,
} from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';
import type { WhatIfResult } from '../result/profile.ts';
import type { Terminal } from '../terminal.ts';
import { builtOrNot, otherValues, sameMeaningAs } from './other-constants.ts';
import type { Looked, Subject } from './subject.ts';

interface WhatIf extends Pick<WhatIfResult, 'kind' | 'name' | 'value' | 'command'> {
  readonly about: string;
  /** Undefined where there is no such specification. */
  readonly build: () => Specification | undefined;
}

/** What was found of the specification itself. */
export interface Original {
  readonly states: number;
  readonly isComplete: boolean;
  readonly survey: readonly VariableSurvey[];
}

/** So many other values of a constant are tried, where it is no number. */
const labelsMost = 6;

/**
 * All of them, those that save most first. A search ends where it is no smaller than the original, or at the limits. What was asked before Ctrl-C
 * is given.
 */
export async function whatIfs(
  subject: Subject,
  { states, survey, isComplete: areAll }: Original,
  terminal: Pick<Terminal, 'isInterrupted' | 'progress'>,
): Promise<readonly WhatIfResult[]> {
  const all = [...standing(subject), ...freezing(subject, survey), ...setting(subject)];
  const results: WhatIfResult[] = [];
  const isOriginal = sameMeaningAs(subject.specification);
  for (const [index, { about, build, ...whatIf }] of all.entries()) {
    if (terminal.isInterrupted()) break;
    const asking = `what if ${index + 1} of ${all.length}, ${about}`;
    terminal.progress?.(asking);
    const specification = build();
    if (specification === undefined || isOriginal(specification)) continue;
    // One more than the original is enough to know that nothing is saved.
    const maxStates = areAll ? states : subject.limits.states;
    const found = await exploredOrNot(subject, specification, { properties: [], maxStates, about: asking });
    if (found === undefined) continue;
    const { statesDistinct } = found.counts;
    const fails = found.properties.some(({ kind, verdict }) => kind === 'domain' && verdict.kind === 'violated');
    const isComplete = found.ended === 'complete';
    results.push({
      ...whatIf,
      outcome: isComplete ? 'explored' : areAll && statesDistinct > states ? 'no smaller' : 'stopped',
      states: statesDistinct,
      ...(fails ? { fails } : {}),
    });
  }
  terminal.progress?.('');
  return results.sort((a, b) => rank(a) - rank(b));
}

/** Undefined where it has no initial state: for other constants there may be none, and nobody asked for them. */
async function exploredOrNot(
  subject: Subject,
  specification: Specification,
  request: Looked,
): Promise<Exploration | undefined> {
  try {
    return (await subject.explored(specification, request)).found;
  } catch (thrown) {
    if (thrown instanceof SpecError) return undefined;
    throw thrown;
  }
}

function rank({ outcome, states }: WhatIfResult): number {
  return outcome === 'explored' ? states : Infinity;
}

function standing({ specification }: Subject): readonly WhatIf[] {
  return specification.processes
    .filter(({ sort }) => sort.size > 0)
    .map(({ name }) => ({
      kind: 'standing still',
      name,
      about: name,
      build: () => standingStill(specification, name),
    }));
}

/** Of what the specification declares: without its locals and positions a process is not smaller, but another one. */
function freezing({ specification }: Subject, survey: readonly VariableSurvey[]): readonly WhatIf[] {
  const updated = updatedVariables(specification);
  const isConstant = (name: string): boolean => survey.find(({ variable }) => variable === name)?.valuesDistinct === 1;
  return specification.variables
    .filter(({ name, role }) => role === 'declared' && updated.has(name) && !isConstant(name))
    .map(({ name }) => ({ kind: 'frozen', name, about: name, build: () => frozen(specification, name) }));
}

function setting({ specification, loaded, withConstants, checkWith }: Subject): readonly WhatIf[] {
  return specification.constants.flatMap(({ name, value }) => {
    const sort = loaded.model.constants[name]?.sort;
    if (sort === undefined) return [];
    return savingValues(sort, value).map((other): WhatIf => {
      const set: Settings = { [name]: other };
      return {
        kind: 'constant',
        name,
        value: other,
        about: `${name} = ${String(other)}`,
        command: checkWith(set),
        build: () => builtOrNot(() => withConstants(set)),
      };
    });
  });
}

/** Of a number a few smaller ones: the next two, the one in the middle, the least. */
function savingValues(sort: Sort, value: Value): readonly ConstantValue[] {
  const others = otherValues(sort, value);
  if (sort.kind !== 'range') return others.slice(0, labelsMost);
  const smaller = others.filter((other) => Number(other) < Number(value));
  const last = smaller.length - 1;
  const places = [...new Set([0, 1, Math.ceil(last / 2), last])];
  return places.flatMap((place) => smaller[place] ?? []);
}
