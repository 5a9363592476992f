import { describe, expect, it } from 'vitest';
import type { DerivedImage } from '#formats';
import { type Gateways, type PlanTarget, parsePlan, planMirror, runMirror, verifyRelease } from '#jobs';
import { ManifestCache } from '#registry';
import type { ResolvedImage } from '#release';
import type { TrustWish } from '../../../../src/jobs/trust/trust-wish.ts';
import { buildBase, sha256 } from '../../../support/base-image.ts';
import { targetOfKind } from '../../../support/image-evidence.ts';
import { memoryFiles } from '../../../support/memory-files.ts';
import { references } from '../../../support/memory-registry.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../../support/mirror-world.ts';
import { noise } from '../../../support/sample-images.ts';
import { tarArchive } from '../../../support/tar-archive.ts';

const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
const tar = tarArchive({ name: 'app', content: noise('app', 3_000), mode: 0o755 });
const both = ['linux/amd64', 'linux/arm64'];
const root = (platforms = both) => buildBase({ platforms, layers: [tar], config: { config: { User: 'root' } } });
const nodeBase = () => {
  const node = tarArchive({ name: 'usr/local/bin/node', content: 'node', mode: 0o755 });
  return buildBase({ platforms: both, layers: [tar, node], config: { config: { User: 'root' } } });
};
const script = { from: 'run.sh', to: '/opt/run.sh', mode: 0o755, uid: 1001, gid: 1001 };

function change(images: string, more: Partial<DerivedImage> = {}): DerivedImage {
  return { images, user: '1001', labels: {}, environment: {}, files: [], range, ...more };
}

const wish = (...derive: readonly DerivedImage[]): TrustWish => ({
  attestations: [],
  grades: [],
  derive,
  target: targetOfKind('oci'),
  folder: '/releases',
  depth: 'manifests',
});

/** With files in memory, and nothing kept of what was read before. */
function gatewaysOf(world: World, files: Readonly<Record<string, string>> = { 'run.sh': '#!/bin/sh\n' }): Gateways {
  return { ...world.gateways, manifests: new ManifestCache(), files: memoryFiles(files) };
}

interface Asked {
  readonly target?: PlanTarget;
  readonly from?: PlanTarget;
}

function plan(
  gateways: Gateways,
  world: World,
  images: readonly ResolvedImage[],
  trust: TrustWish | undefined,
  { target = plainTarget, from }: Asked = {},
) {
  return planMirror({ images, ignored: [], target, from, trust, warnings: [] }, gateways, { emit: world.emit });
}

const run = (made: Awaited<ReturnType<typeof plan>>, gateways: Gateways, world: World) =>
  runMirror(made, gateways, { emit: world.emit, concurrency: 4 });

async function newWorld(image = root(), name = 'zeebe'): Promise<World> {
  const world = await openWorld();
  seed(world.source, name, '1', image);
  return world;
}

interface Config {
  readonly config: { readonly User: string; readonly Labels?: Readonly<Record<string, string>> };
}

/** The configs of what a tag holds; fails where anything of it is missing. */
function configsAt(world: World, repository: string, tag = '1'): Config[] {
  const { tags, manifests, blobs } = world.target.repository(repository);
  const visit = (digest: string): Config[] => {
    const held = manifests.get(digest);
    if (!held) throw new Error(`${digest} is missing`);
    const document = JSON.parse(held.bytes.toString());
    if (document.manifests) return references(held.bytes).flatMap(visit);
    for (const one of references(held.bytes)) if (!blobs.has(one)) throw new Error(`${one} is missing`);
    return [JSON.parse(String(blobs.get(document.config.digest)))];
  };
  return visit(tags.get(tag) ?? '');
}

describe('a derived image', () => {
  it('gets a program of ours with its entry point and as nobody, where the settings do not say otherwise', async () => {
    const { user: _, ...bare } = change('check');
    const world = await newWorld(nodeBase(), 'check');
    const gateways = gatewaysOf(world);
    const made = await plan(
      gateways,
      world,
      [wanted('check:1', 'check:1')],
      wish({ ...bare, program: 'license-check' }),
    );
    const to = '/opt/marketplace-release/license-check.cjs';
    const program = { from: 'license-check', program: 'license-check', to, mode: 0o644, uid: 0, gid: 0 };
    expect(made.items[0]?.derived).toMatchObject({
      user: '65532:65532',
      entrypoint: ['node', to],
      files: [{ ...program, size: 20 }],
    });
    const saved = parsePlan(Buffer.from(JSON.stringify(made)));
    expect(await run(saved, gateways, world)).toMatchObject({ ok: true });

    // Where the entry point is the user's own, the base may have Node anywhere.
    const own = wish({ ...bare, program: 'license-check', user: '1001', entrypoint: ['/usr/bin/node', to] });
    const another = await plan(gateways, await newWorld(root(), 'check'), [wanted('check:1', 'check:1')], own);
    expect(another.items[0]?.derived).toMatchObject({ user: '1001', entrypoint: ['/usr/bin/node', to] });

    // Another version of this program brings another of that one.
    const newer = { ...gateways, ownPrograms: { read: async () => Buffer.from('// newer\n') } };
    await expect(run(saved, newer, await newWorld(nodeBase(), 'check'))).rejects.toMatchObject({ code: 'plan-stale' });
  });

  it.each([
    ['at the usual place', [{ name: 'usr/local/bin/node', content: 'node', mode: 0o755 }], undefined, true],
    [
      'along the PATH of the image',
      [{ name: 'opt/node/node', content: 'node', mode: 0o755 }],
      'PATH=/x:/opt/node/',
      true,
    ],
    [
      'behind links',
      [
        { name: 'bin', type: '2', linkName: 'usr/bin' },
        { name: 'usr/bin/node', type: '2', linkName: '../lib/node-22/bin/node' },
        { name: 'usr/lib/node-22/bin/node', content: 'node', mode: 0o755 },
      ],
      'PATH=/bin',
      true,
    ],
    [
      'elsewhere, as distroless images have it',
      [{ name: 'nodejs/bin/node', content: 'node', mode: 0o755 }],
      undefined,
      false,
    ],
    [
      'at the usual place, which the PATH leaves out',
      [{ name: 'usr/bin/node', content: '', mode: 0o755 }],
      'PATH=/bin',
      false,
    ],
    ['as a folder', [{ name: 'usr/bin/node/', type: '5', mode: 0o755 }], undefined, false],
    ['as what nobody may run', [{ name: 'usr/bin/node', content: 'node', mode: 0o644 }], undefined, false],
    ['as a link in a circle', [{ name: 'usr/bin/node', type: '2', linkName: 'node' }], undefined, false],
    ['as a link to nothing', [{ name: 'usr/bin/node', type: '2', linkName: '/opt/node' }], undefined, false],
  ] as const)('that gets a program has Node %s', async (_, entries, path, isThere) => {
    const config = path === undefined ? {} : { config: { config: { Env: [path] } } };
    const base = buildBase({ platforms: both, layers: [tar, tarArchive(...entries)], ...config });
    const world = await newWorld(base, 'check');
    const bare = wish(change('check', { program: 'license-check' }));
    const [item] = (await plan(gatewaysOf(world), world, [wanted('check:1', 'check:1')], bare)).items;
    if (isThere) return expect(item).toMatchObject({ outcome: 'copy' });
    expect(item).toMatchObject({
      outcome: 'failed',
      code: 'derive-impossible',
      message: expect.stringContaining('it has no node at /'),
      hint: expect.stringContaining('entrypoint: [/nodejs/bin/node, '),
    });
  });

  it('that gets a program may bring Node along, and a PATH', async () => {
    const world = await newWorld(root(), 'check');
    const node = { ...script, to: '/opt/bin/node' };
    const derive = change('check', { program: 'license-check', files: [node], environment: { PATH: '/opt/bin' } });
    const [item] = (await plan(gatewaysOf(world), world, [wanted('check:1', 'check:1')], wish(derive))).items;
    expect(item).toMatchObject({ outcome: 'copy' });
  });

  it('is planned with its digest and its bytes, and mirrored as planned, by a plan that was saved', async () => {
    const image = root();
    const world = await newWorld(image);
    const made = await plan(
      gatewaysOf(world),
      world,
      [wanted('zeebe:1', 'zeebe:1')],
      wish(change('zeebe', { files: [script] })),
    );
    const [item] = made.items;
    expect(item).toMatchObject({ outcome: 'copy', sourceDigest: image.root, platforms: both });
    expect(item?.targetDigest).not.toBe(image.root);
    expect(item?.derived).toEqual({
      base: image.root,
      user: '1001',
      files: [{ ...script, size: 10, digest: expect.stringMatching(/^sha256:/) }],
      placements: [
        {
          platforms: image.manifests.slice(0, 2).map(({ digest }) => digest),
          places: ['/opt/run.sh'],
          folders: [{ path: '/opt', mode: 0o755, uid: 0, gid: 0 }],
        },
      ],
    });
    expect(item?.bytes).toBe(item?.size);

    // Another process, which knows of no settings.
    const report = await run(parsePlan(Buffer.from(JSON.stringify(made))), gatewaysOf(world), world);
    expect(report).toMatchObject({ ok: true, summary: { copied: 1, bytes: made.summary.bytes } });
    expect(report.items[0]).toMatchObject({ digest: item?.targetDigest, derived: item?.derived });
    expect(configsAt(world, 'p/zeebe').map(({ config }) => config.User)).toEqual(['1001', '1001']);
  });

  it('has files where links of the base lead, by what the plan has learned of its layers', async () => {
    const links = tarArchive(
      { name: 'usr/bin/', type: '5', mode: 0o755 },
      { name: 'bin', type: '2', linkName: 'usr/bin' },
      { name: 'tmp/', type: '5', mode: 0o1777 },
    );
    const image = buildBase({ platforms: both, layers: [links, tar] });
    const world = await newWorld(image);
    seed(world.source, 'operate', '1', buildBase({ layers: [links] }));
    const images = [wanted('zeebe:1', 'zeebe:1'), wanted('operate:1', 'operate:1')];
    const files = [
      { ...script, to: '/bin/run.sh' },
      { ...script, to: '/tmp/run.sh' },
    ];
    const made = await plan(gatewaysOf(world), world, images, wish(change('*', { files })));
    const [, operate] = made.items;
    expect(operate?.derived?.placements).toMatchObject([
      {
        places: ['/usr/bin/run.sh', '/tmp/run.sh'],
        folders: [
          { path: '/tmp', mode: 0o1777 },
          { path: '/usr', mode: 0o755 },
          { path: '/usr/bin', mode: 0o755 },
        ],
      },
    ]);
    const { layers } = JSON.parse(String(image.manifests[0]?.bytes));
    const layerReads = () =>
      world.source.requests.filter(
        ({ method, url }) => method === 'GET' && layers.some((layer: { digest: string }) => url.endsWith(layer.digest)),
      );
    // Each once, whoever has it.
    expect(layerReads()).toHaveLength(2);
    expect(await run(made, gatewaysOf(world), world)).toMatchObject({ ok: true, summary: { copied: 2 } });
    // Copied, and not looked into again.
    expect(layerReads()).toHaveLength(4);
  });

  it('has another layer on each platform whose folders are others', async () => {
    const [amd64, arm64] = ['usr/bin', 'opt/bin'].map((name, at) => {
      const layer = tarArchive(
        { name: `${name}/`, type: '5', mode: 0o755 },
        { name: 'bin', type: '2', linkName: name },
      );
      return buildBase({ platforms: [both[at] ?? ''], layers: [layer] });
    });
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const entries = [amd64, arm64].map((image, at) => ({
      mediaType: image?.rootType,
      digest: image?.root,
      size: image?.manifests[0]?.bytes.length,
      platform: { os: 'linux', architecture: both[at]?.slice(6) },
    }));
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: entries }));
    const all = [amd64, arm64].flatMap((image) => image ?? []);
    const world = await newWorld({
      root: sha256(bytes),
      rootType: mediaType,
      blobs: new Map(all.flatMap(({ blobs }) => [...blobs])),
      manifests: [...all.flatMap(({ manifests }) => manifests), { digest: sha256(bytes), mediaType, bytes }],
    });
    const trust = wish(change('zeebe', { files: [{ ...script, to: '/bin/run.sh' }] }));
    const made = await plan(gatewaysOf(world), world, [wanted('zeebe:1', 'zeebe:1')], trust);
    expect(made.items[0]?.derived?.placements?.map(({ platforms, places }) => [platforms, places])).toEqual([
      [[amd64?.root], ['/usr/bin/run.sh']],
      [[arm64?.root], ['/opt/bin/run.sh']],
    ]);
    expect(await run(made, gatewaysOf(world), world)).toMatchObject({ ok: true });
    expect(configsAt(world, 'p/zeebe')).toHaveLength(2);
  });

  it('is not made where the base has no place for a file', async () => {
    const world = await newWorld();
    const trust = wish(change('zeebe', { files: [{ ...script, to: '/app/run.sh' }] }));
    const [item] = (await plan(gatewaysOf(world), world, [wanted('zeebe:1', 'zeebe:1')], trust)).items;
    expect(item).toMatchObject({ code: 'derive-impossible', message: expect.stringContaining('/app is no folder') });
  });

  it('is not made of a file that is behind a link out of the folder of the settings', async () => {
    const world = await newWorld();
    const files = {
      ...memoryFiles({ 'run.sh': 'x' }),
      real: async (name: string) => name.replace('/releases/run.sh', '/etc/shadow'),
    };
    const trust = wish(change('zeebe', { files: [script] }));
    const [item] = (await plan({ ...gatewaysOf(world), files }, world, [wanted('zeebe:1', 'zeebe:1')], trust)).items;
    expect(item).toMatchObject({ outcome: 'failed', message: 'run.sh is a link to /etc/shadow, outside of /releases' });
  });

  it('is there the second time, although the source is pinned and has another digest', async () => {
    const image = root();
    const world = await newWorld(image);
    const images = [wanted('zeebe:1', 'zeebe:1', image.root)];
    const trust = wish(change('zeebe'));
    const first = await plan(gatewaysOf(world), world, images, trust);
    await run(first, gatewaysOf(world), world);
    const again = await plan(gatewaysOf(world), world, images, trust);
    expect(again.items[0]).toMatchObject({ outcome: 'present', digest: first.items[0]?.targetDigest });
    const input = { images, ignored: [], target: plainTarget, trust };
    const options = { emit: world.emit };
    expect(await verifyRelease(input, gatewaysOf(world), options)).toMatchObject({ ok: true, summary: { present: 1 } });

    // Under another change, and under none, it is another image.
    for (const other of [wish(change('zeebe', { user: '7' })), wish()]) {
      expect((await plan(gatewaysOf(world), world, images, other)).items[0]).toMatchObject({ outcome: 'conflict' });
      const verified = await verifyRelease({ ...input, trust: other }, gatewaysOf(world), options);
      expect(verified.items[0]).toMatchObject({ outcome: 'conflict' });
    }
  });

  it('is not what its base is: a tag that holds that is taken', async () => {
    const image = root();
    const world = await newWorld(image);
    seed(world.target, 'p/zeebe', '1', image);
    const images = [wanted('zeebe:1', 'zeebe:1', image.root)];
    const trust = wish(change('zeebe'));
    const [item] = (await plan(gatewaysOf(world), world, images, trust)).items;
    expect(item).toMatchObject({ outcome: 'conflict', code: 'tag-taken', digest: image.root });
    expect(item?.message).toContain(`what belongs there is sha256:`);
    expect(item?.message).toContain(`(${item?.targetDigest}), derived from `);
    const verified = await verifyRelease({ images, ignored: [], target: plainTarget, trust }, gatewaysOf(world), {
      emit: world.emit,
    });
    expect(verified.items[0]).toMatchObject({ outcome: 'conflict', digest: image.root });
  });

  it('counts as done where a tag has some of its platforms', async () => {
    const world = await newWorld();
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const trust = wish(change('zeebe'));
    await run(await plan(gatewaysOf(world), world, images, trust), gatewaysOf(world), world);
    const { tags, manifests } = world.target.repository('p/zeebe');
    const [amd64 = ''] = references(manifests.get(tags.get('1') ?? '')?.bytes ?? Buffer.from('{}'));
    tags.set('1', amd64);
    expect((await plan(gatewaysOf(world), world, images, trust)).items[0]).toMatchObject({
      outcome: 'equivalent',
      missingPlatforms: ['linux/arm64'],
    });
  });

  it('is made of what is left of the base: attestations and platforms go first', async () => {
    const image = buildBase({ platforms: ['linux/amd64', 'windows/amd64'], layers: [tar], attestations: true });
    const world = await newWorld(image);
    const target = { ...plainTarget, platforms: ['linux/amd64'] };
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const trust = wish(change('zeebe'));
    const made = await plan(gatewaysOf(world), world, images, trust, { target });
    expect(made.items[0]).toMatchObject({
      outcome: 'copy',
      droppedPlatforms: ['windows/amd64'],
      strippedAttestations: 2,
    });
    const whole = await plan(gatewaysOf(world), world, images, trust);
    expect(whole.items[0]).toMatchObject({ outcome: 'failed', code: 'derive-impossible' });
  });

  it('fails alone where it cannot be made', async () => {
    const world = await newWorld();
    const configType = 'application/vnd.cncf.helm.config.v1+json';
    seed(world.source, 'chart', '1', buildBase({ configType, layers: [tar] }));
    const images = [wanted('chart:1', 'chart:1'), wanted('zeebe:1', 'zeebe:1')];
    const made = await plan(
      gatewaysOf(world, {}),
      world,
      images,
      wish(change('chart'), change('*', { files: [script] })),
    );
    expect(made.items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'derive-impossible'],
      ['failed', 'file-not-found'],
    ]);
  });

  it('gets no more than a small change', async () => {
    const world = await newWorld();
    const files = { ...memoryFiles({}), read: async () => new Uint8Array(20_000_000) };
    const trust = wish(change('**', { files: [script, { ...script, from: 'b', to: '/b' }] }));
    const [item] = (await plan({ ...gatewaysOf(world), files }, world, [wanted('zeebe:1', 'zeebe:1')], trust)).items;
    expect(item).toMatchObject({ code: 'derive-impossible', message: expect.stringContaining('With b, more than') });
  });

  it.each([
    ['changed', { 'run.sh': '#!/bin/bash\n' }, /file run\.sh: was .+, is /],
    ['gone', {}, /file run\.sh: \/releases\/run\.sh does not exist; .* run in the folder where it was made/],
  ])('is not made of a file that is %s since the plan', async (_, files, words) => {
    const world = await newWorld();
    const images = [wanted('zeebe:1', 'zeebe:1'), wanted('zeebe:1', 'other:1')];
    const made = await plan(gatewaysOf(world), world, images, wish(change('*', { files: [script] })));
    await expect(run(made, gatewaysOf(world, files), world)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(words)],
    });
    expect(world.target.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  });

  it('has its layer sent once for all repositories, and mounted in the others', async () => {
    const world = await newWorld();
    seed(world.source, 'operate', '1', root(['linux/amd64']));
    const images = [wanted('zeebe:1', 'zeebe:1'), wanted('operate:1', 'operate:1')];
    const trust = wish(change('*', { files: [script] }));
    const made = await plan(gatewaysOf(world), world, images, trust);
    const report = await run(made, gatewaysOf(world), world);
    expect(report.ok).toBe(true);
    // The base's layer and the added one. The configs name their bases.
    expect(world.target.counts).toMatchObject({ mounts: 2, blobPuts: 5 });
    expect(made.summary.bytes).toBe(report.summary.bytes);
    expect(made.summary.mountedBytes).toBe(report.summary.mountedBytes);
  });

  it('has its layer mounted from what is there already', async () => {
    const world = await newWorld();
    seed(world.source, 'operate', '1', root(['linux/amd64']));
    const trust = wish(change('*', { files: [script] }));
    const zeebe = wanted('zeebe:1', 'zeebe:1');
    await run(await plan(gatewaysOf(world), world, [zeebe], trust), gatewaysOf(world), world);
    const { blobPuts } = world.target.counts;
    const made = await plan(gatewaysOf(world), world, [zeebe, wanted('operate:1', 'operate:1')], trust);
    const report = await run(made, gatewaysOf(world), world);
    expect(report.summary).toMatchObject({ present: 1, copied: 1, bytes: made.summary.bytes });
    // All but the config.
    expect(world.target.counts).toMatchObject({ mounts: 2, blobPuts: blobPuts + 1 });
  });

  it('is called by a tag alone: a name without one would mean another image', async () => {
    const image = root(['linux/amd64']);
    const world = await newWorld(image);
    const { tag: _, ...place } = { ...wanted('zeebe:1', 'zeebe:1').source, digest: image.root };
    const images = [{ ...wanted('zeebe:1', 'zeebe:1'), source: place }, wanted('zeebe:1', 'zeebe:2')];
    const made = await plan(gatewaysOf(world), world, images, wish(change('zeebe')));
    await run(made, gatewaysOf(world), world);
    const names = ['1', '2'].map((tag) => {
      const { Labels } = configsAt(world, 'p/zeebe', tag)[0]?.config ?? {};
      return Labels?.['org.opencontainers.image.base.name'];
    });
    expect(names).toEqual([undefined, 'source.example/zeebe:1']);
  });

  it('leaves behind what refers to its base, and says so', async () => {
    const image = root(['linux/amd64']);
    const world = await newWorld(image);
    const subject = { mediaType: image.rootType, digest: image.root, size: 1 };
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256(Buffer.from('{}')), size: 2 };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [], subject }));
    world.source.repository('zeebe').manifests.set(sha256(bytes), { mediaType, bytes });
    const target = { ...plainTarget, referrers: true as const };
    const made = await plan(gatewaysOf(world), world, [wanted('zeebe:1', 'zeebe:1')], wish(change('zeebe')), {
      target,
    });
    expect(made.items[0]?.referrers).toMatchObject({
      copy: 0,
      warnings: [{ code: 'referrers-unfit', message: expect.stringContaining('another image than the source') }],
    });
  });

  it('is not looked for in the repository of its base, where that is at the same registry', async () => {
    const world = await openWorld();
    seed(world.target, 'base/zeebe', '1', root());
    const image: ResolvedImage = {
      ...wanted('zeebe:1', 'zeebe:1'),
      source: { registry: 'target.example', repository: 'base/zeebe', tag: '1' },
    };
    const made = await plan(gatewaysOf(world), world, [image], wish(change('zeebe', { files: [script] })));
    await run(made, gatewaysOf(world), world);
    const mounts = world.target.requests.filter(({ url }) => url.includes('mount='));
    expect(mounts).toHaveLength(1);
    expect(configsAt(world, 'p/zeebe')).toHaveLength(2);
  });

  it('is the same, wherever its base is read', async () => {
    const image = root();
    const world = await newWorld(image, 'original');
    const named = wanted('zeebe:1', 'zeebe:1', image.root);
    const original = { registry: 'source.example', repository: 'original', digest: image.root };
    const trust = wish(change('zeebe', { files: [script] }));
    const away = await plan(gatewaysOf(world), world, [{ ...named, original }], trust);
    expect(away.items[0]).toMatchObject({ outcome: 'copy', from: expect.stringContaining('original') });
    seed(world.source, 'zeebe', '1', image);
    const here = await plan(gatewaysOf(world), world, [{ ...named, original }], trust);
    expect(here.items[0]).not.toHaveProperty('from');
    expect(here.items[0]?.targetDigest).toBe(away.items[0]?.targetDigest);
    const report = await run(away, gatewaysOf(world), world);
    expect(report.items[0]).toMatchObject({ outcome: 'copied', digest: here.items[0]?.targetDigest });
  });

  it('makes another release of it for the shards that share it', async () => {
    const world = await newWorld();
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const releases = await Promise.all(
      [wish(), wish(change('zeebe')), wish(change('zeebe', { user: '7' })), undefined].map(
        async (trust) => (await plan(gatewaysOf(world), world, images, trust)).release,
      ),
    );
    expect(new Set(releases).size).toBe(3);
    expect(releases[0]).toBe(releases[3]);
  });
});

describe('a root image', () => {
  it('becomes releasable', async () => {
    const world = await newWorld();
    const images = [wanted('zeebe:1', 'zeebe:1')];
    const marketplace = (...derive: readonly DerivedImage[]): TrustWish => ({
      ...wish(...derive),
      target: targetOfKind('marketplace'),
      depth: 'layers',
    });
    const [before] = (await plan(gatewaysOf(world), world, images, marketplace())).items;
    expect(before).toMatchObject({ outcome: 'failed', code: 'non-root' });
    const trust = marketplace(change('zeebe', { files: [script], labels: { 'org.example.team': 'zeebe' } }));
    const [after] = (await plan(gatewaysOf(world), world, images, trust)).items;
    expect(after).toMatchObject({ outcome: 'copy' });
    // What is made here is looked into as well, and is no secret.
    expect(after?.findings ?? []).toEqual([]);
    const key = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEI'.repeat(4)}\n-----END PRIVATE KEY-----\n`;
    const [leaking] = (await plan(gatewaysOf(world, { 'run.sh': key }), world, images, trust)).items;
    expect(leaking).toMatchObject({ outcome: 'failed', code: 'private-key-in-image' });
  });
});

describe('a promotion', () => {
  const from: PlanTarget = { ...plainTarget, name: 'inside', registry: 'source.example' };

  async function promotion(held: 'derived' | 'base', { isReached = true, platforms = both } = {}) {
    const image = root(platforms);
    const vendor = await newWorld(image);
    const world = await openWorld();
    if (isReached) world.origins['vendor.example'] = vendor.source.origin;
    const trust = wish(change('zeebe', { files: [script] }));
    const tested = { ...wanted('zeebe:1', 'zeebe:1', image.root) };
    const named = { ...tested, source: { ...tested.source, registry: 'vendor.example' } };
    vendor.origins['vendor.example'] = vendor.source.origin;
    const made = await plan(gatewaysOf(vendor), vendor, [named], trust);
    await run(made, gatewaysOf(vendor), vendor);
    const { manifests, blobs, tags } = vendor.target.repository('p/zeebe');
    const first = world.source.repository('p/zeebe');
    for (const [digest, one] of manifests) first.manifests.set(digest, one);
    for (const [digest, one] of blobs) first.blobs.set(digest, one);
    for (const [tag, digest] of tags) first.tags.set(tag, digest);
    if (held === 'base') seed(world.source, 'p/zeebe', '1', image);
    const promoted = { ...wanted('p/zeebe:1', 'zeebe:1'), released: named.source };
    const result = await plan(gatewaysOf(world), world, [promoted], trust, { from });
    return { world, item: result.items[0], derived: made.items[0]?.targetDigest, result };
  }

  it('takes what the first target has, which was derived there', async () => {
    const { world, item, derived, result } = await promotion('derived');
    expect(item).toMatchObject({ outcome: 'copy', sourceDigest: derived, targetDigest: derived });
    expect(item).not.toHaveProperty('derived');
    await run(result, gatewaysOf(world), world);
    expect(world.target.repository('p/zeebe').tags.get('1')).toBe(derived);
  });

  it('takes nothing that was not', async () => {
    expect((await promotion('base')).item).toMatchObject({
      outcome: 'failed',
      code: 'promotion-differs',
      message: expect.stringContaining('changed as derive says'),
    });
  });

  it.each([[both], [['linux/amd64']]])('says when it could not be told: %s', async (platforms) => {
    const { item, world } = await promotion('derived', { isReached: false, platforms });
    expect(item).toMatchObject({ outcome: 'copy' });
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'promotion-differs' }));
  });
});
