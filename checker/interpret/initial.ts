// The initial states: for each way to start, the product of the variables' choices, the first variable slowest,
// kept where `where` holds, then completed by `body`, which puts processes at their first steps.

import { printNode } from '../language/print.ts';
import { initialPath } from '../language/property-names.ts';
import { whyNotStored } from '../language/operators.ts';
import type { InitialTree, Node, Specification, VariableTree } from '../language/tree.ts';
import { elementsOf, type Value } from '../language/values.ts';
import { evaluate, isTrue } from './evaluate.ts';
import { domainFailure, run, type Effect } from './fire.ts';
import { stateMaker, withValue, type State } from './state.ts';
import { DomainError, type World } from './world.ts';

/** Every initial state, or the failure to make one, in order; equal ones as often as they are found; undefined for what `where` excludes. */
export function* initialStates({
  variables,
  initial,
}: Pick<Specification, 'variables' | 'initial'>): Generator<Effect | undefined> {
  const empty = stateMaker(variables)({});
  for (const tree of initial) yield* statesOf(tree, variables, empty, 0);
}

function* statesOf(
  tree: InitialTree,
  variables: readonly VariableTree[],
  state: State,
  from: number,
): Generator<Effect | undefined> {
  const choice = tree.choices[from];
  if (choice === undefined) {
    yield* completed(tree, state);
    return;
  }
  const { variable } = choice;
  const sort = variables.find(({ name }) => name === variable)?.sort ?? { kind: 'bool' };
  if (choice.values === 'anything') {
    for (const value of elementsOf(sort)) yield* statesOf(tree, variables, withValue(state, variable, value), from + 1);
    return;
  }
  for (const node of choice.values) {
    const value = attempt(() => stored(variable, sort, node, { state, bound: new Map() }));
    if (value instanceof DomainError) yield failed(value, state);
    else yield* statesOf(tree, variables, withValue(state, variable, value), from + 1);
  }
}

function stored(variable: string, sort: VariableTree['sort'], node: Node, world: World): Value {
  const value = evaluate(node, world);
  const why = whyNotStored(value, sort);
  if (why !== undefined) throw new DomainError(`${variable} := ${printNode(node)}`, `${variable}: ${why}`, [], []);
  return value;
}

function* completed({ where, body }: InitialTree, state: State): Generator<Effect | undefined> {
  const world: World = { state, bound: new Map() };
  const isKept = attempt(() => where.every(({ node }) => isTrue(node, world)));
  if (isKept instanceof DomainError) {
    yield failed(isKept, state);
    return;
  }
  if (!isKept) {
    yield undefined;
    return;
  }
  const results: Effect[] = [];
  run(body, world, { path: initialPath, binding: [], watch: {}, done: (result) => void results.push(result) }, []);
  yield* results;
}

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function failed(error: DomainError, state: State): Effect {
  return { kind: 'failure', failure: domainFailure(initialPath, error), state };
}
