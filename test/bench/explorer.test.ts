// The explorer in C explores what the example does, in both of its ways to store states: counts and digest are Ballast's own.

import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exploreCompiled } from '../../checker/index.ts';
import model from '../../examples/balloon-protocol.ts';
import { balloon, nameOf } from './cases.ts';
import { explorer } from './subjects.ts';

const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

// Where there is no compiler, there is nothing that could be compared.
describe.runIf(hasCompiler)('the explorer in C', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ballast-bench-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const constants: readonly (readonly [number, number, number, number, readonly string[]])[] = [
    [2, 1, 1, 2, []],
    [3, 1, 1, 1, ['PREFETCH=0']],
    [3, 2, 0, 1, []],
    [6, 2, 2, 0, []],
    [5, 1, 2, 1, []],
    [6, 1, 1, 1, ['PREFETCH=0']],
  ];
  for (const [pages, inflaters, deflaters, compactors, flags] of constants) {
    const about = balloon([pages, inflaters, deflaters, compactors], { distinct: NaN, generated: NaN });
    it(`has the counts and the digest of Ballast with ${nameOf(about)} ${flags.join(' ')}`, async () => {
      const { counts, digest } = await exploreCompiled(model.build({ set: about.set }), { workers: 1 });
      const found = explorer(about, flags, folder).run().counts;
      expect(found).toEqual({
        distinct: counts.statesDistinct,
        generated: counts.statesGenerated,
        depth: counts.depth,
        digest,
      });
      expect(found.distinct).toBeGreaterThan(1000);
    });
  }
});
