// Each cell of the balloon's table by both engines, and in both granularities. A sample of them, unless BALLAST_CELLS=all asks for every one.

import type { ModelVariant, Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import balloon from '../../spec/balloon.ts';
import { compareEngines } from '../agreement/compare.ts';

interface Cell {
  readonly name: string;
  readonly variant: ModelVariant;
  readonly properties: readonly string[] | undefined;
  readonly isMutant: boolean;
}

const cells: readonly Cell[] = [
  ...balloon.suites.map(({ name = '', set = {}, mutant, properties }) => ({
    name,
    variant: { set, mutant },
    properties,
    isMutant: false,
  })),
  ...Object.entries(balloon.mutants).map(([mutant, { properties }]) => ({
    name: mutant,
    variant: { mutant },
    properties,
    isMutant: true,
  })),
];

const isAll = process.env['BALLAST_CELLS'] === 'all';
const sample = cells.filter((_, index) => isAll || index % 12 === 5);

/** The reference explorer takes seconds for some ten thousand states: beyond, the first of each are compared. */
const statesMost = isAll ? 4000 : 500;

/** In smoke size: the cell's own where it has less, or needs what it has. */
function smokeSized({ variant, isMutant }: Cell): ModelVariant {
  const { pages = 2, scanners = 1 } = (variant.set ?? {}) as Record<string, number>;
  const isNeeded = isMutant || variant.set?.['list'] !== undefined || variant.set?.['directCompaction'] === true;
  return isNeeded
    ? variant
    : { ...variant, set: { ...variant.set, pages: Math.min(2, pages), scanners: Math.min(1, scanners) } };
}

describe('both engines agree', { timeout: 120_000 }, () => {
  it.each(sample)('on $name', async (cell) => {
    const specification = balloon.build(smokeSized(cell));
    const request = { properties: cell.properties, maxStates: statesMost };
    const { reference, compiled } = await compareEngines(specification, request);
    expect(compiled).toBe(reference);
  });
});

/** Whether an edit has opened a critical section, or what is done together: there are more steps then, besides those that it copied. */
function isOpened(mutant: string): boolean {
  const { set, edits } = balloon.mutants[mutant] ?? { set: {}, edits: [] };
  const copies = edits.filter(({ kind }) => kind === 'copy').length;
  const coarse = (given: ModelVariant): number => labelsOf(balloon.build(withGranularity(given, 'coarse')));
  return coarse({ mutant }) > coarse({ set }) + copies;
}

function labelsOf({ processes }: Specification): number {
  return processes.reduce((sum, { labels }) => sum + labels.length, 0);
}

function withGranularity(variant: ModelVariant, granularity: 'fine' | 'coarse'): ModelVariant {
  return { ...variant, set: { ...variant.set, granularity } };
}

async function verdictsOf(
  variant: ModelVariant,
  properties: readonly string[] | undefined,
): Promise<readonly string[]> {
  const { ended, properties: found } = await exploreCompiled(balloon.build(variant), { properties, all: true });
  expect(['complete', 'violation']).toContain(ended);
  return (
    found
      .filter(({ isSelected }) => isSelected)
      // A domain error is named by its step, which is the whole section in coarse steps.
      .map(({ name, kind, verdict }) => `${kind === 'domain' ? name.replace(/^.*: /, '') : name} ${verdict.kind}`)
      .sort()
  );
}

describe('fine and coarse steps give the same verdicts', { timeout: 120_000 }, () => {
  // Also of mutants that open a section, of which nothing promises it.
  const either = sample.filter(({ variant }) => variant.set?.['granularity'] === undefined);

  it.each(either)('on $name', async (cell) => {
    const variant = smokeSized(cell);
    expect(await verdictsOf(withGranularity(variant, 'fine'), cell.properties)).toEqual(
      await verdictsOf(withGranularity(variant, 'coarse'), cell.properties),
    );
  });

  it.runIf(isAll)('and a mutant that opens a section is in the group that says so', () => {
    const said = Object.entries(balloon.mutants).filter(([, { group = '' }]) => group.includes('open'));
    expect(said.map(([name]) => name)).toEqual(Object.keys(balloon.mutants).filter(isOpened));
  });
});
