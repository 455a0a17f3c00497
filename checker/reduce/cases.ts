// The values that a term may have, by what tells them apart, and what a condition is if the term has one of them. Conditions and terms are
// plain here: names mean what they stand for, and next(…) is said of variables alone.

import { List, Map as FunctionValue, Set as SetValue } from 'immutable';
import type { Sort } from '../language/sorts.ts';
import type { Node } from '../language/tree.ts';
import { sameValue, type Value } from '../language/values.ts';

type Apply = Extract<Node, { kind: 'apply' }>;

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

/** What the way in which a term is made says of it. */
export function own(term: Node): readonly Case[] | undefined {
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

export function casesOfSort(sort: Sort): readonly Case[] | undefined {
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
export function truthFor(node: Node, term: Node, value: Case): boolean | undefined {
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

/** Whether two plain expressions are written the same. */
export function areSame(a: Node, b: Node): boolean {
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

/** The truth of connectives, from what is known of their operands. */
export function combine(node: Apply, truthOfArg: (arg: Node) => boolean | undefined): boolean | undefined {
  // Operands are looked at one by one, as long as they matter: each may take long.
  const [a, b, c] = node.args;
  const truth = (arg: Node | undefined): boolean | undefined => arg && truthOfArg(arg);
  switch (node.operator) {
    case 'not':
      return negated(truth(a));
    case 'all':
    case 'any': {
      const decisive = node.operator === 'any';
      let isKnown = true;
      for (const arg of node.args) {
        const each = truthOfArg(arg);
        if (each === decisive) return decisive;
        isKnown &&= each !== undefined;
      }
      return isKnown ? !decisive : undefined;
    }
    case 'implies': {
      const premise = truth(a);
      if (premise === false) return true;
      const conclusion = truth(b);
      return conclusion === true || premise === true ? conclusion : undefined;
    }
    case 'iff': {
      const [one, other] = [truth(a), truth(b)];
      return one === undefined || other === undefined ? undefined : one === other;
    }
    case 'ifThenElse': {
      const condition = truth(a);
      if (condition !== undefined) return truth(condition ? b : c);
      const one = truth(b);
      return one !== undefined && one === truth(c) ? one : undefined;
    }
    default:
      return undefined;
  }
}

/** The bounds of a number from those of its operands, within those of its sort; `known`: of what more is known. */
export function worked(node: Node, known: (node: Node) => Bounds | undefined): Bounds {
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
