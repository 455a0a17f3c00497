// Tests run the sources as they are written; `ballast` means this checkout's checker, as it does for a user's specification.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What `npm test` leaves to a script of its own, which sets the variable and runs nothing else. */
const ownScripts: Readonly<Record<string, readonly string[]>> = {
  // `npm run agreement`: whatever is found in two ways, on more specifications than there is time for.
  BALLAST_AGREEMENT: [
    'test/agreement/behaviours.test.ts',
    'test/agreement/bundled.test.ts',
    'test/agreement/coverage.test.ts',
    'test/agreement/edited.test.ts',
    'test/command/why-balloon.test.ts',
    'test/explore/collect.test.ts',
    'test/explore/workers.test.ts',
  ],
  // `npm run reductions`: whatever is left out of a search, the same is found; on more specifications than there is time for, and larger ones.
  BALLAST_REDUCTIONS: [
    'test/agreement/bundled-alone.test.ts',
    'test/agreement/bundled-symmetry.test.ts',
    'test/examples/large.test.ts',
    'test/reduce/interplay.test.ts',
    'test/reduce/together.test.ts',
  ],
  // `npm run cells`: each cell of the balloon's tables, and all else that its document says.
  BALLAST_CELLS: ['test/spec/cells-*.test.ts', 'test/spec/document.test.ts'],
  // `npm run browser`: needs a browser, which not everybody has who runs the tests.
  BALLAST_BROWSER: ['test/browser/**/*.test.ts'],
  // `npm run processes`: starts the command a hundred times.
  BALLAST_PROCESSES: [
    'test/ci/bad-situations.test.ts',
    'test/ci/processes.test.ts',
    'test/command/interrupt.test.ts',
    'test/command/matrix-threads.test.ts',
    'test/command/process.test.ts',
    'test/necessity/threads.test.ts',
  ],
  // `npm run variants`: changes specifications in hundreds of ways, one by one, and judges all that could be left out of the balloon.
  BALLAST_VARIANTS: [
    'test/analyse/balloon-variants.test.ts',
    'test/analyse/random-graphs.test.ts',
    'test/coverage/idle-clauses.test.ts',
    'test/necessity/commands.test.ts',
    'test/necessity/mutants.test.ts',
    'test/necessity/necessity.test.ts',
    'test/spec/forgone-locks.test.ts',
    'test/spec/load-bearing.test.ts',
  ],
  // `npm run packed`: runs a test runner for each of its tests.
  BALLAST_PACKED: ['test/vitest/packed.test.ts'],
};
/** What `npm test` runs, too, with fewer specifications. */
const inBoth: Readonly<Record<string, readonly string[]>> = {
  BALLAST_AGREEMENT: [
    'test/agreement/liveness.test.ts',
    'test/agreement/random.test.ts',
    'test/agreement/refinement.test.ts',
  ],
  BALLAST_REDUCTIONS: [
    'test/agreement/alone.test.ts',
    'test/agreement/symmetry.test.ts',
    'test/agreement/together.test.ts',
    'test/reduce/dead-locals.test.ts',
    'test/reduce/random-failing-order.test.ts',
  ],
  // `npm run temporal`: formulas over graphs, decided by the search and by their plain meaning, and the liveness of larger examples.
  BALLAST_TEMPORAL: ['test/examples/liveness.test.ts', 'test/temporal/random.test.ts'],
};

const asked = [...new Set([...Object.keys(ownScripts), ...Object.keys(inBoth)])].filter(
  (variable) => process.env[variable] !== undefined,
);
const ofOwn = asked.flatMap((variable) => [...(ownScripts[variable] ?? []), ...(inBoth[variable] ?? [])]);

export default defineConfig({
  resolve: {
    alias: [{ find: /^ballast$/, replacement: fileURLToPath(new URL('./checker/index.ts', import.meta.url)) }],
  },
  test: {
    include: asked.length === 0 ? ['test/**/*.test.ts'] : ofOwn,
    exclude: asked.length === 0 ? Object.values(ownScripts).flat() : [],
    // Modules are imported once for all tests of a process: they hold nothing that one test could leave to another.
    isolate: false,
    // All cores: one fewer, as it is by default, would be half of two.
    maxWorkers: '100%',
    // Only what hangs takes so long, on a slow and busy machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
