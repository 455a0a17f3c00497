// What a renaming makes of an expression, and whether it is the same expression then: operands whose order does not matter may change places.

import { childrenOf, mapChildren } from '../language/nodes.ts';
import type { OperatorName } from '../language/operators.ts';
import type { Binder, Node } from '../language/tree.ts';
import { sameValue } from '../language/values.ts';
import { moverOf, type Permutation } from './permutation.ts';
import { evaluatedAtOnce, partialParts } from './totality.ts';

type Apply = Extract<Node, { kind: 'apply' }>;

/** The expression with its literal values renamed; the same node where nothing changes. */
export function renamed(node: Node, permutation: Permutation): Node {
  if (node.kind !== 'literal') return mapChildren(node, (child) => renamed(child, permutation));
  const value = moverOf(node.sort, permutation)?.(node.value) ?? node.value;
  return sameValue(value, node.value) ? node : { ...node, value };
}

/** Whether an expression means the same after a renaming of its literal values. */
export function isFixed(node: Node, permutation: Permutation): boolean {
  return areAlike(node, renamed(node, permutation));
}

/** Whether two expressions differ at most in the order of operands that may stand in any. */
export function areAlike(a: Node, b: Node): boolean {
  return alike(a, b, new Map());
}

const commutative: ReadonlySet<OperatorName> = new Set([
  'all',
  'any',
  'iff',
  'equal',
  'notEqual',
  'plus',
  'times',
  'min',
  'max',
  'union',
  'intersect',
  'set',
]);

/** Of these operands of operands are operands. */
const associative: ReadonlySet<OperatorName> = new Set([
  'all',
  'any',
  'plus',
  'times',
  'min',
  'max',
  'union',
  'intersect',
]);

/** Whether the order of the operands makes no difference. */
function isUnordered(node: Node): node is Apply {
  return node.kind === 'apply' && commutative.has(node.operator) && failAlike(operandsOf(node));
}

// It would where one may have no value, unless whichever comes first has none then, and for the same reason.
function failAlike(operands: readonly Node[]): boolean {
  const parts = operands.map(partialParts);
  const [first = []] = parts;
  return parts.every((own, index) => {
    const operand = operands[index];
    const atOnce = operand === undefined || own.length === 0 ? [] : evaluatedAtOnce(operand);
    return (
      own.length === first.length &&
      own.every((part, at) => atOnce.includes(part) && first[at] !== undefined && areAlike(part, first[at]))
    );
  });
}

function alike(a: Node, b: Node, binders: ReadonlyMap<Binder, Binder>): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (isUnordered(a) && b.kind === 'apply' && a.operator === b.operator)
    return areShuffled(operandsOf(a), operandsOf(b), binders);
  switch (a.kind) {
    case 'literal':
      return b.kind === 'literal' && a.sort.kind === b.sort.kind && sameValue(a.value, b.value);
    case 'variable':
      return b.kind === 'variable' && a.name === b.name;
    case 'bound':
      return b.kind === 'bound' && (binders.get(a.binder) ?? a.binder) === b.binder;
    case 'apply':
      return b.kind === 'apply' && a.operator === b.operator && a.detail === b.detail && areAllAlike(a, b, binders);
    case 'quantified': {
      if (b.kind !== 'quantified' || a.quantifier !== b.quantifier || a.binders.length !== b.binders.length)
        return false;
      const pairs = a.binders.flatMap((binder, index): [Binder, Binder][] => {
        const other = b.binders[index];
        return other === undefined ? [] : [[binder, other]];
      });
      return areAllAlike(a, b, new Map([...binders, ...pairs]));
    }
    case 'let':
      return b.kind === 'let' && areAllAlike(a, b, new Map([...binders, [a.binder, b.binder]]));
    case 'named':
    case 'next':
      return areAllAlike(a, b, binders);
    case 'fired':
    case 'local':
    case 'self':
    case 'inside':
      return false;
  }
}

function areAllAlike(a: Node, b: Node, binders: ReadonlyMap<Binder, Binder>): boolean {
  const [left, right] = [childrenOf(a), childrenOf(b)];
  return (
    left.length === right.length &&
    left.every((child, index) => {
      const other = right[index];
      return other !== undefined && alike(child, other, binders);
    })
  );
}

function operandsOf(node: Apply): readonly Node[] {
  if (!associative.has(node.operator)) return node.args;
  return node.args.flatMap((arg) => (arg.kind === 'apply' && arg.operator === node.operator ? operandsOf(arg) : [arg]));
}

/** Whether each has its like in the other list. To be alike is an equivalence, so any like will do. */
function areShuffled(left: readonly Node[], right: readonly Node[], binders: ReadonlyMap<Binder, Binder>): boolean {
  const rest = [...right];
  return (
    left.length === right.length &&
    left.every((node) => {
      const at = rest.findIndex((other) => alike(node, other, binders));
      if (at >= 0) rest.splice(at, 1);
      return at >= 0;
    })
  );
}
