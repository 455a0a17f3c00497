// What an expression reads to have the value it has, by place: of a conjunction that is false the part that is false, of `exists` the binding
// that makes it true, of all other operators every operand. Two states that agree on these places agree on the value. An operand that is
// evaluated and decides nothing counts where it might be outside its domain. Evaluated again by the interpreter, never guessed from the text.

import { Set } from 'immutable';
import { operator } from '../language/operators.ts';
import { childrenOf } from '../language/nodes.ts';
import type { Binder, Node } from '../language/tree.ts';
import { elementsOf, type Value } from '../language/values.ts';
import { evaluate } from '../interpret/evaluate.ts';
import { DomainError, type World } from '../interpret/world.ts';
import type { Path } from './path.ts';

export interface Read extends Path {
  /** In an action property: of the state after the step. */
  readonly isAfter: boolean;
}

/** What decides the value of an expression; of one that has none, what leads to that. */
export function readsOf(node: Node, world: World): readonly Read[] {
  const reads: Read[] = [];
  collect(node, { world, isAfter: false, note: (read) => void reads.push(read) });
  return reads;
}

/** What the domains of some parameters read, as they are bound. */
export function domainReads(binders: readonly Binder[], world: World): readonly Read[] {
  return binders.flatMap(({ domain }) => (domain === undefined ? [] : readsOf(domain, world)));
}

interface Reading {
  readonly world: World;
  readonly isAfter: boolean;
  readonly note: (read: Read) => void;
}

type Apply = Extract<Node, { kind: 'apply' }>;
type Quantified = Extract<Node, { kind: 'quantified' }>;

function collect(node: Node, reading: Reading): void {
  const { world } = reading;
  switch (node.kind) {
    case 'literal':
    case 'bound':
    case 'fired':
    case 'local':
    case 'self':
    case 'inside':
      return;
    case 'variable':
      reading.note({ variable: node.name, keys: [], isAfter: reading.isAfter });
      return;
    case 'named':
      collect(node.body, reading);
      return;
    case 'next':
      if (world.successor !== undefined)
        collect(node.body, { ...reading, world: { state: world.successor, bound: world.bound }, isAfter: true });
      return;
    case 'let': {
      collect(node.value, reading);
      const value = valueOf(node.value, world);
      if (value === undefined) return;
      world.bound.set(node.binder, value);
      collect(node.body, reading);
      return;
    }
    case 'quantified':
      collectQuantified(node, reading);
      return;
    case 'apply':
      collectApply(node, reading);
  }
}

function collectApply(node: Apply, reading: Reading): void {
  const [first, second, third] = node.args;
  const { world } = reading;
  switch (node.operator) {
    case 'all':
      collectUntil(node.args, false, reading);
      return;
    case 'any':
      collectUntil(node.args, true, reading);
      return;
    case 'implies': {
      if (first === undefined || second === undefined) return;
      const isAsked = valueOf(first, world) === true;
      const isMet = isAsked && valueOf(second, world) === true;
      if (!isMet || mayErr(first)) collect(first, reading);
      if (isAsked) collect(second, reading);
      return;
    }
    case 'ifThenElse': {
      if (first === undefined || second === undefined || third === undefined) return;
      collect(first, reading);
      const condition = valueOf(first, world);
      if (condition !== undefined) collect(condition === true ? second : third, reading);
      return;
    }
    default:
      collectPlace(node, reading);
  }
}

// Of a list that goes left to right and ends at the first part of this value: that part, or all of them.
function collectUntil(parts: readonly Node[], deciding: boolean, reading: Reading): void {
  const found = parts.findIndex((part) => {
    const value = valueOf(part, reading.world);
    return value === undefined || value === deciding;
  });
  const decider = parts[found];
  if (decider === undefined) {
    for (const part of parts) collect(part, reading);
    return;
  }
  const isError = valueOf(decider, reading.world) === undefined;
  for (const part of parts.slice(0, found)) if (isError || mayErr(part)) collect(part, reading);
  collect(decider, reading);
}

/** A place as such; what is no place by its operands. */
function collectPlace(node: Apply, reading: Reading): void {
  const place = pathOf(node, reading);
  if (place === undefined) for (const arg of node.args) collect(arg, reading);
  else if (place !== 'outside') reading.note({ ...place, isAfter: reading.isAfter });
}

function pathOf(node: Node, reading: Reading): Path | 'outside' | undefined {
  if (node.kind === 'variable') return { variable: node.name, keys: [] };
  if (node.kind === 'named') return pathOf(node.body, reading);
  if (node.kind !== 'apply' || !isPlace(node)) return undefined;
  const [outer, index] = node.args;
  const whole = outer && pathOf(outer, reading);
  if (whole === undefined || whole === 'outside') return whole;
  const { variable, keys } = whole;
  switch (node.operator) {
    case 'field':
      return { variable, keys: [...keys, node.detail] };
    case 'item':
      return { variable, keys: [...keys, Number(node.detail)] };
    case 'at': {
      if (index === undefined) return undefined;
      collect(index, reading);
      const key = valueOf(index, reading.world);
      return key === undefined ? 'outside' : { variable, keys: [...keys, key] };
    }
    default:
      return whole;
  }
}

function isPlace(node: Node): boolean {
  if (node.kind === 'variable') return true;
  if (node.kind === 'named') return isPlace(node.body);
  return (
    node.kind === 'apply' &&
    ['at', 'field', 'item', 'local'].includes(node.operator) &&
    node.args[0] !== undefined &&
    isPlace(node.args[0])
  );
}

function collectQuantified(node: Quantified, reading: Reading): void {
  const { quantifier, binders, body } = node;
  const deciding =
    quantifier === 'forall' ? false : quantifier === 'exists' || quantifier === 'choose' ? true : undefined;
  const whole = valueOf(node, reading.world);
  // `choose` depends on all bindings before the one it takes.
  const isDecidedByOne = quantifier !== 'choose' && whole !== undefined && whole === deciding;
  eachBinding(binders, reading, () => {
    const value = deciding === undefined ? undefined : valueOf(body, reading.world);
    const isLast = deciding !== undefined && (value === undefined || value === deciding);
    if (isLast || !isDecidedByOne || mayErr(body)) collect(body, reading);
    return isLast;
  });
}

// As the evaluator goes through bindings; what the domains read counts once for each binding of those before.
function eachBinding(binders: readonly Binder[], reading: Reading, visit: () => boolean, from = 0): boolean {
  const binder = binders[from];
  if (binder === undefined) return visit();
  const { world } = reading;
  if (binder.domain !== undefined) collect(binder.domain, reading);
  const within = binder.domain === undefined ? undefined : valueOf(binder.domain, world);
  if (binder.domain !== undefined && !Set.isSet(within)) return true;
  for (const element of elementsOf(binder.sort)) {
    if (Set.isSet(within) && !within.has(element)) continue;
    world.bound.set(binder, element);
    if (eachBinding(binders, reading, visit, from + 1)) return true;
  }
  return false;
}

/** The value; undefined where there is none. */
export function valueOf(node: Node, world: World): Value | undefined {
  try {
    return evaluate(node, world);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** Whether the expression has operators that are undefined for some operands. */
function mayErr(node: Node): boolean {
  let answer = partials.get(node);
  if (answer === undefined) {
    answer = (node.kind === 'apply' && isPartial(node)) || (node.kind === 'quantified' && node.quantifier === 'choose');
    answer ||= childrenOf(node).some(mayErr);
    partials.set(node, answer);
  }
  return answer;
}

const partials = new WeakMap<Node, boolean>();

function isPartial({ operator: name, args }: Apply): boolean {
  if (operator(name).partial !== true) return false;
  const [whole, index] = args;
  if ((name !== 'at' && name !== 'except') || whole?.sort.kind !== 'fn' || index === undefined) return true;
  const { key } = whole.sort;
  return key.kind === 'range' && !(index.sort.kind === 'range' && index.sort.lo >= key.lo && index.sort.hi <= key.hi);
}
