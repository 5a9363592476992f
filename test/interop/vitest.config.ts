import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests with real programs, ours among them: two files at a time, because they share the machine, and with time to start things. */
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['**/*.test.ts'],
    environment: 'node',
    globalSetup: fileURLToPath(new URL('../support/programs-folder.ts', import.meta.url)),
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../../.cache/tests/interop.json', import.meta.url)) }],
    ],
  },
});
