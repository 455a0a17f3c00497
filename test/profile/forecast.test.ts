import { describe, expect, it } from 'vitest';
import { exploreCompiled, type Model } from 'ballast';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import balloon from '../../spec/balloon.ts';
import { bands, forecastOf } from '../../src/profile/forecast.ts';

/** How many ways there are to have done so many of n things: all of them together 2^n. */
function binomials(n: number): readonly number[] {
  const row = [1];
  for (let k = 1; k <= n; k += 1) row.push(((row[k - 1] ?? 0) * (n - k + 1)) / k);
  return row;
}

describe('a forecast', () => {
  it('of levels that are binomials comes near to the power of two that they sum to', () => {
    for (const known of [18, 20, 24]) {
      const { total } = forecastOf(binomials(30).slice(0, known)) ?? {};
      expect(total?.least).toBeLessThanOrEqual(2 ** 30);
      expect(total?.most).toBeGreaterThanOrEqual(2 ** 30);
      expect(total?.states).toBeGreaterThan(2 ** 29);
      expect(total?.states).toBeLessThan(2 ** 31);
    }
  });

  it('says how much larger each level is, and no total, where the growth does not fall', () => {
    const doubling = Array.from({ length: 12 }, (_, depth) => 2 ** depth);
    expect(forecastOf(doubling)).toEqual({ growth: 2 });
    const same = Array.from({ length: 12 }, () => 7);
    expect(forecastOf(same)).toEqual({ growth: 1 });
  });

  it('is not made of a few levels', () => {
    expect(forecastOf([1, 3, 9, 20, 30, 35, 36])).toBeUndefined();
  });

  it('never promises less than there is already', () => {
    const levels = binomials(12);
    for (let known = 8; known <= levels.length; known += 1) {
      const met = levels.slice(0, known).reduce((sum, level) => sum + level, 0);
      expect(forecastOf(levels.slice(0, known))?.total?.least ?? met).toBeGreaterThanOrEqual(met);
    }
  });

  const known: readonly (readonly [string, Model, Readonly<Record<string, number | string>>])[] = [
    ['balloon', balloon, {}],
    ['balloon with 3 pages', balloon, { pages: 3 }],
    ['balloon with 2 scanners', balloon, { scanners: 2 }],
    ['balloon with 3 pages and 2 scanners', balloon, { pages: 3, scanners: 2 }],
    ['balloon before the commit', balloon, { version: 'before', scanners: 2 }],
    ['balloon with single steps', balloon, { granularity: 'fine' }],
    ['the protocol', balloonProtocol, {}],
  ];

  it('holds nine times in ten, at the depths of searches whose total is known: while levels grow slowly, faster, and no more', async () => {
    const made = bands.map(() => ({ all: 0, right: 0 }));
    for (const [, model, set] of known) {
      const { levels, counts, ended } = await exploreCompiled(model.build({ set }), { workers: 1 });
      expect(ended).toBe('complete');
      for (let depth = 8; depth < levels.length; depth += 1) {
        const { total, growth = 1 } = forecastOf(levels.slice(0, depth)) ?? {};
        const count = made[bands.findIndex(({ growthMost }) => Math.log(growth) <= growthMost)];
        if (total === undefined || count === undefined) continue;
        count.all += 1;
        if (total.least <= counts.statesDistinct && counts.statesDistinct <= total.most) count.right += 1;
      }
    }
    for (const { all, right } of made) {
      expect(all).toBeGreaterThan(20);
      expect(right / all).toBeGreaterThanOrEqual(0.9);
    }
  });
});
