// How a specification is reduced, kept from one run to the next: what is read is what was found, to the last site.

import { describe, expect, it } from 'vitest';
import type { Reductions } from '../../checker/index.ts';
import { printPlain, readPlain } from '../../checker/explore/plain-text.ts';
import { reducingKept } from '../../checker/explore/kept-reducing.ts';
import { reducingFor } from '../../checker/interpret/reducing.ts';
import spinlock from '../../examples/spinlock.ts';
import { models } from '../bundled.ts';

const all: Reductions = { symmetry: true, deadLocals: true, partialOrder: true, chains: true };

/** Keeps what it is given, by form. */
class Keeper {
  readonly texts = new Map<string, string>();
  asked = 0;
  readonly get = (form: string): string | undefined => {
    this.asked += 1;
    return this.texts.get(form);
  };
  readonly set = (text: string, form: string): void => void this.texts.set(form, text);
}

describe('what is left out of a search', () => {
  it.each(models.map((model) => ({ name: model.name, model })))('is read as it was found: $name', ({ model }) => {
    const specification = model.build();
    const keeper = new Keeper();
    const found = reducingKept(specification, { reductions: all }, keeper);
    expect(keeper.texts.size).toBe(1);
    const read = reducingKept(specification, { reductions: all }, keeper);
    expect({ ...read, withoutDead: undefined }).toEqual({ ...found, withoutDead: undefined });
    expect(read.withoutDead === undefined).toBe(found.withoutDead === undefined);
    const sites = ({ reports }: typeof found): readonly unknown[] =>
      reports.flatMap(({ hindrances }) => hindrances.map(({ site }) => site));
    const own = sites(found);
    expect(sites(read).every((site, index) => site === own[index])).toBe(true);
  });

  it('is looked for anew where another question is asked, or what was kept cannot be read', () => {
    const specification = spinlock.build();
    const keeper = new Keeper();
    reducingKept(specification, { reductions: all }, keeper);
    reducingKept(specification, { reductions: all, properties: ['mutualExclusion'] }, keeper);
    reducingKept(specification, { reductions: { symmetry: 'countable' } }, keeper);
    expect(keeper.texts.size).toBe(3);
    const right = [...keeper.texts][0]?.[1];
    for (const form of keeper.texts.keys()) keeper.texts.set(form, '{');
    expect(reducingKept(specification, { reductions: all }, keeper)).toEqual(
      reducingFor(specification, { reductions: all }),
    );
    expect([...keeper.texts][0]?.[1]).toBe(right);
  });

  it('is not asked for where nothing is to be left out', () => {
    const keeper = new Keeper();
    reducingKept(spinlock.build(), {}, keeper);
    expect(keeper.asked).toBe(0);
  });
});

describe('plain data as text', () => {
  it('is read as it was written, whatever its numbers, and whatever is missing in its lists', () => {
    const data = { a: [1, undefined, null, 2n ** 70n, -3n], b: { c: 'text', d: [[], {}] }, e: true };
    expect(readPlain(printPlain(data))).toEqual(data);
  });
});
