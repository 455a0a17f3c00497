// The locks of the specification forgone and rushed, one by one: each is a specification, and what is found of it does not depend on the
// engine, nor on who takes the lock in which function and who gives it back in which other.

import { printStatements, type ModelVariant as Variant, type Specification } from 'ballast';
import { describe, expect, it } from 'vitest';
import { innerLists, type Flow } from '../../checker/language/flow.ts';
import balloon from '../../spec/balloon.ts';
import { compareEngines } from '../agreement/compare.ts';

const small = { version: 'before', pages: 1, inflaters: 0 } as const;

function text({ actions }: Specification): readonly string[] {
  return actions.flatMap(({ name, body }) => [name, ...printStatements(body)]);
}

function takingIn(list: readonly Flow[]): readonly string[] {
  return list.flatMap((flow) => [
    ...(flow.kind === 'acquire' || flow.kind === 'trylock' ? [flow.path ?? ''] : []),
    ...innerLists(flow).flatMap((inner) => takingIn(inner.list)),
  ]);
}

function locksOf(variant: Variant): readonly string[] {
  return balloon.open(variant).program.processes.flatMap(({ body }) => takingIn(body));
}

/** What is found of a variant, by both engines. */
async function found(variant: Variant): Promise<readonly string[]> {
  const { reference, compiled, found: what } = await compareEngines(balloon.build(variant), { maxStates: 500 });
  expect(compiled).toBe(reference);
  return what;
}

describe('a lock of the balloon', () => {
  it('that is forgone is the mutant that drops what takes and what gives it', () => {
    const set = balloon.mutants['M3']?.set ?? {};
    const edits = ['forgo balloon_page_list_dequeue.trylock_page'];
    expect(text(balloon.build({ set, edits }))).toEqual(text(balloon.build({ mutant: 'M3' })));
  });

  it.each(['fine', 'coarse'] as const)('is forgone alike for both engines, in %s granularity', async (granularity) => {
    const locks = locksOf({ set: small });
    expect(locks.length).toBeGreaterThan(10);
    for (const lock of locks.filter((each) => /balloon_page_isolate|folio_|trylock_page/.test(each)))
      await found({ set: small, granularity, edits: [`forgo ${lock}`] });
  });

  it('that is a page lock gives none back where all of them are forgone', async () => {
    const set = { ...small, granularity: 'fine' };
    const locks = locksOf({ set }).filter((each) => /folio_|trylock_page/.test(each));
    const within = locks.filter((each) => each.includes('folio_lock') && each.includes('folio_unmap'));
    const edits = locks.filter((each) => !within.includes(each)).map((lock) => `forgo ${lock}`);
    const specification = balloon.build({ set, edits });
    expect(text(specification).filter((line) => line.includes('PG_locked') && line.includes(':='))).toEqual([]);
    expect(specification.actions.some(({ name }) => name.includes('folio_unlock'))).toBe(false);
  });

  it.each([
    ['v0', 'vmw'],
    ['old', 'virtio'],
    ['after', 'cmm'],
    ['tas', 'virtio'],
  ])('is forgone in the version %s, with the driver %s', (version, driver) => {
    const opened = balloon.open({ set: { version, driver, offliners: 1 } });
    for (const path of opened.program.processes.flatMap(({ body }) => takingIn(body)))
      expect(opened.build([{ kind: 'forgo', path }]).actions.length).toBeGreaterThan(10);
  });
});
