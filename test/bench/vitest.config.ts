import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import journeys from '../e2e/vitest.config.ts';

/** npm run bench:editor: ratios, each measured side by side in one run. */
export default mergeConfig(journeys, {
  test: {
    dir: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.bench.ts'],
    reporters: ['default'],
    testTimeout: 900_000,
  },
});
