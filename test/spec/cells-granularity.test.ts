// Each cell of the balloon's table in fine steps and in coarse ones, in smoke size.

import type { ModelVariant, Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import balloon from '../../spec/balloon.ts';
import { cells, smokeSized } from './cells.ts';

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

describe('fine and coarse steps give the same verdicts', () => {
  // Also of mutants that open a section, of which nothing promises it.
  const either = cells.filter(({ variant }) => variant.set?.['granularity'] === undefined);

  it.each(either)('on $name', async (cell) => {
    const variant = smokeSized(cell);
    expect(await verdictsOf(withGranularity(variant, 'fine'), cell.properties)).toEqual(
      await verdictsOf(withGranularity(variant, 'coarse'), cell.properties),
    );
  });

  it('and a mutant that opens a section is in the group that says so', () => {
    const said = Object.entries(balloon.mutants).filter(([, { group = '' }]) => group.includes('open'));
    expect(said.map(([name]) => name)).toEqual(Object.keys(balloon.mutants).filter(isOpened));
  });
});
