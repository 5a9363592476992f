import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeImage, type ImageDetails } from '#jobs';
import { ManifestCache } from '#registry';
import { mirrorWorld, plainTarget, seed, type World } from '../../support/mirror-world.ts';
import { type BuiltImage, buildImage, noise } from '../../support/sample-images.ts';

const job = { emit: () => undefined };

let world: World;
beforeAll(async () => {
  world = await mirrorWorld();
});
beforeEach(() => {
  world.target.intercept = undefined;
});
afterAll(() => world.close());

/** With a cache of its own. */
function details(reference: string, repository = 'a', manifests = new ManifestCache()): Promise<ImageDetails> {
  return describeImage(plainTarget, repository, reference, { ...world.gateways, manifests }, job);
}

function put(document: object, mediaType: string, tag: string, repository = 'p/a'): string {
  const bytes = Buffer.from(JSON.stringify(document));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const here = world.target.repository(repository);
  here.manifests.set(digest, { mediaType, bytes });
  here.tags.set(tag, digest);
  return digest;
}

function bytesOf(image: BuiltImage): number {
  const manifests = image.manifests.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return [...image.blobs.values()].reduce((sum, { length }) => sum + length, manifests);
}

function manifestOf(image: BuiltImage): string {
  return image.manifests.find(({ digest }) => digest === image.root)?.bytes.toString() ?? '';
}

const oci = 'application/vnd.oci.image';

describe('an image', () => {
  it('of one platform tells it from its config', async () => {
    const image = buildImage({ layers: [noise('one', 1000)], platforms: ['linux/arm/v7'], seed: 'one' });
    seed(world.target, 'p/a', 'one', image);
    const size = bytesOf(image);
    expect(await details('one')).toEqual({
      repository: 'p/a',
      reference: 'one',
      digest: image.root,
      mediaType: `${oci}.manifest.v1+json`,
      kind: 'image',
      size,
      platforms: [{ platform: 'linux/arm/v7', digest: image.root, size }],
      attestations: 0,
      manifest: manifestOf(image),
    });
    expect(await details(image.root, 'target.example/p/a')).toMatchObject({ reference: image.root, size });
  });

  it('of several counts what they share once, and names attestations apart', async () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const image = buildImage({ layers: [noise('shared', 1000)], platforms, attestations: true, seed: 'two' });
    seed(world.target, 'p/a', 'two', image);
    const told = await details('two');
    expect(told).toMatchObject({
      digest: image.root,
      kind: 'index',
      mediaType: `${oci}.index.v1+json`,
      size: bytesOf(image),
      attestations: 2,
      manifest: manifestOf(image),
    });
    expect(told.platforms.map(({ platform }) => platform)).toEqual(platforms);
    const oneByOne = told.platforms.map(({ size = 0 }) => size);
    for (const size of oneByOne) expect(size).toBeGreaterThan(1000);
    const alone = buildImage({ layers: [noise('shared', 1000)], platforms, seed: 'two' });
    const index = manifestOf(alone).length;
    expect(oneByOne.reduce((sum, size) => sum + size, 0)).toBe(bytesOf(alone) - index + 1000);
    expect(told).not.toHaveProperty('incomplete');
    expect(structuredClone(told)).toEqual(told);
  });

  it('that was read before is not read again, apart from what its tag holds', async () => {
    const image = buildImage({ layers: [noise('x', 10)], platforms: ['linux/amd64', 'linux/arm64'], seed: 'cached' });
    seed(world.target, 'p/a', 'cached', image);
    const manifests = new ManifestCache();
    const read = async (reference: string) => {
      const before = world.target.requests.length;
      await details(reference, 'a', manifests);
      return world.target.requests.slice(before).map(({ method, url }) => `${method} ${url}`);
    };
    expect(await read('cached')).toHaveLength(3);
    expect(await read('cached')).toEqual(['GET /v2/p/a/manifests/cached']);
    expect(await read(image.root)).toEqual([]);
  });
});

describe('an artifact', () => {
  const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: `sha256:${'1'.repeat(64)}`, size: 7 };
  const layer = {
    mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    digest: `sha256:${'2'.repeat(64)}`,
  };
  const chart = { schemaVersion: 2, config, layers: [{ ...layer, size: 100 }] };

  it('is known by the type of its config, or by its own word', async () => {
    put(chart, `${oci}.manifest.v1+json`, 'chart');
    expect(await details('chart')).toMatchObject({
      kind: 'artifact',
      artifactType: 'application/vnd.cncf.helm.config.v1+json',
      platforms: [],
      size: 107 + JSON.stringify(chart).length,
    });
    put({ ...chart, artifactType: 'application/x-own' }, `${oci}.manifest.v1+json`, 'own');
    expect(await details('own')).toMatchObject({ kind: 'artifact', artifactType: 'application/x-own' });
  });
});

describe('what cannot be read to its end still tells what is known', () => {
  const entry = (at: number) => ({
    mediaType: `${oci}.manifest.v1+json`,
    digest: `sha256:${String(at).padStart(64, '0')}`,
    size: 10,
    platform: { os: 'linux', architecture: `cpu${at}` },
  });

  it('when there are too many manifests', async () => {
    const config = { mediaType: `${oci}.config.v1+json`, digest: `sha256:${'3'.repeat(64)}`, size: 1 };
    const child = put({ schemaVersion: 2, config, layers: [] }, `${oci}.manifest.v1+json`, 'child');
    const manifests = Array.from({ length: 1200 }, (_, at) => ({ ...entry(at), digest: child }));
    const digest = put({ schemaVersion: 2, manifests }, `${oci}.index.v1+json`, 'many');
    const before = world.target.requests.length;
    const told = await details('many');
    expect(world.target.requests.length - before).toBe(1);
    expect(told).toMatchObject({ digest, kind: 'index', incomplete: { code: 'image-too-large' } });
    expect(told.platforms).toHaveLength(1200);
    expect(told.platforms[7]).toEqual({ platform: 'linux/cpu7', digest: child });
    expect(told).not.toHaveProperty('size');
    expect(told.manifest).toContain('cpu1199');
  });

  it('when a part is missing', async () => {
    const unknown = { os: 'unknown', architecture: 'unknown' };
    const manifests = [entry(1), { ...entry(2), platform: unknown }];
    put({ schemaVersion: 2, manifests }, `${oci}.index.v1+json`, 'sparse');
    expect(await details('sparse')).toMatchObject({
      kind: 'index',
      platforms: [{ platform: 'linux/cpu1', digest: entry(1).digest }],
      attestations: 1,
      incomplete: { code: 'content-missing' },
    });
  });

  it('when it is of a kind that nobody knows', async () => {
    const document = { schemaVersion: 2, mediaType: 'application/x-something', what: 'ever' };
    put(document, 'application/x-something', 'odd');
    expect(await details('odd')).toMatchObject({
      kind: 'artifact',
      mediaType: 'application/x-something',
      platforms: [],
      manifest: JSON.stringify(document),
      incomplete: { code: 'manifest-unsupported' },
    });
  });

  it('but what is not there, or may not be read, is an error', async () => {
    await expect(details('nothing')).rejects.toMatchObject({ code: 'content-missing' });
    const image = buildImage({ layers: [noise('x', 10)], platforms: ['linux/amd64', 'linux/arm64'], seed: 'refused' });
    seed(world.target, 'p/a', 'refused', image);
    world.target.intercept = ({ url }, response) => {
      if (!url.includes('sha256:')) return false;
      response.writeHead(403).end('{"errors":[{"code":"DENIED","message":"no"}]}');
      return true;
    };
    await expect(details('refused')).rejects.toMatchObject({ code: 'access-denied' });
  });

  it.each([
    ['a', 'no tag'],
    ['a', 'sha256:1'],
    ['A', '1'],
  ])('and %s:%s is none', async (repository, reference) => {
    await expect(details(reference, repository)).rejects.toMatchObject({ code: 'usage' });
  });
});
