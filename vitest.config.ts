// Tests run the sources as they are written; `ballast` means this checkout's checker, as it does for a user's specification.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [{ find: /^ballast$/, replacement: fileURLToPath(new URL('./checker/index.ts', import.meta.url)) }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      // `npm run browser` needs a browser, which not everybody has who runs the tests.
      ...(process.env['BALLAST_BROWSER'] === undefined ? ['test/browser/**'] : []),
      // `npm run packed` runs a test runner for each of its tests.
      ...(process.env['BALLAST_PACKED'] === undefined ? ['test/vitest/packed.test.ts'] : []),
    ],
    // All cores: one fewer, as it is by default, would be half of two.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
