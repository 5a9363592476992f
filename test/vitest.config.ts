import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Only the editor has the real one.
  resolve: { alias: { vscode: fileURLToPath(new URL('support/vscode.ts', import.meta.url)) } },
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['{unit,architecture}/**/*.test.ts'],
    environment: 'node',
    // Time is never asserted: a machine that is busy with something else is no defect.
    testTimeout: 30_000,
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../.cache/tests/unit.json', import.meta.url)) }],
    ],
  },
});
