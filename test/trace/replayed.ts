// Traces run again by plain firing, for tests: with the updates of some steps left out, or with two blocks of steps exchanged. Written apart
// from the checker's own study of traces, which it judges: of the interpreter only `fire` and `evaluate` are used.

import { is } from 'immutable';
import { evaluate, type PropertyResult, type Specification, type State, type Trace } from 'ballast';
import { fire, type Outcome } from '../../checker/interpret/fire.ts';
import { sameState } from '../../checker/interpret/state.ts';
import { DomainError } from '../../checker/interpret/world.ts';
import type { ActionTree, Node, StatementTree, UpdateTree } from '../../checker/language/tree.ts';

export type Shown = Pick<PropertyResult, 'name' | 'kind'>;

/** `refused` and `failed`: at the step of this index, which cannot be taken, or now fails in another way than by the property. */
export type End =
  | { readonly kind: 'violated' | 'saved' }
  | { readonly kind: 'refused'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly message: string };

/**
 * Runs the steps in this order, by index; those of `without` only move their process on, and make the updates that are kept of them. Where the order is another one the property may be
 * violated on the way already; where updates are left out, a state on the way means nothing.
 */
export function run(
  specification: Specification,
  shown: Shown,
  trace: Trace,
  {
    order = [...trace.steps.keys()],
    without = new Map(),
  }: {
    readonly order?: readonly number[];
    readonly without?: ReadonlyMap<number, ReadonlySet<UpdateTree>>;
  },
): End {
  const isStep = showsInStep(specification, shown, trace);
  let state = trace.states[order[0] === undefined ? 0 : Math.min(...order)];
  for (const index of order) {
    const step = trace.steps[index];
    if (step === undefined || state === undefined) throw new Error('a step is missing');
    const outcome = specification.actions
      .filter(({ name }) => name === step.action)
      .map((action) => moving(specification, action, without.get(index)))
      .flatMap((action) => fire(action, state as State))
      .find((each) => isFiring(each, step));
    if (outcome === undefined) return { kind: 'refused', at: index };
    const { result } = outcome;
    if (result.kind === 'failure') {
      if (result.failure.property === shown.name) return { kind: 'violated' };
      return { kind: 'failed', at: index, message: result.failure.message };
    }
    if (isShownByStep(specification, shown, state, result.state, step.action)) return { kind: 'violated' };
    if (isStep && index === trace.steps.length - 1) return { kind: 'saved' };
    state = result.state;
    const isJudged = without.size === 0 || index === trace.steps.length - 1;
    if (isJudged && isShownByState(specification, shown, state)) return { kind: 'violated' };
  }
  return { kind: 'saved' };
}

function isFiring({ binding, choices }: Outcome, step: Trace['steps'][number]): boolean {
  const isSame = (a: Outcome['binding'], b: Outcome['binding']): boolean =>
    a.length === b.length && a.every(({ value }, index) => is(value, b[index]?.value));
  return (
    isSame(binding, step.binding) &&
    choices.length === step.choices.length &&
    choices.every(({ position, binding: picked }, index) => {
      const other = step.choices[index];
      return other !== undefined && position === other.position && isSame(picked, other.binding);
    })
  );
}

/** The action with nothing left of its updates but those that are kept, and those that say where its process stands; as it is where all are. */
function moving(
  { variables }: Specification,
  action: ActionTree,
  kept: ReadonlySet<UpdateTree> | undefined,
): ActionTree {
  if (kept === undefined) return action;
  const positions = new Set(variables.filter(({ role }) => role === 'position').map(({ name }) => name));
  const isMove = (update: UpdateTree): boolean => kept.has(update) || positions.has(variableOf(update.target));
  const left = (statements: readonly StatementTree[]): readonly StatementTree[] =>
    statements.map((statement): StatementTree => {
      switch (statement.kind) {
        case 'assign':
          return { ...statement, updates: statement.updates.filter(isMove) };
        case 'if':
          return { ...statement, then: left(statement.then), otherwise: left(statement.otherwise) };
        case 'choose':
          return {
            ...statement,
            alternatives: statement.alternatives.map((each) => ({ ...each, body: left(each.body) })),
          };
        case 'require':
        case 'assert':
          return statement;
      }
    });
  return { ...action, body: left(action.body) };
}

function variableOf(target: Node): string {
  if (target.kind === 'variable') return target.name;
  const [outer] = target.kind === 'apply' ? target.args : [];
  if (outer === undefined) throw new Error('a target is a place');
  return variableOf(outer);
}

/** Whether it is the last step of the trace that shows the property, not the state after it. */
function showsInStep(specification: Specification, shown: Shown, { states, steps }: Trace): boolean {
  const last = steps.at(-1);
  if (last?.failure !== undefined) return true;
  const [from, to] = states.slice(-2);
  return (
    last !== undefined &&
    from !== undefined &&
    to !== undefined &&
    isShownByStep(specification, shown, from, to, last.action)
  );
}

/** Whether a step to a state breaks an action property. */
export function isShownByStep(
  { actionProperties }: Specification,
  shown: Shown,
  from: State,
  to: State,
  fired: string,
): boolean {
  if (sameState(from, to)) return false;
  return actionProperties.some(({ name, node }) =>
    isBroken(name, shown, () => evaluate(node, { state: from, successor: to, fired, bound: new Map() }) === true),
  );
}

/** Whether a state breaks a property, or is a witness. */
export function isShownByState(specification: Specification, shown: Shown, state: State): boolean {
  const { invariants, reachable, constraints, terminal, actions } = specification;
  const value = (node: Node): boolean => evaluate(node, { state, bound: new Map() }) === true;
  if (shown.kind === 'deadlock')
    return terminal !== 'any' && actions.every((action) => fire(action, state).length === 0) && !value(terminal);
  const ends = terminal === 'any' ? [] : [{ name: 'terminal', node: terminal }];
  const trees = [...invariants, ...reachable, ...constraints, ...ends];
  const wanted = shown.kind !== 'reachable';
  return trees.some(({ name, node }) => isBroken(name, shown, () => value(node) === wanted));
}

function isBroken(name: string, shown: Shown, value: () => boolean): boolean {
  if (name !== shown.name && !shown.name.startsWith(`${name}: `)) return false;
  try {
    return !value() && name === shown.name;
  } catch (error) {
    if (error instanceof DomainError) return shown.name === `${name}: ${error.text}`;
    throw error;
  }
}
