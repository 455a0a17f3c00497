// How much of a symmetry the search makes use of.

import { fn, ids, maybe, range } from 'ballast';
import { describe, expect, it } from 'vitest';
import type { Sort } from '../../checker/index.ts';
import { affordableClasses } from '../../checker/reduce/affordable.ts';

function sizes(
  sorts: Readonly<Record<string, Sort>>,
  ...classes: readonly ReturnType<typeof ids>[]
): readonly number[] {
  const variables = Object.entries(sorts).map(([name, sort]) => ({ name, sort, role: 'declared' as const }));
  const specification = { variables, processes: [], actions: [] };
  const all = classes.map((sort) => ({ sort, elements: Array.from({ length: sort.size }, (_, element) => element) }));
  return affordableClasses(specification, all).map(({ elements }) => elements.length);
}

describe('the part of a symmetry that is used', () => {
  const [few, many] = [ids('few', 20), ids('many', 1000)];

  it('is all of it where that is small', () => {
    expect(sizes({ f: fn(few, range(0, 3)), x: maybe(few) }, few)).toEqual([20]);
  });

  it('is 64 elements of a class that has many', () => {
    expect(sizes({ x: many }, many)).toEqual([64]);
  });

  it('is less where states have many parts, and nothing where they have very many', () => {
    expect(sizes({ f: fn(many, few), x: maybe(few) }, few, many)).toEqual([16, 16]);
    expect(sizes({ f: fn(many, fn(few, range(0, 3))) }, few, many)).toEqual([]);
  });
});
