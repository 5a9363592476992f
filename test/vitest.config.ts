import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Only the editor has the real one.
  resolve: { alias: { vscode: fileURLToPath(new URL('support/vscode.ts', import.meta.url)) } },
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    environment: 'node',
    projects: [
      // Modules that many test files use are loaded once for all, which halves the time of the whole; a test leaves none of them changed.
      {
        extends: true,
        test: {
          name: 'core',
          include: ['{unit,architecture}/**/*.test.ts'],
          exclude: ['unit/extension/**'],
          isolate: false,
        },
      },
      // Tests of the editor put parts of a fake `vscode` in its place.
      { extends: true, test: { name: 'editor', include: ['unit/extension/**/*.test.ts'] } },
    ],
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
