// Expressions of one specification read in another: what stands for each variable, and what was put for parameters.

import { applyNodes, childrenOf, mapChildren } from './nodes.ts';
import { operator } from './operators.ts';
import { sameSort } from './sorts.ts';
import type { Binder, Node, VariableTree } from './tree.ts';

/** The value of each variable, as an expression of the variable's sort. */
export type Store = ReadonlyMap<string, Node>;

/** Where expressions are read. */
export interface Scope {
  readonly variables: readonly VariableTree[];
  readonly store: Store;
  readonly bound: ReadonlyMap<Binder, Node>;
}

/** The expression with the variables' values, and what was put for parameters. */
export function read(node: Node, scope: Scope): Node {
  if (node.kind === 'variable') return scope.store.get(node.name) ?? node;
  if (node.kind === 'bound') return scope.bound.get(node.binder) ?? node;
  return mapChildren(node, (child) => read(child, scope));
}

/** A binder of the scope's own, whose domain is read there. */
export function fresh(binder: Binder, scope: Scope): { readonly own: Binder; readonly inner: Scope } {
  const { domain, ...rest } = binder;
  const own: Binder = domain === undefined ? rest : { ...rest, domain: read(domain, scope) };
  const bound = new Map(scope.bound).set(binder, { kind: 'bound', sort: own.sort, binder: own });
  return { own, inner: { ...scope, bound } };
}

export function conjunction(nodes: readonly Node[]): Node {
  const open = nodes.flatMap((node) => {
    if (node.kind === 'apply' && node.operator === 'all') return node.args;
    return node.kind === 'literal' && node.value === true ? [] : [node];
  });
  const [only] = open;
  return only !== undefined && open.length === 1 ? only : applyNodes('all', open);
}

/** The value as an element of exactly this sort; outside its domain where it is none. */
export function ofSort(node: Node, sort: Node['sort']): Node {
  return sameSort(node.sort, sort) ? node : { kind: 'apply', sort, operator: 'as', args: [node], detail: '' };
}

/** The condition; false where it has no value. */
export function total(node: Node): Node {
  return mayFail(node) ? applyNodes('orFalse', [node]) : node;
}

function mayFail(node: Node): boolean {
  let may = failing.get(node);
  if (may === undefined) {
    const isTotal = node.kind === 'apply' && node.operator === 'orFalse';
    may = !isTotal && (isPartial(node) || childrenOf(node).some(mayFail));
    failing.set(node, may);
  }
  return may;
}

const failing = new WeakMap<Node, boolean>();

function isPartial(node: Node): boolean {
  if (node.kind === 'quantified') return node.quantifier === 'choose';
  if (node.kind !== 'apply' || operator(node.operator).partial !== true) return false;
  const [f, key] = node.args;
  const isIndexed = node.operator === 'at' || node.operator === 'except';
  return !(isIndexed && f?.sort.kind === 'fn' && key !== undefined && sameSort(key.sort, f.sort.key));
}
