import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { runInWeb, webBundle, webRooms } from '../support/web-context.ts';

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

const rooms = await webBundle(webRooms.map((room) => `export * as ${room} from '#${room}';`).join('\n'));
const tests = await webBundle(tested.map((file) => `import './test/unit/${file}';`).join('\n'));

describe('the rooms that are free of Node', () => {
  it('are bundled for browsers with no name that only Node has', () => {
    expect(rooms.nodeNames).toEqual([]);
    for (const room of webRooms) expect(rooms.files).toContain(`src/${room}/index.ts`);
    expect(() => runInWeb(rooms.code)).not.toThrow();
  });

  it('have tests that are run without Node', () => {
    const some = ['catalog/check-form', 'formats/settings', 'formats/release-file', 'language/settings'];
    expect(tested).toEqual(expect.arrayContaining(some.map((name) => `${name}.test.ts`)));
    expect(tests.files).toEqual(expect.arrayContaining(tested.map((file) => `test/unit/${file}`)));
  });

  it.each([
    ['in what runs', 'process.version;', 'process'],
    ['in what nobody calls', 'export function never() { return process.env.HOME; }', 'process'],
    ['bytes of Node', 'export const bytes = () => Buffer.from("x");', 'Buffer'],
  ])('would be caught with a planted name: %s', async (_, planted, name) => {
    const bundle = await webBundle(`export * from '#reference';\n${planted}`);
    expect(bundle.nodeNames).toEqual([name]);
  });

  it('would be caught with a planted module, and with code that runs without being looked at', async () => {
    await expect(webBundle("import fs from 'node:fs'; fs.statSync('/');")).rejects.toThrow('node:fs');
    const hidden = await webBundle("globalThis['process'].version;");
    expect(() => runInWeb(hidden.code)).toThrow(/undefined/);
    expect(() => runInWeb('new Function("return 1")')).toThrow(/Code generation/);
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
