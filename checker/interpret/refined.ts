// A behaviour as the abstract specification sees it: the state that each state is mapped to, and the abstract firing that each step is. By
// the abstract specification's own firings, not by the conditions that were made of them: the two have to agree.

import { is, Map as FunctionValue } from 'immutable';
import { assert } from '../language/errors.ts';
import { whyNotStored } from '../language/operators.ts';
import type { RefinementTree, VariableTree } from '../language/tree.ts';
import { elementsOf, printValue } from '../language/values.ts';
import { evaluate } from './evaluate.ts';
import { fire } from './fire.ts';
import { initialStates } from './initial.ts';
import type { Explanation, MappedTrace, NamedText, Trace } from './result.ts';
import { sameState, stateMaker, valueIn, type State } from './state.ts';
import { firingName, stepOf } from './steps.ts';
import { DomainError } from './world.ts';

/** The state that a state is mapped to, or why it is mapped to none. */
export function mappedState(refinement: RefinementTree, state: State): State | Misfit {
  const values: Record<string, ReturnType<typeof evaluate>> = {};
  for (const { variable, node } of refinement.mapping) {
    try {
      const value = evaluate(node, { state, bound: new Map() });
      const why = whyNotStored(value, variable.sort);
      if (why !== undefined) return new Misfit(variable.name, why);
      values[variable.name] = value;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return new Misfit(variable.name, `${error.text}: ${error.message}`);
    }
  }
  return makerOf(refinement)(values);
}

/** Why a state is mapped to none. */
export class Misfit {
  readonly variable: string;
  readonly reason: string;

  constructor(variable: string, reason: string) {
    this.variable = variable;
    this.reason = reason;
  }
}

const makers = new WeakMap<RefinementTree, ReturnType<typeof stateMaker>>();

function makerOf(refinement: RefinementTree): ReturnType<typeof stateMaker> {
  const known = makers.get(refinement) ?? stateMaker(refinement.abstract.variables);
  makers.set(refinement, known);
  return known;
}

// States of different makers are compared variable by variable.
function areAlike(variables: readonly VariableTree[], a: State, b: State): boolean {
  return differing(variables, a, b).length === 0;
}

function differing(variables: readonly VariableTree[], a: State, b: State): readonly VariableTree[] {
  return variables.filter(({ name }) => !is(valueIn(a, name), valueIn(b, name)));
}

/** The abstract firings from one mapped state to another, as people read them. */
export function abstractSteps({ abstract }: RefinementTree, from: State, to: State): readonly string[] {
  return abstract.actions
    .flatMap((action) => fire(action, from))
    .flatMap((outcome) =>
      outcome.result.kind === 'successor' && areAlike(abstract.variables, outcome.result.state, to)
        ? [stepText(outcome)]
        : [],
    );
}

/** An abstract firing as people read it. */
export function stepText(outcome: Parameters<typeof stepOf>[0]): string {
  const { text, actor } = stepOf(outcome);
  return outcome.action.step === undefined || actor === undefined ? text : `${text} by ${actor}`;
}

/** The trace with what it is mapped to. */
export function withMapped(refinement: RefinementTree, trace: Trace): Trace {
  return { ...trace, mapped: mappedTrace(refinement, trace) };
}

function mappedTrace(refinement: RefinementTree, { states, steps, loop }: Trace): MappedTrace {
  const { abstract } = refinement;
  const mapped = states.map((state) => mappedState(refinement, state));
  return {
    refinement: refinement.name,
    abstract: abstract.name,
    variables: abstract.variables,
    states: mapped.map((state) => (state instanceof Misfit ? undefined : state)),
    steps: steps.map((_, index) => {
      const [from, to] = [mapped[index], mapped[index + 1] ?? (loop === undefined ? undefined : mapped[loop.from])];
      if (from === undefined || to === undefined || from instanceof Misfit || to instanceof Misfit) return undefined;
      if (sameState(from, to)) return { kind: 'stutters' };
      const [action] = abstractSteps(refinement, from, to);
      return action === undefined ? undefined : { kind: 'fires', text: action };
    }),
  };
}

/** Why a step is mapped to none of the abstract specification. */
export function whyNoStep(refinement: RefinementTree, before: State, after: State): Explanation {
  const { abstract, name } = refinement;
  const [from, to] = [mappedState(refinement, before), mappedState(refinement, after)];
  const misfit = from instanceof Misfit ? from : to instanceof Misfit ? to : undefined;
  if (misfit !== undefined || from instanceof Misfit || to instanceof Misfit) return whyNoState(refinement, misfit);
  assert(
    !sameState(from, to) && abstractSteps(refinement, from, to).length === 0,
    `the step that violates '${name}' is mapped to no step of ${abstract.name}`,
  );
  const changes = differing(abstract.variables, from, to).flatMap((variable) =>
    placesApart(variable, from, to).map(({ place, before: old, after: now }): NamedText => ({
      name: place,
      value: `${old} -> ${now}`,
    })),
  );
  return {
    text: `a step of ${abstract.name}`,
    value: 'false',
    bindings: [],
    given: [],
    reads: [...changes, { name: 'nearest', value: nearest(refinement, from, to) }],
  };
}

// Of what the abstract specification can do there, what differs in the fewest variables.
function nearest({ abstract }: RefinementTree, from: State, to: State): string {
  const reached = abstract.actions.flatMap((action) =>
    fire(action, from).flatMap((outcome) => {
      if (outcome.result.kind !== 'successor') return [];
      const { state } = outcome.result;
      return [{ outcome, state, off: differing(abstract.variables, state, to) }];
    }),
  );
  const [best] = reached.sort((a, b) => a.off.length - b.off.length);
  if (best === undefined) return `no action of ${abstract.name} is enabled`;
  const { outcome, state, off } = best;
  const made = off.flatMap((variable) => placesApart(variable, to, state));
  return `${firingName(outcome)} is enabled, and leaves ${made.map(({ place, after }) => `${place} ${after}`).join(', ')}`;
}

/** Why an initial state is mapped to no initial state. */
export function whyNotInitial(refinement: RefinementTree, state: State): Explanation {
  const { abstract, name } = refinement;
  const mapped = mappedState(refinement, state);
  if (mapped instanceof Misfit) return whyNoState(refinement, mapped);
  const starts = [...initialStates(abstract)].flatMap((start) => (start?.kind === 'successor' ? [start.state] : []));
  assert(
    !starts.some((start) => areAlike(abstract.variables, start, mapped)),
    `the initial state that violates '${name}' is mapped to no initial state of ${abstract.name}`,
  );
  const sorted = starts
    .map((start) => differing(abstract.variables, start, mapped))
    .sort((a, b) => a.length - b.length);
  return {
    text: `initial in ${abstract.name}`,
    value: 'false',
    bindings: [],
    given: [],
    reads: (sorted[0] ?? abstract.variables).map((variable) => ({
      name: variable.name,
      value: shown(variable, mapped),
    })),
  };
}

function whyNoState({ abstract }: RefinementTree, misfit: Misfit | undefined): Explanation {
  return {
    text: `a state of ${abstract.name}`,
    value: 'false',
    bindings: [],
    given: [],
    reads: misfit === undefined ? [] : [{ name: misfit.variable, value: misfit.reason }],
  };
}

/** Where two values of a variable differ: of a function, at which keys. */
function placesApart(
  variable: VariableTree,
  before: State,
  after: State,
): readonly { readonly place: string; readonly before: string; readonly after: string }[] {
  const { name, sort } = variable;
  const [old, now] = [valueIn(before, name), valueIn(after, name)];
  if (sort.kind !== 'fn' || !FunctionValue.isMap(old) || !FunctionValue.isMap(now))
    return [{ place: name, before: shown(variable, before), after: shown(variable, after) }];
  return elementsOf(sort.key)
    .filter((key) => !is(old.get(key), now.get(key)))
    .map((key) => ({
      place: `${name}[${printValue(key, sort.key)}]`,
      before: printValue(old.get(key) ?? null, sort.value),
      after: printValue(now.get(key) ?? null, sort.value),
    }));
}

function shown({ name, sort }: VariableTree, state: State): string {
  return printValue(valueIn(state, name), sort);
}
