// The plain meaning of expressions. A node is translated once into a function of the world; the operators' meanings stand in their table.
// Lazy operators go left to right and stop when decided, quantifiers in the sort's order, the first binder slowest.
// A `let` evaluates its value before its body, used or not.

import { Map as FunctionValue, Set as SetValue } from 'immutable';
import { assert, InternalError } from '../language/errors.ts';
import { operator, OutsideDomain } from '../language/operators.ts';
import { unreachable } from '../language/nodes.ts';
import type { Binder, Node } from '../language/tree.ts';
import { elementsOf, type Value } from '../language/values.ts';
import { readerOf } from './state.ts';
import { DomainError, outsideDomain, type Meaning, type World } from './world.ts';

type Apply = Extract<Node, { kind: 'apply' }>;
type Quantified = Extract<Node, { kind: 'quantified' }>;

/** The value of an expression in a world. @throws DomainError naming the innermost expression outside its domain */
export function evaluate(node: Node, world: World): Value {
  return meaningOf(node)(world);
}

/** Whether a condition is true in a world. @throws DomainError */
export function isTrue(node: Node, world: World): boolean {
  return meaningOf(node)(world) === true;
}

/** The function that a node means; translated once. */
export function meaningOf(node: Node): Meaning {
  let meaning = meanings.get(node);
  if (meaning === undefined) {
    meaning = translate(node);
    meanings.set(node, meaning);
  }
  return meaning;
}

const meanings = new WeakMap<Node, Meaning>();

function translate(node: Node): Meaning {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'variable': {
      const read = readerOf(node.name);
      return ({ state }) => read(state);
    }
    case 'bound': {
      const { binder } = node;
      return ({ bound }) => {
        const value = bound.get(binder);
        if (value === undefined) throw new InternalError(`'${binder.name}' is used where it is not bound`);
        return value;
      };
    }
    case 'apply':
      return translateApply(node);
    case 'quantified':
      return translateQuantified(node);
    case 'let': {
      const { binder } = node;
      const [value, body] = [meaningOf(node.value), meaningOf(node.body)];
      return (world) => {
        world.bound.set(binder, value(world));
        return body(world);
      };
    }
    case 'named':
      return meaningOf(node.body);
    case 'next': {
      const body = meaningOf(node.body);
      return ({ successor, bound }) => {
        assert(successor !== undefined, 'next(…) is evaluated where there is no step');
        return body({ state: successor, bound });
      };
    }
    case 'fired': {
      const actions = new Set(node.actions);
      return ({ fired }) => {
        assert(fired !== undefined, 'fired(…) is evaluated where there is no step');
        return actions.has(fired);
      };
    }
    case 'local':
    case 'self':
    case 'inside':
      throw new InternalError(`'${node.kind}' is left in a lowered specification`);
    default:
      return unreachable(node);
  }
}

function translateApply(node: Apply): Meaning {
  const args = node.args.map(meaningOf);
  const [first = never, second = never, third = never] = args;
  switch (node.operator) {
    case 'all':
      return (world) => args.every((arg) => arg(world) === true);
    case 'any':
      return (world) => args.some((arg) => arg(world) === true);
    case 'implies':
      return (world) => first(world) !== true || second(world) === true;
    case 'ifThenElse':
      return (world) => (first(world) === true ? second(world) : third(world));
    case 'orFalse':
      return (world) => isTrueIfAny(first, world);
    default:
      return translateStrict(node, args);
  }
}

function isTrueIfAny(condition: Meaning, world: World): boolean {
  try {
    return condition(world) === true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

function never(): never {
  throw new InternalError('an operator has too few operands');
}

function translateStrict(node: Apply, args: readonly Meaning[]): Meaning {
  const row = operator(node.operator);
  const context = { sorts: node.args.map(({ sort }) => sort), sort: node.sort, detail: node.detail };
  const valuesIn = valuesOf(args);
  if (row.partial !== true) return (world) => row.meaning(valuesIn(world), context);
  return (world) => {
    const values = valuesIn(world);
    try {
      return row.meaning(values, context);
    } catch (error) {
      if (error instanceof OutsideDomain) throw outsideDomain(node, node.args, values, error.message, world);
      throw error;
    }
  };
}

// Nearly all operators have one or two operands: those are spared a loop.
function valuesOf(args: readonly Meaning[]): (world: World) => readonly Value[] {
  const [first, second] = args;
  if (first !== undefined && args.length === 1) return (world) => [first(world)];
  if (first !== undefined && second !== undefined && args.length === 2) return (world) => [first(world), second(world)];
  return (world) => args.map((arg) => arg(world));
}

function translateQuantified(node: Quantified): Meaning {
  const domains = domainsOf(node.binders);
  const body = meaningOf(node.body);
  const [binder] = node.binders;
  if (binder === undefined) throw new InternalError(`${node.quantifier} binds nothing`);
  const valueOf = ({ bound }: World): Value => bound.get(binder) ?? null;
  switch (node.quantifier) {
    case 'forall':
      return (world) => !someBinding(domains, world, () => body(world) !== true);
    case 'exists':
      return (world) => someBinding(domains, world, () => body(world) === true);
    case 'count':
      return (world) => {
        let count = 0;
        eachBinding(domains, world, () => {
          if (body(world) === true) count += 1;
        });
        return count;
      };
    case 'choose':
      return (world) => {
        if (someBinding(domains, world, () => body(world) === true)) return valueOf(world);
        throw outsideDomain(node, [], [], `no ${binder.name} makes it true`, world);
      };
    case 'filter':
      return (world) => {
        const kept: Value[] = [];
        eachBinding(domains, world, () => {
          if (body(world) === true) kept.push(valueOf(world));
        });
        return SetValue(kept);
      };
    case 'collect':
      return (world) => {
        const values: Value[] = [];
        eachBinding(domains, world, () => values.push(body(world)));
        return SetValue(values);
      };
    case 'function':
      return (world) => {
        const entries: [Value, Value][] = [];
        eachBinding(domains, world, () => entries.push([valueOf(world), body(world)]));
        return FunctionValue(entries);
      };
  }
}

/** What a binder goes through: the elements of its sort, or those of a set in the state, in the sort's order. */
export interface Domain {
  readonly binder: Binder;
  readonly elements: readonly Value[];
  readonly within: Meaning | undefined;
}

export function domainsOf(binders: readonly Binder[]): readonly Domain[] {
  return binders.map((binder) => ({
    binder,
    elements: elementsOf(binder.sort),
    within: binder.domain === undefined ? undefined : meaningOf(binder.domain),
  }));
}

/** Binds one binding after the other, the first binder slowest, until `test` is true of one; whether it was. That binding stays bound. */
export function someBinding(domains: readonly Domain[], world: World, test: () => boolean, from = 0): boolean {
  const domain = domains[from];
  if (domain === undefined) return test();
  const within = domain.within === undefined ? undefined : setOf(domain.within, domains.slice(from), world);
  for (const element of domain.elements) {
    if (within !== undefined && !(SetValue.isSet(within) && within.has(element))) continue;
    world.bound.set(domain.binder, element);
    if (someBinding(domains, world, test, from + 1)) return true;
  }
  return false;
}

// What earlier turns bound is no part of the binding in which a domain has no value.
function setOf(within: Meaning, unbound: readonly Domain[], world: World): Value {
  try {
    return within(world);
  } catch (error) {
    for (const { binder } of unbound) world.bound.delete(binder);
    throw error;
  }
}

/** Binds every binding in turn, the first binder slowest. */
export function eachBinding(domains: readonly Domain[], world: World, visit: () => void): void {
  someBinding(domains, world, () => {
    visit();
    return false;
  });
}
