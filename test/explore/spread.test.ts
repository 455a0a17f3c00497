// States spread over several memories where the levels are many.

import { action, range, spec, variables } from 'ballast';
import { describe, expect, it } from 'vitest';
import { exploreCompiled } from '../../checker/explore/explore.ts';
import { built } from '../interpret/build.ts';

describe('states of very many levels', () => {
  it('are the same, spread or in one memory', async () => {
    const last = 200_000;
    const { n } = variables({ n: range(0, last) });
    const up = action({ when: [n.lessThan(last)], then: [n.increment()] });
    const specification = built(
      spec({ variables: { n }, init: { n: 0 }, actions: { up }, reachable: { end: n.is(last) }, terminal: 'any' }),
    );
    const partitionBytes = 2.25 * 2 ** 20;
    const spread = await exploreCompiled(specification, { workers: 1, partitionBytes, memoryMb: 4.5 });
    const whole = await exploreCompiled(specification, { workers: 1 });
    expect(whole.counts).toMatchObject({ statesDistinct: last + 1, depth: last });
    const { ended, counts, digest, levels } = spread;
    expect({ ended, counts, digest, levels }).toEqual({
      ended: 'complete',
      counts: whole.counts,
      digest: whole.digest,
      levels: whole.levels,
    });
  });
});
