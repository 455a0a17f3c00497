// From findings to the reported result: what is worked out for whom.

import { explore, type Exploration, type Verdict } from 'ballast';
import { describe, expect, it } from 'vitest';
import { assemble, type Asked } from '../../src/result/assemble.ts';
import type { PropertyResult } from '../../src/result/result.ts';
import { counters, counting } from '../interpret/build.ts';

const { n } = counters;
const specification = counting(6, { reachable: { five: n.is(5) }, invariants: { small: n.atMost(6) } });

function reported(found: Exploration, isWhole: boolean): readonly PropertyResult[] {
  const asked: Asked = {
    identity: { name: 'counting', reference: 'counting', constants: [], edits: [] },
    treeHash: '0123456789abcdef',
    assumptions: [],
    engine: 'reference',
    limits: {},
    expected: undefined,
    isStrict: false,
    isWhole,
    command: 'ballast check counting',
    shown: (file) => file,
  };
  return assemble(specification, found, asked).properties;
}

/** What was found, where looking at a witness's trace is noted. */
function watched(found: Exploration, note: () => void): Exploration {
  const properties = found.properties.map(({ verdict, ...property }) => ({
    ...property,
    verdict: noting(verdict, note),
  }));
  return { ...found, properties };
}

function noting(verdict: Verdict, note: () => void): Verdict {
  if (verdict.kind !== 'holds' || verdict.steps === undefined) return verdict;
  return {
    kind: 'holds',
    steps: verdict.steps,
    get witness() {
      note();
      return verdict.witness;
    },
  };
}

describe('the trace of a witness', () => {
  it('is not even made for a report, which says how many steps it has', async () => {
    let looks = 0;
    const properties = reported(
      watched(await explore(specification), () => (looks += 1)),
      false,
    );
    const five = properties.find(({ name }) => name === 'five');
    expect([looks, five?.verdict, five?.steps, five?.trace]).toEqual([0, 'holds', 3, undefined]);
  });

  it('is part of the whole result', async () => {
    const five = reported(await explore(specification), true).find(({ name }) => name === 'five');
    expect([five?.steps, five?.trace?.steps.map(({ text }) => text)]).toEqual([3, ['one', 'two', 'two']]);
  });

  it('is made once, however often it is looked at', async () => {
    const { properties } = await explore(specification);
    const verdict = properties.find(({ name }) => name === 'five')?.verdict;
    expect(verdict).toMatchObject({ witness: { steps: [{}, {}, {}] } });
    expect(verdict?.kind === 'holds' && verdict.witness).toBe(verdict?.kind === 'holds' && verdict.witness);
  });
});

it('places rules that hold only in the whole result', async () => {
  const found = await explore(specification);
  const places = [false, true].map((isWhole) => reported(found, isWhole).map(({ place }) => place === undefined));
  expect(places.map((missing) => missing.includes(false))).toEqual([false, true]);
});
