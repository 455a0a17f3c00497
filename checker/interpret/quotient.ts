// The representative of a state under a symmetry, by the plain road: every permutation is tried. Of the states of the orbit that are in the
// order of their keys it is the one whose packed words are least.

import { assert } from '../language/errors.ts';
import type { Specification, VariableTree } from '../language/tree.ts';
import type { Value } from '../language/values.ts';
import { keyOf, keyOrderOf } from '../reduce/key-order.ts';
import { moverOf, type Permutation } from '../reduce/permutation.ts';
import type { SymmetryClass } from '../reduce/symmetry.ts';
import { codeAt, codecOf } from './encode.ts';
import { permutationsOf, permuterOf } from './permute.ts';
import { valueIn, type State } from './state.ts';

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
  const { layout, encode, encodeOne } = codecOf(specification);
  const { variables } = specification;
  const permutations = permutationsOf(classes);
  const order = keyOrderOf(specification, classes);
  const packedBy = variables.map((variable) => ({
    variable: variable.name,
    packed: permutedValues(variable, permutations, encodeOne),
  }));
  const isInOrder = (bytes: Uint8Array): boolean =>
    order.every(({ keys }) => {
      const values = keys.map((parts) => keyOf(parts, (field) => codeAt(bytes, layout.fields[field] ?? noField())));
      return values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value);
    });

  const represented = (state: State): Represented => {
    const parts = packedBy.map(({ variable, packed }) => packed(valueIn(state, variable)));
    let least: { readonly permutation: Permutation; readonly bytes: Uint8Array } | undefined;
    // How many permutations lead to it: as many as leave it as it is.
    let count = 0;
    for (const [index, permutation] of permutations.entries()) {
      const bytes = joined(
        parts.map((part) => part[index]),
        layout.words * 8,
      );
      const difference = least === undefined ? -1 : compareWords(bytes, least.bytes);
      if (difference > 0 || !isInOrder(bytes)) continue;
      count = difference === 0 ? count + 1 : 1;
      least = { permutation, bytes };
    }
    assert(least !== undefined, 'some state of each orbit is in order');
    return { state: permuterOf(variables, least.permutation)(state), size: permutations.length / count };
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

// The value of a variable under every permutation, packed. Most steps leave most values as they are, and those are packed once.
function permutedValues(
  { name, sort }: VariableTree,
  permutations: readonly Permutation[],
  encodeOne: (variable: string, value: Value) => Uint8Array,
): (value: Value) => readonly Uint8Array[] {
  const moves = permutations.map((permutation) => moverOf(sort, permutation));
  const known = new Map<Value, readonly Uint8Array[]>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= rememberedMost) known.clear();
    const packed = moves.map((move) => encodeOne(name, move === undefined ? value : move(value)));
    known.set(value, packed);
    return packed;
  };
}

function joined(parts: readonly (Uint8Array | undefined)[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (const part of parts) part?.forEach((byte, at) => (bytes[at] = (bytes[at] ?? 0) | byte));
  return bytes;
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
