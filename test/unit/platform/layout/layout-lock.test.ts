import { access, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLayoutLock } from '../../../../src/platform/layout/layout-lock.ts';

let folder: string;
let lock: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lock-'));
  lock = path.join(folder, '.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gone = `999999999 at ${hostname()}\n`;

it('is held by one at a time, also when many take it over from a process that is gone', async () => {
  await writeFile(lock, gone);
  let inside = 0;
  let most = 0;
  const hold = () =>
    withLayoutLock(folder, lock, async () => {
      most = Math.max(most, ++inside);
      await access(lock);
      inside--;
    });
  await Promise.all(Array.from({ length: 12 }, hold));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

it('that somebody else has taken over meanwhile is left to him', async () => {
  await withLayoutLock(folder, lock, () => writeFile(lock, 'theirs\n'));
  expect(await readFile(lock, 'utf8')).toBe('theirs\n');
});

it('is taken over too where a process was ended while it did that', async () => {
  await writeFile(lock, gone);
  await writeFile(`${lock}.turn`, gone);
  await utimes(`${lock}.turn`, 1, 1);
  await withLayoutLock(folder, lock, async () => {});
  expect(await readdir(folder)).toEqual([]);
});
