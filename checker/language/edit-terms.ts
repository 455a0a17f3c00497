// The terms of a condition, which edits may name behind its clause: `step.when#1.and#2` is the second of `all(…)`, `step.when#1.or#1` the
// first of `any(…)`, and so on inwards. `a.implies(b)` is read as `any(a.not(), b)`. Negations, quantifiers and definitions are seen through.

import { applyNodes, constantValue, lift } from './nodes.ts';
import { type Node } from './tree.ts';

export interface Term {
  /** Behind the name of its clause: `.and#2.or#1`. */
  readonly name: string;
  readonly node: Node;
}

/** All terms of a condition, each followed by its own. */
export function termsOf(node: Node): readonly Term[] {
  return opened(node).flatMap(({ name, node: inner }) => [
    ...(name === '' ? [] : [{ name, node: inner }]),
    ...termsOf(inner).map((term) => ({ ...term, name: `${name}${term.name}` })),
  ]);
}

/** The condition with one term changed, or taken out; undefined where it has no such term. */
export function withTerm(
  node: Node,
  name: string,
  change: (term: Node, isNegated: boolean) => Node | undefined,
  isNegated = false,
): Node | undefined {
  for (const part of opened(node)) {
    const inside = isNegated !== part.negates;
    if (part.name !== '' && part.name === name) return part.put(change(part.node, inside));
    if (part.name !== '' && !name.startsWith(`${part.name}.`)) continue;
    const changed = withTerm(part.node, name.slice(part.name.length), change, inside);
    if (changed !== undefined) return part.put(changed);
  }
  return undefined;
}

/** Every way to weaken the condition by weakening one comparison in it: the name of the term that is this comparison, and the result. */
export function weakenings(node: Node, isNegated = false): readonly Term[] {
  const own = isNegated ? stronger(node) : weaker(node);
  if (own !== undefined) return [{ name: '', node: own }];
  return opened(node).flatMap(({ name, node: inner, negates, put }) =>
    weakenings(inner, isNegated !== negates).map((each) => ({ name: `${name}${each.name}`, node: put(each.node) })),
  );
}

interface Part {
  /** Empty where it is seen through. */
  readonly name: string;
  readonly node: Node;
  readonly negates: boolean;
  /** The whole with another in its place, or without it. */
  readonly put: (node: Node | undefined) => Node;
}

function opened(node: Node): readonly Part[] {
  switch (node.kind) {
    // What is changed is no longer what the definition says.
    case 'named':
      return [through(node.body, (body) => body)];
    case 'let':
      return [through(node.body, (body) => ({ ...node, body }))];
    case 'quantified':
      return node.quantifier === 'forall' || node.quantifier === 'exists'
        ? [through(node.body, (body) => ({ ...node, body }))]
        : [];
    case 'apply':
      return openedOperator(node);
    default:
      return [];
  }
}

function openedOperator(node: Extract<Node, { kind: 'apply' }>): readonly Part[] {
  const [a, b] = node.args;
  switch (node.operator) {
    case 'not':
      return a === undefined ? [] : [through(a, (inner) => applyNodes('not', [inner]), true)];
    case 'all':
    case 'any': {
      if (a !== undefined && node.args.length === 1) return [through(a, (inner) => inner)];
      const word = node.operator === 'all' ? 'and' : 'or';
      return node.args.map((arg, index) => ({
        name: `.${word}#${index + 1}`,
        node: arg,
        negates: false,
        put: (changed) =>
          joined(
            node,
            node.args.flatMap((each, at) => (at === index ? (changed ?? []) : each)),
          ),
      }));
    }
    case 'implies':
      if (a === undefined || b === undefined) return [];
      return [
        {
          name: '.or#1',
          node: a,
          negates: true,
          put: (from) => (from === undefined ? b : applyNodes('implies', [from, b])),
        },
        {
          name: '.or#2',
          node: b,
          negates: false,
          put: (to) => (to === undefined ? applyNodes('not', [a]) : applyNodes('implies', [a, to])),
        },
      ];
    default:
      return [];
  }
}

function through(node: Node, put: (node: Node) => Node, negates = false): Part {
  return { name: '', node, negates, put: (changed) => put(changed ?? node) };
}

function joined(node: Extract<Node, { kind: 'apply' }>, args: readonly Node[]): Node {
  const [only] = args;
  return only !== undefined && args.length === 1 ? only : { ...node, args };
}

// By one: `<` to `<=`, `<=` to one more. An equality of numbers to `<=`, or to the least two where it is with the least.
function weaker(node: Node): Node | undefined {
  if (node.kind !== 'apply') return undefined;
  const [a, b] = node.args;
  if (a === undefined || b === undefined) return undefined;
  switch (node.operator) {
    case 'lessThan':
      return applyNodes('atMost', [a, b]);
    case 'moreThan':
      return applyNodes('atLeast', [a, b]);
    case 'atMost':
      return b.sort.kind === 'range' ? applyNodes('atMost', [a, applyNodes('plus', [b, lift(1)])]) : undefined;
    case 'atLeast':
      return b.sort.kind === 'range' ? applyNodes('atLeast', [a, applyNodes('minus', [b, lift(1)])]) : undefined;
    case 'equal': {
      if (constantValue(a) !== undefined && constantValue(b) === undefined) return weaker(applyNodes('equal', [b, a]));
      if (a.sort.kind !== 'range') return undefined;
      const isLeast = constantValue(b) === a.sort.lo;
      return applyNodes('atMost', [a, isLeast ? applyNodes('plus', [b, lift(1)]) : b]);
    }
    default:
      return undefined;
  }
}

// What stands under a negation weakens the whole by being stronger.
function stronger(node: Node): Node | undefined {
  if (node.kind !== 'apply') return undefined;
  const [a, b] = node.args;
  if (a === undefined || b === undefined) return undefined;
  switch (node.operator) {
    case 'atMost':
      return applyNodes('lessThan', [a, b]);
    case 'atLeast':
      return applyNodes('moreThan', [a, b]);
    case 'lessThan':
      return b.sort.kind === 'range' ? applyNodes('lessThan', [a, applyNodes('minus', [b, lift(1)])]) : undefined;
    case 'moreThan':
      return b.sort.kind === 'range' ? applyNodes('moreThan', [a, applyNodes('plus', [b, lift(1)])]) : undefined;
    case 'notEqual': {
      const equal = weaker(applyNodes('equal', [a, b]));
      return equal && applyNodes('not', [equal]);
    }
    default:
      return undefined;
  }
}
