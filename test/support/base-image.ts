import { createHash } from 'node:crypto';
import { gzipSync } from 'fflate';
import type { BuiltImage } from './sample-images.ts';

export interface BaseSpec {
  readonly style?: 'oci' | 'docker';
  /** One platform: a manifest; several: an index. */
  readonly platforms?: readonly string[];
  /** As tar archives; all platforms have the same. */
  readonly layers: readonly Uint8Array[];
  /** What else stands in the config, in front. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What else stands in manifests, behind. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** The type of the config, when it is not that of an image. */
  readonly configType?: string;
  /** Attestation entries in the index, one a platform. */
  readonly attestations?: boolean;
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

export const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An image that can be unpacked and run: its config fits its layers. The same bytes on every machine. */
export function buildBase(spec: BaseSpec): BuiltImage {
  const type = types[spec.style ?? 'oci'];
  const blobs = new Map<string, Buffer>();
  const manifests: { digest: string; mediaType: string; bytes: Buffer }[] = [];
  const blob = (bytes: Uint8Array, mediaType: string) => {
    blobs.set(sha256(bytes), Buffer.from(bytes));
    return { mediaType, size: bytes.length, digest: sha256(bytes) };
  };
  const manifest = (document: object, mediaType: string) => {
    const bytes = Buffer.from(JSON.stringify(document, undefined, 1));
    manifests.push({ digest: sha256(bytes), mediaType, bytes });
    return { mediaType, size: bytes.length, digest: sha256(bytes) };
  };
  const layers = spec.layers.map((tar) => blob(gzipSync(tar, { mtime: 0 }), type.layer));
  const diffIds = spec.layers.map(sha256);
  const platforms = spec.platforms ?? ['linux/amd64'];
  const entries = platforms.flatMap((platform) => {
    const [os, architecture, variant] = platform.split('/');
    const document = { ...spec.config, os, architecture, variant, rootfs: { type: 'layers', diff_ids: diffIds } };
    const config = blob(Buffer.from(JSON.stringify(document)), spec.configType ?? type.config);
    const image = manifest(
      { schemaVersion: 2, mediaType: type.manifest, config, layers, ...spec.manifest },
      type.manifest,
    );
    const entry = { ...image, platform: { architecture, os, variant } };
    if (!spec.attestations) return [entry];
    const about = {
      schemaVersion: 2,
      mediaType: type.manifest,
      config: blob(Buffer.from('{}'), type.config),
      layers: [],
    };
    const annotations = {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': image.digest,
    };
    const unknown = { architecture: 'unknown', os: 'unknown' };
    return [
      entry,
      { ...manifest({ ...about, annotations: { of: image.digest } }, type.manifest), annotations, platform: unknown },
    ];
  });
  if (platforms.length > 1 || spec.attestations)
    manifest({ schemaVersion: 2, mediaType: type.index, manifests: entries }, type.index);
  const root = manifests.at(-1);
  return { root: root?.digest ?? '', rootType: root?.mediaType ?? '', blobs, manifests };
}
