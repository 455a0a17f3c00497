// What the catalogue of facts says of whole behaviours of the balloon, by its ids: what must happen some time and what that takes (5.5), and the
// three states that are new since the commit (2.10), as what a balloon without locks does not do. By the reference explorer, at its probe's
// sizes where that has any; all rows of the document's tables are gone through by cells-behaviours.test.ts.

import { explore, type ModelVariant, type Trace } from 'ballast';
import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';

interface Found {
  /** `holds`; the steps of a violation; `11 + 9`: those to a loop, and those of the loop. */
  readonly verdict: string;
  readonly trace: Trace | undefined;
}

async function asked(property: string, set: NonNullable<ModelVariant['set']>, mutant?: string): Promise<Found> {
  const { properties } = await explore(balloon.build({ set, mutant }), { properties: [property] });
  const verdict = properties.find(({ name }) => name === property)?.verdict;
  if (verdict?.kind !== 'violated') return { verdict: String(verdict?.kind), trace: undefined };
  const { trace } = verdict;
  const steps = trace?.steps.length ?? 0;
  const length = trace?.loop === undefined ? `${steps}` : `${trace.loop.from} + ${steps - trace.loop.from}`;
  return { verdict: length, trace };
}

/** Why fairness of a thread, or of a step, does not exclude a loop. */
function reason({ trace }: Found, condition: string): string | undefined {
  return trace?.loop?.fairness.find(({ text }) => text.includes(condition))?.why;
}

const sides = ['before', 'after'] as const;
const none = { pages: 1, scanners: 0, deflaters: 0, inflaters: 0 };

describe('L1, that an isolated page is put back,', () => {
  const offlining = { ...none, scanners: 1, offliners: 1 };
  const twoScanners = { ...none, scanners: 2 };

  it.each([
    { version: 'before', verdict: '12 + 9' },
    { version: 'after', verdict: '11 + 9' },
  ])('is violated in $version if all locks are unfair: memory offlining goes round', async ({ version, verdict }) => {
    const found = await asked('L1', { ...offlining, version, fairLocks: 'none' });
    expect(found.verdict).toBe(verdict);
    // The one who puts it back waits: each goes on while it can, which is all that weak fairness asks.
    expect(reason(found, 'weak fairness of scanner')).toMatch(/^disabled in state/);
    expect(reason(found, 'weak fairness of offliner')).toMatch(/^taken by step/);
  });

  // The probe of the catalogue: 1 page, 2 scanners, no filter of isolated pages.
  it.each([
    { version: 'before', verdict: '12 + 7' },
    { version: 'after', verdict: '11 + 7' },
  ])("is violated in $version by the catalogue's loop of 7, if compaction has no filter", async (row) => {
    const { version, verdict } = row;
    expect((await asked('L1', { ...twoScanners, version, fairLocks: 'none' }, 'E3')).verdict).toBe(verdict);
  });

  it.each(sides)('holds in %s with strong fairness of the page lock in putback', async (version) => {
    const set = { version, fairLocks: 'putback' };
    expect((await asked('L1', { ...offlining, ...set })).verdict).toBe('holds');
    expect((await asked('L1', { ...twoScanners, ...set }, 'E3')).verdict).toBe('holds');
  });
});

describe('L2, that deflation to zero ends,', () => {
  const removal = { ...none, scanners: 1, removal: true };

  it.each(sides)('is violated in %s under weak fairness, and with fair locks', async (version) => {
    for (const fairLocks of ['none', 'all'])
      expect((await asked('L2-scans', { ...removal, version, fairLocks })).verdict).toMatch(/^0 \+ \d+$/);
  });

  it.each(sides)(
    'is violated in %s with strong fairness of dequeue, for which it never is the time',
    async (version) => {
      const set = { ...removal, version, fairLocks: 'dequeue', granularity: 'fine' };
      const found = await asked('L2-scans', set);
      expect(found.verdict).toBe('0 + 35');
      expect(reason(found, 'balloon_page_list_dequeue.list_for_each_entry_safe/entry')).toBe(
        'never enabled in the loop',
      );
    },
  );

  it.each(sides)('holds in %s with finitely many isolations', async (version) => {
    expect((await asked('L2', { ...removal, version, fairLocks: 'none' })).verdict).toBe('holds');
  });

  it('is violated where nothing is ever deflated', async () => {
    expect((await asked('L2', { ...none, removal: true }, 'H2')).verdict).toBe('0 + 6');
  });
});

describe('a balloon without locks', () => {
  const set = { pages: 2, scanners: 1, deflaters: 1, inflaters: 0 };

  it.each(sides)('is what the code of %s is', async (version) => {
    expect((await asked('whose-pages', { ...set, version })).verdict).toBe('holds');
    expect((await asked('takes-held-pages', { ...set, version })).verdict).toBe('holds');
  });

  // A locked page; one that migration has moved another to, and has still locked; one that was put back, and whose flag is still set.
  it.each([
    { refinement: 'leaves-held-pages', verdict: '7' },
    { refinement: 'leaves-pages-moved-to', verdict: '19' },
    { refinement: 'leaves-pages-put-back', verdict: '17' },
  ])('that $refinement is what the code is before the commit, and not since', async ({ refinement, verdict }) => {
    expect((await asked(refinement, { ...set, version: 'before' })).verdict).toBe('holds');
    const found = await asked(refinement, { ...set, version: 'after' });
    expect(found.verdict).toBe(verdict);
    expect(found.trace?.steps.at(-1)?.action).toMatch(/^deflater\..*balloon_page_list_dequeue/);
  });

  it('is what H2 is not, since it gives up no page, and no invariant of it breaks', async () => {
    expect((await asked('whose-pages-live', {}, 'H2')).verdict).toBe('0 + 5');
    expect((await asked('whose-pages', {}, 'H2')).verdict).toBe('holds');
    const { properties } = await explore(balloon.build({ mutant: 'H2' }), {});
    const violated = properties.filter(({ verdict }) => verdict.kind === 'violated').map(({ name }) => name);
    expect(violated).toEqual(['page-deflated']);
  });
});
