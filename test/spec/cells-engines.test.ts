// Each cell of the balloon's table by both engines, in smoke size; but for the mutants, which `npm run agreement` compares.

import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { compareEngines } from '../agreement/compare.ts';
import { cells, smokeSized } from './cells.ts';

/** The reference explorer takes a second for some ten thousand states: of larger cells as many states are compared. */
const statesMost = 500;

describe('both engines agree', () => {
  it.each(cells.filter(({ isMutant }) => !isMutant))('on $name', async (cell) => {
    const specification = balloon.build(smokeSized(cell));
    const request = { properties: cell.properties, maxStates: statesMost };
    const { reference, compiled } = await compareEngines(specification, request);
    expect(compiled).toBe(reference);
  });
});
