// What the examples' texts say of `ballast necessity`: which change of them a property notices, which none does, and which changes nothing.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NecessityDocument, VariantVerdict } from '../../src/necessity/result.ts';
import { ballast } from '../command/command.ts';
import { folderOf } from '../load/folder.ts';

/** Some variants of an example, as they are judged; by all of its properties where none is named. */
interface Claim {
  readonly example: string;
  readonly set?: readonly string[];
  readonly properties?: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

const claims: readonly Claim[] = [
  {
    example: 'peterson',
    properties: ['mutualExclusion', 'deadlock'],
    verdicts: { 'drop proc.retreat': 'not noticed' },
  },
  { example: 'peterson', verdicts: { 'drop proc.retreat': 'load-bearing: quietElsewhere, Lock' } },
  {
    example: 'readers-writers',
    set: ['actors=2'],
    properties: ['readersOrWriters', 'oneWriter', 'deadlock'],
    verdicts: { 'drop tryWrite': 'not noticed', 'drop write.when#2': 'not noticed' },
  },
  {
    example: 'readers-writers',
    set: ['actors=2'],
    verdicts: {
      'drop tryWrite': 'load-bearing: everybodyWrites',
      'drop write.when#2': 'load-bearing: onlyWhoAsked',
    },
  },
  {
    example: 'cigarette-smokers',
    properties: ['atMostOne', 'deadlock'],
    verdicts: {
      'drop startSmoking.then#1': 'not noticed',
      'drop startSmoking.then#2': 'not noticed',
      'drop stopSmoking.then#1': 'not noticed',
      'drop stopSmoking.then#2': 'not noticed',
    },
  },
  {
    example: 'cigarette-smokers',
    verdicts: {
      'drop startSmoking.then#1': 'load-bearing: takenToSmoke',
      'drop startSmoking.then#2': 'load-bearing: takenToSmoke',
      'drop stopSmoking.then#1': 'load-bearing: takenToSmoke',
      'drop stopSmoking.then#2': 'load-bearing: takenToSmoke',
      'drop stopSmoking.when#1': 'not noticed',
      'weaken stopSmoking.when#1': 'redundant',
    },
  },
  {
    example: 'token-ring',
    set: ['nodes=3', 'values=3'],
    verdicts: {
      'drop passToken.when#2.or#1.and#2': 'redundant',
      'drop passToken.when#2.or#2.and#1': 'redundant',
      'drop passToken.when#2': 'not noticed',
    },
  },
  {
    example: 'die-hard',
    properties: ['notSolved', 'deadlock'],
    set: ['bigSize=6'],
    verdicts: { 'drop smallToBig.then#2': 'not noticed' },
  },
  { example: 'die-hard', verdicts: { 'drop smallToBig.then#2': 'load-bearing: pouringKeepsWater' } },
];

async function judged({ example, set = [], properties = [] }: Claim, only: readonly string[]) {
  const options = [
    ...set.flatMap((each) => ['--set', each]),
    ...properties.flatMap((each) => ['--property', each]),
    ...only.flatMap((each) => ['--only', each]),
  ];
  const { out, err } = await ballast(folderOf({}), 'necessity', example, ...options, '--json');
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as NecessityDocument).sides[0];
}

function said(verdict: VariantVerdict): string {
  return verdict.kind === 'load-bearing'
    ? `load-bearing: ${verdict.breaks.map(({ name }) => name).join(', ')}`
    : verdict.kind;
}

describe('an example that speaks of what is load-bearing', () => {
  it.each(claims.map((claim): [string, Claim] => [nameOf(claim), claim]))('%s', async (_, claim) => {
    const names = Object.keys(claim.verdicts);
    const variants = (await judged(claim, names))?.variants ?? [];
    const found = variants.flatMap(({ name, verdict }) => (names.includes(name) ? [[name, said(verdict)]] : []));
    expect(Object.fromEntries(found)).toEqual(claim.verdicts);
  });

  it('names no change that is not judged above', () => {
    const examples = new URL('../../examples/', import.meta.url);
    for (const file of readdirSync(examples).filter((each) => each.endsWith('.ts'))) {
      const [opening = ''] = readFileSync(new URL(file, examples), 'utf8').split('\n\n');
      const named = [...opening.matchAll(/`((?:drop|weaken|swap|initial) [^`]+)`/g)].map(([, name]) => name);
      const here = claims
        .filter(({ example }) => `${example}.ts` === file)
        .map(({ verdicts }) => Object.keys(verdicts));
      expect(here.flat()).toEqual(expect.arrayContaining(named));
    }
  });
});

describe('the token ring', () => {
  it('always has some token, so that nothing can be changed that this would notice', async () => {
    const { variants, properties } =
      (await judged({ example: 'token-ring', set: ['nodes=3', 'values=3'], verdicts: {} }, ['guards', 'updates'])) ??
      {};
    expect(variants?.length).toBeGreaterThan(8);
    expect(properties?.find(({ name }) => name === 'someToken')?.notices).toEqual([]);
  });
});

function nameOf({ example, set = [], properties, verdicts }: Claim): string {
  const by = properties === undefined ? '' : `, asked of ${properties.join(' and ')} alone`;
  return `${[example, ...set].join(' ')}${by}: ${Object.keys(verdicts).join(', ')}`;
}
