// Firing: what an enabled action does. Statements run in order on a scratch state, so that later ones see earlier ones.
// A false `require` disables the whole firing; a false assertion, or an evaluation outside its domain, makes it fail.

import { InternalError } from '../language/errors.ts';
import { printNode } from '../language/print.ts';
import { domainErrorName } from '../language/property-names.ts';
import type { ActionTree, Alternative, AssertionTree, Binder, Clause, StatementTree } from '../language/tree.ts';
import { assigned } from './assign.ts';
import { enabledBindings, type EnabledVisitor, type Given } from './enabled.ts';
import { domainsOf, eachBinding, isTrue } from './evaluate.ts';
import type { BoundValue, Choice, Failure } from './result.ts';
import type { State } from './state.ts';
import { explain } from './why.ts';
import { DomainError, type World } from './world.ts';

export type Effect =
  | { readonly kind: 'successor'; readonly state: State }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly state: State };

/** One firing: an action, the values of its parameters, the alternatives taken, and where that leads. */
export interface Outcome {
  readonly action: ActionTree;
  readonly binding: readonly BoundValue[];
  readonly choices: readonly Choice[];
  readonly result: Effect;
}

/** Told what happens inside, for coverage and explanations. */
export interface Watch {
  readonly asserted?: (assertion: AssertionTree) => void;
  readonly blocked?: (clause: Clause, binding: readonly BoundValue[], choices: readonly Choice[]) => void;
  /** A condition inside the step was evaluated; 'outside': it had no value. */
  readonly required?: (clause: Clause, truth: 'true' | 'false' | 'outside') => void;
}

/**
 * Every firing of an action in a state: bindings in order, the first parameter slowest, then alternatives in order. `given`: only those in which
 * a parameter has this value.
 */
export function fire(action: ActionTree, state: State, watch: Watch = {}, given?: Given): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  const visit: EnabledVisitor = (binding, world, error) => {
    const done = (result: Effect, choices: readonly Choice[]): void =>
      void outcomes.push({ action, binding, choices, result });
    if (error !== undefined) done({ kind: 'failure', failure: domainFailure(action.name, error), state }, []);
    else run(action.body, world, { path: action.name, binding, watch, done }, []);
  };
  enabledBindings(action, state, visit, given);
  return outcomes;
}

/** Where statements run: whose path names a domain error, and what becomes of each result. */
export interface Run {
  readonly path: string;
  readonly binding: readonly BoundValue[];
  readonly watch: Watch;
  readonly done: (result: Effect, choices: readonly Choice[]) => void;
}

/** Runs statements from a state; gives each result that is not blocked to `done`. */
export function run(
  statements: readonly StatementTree[],
  { state: before, bound }: World,
  running: Run,
  choices: readonly Choice[],
): void {
  let state = before;
  try {
    for (const [index, statement] of statements.entries()) {
      const world: World = { state, bound };
      switch (statement.kind) {
        case 'assign':
          state = assigned(statement, world);
          break;
        case 'require':
          if (isMet(statement.clause, world, running)) break;
          running.watch.blocked?.(statement.clause, running.binding, choices);
          return;
        case 'assert':
          running.watch.asserted?.(statement.assertion);
          if (isTrue(statement.assertion.node, world)) break;
          running.done({ kind: 'failure', failure: assertionFailure(statement.assertion, world), state }, choices);
          return;
        case 'if': {
          const branch = isTrue(statement.condition.node, world) ? statement.then : statement.otherwise;
          run(followedBy(branch, statements, index), world, running, choices);
          return;
        }
        case 'choose':
          for (const [position, alternative] of statement.alternatives.entries()) {
            const body = followedBy(alternative.body, statements, index);
            eachChoice(alternative, position, world, (choice) => run(body, world, running, [...choices, choice]));
          }
          return;
      }
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    running.done({ kind: 'failure', failure: domainFailure(running.path, error), state }, choices);
    return;
  }
  running.done({ kind: 'successor', state }, choices);
}

function isMet(clause: Clause, world: World, { watch }: Run): boolean {
  try {
    const truth = isTrue(clause.node, world);
    watch.required?.(clause, truth ? 'true' : 'false');
    return truth;
  } catch (error) {
    watch.required?.(clause, 'outside');
    throw error;
  }
}

function followedBy(
  body: readonly StatementTree[],
  statements: readonly StatementTree[],
  index: number,
): readonly StatementTree[] {
  return index + 1 === statements.length ? body : [...body, ...statements.slice(index + 1)];
}

function eachChoice(
  { name, binders }: Alternative,
  position: number,
  world: World,
  visit: (choice: Choice) => void,
): void {
  eachBinding(domainsOf(binders), world, () => visit({ name, position, binding: bindingOf(binders, world) }));
}

/** The values of some parameters, as they are bound now. */
export function bindingOf(binders: readonly Binder[], { bound }: World): readonly BoundValue[] {
  return binders.map((binder) => {
    const value = bound.get(binder);
    if (value === undefined) throw new InternalError(`parameter '${binder.name}' has no value`);
    return { name: binder.name, sort: binder.sort, value };
  });
}

/** The failure that an evaluation outside its domain is. `path` says where: an action, or a property. */
export function domainFailure(path: string, error: DomainError): Failure {
  const { text, message, reads, bindings } = error;
  const explanation = { text, value: message, bindings, given: [], reads };
  return { kind: 'domain', property: domainErrorName(path, text), path, message, explanation };
}

function assertionFailure(
  { property, path, severity, node, message, source, site }: AssertionTree,
  world: World,
): Failure {
  return {
    kind: 'assertion',
    property,
    path,
    message: message === '' ? `${printNode(node)} is false` : message,
    severity,
    explanation: explain(node, world, true),
    ...(source === undefined ? {} : { source }),
    ...(site === undefined ? {} : { site }),
  };
}
