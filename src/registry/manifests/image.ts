import { ReleaseError } from '#problem';
import { isDigest, type Platform } from '#reference';
import { damagedLayout } from '../content/damaged-layout.ts';
import type { RegistrySession } from '../session.ts';
import { readImageConfig } from './image-config.ts';
import { type Descriptor, type ImageManifest, isAttestationEntry, parseManifest, saysAttestation } from './manifest.ts';
import type { ManifestCache } from './manifest-cache.ts';
import { getManifest, type StoredManifest } from './manifests.ts';
import { isForeignLayer, isImageConfig } from './media-types.ts';

/** No image of the field comes near these; a hostile index would otherwise keep a job busy for ever. */
const maxManifests = 1000;
const maxNesting = 4;
const maxManifestBytesInAll = 67_108_864;

/** A manifest or index with all that it refers to: what has to be at the target before its tag may be. */
export interface ImageNode {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly kind: 'manifest' | 'index';
  /** Nodes below an index, in its order. */
  readonly children: readonly ImageNode[];
  /** Config and layers of a manifest, without doubles and without foreign layers. */
  readonly blobs: readonly Descriptor[];
  /** Set on manifests: what the index says, else the config; undefined for artifacts such as charts. */
  readonly platform?: Platform;
  /** Whether an index lists this node as an attestation (in-toto), which AWS Marketplace refuses. */
  readonly isAttestation: boolean;
  /** Set where an annotation of its entry calls it an attestation, which alone makes it none. */
  readonly saysAttestation?: true;
  /** Of an attestation: the digest of the image that it is about. */
  readonly attests?: string;
}

/** Where an image is read. */
interface ImagePlace {
  readonly session: RegistrySession;
  readonly repository: string;
  readonly cache: ManifestCache;
}

interface Walk extends ImagePlace {
  readonly signal?: AbortSignal;
  readonly seen: { count: number; bytes: number };
}

/**
 * Reads an image from its root down to its configs. Reads only manifests and, where an index doesn't name the platform, configs.
 * @param tagOrDigest what to start from; everything below goes by digest and is verified
 * @throws ReleaseError `content-missing`, `manifest-malformed`, `manifest-unsupported`, `image-too-large`, and what requests throw
 */
export async function readImage(place: ImagePlace, tagOrDigest: string, signal?: AbortSignal): Promise<ImageNode> {
  return readNode({ ...place, ...(signal ? { signal } : {}), seen: { count: 0, bytes: 0 } }, tagOrDigest, undefined, 0);
}

/**
 * Fetches one manifest, from the cache where it is held and into it where not.
 * @throws what fetching a manifest throws
 */
export async function readManifest(
  { session, repository, cache }: ImagePlace,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<StoredManifest> {
  const held = isDigest(tagOrDigest) ? cache.get(tagOrDigest) : undefined;
  if (held) return held;
  const fetched = await getManifest(session, repository, tagOrDigest, signal);
  cache.set(fetched);
  return fetched;
}

/** The image manifests of a node, attestations left out: one a platform for an index. */
export function imageManifests(node: ImageNode): ImageNode[] {
  if (node.isAttestation) return [];
  return node.kind === 'manifest' ? [node] : node.children.flatMap(imageManifests);
}

/** All blobs below a node, each digest once. */
export function allBlobs(node: ImageNode): Descriptor[] {
  const byDigest = new Map<string, Descriptor>();
  const visit = (at: ImageNode) => {
    for (const blob of at.blobs) byDigest.set(blob.digest, blob);
    at.children.forEach(visit);
  };
  visit(node);
  return [...byDigest.values()];
}

async function readNode(
  walk: Walk,
  tagOrDigest: string,
  entry: Descriptor | undefined,
  nesting: number,
): Promise<ImageNode> {
  walk.seen.count++;
  if (walk.seen.count > maxManifests || nesting > maxNesting) throw tooLarge(walk);
  const stored = await readManifest(walk, tagOrDigest, walk.signal).catch((error) => {
    const { layout } = walk.session.access;
    if (entry === undefined || layout === undefined || !ReleaseError.is(error) || error.code !== 'content-missing')
      throw error;
    throw damagedLayout(layout, `lacks the manifest ${tagOrDigest}, which an index of it names`);
  });
  walk.seen.bytes += stored.bytes.length;
  if (walk.seen.bytes > maxManifestBytesInAll) throw tooLarge(walk);
  // What the index says of a type counts before what a server's header says: it is part of what the digest covers.
  const parsed = parseManifest(stored.bytes, entry?.mediaType ?? stored.contentType, nameOf(walk, stored.digest));
  const common = {
    digest: stored.digest,
    mediaType: parsed.mediaType,
    bytes: stored.bytes,
    ...(entry && saysAttestation(entry) ? { saysAttestation: true as const } : {}),
    ...attestsOf(entry),
  };
  if (parsed.kind === 'index') {
    // Before the first of them is asked for: what is begun would go on after the refusal.
    if (walk.seen.count + parsed.manifests.length > maxManifests) throw tooLarge(walk);
    const children = await Promise.all(
      parsed.manifests.map((child) => readNode(walk, child.digest, child, nesting + 1)),
    );
    const isAttestation = entry !== undefined && isAttestationEntry(entry);
    return { ...common, kind: 'index', isAttestation, children, blobs: [] };
  }
  const platform = entry?.platform ?? (await configPlatform(walk, parsed));
  const isAttestation = entry !== undefined && isAttestationOf(entry, platform);
  const of = platform ? { platform } : {};
  return { ...common, kind: 'manifest', isAttestation, children: [], blobs: manifestBlobs(parsed), ...of };
}

/** Where the entry names no platform, that of its config keeps it from being run; the annotation then says that it is no broken image. */
function isAttestationOf(entry: Descriptor, platform: Platform | undefined): boolean {
  return isAttestationEntry(saysAttestation(entry) && platform ? { ...entry, platform } : entry);
}

function attestsOf(entry: Descriptor | undefined): { readonly attests?: string } {
  const attests = entry?.annotations?.['vnd.docker.reference.digest'];
  return attests === undefined ? {} : { attests };
}

function nameOf({ session, repository }: Walk, digest: string): string {
  return `${session.registry}/${repository}@${digest}`;
}

function tooLarge({ session, repository }: Walk): ReleaseError {
  return new ReleaseError(
    'image-too-large',
    `An image of ${session.registry}/${repository} has more than ${maxManifests} manifests, ${maxManifestBytesInAll} bytes of them, or ${maxNesting} levels of indexes`,
  );
}

async function configPlatform(walk: Walk, manifest: ImageManifest): Promise<Platform | undefined> {
  const { config } = manifest;
  if (!isImageConfig(config.mediaType)) return undefined;
  return walk.cache.platform(config.digest, () => readPlatform(walk, config));
}

async function readPlatform(walk: Walk, config: Descriptor): Promise<Platform | undefined> {
  const { session, repository, cache, signal } = walk;
  const read = await cache.configs.of(config.digest, () => readImageConfig(session, repository, config, signal));
  const { os, architecture, variant, 'os.version': version } = read;
  if (!os || !architecture) return undefined;
  return { os, architecture, ...(variant ? { variant } : {}), ...(version ? { 'os.version': version } : {}) };
}

/** Config and layers of a manifest, each digest once, foreign layers left out. */
export function manifestBlobs(manifest: ImageManifest): Descriptor[] {
  const byDigest = new Map<string, Descriptor>();
  for (const blob of [manifest.config, ...manifest.layers]) {
    if (!isForeignLayer(blob.mediaType)) byDigest.set(blob.digest, blob);
  }
  return [...byDigest.values()];
}
