import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['{unit,architecture}/**/*.test.ts'],
    environment: 'node',
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../.cache/tests/unit.json', import.meta.url)) }],
    ],
  },
});
