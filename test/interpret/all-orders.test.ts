// Orders of steps that are left out of large searches only.

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

describe.each(engines)('orders of steps, by $engine', ({ search }) => {
  it('are left out from the beginning once there are so many states', async () => {
    const specification = ticketlock.build();
    const [some, all, later] = [
      await search(specification, { reductions }),
      await search(specification, { reductions: { symmetry: true } }),
      await search(specification, { reductions: { ...reductions, ordersFrom: 30 } }),
    ];
    expect(some.counts.statesDistinct).toBeLessThan(all.counts.statesDistinct);
    expect(later).toMatchObject({ counts: some.counts, digest: some.digest, reductions: some.reductions });
  });

  it('are all explored of fewer states, and all counts are exact', async () => {
    const specification = mcsLock.build();
    const found = await search(specification, { reductions: { ...reductions, ordersFrom: 82 } });
    expect(found.counts).toMatchObject({ statesDistinct: 81, statesFull: 159 });
    const reason = 'fewer than 82 states are explored in all orders of the steps';
    expect(whatIsSaid(found)).toEqual([
      ['symmetry', true, undefined],
      ['partial-order', false, reason],
      ['chains', false, reason],
    ]);
  });

  it('are all explored where hardly a step may be taken alone', async () => {
    const specification = balloon.build({ set: { pages: 1, deflaters: 0 } });
    const found = await search(specification, { reductions: { ...reductions, ordersFrom: 1 } });
    expect(found.ended).toBe('complete');
    expect(whatIsSaid(found)[1]).toEqual([
      'partial-order',
      false,
      expect.stringMatching(/^at \d of \d+ labels only steps may be taken alone, which would save little$/),
    ]);
  });
});
