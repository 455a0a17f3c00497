// Variants of how a specification begins: a variable has another value at the start.

import { initial } from '../language/edits.ts';
import { type OpenedModel } from '../language/model.ts';
import { printNode } from '../language/print.ts';
import { printSort, type Sort } from '../language/sorts.ts';
import { type Node } from '../language/tree.ts';
import { cardinality, elementsOf, printValue, type Value } from '../language/values.ts';
import { type Found } from './variant.ts';
import { cutLine } from './variants-text.ts';

/** Other values to begin with, for each variable whose values are few; of a function the same for all keys. */
export function initialVariants({ variables, initial: starts }: OpenedModel): readonly Found[] {
  return variables.flatMap(({ name, sort }) => {
    const given = starts.flatMap(({ choices }) => choices.filter(({ variable }) => variable === name));
    // What takes any value has all others already.
    if (given.length === 0 || given.some(({ values }) => values === 'anything')) return [];
    const nodes = given.flatMap(({ values }) => (values === 'anything' ? [] : values));
    const [node] = nodes;
    if (node === undefined) return [];
    const { place, of, value } = leafOf(name, sort, node);
    const now = nodes.length === 1 ? printNode(value) : `one of ${nodes.length} values`;
    return othersOf(of, value).flatMap((other): readonly Found[] => {
      const text = printValue(other, of);
      if (nodes.length === 1 && text === now) return [];
      return [
        {
          group: 'initial values',
          kind: 'initial value',
          path: name,
          site: undefined,
          source: undefined,
          edits: [initial(name, text)],
          before: cutLine(`at the start ${place} = ${now}`),
          after: cutLine(`at the start ${place} = ${text}`),
        },
      ];
    });
  });
}

/** A variable under all its keys, as `refcount[page]`, with the sort and the value that it has there. */
function leafOf(
  place: string,
  sort: Sort,
  value: Node,
): { readonly place: string; readonly of: Sort; readonly value: Node } {
  if (sort.kind !== 'fn') return { place, of: sort, value };
  const key = sort.key.kind === 'ids' ? sort.key.name : printSort(sort.key);
  const body = value.kind === 'quantified' && value.quantifier === 'function' ? value.body : value;
  return leafOf(`${place}[${key}]`, sort.value, body);
}

const most = 4;

/** All other values where they are few, of numbers the next ones. */
function othersOf(sort: Sort, value: Node): readonly Value[] {
  switch (sort.kind) {
    case 'bool':
      return [false, true];
    // A number that is computed of others is one that they agree with, and no other is.
    case 'range':
      return value.kind === 'literal'
        ? [Number(value.value) - 1, Number(value.value) + 1].filter((each) => each >= sort.lo && each <= sort.hi)
        : [];
    case 'enumeration':
    case 'ids':
    case 'maybe':
      return cardinality(sort) <= most ? elementsOf(sort) : [];
    // A lock that nobody gives back is held for ever; of what is built of parts there are too many values.
    default:
      return [];
  }
}
