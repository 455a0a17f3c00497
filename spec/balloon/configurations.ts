// Configurations that several suites ask about. Sizes are page frames / scanners / deflaters / inflaters.

import type { SuiteParts } from 'ballast';
import { versions, type Version } from './kernel.ts';

export type Constants = NonNullable<SuiteParts['set']>;
export type Expectation = SuiteParts['expect'];

export function sizes(pages: number, scanners: number, deflaters: number, inflaters: number): Constants {
  return { pages, scanners, deflaters, inflaters };
}

export const smoke = sizes(2, 1, 1, 1);
/** Nothing of the driver but its removal. */
export const removal = { ...sizes(2, 1, 0, 0), removal: true };
/** All but the version that clears the isolated flag too early. */
export const sound = versions.filter((version) => version !== 'tas-early');
export const untilCommit: readonly Version[] = ['v0', 'old', 'before'];
