import { describe, expect, it } from 'vitest';
import { isCalled, shortPath } from '../../src/report/coverage.ts';

describe('what was never exercised', () => {
  const part = { name: 'scanner.compact_zone.folio_trylock/no' };

  it.each([part.name, shortPath(part.name), 'folio_trylock/no'])('is known by the end of its path: %s', (name) => {
    expect(isCalled(part, name)).toBe(true);
  });

  it.each(['trylock/no', 'scanner.compact_zone', 'folio_trylock', ''])('is not known as %j', (name) => {
    expect(isCalled(part, name)).toBe(false);
  });
});
