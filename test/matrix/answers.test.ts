// Answers told in written order, whatever the order in which they come.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Answer, inWrittenOrder, type Told } from '../../src/matrix/answers.ts';
import type { NamedSuite } from '../../src/matrix/suites.ts';

const answer = (kind: 'checked' | 'failed'): Answer => ({ kind }) as Answer;
const suites = Array.from({ length: 8 }, (_, index) => ({ label: `suite ${index}` }) as NamedSuite);
const suite = (index: number): NamedSuite => suites[index] as NamedSuite;

function telling(): { readonly told: string[]; readonly order: Told<NamedSuite, Answer> } {
  const told: string[] = [];
  const order = inWrittenOrder<NamedSuite, Answer>(
    suites,
    ({ label }, { kind }) => void told.push(`${label} ${kind}`),
    ({ kind }) => kind === 'failed',
  );
  return { told, order };
}

describe('answers', () => {
  it('are told as soon as all before them are', () => {
    const { told, order } = telling();
    order.take(suite(1), answer('checked'));
    expect(told).toEqual([]);
    order.take(suite(0), answer('checked'));
    expect(told).toEqual(['suite 0 checked', 'suite 1 checked']);
  });

  it('are told in written order, each once, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (come) => {
        const { told, order } = telling();
        for (const index of come) order.take(suite(index), answer('checked'));
        order.close();
        const written = [...come].sort((a, b) => a - b);
        expect(told).toEqual(written.map((index) => `suite ${index} checked`));
      }),
    );
  });

  it('end with the first that failed in written order, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (come) => {
        const { told, order } = telling();
        for (const index of come) order.take(suite(index), answer(index === 2 || index === 4 ? 'failed' : 'checked'));
        order.close();
        expect(told).toEqual(['suite 0 checked', 'suite 1 checked', 'suite 2 failed']);
      }),
    );
  });
});
