// Which bindings of an action's parameters satisfy its guard in a state.
// Clauses go left to right and stop at the first false one; an evaluation outside its domain is a failing firing, never "not enabled".

import type { ActionTree, Binder } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import { domainsOf, meaningOf, someBinding, type Domain } from './evaluate.ts';
import type { BoundValue } from './result.ts';
import type { State } from './state.ts';
import { DomainError, type Meaning, type World } from './world.ts';

/** Told each binding that is enabled, in order; or that fails, with the error. The world holds only until it returns. */
export type EnabledVisitor = (binding: readonly BoundValue[], world: World, error?: DomainError) => void;

/** One parameter and the only value that is looked at. */
export interface Given {
  readonly binder: Binder;
  readonly value: Value;
}

/** Goes through the bindings in order, the first parameter slowest; where one is given, through no others. */
export function enabledBindings(action: ActionTree, state: State, visit: EnabledVisitor, given?: Given): void {
  const { domains: all, clauses } = guardOf(action);
  const domains =
    given === undefined
      ? all
      : all.map((domain): Domain => (domain.binder === given.binder ? { ...domain, elements: [given.value] } : domain));
  const world: World = { state, bound: new Map() };
  const failsAt = (error: unknown): void => {
    if (!(error instanceof DomainError)) throw error;
    visit(boundSoFar(action, world), world, error);
  };
  try {
    someBinding(domains, world, () => {
      try {
        if (!clauses.every((clause) => clause(world) === true)) return false;
      } catch (error) {
        failsAt(error);
        return false;
      }
      visit(boundSoFar(action, world), world);
      return false;
    });
  } catch (error) {
    failsAt(error);
  }
}

interface Guard {
  readonly domains: readonly Domain[];
  readonly clauses: readonly Meaning[];
}

function guardOf(action: ActionTree): Guard {
  let guard = guards.get(action);
  if (guard === undefined) {
    guard = { domains: domainsOf(action.parameters), clauses: action.when.map(({ node }) => meaningOf(node)) };
    guards.set(action, guard);
  }
  return guard;
}

const guards = new WeakMap<ActionTree, Guard>();

// A parameter's domain may itself be outside its domain: then only those before it have values.
function boundSoFar({ parameters }: ActionTree, { bound }: World): readonly BoundValue[] {
  return parameters.flatMap((binder) => {
    const value = bound.get(binder);
    return value === undefined ? [] : [{ name: binder.name, sort: binder.sort, value }];
  });
}
