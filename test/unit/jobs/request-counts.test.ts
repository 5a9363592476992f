import { describe, expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { ManifestCache } from '#registry';
import type { TrustWish } from '../../../src/jobs/trust/trust-wish.ts';
import { targetOfKind } from '../../support/image-evidence.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import type { Recorded } from '../../support/scripted-server.ts';

/** How often each kind of request came, since the list was emptied. */
function countsOf(requests: readonly Recorded[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, url } of requests) {
    const what = /\/(manifests|blobs\/uploads|blobs)\//.exec(url)?.[1] ?? 'other';
    const isTag = what === 'manifests' && !url.includes('sha256:');
    const key = `${method} ${isTag ? 'tag' : what}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const both = ['linux/amd64', 'linux/arm64'];
const single = buildImage({ layers: [noise('one', 2000)], seed: 'single' });
const index = buildImage({ platforms: both, layers: [noise('two', 2000)], seed: 'index' });
const images = [wanted('single:1', 'single:1'), wanted('index:1', 'index:1')];

function plan({ gateways, emit }: World) {
  return planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
}

function seedBoth({ source }: World): void {
  seed(source, 'single', '1', single);
  seed(source, 'index', '1', index);
}

describe('a mirror asks for nothing twice', () => {
  it('of the target but its tags: before the plan, the run, each write, and at the close', async () => {
    const world = await openWorld();
    seedBoth(world);
    const report = await runMirror(await plan(world), world.gateways, { emit: world.emit, concurrency: 4 });
    expect(report).toMatchObject({ ok: true, summary: { copied: 2 } });
    const blobs = single.blobs.size + index.blobs.size;
    expect(countsOf(world.target.requests)).toEqual({
      'HEAD tag': 4 * images.length,
      'PUT tag': images.length,
      // By the plan; what it did not find is uploaded without asking again.
      'HEAD blobs': blobs,
      'POST blobs/uploads': blobs,
      'PUT blobs/uploads': blobs,
      // The index's two children, which cannot be there.
      'PUT manifests': 2,
    });
  });

  it('of the source but its tags: each manifest once, and a config for its platform once', async () => {
    const world = await openWorld();
    seedBoth(world);
    await runMirror(await plan(world), world.gateways, { emit: world.emit, concurrency: 4 });
    expect(countsOf(world.source.requests)).toEqual({
      'GET tag': images.length,
      'HEAD tag': images.length,
      'GET manifests': 2,
      // Every blob as it is copied, and the one config that alone names its platform.
      'GET blobs': single.blobs.size + index.blobs.size + 1,
    });
  });

  it('of the source but its tags and configs, where rules look at them: each config once too', async () => {
    const world = await openWorld();
    seedBoth(world);
    const trust: TrustWish = {
      attestations: [],
      derive: [],
      grades: [],
      target: targetOfKind('oci'),
      folder: '/',
      depth: 'manifests',
    };
    await planMirror({ images, ignored: [], target: plainTarget, trust, warnings: [] }, world.gateways, {
      emit: world.emit,
    });
    // Of one platform, and of two.
    expect(countsOf(world.source.requests)).toMatchObject({ 'GET manifests': 2, 'GET blobs': 1 + both.length });
  });

  it('but asks for each blob when it runs a plan that another process has made', async () => {
    const world = await openWorld();
    seedBoth(world);
    const made = await plan(world);
    world.target.requests.length = 0;
    const elsewhere = { ...world.gateways, manifests: new ManifestCache() };
    await runMirror(made, elsewhere, { emit: world.emit, concurrency: 4 });
    expect(countsOf(world.target.requests)).toMatchObject({
      'HEAD blobs': single.blobs.size + index.blobs.size,
      'HEAD manifests': 2,
    });
  });

  it('and believes a later plan that finds what an earlier one missed', async () => {
    const world = await openWorld();
    seedBoth(world);
    await plan(world);
    const here = world.target.repository('p/single');
    for (const [digest, bytes] of single.blobs) here.blobs.set(digest, bytes);
    await runMirror(await plan(world), world.gateways, { emit: world.emit, concurrency: 4 });
    expect(world.target.counts.blobPuts).toBe(index.blobs.size);
  });
});
