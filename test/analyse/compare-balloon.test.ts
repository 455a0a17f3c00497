// What three harmless mutants of the balloon change, although no property breaks. In the size of the smoke test, every step by itself.

import { describe, expect, it } from 'vitest';
import { compareGraphs, stateGraphOf, type GraphComparison, type StateGraph } from 'ballast';
import balloon from '../../spec/balloon.ts';

async function graphOf(mutant?: string): Promise<StateGraph | undefined> {
  const set = { granularity: 'fine', pages: 2, scanners: 1, deflaters: 1, inflaters: 1 };
  return await stateGraphOf(balloon.build({ set, mutant }));
}

/** The last steps of the procedures by their short names, and the sentence. */
function told(found: GraphComparison | undefined): readonly unknown[] {
  if (found?.kind !== 'different') return [found?.kind];
  const { by, new: fresh } = found;
  return [by, fresh?.trace.steps.length, fresh?.trace.steps.at(-1)?.text.split('.').slice(-2).join('.'), fresh?.what];
}

describe('of the balloon', () => {
  it('E1, E3 and E6 are noticed by states and steps that the original does not have', async () => {
    const original = await graphOf();
    const compared = async (mutant: string): Promise<readonly unknown[]> => {
      const variant = await graphOf(mutant);
      return told(original && variant && (await compareGraphs(original, variant)));
    };
    expect(await compared('E1')).toEqual([
      'states',
      5,
      'balloon_page_insert.__SetPageOffline',
      'no state of the original has page_type[page0] = offline, PG_movable_ops[page0] = false and balloon_pages_lock = free',
    ]);
    expect(await compared('E3')).toEqual([
      'steps',
      36,
      'balloon_page_dequeue.unlock',
      'no step of the original changes balloon_pages_lock from held by deflater#0 to free while private[page0] = b_dev_info0, refcount[page1] = 2 and page_type[page1] = none',
    ]);
    expect(await compared('E6')).toEqual([
      'states',
      10,
      'balloon_page_enqueue_one.__count_vm_event(BALLOON_INFLATE)',
      'no state of the original has inflate_less_deflate = 2, inflated[page0] = false and managed_pages[node0] = 1',
    ]);
  });

  it('a graph is the same as that of the same specification built again', async () => {
    const [original, again] = [await graphOf(), await graphOf()];
    expect(original?.statesDistinct).toBe(5765);
    expect(original && again && (await compareGraphs(original, again))).toEqual({ kind: 'same' });
  });
});
