import { describe, expect, it } from 'vitest';
import spinlock from '../../examples/spinlock.ts';
import { check } from '../../src/ci/check.ts';
import { checkAll } from '../../src/vitest/index.ts';
import type { NeverExercisedResult } from '../../src/result/result.ts';
import { breaking, expecting, remaining, unexercisedIn } from '../../src/vitest/judgements.ts';
import { counter, idle } from './models.ts';

// What of these fails, and where, is tried on the packed package (npm run packed).
checkAll(spinlock);
checkAll(spinlock, { set: { cpus: 3 }, time: '1m' });
checkAll(counter);
checkAll(idle, { properties: ['never'], unexercised: ['jump', 'never'] });

describe('a test that checkAll makes', () => {
  it('passes for a mutant that violates what is not violated without it, and for no other', async () => {
    const without = await check(counter, { all: true });
    const broken = await check(counter, { set: { most: 1 }, all: true });
    const mutant = await check(counter, { mutant: 'noAgain' });
    expect(breaking(mutant, without).isSo).toBe(true);
    expect(breaking(without, without)).toEqual({ isSo: false, said: 'holds; all 4 reachable states explored' });
    expect(breaking(broken, broken)).toEqual({
      isSo: false,
      said: 'without the mutant the same is so: small is violated in 2 steps; no shorter behaviour violates anything',
    });
    expect(breaking(await check(counter, { mutant: 'noAgain', depth: 1 }), without).isSo).toBe(undefined);
  });

  it('names what is evaluated outside its domain, and does not pass while that may lie ahead', async () => {
    const endless = await check(counter, { edits: ['drop up.when#1'], all: true });
    expect(remaining(endless)).toMatchObject({
      isSo: false,
      said: 'up: n := n + 1 is outside its domain in 10 steps',
      about: { kind: 'domain' },
    });
    expect(remaining(await check(counter, { all: true })).isSo).toBe(true);
    expect(remaining(await check(counter, { depth: 2 })).isSo).toBe(undefined);
  });

  it('does not pass while what was never exercised may lie ahead', async () => {
    expect(unexercisedIn(await check(idle, { depth: 1 }), [])?.isSo).toBe(undefined);
    expect(unexercisedIn(await check(counter), [])).toBe(undefined);
  });

  it('knows what was never exercised by the end of its path, and lists it so that it can be pasted', async () => {
    const path = 'scanner.compact_zone.isolate_movable_ops_page.folio_trylock';
    const named = (name: string): NeverExercisedResult => ({ kind: 'step', name, text: '' });
    const result = { ...(await check(counter)), neverExercised: [named(path), named(`${path}/no`)] };
    const names = ['isolate_movable_ops_page.folio_trylock', 'isolate_movable_ops_page.folio_trylock/no'];
    expect(unexercisedIn(result, [])?.mend).toBe(
      `where that is meant, name them in unexercised:\n'${names[0]}',\n'${names[1]}',`,
    );
    expect(unexercisedIn(result, names)).toBe(undefined);
    expect(unexercisedIn(result, [path, 'folio_trylock/no'])).toBe(undefined);
    expect(unexercisedIn(result, [...names, 'trylock'])?.said).toBe("nothing called 'trylock' was left unexercised");
  });

  it('says of a suite what was expected, and what is so', async () => {
    const wrong = await check(counter, { expect: 'violates small' });
    expect(expecting(wrong)).toEqual({
      isSo: false,
      said: 'violates small was expected; holds; all 4 reachable states explored',
    });
    expect(expecting(await check(counter, { set: { most: 1 }, expect: 'violates small' })).isSo).toBe(true);
    expect(expecting(await check(counter, { depth: 1, expect: 'holds' })).isSo).toBe(undefined);
  });
});
