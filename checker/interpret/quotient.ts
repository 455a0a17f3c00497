// The representative of a state under a symmetry, by the plain road: every permutation is tried. Of the states of the orbit that are in the
// order of their keys it is the one whose packed words are least.

import { assert } from '../language/errors.ts';
import type { Specification } from '../language/tree.ts';
import { keyOf, keyOrderOf } from '../reduce/key-order.ts';
import type { SymmetryClass } from '../reduce/symmetry.ts';
import { codeAt, codecOf } from './encode.ts';
import { permutationsOf, permuterOf } from './permute.ts';
import type { State } from './state.ts';

/** A state that stands for all of its orbit. */
export interface Represented {
  readonly state: State;
  /** How many states the orbit has. */
  readonly size: number;
}

/** Of so many states the representatives are remembered. */
const rememberedMost = 100_000;

/** The representative of each state. */
export function quotientOf(
  specification: Specification,
  classes: readonly SymmetryClass[],
): (state: State) => Represented {
  const { layout, encode } = codecOf(specification);
  const permuters = permutationsOf(classes).map((permutation) => permuterOf(specification.variables, permutation));
  const order = keyOrderOf(specification, classes);
  const isInOrder = (bytes: Uint8Array): boolean =>
    order.every(({ keys }) => {
      const values = keys.map((parts) => keyOf(parts, (field) => codeAt(bytes, layout.fields[field] ?? noField())));
      return values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value);
    });

  const represented = (state: State): Represented => {
    let least: { readonly state: State; readonly bytes: Uint8Array } | undefined;
    // How many permutations lead to it: as many as leave it as it is.
    let count = 0;
    for (const permute of permuters) {
      const other = permute(state);
      const bytes = encode(other);
      if (!isInOrder(bytes)) continue;
      const difference = least === undefined ? -1 : compareWords(bytes, least.bytes);
      if (difference === 0) count += 1;
      if (difference >= 0) continue;
      least = { state: other, bytes };
      count = 1;
    }
    assert(least !== undefined, 'some state of each orbit is in order');
    return { state: least.state, size: permuters.length / count };
  };

  const known = new Map<string, Represented>();
  return (state) => {
    const key = Buffer.from(encode(state)).toString('latin1');
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= rememberedMost) known.clear();
    const found = represented(state);
    known.set(key, found);
    return found;
  };
}

/** As unsigned words, the first one deciding first; their bytes lie the lowest first. */
function compareWords(a: Uint8Array, b: Uint8Array): number {
  for (let word = 0; word < a.length; word += 8) {
    for (let at = word + 7; at >= word; at -= 1) {
      const difference = (a[at] ?? 0) - (b[at] ?? 0);
      if (difference !== 0) return difference;
    }
  }
  return 0;
}

function noField(): never {
  throw new RangeError('keys are made of fields of the layout');
}
