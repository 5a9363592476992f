import { describe, expect, it } from 'vitest';
import { parseShard, planMirror, runMirror, type Shard, shardOfPlan } from '#jobs';
import { assignShards } from '../../../src/jobs/shard.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const image = buildImage({ layers: [noise('layer', 2000)], seed: 'one' });
const names = ['a:1', 'a:2', 'a:3', 'b:1', 'c:1', 'd:1', 'd:2', 'e:1', 'f:1'];

async function newWorld(): Promise<World> {
  const world = await openWorld();
  for (const name of names) {
    const [repository = '', tag = ''] = name.split(':');
    seed(world.source, repository, tag, image);
  }
  return world;
}

function plan(world: World, more: { shard?: Shard; images?: readonly string[]; target?: typeof plainTarget } = {}) {
  const { shard, images = names, target = plainTarget } = more;
  const input = { images: images.map((name) => wanted(name, name)), ignored: [wanted('g:1', 'g:1')], warnings: [] };
  return planMirror({ ...input, target, shard }, world.gateways, { emit: world.emit });
}

const isIgnored = false;

describe('a shard as it is asked for', () => {
  it.each([
    ['1/1', { index: 1, count: 1 }],
    ['2/4', { index: 2, count: 4 }],
    ['1000/1000', { index: 1000, count: 1000 }],
  ])('%s is one', (text, shard) => {
    expect(parseShard(text)).toEqual(shard);
  });

  it.each(['0/4', '5/4', '1/0', '1/1001', '1', '1/', '/4', '-1/4', '1/4/2', ' 1/4', '1.5/4', 'a/b'])(
    '%s is none',
    (text) => {
      expect(() => parseShard(text)).toThrow(/such as 2\/4/);
    },
  );
});

describe('the split', () => {
  const images = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([repository, count]) =>
      Array.from({ length: count }, () => ({ repository, isIgnored })),
    );

  it('is the same whatever order the files have them in', () => {
    const some = images({ a: 5, b: 1, c: 1, d: 3, e: 2, f: 2 });
    expect([...assignShards(some, 3)].sort()).toEqual([...assignShards([...some].reverse(), 3)].sort());
  });

  it('keeps a repository whole, and large ones apart', () => {
    const shards = assignShards(images({ large: 40, big: 38, x: 1, y: 1, z: 1 }), 2);
    expect(shards.get('large')).not.toBe(shards.get('big'));
    const small = ['x', 'y', 'z'].map((name) => shards.get(name));
    expect(small.filter((shard) => shard === shards.get('big')).length).toBeGreaterThanOrEqual(2);
  });

  it('spreads a hundred repositories evenly', () => {
    const some = images(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`team/service-${at}`, 1])));
    const counts = [1, 2, 3, 4].map(
      (shard) => [...assignShards(some, 4).values()].filter((one) => one === shard).length,
    );
    expect(counts).toEqual([25, 25, 25, 25]);
  });

  it('is frozen: machines with different versions of this program share a release', () => {
    const some = images({ operate: 2, zeebe: 3, tasklist: 1, identity: 1, optimize: 1 });
    expect(Object.fromEntries(assignShards(some, 3))).toEqual({
      zeebe: 1,
      operate: 2,
      identity: 3,
      optimize: 3,
      tasklist: 2,
    });
  });
});

describe('plans of shards', () => {
  it('come to the whole together, each image once, and know that they belong together', async () => {
    const world = await newWorld();
    const whole = await plan(world);
    const shards = await Promise.all([1, 2, 3, 4].map((index) => plan(world, { shard: { index, count: 4 } })));
    const targets = shards.flatMap(({ items }) => items.map(({ target }) => target)).sort();
    expect(targets).toEqual(whole.items.map(({ target }) => target).sort());
    expect(new Set(shards.map(({ release }) => release))).toEqual(new Set([whole.release]));
    expect(shards.map(({ shard }) => shard)).toEqual([1, 2, 3, 4].map((index) => ({ index, count: 4, images: 9 })));
    expect(new Set(shards.map(({ planId }) => planId)).size).toBe(4);
    const repositories = shards.map(({ items }) => new Set(items.map(({ target }) => target.split(':')[0])));
    expect(repositories.reduce((sum, { size }) => sum + size, 0)).toBe(7);
    expect(shards.reduce((sum, { summary }) => sum + summary.total, 0)).toBe(whole.summary.total);
  });

  it('depend on the files alone: what registries answer changes nothing', async () => {
    const one = await newWorld();
    const other = await newWorld();
    seed(other.target, 'p/a', '1', image);
    other.source.repositories.delete('b');
    const shard = { index: 2, count: 3 };
    const names = async (world: World) => (await plan(world, { shard })).items.map(({ target }) => target);
    expect(await names(one)).toEqual(await names(other));
  });

  it('ask registries about their own images only', async () => {
    const world = await newWorld();
    const { items } = await plan(world, { shard: { index: 1, count: 4 } });
    const asked = new Set(world.source.requests.map(({ url }) => /^\/v2\/([^/]+)\//.exec(url)?.[1]));
    const own = new Set(items.map(({ source }) => source.replace('source.example/', '').split(':')[0]));
    own.delete('g');
    expect(asked).toEqual(own);
  });

  it('know a release from another: files, target and settings count', async () => {
    const world = await newWorld();
    const { release } = await plan(world);
    expect((await plan(world, { images: names.slice(1) })).release).not.toBe(release);
    expect((await plan(world, { target: { ...plainTarget, platforms: ['linux/arm64'] } })).release).not.toBe(release);
    expect((await plan(world, { target: { ...plainTarget, profile: 'other' } })).release).toBe(release);
  });

  it('can be empty: nothing to do is no failure', async () => {
    const world = await newWorld();
    const made = await plan(world, { images: ['a:1'], shard: { index: 2, count: 2 } });
    expect(made).toMatchObject({ ok: true, summary: { prepared: 0 } });
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4, log: 'sync-error.log' });
    expect(report).toMatchObject({
      ok: true,
      summary: { prepared: 0, copied: 0 },
      shard: { index: 2, count: 2, images: 1 },
    });
    expect(world.written.get('sync-error.log')).toBe('');
  });
});

describe('a saved plan of the whole', () => {
  it('runs by shards, as if each had planned for itself', async () => {
    const world = await newWorld();
    const whole = await plan(world);
    for (const index of [1, 2, 3]) {
      const part = shardOfPlan(whole, { index, count: 3 });
      const planned = await plan(world, { shard: { index, count: 3 } });
      expect(part.items.map(({ target }) => target)).toEqual(planned.items.map(({ target }) => target));
      expect(part.shard).toEqual(planned.shard);
      expect(part.summary).toMatchObject({ prepared: planned.summary.prepared, copy: planned.summary.copy });
      const report = await runMirror(part, world.gateways, { emit: world.emit, concurrency: 4 });
      expect(report).toMatchObject({ ok: true, release: whole.release, shard: { index, count: 3 } });
    }
    expect((await plan(world)).summary).toMatchObject({ present: 9, copy: 0 });
  });

  it('of one shard is run as that shard, and as no other', async () => {
    const world = await newWorld();
    const made = await plan(world, { shard: { index: 1, count: 3 } });
    expect(shardOfPlan(made, { index: 1, count: 3 })).toBe(made);
    expect(() => shardOfPlan(made, { index: 2, count: 3 })).toThrow(/is that of shard 1\/3/);
    expect(() => shardOfPlan(made, { index: 1, count: 4 })).toThrow(/is that of shard 1\/3/);
  });
});
