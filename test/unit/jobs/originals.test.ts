import { describe, expect, it } from 'vitest';
import { type PlanTarget, parsePlan, planMirror, runMirror } from '#jobs';
import type { ResolvedImage } from '#release';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const image = buildImage({ layers: [noise('layer', 20_000)], seed: 'grafana' });
const original = { registry: 'original.example', repository: 'grafana/grafana' };

/** A vendor's registry that does not have the image, and the place that it comes from. */
async function newWorld() {
  const world = await openWorld();
  const upstream = await openWorld();
  world.origins['original.example'] = upstream.source.origin;
  seed(upstream.source, 'grafana/grafana', '9', image);
  return { ...world, upstream: upstream.source };
}

const byDigest: ResolvedImage = {
  ...wanted('x/grafana:9', 'grafana:9', image.root),
  original: { ...original, digest: image.root },
};

const plan = (world: World, images: readonly ResolvedImage[] = [byDigest], target: PlanTarget = plainTarget) =>
  planMirror({ images, ignored: [], target, warnings: [] }, world.gateways, { emit: world.emit });

describe('an image that its source does not have', () => {
  it('is read by the same digest from its original, which the plan names', async () => {
    const world = await newWorld();
    const made = await plan(world);
    expect(made.items[0]).toMatchObject({
      outcome: 'copy',
      source: `source.example/x/grafana:9@${image.root}`,
      from: `original.example/grafana/grafana@${image.root}`,
    });
    expect(made.endpoints.map(({ name }) => name)).toContain('original.example');
    const saved = parsePlan(new TextEncoder().encode(JSON.stringify(made)));
    const report = await runMirror(saved, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(report.items[0]).toMatchObject({ outcome: 'copied', digest: image.root, from: made.items[0]?.from });
    expect(world.target.repository('p/grafana').tags.get('9')).toBe(image.root);
  });

  it('is looked for at its source each time, though its manifest is known by then', async () => {
    const world = await newWorld();
    await plan(world);
    expect((await plan(world)).items[0]?.from).toBeDefined();
    seed(world.source, 'x/grafana', '9', image);
    expect((await plan(world)).items[0]?.from).toBeUndefined();
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [403, 'DENIED'],
    [404, 'NAME_UNKNOWN'],
  ])('may be one that the registry hides: %i', async (status, code) => {
    const world = await newWorld();
    world.source.intercept = (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ code }] }));
      return true;
    };
    expect((await plan(world)).items[0]).toMatchObject({ outcome: 'copy', from: expect.any(String) });
  });

  it('is not one that cannot be asked for', async () => {
    const world = await newWorld();
    world.source.intercept = (_, response) => {
      response.destroy();
      return true;
    };
    const made = await plan(world);
    expect(made.items[0]).toMatchObject({ outcome: 'failed', code: 'unreachable' });
    expect(world.upstream.requests).toEqual([]);
  });

  it('is not taken by a tag: the tag of another registry proves nothing', async () => {
    const world = await newWorld();
    const made = await plan(world, [{ ...wanted('x/grafana:9', 'grafana:9'), original }]);
    expect(made.items[0]).toMatchObject({ outcome: 'failed', code: 'content-missing' });
    expect(made.items[0]?.message).toContain('proves nothing');
    expect(made.items[0]?.hint).toContain('digest');
    expect(world.upstream.requests).toEqual([]);
  });

  it('fails with both reasons when its original does not have it either', async () => {
    const world = await newWorld();
    const gone = { ...byDigest, original: { ...original, repository: 'gone', digest: image.root } };
    const [item] = (await plan(world, [gone])).items;
    expect(item).toMatchObject({ outcome: 'failed', code: 'content-missing' });
    expect(item?.message).toContain('source.example');
    expect(item?.message).toContain(`original.example/gone@${image.root}`);
  });

  it('fails as ever without an original', async () => {
    const world = await newWorld();
    const made = await plan(world, [wanted('x/grafana:9', 'grafana:9', image.root)]);
    expect(made.items[0]).toMatchObject({ outcome: 'failed', code: 'content-missing' });
  });
});
