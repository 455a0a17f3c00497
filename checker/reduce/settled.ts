// Whether an action property holds of every firing of an action, for no other reason than what the action writes: then no code is written for
// it there. Most actions write little of what most such properties are about.

import { childrenOf, walk } from '../language/nodes.ts';
import { operator } from '../language/operators.ts';
import { sameSort } from '../language/sorts.ts';
import type { Node } from '../language/tree.ts';
import { is } from 'immutable';

/** What is known of the firings of one action, whatever the state. */
export interface Firings {
  readonly action: string;
  /** Whether some firing writes this variable. */
  readonly mayChange: (variable: string) => boolean;
}

/** The truth of a condition on a step in every firing; undefined where it depends on the state, or may have no value in one. */
export function settledTruth(node: Node, firings: Firings): boolean | undefined {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'boolean' ? node.value : undefined;
    case 'named':
      return settledTruth(node.body, firings);
    case 'fired':
      return node.actions.includes(firings.action);
    case 'quantified':
      return settledQuantified(node, firings);
    case 'apply':
      return settledApplied(node, firings);
    default:
      return undefined;
  }
}

type Quantified = Extract<Node, { kind: 'quantified' }>;
type Applied = Extract<Node, { kind: 'apply' }>;

function settledQuantified({ quantifier, binders, body }: Quantified, firings: Firings): boolean | undefined {
  if (quantifier !== 'forall' && quantifier !== 'exists') return undefined;
  if (binders.some(({ domain }) => domain !== undefined)) return undefined;
  const truth = settledTruth(body, firings);
  // Of no elements all are what one likes, and none is.
  return truth === (quantifier === 'forall') ? truth : undefined;
}

function settledApplied(node: Applied, firings: Firings): boolean | undefined {
  const [a, b] = node.args;
  if (a === undefined) return undefined;
  switch (node.operator) {
    case 'not': {
      const truth = settledTruth(a, firings);
      return truth === undefined ? undefined : !truth;
    }
    case 'all':
      return settledList(node.args, false, firings);
    case 'any':
      return settledList(node.args, true, firings);
    case 'implies': {
      if (b === undefined) return undefined;
      const premise = settledTruth(a, firings);
      if (premise !== undefined) return premise ? settledTruth(b, firings) : true;
      return settledTruth(b, firings) === true && isTotal(a) ? true : undefined;
    }
    case 'equal':
    case 'notEqual': {
      const isSame = b !== undefined && isTotal(a) && isTotal(b) && isEqual(a, b, firings);
      return isSame ? node.operator === 'equal' : undefined;
    }
    default:
      return undefined;
  }
}

// `all` is decided by a false operand, `any` by a true one, unless one before it may have no value; and by an operand beside its opposite.
function settledList(args: readonly Node[], decisive: boolean, firings: Firings): boolean | undefined {
  const truths = args.map((arg) => settledTruth(arg, firings));
  const at = truths.indexOf(decisive);
  if (at >= 0 && args.slice(0, at).every((arg, index) => truths[index] !== undefined || isTotal(arg))) return decisive;
  if (truths.every((truth) => truth === !decisive)) return !decisive;
  const parts = args.flatMap((arg) => flattened(arg, decisive ? 'any' : 'all'));
  const isOpposed = parts.some((one, index) => parts.slice(index + 1).some((other) => areOpposed(one, other, firings)));
  return isOpposed && args.every((arg) => isTotal(arg)) ? decisive : undefined;
}

function flattened(node: Node, name: 'all' | 'any'): readonly Node[] {
  return node.kind === 'apply' && node.operator === name ? node.args.flatMap((arg) => flattened(arg, name)) : [node];
}

function areOpposed(one: Node, other: Node, firings: Firings): boolean {
  const [a, b] = [positive(one), positive(other)];
  return a.isNegated !== b.isNegated && isEqual(a.node, b.node, firings);
}

/** Without negation in front: `a # b` is the negation of `a = b`; next(not p) is that of next(p). */
function positive(node: Node): { readonly node: Node; readonly isNegated: boolean } {
  if (node.kind === 'named') return positive(node.body);
  if (node.kind === 'next') {
    const inner = positive(node.body);
    return { node: { ...node, body: inner.node }, isNegated: inner.isNegated };
  }
  if (node.kind !== 'apply') return { node, isNegated: false };
  const [a] = node.args;
  if (node.operator === 'not' && a !== undefined) {
    const inner = positive(a);
    return { node: inner.node, isNegated: !inner.isNegated };
  }
  return node.operator === 'notEqual'
    ? { node: { ...node, operator: 'equal' }, isNegated: true }
    : { node, isNegated: false };
}

/** Whether two expressions have the same value in every firing, seen without evaluating them. */
function isEqual(one: Node, other: Node, firings: Firings): boolean {
  const [a, b] = [unmoved(one, firings), unmoved(other, firings)];
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'literal':
      return b.kind === 'literal' && is(a.value, b.value) && sameSort(a.sort, b.sort);
    case 'variable':
      return b.kind === 'variable' && a.name === b.name;
    case 'bound':
      return b.kind === 'bound' && a.binder === b.binder;
    case 'next':
      return b.kind === 'next' && isEqual(a.body, b.body, firings);
    case 'apply':
      return (
        b.kind === 'apply' &&
        a.operator === b.operator &&
        a.detail === b.detail &&
        a.args.length === b.args.length &&
        a.args.every((arg, index) => isEqual(arg, b.args[index] ?? arg, firings))
      );
    default:
      return false;
  }
}

/** next(e) is e where no firing changes what e reads; a name means its body. */
function unmoved(node: Node, firings: Firings): Node {
  if (node.kind === 'named') return unmoved(node.body, firings);
  if (node.kind !== 'next') return node;
  const isMoved = [...walk(node.body)].some((each) => each.kind === 'variable' && firings.mayChange(each.name));
  return isMoved ? node : unmoved(node.body, firings);
}

/** Whether it has a value in every state; what is in `given` has one. */
export function isTotal(node: Node, given?: ReadonlySet<Node>): boolean {
  if (given?.has(node) === true) return true;
  if (node.kind === 'apply' && operator(node.operator).partial === true && !isWithinKeys(node)) return false;
  if (node.kind === 'quantified' && node.quantifier === 'choose') return false;
  return childrenOf(node).every((child) => isTotal(child, given));
}

/** A function's value at an identifier of its keys' own sort. */
function isWithinKeys({ operator: name, args }: Applied): boolean {
  const [f, key] = args;
  return (
    name === 'at' &&
    f?.sort.kind === 'fn' &&
    key !== undefined &&
    key.sort.kind === 'ids' &&
    sameSort(f.sort.key, key.sort)
  );
}
