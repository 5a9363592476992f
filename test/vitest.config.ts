import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Tests of the editor that put something of their own in the place of a module need the others anew too. */
const mocking = readdirSync(path.join(here, 'unit/extension'), { recursive: true, encoding: 'utf8' })
  .map((file) => `unit/extension/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts') && /\bvi\.mock\(/.test(readFileSync(path.join(here, file), 'utf8')));

export default defineConfig({
  // Only the editor has the real one.
  resolve: { alias: { vscode: fileURLToPath(new URL('support/vscode.ts', import.meta.url)) } },
  test: {
    dir: here,
    environment: 'node',
    projects: [
      // Modules that many test files use are loaded once for all, which halves the time of the whole; a test leaves none of them changed.
      {
        extends: true,
        test: {
          name: 'core',
          include: ['{unit,architecture}/**/*.test.ts'],
          exclude: mocking,
          isolate: false,
          globalSetup: path.join(here, 'support/programs-folder.ts'),
        },
      },
      { extends: true, test: { name: 'mocking', include: mocking } },
    ],
    // Time is never asserted: a machine that is busy with something else is no defect.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Threads start sooner than processes, and are handed their modules for less.
    pool: 'threads',
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    // A module that has not changed since the last run is not compiled again, unless this file or the lock file has.
    experimental: {
      fsModuleCache: true,
      fsModuleCachePath: fileURLToPath(new URL('../.cache/tests/modules', import.meta.url)),
    },
    reporters: [
      'default',
      ['json', { outputFile: fileURLToPath(new URL('../.cache/tests/unit.json', import.meta.url)) }],
    ],
  },
});
