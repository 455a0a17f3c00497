// Facts: what is known to be true where an expression is evaluated, since it would not be reached otherwise. From them follows, for one term at
// a time, which values it may have there: each is tried, and ruled out where a fact would then be false.
// Nothing here depends on a state, and not knowing is always an answer.

import { List, Map as FunctionValue, Set as SetValue } from 'immutable';
import { childrenOf, mapChildren } from '../language/nodes.ts';
import { sameSort, type Sort } from '../language/sorts.ts';
import type { Binder, Node } from '../language/tree.ts';
import { sameValue, type Value } from '../language/values.ts';

type Apply = Extract<Node, { kind: 'apply' }>;

/** A condition that is known to be true, or to be false. */
interface Fact {
  readonly node: Node;
  readonly truth: boolean;
}

/** What is known in some place. */
export interface Facts {
  readonly known: readonly Fact[];
  /** What the names bound by `let` stand for. */
  readonly values: ReadonlyMap<Binder, Node>;
  /** Whether the state is the one after the step. */
  readonly isNext: boolean;
}

export const noFacts: Facts = { known: [], values: new Map(), isNext: false };

/** With a condition that is known to be so. */
export function assuming(facts: Facts, node: Node, truth = true): Facts {
  return { ...facts, known: [...facts.known, ...factsOf(plain(node, facts), truth)] };
}

/** With a name for a value. */
export function naming(facts: Facts, binder: Binder, value: Node): Facts {
  return { ...facts, values: new Map([...facts.values, [binder, plain(value, facts)]]) };
}

/** In the state after the step. */
export function afterStep(facts: Facts): Facts {
  return { ...facts, isNext: true };
}

/** Without what is said of variables that have got other values. */
export function forgetting(facts: Facts, variables: ReadonlySet<string>): Facts {
  const isKept = (node: Node): boolean => !mentions(node, variables);
  return {
    ...facts,
    known: facts.known.filter(({ node }) => isKept(node)),
    values: new Map([...facts.values].filter(([, value]) => isKept(value))),
  };
}

/** Whether an expression reads one of the variables. */
export function mentions(node: Node, variables: ReadonlySet<string>): boolean {
  return node.kind === 'variable'
    ? variables.has(node.name)
    : childrenOf(node).some((child) => mentions(child, variables));
}

/** The truth of a condition, where the facts tell it. */
export function truthOf(node: Node, facts: Facts): boolean | undefined {
  return decided(plain(node, facts), facts);
}

/** The values that a term may have, by what tells them apart; undefined where that is not worked out. */
export function casesOf(node: Node, facts: Facts): readonly Case[] | undefined {
  return casesOfPlain(plain(node, facts), facts);
}

/** The least and the greatest number that a term may be. */
export function boundsOf(node: Node, facts: Facts): Bounds {
  return boundsOfPlain(plain(node, facts), facts);
}

/**
 * What is told apart of a value: of a truth, a number, a label or an identifier the value itself; of a maybe whether it is given; of a
 * variant its tag; of a sequence its length.
 */
export type Case =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'none' | 'given' }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'length'; readonly length: number };

export interface Bounds {
  readonly lo: number;
  readonly hi: number;
}

/** Of more elements the values are not tried one by one. */
const casesMost = 64;

// Names mean what they stand for, and next(…) is said of the variables alone, so that what means the same is written the same.
function plain(node: Node, facts: Facts): Node {
  switch (node.kind) {
    case 'named':
      return plain(node.body, facts);
    case 'let':
      return plain(node.body, naming(facts, node.binder, node.value));
    case 'next':
      return plain(node.body, afterStep(facts));
    case 'bound':
      return facts.values.get(node.binder) ?? node;
    case 'variable':
      return facts.isNext ? { kind: 'next', sort: node.sort, body: node } : node;
    default:
      return mapChildren(node, (child) => plain(child, facts));
  }
}

function factsOf(node: Node, truth: boolean): readonly Fact[] {
  if (node.kind !== 'apply') return [{ node, truth }];
  const [a, b] = node.args;
  switch (node.operator) {
    case 'not':
      return a === undefined ? [] : factsOf(a, !truth);
    case 'all':
      return truth ? node.args.flatMap((arg) => factsOf(arg, true)) : oneOf(node, truth);
    case 'any':
      return truth ? oneOf(node, truth) : node.args.flatMap((arg) => factsOf(arg, false));
    case 'implies':
      return truth || a === undefined || b === undefined
        ? [{ node, truth }]
        : [...factsOf(a, true), ...factsOf(b, false)];
    default:
      return [{ node, truth }];
  }
}

function oneOf(node: Apply, truth: boolean): readonly Fact[] {
  const [only] = node.args;
  return only !== undefined && node.args.length === 1 ? factsOf(only, truth) : [{ node, truth }];
}

/** Whether two plain expressions are written the same. */
function areSame(a: Node, b: Node): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'literal':
      return b.kind === 'literal' && sameValue(a.value, b.value) && a.sort.kind === b.sort.kind;
    case 'variable':
      return b.kind === 'variable' && a.name === b.name;
    case 'bound':
      return b.kind === 'bound' && a.binder === b.binder;
    case 'next':
      return b.kind === 'next' && areSame(a.body, b.body);
    case 'apply':
      return (
        b.kind === 'apply' &&
        a.operator === b.operator &&
        a.detail === b.detail &&
        a.args.length === b.args.length &&
        a.args.every((arg, index) => areSame(arg, b.args[index] ?? arg))
      );
    default:
      return false;
  }
}

function decided(node: Node, facts: Facts): boolean | undefined {
  if (node.kind === 'literal') return node.value === true;
  const known = facts.known.find((fact) => areSame(fact.node, node));
  if (known !== undefined) return known.truth;
  if (node.kind !== 'apply') return undefined;
  const combined = combine(node, (arg) => decided(arg, facts));
  if (combined !== undefined) return combined;
  // What compares is decided where it has the same truth for each value that one of its terms may have.
  for (const term of termsOf(node)) {
    const truths = casesOfPlain(term, facts)?.map((each) => truthFor(node, term, each));
    const [first] = truths ?? [];
    if (first !== undefined && truths?.every((truth) => truth === first) === true) return first;
  }
  return undefined;
}

/** The truth of connectives, from what is known of their operands. */
function combine(node: Apply, truthOfArg: (arg: Node) => boolean | undefined): boolean | undefined {
  const truths = (): readonly (boolean | undefined)[] => node.args.map(truthOfArg);
  switch (node.operator) {
    case 'not': {
      const [a] = truths();
      return a === undefined ? undefined : !a;
    }
    case 'all':
    case 'any': {
      const decisive = node.operator === 'any';
      const all = truths();
      if (all.includes(decisive)) return decisive;
      return all.includes(undefined) ? undefined : !decisive;
    }
    case 'implies': {
      const [a, b] = truths();
      if (a === false || b === true) return true;
      return a === true ? b : undefined;
    }
    case 'iff': {
      const [a, b] = truths();
      return a === undefined || b === undefined ? undefined : a === b;
    }
    case 'ifThenElse': {
      const [condition, a, b] = truths();
      if (condition === undefined) return a === b ? a : undefined;
      return condition ? a : b;
    }
    default:
      return undefined;
  }
}

function termsOf(node: Apply): readonly Node[] {
  return node.args.flatMap((arg) => [arg, ...(arg.kind === 'apply' && arg.operator === 'length' ? arg.args : [])]);
}

function casesOfPlain(term: Node, facts: Facts): readonly Case[] | undefined {
  const cases = own(term) ?? casesOfSort(term.sort);
  const said = facts.known.filter(({ node }) => isPartOf(term, node));
  return said.length === 0
    ? cases
    : cases?.filter((each) => said.every(({ node, truth }) => truthFor(node, term, each) !== !truth));
}

function isPartOf(term: Node, node: Node): boolean {
  return areSame(term, node) || (node.kind === 'apply' && node.args.some((arg) => isPartOf(term, arg)));
}

/** What the way in which a term is made says of it. */
function own(term: Node): readonly Case[] | undefined {
  if (term.kind === 'literal') return caseOf(term.value, term.sort);
  if (term.kind !== 'apply') return undefined;
  switch (term.operator) {
    case 'some':
      return [{ kind: 'given' }];
    case 'tag':
      return [{ kind: 'tag', tag: term.detail }];
    case 'seq':
      return [{ kind: 'length', length: term.args.length }];
    default:
      return undefined;
  }
}

function caseOf(value: Value, sort: Sort): readonly Case[] | undefined {
  switch (sort.kind) {
    case 'bool':
    case 'range':
    case 'enumeration':
    case 'ids':
      return [{ kind: 'value', value }];
    case 'maybe':
      return [{ kind: value === null ? 'none' : 'given' }];
    case 'variant':
      return FunctionValue.isMap(value) ? [{ kind: 'tag', tag: String(value.get('tag')) }] : undefined;
    case 'seq':
      return List.isList(value) ? [{ kind: 'length', length: value.size }] : undefined;
    default:
      return undefined;
  }
}

function casesOfSort(sort: Sort): readonly Case[] | undefined {
  switch (sort.kind) {
    case 'bool':
      return [true, false].map((value) => ({ kind: 'value', value }));
    case 'enumeration':
      return sort.labels.map((value) => ({ kind: 'value', value }));
    case 'range':
      return numbered(sort.hi - sort.lo + 1)?.map((index) => ({ kind: 'value', value: sort.lo + index }));
    case 'ids':
      return numbered(sort.size)?.map((value) => ({ kind: 'value', value }));
    case 'maybe':
      return [{ kind: 'none' }, { kind: 'given' }];
    case 'variant':
      return Object.keys(sort.cases).map((tag) => ({ kind: 'tag', tag }));
    case 'seq':
      return numbered(sort.max + 1)?.map((length) => ({ kind: 'length', length }));
    default:
      return undefined;
  }
}

function numbered(count: number): readonly number[] | undefined {
  return count > casesMost ? undefined : Array.from({ length: count }, (_, index) => index);
}

/** The truth of a condition if the term has this value, where that tells it. */
function truthFor(node: Node, term: Node, value: Case): boolean | undefined {
  if (node.kind === 'literal') return node.value === true;
  if (areSame(node, term)) return value.kind === 'value' ? value.value === true : undefined;
  if (node.kind !== 'apply') return undefined;
  const [a, b] = node.args;
  const combined = combine(node, (arg) => truthFor(arg, term, value));
  if (combined !== undefined || a === undefined) return combined;
  switch (node.operator) {
    case 'isCase':
      return value.kind === 'tag' && areSame(a, term) ? value.tag === node.detail : undefined;
    case 'has':
      return b !== undefined && areSame(b, term) ? isMember(a, term, value) : undefined;
    case 'equal':
    case 'notEqual': {
      if (b === undefined) return undefined;
      const truth = isEqual(a, b, term, value);
      return truth === undefined ? undefined : truth === (node.operator === 'equal');
    }
    case 'lessThan':
      return b && isLess(a, b, term, value);
    case 'moreThan':
      return b && isLess(b, a, term, value);
    case 'atLeast':
      return b && negated(isLess(a, b, term, value));
    case 'atMost':
      return b && negated(isLess(b, a, term, value));
    default:
      return undefined;
  }
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function isMember(set: Node, term: Node, value: Case): boolean | undefined {
  if (set.kind === 'literal')
    return SetValue.isSet(set.value) && value.kind === 'value' ? set.value.has(value.value) : undefined;
  if (set.kind !== 'apply' || set.operator !== 'set') return undefined;
  const truths = set.args.map((arg) => isEqual(term, arg, term, value));
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

function isEqual(a: Node, b: Node, term: Node, value: Case): boolean | undefined {
  const other = areSame(a, term) ? b : areSame(b, term) ? a : undefined;
  if (other?.kind === 'literal' && value.kind === 'value')
    return other.value === value.value || sameValue(other.value, value.value);
  const cases = other && own(other);
  const [only] = cases ?? [];
  if (only !== undefined && cases?.length === 1) {
    if (!isSameCase(only, value)) return false;
    const isWhole = value.kind === 'value' || value.kind === 'none' || (value.kind === 'length' && value.length === 0);
    return isWhole ? true : undefined;
  }
  if (a.sort.kind !== 'range' || b.sort.kind !== 'range') return undefined;
  const [x, y] = [boundsFor(a, term, value), boundsFor(b, term, value)];
  if (x.hi < y.lo || y.hi < x.lo) return false;
  return x.lo === x.hi && y.lo === y.hi ? true : undefined;
}

function isSameCase(a: Case, b: Case): boolean {
  if (a.kind === 'value') return b.kind === 'value' && sameValue(a.value, b.value);
  if (a.kind === 'tag') return b.kind === 'tag' && a.tag === b.tag;
  if (a.kind === 'length') return b.kind === 'length' && a.length === b.length;
  return a.kind === b.kind;
}

function isLess(a: Node, b: Node, term: Node, value: Case): boolean | undefined {
  if (a.sort.kind !== 'range' || b.sort.kind !== 'range') return undefined;
  const [x, y] = [boundsFor(a, term, value), boundsFor(b, term, value)];
  if (x.hi < y.lo) return true;
  return x.lo >= y.hi ? false : undefined;
}

/** The bounds of a number if the term has this value. */
function boundsFor(node: Node, term: Node, value: Case): Bounds {
  return worked(node, (inner) => {
    if (value.kind === 'value' && areSame(inner, term)) return { lo: Number(value.value), hi: Number(value.value) };
    const isLength = inner.kind === 'apply' && inner.operator === 'length' && inner.args[0] !== undefined;
    return isLength && value.kind === 'length' && areSame(inner.args[0] ?? inner, term)
      ? { lo: value.length, hi: value.length }
      : undefined;
  });
}

function boundsOfPlain(node: Node, facts: Facts): Bounds {
  return worked(node, (inner) => {
    const [sequence] = inner.kind === 'apply' && inner.operator === 'length' ? inner.args : [];
    const numbers = [...(casesOfPlain(inner, facts) ?? []), ...((sequence && casesOfPlain(sequence, facts)) ?? [])];
    const [values, lengths] = [numbers.flatMap(numberIn), numbers.flatMap(lengthIn)];
    const narrowed = [values, lengths].filter(({ length }) => length > 0);
    return narrowed.length === 0
      ? undefined
      : {
          lo: Math.max(...narrowed.map((each) => Math.min(...each))),
          hi: Math.min(...narrowed.map((each) => Math.max(...each))),
        };
  });
}

function numberIn(each: Case): readonly number[] {
  return each.kind === 'value' ? [Number(each.value)] : [];
}

function lengthIn(each: Case): readonly number[] {
  return each.kind === 'length' ? [each.length] : [];
}

/** The bounds of a number from those of its operands, within those of its sort; `known`: of what more is known. */
function worked(node: Node, known: (node: Node) => Bounds | undefined): Bounds {
  const { sort } = node;
  const whole = sort.kind === 'range' ? { lo: sort.lo, hi: sort.hi } : { lo: -Infinity, hi: Infinity };
  const within = (bounds: Bounds | undefined): Bounds =>
    bounds === undefined ? whole : { lo: Math.max(whole.lo, bounds.lo), hi: Math.min(whole.hi, bounds.hi) };
  const narrow = within(known(node));
  if (node.kind !== 'apply') return node.kind === 'literal' ? exactly(Number(node.value)) : narrow;
  const [a, b] = node.args;
  if (a === undefined || b === undefined) return narrow;
  const operation = operations[node.operator];
  if (operation === undefined) return narrow;
  const [x, y] = [worked(a, known), worked(b, known)];
  const corners = [operation(x.lo, y.lo), operation(x.lo, y.hi), operation(x.hi, y.lo), operation(x.hi, y.hi)];
  return { lo: Math.max(narrow.lo, Math.min(...corners)), hi: Math.min(narrow.hi, Math.max(...corners)) };
}

function exactly(number: number): Bounds {
  return { lo: number, hi: number };
}

// Of these the extremes lie in the corners.
const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, b) => a * b,
  min: Math.min,
  max: Math.max,
};

/** Whether every value of the first sort is one of the second. */
export function isWithin(from: Sort, to: Sort): boolean {
  if (from === to || sameSort(from, to)) return true;
  if (to.kind === 'local') return from.kind !== 'local' && isWithin(from, to.of);
  if (from.kind === 'range' && to.kind === 'range') return from.lo >= to.lo && from.hi <= to.hi;
  if (to.kind === 'maybe') return isWithin(from.kind === 'maybe' ? from.of : from, to.of);
  if (from.kind === 'set' && to.kind === 'set') return isWithin(from.of, to.of);
  if (from.kind === 'seq' && to.kind === 'seq') return from.max <= to.max && isWithin(from.of, to.of);
  if (from.kind === 'fn' && to.kind === 'fn') return sameSort(from.key, to.key) && isWithin(from.value, to.value);
  if (from.kind === 'tuple' && to.kind === 'tuple')
    return from.items.every((item, index) => isWithin(item, to.items[index] ?? item));
  if (from.kind === 'record' && to.kind === 'record') return areWithin(from.fields, to.fields);
  return from.kind === 'variant' && to.kind === 'variant' && areWithin(from.cases, to.cases);
}

function areWithin(from: Readonly<Record<string, Sort>>, to: Readonly<Record<string, Sort>>): boolean {
  return Object.entries(from).every(([name, sort]) => {
    const target = to[name];
    return target !== undefined && isWithin(sort, target);
  });
}
