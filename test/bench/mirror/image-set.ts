import { createHash } from 'node:crypto';
import { type Blob, layer, small } from './blob-bytes.ts';

export interface Manifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** An image in a repository of its own, whose name has one part: `skopeo sync` keeps no more. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** What the tag stands for. */
  readonly digest: string;
  readonly manifests: readonly Manifest[];
  readonly blobs: readonly Blob[];
}

export interface ImageSet {
  readonly name: string;
  readonly means: string;
  readonly images: readonly Image[];
}

const megabyte = 1_000_000;

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
} as const;

/** One image of five layers of 100 MB. */
export function s1(): ImageSet {
  const layers = Array.from({ length: 5 }, (_, at) => layer(1_000 + at, 100 * megabyte));
  return { name: 'S1', means: 'one image of 5 layers of 100 MB', images: [image('s1', 0, [layers])] };
}

/** Thirty images of six layers, three of which all have: 403 MB, or 751 MB when each repository is sent its own. */
export function s2(): ImageSet {
  const shared = [3, 4, 5].map((size, at) => layer(2_000 + at, size * megabyte));
  const random = seeded(2);
  const drawn = Array.from({ length: 90 }, () => 1 + 7 * random());
  const scale = (391 * megabyte) / drawn.reduce((sum, size) => sum + size, 0);
  const own = drawn.map((size, at) => layer(2_100 + at, Math.round(size * scale)));
  const images = Array.from({ length: 30 }, (_, at) =>
    image('s2', at, [[...shared, ...own.slice(at * 3, at * 3 + 3)]]),
  );
  return { name: 'S2', means: '30 images in 30 repositories, 6 layers of 1 to 8 MB each, 3 of them in all', images };
}

/** Tiny images: three layers of 20 KB; every tenth is an index of two platforms. */
export function tiny(name: string, count: number): ImageSet {
  const images = Array.from({ length: count }, (_, at) =>
    image(
      name.toLowerCase(),
      at,
      Array.from({ length: at % 10 === 9 ? 2 : 1 }, (_unused, platform) =>
        [0, 1, 2].map((nth) => layer(1_000_000 + at * 10 + platform * 3 + nth, 20_000)),
      ),
    ),
  );
  return { name, means: `${count} images of 3 layers of 20 KB, every tenth for two platforms`, images };
}

/** One image with a layer of five gigabytes. */
export function large(): ImageSet {
  return {
    name: 'large',
    means: 'one image with a layer of 5 GB',
    images: [image('large', 0, [[layer(5_000, 5_000 * megabyte)]])],
  };
}

/** Every second image is Docker's in type; more than one list of layers makes an index of as many platforms. */
function image(prefix: string, at: number, platforms: readonly (readonly Blob[])[]): Image {
  const type = at % 2 === 0 ? types.oci : types.docker;
  const blobs: Blob[] = [];
  const single = platforms.map((layers, nth) => {
    const architecture = nth === 0 ? 'amd64' : 'arm64';
    const config = small(
      JSON.stringify({
        architecture,
        os: 'linux',
        config: { User: '1001', Labels: { name: `${prefix}-${at}` } },
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => sha256(Buffer.from(digest))) },
      }),
    );
    blobs.push(...layers, config);
    const descriptor = (mediaType: string, { digest, size }: Blob) => ({ mediaType, digest, size });
    const manifest = manifestOf(type.manifest, {
      config: descriptor(type.config, config),
      layers: layers.map((one) => descriptor(type.layer, one)),
    });
    return { architecture, manifest };
  });
  const manifests = single.map(({ manifest }) => manifest);
  if (single.length > 1) {
    const entries = single.map(({ architecture, manifest: { mediaType, digest, bytes } }) => ({
      mediaType,
      digest,
      size: bytes.length,
      platform: { architecture, os: 'linux' },
    }));
    manifests.push(manifestOf(type.index, { manifests: entries }));
  }
  const digest = manifests.at(-1)?.digest ?? '';
  return { repository: `${prefix}-${String(at).padStart(4, '0')}`, tag: '1.0.0', digest, manifests, blobs };
}

function manifestOf(mediaType: string, content: object): Manifest {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...content }));
  return { mediaType, digest: sha256(bytes), bytes };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Mulberry32: the same numbers everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
