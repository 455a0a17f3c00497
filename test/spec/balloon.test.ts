// The balloon specification by the reference explorer, at sizes that take seconds: what holds, what is reachable, what each mutant breaks.
// Counts are those of a review of this text; a change of the specification changes them, and then the change is to be explained.

import { explore, type Exploration, type ModelVariant } from 'ballast';
import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { mutants } from '../../spec/mutants.ts';

const versions = ['after', 'before'] as const;
const granularities = ['coarse', 'fine'] as const;
const both = versions.flatMap((version) => granularities.map((granularity) => ({ version, granularity })));

/** Two pages, a scanner, a deflater and an inflater. */
const explored = new Map<string, Promise<Exploration>>();
function smoke(version: string, granularity: string): Promise<Exploration> {
  const name = `${version}, ${granularity}`;
  const known = explored.get(name) ?? explore(balloon.build({ set: { version, granularity } }));
  explored.set(name, known);
  return known;
}

async function violated(
  variant: ModelVariant,
  properties?: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const found = (await explore(balloon.build(variant), { properties })).properties;
  return Object.fromEntries(
    found.flatMap(({ name, verdict }) =>
      verdict.kind === 'violated' ? [[name, verdict.trace?.steps.length ?? 0]] : [],
    ),
  );
}

describe('the rules of memory balloons', () => {
  it.each(both)('hold $version the commit in $granularity steps', async ({ version, granularity }) => {
    const { properties, ended } = await smoke(version, granularity);
    expect(ended).toBe('complete');
    expect(properties.filter(({ verdict }) => verdict.kind !== 'holds')).toEqual([]);
  });

  it.each([
    { version: 'after', granularity: 'coarse', statesDistinct: 1746 },
    { version: 'before', granularity: 'coarse', statesDistinct: 1790 },
    { version: 'after', granularity: 'fine', statesDistinct: 5009 },
    { version: 'before', granularity: 'fine', statesDistinct: 5242 },
  ])('are checked in $statesDistinct states $version the commit in $granularity steps', async (row) => {
    const { counts } = await smoke(row.version, row.granularity);
    expect(counts.statesDistinct).toBe(row.statesDistinct);
  });

  it.each(versions)('have the same verdicts in both granularities %s the commit', async (version) => {
    const [coarse, fine] = await Promise.all(granularities.map((granularity) => smoke(version, granularity)));
    const verdicts = (given: Exploration | undefined) =>
      given?.properties.map(({ name, verdict }) => `${name} ${verdict.kind}`);
    expect(new Set(verdicts(fine))).toEqual(new Set(verdicts(coarse)));
  });

  it('hold where two scanners compete for one page', async () => {
    for (const version of versions) {
      const set = { version, pages: 1, scanners: 2, deflaters: 1, inflaters: 1 };
      expect(await violated({ set })).toEqual({});
    }
  });
});

describe('a witness', () => {
  it.each(both)('is found $version the commit in $granularity steps', async ({ version, granularity }) => {
    const { properties } = await smoke(version, granularity);
    const witnesses = properties.filter(({ kind }) => kind === 'reachable').map(({ name }) => name);
    expect(witnesses).toEqual([
      'isolate-succeeds',
      'page-put-back',
      'page-migrated',
      'isolate-finds-no-device',
      'scanner-drops-the-last-reference',
      'deflated-page-locked-by-scanner',
      ...(version === 'after' ? ['deflated-before-putback-ends', 'deflated-before-migration-unlocks'] : []),
    ]);
  });
});

describe('a mutant', () => {
  const all = Object.entries(mutants).map(([name, { about, breaks }]) => ({ name, about, breaks }));

  it.each(all)('$name: $about', async ({ name, breaks }) => {
    for (const granularity of granularities) {
      const found = await violated({ set: { granularity }, mutant: name });
      expect({ granularity, breaks: Object.keys(found) }).toEqual({ granularity, breaks });
    }
  });

  // The first rule that breaks hides the crash that comes of it.
  it.each([
    { name: 'M4', property: 'S8', steps: 13 },
    { name: 'M5', property: 'S8', steps: 13 },
    { name: 'M6', property: 'S10', steps: 13 },
    { name: 'M7', property: 'S7', steps: 20 },
    { name: 'M23', property: 'S10', steps: 5 },
    { name: 'M29', property: 'S8', steps: 20 },
  ])('$name leads to a violation of $property in $steps steps', async ({ name, property, steps }) => {
    expect(await violated({ mutant: name }, [property])).toEqual({ [property]: steps });
  });

  it.each([
    { name: 'M1', steps: 11 },
    { name: 'M2', steps: 9 },
    { name: 'M3', steps: 10 },
  ])('$name breaks its rule in $steps steps, a shortest race', async ({ name, steps }) => {
    expect(Object.values(await violated({ mutant: name }))).toEqual([steps]);
  });
});

describe('the model', () => {
  it('refuses more ballooned pages than there are', () => {
    expect(() => balloon.build({ set: { pages: 1, ballooned: 2 } })).toThrow("'ballooned <= pages'");
  });

  it('lists an expected verdict for each version at both sizes, and for each mutant', () => {
    const named = balloon.suites.map(({ name, expect: verdict }) => `${name ?? ''}: ${verdict}`);
    expect(named.slice(0, 6)).toEqual([
      'after, smoke: holds',
      'after, two scanners: holds',
      'before, smoke: holds',
      'before, two scanners: holds',
      'M1: violates S8',
      'M2: violates S10',
    ]);
    expect(named.slice(4 + Object.keys(mutants).length)).toEqual(['M4, crash: violates S8', 'M5, crash: violates S8']);
  });
});
