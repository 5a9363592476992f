import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: new URL('.', import.meta.url).pathname,
    include: ['{unit,architecture}/**/*.test.ts'],
    environment: 'node',
  },
});
