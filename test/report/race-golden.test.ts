// The race tables of ten mutants of the balloon specification, as they were last read by a person. After a change that is wanted:
// `npm run races -- folder`, look, and take over these ten.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { killed, raceOfMutant } from '../golden/races.ts';

const folder = new URL('../golden/race/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''));

describe('the race table of a mutant', () => {
  it('is kept for ten of those that break something', () => {
    expect(names).toHaveLength(10);
    expect(killed).toEqual(expect.arrayContaining(names));
  });

  it.each(names)('of %s is as it was last read, in plain ASCII within 75 columns', async (name) => {
    const text = await raceOfMutant(name);
    expect(text).toBe(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
    expect(text).toMatch(/^[\n -~]*$/);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(75);
  });
});
