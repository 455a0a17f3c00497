// What tells the elements of a sort apart: literal values, and operators that know an order of the elements.

import { childrenOf, walk } from '../language/nodes.ts';
import { operator } from '../language/operators.ts';
import { printNode } from '../language/print.ts';
import type { Site } from '../language/site.ts';
import type { Sort } from '../language/sorts.ts';
import type { InitialTree, Node, Specification } from '../language/tree.ts';
import { expressionsOf, initialExpressions, type Expression } from './expressions.ts';
import { holds, innerSorts } from './inner-sorts.ts';
import { transposition, type IdSort } from './permutation.ts';
import { areAlike, isFixed, renamed } from './renamed.ts';

/** Elements of a sort that are told apart, by an expression somewhere. */
export interface Distinction {
  readonly sort: IdSort;
  /** All elements, in groups within which they are not told apart by this. */
  readonly groups: readonly (readonly number[])[];
  /** The expression, as rule text. */
  readonly because: string;
  readonly where: string;
  readonly site: Site | undefined;
}

/** What tells elements apart in what happens and in what is judged. `selected`: the properties that are evaluated. */
export function distinctionsIn(
  specification: Specification,
  sorts: readonly IdSort[],
  selected: readonly string[] | undefined,
): readonly Distinction[] {
  return expressionsOf(specification, selected).flatMap((expression) => ofExpression(expression, sorts));
}

/** What tells them apart in how it begins. A list of choices is a set: it may name all elements alike. */
export function distinctionsAtStart(
  { initial, site }: Specification,
  sorts: readonly IdSort[],
): readonly Distinction[] {
  return initial.flatMap((tree) => [
    ...tree.choices.flatMap((choice) => ofChoices(choice, sorts, site)),
    ...initialExpressions(tree, site).flatMap((expression) => ofExpression(expression, sorts)),
  ]);
}

function ofChoices(
  { variable, values }: InitialTree['choices'][number],
  sorts: readonly IdSort[],
  site: Site | undefined,
): readonly Distinction[] {
  if (values === 'anything') return [];
  const where = `init of '${variable}'`;
  const literals = sorts.flatMap((sort): readonly Distinction[] => {
    if (!values.some((node) => names(node, sort))) return [];
    const groups = groupsOf(sort, (i, j) => {
      const permutation = transposition(sort, i, j);
      return values.every((node) => {
        const image = renamed(node, permutation);
        return values.some((other) => areAlike(other, image));
      });
    });
    return groups.length === 1 ? [] : [{ sort, groups, because: values.map(printNode).join(' or '), where, site }];
  });
  return [...literals, ...values.flatMap((node) => ordersIn({ node, where, site }, sorts))];
}

function ofExpression(expression: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  return [...literalsIn(expression, sorts), ...ordersIn(expression, sorts)];
}

function literalsIn({ node, where, site }: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  if (!namesAny(node)) return [];
  return sorts.flatMap((sort) =>
    distinguishing(node, sort).map(({ groups, shown }) => ({ sort, groups, because: printNode(shown), where, site })),
  );
}

interface Distinguishing {
  readonly groups: Distinction['groups'];
  /** The innermost expression that says more than a literal does. */
  readonly shown: Node;
}

/** The innermost parts that are not the same after every renaming of the elements. */
function distinguishing(node: Node, sort: IdSort, around: Node = node): readonly Distinguishing[] {
  if (!names(node, sort)) return [];
  const groups = groupsOf(sort, (i, j) => isFixed(node, transposition(sort, i, j)));
  if (groups.length === 1) return [];
  const isPlain = node.kind === 'literal' || (node.kind === 'apply' && operator(node.operator).text === '{0}');
  const shown = isPlain ? around : node;
  const inner = childrenOf(node).flatMap((child) => distinguishing(child, sort, shown));
  // Operands that change places tell less apart together than each by itself.
  const isMore = inner.every((each) => isFiner(groups, each.groups));
  return inner.length > 0 && isMore ? inner : [{ groups, shown }];
}

function isFiner(a: Distinction['groups'], b: Distinction['groups']): boolean {
  return a.every((group) => b.some((other) => group.every((each) => other.includes(each))));
}

/** Whether a literal value of the expression holds elements of the sort. */
function names(node: Node, sort: IdSort): boolean {
  if (node.kind === 'literal') return holds(node.sort, sort);
  return namesAny(node) && childrenOf(node).some((child) => names(child, sort));
}

/** Whether one holds identifiers or processes at all. */
function namesAny(node: Node): boolean {
  let does = naming.get(node);
  if (does === undefined) {
    does =
      node.kind === 'literal'
        ? [...innerSorts(node.sort)].some(({ kind }) => kind === 'ids' || kind === 'process')
        : childrenOf(node).some(namesAny);
    naming.set(node, does);
  }
  return does;
}

const naming = new WeakMap<Node, boolean>();

function ordersIn({ node, where, site }: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  return [...walk(node)].flatMap((part) => {
    const ordered = orderedBy(part);
    if (ordered === undefined) return [];
    return sorts.flatMap((sort): readonly Distinction[] =>
      holds(ordered, sort)
        ? [{ sort, groups: elementsOf(sort).map((each) => [each]), because: printNode(part), where, site }]
        : [],
    );
  });
}

/**
 * The sort of whose elements the expression knows an order. Of all operators these are the ones whose meaning is not the same after a
 * renaming: comparisons, neighbours, the position, and the choice of the first element.
 */
function orderedBy(node: Node): Sort | undefined {
  if (node.kind === 'quantified') return node.quantifier === 'choose' ? node.binders[0]?.sort : undefined;
  if (node.kind !== 'apply') return undefined;
  switch (node.operator) {
    case 'lessThan':
    case 'atMost':
    case 'moreThan':
    case 'atLeast':
    case 'index':
      return node.args[0]?.sort;
    // Of two elements each is the neighbour of the other, under any names.
    case 'next':
    case 'previous':
      return node.args[0]?.sort.kind === 'ids' && node.args[0].sort.size > 2 ? node.args[0].sort : undefined;
    default:
      return undefined;
  }
}

/** The elements of a sort in groups; to be alike is an equivalence. */
export function groupsOf(sort: IdSort, areAlike: (i: number, j: number) => boolean): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const element of elementsOf(sort)) {
    const group = groups.find(([first]) => first !== undefined && areAlike(first, element));
    if (group === undefined) groups.push([element]);
    else group.push(element);
  }
  return groups;
}

function elementsOf({ size }: IdSort): readonly number[] {
  return Array.from({ length: size }, (_, element) => element);
}
