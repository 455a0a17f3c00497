// Rule text of variants that is longer than a line.

import { describe, expect, it } from 'vitest';
import { cutLine, cutLines } from '../../checker/analyse/variants-text.ts';

const words = (count: number, word = 'abcdef'): string => Array.from({ length: count }, () => word).join(' ');

describe('a line of rule text', () => {
  it('is left as it is where it fits', () => {
    expect(cutLine('x'.repeat(75))).toBe('x'.repeat(75));
  });

  it('ends between two words, with room for what says so', () => {
    expect(cutLine(words(20))).toBe(`${words(10)} …`);
    expect(cutLine(`${'x'.repeat(73)} y z`)).toBe(`${'x'.repeat(73)} …`);
  });

  it('ends inside a word where that is half of it or more', () => {
    expect(cutLine(`short ${'x'.repeat(100)}`)).toBe(`short ${'x'.repeat(67)} …`);
  });

  it('shows where it differs from another, from the beginning of a word on', () => {
    expect(cutLines(`${words(20)} = 0`, `${words(20)} <= 1`)).toEqual({
      before: `… ${words(5)} = 0`,
      after: `… ${words(5)} <= 1`,
    });
  });
});
