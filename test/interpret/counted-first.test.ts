// What is left out of large searches only.

import { describe, expect, it } from 'vitest';
import { explore, exploreCompiled, type Exploration, type Reductions } from 'ballast';
import mcsLock from '../../examples/mcs-lock.ts';
import ticketlock from '../../examples/ticketlock.ts';
import balloon from '../../spec/balloon.ts';

const reductions: Reductions = { symmetry: true, partialOrder: true, chains: true };

const whatIsSaid = (found: Exploration): readonly unknown[] =>
  (found.reductions ?? []).map(({ name, isInForce, reason }) => [name, isInForce, reason]);

const engines = [
  { engine: 'the reference engine', search: explore },
  { engine: 'the compiled engine', search: exploreCompiled },
];

describe.each(engines)('what hides how many states there are, by $engine', ({ search }) => {
  it('is used from the beginning once there are so many states', async () => {
    const specification = ticketlock.build();
    const [some, all, later] = [
      await search(specification, { reductions }),
      await search(specification, { reductions: { symmetry: true } }),
      await search(specification, { reductions: { ...reductions, uncountedFrom: 30 } }),
    ];
    expect(some.counts.statesDistinct).toBeLessThan(all.counts.statesDistinct);
    expect(later).toMatchObject({ counts: some.counts, digest: some.digest, reductions: some.reductions });
  });

  it('is not used of fewer states, and all counts are exact', async () => {
    const specification = mcsLock.build();
    const found = await search(specification, { reductions: { ...reductions, uncountedFrom: 82 } });
    expect(found.counts).toMatchObject({ statesDistinct: 81, statesFull: 159 });
    const reason = 'only where there are 82 states or more';
    expect(whatIsSaid(found)).toEqual([
      ['symmetry', true, undefined],
      ['partial-order', false, reason],
      ['chains', false, reason],
    ]);
  });

  it('is not used where hardly a step may be taken alone', async () => {
    const specification = balloon.build({ set: { pages: 1, deflaters: 0 } });
    const found = await search(specification, { reductions: { ...reductions, uncountedFrom: 1 } });
    expect(found.ended).toBe('complete');
    expect(whatIsSaid(found)[1]).toEqual([
      'partial-order',
      false,
      expect.stringMatching(/^at \d of \d+ labels only steps may be taken alone, which would save little$/),
    ]);
  });
});
