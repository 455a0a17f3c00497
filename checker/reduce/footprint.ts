// What an action touches. What it does in a state depends on the values read alone, and it leaves all but what it writes as it is.
// By variables, and more closely by places: `x[self]` of two processes of one kind are different places.

import { is } from 'immutable';
import { InternalError } from '../language/errors.ts';
import { childrenOf, mapChildren } from '../language/nodes.ts';
import { sameSort, type Sort } from '../language/sorts.ts';
import { areSame } from './cases.ts';
import type { ActionTree, Binder, Node, StatementTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';

export interface Footprint {
  /** Read, or written in part: all that is named. */
  readonly touched: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

/** By which entry of a function an access goes, seen from the process that acts. */
export type Key =
  /** By the process itself. */
  | { readonly kind: 'self' }
  | { readonly kind: 'literal'; readonly value: Value }
  /** By what the process alone knows: an expression over its own entries of variables, as they are before the action. */
  | { readonly kind: 'own'; readonly node: Node }
  /** A field of a record or an item of a tuple. */
  | { readonly kind: 'part'; readonly name: string }
  | { readonly kind: 'any' };

/** One place that an action reads or writes. */
export interface Access {
  readonly variable: string;
  /** The way into the variable, as far as it is known; what lies below is touched as a whole. */
  readonly keys: readonly Key[];
  readonly isWrite: boolean;
  /** Reads no more than whether the acting process itself holds what stands here. */
  readonly isOwnHolding: boolean;
  /** The place as written. */
  readonly node: Node;
}

export function footprintOf(action: ActionTree): Footprint {
  const accesses = accessesOf(action, undefined);
  return {
    touched: new Set(accesses.map(({ variable }) => variable)),
    written: new Set(accesses.flatMap(({ variable, isWrite }) => (isWrite ? [variable] : []))),
  };
}

/** Every place that some firing of the action may read or write. `self` is the parameter that says who acts. */
export function accessesOf({ parameters, when, body }: ActionTree, self: Binder | undefined): readonly Access[] {
  const accesses: Access[] = [];
  // By earlier statements: what they have changed names another entry now.
  const written = new Set<string>();
  // Parts of a tree may stand in it many times.
  const seen = new Set<Node>();
  const touch = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const held = self === undefined ? undefined : placeHeldBySelf(node, self);
    if (held !== undefined) {
      accesses.push({ ...accessTo(held, self, written), isWrite: false, isOwnHolding: true });
      touchKeys(held);
    } else if (isPlace(node)) {
      accesses.push({ ...accessTo(node, self, written), isWrite: false, isOwnHolding: false });
      touchKeys(node);
    } else childrenOf(node).forEach(touch);
  };
  const touchKeys = (place: Node): void => {
    if (place.kind !== 'apply') return;
    const [outer, ...keys] = place.args;
    keys.forEach(touch);
    if (outer !== undefined) touchKeys(outer);
  };
  const bind = (binders: readonly Binder[]): void => {
    for (const { domain } of binders) if (domain !== undefined) touch(domain);
  };
  const run = (statement: StatementTree): void => {
    switch (statement.kind) {
      case 'assign':
        for (const { target, value, binders } of statement.updates) {
          bind(binders);
          touchKeys(target);
          touch(value);
          accesses.push({ ...accessTo(target, self, written), isWrite: true, isOwnHolding: false });
        }
        for (const { target } of statement.updates) written.add(variableOf(target));
        seen.clear();
        return;
      case 'require':
        return touch(statement.clause.node);
      case 'assert':
        return touch(statement.assertion.node);
      case 'if':
        touch(statement.condition.node);
        break;
      case 'choose':
        for (const { binders } of statement.alternatives) bind(binders);
        break;
    }
    for (const list of listsOf(statement)) list.forEach(run);
  };
  bind(parameters);
  for (const { node } of when) touch(node);
  body.forEach(run);
  return accesses;
}

/** The lists of statements inside a statement. */
export function listsOf(statement: StatementTree): readonly (readonly StatementTree[])[] {
  switch (statement.kind) {
    case 'if':
      return [statement.then, statement.otherwise];
    case 'choose':
      return statement.alternatives.map(({ body }) => body);
    default:
      return [];
  }
}

/** The variable that a place is a part of. */
export function variableOf(place: Node): string {
  if (place.kind === 'variable') return place.name;
  const [outer] = place.kind === 'apply' ? place.args : [];
  if (outer === undefined) throw new InternalError('a target is no place');
  return variableOf(outer);
}

/** Whether the expression names a place: a variable, or a part of one. */
export function isPlace(node: Node): boolean {
  if (node.kind === 'variable') return true;
  if (node.kind !== 'apply' || !['at', 'field', 'item', 'local'].includes(node.operator)) return false;
  const [outer] = node.args;
  return outer !== undefined && isPlace(outer);
}

/** `place` where the expression is `place = self`: a lock, or an owner, asked whether it is the acting process's. */
export function placeHeldBySelf(node: Node, self: Binder): Node | undefined {
  if (node.kind !== 'apply' || (node.operator !== 'equal' && node.operator !== 'notEqual')) return undefined;
  const [a, b] = node.args;
  if (a === undefined || b === undefined) return undefined;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (isSomeSelf(other, self)) return heldPlace(one);
  return undefined;
}

function heldPlace(node: Node): Node | undefined {
  if (node.kind === 'apply' && node.operator === 'holder') {
    const [place] = node.args;
    return place !== undefined && isPlace(place) ? place : undefined;
  }
  return node.sort.kind === 'maybe' && isPlace(node) ? node : undefined;
}

/** Whether it is the acting process, as what a lock's holder or an owner may be. */
export function isSomeSelf(node: Node, self: Binder): boolean {
  if (node.kind === 'bound') return node.binder === self;
  if (node.kind !== 'apply' || !['some', 'asProcess', 'heldBy'].includes(node.operator)) return false;
  const [inner] = node.args;
  return inner !== undefined && isSomeSelf(inner, self);
}

/** @param written the variables that the action changes */
function accessTo(
  place: Node,
  self: Binder | undefined,
  written: ReadonlySet<string>,
): Pick<Access, 'variable' | 'keys' | 'node'> {
  return { variable: variableOf(place), keys: keysOf(place, self, written), node: place };
}

/** The way into a place. @param written variables that may have changed where the key is evaluated */
export function keysOf(place: Node, self: Binder | undefined, written: ReadonlySet<string>): readonly Key[] {
  if (place.kind !== 'apply') return [];
  const [outer, key] = place.args;
  if (outer === undefined) return [];
  const keys = keysOf(outer, self, written);
  if (place.operator === 'local') return keys;
  if (place.operator !== 'at') return [...keys, { kind: 'part', name: place.detail }];
  return [...keys, key === undefined ? { kind: 'any' } : keyOf(key, self, written)];
}

function keyOf(node: Node, self: Binder | undefined, written: ReadonlySet<string>): Key {
  if (node.kind === 'literal') return { kind: 'literal', value: node.value };
  if (self === undefined) return { kind: 'any' };
  if (node.kind === 'bound' && node.binder === self) return { kind: 'self' };
  return isOwn(node, self, written) ? { kind: 'own', node: ofActing(node, self) } : { kind: 'any' };
}

// Actions have parameters of their own: that the same is meant shows only where all say it by one.
export const acting: Binder = { name: 'self', sort: { kind: 'process' } };

/** The expression, said by a process of no action in particular. */
export function ofActing(node: Node, self: Binder): Node {
  if (node.kind === 'bound') return node.binder === self ? { ...node, binder: acting } : node;
  return mapChildren(node, (child) => ofActing(child, self));
}

/** Whether an expression reads nothing but entries of the acting process that the action leaves as they are. */
function isOwn(node: Node, self: Binder, written: ReadonlySet<string>): boolean {
  if (node.kind === 'bound') return node.binder === self;
  if (node.kind === 'variable' || node.kind === 'quantified' || node.kind === 'let' || node.kind === 'next')
    return false;
  if (node.kind === 'apply' && node.operator === 'at') {
    const [outer, key] = node.args;
    if (outer?.kind === 'variable') return key?.kind === 'bound' && key.binder === self && !written.has(outer.name);
  }
  return childrenOf(node).every((child) => isOwn(child, self, written));
}

/** Whether two keys are the same expression, for one and the same process. */
export function sameKey(a: Key, b: Key): boolean {
  switch (a.kind) {
    case 'self':
      return b.kind === 'self';
    case 'literal':
      return b.kind === 'literal' && is(a.value, b.value);
    case 'own':
      return b.kind === 'own' && areSame(a.node, b.node);
    case 'part':
      return b.kind === 'part' && a.name === b.name;
    case 'any':
      return false;
  }
}

/** Whether places of two processes may be one, or one a part of the other. `areKin`: different processes of one family, so that each has its own self. */
export function mayMeet(a: readonly Key[], b: readonly Key[], areKin: boolean): boolean {
  const depth = Math.min(a.length, b.length);
  return a.slice(0, depth).every((key, level) => {
    const other = b[level];
    if (other === undefined) return true;
    if (key.kind === 'self' && other.kind === 'self') return !areKin;
    if (key.kind === 'literal' && other.kind === 'literal') return is(key.value, other.value);
    if (key.kind === 'part' && other.kind === 'part') return key.name === other.name;
    return true;
  });
}

/** Whether functions of these keys have entries of the same names. */
export function sameKeys(a: Sort, b: Sort): boolean {
  if (a === b) return true;
  if (a.kind === 'ids' || b.kind === 'ids') return a.kind === 'ids' && b.kind === 'ids' && a.name === b.name;
  return sameSort(a, b);
}
