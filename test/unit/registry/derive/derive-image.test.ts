import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type ImageChange,
  type ImageNode,
  imageManifests,
  type PackedLayer,
  packLayer,
  parseManifest,
} from '#registry';
import { deriveImage } from '../../../../src/registry/derive/derive-image.ts';
import { type BaseSpec, buildBase, sha256 } from '../../../support/base-image.ts';
import type { BuiltImage } from '../../../support/sample-images.ts';
import { tarArchive } from '../../../support/tar-archive.ts';

const both = ['linux/amd64', 'linux/arm64'];
const tar = tarArchive({ name: 'app', content: 'app', mode: 0o755 });
const none = { labels: {}, environment: {} };
const name = 'vendor.example/camunda/zeebe:8.3.4';

/** What `readImage` makes of an image. */
function nodeOf(image: BuiltImage, digest = image.root, about: Partial<ImageNode> = {}): ImageNode {
  const held = image.manifests.find((one) => one.digest === digest);
  if (!held) throw new Error(`no ${digest}`);
  const parsed = parseManifest(held.bytes, held.mediaType);
  const common = { digest, mediaType: held.mediaType, bytes: held.bytes, isAttestation: false, ...about };
  if (parsed.kind === 'manifest')
    return { ...common, kind: 'manifest', children: [], blobs: [parsed.config, ...parsed.layers] };
  const children = parsed.manifests.map(({ digest: child, platform, annotations }) =>
    nodeOf(image, child, {
      isAttestation: annotations !== undefined,
      ...(platform && annotations === undefined ? { platform } : {}),
    }),
  );
  return { ...common, kind: 'index', children, blobs: [] };
}

/** A change whose layer is the same on each platform. */
interface Change extends Partial<ImageChange> {
  readonly layer?: PackedLayer;
}

function derive(spec: BaseSpec, { layer, ...change }: Change, baseName: string | undefined = name) {
  const image = buildBase(spec);
  const base = { digest: image.root, ...(baseName === undefined ? {} : { name: baseName }) };
  const derived = deriveImage(
    nodeOf(image),
    image.blobs,
    { ...none, ...change, ...(layer ? { layerOn: () => layer } : {}) },
    base,
  );
  const [first] = imageManifests(derived.node);
  const manifest = JSON.parse(Buffer.from(first?.bytes ?? []).toString());
  const config = Buffer.from(derived.made.get(manifest.config.digest) ?? []).toString();
  return { image, ...derived, manifest, config, json: JSON.parse(config) };
}

const refusal = (spec: BaseSpec, change: Change = { user: '1' }) => {
  try {
    derive(spec, change);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a derived config', () => {
  it('is frozen: these bytes are what released digests were made of', () => {
    const { node, config } = derive(
      {
        layers: [tar],
        config: {
          created: '2024-01-02T03:04:05.678901234Z',
          config: { Env: ['PATH=/bin', 'A=1'], Cmd: ['x'], User: 'root', Labels: { z: '1' } },
          history: [{ created_by: 'COPY app', created: '2024-01-02T03:04:05Z' }],
        },
      },
      {
        user: '1001:1001',
        labels: { 'org.example.b': 'ü', a: '1' },
        environment: { B: 'two words', A: '2' },
        entrypoint: ['/app', '--quiet'],
        layer: packLayer(
          [{ path: '/opt/run.sh', content: Buffer.from('#!/bin/sh\n'), mode: 0o755, uid: 1001, gid: 0 }],
          [{ path: '/opt', mode: 0o755, uid: 0, gid: 0 }],
        ),
      },
    );
    expect(config).toMatchInlineSnapshot(
      `"{"created":"2024-01-02T03:04:05.678901234Z","config":{"Env":["PATH=/bin","A=2","B=two words"],"User":"1001:1001","Labels":{"z":"1","org.opencontainers.image.base.digest":"sha256:d4dd96bf84c963b85bb5840c056873cf5e108fc005056456a2c6f10ddd5fd8c8","org.opencontainers.image.base.name":"vendor.example/camunda/zeebe:8.3.4","a":"1","org.example.b":"ü"},"Entrypoint":["/app","--quiet"]},"history":[{"created_by":"COPY app","created":"2024-01-02T03:04:05Z"},{"created":"2024-01-02T03:04:05.678901234Z","created_by":"marketplace-release derive: user 1001:1001, label a, label org.example.b, environment A, environment B, entrypoint, file /opt/run.sh"}],"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["sha256:6fa290f89b6dedce1ac76ddb3d9708c633887b4d319c5bf036d2e5e10000acd4","sha256:77ca5c2cb9f9806a77e56996e251a594c7c4f52cf6c2c355894fac268fe0ecec"]}}"`,
    );
    expect(Buffer.from(node.bytes).toString()).toMatchInlineSnapshot(
      `"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":869,"digest":"sha256:4f2a7c00b63cccedd7625f8c8db8e0e7796fd023957d15fccb042fcc3790ff72"},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":79,"digest":"sha256:d261c95a46a6849956423111780bce00624ae5d1e7a5cb757dbb841b2ce180c9"},{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:e5adb2dedc84b9b067048ab2f339fda28b3233ad7a2c4f67bd5ce535e1d9c8d4","size":122}],"annotations":{"org.opencontainers.image.base.digest":"sha256:d4dd96bf84c963b85bb5840c056873cf5e108fc005056456a2c6f10ddd5fd8c8","org.opencontainers.image.base.name":"vendor.example/camunda/zeebe:8.3.4"}}"`,
    );
    expect(node.digest).toMatchInlineSnapshot(
      `"sha256:218d51086f04ecd25a2bd4c400b40172a12d5f647768e6004ed2099dc8273b43"`,
    );
  });

  it('keeps what nobody edits as it is written: order, escapes, digits, unknown keys', () => {
    const text = (user: string) =>
      `{"os":"linux","9":1,"1":[2],"big":12345678901234567890.50e+3,"html":"\\u003cb\\u003e \\"q\\" \\\\","\\u0061\\"":[],"config":{"Zeta":0.10,"User":"${user}","Healthcheck":{"Interval":30000000000}},"rootfs":{"type":"layers","diff_ids":["${sha256(tar)}"]},"history":[{"created_by":"x"}]}`;
    const image = buildBase({ layers: [tar] });
    const blobs = new Map([...image.blobs].map(([digest, bytes]) => [digest, bytes] as const));
    const node = nodeOf(image);
    const [config] = node.blobs;
    blobs.set(config?.digest ?? '', Buffer.from(text('root').replaceAll(',"', ' ,\n "')));
    const { made } = deriveImage(node, blobs, { ...none, user: '7' }, { digest: image.root });
    const [written] = [...made.values()].map((bytes) => Buffer.from(bytes).toString());
    expect(written).toBe(
      text('7')
        .replace('}},"rootfs"', `},"Labels":{"org.opencontainers.image.base.digest":"${image.root}"}},"rootfs"`)
        .replace(/\]\}$/, ',{"created_by":"marketplace-release derive: user 7","empty_layer":true}]}'),
    );
  });

  it('replaces variables in their place, once, and adds the others by name', () => {
    const config = { config: { Env: ['A=old', 'PATH=/bin', 'A=older', 'odd', 'AA=1'] } };
    const { json } = derive({ layers: [tar], config }, { environment: { C: '', A: 'x=y', B: '1' } });
    expect(json.config.Env).toEqual(['A=x=y', 'PATH=/bin', 'odd', 'AA=1', 'B=1', 'C=']);
  });

  it('does not depend on the order that names and files are given in', () => {
    const file = (path: string) => ({ path, content: Buffer.from(path), mode: 0o644, uid: 0, gid: 0 });
    const one = derive(
      { layers: [tar] },
      { labels: { a: '1', b: '2' }, environment: { X: '1', Y: '2' }, layer: packLayer([file('/a'), file('/b')], []) },
    );
    const other = derive(
      { layers: [tar] },
      { environment: { Y: '2', X: '1' }, labels: { b: '2', a: '1' }, layer: packLayer([file('/b'), file('/a')], []) },
    );
    expect(one.node.digest).toBe(other.node.digest);
  });

  it("takes the base's command away with its entry point, unless there is a new one", () => {
    const config = { config: { Entrypoint: ['/old'], Cmd: ['old'] } };
    expect(derive({ layers: [tar], config }, { entrypoint: ['/new'] }).json.config).not.toHaveProperty('Cmd');
    expect(derive({ layers: [tar], config }, { entrypoint: [], command: ['new'] }).json.config).toMatchObject({
      Entrypoint: [],
      Cmd: ['new'],
    });
    expect(derive({ layers: [tar], config }, { command: ['new'] }).json.config).toMatchObject({
      Entrypoint: ['/old'],
      Cmd: ['new'],
    });
  });

  it.each<[string, Change]>([
    ['an empty entry point, which takes the command away', { entrypoint: [] }],
    ['an empty command beside no entry point', { command: [] }],
  ])('names something to start: not %s', (_, change) => {
    const config = { config: { Cmd: ['old'] } };
    expect(refusal({ layers: [tar], config }, change)).toMatchObject({
      code: 'derive-impossible',
      message: expect.stringContaining('nothing would be left that it starts'),
      hint: expect.stringContaining('Name a program'),
    });
    // Somebody else's business: the base is like that, and starts with what is given at run time.
    expect(refusal({ layers: [tar] })).toBeUndefined();
  });

  it('may take away the command where the base has an entry point', () => {
    const config = { config: { Entrypoint: ['/old'], Cmd: ['old'] } };
    expect(derive({ layers: [tar], config }, { command: [] }).json.config).toMatchObject({ Cmd: [] });
  });

  it('tells of the base in labels, in the place of what its own base was called', () => {
    const held = { 'org.opencontainers.image.base.name': 'debian:12', 'org.opencontainers.image.base.digest': 'x' };
    const config = { config: { Labels: held } };
    const { json, image } = derive({ layers: [tar], config }, { user: '1' });
    expect(json.config.Labels).toEqual({
      'org.opencontainers.image.base.name': name,
      'org.opencontainers.image.base.digest': image.root,
    });
    const base = { digest: image.root };
    const { made } = deriveImage(nodeOf(image), image.blobs, { ...none, user: '1' }, base);
    const [unnamed] = [...made.values()].map((bytes) => JSON.parse(Buffer.from(bytes).toString()));
    expect(unnamed.config.Labels).toEqual({ 'org.opencontainers.image.base.digest': image.root });
  });

  it.each([
    ['no history', undefined, 2],
    ['a history of one of two layers', [{ created_by: 'x' }, { empty_layer: true }], 1],
    ['a history of all', [{}, { created_by: 'ENV', empty_layer: true }, { empty_layer: false }], 0],
  ])('has as many steps as layers: %s', (_, history, added) => {
    const files = packLayer([{ path: '/a', content: Buffer.from(''), mode: 0o644, uid: 0, gid: 0 }], []);
    for (const layer of [undefined, files]) {
      const { json, manifest } = derive({ layers: [tar, tar], config: { history } }, layer ? { layer } : { user: '1' });
      const filled = json.history.filter((step: { empty_layer?: boolean }) => !step.empty_layer);
      expect(filled).toHaveLength(layer ? 3 : 2);
      expect(manifest.layers).toHaveLength(layer ? 3 : 2);
      expect(json.rootfs.diff_ids).toHaveLength(layer ? 3 : 2);
      expect(json.history).toHaveLength((history?.length ?? 0) + added + 1);
    }
  });
});

describe('a derived image', () => {
  const layer = packLayer([{ path: '/a', content: Buffer.from('a'), mode: 0o644, uid: 0, gid: 0 }], []);

  it('changes every platform, and drops attestations of what is no more', () => {
    const { node, made, image, strippedAttestations } = derive(
      { platforms: both, layers: [tar], attestations: true },
      { user: '1001', layer },
    );
    expect(node.children.map(({ platform }) => platform?.architecture)).toEqual(['amd64', 'arm64']);
    expect(strippedAttestations).toBe(2);
    const index = JSON.parse(Buffer.from(node.bytes).toString());
    expect(index.annotations).toEqual({
      'org.opencontainers.image.base.digest': image.root,
      'org.opencontainers.image.base.name': name,
    });
    expect(index.manifests.map(({ digest, size }: { digest: string; size: number }) => [digest, size])).toEqual(
      node.children.map(({ digest, bytes }) => [digest, bytes.length]),
    );
    // Two configs, and one layer that both platforms have.
    expect([...made.keys()].filter((digest) => digest !== layer.digest)).toHaveLength(2);
    expect(made.get(layer.digest)).toBe(layer.bytes);
    const bases = nodeOf(image).children.filter(({ isAttestation }) => !isAttestation);
    node.children.forEach((child, at) => {
      expect(sha256(child.bytes)).toBe(child.digest);
      const { annotations, config, layers } = JSON.parse(Buffer.from(child.bytes).toString());
      expect(annotations['org.opencontainers.image.base.digest']).toBe(bases[at]?.digest);
      expect(child.blobs.map(({ digest }) => digest)).toEqual([config, ...layers].map(({ digest }) => digest));
      expect(made.get(config.digest)).toHaveLength(config.size);
    });
  });

  it('names the whole base in the outermost index alone', () => {
    const image = buildBase({ platforms: both, layers: [tar] });
    const inner = nodeOf(image);
    const entry = { mediaType: inner.mediaType, digest: inner.digest, size: inner.bytes.length };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [entry], annotations: { a: '1' } }));
    const outer: ImageNode = { ...inner, digest: sha256(bytes), bytes, children: [inner] };
    const { node } = deriveImage(outer, image.blobs, { ...none, user: '1' }, { digest: outer.digest });
    const [index, nested] = [node, node.children[0]].map((one) => JSON.parse(Buffer.from(one?.bytes ?? []).toString()));
    expect(index.annotations).toEqual({ a: '1', 'org.opencontainers.image.base.digest': outer.digest });
    expect(index.manifests[0].digest).toBe(node.children[0]?.digest);
    expect(nested).not.toHaveProperty('annotations');
  });

  it("keeps Docker's types, which have no annotations", () => {
    const { node, manifest, json, image } = derive({ style: 'docker', platforms: both, layers: [tar] }, { layer });
    expect(node.mediaType).toBe(image.rootType);
    expect(JSON.parse(Buffer.from(node.bytes).toString())).not.toHaveProperty('annotations');
    expect(manifest).not.toHaveProperty('annotations');
    expect(manifest.layers.at(-1)).toEqual({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      digest: layer.digest,
      size: layer.bytes.length,
    });
    expect(json.config.Labels).toEqual({
      'org.opencontainers.image.base.digest': nodeOf(image).children[0]?.digest,
      'org.opencontainers.image.base.name': name,
    });
  });

  it('keeps annotations and unknown keys of the manifest, but no copy of the old config', () => {
    const manifest = { annotations: { a: '1', 'org.opencontainers.image.base.name': 'debian' }, 'x-more': [1] };
    const derived = derive({ layers: [tar], manifest }, { user: '1' });
    expect(derived.manifest.annotations).toEqual({
      a: '1',
      'org.opencontainers.image.base.name': name,
      'org.opencontainers.image.base.digest': derived.image.root,
    });
    expect(derived.manifest['x-more']).toEqual([1]);
    const config = { ...derived.manifest.config, mediaType: 'application/vnd.oci.image.config.v1+json', data: 'e30=' };
    const embedded = derive(
      { layers: [tar], manifest: { config: { ...config, ...buildConfig([tar]) } } },
      { user: '1' },
    );
    expect(embedded.manifest.config).not.toHaveProperty('data');
  });

  it.each<[string, BaseSpec, RegExp]>([
    ['an image for Windows', { layers: [tar], platforms: ['windows/amd64'] }, /made for windows/],
    ['one of several for Windows', { layers: [tar], platforms: ['linux/amd64', 'windows/amd64'] }, /made for windows/],
    ['a config without layers', { layers: [tar], manifest: { layers: [] } }, /0 layers, and its config names 1/],
    ['a config that others read otherwise', { layers: [tar], config: { Config: {} } }, /"Config"/],
    ['a user that others read otherwise', { layers: [tar], config: { config: { user: 'root' } } }, /"user"/],
    ['labels that are none', { layers: [tar], config: { config: { Labels: ['a'] } } }, /Labels/],
    ['a chart', { layers: [tar], configType: 'application/vnd.cncf.helm.config.v1+json' }, /artifact/],
    [
      'foreign layers',
      {
        layers: [tar],
        manifest: {
          layers: [
            { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest: sha256(tar), size: 1 },
          ],
        },
      },
      /in no registry/,
    ],
  ])('is not made of %s', (_, spec, words) => {
    expect(refusal(spec)).toMatchObject({ code: 'derive-impossible', message: expect.stringMatching(words) });
  });

  it('is not made of a config with the same key twice, or one that is no JSON', () => {
    const image = buildBase({ layers: [tar] });
    const node = nodeOf(image);
    const blobs = new Map<string, Buffer>();
    for (const [text, words] of [
      ['{"config":{},"config":{"User":"root"}}', /"config" twice/],
      ['{"a":{"b":1,"\\u0062":2}}', /"b" twice/],
      ['nothing', /not JSON/],
      ['[]', /no object/],
      [`${'['.repeat(70)}${']'.repeat(70)}`, /deeper/],
    ] as const) {
      blobs.set(node.blobs[0]?.digest ?? '', Buffer.from(text));
      expect(() => deriveImage(node, blobs, { ...none, user: '1' }, { digest: image.root })).toThrow(words);
    }
  });
});

describe('an added layer', () => {
  const content = Buffer.from('x');
  const file = { content, mode: 0o644, uid: 0, gid: 0 };

  it('is frozen: these bytes are what released digests were made of', () => {
    const { diffId, digest, paths } = packLayer(
      [
        { ...file, path: '/opt/b', mode: 0o4755, uid: 1001, gid: 1002 },
        { ...file, path: `/opt/${'long/'.repeat(30)}name` },
        { ...file, path: '/opt/änderung', uid: 1_000_660_000, gid: 2_097_152 },
        { ...file, path: '/a', content: Buffer.alloc(513, 'y') },
      ],
      [
        { path: '/opt', mode: 0o1777, uid: 1001, gid: 1002 },
        { path: `/opt/${'long/'.repeat(30).slice(0, -1)}`, mode: 0o755, uid: 0, gid: 0 },
      ],
    );
    expect({ diffId, digest }).toMatchInlineSnapshot(`
      {
        "diffId": "sha256:d0fee9ca3c03da2af0799114e145945173cd0453dd5f77417cc0d62302df6390",
        "digest": "sha256:024129c4858d3a733f2889bdff8a3a01afd46ce808b1b7a67b0bc22ff5846f44",
      }
    `);
    expect(paths).toEqual(['/a', '/opt/b', `/opt/${'long/'.repeat(30)}name`, '/opt/änderung']);
  });

  it('is a tar in gzip, with no time in either', () => {
    const { bytes, diffId } = packLayer([{ ...file, path: '/a' }], []);
    const unpacked = gunzipSync(bytes);
    expect(sha256(unpacked)).toBe(diffId);
    expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
    expect(unpacked.subarray(136, 148).toString()).toBe('00000000000\0');
    expect(unpacked.length % 512).toBe(0);
  });

  it.each([['/.wh.etc'], ['/opt/.wh..wh..opq'], ['/../a'], ['/a//b'], ['/a/.'], ['/']])(
    'has no file that means something else in a layer: %s',
    (path) => {
      expect(() => packLayer([{ ...file, path }], [])).toThrow(expect.objectContaining({ code: 'derive-impossible' }));
    },
  );

  it('has entries for the folders above its files, in front of these', () => {
    const { bytes, paths } = packLayer(
      [{ ...file, path: '/tmp/a/b' }],
      [
        { path: '/tmp/a', mode: 0o755, uid: 0, gid: 0 },
        { path: '/tmp', mode: 0o1777, uid: 0, gid: 0 },
      ],
    );
    const tarred = gunzipSync(bytes);
    const heads = [0, 512, 1024].map((at) => [
      tarred.toString('latin1', at, at + 8),
      tarred.toString('latin1', at + 100, at + 107),
      tarred.toString('latin1', at + 156, at + 157),
    ]);
    expect(heads).toEqual([
      ['tmp/\0\0\0\0', '0001777', '5'],
      ['tmp/a/\0\0', '0000755', '5'],
      ['tmp/a/b\0', '0000644', '0'],
    ]);
    expect(paths).toEqual(['/tmp/a/b']);
  });

  it('has no file that is the folder of another', () => {
    const folders = [{ path: '/a', mode: 0o755, uid: 0, gid: 0 }];
    const files = ['/a', '/a/b'].map((path) => ({ ...file, path }));
    expect(() => packLayer(files, folders)).toThrow('/a cannot be both a file and a folder');
  });

  it('has no place twice', () => {
    expect(() =>
      packLayer(
        [
          { ...file, path: '/a' },
          { ...file, path: 'a' },
        ],
        [],
      ),
    ).toThrow('added to an image twice');
  });
});

/** The digest and size of the config that {@link buildBase} makes. */
function buildConfig(layers: readonly Uint8Array[]): { readonly digest: string; readonly size: number } {
  const image = buildBase({ layers });
  const [config] = nodeOf(image).blobs;
  return { digest: config?.digest ?? '', size: config?.size ?? 0 };
}
