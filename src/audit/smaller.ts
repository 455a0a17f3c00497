// Smaller sizes of a model: its constants that say how many identifiers or processes there are, lowered one by one.

import { type ConstantValue, type Model, processNames, type Sort, type Specification } from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';
import { builtOrNot } from '../profile/other-constants.ts';

/** The settings in which one of those constants is less by one than here; `build` makes the specification of settings. */
export function smallerSettings(
  model: Model,
  set: Settings,
  build: (set: Settings) => Specification,
): readonly Settings[] {
  const here = builtOrNot(() => build(set));
  if (here === undefined) return [];
  const sizes = sizesOf(here);
  const values = new Map(here.constants.map(({ name, value }) => [name, value]));
  return Object.entries(model.constants).flatMap(([name, { sort }]) => {
    const value = values.get(name);
    if (sort.kind !== 'range' || typeof value !== 'number' || value <= sort.lo) return [];
    const lowered: Settings = { ...set, [name]: (value - 1) satisfies ConstantValue };
    const there = builtOrNot(() => build(lowered));
    return there !== undefined && isSmaller(sizesOf(there), sizes) ? [lowered] : [];
  });
}

/** Whether of something of which there are several there are fewer: of what there is one, no other can be interchanged with it. */
function isSmaller(there: ReadonlyMap<string, number>, here: ReadonlyMap<string, number>): boolean {
  return [...here].some(([name, size]) => size > 1 && (there.get(name) ?? 0) < size);
}

/** How many identifiers there are of each sort, and processes of each kind. */
function sizesOf(specification: Specification): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { sort } of specification.variables) visit(sort, sizes);
  for (const name of processNames(specification)) {
    const kind = `process ${name.replace(/#?\d+$/, '')}`;
    sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  }
  return sizes;
}

function visit(sort: Sort, sizes: Map<string, number>): void {
  switch (sort.kind) {
    case 'ids':
      sizes.set(sort.name, sort.size);
      return;
    case 'maybe':
    case 'set':
    case 'seq':
    case 'local':
      return visit(sort.of, sizes);
    case 'fn':
      visit(sort.key, sizes);
      return visit(sort.value, sizes);
    case 'record':
      return Object.values(sort.fields).forEach((field) => visit(field, sizes));
    case 'tuple':
      return sort.items.forEach((item) => visit(item, sizes));
    case 'variant':
      return Object.values(sort.cases).forEach((payload) => visit(payload, sizes));
    default:
      return;
  }
}
