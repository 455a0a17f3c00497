// What a specification is compiled to, kept from one run to the next, and taken only where it fits.

import { describe, expect, it } from 'vitest';
import type { ModuleCache } from '../../checker/index.ts';
import { compileProgram } from '../../checker/compile/module.ts';
import { compiledOf } from '../../checker/explore/assembled.ts';
import { symmetryOf } from '../../checker/reduce/symmetry.ts';
import { simulate } from '../../checker/explore/simulate.ts';
import { amplePlan } from '../../checker/reduce/ample.ts';
import lock from '../../examples/lock.ts';
import spinlock from '../../examples/spinlock.ts';
import { models } from '../bundled.ts';
import { compiledText } from '../agreement/compare.ts';

/** A cache that keeps everything, and counts the programs that it was given. */
class Keeping implements ModuleCache {
  readonly modules = new Map<string, Uint8Array>();
  kept: string | undefined;
  programsSet = 0;
  readonly get = (key: string): Uint8Array | undefined => this.modules.get(key);
  readonly set = (key: string, bytes: Uint8Array): void => void this.modules.set(key, bytes);
  readonly program = {
    get: (): string | undefined => this.kept,
    set: (text: string): void => {
      this.kept = text;
      this.programsSet += 1;
    },
  };
}

/** With the program of the spinlock for two processors. */
async function keeping(): Promise<Keeping> {
  const cache = new Keeping();
  await (await compiledOf(spinlock.build(), cache)).module();
  return cache;
}

const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

describe('a program that is kept', () => {
  it.each(models.map((model) => ({ name: model.name, model })))(
    'is that of $name to the last slot',
    async ({ model }) => {
      const specification = model.build();
      const cache = new Keeping();
      // The program alone is looked at; assembling takes long.
      const unassembled = { get: () => emptyModule, set: cache.set, program: cache.program };
      await (await compiledOf(specification, unassembled)).module();
      const { program } = await compiledOf(specification, unassembled);
      await (await compiledOf(specification, unassembled)).module();
      expect(cache.programsSet).toBe(1);
      const { text: _, ...compiled } = compileProgram(specification);
      expect(program).toEqual(compiled);
    },
  );

  it('is compiled anew where it makes other representatives, or none', async () => {
    const cache = await keeping();
    const specification = spinlock.build();
    const { classes } = symmetryOf(specification);
    const symmetry = { classes, isCounted: true };
    const { program } = await compiledOf(specification, cache, { symmetry });
    expect(program.symmetry).toEqual(symmetry);
    await (await compiledOf(specification, cache, { symmetry })).module();
    expect((await compiledOf(specification, cache)).program.symmetry).toBeUndefined();
    const uncounted = { classes, isCounted: false };
    expect((await compiledOf(specification, cache, { symmetry: uncounted })).program.symmetry).toEqual(uncounted);
    expect((await compiledOf(specification, cache, { symmetry })).program).toEqual(program);
  });

  it('is compiled anew where other steps are taken alone, or none', async () => {
    const cache = new Keeping();
    const specification = lock.build();
    const plan = amplePlan(specification);
    const alone = { plan, isAlone: true, isChained: false };
    await (await compiledOf(specification, cache, { alone })).module();
    const { kept } = cache;
    await (await compiledOf(specification, cache, { alone })).module();
    expect(cache.programsSet).toBe(1);
    const families = plan.families.map((family) => ({ ...family, candidates: family.candidates.map(() => undefined) }));
    for (const other of [
      {},
      { alone: { ...alone, isChained: true } },
      { alone: { ...alone, plan: { ...plan, families } } },
      { alone, form: 'without dead locals' },
    ]) {
      cache.kept = kept;
      await (await compiledOf(specification, cache, other)).module();
      expect(cache.kept).not.toBe(kept);
    }
  });

  it('finds what the compiled one finds, on walks too', async () => {
    const cache = await keeping();
    const request = { workers: 1 };
    const specification = spinlock.build();
    expect(await compiledText(specification, { ...request, cache })).toBe(await compiledText(specification, request));
    const walks = { seed: 7, walks: 20, steps: 30 };
    const [kept, compiled] = [await simulate(specification, { ...walks, cache }), await simulate(specification, walks)];
    expect({ ...kept, elapsedMs: 0 }).toEqual({ ...compiled, elapsedMs: 0 });
    expect(cache.programsSet).toBe(1);
  });

  it('is compiled anew where its layout is not that of the specification', async () => {
    const cache = await keeping();
    const three = spinlock.build({ set: { cpus: 3 } });
    expect(await compiledText(three, { workers: 1, cache })).toBe(await compiledText(three, { workers: 1 }));
    expect(cache.programsSet).toBe(2);
  });

  it.each([
    ['no JSON', (text: string) => text.slice(0, -1)],
    ['empty', () => ''],
    ['null', () => 'null'],
    ['of another form', () => '{"layout": 3}'],
  ])('is compiled anew where it is %s', async (_, spoilt) => {
    const cache = await keeping();
    cache.kept = spoilt(cache.kept ?? '');
    const two = spinlock.build();
    expect(await compiledText(two, { workers: 1, cache })).toBe(await compiledText(two, { workers: 1 }));
    expect(cache.programsSet).toBe(2);
  });

  it('is compiled anew where its module is gone', async () => {
    const cache = await keeping();
    cache.modules.clear();
    const two = spinlock.build();
    expect(await compiledText(two, { workers: 1, cache })).toBe(await compiledText(two, { workers: 1 }));
    expect(cache.modules.size).toBe(1);
    expect(cache.programsSet).toBe(2);
  });
});
