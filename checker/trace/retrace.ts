// One step of a trace taken again, in the state where it was taken or in another one: the same action, parameters and alternatives.
// Where it cannot be taken, the condition that is false is told. What is looked at on the way, and what is assigned, is shown to a watch.

import { assert } from '../language/errors.ts';
import { applyNodes } from '../language/nodes.ts';
import type { ActionTree, Binder, Node, Specification, StatementTree } from '../language/tree.ts';
import { printNode } from '../language/print.ts';
import { domainErrorName } from '../language/property-names.ts';
import type { Value } from '../language/values.ts';
import { assigned } from '../interpret/assign.ts';
import { domainsOf, eachBinding, isTrue } from '../interpret/evaluate.ts';
import type { BoundValue, TraceStep } from '../interpret/result.ts';
import type { State } from '../interpret/state.ts';
import { DomainError, type World } from '../interpret/world.ts';

type Assign = Extract<StatementTree, { kind: 'assign' }>;

export interface StepWatch {
  /** A guard, or the domain of a parameter; inside a step a branch, an assertion, a wait. The world holds only until it returns. */
  readonly decided?: (node: Node, world: World, where: 'guard' | 'inside') => void;
  /** An assignment is made; `after` is undefined where it fails. */
  readonly assigned?: (statement: Assign, world: World, after: State | undefined) => void;
}

export type Taken =
  | { readonly kind: 'successor'; readonly state: State }
  /** `property` is what is violated by it. */
  | {
      readonly kind: 'failed';
      readonly property: string;
      readonly message: string;
      readonly node: Node | undefined;
      readonly world: World;
    }
  | { readonly kind: 'refused'; readonly node: Node; readonly world: World };

/** The action that a step is a firing of. */
export function actionOf({ actions }: Pick<Specification, 'actions'>, step: TraceStep): ActionTree {
  const action = actions.find((each) => each.name === step.action && each.step?.label === step.label);
  assert(action !== undefined, `a step is a firing of an action: '${step.action}'`);
  return action;
}

/** Takes the step in a state. */
export function take(
  action: ActionTree,
  step: Pick<TraceStep, 'binding' | 'choices'>,
  state: State,
  watch: StepWatch = {},
): Taken {
  const bound = new Map<Binder, Value>();
  const world: World = { state, bound };
  const failing = (world: World, node: Node | undefined, { text, message }: DomainError): Taken => ({
    kind: 'failed',
    property: domainErrorName(action.name, text),
    message: `${text}: ${message}`,
    node,
    world,
  });
  let looked: Node | undefined;
  let where: 'guard' | 'inside' = 'guard';
  const holds = (node: Node, world: World): boolean => {
    looked = node;
    watch.decided?.(node, world, where);
    return isTrue(node, world);
  };
  try {
    for (const [index, binder] of action.parameters.entries()) {
      const given = step.binding[index];
      // Where the domain of a parameter has no value, the step has failed before it was bound.
      if (given === undefined) {
        if (binder.domain !== undefined) holds(binder.domain, world);
        break;
      }
      const refused = bind(binder, given, world, holds);
      if (refused !== undefined) return { kind: 'refused', node: refused, world };
    }
    for (const { node } of action.when) if (!holds(node, world)) return { kind: 'refused', node, world };
  } catch (error) {
    if (error instanceof DomainError) return failing(world, looked, error);
    throw error;
  }
  where = 'inside';
  const choices = [...step.choices];
  let current = state;
  let rest: readonly StatementTree[] = action.body;
  while (rest.length > 0) {
    const [statement, ...others] = rest;
    if (statement === undefined) break;
    rest = others;
    const here: World = { state: current, bound };
    looked = undefined;
    try {
      switch (statement.kind) {
        case 'assign':
          current = assignedTo(statement, here, watch);
          break;
        case 'require':
          if (!holds(statement.clause.node, here)) return { kind: 'refused', node: statement.clause.node, world: here };
          break;
        case 'assert': {
          const { node, property, message } = statement.assertion;
          if (holds(node, here)) break;
          return {
            kind: 'failed',
            property,
            message: message === '' ? `${printNode(node)} is false` : message,
            node,
            world: here,
          };
        }
        case 'if':
          rest = [...(holds(statement.condition.node, here) ? statement.then : statement.otherwise), ...others];
          break;
        case 'choose': {
          const choice = choices.shift();
          // A domain in the alternatives may have no value: then the step fails without having chosen.
          const chosen = choice === undefined ? undefined : statement.alternatives[choice.position];
          if (choice === undefined || chosen === undefined) {
            for (const { binders } of statement.alternatives) {
              looked = binders[0]?.domain;
              if (looked !== undefined) watch.decided?.(looked, here, where);
              eachBinding(domainsOf(binders), here, () => undefined);
            }
            assert(false, `a step of '${action.name}' takes one of its alternatives`);
          }
          for (const [index, binder] of chosen.binders.entries()) {
            const given = choice.binding[index];
            if (given === undefined) break;
            const refused = bind(binder, given, here, holds);
            if (refused !== undefined) return { kind: 'refused', node: refused, world: here };
          }
          rest = [...chosen.body, ...others];
          break;
        }
      }
    } catch (error) {
      if (error instanceof DomainError) return failing(here, looked, error);
      throw error;
    }
  }
  return { kind: 'successor', state: current };
}

// What is false of a parameter whose value is not in its domain here.
function bind(
  binder: Binder,
  { value }: BoundValue,
  world: World,
  holds: (node: Node, world: World) => boolean,
): Node | undefined {
  world.bound.set(binder, value);
  if (binder.domain === undefined) return undefined;
  const node = applyNodes('has', [binder.domain, { kind: 'bound', sort: binder.sort, binder }]);
  return holds(node, world) ? undefined : node;
}

function assignedTo(statement: Assign, world: World, watch: StepWatch): State {
  try {
    const after = assigned(statement, world);
    watch.assigned?.(statement, world, after);
    return after;
  } catch (error) {
    watch.assigned?.(statement, world, undefined);
    throw error;
  }
}
