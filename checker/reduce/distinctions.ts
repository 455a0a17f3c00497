// What tells the elements of a sort apart: literal values, and operators that know an order of the elements.

import { childrenOf, mapChildren, sameNode } from '../language/nodes.ts';
import { operator } from '../language/operators.ts';
import { printNode } from '../language/print.ts';
import type { Site } from '../language/site.ts';
import type { Sort } from '../language/sorts.ts';
import type { InitialTree, Node, Specification } from '../language/tree.ts';
import { sameValue } from '../language/values.ts';
import { expressionsOf, initialExpressions, type Expression } from './expressions.ts';
import { holds } from './inner-sorts.ts';
import { moverOf, transposition, type IdSort, type Permutation } from './permutation.ts';

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
    const groups = groupsOf(sort, (i, j) => {
      const permutation = transposition(sort, i, j);
      return values.every((node) => {
        const image = moved(node, permutation);
        return image === node || values.some((other) => sameNode(other, image));
      });
    });
    return groups.length === 1 ? [] : [{ sort, groups, because: values.map(printNode).join(' or '), where, site }];
  });
  return [...literals, ...values.flatMap((node) => ordersIn({ node, where, site }, sorts))];
}

/** The expression with its literal values renamed; the same node where nothing changes. */
function moved(node: Node, permutation: Permutation): Node {
  if (node.kind !== 'literal') return mapChildren(node, (child) => moved(child, permutation));
  const value = moverOf(node.sort, permutation)?.(node.value) ?? node.value;
  return sameValue(value, node.value) ? node : { ...node, value };
}

function ofExpression(expression: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  return [...literalsIn(expression, sorts), ...ordersIn(expression, sorts)];
}

function literalsIn({ node, where, site }: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  return partsOf(node).flatMap(({ part, shown }) => {
    if (part.kind !== 'literal') return [];
    const { sort: own, value } = part;
    return sorts.flatMap((sort): readonly Distinction[] => {
      if (!holds(own, sort)) return [];
      const groups = groupsOf(sort, (i, j) => {
        const move = moverOf(own, transposition(sort, i, j));
        return move === undefined || sameValue(move(value), value);
      });
      return groups.length === 1 ? [] : [{ sort, groups, because: printNode(shown), where, site }];
    });
  });
}

function ordersIn({ node, where, site }: Expression, sorts: readonly IdSort[]): readonly Distinction[] {
  return partsOf(node).flatMap(({ part }) => {
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
    case 'next':
    case 'previous':
    case 'index':
      return node.args[0]?.sort;
    default:
      return undefined;
  }
}

interface Part {
  readonly part: Node;
  /** What shows it to people: the innermost expression around it that says more than it does. */
  readonly shown: Node;
}

function partsOf(node: Node, around: Node = node): readonly Part[] {
  const isPlain = node.kind === 'literal' || (node.kind === 'apply' && operator(node.operator).text === '{0}');
  const shown = isPlain ? around : node;
  return [{ part: node, shown }, ...childrenOf(node).flatMap((child) => partsOf(child, shown))];
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
