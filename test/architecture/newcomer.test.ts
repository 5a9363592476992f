import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newcomer } from '../../.ci/newcomer.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'newcomer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('has each setting where a browser’s window reads it: those of a machine on the machine, the others with the user', () => {
  const { dataDir } = newcomer(folder, {
    'marketplaceRelease.sandbox.folder': '/sandbox',
    'marketplaceRelease.tags.sort': 'name',
  });
  const read = (whose: string) =>
    JSON.parse(readFileSync(path.join(dataDir, whose, 'settings.json'), 'utf8')) as Record<string, unknown>;
  expect(read('Machine')).toEqual({ 'marketplaceRelease.sandbox.folder': '/sandbox' });
  expect(read('User')).toMatchObject({ 'marketplaceRelease.tags.sort': 'name', 'update.mode': 'none' });
  expect(read('User')).not.toHaveProperty(['marketplaceRelease.sandbox.folder']);
});
