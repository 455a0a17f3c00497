// What is known of a condition before and after a step, whatever the state is: where the process stands, what it holds, what it asked for and
// what it stored. Quantified variables are looked at once as each entry that the step writes by name, and once as any other.

import { mapChildren } from '../language/nodes.ts';
import type { Sort } from '../language/sorts.ts';
import type { Binder, Node } from '../language/tree.ts';
import { areSame } from './cases.ts';
import { readsOf } from './condition-reads.ts';
import type { Doing, Fact, Write } from './doing.ts';
import { acting, isPlace, isSomeSelf, keysOf, mayMeet, sameKey, sameKeys, variableOf, type Key } from './footprint.ts';
import { isConstant, isNone, isOfCase, sameConstant } from './same-value.ts';
import { isTotal } from './settled.ts';
import { isPlainlyTotal } from './totality.ts';

export class Knowledge {
  readonly doing: Doing;
  /** Bound to what is none of the entries that the step writes by name. */
  readonly #apart = new Set<Binder>();
  /** Bound to an entry that there may not be, since its name may have no value. */
  readonly #doubtful = new Set<Binder>();
  /** What stands for an entry that the step writes: as it was named before the step. */
  readonly entries = new Set<Node>();
  readonly #entriesBySort = new Map<Sort, readonly Node[]>();

  readonly #known = { before: new Map<Node, boolean | undefined>(), after: new Map<Node, boolean | undefined>() };

  constructor(doing: Doing) {
    this.doing = doing;
  }

  meets(place: Node, keys: readonly Key[], write: Write): boolean {
    if (!mayMeet(keys, write.keys, false)) return false;
    // An entry that is none of those written by name.
    const [index] = indicesOf(place);
    if (index?.kind !== 'bound' || !this.#apart.has(index.binder)) return true;
    const outer = outermost(write.target);
    const isNamed = outer?.sort.kind === 'fn' && sameKeys(outer.sort.key, index.binder.sort);
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
    return areSame(value, other) && !this.isWritten(other) ? true : undefined;
  }

  /** Each variable once as each entry that the step writes by name, and once as any other. */
  inCases(binders: readonly Binder[], body: Node, look: (body: Node) => Node | undefined): Node | undefined {
    const [binder, ...rest] = binders;
    if (binder === undefined) return look(body);
    for (const entry of this.#entriesOf(binder.sort)) {
      this.entries.add(entry);
      if (!isSure(entry)) this.#doubtful.add(binder);
      const found = this.inCases(rest, substituted(body, binder, entry), look);
      this.#doubtful.delete(binder);
      if (found !== undefined) return found;
    }
    this.#apart.add(binder);
    const found = this.inCases(rest, body, look);
    this.#apart.delete(binder);
    return found;
  }

  #entriesOf(sort: Sort): readonly Node[] {
    const known = this.#entriesBySort.get(sort);
    if (known !== undefined) return known;
    const keys: { readonly key: Key; readonly node: Node }[] = [];
    const add = (key: Key | undefined, of: Sort): void => {
      if (key === undefined || !sameKeys(of, sort) || keys.some((each) => sameKey(each.key, key))) return;
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
    this.#entriesBySort.set(sort, entries);
    return entries;
  }

  isConstant(node: Node): boolean {
    const before = this.known(node, 'before');
    return before !== undefined && before === this.known(node, 'after');
  }

  /** The truth that a condition surely has; undefined also where it may have no value. */
  known(node: Node, when: 'before' | 'after'): boolean | undefined {
    if (node.sort.kind !== 'bool') return undefined;
    const remembered = this.#known[when];
    // An expression is asked for again and again, on the way to what it is part of; what it is under one set of cases it is under all in which it stands.
    if (remembered.has(node)) return remembered.get(node);
    const truth = this.#find(node, when);
    remembered.set(node, truth);
    return truth;
  }

  #find(node: Node, when: 'before' | 'after'): boolean | undefined {
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
    return binders.some((binder) => this.#apart.has(binder) || this.#doubtful.has(binder));
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
        const value = a !== undefined && isPlace(a) ? this.#valueOf(a, when) : undefined;
        return (value && isOfCase(value, node.detail)) ?? this.#knownAsked(node, when);
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
    if (isSomeSelf(other, acting) && this.doing.isLock(variableOf(place))) {
      if (this.#isHeld(place, when)) return true;
      if (!this.doing.mayHold(variableOf(place), when)) return false;
    }
    if (isNone(other) && this.#isHeld(place, when)) return false;
    if (variableOf(place) === position && other.kind === 'literal' && isOwnPosition(place))
      return String(other.value) === (when === 'before' ? from : to);
    const value = this.#valueOf(place, when);
    return value === undefined ? undefined : this.isSameValue(value, other);
  }

  /** What a place surely holds. */
  #valueOf(place: Node, when: 'before' | 'after'): Node | undefined {
    const stored = when === 'after' ? this.storedSurely(place) : undefined;
    if (stored !== undefined || (when === 'after' && this.isWritten(place))) return stored;
    for (const { truth, operands } of this.doing.asked) {
      const [a, b] = operands ?? [];
      if (!truth || a === undefined || b === undefined) continue;
      if (isConstant(b) && areSame(a, place)) return b;
      if (isConstant(a) && areSame(b, place)) return a;
    }
    return undefined;
  }

  // What the step asked of the state before; after it that is so where it has not changed any of it.
  #knownAsked(node: Node, when: 'before' | 'after'): boolean | undefined {
    const truth = firstTruth(this.doing.asked, (asked) => saysOf(asked, node));
    if (truth !== undefined && (when === 'before' || !this.isWritten(node))) return truth;
    return undefined;
  }

  isWritten(node: Node): boolean {
    return [...readsOf(node).keys()].some((variable) => this.doing.written.has(variable));
  }

  /** An entry is an element, however it is named. */
  #isTotal(node: Node): boolean {
    return isPlainlyTotal(node) || isTotal(node, this.entries);
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

/** Whether there is such an entry, whatever the state: a process, a constant, or what a variable of the process holds. */
function isSure(entry: Node): boolean {
  if (entry.kind === 'literal' || entry.kind === 'bound') return true;
  if (entry.kind !== 'apply' || (entry.operator !== 'at' && entry.operator !== 'local')) return false;
  return entry.args.every((arg) => arg.kind === 'variable' || isSure(arg));
}

function isOwnPosition(place: Node): boolean {
  const keys = keysOf(place, acting, new Set());
  return place.kind === 'variable' || (keys.length === 1 && keys[0]?.kind === 'self');
}

/** The truth of a condition by what is known of another. */
function saysOf({ node, truth, operands }: Fact, asked: Node): boolean | undefined {
  if (operands === undefined) return areSame(node, asked) ? truth : undefined;
  if (asked.kind !== 'apply' || (asked.operator !== 'equal' && asked.operator !== 'notEqual')) return undefined;
  const [a, b] = asked.args;
  if (a === undefined || b === undefined || !areSame(operands[0], a) || !areSame(operands[1], b)) return undefined;
  return asked.operator === 'equal' ? truth : !truth;
}

function firstTruth(facts: readonly Fact[], look: (fact: Fact) => boolean | undefined): boolean | undefined {
  for (const fact of facts) {
    const found = look(fact);
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
