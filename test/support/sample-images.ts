import { createCipheriv, createHash } from 'node:crypto';

/** What an image is made of, and what it becomes: blobs and manifests by digest, the root's digest. */
export interface BuiltImage {
  readonly root: string;
  readonly rootType: string;
  readonly blobs: ReadonlyMap<string, Buffer>;
  /** Children before the index. */
  readonly manifests: readonly { readonly digest: string; readonly mediaType: string; readonly bytes: Buffer }[];
}

export interface ImageSpec {
  readonly style?: 'oci' | 'docker';
  /** One platform: a manifest; several: an index. */
  readonly platforms?: readonly string[];
  readonly layers: readonly Buffer[];
  /** Attestation entries in the index, one a platform. */
  readonly attestations?: boolean;
  /** Puts the index into another index. */
  readonly nested?: boolean;
  readonly seed?: string;
}

const types = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
};

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Bytes that don't compress and are the same in every run: AES in counter mode over zeros, keyed by the seed. */
export function noise(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

export function buildImage(spec: ImageSpec): BuiltImage {
  const style = types[spec.style ?? 'oci'];
  const blobs = new Map<string, Buffer>();
  const manifests: { digest: string; mediaType: string; bytes: Buffer }[] = [];
  const blob = (bytes: Buffer, mediaType: string) => {
    blobs.set(digestOf(bytes), bytes);
    return { mediaType, size: bytes.length, digest: digestOf(bytes) };
  };
  const manifest = (document: object, mediaType: string) => {
    // A trailing newline and indentation: bytes that only a byte-for-byte copy keeps.
    const bytes = Buffer.from(`${JSON.stringify(document, undefined, 3)}\n`);
    manifests.push({ digest: digestOf(bytes), mediaType, bytes });
    return { mediaType, size: bytes.length, digest: digestOf(bytes) };
  };
  const platforms = spec.platforms ?? ['linux/amd64'];
  const entries: object[] = [];
  for (const platform of platforms) {
    const [os = '', architecture = '', variant] = platform.split('/');
    const config = blob(
      Buffer.from(JSON.stringify({ os, architecture, variant, config: { User: '1001' }, seed: spec.seed })),
      style.config,
    );
    const layers = spec.layers.map((bytes) => blob(bytes, style.layer));
    const own = blob(noise(`${spec.seed}${platform}`, 64), style.layer);
    const image = manifest(
      { schemaVersion: 2, mediaType: style.manifest, config, layers: [...layers, own] },
      style.manifest,
    );
    entries.push({ ...image, platform: { architecture, os, ...(variant ? { variant } : {}) } });
    if (spec.attestations) {
      const statement = blob(
        Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v0.1', subject: image.digest })),
        'application/vnd.in-toto+json',
      );
      const empty = blob(Buffer.from('{}'), style.config);
      const attestation = manifest(
        { schemaVersion: 2, mediaType: style.manifest, config: empty, layers: [statement] },
        style.manifest,
      );
      entries.push({
        ...attestation,
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': image.digest,
        },
        platform: { architecture: 'unknown', os: 'unknown' },
      });
    }
  }
  if (platforms.length > 1 || spec.attestations || spec.nested) {
    const index = manifest({ schemaVersion: 2, mediaType: style.index, manifests: entries }, style.index);
    if (spec.nested) manifest({ schemaVersion: 2, mediaType: style.index, manifests: [index] }, style.index);
  }
  const root = manifests.at(-1);
  return { root: root?.digest ?? '', rootType: root?.mediaType ?? '', blobs, manifests };
}

/** A chart: an artifact of no platform. */
export function buildChart(seed: string): BuiltImage {
  const blobs = new Map<string, Buffer>();
  const blob = (bytes: Buffer, mediaType: string) => {
    blobs.set(digestOf(bytes), bytes);
    return { mediaType, size: bytes.length, digest: digestOf(bytes) };
  };
  const config = blob(Buffer.from(`{"name":"${seed}","version":"1"}`), 'application/vnd.cncf.helm.config.v1+json');
  const layers = [blob(noise(seed, 64), 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')];
  const mediaType = types.oci.manifest;
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
  const digest = digestOf(bytes);
  return { root: digest, rootType: mediaType, blobs, manifests: [{ digest, mediaType, bytes }] };
}

/** An index (OCI) with one entry more, which points at another image. */
export function withEntry(index: BuiltImage, other: BuiltImage, more: object): BuiltImage {
  const root = index.manifests.find(({ digest }) => digest === index.root);
  const pointed = other.manifests.find(({ digest }) => digest === other.root);
  const document = JSON.parse(root?.bytes.toString() ?? '{}');
  const entry = { mediaType: other.rootType, size: pointed?.bytes.length, digest: other.root, ...more };
  const bytes = Buffer.from(JSON.stringify({ ...document, manifests: [...document.manifests, entry] }));
  const made = { digest: digestOf(bytes), mediaType: index.rootType, bytes };
  return {
    root: made.digest,
    rootType: made.mediaType,
    blobs: new Map([...index.blobs, ...other.blobs]),
    manifests: [...index.manifests, ...other.manifests, made],
  };
}

/** What an entry says that calls an image an attestation, and that stays one for whoever runs it; and what really is one. */
export const smuggled = {
  'with an annotation alone': {
    platform: { os: 'linux', architecture: 'amd64' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  },
  'with an annotation and no platform': { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
  'as an attestation of somebody else': { platform: { os: 'unknown', architecture: 'unknown' } },
};
