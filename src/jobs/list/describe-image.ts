import { type Code, ReleaseError } from '#problem';
import { formatPlatform, isDigest, isTag } from '#reference';
import {
  allBlobs,
  type ImageIndex,
  type ImageManifest,
  type ImageNode,
  imageManifests,
  isAttestationEntry,
  isImageConfig,
  parseManifest,
  readImage,
  readManifest,
} from '#registry';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { fullName } from './full-name.ts';

/** What a tag or digest of the target holds, for display: survives `structuredClone` and JSON. */
export interface ImageDetails {
  /** With the target's prefix. */
  readonly repository: string;
  /** The tag or digest that was asked for. */
  readonly reference: string;
  readonly digest: string;
  readonly mediaType: string;
  /** What an artifact is, in its own words or by its config's type: a Helm chart's says so. */
  readonly artifactType?: string;
  readonly kind: 'index' | 'image' | 'artifact';
  /** Bytes of all its manifests and blobs, each digest once; absent when not all of it could be read. */
  readonly size?: number;
  readonly platforms: readonly ImagePlatform[];
  /** Entries of an index that are attestations (in-toto). */
  readonly attestations: number;
  /** The exact text of the manifest. */
  readonly manifest: string;
  /** Why no more is known than the manifest itself says: it is too large to walk through, of a kind that is no image, or not whole. */
  readonly incomplete?: { readonly code: Code; readonly message: string };
}

interface ImagePlatform {
  /** `linux/arm64/v8` */
  readonly platform: string;
  readonly digest: string;
  /** Bytes of its manifest and blobs; absent when they could not be read. */
  readonly size?: number;
}

type Parts = Pick<ImageDetails, 'mediaType' | 'artifactType' | 'kind' | 'size' | 'platforms' | 'attestations'>;

/** Findings about an image that leave something to show. */
const partial: ReadonlySet<Code> = new Set([
  'image-too-large',
  'manifest-unsupported',
  'manifest-malformed',
  'content-missing',
]);

/**
 * Reads what a tag or digest holds: its manifest and, of an index, those below it.
 * @param repository with the target's prefix or without, with its registry or without
 * @throws ReleaseError `usage`, `content-missing`, `repository-missing`, what the registry answers
 */
export async function describeImage(
  target: PlanTarget,
  repository: string,
  tagOrDigest: string,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<ImageDetails> {
  const full = fullName(target, repository);
  if (!isTag(tagOrDigest) && !isDigest(tagOrDigest))
    throw new ReleaseError('usage', `${tagOrDigest} is neither a tag nor a digest`);
  const sessions = new Sessions(gateways, emit);
  const session = await sessions.at(target.registry);
  const place = { session, repository: full, cache: gateways.manifests };
  const { digest, contentType, bytes } = await readManifest(place, tagOrDigest, signal);
  const known = { repository: full, reference: tagOrDigest, digest, manifest: exactText(bytes) };
  let parts: Parts = { mediaType: contentType ?? '', kind: 'artifact', platforms: [], attestations: 0 };
  try {
    parts = partsOfRoot(parseManifest(bytes, contentType, `${target.registry}/${full}@${digest}`));
    // By its digest: the root comes from the cache.
    return { ...known, ...parts, ...partsOfAll(await readImage(place, digest, signal)) };
  } catch (error) {
    if (!ReleaseError.is(error) || !partial.has(error.code)) throw error;
    const { code, message } = error;
    return { ...known, ...parts, incomplete: { code, message } };
  }
}

function exactText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** What a manifest says by itself. */
function partsOfRoot(root: ImageManifest | ImageIndex): Parts {
  const { mediaType, artifactType } = root;
  if (root.kind === 'index') {
    const attestations = root.manifests.filter(isAttestationEntry);
    const images = root.manifests.filter((entry) => !isAttestationEntry(entry));
    return {
      mediaType,
      ...(artifactType === undefined ? {} : { artifactType }),
      kind: 'index',
      platforms: images.flatMap(({ platform, digest }) =>
        platform ? [{ platform: formatPlatform(platform), digest }] : [],
      ),
      attestations: attestations.length,
    };
  }
  const isImage = artifactType === undefined && isImageConfig(root.config.mediaType);
  return {
    mediaType,
    ...(isImage ? {} : { artifactType: artifactType ?? root.config.mediaType }),
    kind: isImage ? 'image' : 'artifact',
    platforms: [],
    attestations: 0,
  };
}

/** What only all of an image says. */
function partsOfAll(node: ImageNode): Pick<ImageDetails, 'size' | 'platforms' | 'attestations'> {
  return {
    size: sizeOf(node),
    platforms: imageManifests(node).flatMap((image) =>
      image.platform ? [{ platform: formatPlatform(image.platform), digest: image.digest, size: sizeOf(image) }] : [],
    ),
    attestations: manifestsOf(node).filter(({ isAttestation }) => isAttestation).length,
  };
}

function sizeOf(node: ImageNode): number {
  const manifests = new Map(manifestsOf(node).map(({ digest, bytes }) => [digest, bytes.length]));
  const blobs = new Map(allBlobs(node).map(({ digest, size }) => [digest, size]));
  return [...new Map([...manifests, ...blobs]).values()].reduce((sum, size) => sum + size, 0);
}

/** A node and all below it. */
function manifestsOf(node: ImageNode): ImageNode[] {
  return [node, ...node.children.flatMap(manifestsOf)];
}
