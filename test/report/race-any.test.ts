// Any race table at all, whatever a specification calls its things: it has to fit, in plain ASCII, with every step in its place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderRace } from '../../src/report/race.ts';
import type { PropertyResult, StepResult } from '../../src/result/result.ts';
import { blocksOf, resultOf } from './race-results.ts';

describe('any race table', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('page->private=NULL', 'isolate_movable_ops_page', 'x'.repeat(120), 'balloon(dev0)', ''),
  );
  const named = fc.record({ name: word, value: word });
  const changed = fc.record(
    { place: word, before: word, after: word, isRelevant: fc.boolean() },
    { requiredKeys: ['place', 'before', 'after'] },
  );
  const changes = fc.array(changed, { maxLength: 4 });
  const anyStep = (actors: readonly string[]): fc.Arbitrary<StepResult> =>
    fc.record(
      {
        action: word,
        text: word,
        parameters: fc.array(named, { maxLength: 2 }),
        changes,
        shown: changes,
        actor: fc.constantFrom(...actors),
        calls: fc.array(word, { maxLength: 9 }),
        source: fc.record({ file: word, function: word }),
        failure: word,
        isRelevant: fc.boolean(),
      },
      { requiredKeys: ['action', 'text', 'parameters', 'changes', 'shown'] },
    );
  const property: fc.Arbitrary<PropertyResult> = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 12 }))
    .chain(([actors, count]) =>
      fc.record({
        name: word,
        kind: fc.constantFrom('invariant', 'assertion', 'deadlock', 'action', 'domain'),
        isSelected: fc.constant(true),
        isOn: fc.constant(true),
        verdict: fc.constant('violated'),
        rule: fc.array(word, { maxLength: 9 }).map((words) => words.join(' ')),
        steps: fc.constant(count),
        trace: fc.record({
          initial: fc.array(named, { maxLength: 5 }),
          steps: fc.array(anyStep(actors), { minLength: count, maxLength: count }),
          states: fc.constant([{}]),
        }),
        why: fc.record({
          text: word,
          value: word,
          bindings: fc.array(named, { maxLength: 2 }),
          given: fc.array(word, { maxLength: 2 }),
          reads: fc.array(named, { maxLength: 3 }),
        }),
        waiting: fc.array(fc.record({ actor: word, action: word, clause: word }), { maxLength: 3 }),
        orderings: fc.array(
          fc.record({
            first: fc.nat(12),
            second: fc.nat(12),
            outcome: fc.constantFrom('refused', 'saved'),
            reason: word,
          }),
          { maxLength: 2 },
        ),
        because: fc.record({ step: fc.nat(12), text: word }),
      }),
    );

  it('is plain ASCII within 75 columns, by blanks or by tabs, and within the terminal', () => {
    fc.assert(
      fc.property(property, fc.boolean(), (each, areTabs) => {
        const text = renderRace(resultOf([each]), { areTabs });
        expect(text).toMatch(areTabs ? /^[\n\t -~]*$/ : /^[\n -~]*$/);
        expect(widthOf(text)).toBeLessThanOrEqual(75);
        expect(widthOf(blocksOf(each, { columns: 100 }).join('\n'))).toBeLessThanOrEqual(100);
      }),
      { numRuns: 400 },
    );
  });

  it('has every step that matters in a row of its own, in order', () => {
    fc.assert(
      fc.property(property, (each) => {
        const steps = each.trace?.steps ?? [];
        const numbers = steps.map((_, index) => index + 1);
        const whole = blocksOf(each, { columns: 75 })[1] ?? '';
        const shown = [...whole.matchAll(/^ {2,3}(\d+) {2}/gm)].map(([, number]) => Number(number));
        expect(shown.filter((number) => numbers.includes(number))).toEqual(numbers);
      }),
    );
  });
});

/** With tabs eight columns apart. */
function widthOf(text: string): number {
  const widths = text.split('\n').map((line) => {
    let at = 0;
    for (const letter of line) at = letter === '\t' ? at + 8 - (at % 8) : at + 1;
    return at;
  });
  return Math.max(...widths);
}
