// What a verdict is kept under.

import { describe, expect, it } from 'vitest';
import { keyOfBundled, keyOfTree } from '../../src/ci/verdict-cache.ts';
import spinlock from '../../examples/spinlock.ts';

describe('the key of a verdict', () => {
  it('is none where nobody can say which build of the checker runs: two such builds would share it', async () => {
    // As here, where the sources run.
    expect(
      await keyOfTree(spinlock.build(), { properties: undefined, engine: undefined, reductions: undefined }),
    ).toBeUndefined();
    expect(await keyOfBundled('spinlock')).toBeUndefined();
  });
});
