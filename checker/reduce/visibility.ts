// What a condition on states sees of a step: whether its truth may change, and in which direction. A step that may only make an invariant false
// hides nothing: whatever was wrong before it is wrong after it. What is known of the state before and after (where the process stands, what it
// holds, what it asked for and what it stores) often settles a part of the condition, and then the rest does not matter.

import { is, Map as FunctionValue } from 'immutable';
import { childrenOf, mapChildren, sameNode, walk } from '../language/nodes.ts';
import { printSort, sameSort, type Sort } from '../language/sorts.ts';
import type { ActionTree, Binder, Node, StatementTree, UpdateTree } from '../language/tree.ts';
import type { FamilyControl, FamilyStep, Way } from './control.ts';
import { acting, isPlace, keysOf, listsOf, mayMeet, ofActing, sameKey, variableOf, type Key } from './footprint.ts';
import type { LockPlace } from './holding.ts';
import { isTotal } from './settled.ts';

/** How the truth of a condition may change in a step. */
export interface Change {
  readonly rises: boolean;
  readonly falls: boolean;
  /** The innermost part that shows it. */
  readonly because?: Node;
}

const nothing: Change = { rises: false, falls: false };

/** What a step does, as far as it is known, whatever the state; its process is `acting`. */
export interface Doing {
  readonly position: string;
  readonly from: string;
  readonly to: string;
  readonly before: readonly LockPlace[];
  readonly after: readonly LockPlace[];
  readonly writes: readonly Write[];
  /** True before it, since it was taken. */
  readonly asked: readonly Node[];
  /** Of whom the positions are; undefined where there is one. */
  readonly key: Sort | undefined;
}

interface Write {
  readonly variable: string;
  readonly keys: readonly Key[];
  readonly target: Node;
  readonly value: Node;
  /** Whether it is stored in every firing. */
  readonly isCertain: boolean;
}

/** One for each way that the step may go. */
export function doingsOf({ family, heldAt }: FamilyControl, step: FamilyStep): readonly Doing[] {
  const { member, ways } = step;
  const writes = writesOf(member.action, member.self);
  const asked = member.action.when.flatMap(({ node }) =>
    member.self === undefined ? [node] : [ofActing(node, member.self)],
  );
  return ways.map(({ to, held }: Way) => ({
    position: family.position,
    from: member.label,
    to,
    before: heldAt(member.label),
    after: held,
    writes,
    asked,
    key: family.key,
  }));
}

function writesOf({ body }: ActionTree, self: Binder | undefined): readonly Write[] {
  const writes: Write[] = [];
  const written = new Set<string>();
  const run = (statement: StatementTree, isCertain: boolean): void => {
    if (statement.kind === 'assign') {
      for (const { target, value, binders } of statement.updates)
        writes.push({
          variable: variableOf(target),
          keys: keysOf(target, self, written),
          target: self === undefined ? target : ofActing(target, self),
          value: self === undefined ? value : ofActing(value, self),
          isCertain: isCertain && binders.length === 0,
        });
      for (const { target } of statement.updates) written.add(variableOf(target));
    }
    for (const list of listsOf(statement)) for (const each of list) run(each, false);
  };
  for (const statement of body) run(statement, true);
  // What is stored twice is what was stored last: nothing is known of it.
  return writes.map((write) => ({
    ...write,
    isCertain: write.isCertain && writes.filter(({ variable }) => variable === write.variable).length === 1,
  }));
}

/** How a step may change a condition. */
export function changeOf(node: Node, doing: Doing): Change {
  const seer = new Seer(doing);
  const differs = seer.differs(node);
  if (differs === undefined) return nothing;
  return isTotal(node) ? seer.change(node) : { rises: true, falls: true, because: differs };
}

/** The first part that a step may change, whatever comes of it. */
export function partSeen(node: Node, doing: Doing): Node | undefined {
  return new Seer(doing).differs(node);
}

class Seer {
  readonly #doing: Doing;
  /** Bound to what is none of the entries that the step writes by name. */
  readonly #apart = new Set<Binder>();
  /** What stands for an entry that the step writes: as it was named before the step. */
  readonly #entries = new Set<Node>();
  readonly #entriesBySort = new Map<string, readonly Node[]>();

  constructor(doing: Doing) {
    this.#doing = doing;
  }

  /** A part of the expression by which its value, or whether it has one, may differ after the step. */
  differs(node: Node): Node | undefined {
    if (this.#entries.has(node) || this.#isConstant(node)) return undefined;
    if (isPlace(node)) return this.#placeDiffers(node);
    switch (node.kind) {
      case 'quantified':
        return this.#domains(node.binders) ?? this.#inCases(node.binders, node.body, (body) => this.differs(body));
      case 'let':
        return this.differs(node.value) ?? this.differs(node.body);
      case 'apply':
        return this.#appliedDiffers(node);
      default:
        return first(childrenOf(node), (child) => this.differs(child));
    }
  }

  #appliedDiffers(node: Extract<Node, { kind: 'apply' }>): Node | undefined {
    const decisive = node.operator === 'all' ? false : node.operator === 'any' ? true : undefined;
    for (const arg of node.args) {
      const differs = this.differs(arg);
      if (differs !== undefined) return differs;
      const known = this.#known(arg, 'before');
      // What comes behind is not evaluated, before or after.
      if (decisive !== undefined && known === decisive && this.#known(arg, 'after') === decisive) return undefined;
      if (node.operator === 'implies' && arg === node.args[0] && known === false) return undefined;
    }
    return undefined;
  }

  #placeDiffers(place: Node): Node | undefined {
    const keys = this.#keys(place);
    const variable = variableOf(place);
    const isMet = this.#doing.writes.some((write) => write.variable === variable && this.#meets(place, keys, write));
    if (isMet) return place;
    return first(indicesOf(place), (index) => this.differs(index));
  }

  #meets(place: Node, keys: readonly Key[], write: Write): boolean {
    if (!mayMeet(keys, write.keys, false)) return false;
    // An entry that is none of those written by name.
    const [index] = indicesOf(place);
    if (index?.kind !== 'bound' || !this.#apart.has(index.binder)) return true;
    const outer = outermost(write.target);
    const isNamed = outer?.sort.kind === 'fn' && sameSort(outer.sort.key, index.binder.sort);
    return !isNamed || write.keys[0] === undefined || write.keys[0].kind === 'any';
  }

  /** The way into a place, before and after the step. */
  #keys(place: Node): readonly Key[] {
    const keys = keysOf(place, acting, new Set());
    const [index] = indicesOf(place);
    const [key, ...below] = keys;
    if (key?.kind !== 'own' || index === undefined || this.#entries.has(index) || !this.#isWritten(index)) return keys;
    return [{ kind: 'any' }, ...below];
  }

  change(node: Node): Change {
    const differs = this.differs(node);
    if (differs === undefined || this.#isConstant(node)) return nothing;
    const any: Change = { rises: true, falls: true, because: differs };
    switch (node.kind) {
      case 'named':
        return this.change(node.body);
      case 'quantified': {
        if (node.quantifier !== 'forall' && node.quantifier !== 'exists') return any;
        if (this.#domains(node.binders) !== undefined) return any;
        const changes: Change[] = [];
        this.#inCases(node.binders, node.body, (body) => {
          changes.push(this.change(body));
          return undefined;
        });
        return joined(changes);
      }
      case 'apply':
        return this.#appliedChange(node, any);
      default:
        return isPlace(node) ? this.#placeChange(node, any) : any;
    }
  }

  #appliedChange(node: Extract<Node, { kind: 'apply' }>, any: Change): Change {
    const [a, b] = node.args;
    switch (node.operator) {
      case 'not':
        return a === undefined ? any : turned(this.change(a));
      case 'all':
        return this.#listChange(
          node.args.map((arg) => ({ arg, isTurned: false })),
          false,
        );
      case 'any':
        return this.#listChange(
          node.args.map((arg) => ({ arg, isTurned: false })),
          true,
        );
      case 'implies':
        if (a === undefined || b === undefined) return any;
        return this.#listChange(
          [
            { arg: a, isTurned: true },
            { arg: b, isTurned: false },
          ],
          true,
        );
      case 'equal':
      case 'notEqual': {
        if (a === undefined || b === undefined) return any;
        const [before, after] = [this.#known(node, 'before'), this.#known(node, 'after')];
        const change = this.#equalChange(a, b) ?? this.#equalChange(b, a) ?? { rises: true, falls: true };
        const found = node.operator === 'equal' ? change : turned(change);
        return {
          rises: found.rises && before !== true && after !== false,
          falls: found.falls && before !== false && after !== true,
          ...(any.because === undefined ? {} : { because: any.because }),
        };
      }
      case 'isCase': {
        const values = a !== undefined && isPlace(a) && !this.#isMoved(a) ? this.#stored(a) : undefined;
        if (values === undefined) return any;
        const truths = values.map((value) => isOfCase(value, node.detail));
        return {
          ...any,
          rises: truths.some((truth) => truth !== false),
          falls: truths.some((truth) => truth !== true),
        };
      }
      case 'at':
      case 'field':
      case 'item':
      case 'local':
        return isPlace(node) ? this.#placeChange(node, any) : any;
      default:
        return any;
    }
  }

  #isMoved(place: Node): boolean {
    return indicesOf(place).some((index) => this.differs(index) !== undefined);
  }

  // `all` where nothing is decisive but false, `any` where true is.
  #listChange(args: readonly { readonly arg: Node; readonly isTurned: boolean }[], decisive: boolean): Change {
    const known = (when: 'before' | 'after'): boolean =>
      args.some(({ arg, isTurned }) => this.#known(arg, when) === (decisive !== isTurned));
    const change = joined(args.map(({ arg, isTurned }) => (isTurned ? turned(this.change(arg)) : this.change(arg))));
    const [isBefore, isAfter] = [known('before'), known('after')];
    return {
      ...change,
      // Decided before: it cannot leave another truth; after: it cannot come to one.
      rises: change.rises && !(decisive ? isBefore : isAfter),
      falls: change.falls && !(decisive ? isAfter : isBefore),
    };
  }

  // A truth value that is stored.
  #placeChange(place: Node, any: Change): Change {
    const values = this.#stored(place);
    if (values === undefined || this.#isMoved(place)) return any;
    const isAll = (truth: boolean): boolean =>
      values.every((value) => value.kind === 'literal' && value.value === truth);
    return { ...any, rises: !isAll(false), falls: !isAll(true) };
  }

  #equalChange(one: Node, other: Node): Change | undefined {
    if (this.differs(other) !== undefined) return undefined;
    const [inner] = one.kind === 'apply' && one.operator === 'holder' ? one.args : [];
    const place = inner ?? one;
    if (!isPlace(place) || this.#isMoved(place)) return undefined;
    const values = this.#stored(place);
    if (values === undefined) return undefined;
    const truths = values.map((value) => this.#isSameValue(value, other));
    return { rises: truths.some((truth) => truth !== false), falls: truths.some((truth) => truth !== true) };
  }

  /** Whether a stored value is what the other expression is; undefined where that depends. */
  #isSameValue(value: Node, other: Node): boolean | undefined {
    const constants = sameConstant(value, other);
    if (constants !== undefined) return constants;
    return sameNode(value, other) && !this.#isWritten(other) ? true : undefined;
  }

  /** All that the step may store in a place as a whole; undefined where it stores a part, or more than it. */
  #stored(place: Node): readonly Node[] | undefined {
    const keys = this.#keys(place);
    const variable = variableOf(place);
    const met = this.#doing.writes.filter((write) => write.variable === variable && this.#meets(place, keys, write));
    return met.some((write) => write.keys.length !== keys.length) ? undefined : met.map(({ value }) => value);
  }

  #domains(binders: readonly Binder[]): Node | undefined {
    return first(binders, ({ domain }) => (domain === undefined ? undefined : this.differs(domain)));
  }

  /** Each variable once as each entry that the step writes by name, and once as any other. */
  #inCases(binders: readonly Binder[], body: Node, look: (body: Node) => Node | undefined): Node | undefined {
    const [binder, ...rest] = binders;
    if (binder === undefined) return look(body);
    for (const entry of this.#entriesOf(binder.sort)) {
      this.#entries.add(entry);
      const found = this.#inCases(rest, substituted(body, binder, entry), look);
      if (found !== undefined) return found;
    }
    this.#apart.add(binder);
    const found = this.#inCases(rest, body, look);
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
    } of this.#doing.writes) {
      const outer = outermost(target);
      if (outer?.sort.kind === 'fn') add(key, outer.sort.key);
    }
    // Copies, so that none is taken for what the condition reads by itself.
    const entries = keys.map(({ node }) => ({ ...node }));
    this.#entriesBySort.set(printSort(sort), entries);
    return entries;
  }

  #isConstant(node: Node): boolean {
    const before = this.#known(node, 'before');
    return before !== undefined && before === this.#known(node, 'after');
  }

  /** The truth that a condition surely has; undefined also where it may have no value. */
  #known(node: Node, when: 'before' | 'after'): boolean | undefined {
    if (node.sort.kind !== 'bool') return undefined;
    switch (node.kind) {
      case 'literal':
        return typeof node.value === 'boolean' ? node.value : undefined;
      case 'named':
        return this.#known(node.body, when);
      case 'quantified': {
        if (node.quantifier !== 'forall' && node.quantifier !== 'exists') return undefined;
        if (node.binders.some(({ domain }) => domain !== undefined) || !this.#isTotal(node.body)) return undefined;
        const decisive = node.quantifier === 'exists';
        const found = this.#inCases(node.binders, node.body, (body) =>
          this.#known(body, when) === decisive && !this.#hasApart(node.binders) ? body : undefined,
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
        const truth = a && this.#known(a, when);
        return truth === undefined ? undefined : !truth;
      }
      case 'all':
      case 'any': {
        const decisive = node.operator === 'any';
        for (const arg of node.args) {
          const truth = this.#known(arg, when);
          if (truth === decisive) return decisive;
          if (truth === undefined && !this.#isTotal(arg)) return undefined;
        }
        return node.args.every((arg) => this.#known(arg, when) === !decisive) ? !decisive : undefined;
      }
      case 'implies': {
        const premise = a && this.#known(a, when);
        if (premise === false) return true;
        const conclusion = b && this.#known(b, when);
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
        const value = a !== undefined && isPlace(a) && when === 'after' ? this.#storedSurely(a) : undefined;
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
    const value = when === 'after' ? this.#storedSurely(place) : undefined;
    if (value?.kind === 'literal' && typeof value.value === 'boolean') return value.value;
    return this.#knownAsked(place, when);
  }

  #knownEqual(one: Node, other: Node, when: 'before' | 'after'): boolean | undefined {
    const { position, from, to } = this.#doing;
    const [inner] = one.kind === 'apply' && one.operator === 'holder' ? one.args : [];
    const place = inner ?? one;
    if (!isPlace(place)) return undefined;
    if (isNone(other) && this.#isHeld(place, when)) return false;
    if (variableOf(place) === position && other.kind === 'literal' && isOwnPosition(place))
      return String(other.value) === (when === 'before' ? from : to);
    const value = when === 'after' ? this.#storedSurely(place) : undefined;
    return value === undefined ? undefined : this.#isSameValue(value, other);
  }

  // What the step asked of the state before; after it that is so where it has not changed any of it.
  #knownAsked(node: Node, when: 'before' | 'after'): boolean | undefined {
    for (const asked of this.#doing.asked) {
      const truth = saysOf(asked, true, node);
      if (truth === undefined) continue;
      if (when === 'before' || !this.#isWritten(node)) return truth;
    }
    return undefined;
  }

  #isWritten(node: Node): boolean {
    return [...walk(node)].some(
      (each) => each.kind === 'variable' && this.#doing.writes.some(({ variable }) => variable === each.name),
    );
  }

  /** An entry is an element, however it is named. */
  #isTotal(node: Node): boolean {
    return isTotal(node, this.#entries);
  }

  #isHeld(place: Node, when: 'before' | 'after'): boolean {
    const variable = variableOf(place);
    const keys = this.#keys(place);
    const [key] = keys;
    if (keys.length > 1) return false;
    const held = when === 'before' ? this.#doing.before : this.#doing.after;
    return held.some(
      (lock) =>
        lock.variable === variable &&
        (key === undefined || lock.key === undefined ? key === lock.key : sameKey(key, lock.key)),
    );
  }

  #storedSurely(place: Node): Node | undefined {
    const variable = variableOf(place);
    const write = this.#doing.writes.find((each) => each.variable === variable);
    if (write?.isCertain !== true) return undefined;
    const keys = this.#keys(place);
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

function first<T>(items: readonly T[], look: (item: T) => Node | undefined): Node | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function joined(changes: readonly Change[]): Change {
  const because = changes.find((change) => change.rises || change.falls)?.because;
  return {
    rises: changes.some(({ rises }) => rises),
    falls: changes.some(({ falls }) => falls),
    ...(because === undefined ? {} : { because }),
  };
}

function turned({ rises, falls, because }: Change): Change {
  return { rises: falls, falls: rises, ...(because === undefined ? {} : { because }) };
}

/** The indices by which a place is reached, outermost first. */
function indicesOf(place: Node): readonly Node[] {
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

/** Whether a variant is of the case; undefined where that depends. */
function isOfCase(value: Node, name: string): boolean | undefined {
  if (value.kind === 'named') return isOfCase(value.body, name);
  if (value.kind === 'apply' && value.operator === 'tag') return value.detail === name;
  return value.kind === 'literal' && FunctionValue.isMap(value.value) ? value.value.get('tag') === name : undefined;
}

/** Whether two values are the same, seen without evaluating anything. */
function sameConstant(a: Node, b: Node): boolean | undefined {
  if (a.kind === 'named') return sameConstant(a.body, b);
  if (b.kind === 'named') return sameConstant(a, b.body);
  // None is no value of anybody's.
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b) ? true : isGiven(a) || isGiven(b) ? false : undefined;
  const [one, other] = [wrapped(a), wrapped(b)];
  if (one !== undefined || other !== undefined) return sameConstant(one ?? a, other ?? b);
  if (a.kind === 'literal' && b.kind === 'literal')
    return kindOf(a.sort) === kindOf(b.sort) ? is(a.value, b.value) : undefined;
  if (isOutside(a, b.sort) || isOutside(b, a.sort)) return false;
  if (a.kind !== 'apply' || b.kind !== 'apply' || a.operator !== b.operator) return undefined;
  const [inside, within] = [a.args[0], b.args[0]];
  if (inside === undefined || within === undefined) return undefined;
  if (a.operator === 'tag') return a.detail === b.detail ? sameConstant(inside, within) : false;
  return a.operator === 'asProcess' && sameSort(inside.sort, within.sort) ? sameConstant(inside, within) : undefined;
}

function kindOf(sort: Sort): Sort['kind'] {
  return sort.kind === 'maybe' ? sort.of.kind : sort.kind;
}

/** Of a value where one of `maybe`, or a lock's, is meant: the value. */
function wrapped(node: Node): Node | undefined {
  return node.kind === 'apply' && (node.operator === 'some' || node.operator === 'heldBy') ? node.args[0] : undefined;
}

/** Whether a number is none that an expression of the sort can have. */
function isOutside(node: Node, sort: Sort): boolean {
  if (node.kind !== 'literal' || node.sort.kind !== 'range' || sort.kind !== 'range') return false;
  return Number(node.value) < sort.lo || Number(node.value) > sort.hi;
}

function isNone(node: Node): boolean {
  if (node.kind === 'named') return isNone(node.body);
  if (node.kind === 'literal') return node.value === null;
  const inner = wrapped(node);
  return inner !== undefined && node.kind === 'apply' && node.operator === 'heldBy' && isNone(inner);
}

/** Whether it is surely some value, and not none. */
function isGiven(node: Node): boolean {
  if (node.kind === 'named') return isGiven(node.body);
  if (node.kind === 'literal') return node.value !== null;
  if (node.kind !== 'apply') return false;
  if (node.operator === 'some' || node.operator === 'asProcess') return true;
  const inner = wrapped(node);
  return inner !== undefined && isGiven(inner);
}
