import { describe, expect, it } from 'vitest';
import { type Gateways, mergeInput, mergeReports, planMirror, runMirror, verifyRelease, versioned } from '#jobs';
import { ReleaseError } from '#problem';
import type { ResolvedImage } from '#release';
import { Derivations } from '../../../src/jobs/derive/derivations.ts';
import { Sessions } from '../../../src/jobs/sessions.ts';
import type { Judge, SeenImage } from '../../../src/jobs/trust/judge.ts';
import type { Judgement } from '../../../src/jobs/trust/judgement.ts';
import { verifyImage } from '../../../src/jobs/verify/verify-image.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { type BuiltImage, buildChart, buildImage, noise, smuggled, withEntry } from '../../support/sample-images.ts';
import { buildReferrer, seedUntagged } from '../../support/sample-referrers.ts';
import { testClock } from '../../support/test-clock.ts';

const both = ['linux/amd64', 'linux/arm64'];
const layers = [noise('verify', 2000)];
const image = (name: string, more: Partial<Parameters<typeof buildImage>[0]> = {}) =>
  buildImage({ platforms: both, layers, seed: name, ...more });

interface Asked {
  readonly target?: typeof plainTarget;
  readonly signal?: AbortSignal;
  readonly log?: string;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly gateways?: Gateways;
  readonly emit?: World['emit'];
  readonly newTags?: boolean;
}

function verify(world: World, images: readonly ResolvedImage[], { target = plainTarget, ...asked }: Asked = {}) {
  const { gateways = world.gateways, emit = world.emit, shard, newTags = false, ...options } = asked;
  return verifyRelease({ images, ignored: [], target, shard, newTags }, gateways, { emit, ...options });
}

async function mirrored(world: World, images: readonly ResolvedImage[], target = plainTarget) {
  const plan = await planMirror({ images, ignored: [], target, warnings: [] }, world.gateways, { emit: world.emit });
  const report = await runMirror(plan, world.gateways, { emit: world.emit, concurrency: 4 });
  expect(report.ok).toBe(true);
}

/** Takes an image out of a registry, with all that it names. */
function forget(registry: World['source'], repository: string): void {
  const { tags, manifests, blobs } = registry.repository(repository);
  for (const one of [tags, manifests, blobs]) one.clear();
}

const pathsAsked = ({ requests }: World['source']) => requests.map(({ method, url }) => `${method} ${url}`);

describe('what is at the target', () => {
  it('is verified where it is what the source has, and nothing is written', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', built);
    const report = await verify(world, [wanted('zeebe:1', 'zeebe:1')]);
    expect(report).toMatchObject({ job: 'verify', ok: true, cancelled: false, summary: { prepared: 1, present: 1 } });
    expect(report.planId).toBeUndefined();
    expect(report.items[0]).toMatchObject({
      outcome: 'present',
      sourceDigest: built.root,
      targetDigest: built.root,
      digest: built.root,
      platforms: both,
      bytes: 0,
    });
    const methods = [...world.source.requests, ...world.target.requests].map(({ method }) => method);
    expect(methods.every((method) => method === 'GET' || method === 'HEAD')).toBe(true);
    expect(structuredClone(report)).toEqual(report);
    expect(world.written.size).toBe(0);
    expect(report.endpoints?.map(({ name }) => name)).toEqual(['source.example', 'target.example']);
  });

  it('is missing where the target has no such tag, and the source is not asked for it', async () => {
    const world = await openWorld();
    seed(world.target, 'p/zeebe', '2', image('zeebe'));
    const report = await verify(world, [wanted('zeebe:1', 'zeebe:1'), wanted('operate:1', 'operate:1')]);
    expect(report.ok).toBe(false);
    expect(report.items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'not-released'],
      ['failed', 'not-released'],
    ]);
    expect(world.source.requests).toEqual([]);
  });

  it('is a conflict where it is another image, with both digests and the tag that has the right one', async () => {
    const world = await openWorld();
    const right = image('right');
    seed(world.source, 'zeebe', '1', right);
    seed(world.target, 'p/zeebe', '1', image('other'));
    seed(world.target, 'p/zeebe', '1-1', right);
    const { items, ok } = await verify(world, [wanted('zeebe:1', 'zeebe:1')]);
    expect(ok).toBe(false);
    expect(items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken', digest: image('other').root });
    expect(items[0]?.message).toContain(right.root);
    expect(items[0]?.hint).toContain('The image is there already as 1-1');
  });

  it('is held against the source as the target takes it: without attestations and with some platforms', async () => {
    const world = await openWorld();
    const built = image('zeebe', { attestations: true, platforms: [...both, 'linux/s390x'] });
    seed(world.source, 'zeebe', '1', built);
    const target = { ...plainTarget, attestationManifests: 'strip' as const, platforms: both };
    await mirrored(world, [wanted('zeebe:1', 'zeebe:1')], target);
    const { items, ok } = await verify(world, [wanted('zeebe:1', 'zeebe:1')], { target });
    expect(ok).toBe(true);
    expect(items[0]).toMatchObject({ outcome: 'present', sourceDigest: built.root, droppedPlatforms: ['linux/s390x'] });
    expect(items[0]?.digest).not.toBe(built.root);
  });

  it('is equivalent where one platform of the same image is there, and says which is not', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', { ...built, root: built.manifests[0]?.digest ?? '' });
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const { items, ok } = await verify(world, images);
    expect(ok).toBe(true);
    expect(items[0]).toMatchObject({
      outcome: 'equivalent',
      code: 'platform-incomplete',
      missingPlatforms: ['linux/arm64'],
    });
    const strict = await verify(world, images, { target: { ...plainTarget, existing: 'fail' } });
    expect(strict.items[0]).toMatchObject({ outcome: 'conflict' });
  });

  it('fails where it lacks a platform that the target names, whoever lacks it first', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', { ...built, root: built.manifests[0]?.digest ?? '' });
    const single = image('single', { platforms: ['linux/amd64'] });
    seed(world.source, 'single', '1', single);
    seed(world.target, 'p/single', '1', single);
    const foreign = image('foreign', { platforms: ['linux/amd64', 'linux/s390x'] });
    seed(world.source, 'foreign', '1', foreign);
    seed(world.target, 'p/foreign', '1', { ...foreign, root: foreign.manifests[0]?.digest ?? '' });
    const images = ['zeebe:1', 'single:1', 'foreign:1'].map((name) => wanted(name, name));
    const { items, ok } = await verify(world, images, { target: { ...plainTarget, platforms: both } });
    expect(ok).toBe(false);
    for (const item of items) {
      expect(item).toMatchObject({ outcome: 'failed', code: 'platform-incomplete', missingPlatforms: ['linux/arm64'] });
      expect(item.findings).toMatchObject([{ rule: 'platform-incomplete', severity: 'error' }]);
    }
  });

  it('is whole where it has no platform at all, whatever platforms the target names', async () => {
    const world = await openWorld();
    const chart = buildChart('chart');
    seed(world.source, 'chart', '1', chart);
    seed(world.target, 'p/chart', '1', chart);
    const target = { ...plainTarget, platforms: both };
    const { items, ok } = await verify(world, [wanted('chart:1', 'chart:1')], { target });
    expect(ok).toBe(true);
    expect(items[0]).toMatchObject({ outcome: 'present', missingPlatforms: [] });
    expect(items[0]).not.toHaveProperty('code');
  });

  it.each(Object.entries(smuggled))('is another image where one was put beside it, %s', async (_, entry) => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', withEntry(built, image('evil', { platforms: ['linux/amd64'] }), entry));
    for (const digest of [undefined, built.root]) {
      for (const attestationManifests of ['keep', 'strip'] as const) {
        const target = { ...plainTarget, attestationManifests };
        const { items } = await verify(world, [wanted('zeebe:1', 'zeebe:1', digest)], { target });
        expect(items[0]).toMatchObject({ outcome: 'conflict' });
      }
    }
  });

  it('lists an image as one of its platforms, though an annotation calls it an attestation', async () => {
    const world = await openWorld();
    const evil = image('evil', { platforms: ['linux/arm/v7'] });
    const entry = { ...smuggled['with an annotation alone'], platform: { os: 'linux', architecture: 'arm' } };
    const built = withEntry(image('zeebe'), evil, entry);
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', built);
    for (const digest of [undefined, built.root]) {
      const { items } = await verify(world, [wanted('zeebe:1', 'zeebe:1', digest)]);
      expect(items[0]).toMatchObject({ outcome: 'present', platforms: [...both, 'linux/arm'] });
    }
  });

  it('lacks content where a layer, a config or a platform of it is gone', async () => {
    const world = await openWorld();
    const names = ['whole', 'layer', 'platform', 'config', 'other'];
    const built = Object.fromEntries(
      names.map((name) => [name, image(name, name === 'config' ? { platforms: ['linux/amd64'] } : {})]),
    );
    for (const name of names) {
      seed(world.source, name, '1', built[name] as BuiltImage);
      seed(world.target, `p/${name}`, '1', built[name] as BuiltImage);
    }
    // Everything is known by its digest already, in the same process.
    const images = names.map((name) => wanted(`${name}:1`, `${name}:1`));
    expect((await verify(world, images)).ok).toBe(true);
    const [gone = ''] = [...(built.layer?.blobs.keys() ?? [])].slice(-1);
    world.target.repository('p/layer').blobs.delete(gone);
    world.target.repository('p/platform').manifests.delete(built.platform?.manifests[1]?.digest ?? '');
    world.target.repository('p/config').blobs.delete([...(built.config?.blobs.keys() ?? [])][0] ?? '');
    const other = image('something else');
    seed(world.target, 'p/other', '1', other);
    expect((await verify(world, images.slice(4))).items[0]).toMatchObject({ outcome: 'conflict' });
    world.target.repository('p/other').manifests.delete(other.manifests[1]?.digest ?? '');
    const { items, ok } = await verify(world, images);
    expect(ok).toBe(false);
    expect(items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['present', undefined],
      ['failed', 'content-incomplete'],
      ['failed', 'content-incomplete'],
      ['failed', 'content-incomplete'],
      ['failed', 'content-incomplete'],
    ]);
    expect(items[1]?.message).toContain('of its 5 configs and layers');
    expect(items[1]?.findings).toHaveLength(1);
  });

  it('lacks content where another repository has it', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    const [gone = ''] = built.blobs.keys();
    const images = ['one', 'other'].map((name) => {
      seed(world.target, `p/${name}`, '1', built);
      return wanted('zeebe:1', `${name}:1`, built.root);
    });
    world.target.repository('p/other').blobs.delete(gone);
    const { items } = await verify(world, images);
    expect(items.map(({ code }) => code)).toEqual([undefined, 'content-incomplete']);
  });

  it('is asked once for a layer that several images of a repository share', async () => {
    const world = await openWorld();
    const images = ['1', '2', '3'].map((tag) => {
      seed(world.source, 'zeebe', tag, image(tag));
      seed(world.target, 'p/zeebe', tag, image(tag));
      return wanted(`zeebe:${tag}`, `zeebe:${tag}`);
    });
    expect((await verify(world, images)).ok).toBe(true);
    const blobs = pathsAsked(world.target).filter((asked) => asked.startsWith('HEAD') && asked.includes('/blobs/'));
    // Of each image two configs and a layer of each platform, and one layer that all share.
    expect(blobs).toHaveLength(3 * 4 + 1);
    expect(new Set(blobs).size).toBe(blobs.length);
  });
});

describe('an image that went under a new tag', () => {
  const other = image('other');

  it('is verified there when that is wished for, as what it is', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    seed(world.target, 'p/zeebe', '1', other);
    seed(world.target, 'p/zeebe', '1-1', built);
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const { items, ok } = await verify(world, images, { newTags: true });
    expect(ok).toBe(true);
    const names = { target: 'target.example/p/zeebe:1-1', wanted: 'target.example/p/zeebe:1' };
    expect(items[0]).toMatchObject({ ...names, outcome: 'present', digest: built.root, platforms: both });
    const plain = await verify(world, images);
    expect(plain.items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken' });
    expect(plain.items[0]?.hint).toMatch(
      /already as 1-1: .*, or make a plan with new tags and verify again; in a terminal verify --new-tags does\.$/,
    );
    world.target.repository('p/zeebe').blobs.delete([...built.blobs.keys()][0] ?? '');
    expect((await verify(world, images, { newTags: true })).items[0]).toMatchObject({
      ...names,
      outcome: 'failed',
      code: 'content-incomplete',
    });
    world.target.repository('p/zeebe').manifests.delete(built.manifests[0]?.digest ?? '');
    expect((await verify(world, images, { newTags: true })).items[0]).toMatchObject({
      ...names,
      outcome: 'failed',
      code: 'content-incomplete',
    });
  });

  it('is verified there by its pinned digest where its source has it no more', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.target, 'p/zeebe', '1', other);
    seed(world.target, 'p/zeebe', '1-1', built);
    const { items, ok } = await verify(world, [wanted('zeebe:1', 'zeebe:1', built.root)], { newTags: true });
    expect([ok, items[0]?.target]).toEqual([true, 'target.example/p/zeebe:1-1']);
  });

  it('is not released while the tag that it would get is free', async () => {
    const world = await openWorld();
    seed(world.source, 'zeebe', '1', image('zeebe'));
    seed(world.target, 'p/zeebe', '1', other);
    const { items } = await verify(world, [wanted('zeebe:1', 'zeebe:1')], { newTags: true });
    expect(items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken', target: 'target.example/p/zeebe:1' });
    expect(items[0]?.hint).toMatch(
      /new tag, for example 1-\d, or leave it out; in a terminal mirror --new-tags does the first\./,
    );
  });
});

describe('a source that has the image no more', () => {
  it('is not asked where the target holds the digest that the release pins', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.target, 'p/zeebe', '1', built);
    for (const attestationManifests of ['keep', 'strip'] as const) {
      const target = { ...plainTarget, attestationManifests };
      const { items, ok } = await verify(world, [wanted('zeebe:1', 'zeebe:1', built.root)], { target });
      expect(ok).toBe(true);
      expect(items[0]).toMatchObject({ outcome: 'present', digest: built.root, platforms: both });
    }
    expect(world.source.requests).toEqual([]);
  });

  it('leaves it to a pinned digest where the target takes images as they are', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.target, 'p/zeebe', '1', image('other'));
    const { items } = await verify(world, [wanted('zeebe:1', 'zeebe:1', built.root)]);
    expect(items[0]).toMatchObject({ outcome: 'conflict', code: 'tag-taken', targetDigest: built.root });
    expect(items[0]?.message).toContain('could not be told');
  });

  it('is its own trouble otherwise, never a missing image', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.target, 'p/zeebe', '1', built);
    const pinned = image('pinned', { attestations: true });
    seed(world.source, 'pinned', '1', pinned);
    const target = { ...plainTarget, attestationManifests: 'strip' as const };
    const images = [wanted('zeebe:1', 'zeebe:1'), wanted('pinned:1', 'pinned:1', pinned.root)];
    await mirrored(world, images.slice(1), target);
    forget(world.source, 'pinned');
    const { items } = await verify(world, images, { target });
    for (const item of items) {
      expect(item).toMatchObject({ outcome: 'failed', code: 'content-missing' });
      expect(item.message).toMatch(/^The tag could not be compared with its source: /);
    }
  });

  it('is no reason to say of trouble on the way that the target has another image', async () => {
    const world = await openWorld();
    seed(world.target, 'p/zeebe', '1', image('other'));
    const access: Gateways['registries']['access'] = async (name) => {
      if (name === 'source.example') throw new ReleaseError('unreachable', 'source.example could not be reached');
      return world.gateways.registries.access(name);
    };
    const gateways = { ...world.gateways, registries: { isSandbox: false, access } };
    const { items } = await verify(world, [wanted('zeebe:1', 'zeebe:1', image('zeebe').root)], { gateways });
    expect(items[0]).toMatchObject({ outcome: 'failed', code: 'unreachable' });
  });
});

describe('a verification', () => {
  it('reports what is known when it is cancelled', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    seed(world.source, 'zeebe', '1', built);
    // More than are looked at together.
    const images = Array.from({ length: 80 }, (_, at) => {
      seed(world.target, 'p/zeebe', `${at}`, built);
      return wanted('zeebe:1', `zeebe:${at}`);
    });
    const controller = new AbortController();
    const emit = versioned((event) => {
      if (event.type === 'item-finished') controller.abort(new ReleaseError('cancelled', 'Cancelled'));
    });
    const report = await verify(world, images, { emit, signal: controller.signal, log: 'verify.log' });
    expect(report).toMatchObject({ ok: false, cancelled: true, summary: { prepared: 80 } });
    const { present, cancelled } = report.summary;
    expect(present).toBeGreaterThan(0);
    expect(cancelled).toBeGreaterThanOrEqual(16);
    expect(present + cancelled).toBe(80);
    expect(report.items.at(-1)).toMatchObject({ outcome: 'cancelled', code: 'cancelled' });
    expect(world.written.get('verify.log')).toContain('before this image was verified');
  });

  it('stops as a whole when a login ends, and never says that images are missing', async () => {
    const clock = testClock();
    const world = await openWorld({ clock });
    const hint = 'Run: aws sso login';
    const access: Gateways['registries']['access'] = async (name) => ({
      ...(await world.gateways.registries.access(name)),
      alwaysBasic: true,
      login: async () => {
        if (name === 'target.example') throw new ReleaseError('login-expired', 'The login has ended', { hint });
        return undefined;
      },
    });
    const gateways = { ...world.gateways, registries: { isSandbox: false, access } };
    const images = ['a', 'b', 'c'].map((name) => wanted(`${name}:1`, `${name}:1`));
    const report = await verify(world, images, { gateways, log: 'verify.log' });
    expect(report).toMatchObject({ ok: false, cancelled: false, summary: { cancelled: 3, failed: 0 } });
    for (const item of report.items) expect(item).toMatchObject({ outcome: 'cancelled', code: 'login-expired', hint });
    expect(report.warnings).toEqual([{ code: 'login-expired', message: 'The login has ended' }]);
    expect(world.written.get('verify.log')).toBe('ERROR: The login has ended; 3 images were not verified\n');
  });

  it('writes an error log that is empty when all is well, and no sooner', async () => {
    const world = await openWorld();
    seed(world.source, 'zeebe', '1', image('zeebe'));
    seed(world.target, 'p/zeebe', '1', image('zeebe'));
    const logs: (string | undefined)[] = [];
    const emit = versioned(({ type }) => {
      if (type === 'phase') logs.push(world.written.get('verify.log'));
    });
    await verify(world, [wanted('zeebe:1', 'zeebe:1')], { log: 'verify.log', emit });
    expect([...logs, world.written.get('verify.log')]).toEqual(['ERROR: run unfinished\n', '']);
    await verify(world, [wanted('zeebe:2', 'zeebe:2')], { log: 'verify.log' });
    expect(world.written.get('verify.log')).toBe('ERROR: target.example/p/zeebe:2: The tag is not at the target\n');
  });

  it('tells each image once, in a phase of its own', async () => {
    const world = await openWorld();
    seed(world.source, 'zeebe', '1', image('zeebe'));
    seed(world.target, 'p/zeebe', '1', image('zeebe'));
    await verify(world, [wanted('zeebe:1', 'zeebe:1'), wanted('zeebe:2', 'zeebe:2')]);
    const told = world.events.map((event) => ('item' in event ? `${event.type} ${event.item}` : event.type));
    expect(told[0]).toBe('phase');
    expect(world.events[0]).toMatchObject({ phase: 'verify', total: 2 });
    expect(told.slice(1).sort()).toEqual([
      'item-finished target.example/p/zeebe:1',
      'item-finished target.example/p/zeebe:2',
      'item-started target.example/p/zeebe:1',
      'item-started target.example/p/zeebe:2',
    ]);
  });

  it('keeps the warnings of the files that it was made from', async () => {
    const world = await openWorld();
    const range = { line: 3, column: 1, endLine: 3, endColumn: 9 };
    const warning = {
      file: 'images.txt',
      range,
      rule: 'tag-latest',
      severity: 'warning',
      message: 'It moves',
    } as const;
    const input = { images: [], ignored: [], target: plainTarget, warnings: [warning] };
    const report = await verifyRelease(input, world.gateways, { emit: world.emit });
    expect(report.ok).toBe(true);
    expect(report.fileWarnings).toEqual([{ file: 'images.txt', ...range, rule: 'tag-latest', message: 'It moves' }]);
    const more = { severity: 'info', awsCode: 'INVALID_INPUT' } as const;
    const told = { ...input, warnings: [{ ...warning, ...more }] };
    const { fileWarnings } = await verifyRelease(told, world.gateways, { emit: world.emit });
    expect(fileWarnings).toEqual([{ file: 'images.txt', ...range, rule: 'tag-latest', message: 'It moves', ...more }]);
  });

  it('is of one world only: with a sandbox in play no real target is asked', async () => {
    const world = await openWorld();
    const access: Gateways['registries']['access'] = async (registry) => ({
      ...(await world.gateways.registries.access(registry)),
      origin: 'https://registry.example',
    });
    const gateways = { ...world.gateways, registries: { isSandbox: true, access } };
    const made = verify(world, [wanted('zeebe:1', 'zeebe:1')], { gateways });
    await expect(made).rejects.toMatchObject({ code: 'sandbox-guard' });
  });

  it('is of one account only', async () => {
    const world = await openWorld();
    const target = { ...plainTarget, kind: 'ecr' as const, account: '999988887777', region: 'us-east-1' };
    await expect(verify(world, [], { target })).rejects.toMatchObject({ code: 'account-mismatch' });
  });
});

describe('those who have a say', () => {
  const unproven: Judgement = {
    attestation: { state: 'unproven', code: 'attestation-missing' },
    findings: [{ rule: 'attestation-missing', severity: 'error', message: 'Nobody has attested it', hint: 'Ask.' }],
  };

  async function judged(judge: Judge['judge'], digest?: string) {
    const world = await openWorld();
    const built = image('zeebe', { attestations: true });
    const target = { ...plainTarget, attestationManifests: 'strip' as const };
    seed(world.source, 'zeebe', '1', built);
    await mirrored(world, [wanted('zeebe:1', 'zeebe:1')], target);
    const { gateways, emit } = world;
    const item = await verifyImage(wanted('zeebe:1', 'zeebe:1', digest), {
      target,
      derivations: new Derivations(undefined, target, gateways),
      judges: [{ judge }],
      sessions: new Sessions(gateways, emit),
      gateways,
      emit,
      signal: new AbortController().signal,
    });
    return { item, built };
  }

  it('are told the digest of the source, and shown what the target has', async () => {
    const seen: SeenImage[] = [];
    const { item, built } = await judged(async (_, shown) => {
      seen.push(shown);
      return {};
    });
    expect(item).toMatchObject({ outcome: 'present', sourceDigest: built.root });
    expect(seen).toMatchObject([{ sourceDigest: built.root, content: { repository: 'p/zeebe' } }]);
    expect(seen[0]?.content?.session.registry).toBe('target.example');
    expect(seen[0]?.content?.node.digest).toBe(item.digest);
    expect(item.digest).not.toBe(built.root);
  });

  it('fail an image that is there: what is an error is one, and no warning', async () => {
    const { item } = await judged(async () => unproven);
    expect(item).toMatchObject({
      outcome: 'failed',
      code: 'attestation-missing',
      message: 'Nobody has attested it',
      hint: 'Ask.',
      findings: [{ severity: 'error' }],
    });
  });

  it('fail it too by what they could not learn, under its own code', async () => {
    const { item } = await judged(() => Promise.reject(new ReleaseError('unreachable', 'The notes are away')));
    expect(item).toMatchObject({ outcome: 'failed', code: 'unreachable', message: 'The notes are away' });
  });
});

describe('what refers to an image', () => {
  it('is missed with a warning where it should have travelled along, and the image is well', async () => {
    const world = await openWorld();
    const built = image('zeebe');
    const sbom = buildReferrer({ digest: built.root, size: built.manifests.at(-1)?.bytes.length ?? 0 });
    seed(world.source, 'zeebe', '1', built);
    seedUntagged(world.source, 'zeebe', sbom);
    seed(world.target, 'p/zeebe', '1', built);
    for (const digest of [undefined, built.root]) {
      const images = [wanted('zeebe:1', 'zeebe:1', digest)];
      expect((await verify(world, images)).items[0]?.findings).toBeUndefined();
      const target = { ...plainTarget, referrers: true as const };
      const { ok, items } = await verify(world, images, { target });
      expect(ok).toBe(true);
      expect(items[0]).toMatchObject({
        outcome: 'present',
        findings: [{ rule: 'referrers-missing', severity: 'warning' }],
      });
    }
    const target = { ...plainTarget, referrers: true as const };
    await mirrored(world, [wanted('zeebe:1', 'zeebe:1')], target);
    expect((await verify(world, [wanted('zeebe:1', 'zeebe:1')], { target })).items[0]?.findings).toBeUndefined();
  });
});

describe('the shards of a verification', () => {
  it('are one report of the whole, which a mirror has no place in', async () => {
    const world = await openWorld();
    const names = ['a:1', 'b:1', 'c:1'];
    for (const name of names.slice(0, 2)) {
      const [repository = '', tag = ''] = name.split(':');
      seed(world.source, repository, tag, image(name));
      seed(world.target, `p/${repository}`, tag, image(name));
    }
    const images = names.map((name) => wanted(name, name));
    const shards = await Promise.all([1, 2].map((index) => verify(world, images, { shard: { index, count: 2 } })));
    expect(shards.map(({ shard }) => shard?.images)).toEqual([3, 3]);
    const bytesOf = (report: object) => new TextEncoder().encode(JSON.stringify(report));
    const inputs = shards.map((report, at) => mergeInput(`${at}.json`, bytesOf(report)));
    const { report } = mergeReports(inputs);
    expect(report).toMatchObject({ job: 'verify', ok: false, summary: { prepared: 3, present: 2, failed: 1 } });
    expect(report.runs?.map(({ planId }) => planId)).toEqual([undefined, undefined]);
    expect(new Set(report.endpoints?.map(({ name }) => name))).toEqual(new Set(['source.example', 'target.example']));
    const whole = await verify(world, images);
    expect(report.items).toEqual(whole.items);
    const mirror = { ...shards[1], job: 'mirror', planId: 'x' };
    expect(() => mergeReports([...inputs.slice(0, 1), mergeInput('m.json', bytesOf(mirror))])).toThrow(
      '0.json is the report of a verify, m.json that of a mirror',
    );
  });
});

describe('a verification of the Marketplace', () => {
  const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

  it('names the products whose repositories it is about, and goes on without', async () => {
    const world = await openWorld();
    world.origins[registry] = world.target.origin;
    const target = { ...plainTarget, registry, kind: 'marketplace' as const };
    seed(world.source, 'zeebe', '1', image('zeebe'));
    seed(world.target, 'p/zeebe', '1', image('zeebe'));
    const { target: place, ...rest } = wanted('zeebe:1', 'zeebe:1');
    const images = [{ ...rest, target: { ...place, registry } }];
    const product = { id: 'prod-1', title: 'One' };
    const aws: Gateways['aws'] = {
      ...world.gateways.aws,
      containerProducts: async () => ({ items: [product] }),
      containerProduct: async () => ({ ...product, repositories: [`${registry}/p/zeebe`, `${registry}/p/other`] }),
    };
    const known = await verify(world, images, { target, gateways: { ...world.gateways, aws } });
    expect(known).toMatchObject({
      ok: true,
      target: { account: world.identity.account },
      products: [{ ...product, repositories: ['p/zeebe'] }],
    });
    const controller = new AbortController();
    const stuck: Gateways['aws']['containerProducts'] = (_, __, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        controller.abort(new ReleaseError('cancelled', 'Cancelled'));
      });
    const gateways = { ...world.gateways, aws: { ...aws, containerProducts: stuck } };
    const { signal } = controller;
    expect(await verify(world, images, { target, gateways, signal })).toMatchObject({ cancelled: true });
    const unknown = await verify(world, images, { target });
    expect(unknown.ok).toBe(true);
    expect(unknown.products).toBeUndefined();
    expect(world.events.some(({ type }) => type === 'warning')).toBe(true);
  });
});
