import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ManifestCache, readImage } from '#registry';
import { runRules } from '#rules';
import { ImageEvidence, type InspectedImage } from '../../../src/jobs/evidence/image-evidence.ts';
import { blobRegistry, response } from '../../support/blob-registry.ts';
import { targetOfKind } from '../../support/image-evidence.ts';
import { digestOf } from '../../support/judged-images.ts';
import { type TarEntry, tarArchive } from '../../support/tar-archive.ts';

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
};
const key = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEI'.repeat(4)}\n-----END PRIVATE KEY-----\n`;

function world() {
  const registry = blobRegistry();
  const json = (value: object) => registry.put(Buffer.from(JSON.stringify(value)));
  const cache = new ManifestCache();
  const gathered = new ImageEvidence({ clock: { now: () => Date.UTC(2026, 10, 21, 23, 59) }, manifests: cache });
  const target = targetOfKind('marketplace');
  /** A layer of these files. */
  const layer = (...files: TarEntry[]) => registry.put(gzipSync(tarArchive(...files)));
  const manifest = (layers: readonly object[], config: object = {}, mediaType = types.config) => ({
    ...json({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { ...json({ os: 'linux', architecture: 'amd64', ...config }), mediaType },
      layers,
    }),
    mediaType: types.manifest,
  });
  const index = (manifests: readonly object[]) => json({ schemaVersion: 2, mediaType: types.index, manifests });
  /** Of one image, whose platform need not be looked up in its config. */
  const indexOf = (config: object, layers: readonly object[]) => {
    const document = {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { ...config, mediaType: types.config },
      layers,
    };
    return index([{ ...json(document), mediaType: types.manifest, platform: { os: 'linux', architecture: 'arm64' } }]);
  };
  const evidence = async (digest: string, more: Partial<InspectedImage> = {}) => {
    const { repository = 'a/b' } = more;
    const node = await readImage({ session: registry.session, repository, cache }, digest);
    const image = {
      source: { registry: 's.example', repository, digest },
      target: { registry: target.registry, repository, tag: '1' },
      paths: [repository],
      origins: [{ file: 'images.txt', line: 3, column: 1, endLine: 3, endColumn: 6 }],
    };
    return gathered.of({ image, target, node, session: registry.session, repository, depth: 'layers', ...more });
  };
  return { registry, layer, manifest, index, indexOf, evidence };
}

describe('the evidence of images', () => {
  it('is read once a config too, and where a repository lacks it, at the next', async () => {
    const { registry, layer, indexOf, evidence } = world();
    const held = registry.put(Buffer.from('{ "os": "linux", "architecture": "arm64" }'));
    const { digest: config } = held;
    const { digest } = indexOf(held, [layer({ name: 'a' })]);
    const wanted = (repository: string) => evidence(digest, { repository, depth: 'manifests' });
    registry.state.answer = (asked, _, url) =>
      asked === config && url.includes('/lost/') ? response(404, () => []) : undefined;
    await expect(wanted('lost')).rejects.toMatchObject({ code: 'content-missing' });
    const told = await Promise.allSettled(['lost', 'x', 'y', 'z'].map(wanted));
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    const before = registry.requests.get(config);
    await wanted('w');
    expect(registry.requests.get(config)).toBe(before);
  });

  it('is read from what is made here, which no registry has', async () => {
    const { registry, indexOf, evidence } = world();
    const layer = gzipSync(tarArchive({ name: 'root/key.pem', content: key }));
    const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'arm64', config: { User: 'root' } }));
    const place = (bytes: Uint8Array) => ({ digest: digestOf(bytes), size: bytes.length, mediaType: 'x' });
    const { digest } = indexOf(place(config), [place(layer)]);
    const made = new Map([layer, config].map((bytes) => [digestOf(bytes), bytes]));
    const found = runRules(await evidence(digest, { made })).map(({ rule }) => rule);
    expect(found).toEqual(['non-root', 'private-key-in-image']);
    expect([...made.keys()].flatMap((one) => registry.requests.get(one) ?? [])).toEqual([]);
  });

  it('is read once a layer by 200 images that share layers, at the same time or one after another', async () => {
    const { registry, layer, manifest, evidence } = world();
    const shared = ['a', 'b', 'c'].map((name) => layer({ name, content: name }));
    const images = Array.from({ length: 200 }, (_, at) => {
      const own = layer({ name: 'own', content: String(at) });
      return { own, ...manifest([...shared, own], { config: { User: String(at) } }) };
    });
    await Promise.all(images.slice(0, 100).map(({ digest }, at) => evidence(digest, { repository: `r${at}` })));
    for (const { digest } of images.slice(100)) await evidence(digest);
    const counts = [...shared, ...images.map(({ own }) => own)].map(({ digest }) => registry.requests.get(digest));
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  it('is what the rules need, through all layers of each platform', async () => {
    const { layer, manifest, index, evidence } = world();
    const base = layer(
      { name: 'etc/passwd', content: 'app:x:0:0::/:\n' },
      { name: 'usr/lib/os-release', content: 'ID=debian\nVERSION_ID=11\n' },
      { name: 'etc/os-release', type: '2', linkName: '../usr/lib/os-release' },
    );
    const copied = layer({ name: './root/key.pem', content: key });
    const cleaned = layer({ name: 'root/.wh.key.pem' });
    const run = { User: 'app', Env: ['DB_PASSWORD=hunter2'], Entrypoint: ['sh', '-c', 'curl https://x'] };
    const history = [{ created_by: 'COPY key.pem /root' }, { created_by: 'ENV A_TOKEN=abcdefg', empty_layer: true }];
    const amd64 = manifest([base, copied, cleaned], { config: run, history });
    const arm64 = manifest([base], { architecture: 'arm64', config: { User: '1001', Env: null } });
    const attestation = manifest([base], { architecture: 'unknown', os: 'unknown' });
    const platform = (architecture: string, os = 'linux') => ({ platform: { os, architecture } });
    const { digest } = index([
      { ...amd64, ...platform('amd64') },
      { ...arm64, ...platform('arm64') },
      { ...attestation, ...platform('unknown', 'unknown') },
    ]);
    const found = runRules(await evidence(digest)).map(({ rule, message }) => `${rule}: ${message}`);
    expect(found).toEqual([
      'non-root: a/b:1 (linux/amd64) runs as root: its user "app" is user 0 in /etc/passwd.',
      'secret-in-environment: a/b:1 (linux/amd64) has a secret in the variable "DB_PASSWORD" of its config.',
      'secret-in-history: a/b:1 (linux/amd64) has a secret called "A_TOKEN" in step 2 of its history.',
      'private-key-in-image: a/b:1 (linux/amd64) has a private key in "/root/key.pem" (layer 2 of 3; layer 3 deletes it, but it is still in the image).',
      'attestation-entry: a/b:1 has an attestation in its index.',
      'eol-base: a/b:1 is built on Debian "11", which has had no security updates since 2026-08-31.',
      'run-time-downloads: a/b:1 (linux/amd64) starts with a command, which mentions curl.',
    ]);
  });

  it('is of an image too that an annotation calls an attestation', async () => {
    const { layer, manifest, index, evidence } = world();
    const base = layer({ name: 'a' });
    const own = manifest([base], { config: { User: '1001' } });
    const root = manifest([base], { config: { User: 'root' } });
    const platform = { os: 'linux', architecture: 'amd64' };
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const { digest } = index([
      { ...own, platform },
      { ...root, platform, annotations },
    ]);
    const { config } = await evidence(digest, { depth: 'manifests' });
    expect(config).toMatchObject({ attestations: 0, calledAttestations: 1 });
    expect(config?.platforms.map(({ user }) => user)).toEqual(['1001', 'root']);
  });

  it('has an attestation that only its config says to be of no platform, where an annotation calls it so', async () => {
    const { layer, manifest, index, evidence } = world();
    const base = layer({ name: 'a' });
    const own = manifest([base], { config: { User: '1001' } });
    const unknown = manifest([base], { os: 'unknown', architecture: 'unknown', config: { User: 'root' } });
    const platform = { os: 'linux', architecture: 'amd64' };
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
    const configOf = async (...entries: readonly object[]) =>
      (await evidence(index([{ ...own, platform }, ...entries]).digest, { depth: 'manifests' })).config;
    const said = await configOf({ ...unknown, annotations });
    expect(said).toMatchObject({ attestations: 1, calledAttestations: 0, platforms: [{ user: '1001' }] });
    const unsaid = await configOf(unknown);
    expect(unsaid).toMatchObject({ attestations: 0, calledAttestations: 0, platforms: [{}, { user: 'root' }] });
    // What the entry says counts before what its config says.
    const real = await configOf({ ...unknown, platform, annotations });
    expect(real).toMatchObject({ attestations: 0, calledAttestations: 1, platforms: [{}, { user: 'root' }] });
  });

  it('asks for no layer where only manifests are wanted', async () => {
    const { registry, layer, manifest, evidence } = world();
    const one = layer({ name: 'a' });
    const { config, layers } = await evidence(manifest([one], { config: { User: 'x' } }).digest, {
      depth: 'manifests',
    });
    expect(config?.platforms).toMatchObject([{ platform: 'linux/amd64', user: 'x' }]);
    expect([layers, registry.requests.get(one.digest)]).toEqual([undefined, undefined]);
  });

  it('is none of an artifact, and leaves out layers that are no registry’s', async () => {
    const { layer, manifest, evidence } = world();
    const content = {
      ...layer({ name: 'Chart.yaml' }),
      mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    };
    const chart = manifest([content], {}, 'application/vnd.cncf.helm.config.v1+json');
    expect(await evidence(chart.digest)).toEqual({});
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const foreign = { digest: digestOf(Buffer.from('elsewhere')), size: 9, mediaType };
    const { layers } = await evidence(manifest([foreign, layer({ name: 'b' })]).digest);
    expect(layers?.platforms[0]?.layers).toHaveLength(1);
  });

  it('says what was not looked into: a layer that is only called foreign, and layers of a config of another type', async () => {
    const { layer, manifest, index, evidence } = world();
    const told = async (digest: string) =>
      runRules(await evidence(digest)).flatMap(({ rule, message }) => (rule === 'layer-compression' ? message : []));
    const mediaType = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    const foreign = { ...layer({ name: 'x' }), mediaType };
    expect(await told(manifest([layer({ name: 'b' }), foreign]).digest)).toEqual([
      `a/b:1 was not checked whole: its layer 2 of 2 (${foreign.digest}) is called nondistributable, although the registry has it.`,
    ]);
    const inner = layer({ name: 'x' });
    const unknown = manifest([inner], {}, 'application/vnd.example.config.v1+json');
    const why = `was not checked whole: its layer 1 of 1 (${inner.digest}) belongs to a config of a type that is not known here.`;
    expect(await told(unknown.digest)).toEqual([`a/b:1 ${why}`]);
    const platform = { os: 'linux', architecture: 'arm64' };
    const both = index([manifest([layer({ name: 'b' })]), { ...unknown, platform }]);
    expect(await told(both.digest)).toEqual([`a/b:1 (linux/arm64) ${why}`]);
    expect(await evidence(unknown.digest, { depth: 'manifests' })).toEqual({});
  });

  it('has what is wrong with a layer, and keeps it', async () => {
    const { registry, layer, manifest, evidence } = world();
    const broken = registry.put(Buffer.from('<html>'.repeat(200)));
    const { digest } = manifest([layer({ name: 'a' }), broken]);
    for (const repository of ['one', 'two']) {
      const problems = runRules(await evidence(digest, { repository }));
      expect(problems.map(({ rule }) => rule)).toEqual(['non-root', 'layer-malformed']);
    }
    expect(registry.requests.get(broken.digest)).toBe(1);
  });

  it('is no finding when a login ends or a blob is missing: the next image asks its own repository', async () => {
    const { registry, layer, manifest, evidence } = world();
    const shared = layer({ name: 'a' });
    const { digest } = manifest([shared]);
    registry.state.answer = (asked, _, url) => {
      if (asked !== shared.digest) return undefined;
      if (url.includes('/expired/')) return response(401, () => []);
      return url.includes('/lost/') ? response(404, () => []) : undefined;
    };
    const told = await Promise.allSettled(
      ['expired', 'expired', 'lost', 'there'].map((repository) => evidence(digest, { repository })),
    );
    const codes = told.map((one) => (one.status === 'rejected' ? one.reason.code : 'gathered'));
    expect(codes).toEqual([
      expect.stringMatching(/login/),
      expect.stringMatching(/login/),
      'content-missing',
      'gathered',
    ]);
    expect(registry.requests.get(shared.digest)).toBeLessThanOrEqual(4);
  });
});
