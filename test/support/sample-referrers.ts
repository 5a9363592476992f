import { createHash } from 'node:crypto';
import type { MemoryRegistry } from './memory-registry.ts';
import { type BuiltImage, noise } from './sample-images.ts';

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Something that refers to a manifest: an SBOM of 500 bytes, unless said otherwise. */
export function buildReferrer(
  subject: { readonly digest: string; readonly size: number } | undefined,
  { artifactType = 'application/spdx+json', seed = '', size = 500 } = {},
): BuiltImage {
  const content = noise(`${subject?.digest}${artifactType}${seed}`, size);
  const empty = Buffer.from('{}');
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(empty), size: empty.length },
      layers: [{ mediaType: artifactType, digest: digestOf(content), size: content.length }],
      ...(subject ? { subject: { mediaType: manifestType, ...subject } } : {}),
    }),
  );
  const root = digestOf(bytes);
  return {
    root,
    rootType: manifestType,
    blobs: new Map([
      [digestOf(empty), empty],
      [digestOf(content), content],
    ]),
    manifests: [{ digest: root, mediaType: manifestType, bytes }],
  };
}

/** The tag that lists what refers to a manifest, and what cosign's tags begin with. */
export function subjectTagOf(digest: string): string {
  return digest.replace(':', '-');
}

/** Puts a referrer into a registry without a tag. */
export function seedUntagged(registry: MemoryRegistry, repository: string, referrer: BuiltImage): void {
  const here = registry.repository(repository);
  for (const [digest, bytes] of referrer.blobs) here.blobs.set(digest, bytes);
  for (const { digest, mediaType, bytes } of referrer.manifests) here.manifests.set(digest, { mediaType, bytes });
}

/** An index of referrers, as the tag schema keeps them. */
export function referrerIndex(referrers: readonly BuiltImage[]): BuiltImage {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = referrers.map(({ root, rootType, manifests: [own] }) => ({
    mediaType: rootType,
    digest: root,
    size: own?.bytes.length ?? 0,
  }));
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  const root = digestOf(bytes);
  return { root, rootType: mediaType, blobs: new Map(), manifests: [{ digest: root, mediaType, bytes }] };
}
