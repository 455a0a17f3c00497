// Answers told in written order, whatever the order in which they come.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Answer, inWrittenOrder, type Told } from '../../src/threads/answers.ts';
import type { NamedSuite } from '../../src/matrix/suites.ts';

const answer = (kind: 'answered' | 'failed'): Answer<string> => ({ kind }) as Answer<string>;
const suites = Array.from({ length: 8 }, (_, index) => ({ label: `suite ${index}` }) as NamedSuite);
const suite = (index: number): NamedSuite => suites[index] as NamedSuite;

function telling(): { readonly told: string[]; readonly order: Told<NamedSuite, Answer<string>> } {
  const told: string[] = [];
  const order = inWrittenOrder<NamedSuite, Answer<string>>(
    suites,
    ({ label }, { kind }) => void told.push(`${label} ${kind}`),
    ({ kind }) => kind === 'failed',
  );
  return { told, order };
}

describe('answers', () => {
  it('are told as soon as all before them are', () => {
    const { told, order } = telling();
    order.take(suite(1), answer('answered'));
    expect(told).toEqual([]);
    order.take(suite(0), answer('answered'));
    expect(told).toEqual(['suite 0 answered', 'suite 1 answered']);
  });

  it('are told in written order, each once, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (come) => {
        const { told, order } = telling();
        for (const index of come) order.take(suite(index), answer('answered'));
        order.close();
        const written = [...come].sort((a, b) => a - b);
        expect(told).toEqual(written.map((index) => `suite ${index} answered`));
      }),
    );
  });

  it('end with the first that failed in written order, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (come) => {
        const { told, order } = telling();
        for (const index of come) order.take(suite(index), answer(index === 2 || index === 4 ? 'failed' : 'answered'));
        order.close();
        expect(told).toEqual(['suite 0 answered', 'suite 1 answered', 'suite 2 failed']);
      }),
    );
  });
});
