// Making nodes of the tree: literals lifted by sort, operators with their coercions, and the check that nothing built was dropped.
// The fluent words of `expression.ts` are thin wrappers over this file.

import { List, Map, Set } from 'immutable';
import { InternalError, SpecError, suggest } from './errors.ts';
import { operator, type OperatorName } from './operators.ts';
import { here, inUserCode, placesOf, type Site } from './site.ts';
import { anyProcess, isOtherProcess, isProcess, joinSorts, noneSort, printSort, sameSort, type Sort } from './sorts.ts';
import type { Binder, Node, Quantifier, TemporalTree } from './tree.ts';
import { elementsOf, isElement, printValue, type Value } from './values.ts';

/** Marks everything that the language builds, across copies of this package. */
export const mark: unique symbol = Symbol.for('ballast.node') as never;

/** Anything built by the language that carries an expression. */
export interface Built {
  readonly [mark]: string;
  readonly node: Node;
}

export function isBuilt(value: unknown): value is Built {
  return typeof value === 'object' && value !== null && mark in value && 'node' in value;
}

/** Anything built by the language that carries a temporal formula; never an expression too. */
export interface BuiltFormula {
  readonly [mark]: string;
  readonly formula: TemporalTree;
  readonly site: Site;
}

export function isTemporal(value: unknown): value is BuiltFormula {
  return typeof value === 'object' && value !== null && mark in value && 'formula' in value;
}

/** A TypeScript value or an expression, as a node of a wanted sort (or of its own where none is wanted). @throws SpecError */
export function lift(given: unknown, wanted?: Sort): Node {
  if (isBuilt(given)) return wanted === undefined ? given.node : coerce(given.node, wanted);
  if (wanted === undefined) {
    if (given === null) return { kind: 'literal', sort: noneSort, value: null };
    if (typeof given === 'boolean') return { kind: 'literal', sort: { kind: 'bool' }, value: given };
    if (typeof given === 'number') return { kind: 'literal', sort: numberSort(given), value: given };
    throw new SpecError(`${printGiven(given)} is neither an expression nor a value`);
  }
  return { kind: 'literal', sort: wanted, value: liftValue(given, wanted) };
}

/** The node where a value of the wanted sort is meant: makes `some` and "any process" explicit. @throws SpecError where it cannot fit */
export function coerce(node: Node, wanted: Sort): Node {
  const { sort } = node;
  if (wanted.kind === 'maybe') {
    if (sort === noneSort) return { ...node, sort: wanted };
    if (sort.kind !== 'maybe') return applyNodes('some', [coerce(node, wanted.of)]);
  }
  if (wanted.kind === 'process' && sort.kind === 'ids' && isProcess(sort)) return applyNodes('asProcess', [node]);
  if (wanted.kind === 'local') return coerce(node, wanted.of);
  if (joinSorts(sort, wanted) === undefined || isOtherProcess(sort, wanted)) throw unfit(sort, wanted);
  return node;
}

function unfit(sort: Sort, wanted: Sort): SpecError {
  return new SpecError(`a value of ${printSort(sort)} stands where ${printSort(wanted)} is meant`);
}

// Operators whose operands have to be of one sort: positions that are joined.
const joined: Partial<Record<OperatorName, readonly number[]>> = {
  equal: [0, 1],
  notEqual: [0, 1],
  ifThenElse: [1, 2],
};

/** An operator applied to operands that are nodes already. @throws SpecError where they do not fit */
export function applyNodes(name: OperatorName, args: readonly Node[], detail = ''): Node {
  const positions = joined[name];
  let fitted = args;
  if (positions !== undefined) {
    const [a, b] = positions.map((position) => args[position]);
    const sort = a !== undefined && b !== undefined ? joinSorts(a.sort, b.sort) : undefined;
    if (sort !== undefined)
      fitted = args.map((arg, position) => (positions.includes(position) ? coerce(arg, sort) : arg));
  }
  const sort = operator(name).sort(
    fitted.map((arg) => arg.sort),
    detail,
  );
  return { kind: 'apply', sort, operator: name, args: fitted, detail };
}

export function quantified(quantifier: Quantifier, binders: readonly Binder[], body: Node): Node {
  return { kind: 'quantified', sort: quantifiedSort(quantifier, binders, body), quantifier, binders, body };
}

function quantifiedSort(quantifier: Quantifier, binders: readonly Binder[], body: Node): Sort {
  const [first] = binders;
  if (first === undefined) throw new SpecError(`${quantifier} binds no variable`);
  if (['forall', 'exists', 'count', 'choose', 'filter'].includes(quantifier) && body.sort.kind !== 'bool') {
    throw new SpecError(`${quantifier} needs a truth value for each binding, not ${printSort(body.sort)}`);
  }
  switch (quantifier) {
    case 'forall':
    case 'exists':
      return { kind: 'bool' };
    case 'count': {
      const most = binders.reduce((total, { sort }) => total * elementsOf(sort).length, 1);
      return { kind: 'range', lo: 0, hi: most };
    }
    case 'choose':
      return first.sort;
    case 'filter':
      return { kind: 'set', of: first.sort };
    case 'collect':
      return { kind: 'set', of: body.sort };
    case 'function':
      return { kind: 'fn', key: first.sort, value: body.sort };
  }
}

/** A TypeScript value as an element of the sort. Functions take one value for all keys. @throws SpecError naming what does not fit */
export function liftValue(given: unknown, sort: Sort): Value {
  const misfit = (): never => {
    const near = sort.kind === 'enumeration' && typeof given === 'string' ? suggest(given, sort.labels) : '';
    throw new SpecError(
      `${printGiven(given)} is not an element of ${printSort(sort)}`,
      near === '' ? {} : { mend: near },
    );
  };
  switch (sort.kind) {
    case 'bool':
      return typeof given === 'boolean' ? given : misfit();
    case 'range':
      return typeof given === 'number' && isElement(given, sort) ? given : misfit();
    case 'enumeration':
      return typeof given === 'string' && isElement(given, sort) ? given : misfit();
    case 'ids':
      return misfit();
    case 'maybe':
      return given === null ? null : liftValue(given, sort.of);
    case 'lock':
      return given === null || given === 'free' ? null : misfit();
    case 'local':
      return liftValue(given, sort.of);
    case 'fn':
      return Map(elementsOf(sort.key).map((key) => [key, literalValue(given, sort.value)]));
    case 'set':
      return Array.isArray(given) ? Set(given.map((each) => literalValue(each, sort.of))) : misfit();
    case 'seq':
      return Array.isArray(given) && given.length <= sort.max
        ? List(given.map((each) => literalValue(each, sort.of)))
        : misfit();
    case 'tuple':
      return Array.isArray(given) && given.length === sort.items.length
        ? List(sort.items.map((item, index) => literalValue(given[index], item)))
        : misfit();
    case 'record': {
      if (typeof given !== 'object' || given === null) return misfit();
      const fields = Object.entries(sort.fields);
      const extra = Object.keys(given).find((name) => sort.fields[name] === undefined);
      if (extra !== undefined || fields.length !== Object.keys(given).length) return misfit();
      return Map(fields.map(([name, field]) => [name, literalValue((given as Record<string, unknown>)[name], field)]));
    }
    case 'variant':
    case 'process':
      return misfit();
  }
}

// Inside a structure a literal node (an identifier's element, say) is a value too.
function literalValue(given: unknown, sort: Sort): Value {
  if (!isBuilt(given)) return liftValue(given, sort);
  const node = coerce(given.node, sort);
  const value = constantValue(node);
  if (value === undefined)
    throw new SpecError('an expression stands inside a literal', {
      mend: 'build the structure with setOf, seqOf, recordOf or fnOf',
    });
  return value;
}

/** The value of a literal, seen through coercions, or undefined. */
export function constantValue(node: Node): Value | undefined {
  if (node.kind === 'literal') return node.value;
  const [inner] = node.kind === 'apply' ? node.args : [];
  if (node.kind === 'apply' && inner !== undefined && (node.operator === 'some' || node.operator === 'asProcess')) {
    const value = constantValue(inner);
    return value !== undefined && node.operator === 'asProcess'
      ? operator('asProcess').meaning([value], { sorts: [inner.sort], sort: anyProcess, detail: '' })
      : value;
  }
  return undefined;
}

function numberSort(value: number): Sort {
  if (!Number.isSafeInteger(value)) throw new SpecError(`${value} is not a whole number`);
  return { kind: 'range', lo: value, hi: value };
}

function printGiven(given: unknown): string {
  if (isBuilt(given))
    return given.node.kind === 'literal' ? printValue(given.node.value, given.node.sort) : 'an expression';
  if (given === undefined) return 'undefined (a value that is missing)';
  if (typeof given === 'function') return 'a function';
  return JSON.stringify(given) ?? String(given);
}

// What is built but never used was dropped by JavaScript (`a && b`, a filter, a forgotten comma): refuse it.

interface Scope {
  readonly built: { readonly node: unknown; readonly site: Site; readonly what: string }[];
  readonly used: globalThis.Set<unknown>;
}

let scope: Scope | undefined;

/**
 * Runs a builder; everything created in it by `note` must be part of what `used` finds in its result.
 * Nested builders belong to the outermost. @throws SpecError naming the first dropped part and its place
 */
export function building<R>(where: string, builder: () => R, parts: (result: R) => Iterable<unknown>): R {
  if (scope !== undefined) return builder();
  const mine: Scope = { built: [], used: new globalThis.Set() };
  scope = mine;
  try {
    const result = inUserCode(builder);
    if (result instanceof Promise)
      throw new SpecError(`${where} is built by an async function`, { mend: 'build it without await' });
    for (const part of parts(result)) use(part);
    const dropped = mine.built.find(({ node }) => !mine.used.has(node));
    if (dropped !== undefined) {
      throw new SpecError(`${dropped.what} was built but is not part of ${where}`, {
        places: placesOf(dropped.site),
        mend: 'JavaScript dropped it: write all(a, b), any(a, b), a.not() or ifThenElse(a, x, y) instead of && || ! ?: if or filter',
      });
    }
    return result;
  } finally {
    scope = undefined;
  }
}

/** Whether a builder is running: what is made now belongs to it. */
export function isBuilding(): boolean {
  return scope !== undefined;
}

/** Remembers that a truth value, an update or a statement was made here, to be found in the result. */
export function note(node: object, what: string, site: Site = here()): void {
  sites.set(node, site);
  scope?.built.push({ node, site, what });
}

const sites = new WeakMap<object, Site>();

/** Where a truth value was written, if it was made of others. */
export function siteOf(node: object): Site | undefined {
  return sites.get(node);
}

/** Counts a part, and all that it is made of, as used: the caller answers for where it goes. */
export function use(part: unknown): void {
  if (scope === undefined || typeof part !== 'object' || part === null) return;
  if (scope.used.has(part)) return;
  scope.used.add(part);
  for (const inner of Array.isArray(part) ? part : Object.values(part)) use(inner);
}

/** Rebuilds a node with its children mapped; the same node where nothing changed. */
export function mapChildren(node: Node, map: (child: Node) => Node): Node {
  switch (node.kind) {
    case 'literal':
    case 'variable':
    case 'bound':
    case 'fired':
    case 'local':
    case 'self':
      return node;
    case 'apply': {
      const args = node.args.map(map);
      return args.every((arg, index) => arg === node.args[index]) ? node : { ...node, args };
    }
    case 'quantified': {
      const body = map(node.body);
      const binders = node.binders.map((binder) => (binder.domain === undefined ? binder : mapDomain(binder, map)));
      if (body === node.body && binders.every((binder, index) => binder === node.binders[index])) return node;
      return rebind({ ...node, body, binders }, node.binders);
    }
    case 'let': {
      const [value, body] = [map(node.value), map(node.body)];
      return value === node.value && body === node.body ? node : { ...node, value, body };
    }
    case 'named':
    case 'next': {
      const body = map(node.body);
      return body === node.body ? node : { ...node, body };
    }
    case 'inside': {
      const who = map(node.who);
      return who === node.who ? node : { ...node, who };
    }
  }
}

function mapDomain(binder: Binder, map: (child: Node) => Node): Binder {
  const domain = binder.domain && map(binder.domain);
  return domain === binder.domain || domain === undefined ? binder : { ...binder, domain };
}

// A binder whose domain changed is a new binder: its occurrences follow.
function rebind(node: Extract<Node, { kind: 'quantified' }>, old: readonly Binder[]): Node {
  const renew = (inner: Node): Node => {
    if (inner.kind === 'bound') {
      const binder = node.binders[old.indexOf(inner.binder)];
      return binder === undefined || binder === inner.binder ? inner : { ...inner, binder };
    }
    return mapChildren(inner, renew);
  };
  return { ...node, body: renew(node.body) };
}

/** All nodes of an expression, outermost first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* walk(child);
}

export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
    case 'bound':
    case 'fired':
    case 'local':
    case 'self':
      return [];
    case 'apply':
      return node.args;
    case 'quantified':
      return [...node.binders.flatMap((binder) => binder.domain ?? []), node.body];
    case 'let':
      return [node.value, node.body];
    case 'named':
    case 'next':
      return [node.body];
    case 'inside':
      return [node.who];
  }
}

/** Whether two expressions are the same text: same operators, same binders, same literals. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  // The cheapest question first: most are told apart by what stands outermost.
  if (!isSameHead(a, b) || !sameSort(a.sort, b.sort)) return false;
  const [left, right] = [childrenOf(a), childrenOf(b)];
  return left.length === right.length && left.every((child, index) => sameNode(child, right[index] ?? child));
}

/** The same but for their parts and their sorts. */
function isSameHead(a: Node, b: Node): boolean {
  switch (a.kind) {
    case 'literal':
      return b.kind === 'literal' && (a.value === b.value || List([a.value]).equals(List([b.value])));
    case 'variable':
      return b.kind === 'variable' && a.name === b.name;
    case 'bound':
      return b.kind === 'bound' && a.binder === b.binder;
    case 'apply':
      return b.kind === 'apply' && a.operator === b.operator && a.detail === b.detail;
    case 'local':
      return b.kind === 'local' && a.local === b.local;
    case 'named':
      return b.kind === 'named' && a.name === b.name;
    case 'self':
    case 'next':
      return a.kind === b.kind;
    case 'fired':
    case 'inside':
    case 'quantified':
    case 'let':
      return false;
  }
}

export function unreachable(value: never): never {
  throw new InternalError(`unexpected ${JSON.stringify(value)}`);
}
