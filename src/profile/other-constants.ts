// The same specification for other values of a constant: which values those are, and whether anything is built otherwise for them.

import {
  canonicalText,
  type ConstantValue,
  elementsOf,
  InternalError,
  printSort,
  type Sort,
  type Specification,
  type Value,
} from '../../checker/index.ts';

/** The other values of a constant: of numbers the nearest first, and the smaller of two before the larger. */
export function otherValues(sort: Sort, value: Value): readonly ConstantValue[] {
  const others = elementsOf(sort).filter((each) => each !== value) as readonly ConstantValue[];
  if (sort.kind !== 'range') return others;
  const away = (each: ConstantValue): number =>
    Math.abs(Number(each) - Number(value)) + (Number(each) > Number(value) ? 0.5 : 0);
  return [...others].sort((a, b) => away(a) - away(b));
}

/** Undefined where the model refuses the constants, or an edit finds nothing then: nobody asked for them. */
export function builtOrNot(build: () => Specification): Specification | undefined {
  try {
    return build();
  } catch (thrown) {
    if (thrown instanceof InternalError) throw thrown;
    return undefined;
  }
}

/** Whether another specification means the same as this one, whatever the constants are called and have been set to. */
export function sameMeaningAs(here: Specification): (there: Specification) => boolean {
  const sketch = sketchOf(here);
  const meaning = meaningOf(here);
  // Most that differ do so in what is soon told.
  return (there) => sketchOf(there) === sketch && meaningOf(there) === meaning;
}

function sketchOf({ variables, actions }: Specification): string {
  return JSON.stringify([variables.map(({ name, sort }) => [name, printSort(sort)]), actions.map(({ name }) => name)]);
}

function meaningOf(specification: Specification): string {
  return canonicalText({ ...specification, constants: [], edits: [] });
}
