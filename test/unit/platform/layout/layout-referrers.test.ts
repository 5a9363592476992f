import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf } from '#registry';
import { LayoutBlobs } from '../../../../src/platform/layout/layout-blobs.ts';
import { LayoutIndex, layoutEntry } from '../../../../src/platform/layout/layout-index.ts';
import { LayoutReferrers } from '../../../../src/platform/layout/layout-referrers.ts';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';
let folder: string;
let blobs: CountingBlobs;

class CountingBlobs extends LayoutBlobs {
  reads = 0;
  override read(digest: string) {
    this.reads++;
    return super.read(digest);
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'referrers-'));
  blobs = new CountingBlobs(folder);
  await blobs.prepare();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const subject = (of: number) => `sha256:${of.toString(16).padStart(64, '0')}`;

/** A manifest that refers to a subject, as an entry and as bytes. */
function referrer(of: number, more: object = {}) {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ mediaType, artifactType: 'a/b', subject: { digest: subject(of) }, ...more }),
  );
  return { bytes, entry: layoutEntry({ mediaType, digest: digestOf(bytes), size: bytes.length }, undefined) };
}

it('reads each manifest once, however many subjects are asked for, and sees what is added', async () => {
  const index = LayoutIndex.empty();
  const referrers = new LayoutReferrers(blobs);
  const all = Array.from({ length: 40 }, (_, at) => referrer(at));
  for (const { bytes, entry } of all.slice(0, 30)) {
    await blobs.write(entry.digest, bytes);
    index.add(entry);
  }
  const listed = await Promise.all(all.map((_, at) => referrers.of(index, subject(at))));
  expect(listed.map(({ length }) => length)).toEqual(all.map((_, at) => (at < 30 ? 1 : 0)));
  expect(listed[3]?.[0]).toEqual({ ...all[3]?.entry, artifactType: 'a/b' });
  for (const { bytes, entry } of all.slice(30)) {
    await blobs.write(entry.digest, bytes);
    index.add(entry);
  }
  expect(await referrers.of(index, subject(35))).toHaveLength(1);
  expect(blobs.reads).toBe(40);
});

it('lists what comes later than its entry, and not what another index no longer names', async () => {
  const index = LayoutIndex.empty();
  const referrers = new LayoutReferrers(blobs);
  const { bytes, entry } = referrer(1);
  index.add(entry);
  expect(await referrers.of(index, subject(1))).toEqual([]);
  await blobs.write(entry.digest, bytes);
  expect(await referrers.of(index, subject(1))).toHaveLength(1);
  expect(await referrers.of(LayoutIndex.empty(), subject(1))).toEqual([]);
});

it('reads a subject as everything else does: null stands for nothing', async () => {
  const index = LayoutIndex.empty();
  const { bytes, entry } = referrer(1, { annotations: null, config: null });
  await blobs.write(entry.digest, bytes);
  index.add(entry);
  expect(await new LayoutReferrers(blobs).of(index, subject(1))).toEqual([{ ...entry, artifactType: 'a/b' }]);
});
