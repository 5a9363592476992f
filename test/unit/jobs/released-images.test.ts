import { describe, expect, it } from 'vitest';
import { type PlanTarget, planMirror } from '#jobs';
import type { ResolvedImage } from '#release';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const image = (name: string, more: Partial<Parameters<typeof buildImage>[0]> = {}) =>
  buildImage({ layers: [noise(name, 2_000)], seed: name, ...more });

/** The first target is `source.example`; what the release names lies in `vendor.example`. */
async function newWorld() {
  const world = await openWorld();
  const vendor = await openWorld();
  world.origins['vendor.example'] = vendor.source.origin;
  return { ...world, vendor: vendor.source };
}

const from: PlanTarget = { ...plainTarget, name: 'inside', registry: 'source.example' };

async function promote(world: World, digest: string | undefined) {
  const released = { registry: 'vendor.example', repository: 'ledger', ...(digest ? { digest } : { tag: '1' }) };
  const images: ResolvedImage[] = [{ ...wanted('p/ledger:1', 'ledger:1'), released }];
  const input = { images, ignored: [], target: plainTarget, from, warnings: [] };
  const { items } = await planMirror(input, world.gateways, { emit: world.emit });
  return { item: items[0], warnings: world.events.filter(({ type }) => type === 'warning') };
}

/** As a vendor has it, and as a target that takes fewer platforms and no attestations got it. */
const whole = (name: string) =>
  image(name, { platforms: ['linux/amd64', 'linux/arm64', 'linux/s390x'], attestations: true });
const part = image('multi', { platforms: ['linux/amd64', 'linux/arm64'] });

describe('what is promoted', () => {
  it('is the digest that the release names', async () => {
    const world = await newWorld();
    const tested = image('tested');
    seed(world.source, 'p/ledger', '1', tested);
    expect(await promote(world, tested.root)).toMatchObject({ item: { outcome: 'copy' }, warnings: [] });
    expect(await promote(world, undefined)).toMatchObject({ item: { outcome: 'copy' }, warnings: [] });
    expect(world.vendor.requests).toEqual([]);
  });

  it.each([true, false])('is nothing else, the vendor being reached: %s', async (isReached) => {
    const world = await newWorld();
    const [tested, moved] = [image('tested'), image('moved')];
    seed(world.source, 'p/ledger', '1', moved);
    if (isReached) seed(world.vendor, 'ledger', '1', tested);
    const { item } = await promote(world, tested.root);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
    expect(item?.message).toContain(tested.root);
    expect(item?.message).toContain(moved.root);
    expect(item?.hint).toMatch(/^Mirror the release to inside again/);
  });

  it('may be an index of some of the platforms that the release names', async () => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', part);
    for (const name of ['multi', 'other']) seed(world.vendor, 'ledger', name, whole(name));
    expect(await promote(world, whole('multi').root)).toMatchObject({ item: { outcome: 'copy' }, warnings: [] });
    const { item } = await promote(world, whole('other').root);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
  });

  it('is an index that cannot be compared: then that is said', async () => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', part);
    const { item, warnings } = await promote(world, whole('multi').root);
    expect(item).toMatchObject({ outcome: 'copy' });
    expect(warnings).toMatchObject([{ code: 'promotion-differs', item: 'target.example/p/ledger:1' }]);
  });
});
