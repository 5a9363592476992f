import { describe, expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const platforms = ['linux/amd64', 'linux/arm64'];
const index = buildImage({ platforms, layers: [noise('index', 2000)], seed: 'index' });

const digests = index.manifests.map(({ digest }) => digest);

/** Runs a mirror of one index to the tags given; the source's requests are those of the run alone. */
async function mirrored(tags: readonly string[]): Promise<World> {
  const world = await openWorld();
  seed(world.source, 'index', '1', index);
  const images = tags.map((tag) => wanted('index:1', `index:${tag}`));
  const { gateways, emit } = world;
  const plan = await planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
  for (const digest of digests) expect(gateways.manifests.get(digest)).toBeDefined();
  world.source.requests.length = 0;
  const report = await runMirror(plan, gateways, { emit, concurrency: 4 });
  expect(report).toMatchObject({ ok: true, summary: { copied: tags.length } });
  return world;
}

describe('the manifests of an image', () => {
  it('are let go of when it is done, with those that an index lists', async () => {
    const { gateways } = await mirrored(['1']);
    for (const digest of digests) expect(gateways.manifests.get(digest)).toBeUndefined();
  });

  it('stay while another tag is still to be made of them: nothing is read twice', async () => {
    const tags = Array.from({ length: 40 }, (_, number) => `1-${number}`);
    const { source } = await mirrored(tags);
    expect(source.requests.filter(({ method, url }) => method === 'GET' && url.includes('/manifests/'))).toEqual([]);
  });

  it('of an index stay while one of them is to have a tag of its own', async () => {
    const { source, gateways, emit, ...world } = await openWorld();
    seed(source, 'index', '1', index);
    const child = digests.find((digest) => digest !== index.root) ?? '';
    source.repository('index').tags.set('amd64', child);
    const between = Array.from({ length: 80 }, (_, number) => {
      seed(source, `other${number}`, '1', buildImage({ layers: [noise(`${number}`, 900)], seed: `${number}` }));
      return wanted(`other${number}:1`, `other${number}:1`);
    });
    const images = [wanted('index:1', 'index:1'), ...between, wanted('index:amd64', 'index:amd64')];
    const plan = await planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
    source.requests.length = 0;
    await runMirror(plan, gateways, { emit, concurrency: 4 });
    expect(world.target.repository('p/index').tags.get('amd64')).toBe(child);
    expect(source.requests.filter(({ method, url }) => method === 'GET' && url.includes('/manifests/'))).toEqual([]);
  });
});
