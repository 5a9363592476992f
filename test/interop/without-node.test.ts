import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { runInWeb, webBundle } from '../support/web-context.ts';

/**
 * The tests of the rooms for editors, but for those that need Node, what runs on it or Vitest's spies, and the longest, which try text after
 * text: what the rooms are made of shows in the others.
 */
const tested = ['formats', 'catalog', 'language']
  .flatMap((room) => testFiles(room))
  .filter((file) => !file.endsWith('/fuzz.test.ts'))
  .filter(
    (file) =>
      !/\bvi\b[^\n]* from 'vitest'|from '(?:node:|[./]*\.ci\/|vscode-|.*\/(?:fuzz|random)\.ts)/.test(
        readFileSync(path.join(root, 'test/unit', file), 'utf8'),
      ),
  );

const tests = await webBundle(tested.map((file) => `import './test/unit/${file}';`).join('\n'));

describe('the tests of the rooms for editors', () => {
  it('are those of the rooms, bundled for browsers', () => {
    const some = ['catalog/check-form', 'formats/settings', 'formats/release-file', 'language/settings'];
    expect(tested).toEqual(expect.arrayContaining(some.map((name) => `${name}.test.ts`)));
    expect(tests.files).toEqual(expect.arrayContaining(tested.map((file) => `test/unit/${file}`)));
  });
});

describe('without Node', () => {
  runInWeb(tests.code, { testing: { describe, it, expect } });
});

function testFiles(room: string): string[] {
  return readdirSync(path.join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.startsWith(`${room}/`) && file.endsWith('.test.ts'))
    .sort();
}
