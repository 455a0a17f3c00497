// What a whole matrix shows nothing about.

import { describe, expect, it } from 'vitest';
import type { CheckResult, PropertyResult } from '../../src/result/result.ts';
import { vacuitiesOf } from '../../src/result/vacuity.ts';

type Parts = Partial<PropertyResult> & Pick<PropertyResult, 'name'>;

const property = (parts: Parts): PropertyResult => ({
  kind: 'invariant',
  isSelected: true,
  isOn: true,
  rule: '',
  verdict: 'holds',
  ...parts,
});

function results(...all: readonly (readonly [model: string, properties: readonly Parts[]])[]): readonly CheckResult[] {
  return all.map(
    ([name, properties]) =>
      ({ specification: { name }, properties: properties.map(property) }) as unknown as CheckResult,
  );
}

const nothing = { neverViolated: [], neverReached: [], neverEvaluated: [] };

describe('a matrix', () => {
  it('shows that a property can fail where one suite violates it', () => {
    const shown = results(['a', [{ name: 'p' }]], ['a', [{ name: 'p', verdict: 'violated' }]]);
    expect(vacuitiesOf(shown)).toEqual([]);
    const unshown = results(['a', [{ name: 'p' }]], ['a', [{ name: 'p', verdict: 'not decided' }]]);
    expect(vacuitiesOf(unshown)).toEqual([{ model: 'a', ...nothing, neverViolated: ['p'] }]);
  });

  it('shows that a witness can be reached where one suite reaches it', () => {
    const witness = { name: 'w', kind: 'reachable' } as const;
    const shown = results(['a', [{ ...witness, verdict: 'violated' }]], ['a', [witness]]);
    expect(vacuitiesOf(shown)).toEqual([]);
    const unshown = results(['a', [{ ...witness, verdict: 'violated' }]]);
    expect(vacuitiesOf(unshown)).toEqual([{ model: 'a', ...nothing, neverReached: ['w'] }]);
  });

  it('counts a deadlock as a property, unless it is switched off', () => {
    const deadlock = { name: 'deadlock', kind: 'deadlock' } as const;
    expect(vacuitiesOf(results(['a', [deadlock]]))).toEqual([{ model: 'a', ...nothing, neverViolated: ['deadlock'] }]);
    expect(vacuitiesOf(results(['a', [{ ...deadlock, isOn: false, verdict: 'not decided' }]]))).toEqual([]);
  });

  it('says apart what no suite evaluates: a violation counts only where it was looked for', () => {
    const unselected = results(
      ['a', [{ name: 'p', isSelected: false, verdict: 'not decided' }]],
      ['a', [{ name: 'q', verdict: 'violated' }]],
    );
    expect(vacuitiesOf(unselected)).toEqual([{ model: 'a', ...nothing, neverEvaluated: ['p'] }]);
  });

  it('says nothing of domain errors, which are there only where they are met', () => {
    const others = results(['a', [{ name: 'x: y', kind: 'domain', verdict: 'not decided' }]]);
    expect(vacuitiesOf(others)).toEqual([]);
  });

  it('takes a name for one property in all configurations of a model, and for another in another model', () => {
    const both = results(['a', [{ name: 'p' }]], ['a', [{ name: 'p', verdict: 'violated' }]], ['b', [{ name: 'p' }]]);
    expect(vacuitiesOf(both)).toEqual([{ model: 'b', ...nothing, neverViolated: ['p'] }]);
  });
});
