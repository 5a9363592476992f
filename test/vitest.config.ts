import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Only the editor has the real one.
  resolve: { alias: { vscode: fileURLToPath(new URL('support/vscode.ts', import.meta.url)) } },
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['{unit,architecture}/**/*.test.ts'],
    environment: 'node',
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../.cache/tests/unit.json', import.meta.url)) }],
    ],
  },
});
