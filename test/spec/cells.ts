// The cells of the balloon's table, for tests that go through them. Run by `npm run cells`.

import type { ModelVariant, SuiteParts } from 'ballast';
import balloon from '../../spec/balloon.ts';

export interface Cell {
  readonly name: string;
  readonly variant: ModelVariant;
  readonly properties: readonly string[] | undefined;
  readonly isMutant: boolean;
}

const isLively = ({ group = '' }: SuiteParts): boolean => group.startsWith('what must happen some time');

const cellsOf = (suites: readonly SuiteParts[]): readonly Cell[] =>
  suites.map(({ name = '', set = {}, mutant, properties }) => ({
    name,
    variant: { set, mutant },
    properties,
    isMutant: false,
  }));

/** What must happen some time, since the commit. In the other versions the code is the same one but for what the other cells compare. */
export const livelyCells = cellsOf(balloon.suites.filter(isLively)).filter(
  ({ variant }) => (variant.set?.['version'] ?? 'after') === 'after',
);

export const cells: readonly Cell[] = [
  ...cellsOf(balloon.suites.filter((suite) => !isLively(suite))),
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
