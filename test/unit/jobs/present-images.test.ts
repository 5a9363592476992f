import { describe, expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const shared = noise('shared', 20_000);
const one = buildImage({ layers: [shared, noise('one', 2000)], seed: 'one' });
const other = buildImage({ layers: [shared, noise('other', 2000)], seed: 'other' });
const images = [wanted('one:1', 'one:1', one.root), wanted('other:1', 'other:1', other.root)];

function plan({ gateways, emit }: World, target = plainTarget) {
  return planMirror({ images, ignored: [], target, warnings: [] }, gateways, { emit });
}

async function sourceWorld(): Promise<World> {
  const world = await openWorld();
  seed(world.source, 'one', '1', one);
  seed(world.source, 'other', '1', other);
  return world;
}

describe('images that are there as the files pin them', () => {
  it('are present without a word to their source, which may be gone', async () => {
    const world = await openWorld();
    seed(world.target, 'p/one', '1', one);
    seed(world.target, 'p/other', '1', other);
    const made = await plan(world);
    expect(made).toMatchObject({ ok: true, summary: { present: 2 } });
    expect(made.items.map(({ digest, sourceDigest }) => [digest, sourceDigest])).toEqual([
      [one.root, one.root],
      [other.root, other.root],
    ]);
    expect(world.source.requests).toEqual([]);
    expect(await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 })).toMatchObject({ ok: true });
    expect(world.source.requests).toEqual([]);
  });

  it('are read where others are to be copied: their layers are mounted, and the plan knows it', async () => {
    const world = await sourceWorld();
    seed(world.target, 'p/one', '1', one);
    const made = await plan(world);
    const needed = [...other.blobs.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(made.summary).toMatchObject({ copy: 1, present: 1, bytes: needed - shared.length });
    expect(made.items.find(({ outcome }) => outcome === 'present')).toMatchObject({
      digest: one.root,
      size: expect.any(Number),
    });
    await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(world.target.counts.mounts).toBe(1);
  });

  it('stay present when their source is gone while others are copied', async () => {
    const world = await openWorld();
    seed(world.source, 'other', '1', other);
    seed(world.target, 'p/one', '1', one);
    const made = await plan(world);
    expect(made).toMatchObject({ ok: true, summary: { copy: 1, present: 1 } });
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(report).toMatchObject({ ok: true, summary: { copied: 1, present: 1 } });
  });

  it.each([{ attestationManifests: 'strip' as const }, { platforms: ['linux/amd64'] }, { referrers: true as const }])(
    'are read where the target may get something else: %o',
    async (how) => {
      const world = await sourceWorld();
      seed(world.target, 'p/one', '1', one);
      seed(world.target, 'p/other', '1', other);
      await plan(world, { ...plainTarget, ...how });
      expect(world.source.requests).not.toEqual([]);
    },
  );
});
