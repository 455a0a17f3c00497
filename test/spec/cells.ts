// The cells of the balloon's table, for tests that go through them. Run by `npm run cells`.

import type { ModelVariant, SuiteParts } from 'ballast';
import balloon from '../../spec/balloon.ts';

export interface Cell {
  readonly name: string;
  readonly variant: ModelVariant;
  readonly properties: readonly string[] | undefined;
  readonly isMutant: boolean;
}

const isOfBehaviours = ({ group = '' }: SuiteParts): boolean =>
  group.startsWith('what must happen some time') || group.startsWith('whose pages are');

const cellsOf = (suites: readonly SuiteParts[]): readonly Cell[] =>
  suites.map(({ name = '', set = {}, mutant, edits, properties }) => ({
    name,
    variant: { set, mutant, ...(edits === undefined ? {} : { edits }) },
    properties,
    isMutant: false,
  }));

/** Those about whole behaviours, since the commit. What is another in other versions is compared by the other cells. */
export const cellsOfBehaviours = cellsOf(balloon.suites.filter(isOfBehaviours)).filter(
  ({ variant }) => (variant.set?.['version'] ?? 'after') === 'after',
);

/** Of those that are the same in smoke size the first. */
export const cells: readonly Cell[] = [
  ...once(cellsOf(balloon.suites.filter((suite) => !isOfBehaviours(suite)))),
  ...Object.entries(balloon.mutants).map(([mutant, { properties }]) => ({
    name: mutant,
    variant: { mutant },
    properties,
    isMutant: true,
  })),
];

/** In smoke size: the cell's own where it has less, or needs what it has. */
export function smokeSized({ variant, isMutant }: Cell): ModelVariant {
  const { pages = 2, scanners = 1 } = (variant.set ?? {}) as Record<string, number>;
  const isNeeded = isMutant || variant.set?.['list'] !== undefined || variant.set?.['directCompaction'] === true;
  return isNeeded
    ? variant
    : { ...variant, set: { ...variant.set, pages: Math.min(2, pages), scanners: Math.min(1, scanners) } };
}

function once(all: readonly Cell[]): readonly Cell[] {
  const keyOf = (cell: Cell): string => {
    const { set, mutant, edits } = smokeSized(cell);
    const constants = Object.entries(set ?? {}).map(([name, value]) => `${name} = ${String(value)}`);
    return JSON.stringify([constants.sort(), mutant, edits, cell.properties]);
  };
  return [...new Map([...all].reverse().map((cell) => [keyOf(cell), cell])).values()].reverse();
}
