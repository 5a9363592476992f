import { describe, expect, it } from 'vitest';
import { runInWeb, webBundle, webRooms } from '../support/web-context.ts';

const rooms = await webBundle(webRooms.map((room) => `export * as ${room} from '#${room}';`).join('\n'));

describe('the rooms that are free of Node', () => {
  it('are bundled for browsers with no name that only Node has', () => {
    expect(rooms.nodeNames).toEqual([]);
    for (const room of webRooms) expect(rooms.files).toContain(`src/${room}/index.ts`);
    expect(() => runInWeb(rooms.code)).not.toThrow();
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
