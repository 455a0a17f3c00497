// Symmetry: which identifiers and processes can be renamed without a difference. A class is a set of elements of one sort; the group is made
// of all permutations of the elements of each class. It maps every step to a step and every property to itself, so that two states which one
// of them maps to each other have the same future, under other names.
//
// How it begins need not be symmetric: the orbits of the reachable states are those of what is reachable from the orbits of the initial ones.
// Only where the initial states are symmetric too is the number of reachable states the sum of the sizes of the orbits.

import { processKinds } from '../language/layout.ts';
import { sameSort } from '../language/sorts.ts';
import type { Specification } from '../language/tree.ts';
import { printValue } from '../language/values.ts';
import { distinctionsAtStart, distinctionsIn, groupsOf, type Distinction } from './distinctions.ts';
import { failingOrders, failingOrdersAtStart } from './failing-order.ts';
import { holds, innerSorts } from './inner-sorts.ts';
import type { IdSort } from './permutation.ts';
import type { Hindrance } from './reductions.ts';

/** Elements of one sort, at least two, in order: any permutation of them changes nothing. */
export interface SymmetryClass {
  readonly sort: IdSort;
  readonly elements: readonly number[];
}

export interface Symmetry {
  /** The group is the product over these of all permutations of the elements. */
  readonly classes: readonly SymmetryClass[];
  /** What tells elements apart that might be interchangeable otherwise. */
  readonly hindrances: readonly Hindrance[];
  /** How many permutations the group has. */
  readonly order: number;
  /** Whether the group maps the set of initial states to itself, so that the sizes of orbits sum up to the number of reachable states. */
  readonly isCountable: boolean;
}

export interface SymmetryOptions {
  /** Only as far as the initial states are symmetric as well. */
  readonly countable?: boolean | undefined;
  /** The properties that are evaluated; all that are claimed where undefined. */
  readonly properties?: readonly string[] | undefined;
}

/** The symmetry of a specification, and what stands in the way of more. */
export function symmetryOf(specification: Specification, options: SymmetryOptions = {}): Symmetry {
  const sorts = identifiersOf(specification);
  const named = distinctionsIn(specification, sorts, options.properties);
  const namedAtStart = distinctionsAtStart(specification, sorts);
  // In what order elements fail matters only for those that nothing else tells apart.
  const open = sorts.filter((sort) => classesOf(sort, named).length > 0);
  const always = [...named, ...failingOrders(specification, open, options.properties)];
  const atStart = [...namedAtStart, ...failingOrdersAtStart(specification, open)];
  const distinctions = options.countable === true ? [...always, ...atStart] : always;
  const classes = sorts.flatMap((sort) => classesOf(sort, distinctions));
  const order = classes.reduce((product, { elements }) => product * factorial(elements.length), 1);
  return {
    classes,
    hindrances: hindrancesOf(distinctions),
    order,
    // Beyond 2^53 sizes of orbits are not exact.
    isCountable: Number.isSafeInteger(order) && atStart.every((each) => classes.every((own) => !tellsApart(each, own))),
  };
}

/** The sorts of identifiers and processes of which a state may hold elements, with at least two of them. */
function identifiersOf(specification: Specification): readonly IdSort[] {
  const { variables } = specification;
  const found: IdSort[] = [];
  const add = (sort: IdSort): void => {
    if (sort.size > 1 && !found.some((each) => sameSort(each, sort))) found.push(sort);
  };
  for (const sort of processKinds(specification)) if (variables.some((each) => holds(each.sort, sort))) add(sort);
  for (const { sort } of variables) for (const inner of innerSorts(sort)) if (inner.kind === 'ids') add(inner);
  return found;
}

function classesOf(sort: IdSort, distinctions: readonly Distinction[]): readonly SymmetryClass[] {
  const own = distinctions.filter((each) => sameSort(each.sort, sort));
  return groupsOf(sort, (i, j) => own.every(({ groups }) => groups.some((all) => all.includes(i) && all.includes(j))))
    .filter(({ length }) => length > 1)
    .map((elements) => ({ sort, elements }));
}

function tellsApart({ sort, groups }: Distinction, own: SymmetryClass): boolean {
  return sameSort(sort, own.sort) && !groups.some((group) => own.elements.every((each) => group.includes(each)));
}

function hindrancesOf(distinctions: readonly Distinction[]): readonly Hindrance[] {
  const found = new Map<string, Hindrance>();
  for (const { sort, groups, because, where, site } of distinctions) {
    const what = printGroups(sort, groups);
    const key = JSON.stringify([what, because, where]);
    if (!found.has(key)) found.set(key, { what, because, where, ...(site === undefined ? {} : { site }) });
  }
  return [...found.values()];
}

/** `page` where all elements are told apart; `page0` from all others; or groups of them: `page0 and page2 from page1 and page3`. */
function printGroups(sort: IdSort, groups: readonly (readonly number[])[]): string {
  if (groups.every(({ length }) => length === 1)) return sort.name;
  const largest = groups.reduce((a, b) => (b.length > a.length ? b : a));
  const others = groups.filter((group) => group !== largest);
  const isPlain = others.every(({ length }) => length === 1);
  const print = (group: readonly number[]): string => group.map((each) => printValue(each, sort)).join(' and ');
  return isPlain ? print(others.flat()) : groups.map(print).join(' from ');
}

function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1);
}
