// Why a condition has the value it has: down through connectives and quantifiers to the part that decides, with what is bound on the way.
// And why an action is not enabled: the truth of each clause of its guard.

import type { OperatorName } from '../language/operators.ts';
import { childrenOf } from '../language/nodes.ts';
import { printNode } from '../language/print.ts';
import type { ActionTree, Binder, Node } from '../language/tree.ts';
import { printValue } from '../language/values.ts';
import { domainsOf, evaluate, isTrue, someBinding } from './evaluate.ts';
import type { BoundValue, Explanation, NamedText } from './result.ts';
import type { State } from './state.ts';
import { DomainError, type World } from './world.ts';

/** Why the condition is not `wanted`. Also explains one that has no value. */
export function explain(node: Node, world: World, wanted: boolean): Explanation {
  return descend(node, world, wanted, { bindings: [], given: [] });
}

export type Truth = 'true' | 'false' | 'not evaluated' | { readonly outside: string };

export interface ClauseTruth {
  readonly name: string;
  readonly text: string;
  readonly truth: Truth;
}

/** The truth of each clause of an action's guard, left to right; those after the first that is not true are not evaluated. */
export function guardTruths(action: ActionTree, state: State, binding: readonly BoundValue[]): readonly ClauseTruth[] {
  const world = worldOf(action, state, binding);
  let isDecided = false;
  return action.when.map(({ name, node }) => {
    const truth = isDecided ? 'not evaluated' : truthIn(node, world);
    isDecided ||= truth !== 'true';
    return { name, text: printNode(node), truth };
  });
}

function worldOf({ parameters }: ActionTree, state: State, binding: readonly BoundValue[]): World {
  const bound = new Map(
    parameters.flatMap((binder, index): [Binder, BoundValue['value']][] => {
      const given = binding[index];
      return given === undefined ? [] : [[binder, given.value]];
    }),
  );
  return { state, bound };
}

/** The truth of a condition; where it has no value, which expression is outside its domain. */
export function truthIn(node: Node, world: World): Truth {
  const value = valueOf(node, world);
  return value instanceof DomainError ? { outside: `${value.text}: ${value.message}` } : value ? 'true' : 'false';
}

function valueOf(node: Node, world: World): boolean | DomainError {
  try {
    return isTrue(node, world);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

interface Context {
  readonly bindings: readonly NamedText[];
  readonly given: readonly string[];
}

function descend(node: Node, world: World, wanted: boolean, context: Context): Explanation {
  switch (node.kind) {
    case 'named':
      return descend(node.body, world, wanted, context);
    case 'next':
      return world.successor === undefined
        ? leaf(node, world, context)
        : descend(node.body, { state: world.successor, bound: world.bound }, wanted, context);
    case 'let': {
      let value;
      try {
        value = evaluate(node.value, world);
      } catch (error) {
        if (error instanceof DomainError) return leaf(node, world, context);
        throw error;
      }
      world.bound.set(node.binder, value);
      return descend(node.body, world, wanted, bind(context, [node.binder], world));
    }
    case 'quantified':
      return descendQuantified(node, world, wanted, context);
    case 'apply':
      return descendApply(node, world, wanted, context);
    case 'literal':
    case 'variable':
    case 'bound':
    case 'fired':
    case 'local':
    case 'self':
    case 'inside':
      return leaf(node, world, context);
  }
}

// A false `forall` has a binding that breaks it, a true `exists` one that makes it; otherwise the whole decides.
function descendQuantified(
  node: Extract<Node, { kind: 'quantified' }>,
  world: World,
  wanted: boolean,
  context: Context,
): Explanation {
  if (node.quantifier !== (wanted ? 'forall' : 'exists')) return leaf(node, world, context);
  try {
    if (!someBinding(domainsOf(node.binders), world, () => valueOf(node.body, world) !== wanted))
      return leaf(node, world, context);
  } catch (error) {
    if (error instanceof DomainError) return leaf(node, world, context);
    throw error;
  }
  return descend(node.body, world, wanted, bind(context, node.binders, world));
}

function descendApply(
  node: Extract<Node, { kind: 'apply' }>,
  world: World,
  wanted: boolean,
  context: Context,
): Explanation {
  const [first, second, third] = node.args;
  const decides = (part: Node): boolean => valueOf(part, world) !== wanted;
  switch (node.operator) {
    case 'not':
      return first === undefined ? leaf(node, world, context) : descend(first, world, !wanted, context);
    case 'orFalse':
      return first === undefined ? leaf(node, world, context) : descend(first, world, wanted, context);
    case 'all':
    case 'any': {
      // One part decides a false `all` and a true `any`.
      const part = (node.operator === 'all') === wanted ? node.args.find(decides) : undefined;
      return part === undefined ? leaf(node, world, context) : descend(part, world, wanted, context);
    }
    case 'implies': {
      if (!wanted || first === undefined || second === undefined || valueOf(first, world) !== true)
        return leaf(node, world, context);
      return descend(second, world, wanted, { ...context, given: [...context.given, printNode(first)] });
    }
    case 'ifThenElse': {
      if (first === undefined || second === undefined || third === undefined) return leaf(node, world, context);
      const condition = valueOf(first, world);
      if (condition instanceof DomainError) return leaf(node, world, context);
      const given = [...context.given, condition ? printNode(first) : `not (${printNode(first)})`];
      return descend(condition ? second : third, world, wanted, { ...context, given });
    }
    default:
      return leaf(node, world, context);
  }
}

function bind({ bindings, given }: Context, binders: readonly Binder[], { bound }: World): Context {
  const added = binders.flatMap((binder) => {
    const value = bound.get(binder);
    return value === undefined ? [] : [{ name: binder.name, value: printValue(value, binder.sort) }];
  });
  return { bindings: [...bindings, ...added], given };
}

function leaf(node: Node, world: World, { bindings, given }: Context): Explanation {
  const value = valueOf(node, world);
  if (value instanceof DomainError)
    return {
      text: value.text,
      value: value.message,
      bindings: [...bindings, ...value.bindings.filter(({ name }) => !bindings.some((each) => each.name === name))],
      given,
      reads: value.reads,
    };
  return { text: printNode(node), value: String(value), bindings, given, reads: readsIn(node, world) };
}

/** What an expression reads: the largest places in it, as written, each once, with their values. */
export function readsIn(node: Node, world: World): readonly NamedText[] {
  const reads = readsOf(node, world, new Set());
  return reads.filter(({ name }, index) => reads.findIndex((each) => each.name === name) === index);
}

// The largest places in it, as written, with their values; below a quantifier only what its binders do not name.
function readsOf(node: Node, world: World, hidden: ReadonlySet<Binder>): readonly NamedText[] {
  if (node.kind === 'next') {
    if (world.successor === undefined) return [];
    return readsOf(node.body, { state: world.successor, bound: world.bound }, hidden).map(({ name, value }) => ({
      name: `next(${name})`,
      value,
    }));
  }
  if (isPlace(node) && !names(node, hidden)) {
    try {
      return [
        { name: printNode(node), value: printValue(evaluate(node, world), node.sort) },
        ...indexReads(node, world, hidden),
      ];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  const inner =
    node.kind === 'quantified'
      ? new Set([...hidden, ...node.binders])
      : node.kind === 'let'
        ? new Set([...hidden, node.binder])
        : hidden;
  return childrenOf(node).flatMap((child) => readsOf(child, world, inner));
}

function isPlace(node: Node): boolean {
  if (node.kind === 'variable') return true;
  return (
    node.kind === 'apply' && placeOperators.has(node.operator) && node.args[0] !== undefined && isPlace(node.args[0])
  );
}

const placeOperators = new Set<OperatorName>(['at', 'field', 'item', 'local', 'holder', 'value', 'payload', 'some']);

// In `owner[next[c]]` what `next[c]` is matters too.
function indexReads(node: Node, world: World, hidden: ReadonlySet<Binder>): readonly NamedText[] {
  if (node.kind !== 'apply') return [];
  const [place, ...indices] = node.args;
  return [
    ...(place === undefined ? [] : indexReads(place, world, hidden)),
    ...indices.flatMap((index) => readsOf(index, world, hidden)),
  ];
}

function names(node: Node, binders: ReadonlySet<Binder>): boolean {
  return (node.kind === 'bound' && binders.has(node.binder)) || childrenOf(node).some((child) => names(child, binders));
}
