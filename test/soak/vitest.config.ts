import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** npm run soak: what takes minutes, before a release or when somebody asks. Memory and speed are measured by npm run bench. */
export default defineConfig({
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.soak.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
