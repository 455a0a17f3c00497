// The simultaneous assignment on expressions: the new value of a variable from its updates, and the conditions under which they are lawful.
// As in the interpreter's `assign.ts` every index and value is read before, and no place is given two values.

import { is } from 'immutable';
import { assert } from './errors.ts';
import { applyNodes, quantified, walk } from './nodes.ts';
import { sameSort } from './sorts.ts';
import { conjunction, fresh, read, type Scope } from './symbolic.ts';
import type { Binder, Node, UpdateTree } from './tree.ts';
import { elementsOf } from './values.ts';

/** One level below a variable: an index, a field, or the item of a tuple. */
type Key =
  | { readonly kind: 'at'; readonly node: Node; readonly of: Node['sort'] }
  | { readonly kind: 'field' | 'item'; readonly name: string };

/** One place that is written where the guard is true. */
interface Write {
  readonly guard: Node;
  readonly keys: readonly Key[];
  readonly value: Node;
}

/** Writes for all keys of a function at once, told by a bound variable, or single ones. */
interface Written {
  readonly binders: readonly Binder[];
  readonly write: Write;
}

/** A value under conditions. */
export interface Guarded {
  readonly value: Node;
  readonly guards: readonly Node[];
}

/** The value of a variable after these updates of it. */
export function newValue(variable: string, updates: readonly UpdateTree[], scope: Scope): Guarded {
  const before = scope.store.get(variable);
  assert(before !== undefined, `the variable '${variable}' has a value`);
  const written = updates.flatMap((update) => placesWritten(update, scope));
  const value = written.reduce((whole, { binders, write }) => put(whole, write.keys, write, binders), before);
  const guards = written.flatMap((one, index) => written.slice(0, index).flatMap((other) => apart(one, other)));
  return { value, guards };
}

// The common form writes f[p] for each p. Any other goes through the elements one by one.
function placesWritten(update: UpdateTree, scope: Scope): readonly Written[] {
  if (!isEachKey(update)) {
    return eachElement(update.binders, scope, []).map(({ inner, guards }) => ({
      binders: [],
      write: writeOf(update, guards, inner),
    }));
  }
  let inner = scope;
  const guards: Node[] = [];
  const binders = update.binders.map((binder): Binder => {
    const { domain, ...plain } = binder;
    const made = fresh(plain, inner);
    inner = {
      ...inner,
      bound: new Map(inner.bound).set(binder, { kind: 'bound', sort: binder.sort, binder: made.own }),
    };
    if (domain !== undefined) guards.push(read(memberOf(domain, binder), inner));
    return made.own;
  });
  return [{ binders, write: writeOf(update, guards, inner) }];
}

function writeOf({ target, value }: UpdateTree, guards: readonly Node[], scope: Scope): Write {
  const keys = keysOf(target).map((key): Key => (key.kind === 'at' ? { ...key, node: read(key.node, scope) } : key));
  return { guard: conjunction(guards), keys, value: read(value, scope) };
}

/** Whether each parameter is itself an index of the target, over all keys, and no index before that depends on it. */
function isEachKey({ target, binders }: UpdateTree): boolean {
  const open = new Set(binders);
  for (const key of keysOf(target)) {
    if (key.kind !== 'at') continue;
    const { node } = key;
    if (node.kind === 'bound' && open.has(node.binder) && sameSort(node.binder.sort, key.of)) open.delete(node.binder);
    else if ([...walk(node)].some((part) => part.kind === 'bound' && open.has(part.binder))) return false;
  }
  return open.size === 0;
}

function memberOf(domain: Node, binder: Binder): Node {
  return applyNodes('has', [domain, { kind: 'bound', sort: binder.sort, binder }]);
}

function eachElement(
  binders: readonly Binder[],
  scope: Scope,
  guards: readonly Node[],
): readonly { readonly inner: Scope; readonly guards: readonly Node[] }[] {
  const [binder, ...rest] = binders;
  if (binder === undefined) return [{ inner: scope, guards }];
  return elementsOf(binder.sort).flatMap((value) => {
    const literal: Node = { kind: 'literal', sort: binder.sort, value };
    const inner = { ...scope, bound: new Map(scope.bound).set(binder, literal) };
    const own = binder.domain === undefined ? [] : [applyNodes('has', [read(binder.domain, scope), literal])];
    return eachElement(rest, inner, [...guards, ...own]);
  });
}

function keysOf(target: Node): readonly Key[] {
  if (target.kind !== 'apply') return [];
  const [outer, key] = target.args;
  const before = outer === undefined ? [] : keysOf(outer);
  switch (target.operator) {
    case 'at':
      return key === undefined || outer?.sort.kind !== 'fn'
        ? before
        : [...before, { kind: 'at', node: key, of: outer.sort.key }];
    case 'field':
    case 'item':
      return [...before, { kind: target.operator, name: target.detail }];
    default:
      return before;
  }
}

/** The whole with the write put into it; `binders`: those for all of whose values that is meant, and which are not bound yet. */
function put(whole: Node, keys: readonly Key[], write: Write, binders: readonly Binder[]): Node {
  const [key, ...rest] = keys;
  if (key === undefined) {
    const isAlways = write.guard.kind === 'apply' && write.guard.operator === 'all' && write.guard.args.length === 0;
    return isAlways ? write.value : applyNodes('ifThenElse', [write.guard, write.value, whole]);
  }
  switch (key.kind) {
    case 'field':
      return applyNodes('with', [whole, put(applyNodes('field', [whole], key.name), rest, write, binders)], key.name);
    case 'item': {
      const items = whole.sort.kind === 'tuple' ? whole.sort.items : [];
      return applyNodes(
        'tuple',
        items.map((_, index) => {
          const item = applyNodes('item', [whole], String(index));
          return index === Number(key.name) ? put(item, rest, write, binders) : item;
        }),
      );
    }
    case 'at': {
      const { node } = key;
      const binder = node.kind === 'bound' ? binders.find((each) => each === node.binder) : undefined;
      const left = binders.filter((each) => each !== binder);
      const inner = put(applyNodes('at', [whole, node]), rest, write, left);
      return binder === undefined
        ? applyNodes('except', [whole, node, inner])
        : quantified('function', [binder], inner);
    }
  }
}

/** That two writes of one variable do not meet. */
function apart(one: Written, other: Written): readonly Node[] {
  const length = Math.min(one.write.keys.length, other.write.keys.length);
  const same: Node[] = [];
  for (let level = 0; level < length; level += 1) {
    const [a, b] = [one.write.keys[level], other.write.keys[level]];
    if (a?.kind === 'at' && b?.kind === 'at') {
      if (areOtherLiterals(a.node, b.node)) return [];
      same.push(applyNodes('equal', [a.node, b.node]));
    } else if (a?.kind !== 'at' && b?.kind !== 'at' && a?.name !== b?.name) return [];
  }
  const binders = [...one.binders, ...other.binders];
  const meets = conjunction([one.write.guard, other.write.guard, ...same]);
  return [applyNodes('not', [binders.length === 0 ? meets : quantified('exists', binders, meets)])];
}

function areOtherLiterals(a: Node, b: Node): boolean {
  return a.kind === 'literal' && b.kind === 'literal' && !is(a.value, b.value);
}
