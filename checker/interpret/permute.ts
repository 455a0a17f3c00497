// Permutations of states: every identifier and process in a state renamed, whatever it stands in.

import type { VariableTree } from '../language/tree.ts';
import { moverOf, type Permutation, type Renaming } from '../reduce/permutation.ts';
import type { SymmetryClass } from '../reduce/symmetry.ts';
import { valueIn, withValue, type State } from './state.ts';

/** What the permutation makes of states with these variables. */
export function permuterOf(variables: readonly VariableTree[], permutation: Permutation): (state: State) => State {
  const moves = variables.flatMap(({ name, sort }) => {
    const move = moverOf(sort, permutation);
    return move === undefined ? [] : [{ name, move }];
  });
  return (state) => moves.reduce((moved, { name, move }) => withValue(moved, name, move(valueIn(state, name))), state);
}

/** Every permutation of the elements within their classes, the identity first. */
export function permutationsOf(classes: readonly SymmetryClass[]): readonly Permutation[] {
  return classes.reduce<readonly Permutation[]>(
    (before, own) =>
      arrangements(own.elements).flatMap((images) => before.map((permutation) => combined(permutation, own, images))),
    [[]],
  );
}

// Several classes of one sort make one renaming.
function combined(permutation: Permutation, { sort, elements }: SymmetryClass, images: readonly number[]): Permutation {
  const own = permutation.find((each) => each.sort === sort);
  const before = own?.images ?? Array.from({ length: sort.size }, (_, element) => element);
  const renaming: Renaming = {
    sort,
    images: before.map((image, element) => images[elements.indexOf(element)] ?? image),
  };
  return [...permutation.filter((each) => each !== own), renaming];
}

/** All orders of some elements, the given one first. */
function arrangements(elements: readonly number[]): readonly (readonly number[])[] {
  if (elements.length === 0) return [[]];
  return elements.flatMap((first) =>
    arrangements(elements.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}
