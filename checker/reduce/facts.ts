// Facts: what is known to be true where an expression is evaluated, since it would not be reached otherwise. From them follows, for one term at
// a time, which values it may have there: each is tried, and ruled out where a fact would then be false.
// Nothing here depends on a state, and not knowing is always an answer.

import { childrenOf, mapChildren } from '../language/nodes.ts';
import type { Binder, Node } from '../language/tree.ts';
import { areSame, casesOfSort, combine, own, truthFor, worked, type Bounds, type Case } from './cases.ts';

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
