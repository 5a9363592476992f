import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Journeys through a real workbench: one at a time, for each has two cores' worth of processes, and nothing is tried twice. */
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['**/*.test.ts'],
    exclude: ['host/**', '**/node_modules/**'],
    environment: 'node',
    globalSetup: fileURLToPath(new URL('support/parts.ts', import.meta.url)),
    setupFiles: fileURLToPath(new URL('support/after-each.ts', import.meta.url)),
    fileParallelism: false,
    maxWorkers: 1,
    retry: 0,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // What a person waits for appears within a minute or never.
    expect: { poll: { timeout: 60_000, interval: 100 } },
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../../.cache/tests/e2e.json', import.meta.url)) }],
    ],
  },
});
