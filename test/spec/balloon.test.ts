// The balloon specification at sizes that take seconds, by the reference explorer, in fine granularity by generated code: what holds in each
// version, what is reachable, how mutants break. Counts are those of a review of this text; a change of the specification changes them, and then the change is to be explained.
// The whole table is run by `npm run matrix`, each cell of it by both engines and in both granularities by cells-*.test.ts.

import { explore, exploreCompiled, type Exploration, type ModelVariant } from 'ballast';
import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { builtCommand, spawned } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

const versions = ['v0', 'old', 'before', 'after', 'tas'] as const;
const granularities = ['coarse', 'fine'] as const;
const both = versions.flatMap((version) => granularities.map((granularity) => ({ version, granularity })));

/** Two pages, a scanner, a deflater and an inflater. */
const explored = new Map<string, Promise<Exploration>>();
function smoke(version: string, granularity: string): Promise<Exploration> {
  const name = `${version}, ${granularity}`;
  const search = granularity === 'fine' ? exploreCompiled : explore;
  const known = explored.get(name) ?? search(balloon.build({ set: { version, granularity } }));
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
  it.each(both)('hold in $version in $granularity steps', async ({ version, granularity }) => {
    const { properties, ended } = await smoke(version, granularity);
    expect(ended).toBe('complete');
    const claimed = properties.filter(({ isSelected }) => isSelected);
    expect(claimed.filter(({ verdict }) => verdict.kind !== 'holds')).toEqual([]);
  });

  it.each([
    { version: 'after', granularity: 'coarse', statesDistinct: 1746 },
    { version: 'before', granularity: 'coarse', statesDistinct: 1790 },
    { version: 'old', granularity: 'coarse', statesDistinct: 1790 },
    { version: 'v0', granularity: 'coarse', statesDistinct: 2068 },
    { version: 'tas', granularity: 'coarse', statesDistinct: 1476 },
    { version: 'after', granularity: 'fine', statesDistinct: 5765 },
    { version: 'before', granularity: 'fine', statesDistinct: 5908 },
  ])('are checked in $statesDistinct states of $version in $granularity steps', async (row) => {
    const { counts } = await smoke(row.version, row.granularity);
    expect(counts.statesDistinct).toBe(row.statesDistinct);
  });

  it.each(versions)('have the same verdicts in both granularities of %s', async (version) => {
    const [coarse, fine] = await Promise.all(granularities.map((granularity) => smoke(version, granularity)));
    const verdicts = (given: Exploration | undefined) =>
      given?.properties.map(({ name, verdict }) => `${name} ${verdict.kind}`);
    expect(new Set(verdicts(fine))).toEqual(new Set(verdicts(coarse)));
  });

  it('leave to whoever asks what no version claims', async () => {
    const unclaimed = async (version: string) =>
      (await smoke(version, 'coarse')).properties
        .filter(({ isSelected, kind }) => !isSelected && kind !== 'liveness' && kind !== 'refinement')
        .map(({ name }) => name);
    expect(await unclaimed('after')).toEqual(['exclusion-lock']);
    expect(await unclaimed('before')).toEqual(['S17']);
    expect(await unclaimed('tas')).toEqual(['A2']);
  });
});

describe('a witness', () => {
  it.each(both)('is found in $version in $granularity steps', async ({ version, granularity }) => {
    const { properties } = await smoke(version, granularity);
    const witnesses = properties.filter(({ kind }) => kind === 'reachable').map(({ name }) => name);
    expect(witnesses).toEqual([
      'isolate-succeeds',
      'page-put-back',
      'page-migrated',
      'page-deflated',
      'isolate-finds-no-device',
      'scanner-drops-the-last-reference',
      ...(version === 'tas' ? [] : ['deflated-page-locked-by-scanner']),
      ...(version === 'after' ? ['deflated-before-putback-ends', 'deflated-before-migration-unlocks'] : []),
    ]);
  });
});

// Steps as this text counts them; the catalogue's probe, whose steps are a little larger or smaller, gives the number behind each.
describe('a mutant breaks its rule in a shortest race', () => {
  it.each([
    { name: 'M1', rule: 'S8', steps: 11, probe: 10 },
    { name: 'M2', rule: 'S10', steps: 9, probe: 9 },
    { name: 'M3', rule: 'S8', steps: 10, probe: 10 },
    { name: 'M6', rule: 'S10', steps: 13, probe: 10 },
    { name: 'M8', rule: 'S8', steps: 11, probe: 14 },
    { name: 'M14', rule: 'S10', steps: 19, probe: 18 },
    { name: 'M15', rule: 'S6', steps: 7, probe: 7 },
    { name: 'M23', rule: 'S10', steps: 5, probe: 7 },
    { name: 'M29', rule: 'S8', steps: 20, probe: 19 },
  ])('$name: $rule in $steps steps', async ({ name, rule, steps }) => {
    expect(await violated({ mutant: name }, [rule])).toEqual({ [rule]: steps });
  });

  it('and where all rules are asked, a rule may break before the crash', async () => {
    expect(await violated({ mutant: 'M5' })).toEqual({ S1: 7 });
    expect(await violated({ mutant: 'M6' })).toEqual({ S3: 9, S13: 9 });
    expect(await violated({ mutant: 'M3' })).toEqual({ 'exclusion-lock': 7 });
  });
});

describe('a trace of the compiled command', () => {
  it('names places in the sources, also those of the parts', async () => {
    builtCommand();
    const { out } = await spawned(folderOf({}), ['check', 'balloon', '--mutant', 'M28', '--property', 'S8']);
    expect(out).toMatch(/\n {4}at \S*spec\/balloon\/page\.ts:\d+:\d+\n/);
  });
});

describe('the model', () => {
  it.each([
    [{ pages: 1, ballooned: 2 }, 'ballooned <= pages'],
    [{ removal: true }, 'a device is removed when nothing inflates or deflates it'],
    [{ driver: 'cmm', directCompaction: true }, 'only virtio compacts memory within its allocations'],
    [{ driver: 'abstract', version: 'v0' }, 'the abstract driver is written for versions since old'],
    [{ flaw: 'M31' }, 'page->private names another device only where there are two'],
  ])('refuses %o', (set, assumption) => {
    expect(() => balloon.build({ set })).toThrow(`'${assumption}'`);
  });

  it('has an expectation for each mutant, and none is about a version alone', () => {
    const { mutants, suites } = balloon;
    expect(Object.values(mutants).filter(({ breaks }) => breaks === undefined)).toEqual([]);
    expect(suites.filter(({ about = '', group = '' }) => about === '' || group === '')).toEqual([]);
    expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
  });
});
