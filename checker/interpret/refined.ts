// A behaviour as the abstract specification sees it: the state that each state is mapped to, and the abstract firing that each step is. By
// the abstract specification's own firings, not by the conditions that were made of them: the two have to agree.

import { assert } from '../language/errors.ts';
import { whyNotStored } from '../language/operators.ts';
import type { RefinementTree, VariableTree } from '../language/tree.ts';
import { differing, placesApart, printIn } from './apart.ts';
import { evaluate } from './evaluate.ts';
import { fire } from './fire.ts';
import { initialStates } from './initial.ts';
import { refusalsOf } from './refusals.ts';
import type { Explanation, MappedStep, MappedTrace, Trace } from './result.ts';
import { sameState, stateMaker, type State } from './state.ts';
import { firingText } from './steps.ts';
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

/** The abstract firings from one mapped state to another, as people read them. */
function abstractSteps({ abstract }: RefinementTree, from: State, to: State): readonly string[] {
  return abstract.actions
    .flatMap((action) => fire(action, from))
    .flatMap((outcome) =>
      outcome.result.kind === 'successor' && areAlike(abstract.variables, outcome.result.state, to)
        ? [firingText(outcome)]
        : [],
    );
}

/** The trace with what it is mapped to. */
export function withMapped(refinement: RefinementTree, trace: Trace): Trace {
  return { ...trace, mapped: mappedTrace(refinement, trace) };
}

function mappedTrace(refinement: RefinementTree, { states, steps, loop }: Trace): MappedTrace {
  const { abstract } = refinement;
  const mapped = states.map((state) => mappedState(refinement, state));
  const taken = steps.map((_, index): MappedStep => {
    const [from, to] = [mapped[index], mapped[index + 1] ?? (loop === undefined ? undefined : mapped[loop.from])];
    if (from === undefined || to === undefined || from instanceof Misfit || to instanceof Misfit)
      return { kind: 'none', refusals: [] };
    if (sameState(from, to)) return { kind: 'stutters' };
    const [action] = abstractSteps(refinement, from, to);
    return action === undefined
      ? { kind: 'none', refusals: refusalsOf(abstract, from, to) }
      : { kind: 'fires', text: action };
  });
  return {
    refinement: refinement.name,
    abstract: abstract.name,
    variables: abstract.variables,
    states: mapped.map((state) => (state instanceof Misfit ? undefined : state)),
    steps: taken,
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
  return {
    text: 'this step',
    value: `no step of ${abstract.name}`,
    bindings: [],
    given: [],
    reads: placesApart(abstract.variables, from, to).map(({ place, before: old, after: now }) => ({
      name: place,
      value: `${old} -> ${now}`,
    })),
  };
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
    text: 'the initial state',
    value: `no initial state of ${abstract.name}`,
    bindings: [],
    given: [],
    reads: (sorted[0] ?? abstract.variables).map((variable) => ({
      name: variable.name,
      value: printIn(variable, mapped),
    })),
  };
}

function whyNoState({ abstract }: RefinementTree, misfit: Misfit | undefined): Explanation {
  return {
    text: 'what it is mapped to',
    value: `no state of ${abstract.name}`,
    bindings: [],
    given: [],
    reads: misfit === undefined ? [] : [{ name: misfit.variable, value: misfit.reason }],
  };
}
