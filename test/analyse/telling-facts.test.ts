import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellingFacts } from '../../checker/analyse/telling-facts.ts';

/** Of each other the facts that hold of it. */
const others = fc.array(fc.uniqueArray(fc.nat({ max: 6 })), { maxLength: 12 });

function found(facts: number, all: readonly (readonly number[])[]): readonly number[] | undefined {
  return tellingFacts({ facts, others: all.length, holds: (fact, other) => all[other]?.includes(fact) === true });
}

describe('the facts that tell one from others', () => {
  it('are fewest, and no other has all of them', () => {
    fc.assert(
      fc.property(others, (all) => {
        const tells = (facts: readonly number[]): boolean =>
          all.every((each) => !facts.every((fact) => each.includes(fact)));
        const subsets = Array.from({ length: 2 ** 7 }, (_, bits) =>
          [0, 1, 2, 3, 4, 5, 6].filter((fact) => Math.floor(bits / 2 ** fact) % 2 === 1),
        ).filter(tells);
        const fewest = Math.min(...subsets.map(({ length }) => length));
        const facts = found(7, all);
        expect(facts === undefined ? Infinity : facts.length).toBe(fewest);
        expect(facts === undefined || tells(facts)).toBe(true);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('are none where there is no other', () => {
    expect(found(3, [])).toEqual([]);
  });

  it('are the first that the nearest other lacks, of equally many', () => {
    expect(found(3, [[0], [0, 1]])).toEqual([2]);
    expect(found(4, [[1, 3]])).toEqual([0]);
  });

  it('are no more than are needed where the fewest are too many to look for', () => {
    const all = Array.from({ length: 9 }, (_, lacking) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((fact) => fact !== lacking),
    );
    expect(found(9, all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
