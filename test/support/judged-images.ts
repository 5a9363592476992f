import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { BuiltImage } from './sample-images.ts';
import { type TarEntry, tarArchive } from './tar-archive.ts';

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

interface Layer {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

interface JudgedImage {
  /** As a config has it; the user is 1001 when absent. */
  readonly config?: { readonly User?: string; readonly Env?: readonly string[] };
  /** From the lowest up; one that is only named is put into the registry by whoever names it. */
  readonly layers?: readonly (Buffer | Layer)[];
  /** Several make an index. */
  readonly architectures?: readonly string[];
  /** Of the config; another makes an artifact that is no image. */
  readonly configType?: string;
}

/** A layer of these files, as images have them. */
export function layerOf(...files: readonly TarEntry[]): Buffer {
  return gzipSync(tarArchive(...files));
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** An image whose config and files a test says, for rules to find something in. */
export function judgedImage({
  config = {},
  layers = [],
  architectures = ['amd64'],
  configType,
}: JudgedImage): BuiltImage {
  const blobs = new Map<string, Buffer>();
  const manifests: { digest: string; mediaType: string; bytes: Buffer }[] = [];
  const blob = (bytes: Buffer, mediaType: string) => {
    blobs.set(digestOf(bytes), bytes);
    return { mediaType, size: bytes.length, digest: digestOf(bytes) };
  };
  const manifest = (document: object, mediaType: string) => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...document }));
    manifests.push({ digest: digestOf(bytes), mediaType, bytes });
    return { mediaType, size: bytes.length, digest: digestOf(bytes) };
  };
  const entries = architectures.map((architecture) => {
    const own = { os: 'linux', architecture, config: { User: '1001', ...config } };
    return {
      ...manifest(
        {
          config: blob(Buffer.from(JSON.stringify(own)), configType ?? types.config),
          layers: layers.map((one) => (Buffer.isBuffer(one) ? blob(one, types.layer) : one)),
        },
        types.manifest,
      ),
      platform: { os: 'linux', architecture },
    };
  });
  if (entries.length > 1) manifest({ manifests: entries }, types.index);
  const root = manifests.at(-1);
  return { root: root?.digest ?? '', rootType: root?.mediaType ?? '', blobs, manifests };
}
