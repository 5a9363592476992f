import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vitest/config';
import journeys from '../vitest.config.ts';

/** npm run screenshots: the README's pictures, taken in the real workbench as the journeys go through it. */
export default mergeConfig(journeys, {
  test: { dir: fileURLToPath(new URL('.', import.meta.url)), include: ['*.pictures.ts'], reporters: ['default'] },
});
