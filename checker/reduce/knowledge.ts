// What is known of a condition before and after a step, whatever the state is: where the process stands, what it holds, what it asked for and
// what it stored. Quantified variables are looked at once as each entry that the step writes by name, and once as any other.

import { mapChildren, sameNode, walk } from '../language/nodes.ts';
import { printSort, sameSort, type Sort } from '../language/sorts.ts';
import type { Binder, Node } from '../language/tree.ts';
import type { Doing, Write } from './doing.ts';
import { acting, isPlace, keysOf, mayMeet, sameKey, variableOf, type Key } from './footprint.ts';
import { isNone, isOfCase, sameConstant } from './same-value.ts';
import { isTotal } from './settled.ts';

export class Knowledge {
  readonly doing: Doing;
  /** Bound to what is none of the entries that the step writes by name. */
  readonly #apart = new Set<Binder>();
  /** What stands for an entry that the step writes: as it was named before the step. */
  readonly entries = new Set<Node>();
  readonly #entriesBySort = new Map<string, readonly Node[]>();

  constructor(doing: Doing) {
    this.doing = doing;
  }

  meets(place: Node, keys: readonly Key[], write: Write): boolean {
    if (!mayMeet(keys, write.keys, false)) return false;
    // An entry that is none of those written by name.
    const [index] = indicesOf(place);
    if (index?.kind !== 'bound' || !this.#apart.has(index.binder)) return true;
    const outer = outermost(write.target);
    const isNamed = outer?.sort.kind === 'fn' && sameSort(outer.sort.key, index.binder.sort);
    return !isNamed || write.keys[0] === undefined || write.keys[0].kind === 'any';
  }

  /** The way into a place, before and after the step. */
  keys(place: Node): readonly Key[] {
    const keys = keysOf(place, acting, new Set());
    const [index] = indicesOf(place);
    const [key, ...below] = keys;
    if (key?.kind !== 'own' || index === undefined || this.entries.has(index) || !this.isWritten(index)) return keys;
    return [{ kind: 'any' }, ...below];
  }

  /** Whether a stored value is what the other expression is; undefined where that depends. */
  isSameValue(value: Node, other: Node): boolean | undefined {
    const constants = sameConstant(value, other);
    if (constants !== undefined) return constants;
    return sameNode(value, other) && !this.isWritten(other) ? true : undefined;
  }

  /** Each variable once as each entry that the step writes by name, and once as any other. */
  inCases(binders: readonly Binder[], body: Node, look: (body: Node) => Node | undefined): Node | undefined {
    const [binder, ...rest] = binders;
    if (binder === undefined) return look(body);
    for (const entry of this.#entriesOf(binder.sort)) {
      this.entries.add(entry);
      const found = this.inCases(rest, substituted(body, binder, entry), look);
      if (found !== undefined) return found;
    }
    this.#apart.add(binder);
    const found = this.inCases(rest, body, look);
    this.#apart.delete(binder);
    return found;
  }

  #entriesOf(sort: Sort): readonly Node[] {
    const known = this.#entriesBySort.get(printSort(sort));
    if (known !== undefined) return known;
    const keys: { readonly key: Key; readonly node: Node }[] = [];
    const add = (key: Key | undefined, of: Sort): void => {
      if (key === undefined || !sameSort(of, sort) || keys.some((each) => sameKey(each.key, key))) return;
      if (key.kind === 'self') keys.push({ key, node: { kind: 'bound', sort, binder: acting } });
      if (key.kind === 'literal') keys.push({ key, node: { kind: 'literal', sort, value: key.value } });
      if (key.kind === 'own') keys.push({ key, node: key.node });
    };
    for (const {
      keys: [key],
      target,
    } of this.doing.writes) {
      const outer = outermost(target);
      if (outer?.sort.kind === 'fn') add(key, outer.sort.key);
    }
    // Copies, so that none is taken for what the condition reads by itself.
    const entries = keys.map(({ node }) => ({ ...node }));
    this.#entriesBySort.set(printSort(sort), entries);
    return entries;
  }

  isConstant(node: Node): boolean {
    const before = this.known(node, 'before');
    return before !== undefined && before === this.known(node, 'after');
  }

  /** The truth that a condition surely has; undefined also where it may have no value. */
  known(node: Node, when: 'before' | 'after'): boolean | undefined {
    if (node.sort.kind !== 'bool') return undefined;
    switch (node.kind) {
      case 'literal':
        return typeof node.value === 'boolean' ? node.value : undefined;
      case 'named':
        return this.known(node.body, when);
      case 'quantified': {
        if (node.quantifier !== 'forall' && node.quantifier !== 'exists') return undefined;
        if (node.binders.some(({ domain }) => domain !== undefined) || !this.#isTotal(node.body)) return undefined;
        const decisive = node.quantifier === 'exists';
        const found = this.inCases(node.binders, node.body, (body) =>
          this.known(body, when) === decisive && !this.#hasApart(node.binders) ? body : undefined,
        );
        return found === undefined ? undefined : decisive;
      }
      case 'apply':
        return this.#knownApplied(node, when);
      default:
        return isPlace(node) ? this.#knownPlace(node, when) : undefined;
    }
  }

  // Of other entries than those written by name there may be none.
  #hasApart(binders: readonly Binder[]): boolean {
    return binders.some((binder) => this.#apart.has(binder));
  }

  #knownApplied(node: Extract<Node, { kind: 'apply' }>, when: 'before' | 'after'): boolean | undefined {
    const [a, b] = node.args;
    switch (node.operator) {
      case 'not': {
        const truth = a && this.known(a, when);
        return truth === undefined ? undefined : !truth;
      }
      case 'all':
      case 'any': {
        const decisive = node.operator === 'any';
        for (const arg of node.args) {
          const truth = this.known(arg, when);
          if (truth === decisive) return decisive;
          if (truth === undefined && !this.#isTotal(arg)) return undefined;
        }
        return node.args.every((arg) => this.known(arg, when) === !decisive) ? !decisive : undefined;
      }
      case 'implies': {
        const premise = a && this.known(a, when);
        if (premise === false) return true;
        const conclusion = b && this.known(b, when);
        if (premise === true) return conclusion;
        return conclusion === true && a !== undefined && this.#isTotal(a) ? true : undefined;
      }
      case 'equal':
      case 'notEqual': {
        if (a === undefined || b === undefined) return undefined;
        const truth = this.#knownEqual(a, b, when) ?? this.#knownEqual(b, a, when) ?? this.#knownAsked(node, when);
        return truth === undefined || node.operator === 'equal' ? truth : !truth;
      }
      case 'isCase': {
        const value = a !== undefined && isPlace(a) && when === 'after' ? this.storedSurely(a) : undefined;
        return value === undefined ? this.#knownAsked(node, when) : isOfCase(value, node.detail);
      }
      case 'at':
      case 'field':
      case 'item':
        return isPlace(node) ? this.#knownPlace(node, when) : undefined;
      default:
        return undefined;
    }
  }

  #knownPlace(place: Node, when: 'before' | 'after'): boolean | undefined {
    if (this.#isHeld(place, when)) return true;
    const value = when === 'after' ? this.storedSurely(place) : undefined;
    if (value?.kind === 'literal' && typeof value.value === 'boolean') return value.value;
    return this.#knownAsked(place, when);
  }

  #knownEqual(one: Node, other: Node, when: 'before' | 'after'): boolean | undefined {
    const { position, from, to } = this.doing;
    const [inner] = one.kind === 'apply' && one.operator === 'holder' ? one.args : [];
    const place = inner ?? one;
    if (!isPlace(place)) return undefined;
    if (isNone(other) && this.#isHeld(place, when)) return false;
    if (variableOf(place) === position && other.kind === 'literal' && isOwnPosition(place))
      return String(other.value) === (when === 'before' ? from : to);
    const value = when === 'after' ? this.storedSurely(place) : undefined;
    return value === undefined ? undefined : this.isSameValue(value, other);
  }

  // What the step asked of the state before; after it that is so where it has not changed any of it.
  #knownAsked(node: Node, when: 'before' | 'after'): boolean | undefined {
    for (const asked of this.doing.asked) {
      const truth = saysOf(asked, true, node);
      if (truth === undefined) continue;
      if (when === 'before' || !this.isWritten(node)) return truth;
    }
    return undefined;
  }

  isWritten(node: Node): boolean {
    return [...walk(node)].some(
      (each) => each.kind === 'variable' && this.doing.writes.some(({ variable }) => variable === each.name),
    );
  }

  /** An entry is an element, however it is named. */
  #isTotal(node: Node): boolean {
    return isTotal(node, this.entries);
  }

  #isHeld(place: Node, when: 'before' | 'after'): boolean {
    const variable = variableOf(place);
    const keys = this.keys(place);
    const [key] = keys;
    if (keys.length > 1) return false;
    const held = when === 'before' ? this.doing.before : this.doing.after;
    return held.some(
      (lock) =>
        lock.variable === variable &&
        (key === undefined || lock.key === undefined ? key === lock.key : sameKey(key, lock.key)),
    );
  }

  storedSurely(place: Node): Node | undefined {
    const variable = variableOf(place);
    const write = this.doing.writes.find((each) => each.variable === variable);
    if (write?.isCertain !== true) return undefined;
    const keys = this.keys(place);
    const isIt =
      keys.length === write.keys.length && keys.every((key, level) => sameKey(key, write.keys[level] ?? key));
    return isIt && !keys.some(({ kind }) => kind === 'any') ? write.value : undefined;
  }
}

function isOwnPosition(place: Node): boolean {
  const keys = keysOf(place, acting, new Set());
  return place.kind === 'variable' || (keys.length === 1 && keys[0]?.kind === 'self');
}

/** The truth of `node` where `known` has this truth, as far as it is one of its parts. */
function saysOf(known: Node, truth: boolean, node: Node): boolean | undefined {
  if (sameNode(known, node)) return truth;
  if (known.kind === 'named') return saysOf(known.body, truth, node);
  if (known.kind !== 'apply') return undefined;
  const [a, b] = known.args;
  if (known.operator === 'not' && a !== undefined) return saysOf(a, !truth, node);
  if (known.operator === (truth ? 'all' : 'any')) return firstTruth(known.args, (arg) => saysOf(arg, truth, node));
  const isOpposite =
    (known.operator === 'equal' || known.operator === 'notEqual') &&
    node.kind === 'apply' &&
    (node.operator === 'equal' || node.operator === 'notEqual');
  if (!isOpposite || a === undefined || b === undefined) return undefined;
  const [c, d] = node.args;
  if (c === undefined || d === undefined || !sameNode(a, c) || !sameNode(b, d)) return undefined;
  return known.operator === node.operator ? truth : !truth;
}

function firstTruth(nodes: readonly Node[], look: (node: Node) => boolean | undefined): boolean | undefined {
  for (const node of nodes) {
    const found = look(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The indices by which a place is reached, outermost first. */
export function indicesOf(place: Node): readonly Node[] {
  if (place.kind !== 'apply') return [];
  const [outer, index] = place.args;
  const before = outer === undefined ? [] : indicesOf(outer);
  return place.operator === 'at' && index !== undefined ? [...before, index] : before;
}

function outermost(place: Node): Node | undefined {
  if (place.kind !== 'apply') return place;
  const [outer] = place.args;
  return outer === undefined ? undefined : outermost(outer);
}

function substituted(node: Node, binder: Binder, by: Node): Node {
  if (node.kind === 'bound') return node.binder === binder ? by : node;
  return mapChildren(node, (child) => substituted(child, binder, by));
}
