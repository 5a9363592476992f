import { describe, expect, it } from 'vitest';
import { type PlanTarget, planMirror } from '#jobs';
import { ReleaseError } from '#problem';
import type { ResolvedImage } from '#release';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise, smuggled, withEntry } from '../../support/sample-images.ts';

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

  it.each([true, false])('is nothing else, the vendor having it still: %s', async (isThere) => {
    const world = await newWorld();
    const [tested, moved] = [image('tested'), image('moved')];
    seed(world.source, 'p/ledger', '1', moved);
    if (isThere) seed(world.vendor, 'ledger', '1', tested);
    const { item } = await promote(world, tested.root);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
    expect(item?.message).toContain(tested.root);
    expect(item?.message).toContain(moved.root);
    expect(item?.hint).toMatch(/^Mirror the release to inside again/);
  });

  it.each([
    [401, 'login-required'],
    [403, 'access-denied'],
    [429, 'rate-limited'],
    [500, 'registry-error'],
    [0, 'unreachable'],
  ])('is not said to differ where the vendor cannot be read (%s): %s', async (status, code) => {
    const world = await newWorld();
    if (status === 0) world.origins['vendor.example'] = 'http://127.0.0.1:1';
    world.vendor.intercept = (_, response) => {
      response.writeHead(status, { 'retry-after': '9000' }).end();
      return true;
    };
    seed(world.source, 'p/ledger', '1', image('moved'));
    const { item } = await promote(world, image('tested').root);
    expect(item).toMatchObject({ outcome: 'failed', code });
    expect(item?.message).toMatch(/could not be told, because vendor\.example\/ledger.* cannot be read: .+/);
    seed(world.source, 'p/ledger', '1', part);
    const { item: index, warnings } = await promote(world, whole('multi').root);
    expect(index).toMatchObject({ outcome: 'copy' });
    const words = status === 0 ? /127\.0\.0\.1|vendor\.example/ : new RegExp(`answered ${status}`);
    expect(warnings).toMatchObject([{ message: expect.stringMatching(words) }]);
  });

  it('ends the plan where a login has ended', async () => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', part);
    const { access } = world.gateways.registries;
    world.gateways.registries.access = async (registry) => {
      if (registry === 'vendor.example') throw new ReleaseError('login-expired', 'ended', { hint: 'aws sso login' });
      return access(registry);
    };
    await expect(promote(world, whole('multi').root)).rejects.toMatchObject({ code: 'login-expired' });
  });

  it('may be an index of some of the platforms that the release names', async () => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', part);
    for (const name of ['multi', 'other']) seed(world.vendor, 'ledger', name, whole(name));
    expect(await promote(world, whole('multi').root)).toMatchObject({ item: { outcome: 'copy' }, warnings: [] });
    const { item } = await promote(world, whole('other').root);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
  });

  it.each(Object.entries(smuggled))('is nothing that holds another image beside it, %s', async (_, entry) => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', withEntry(part, image('evil'), entry));
    seed(world.vendor, 'ledger', '1', whole('multi'));
    const { item } = await promote(world, whole('multi').root);
    expect(item).toMatchObject({ outcome: 'failed', code: 'promotion-differs' });
  });

  it('may hold some of the attestations that the release has', async () => {
    const world = await newWorld();
    const attested = image('multi', { platforms: ['linux/amd64', 'linux/arm64'], attestations: true });
    seed(world.source, 'p/ledger', '1', attested);
    seed(world.vendor, 'ledger', '1', whole('multi'));
    expect(await promote(world, whole('multi').root)).toMatchObject({ item: { outcome: 'copy' }, warnings: [] });
  });

  it('is an index that cannot be compared: then that is said', async () => {
    const world = await newWorld();
    seed(world.source, 'p/ledger', '1', part);
    const { item, warnings } = await promote(world, whole('multi').root);
    expect(item).toMatchObject({ outcome: 'copy' });
    expect(warnings).toMatchObject([{ code: 'promotion-differs', item: 'target.example/p/ledger:1' }]);
  });
});
