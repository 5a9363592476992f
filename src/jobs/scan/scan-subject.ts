import { formatPlatform, type Platform, platformMatches } from '#reference';
import { type ImageNode, imageManifests, isImageConfig, type ManifestCache, readImage } from '#registry';
import type { ScanReport } from '#scan';
import type { SeenContent, SeenImage } from '../trust/judge.ts';

/** An image for one platform, as findings may name it. */
export interface SubjectPlatform {
  /** `linux/amd64`; undefined where an image does not say what it is for. */
  readonly name: string | undefined;
  readonly platform: Platform | undefined;
  /** The manifest that a scanner can pull: the image's own, or, where that is made here, the one that it is made of. */
  readonly pulled: string | undefined;
  /** Digests of its manifest and its config, and of those that it is made of. */
  readonly digests: ReadonlySet<string>;
}

/** An image, as findings may name it. */
export interface ScanSubject {
  /** Digests of the whole: of the source's index, and of the target's. */
  readonly roots: ReadonlySet<string>;
  readonly platforms: readonly SubjectPlatform[];
}

/**
 * What findings have to name to be those of an image. Attestations, and artifacts that are no image, have nothing to scan.
 * @throws what reading manifests throws
 */
export async function scanSubject(
  { sourceDigest, content }: Pick<SeenImage, 'sourceDigest'> & { readonly content: SeenContent },
  cache: ManifestCache,
  signal?: AbortSignal,
): Promise<ScanSubject> {
  const own = scannable(content.node);
  const isMade = own.some(({ digest }) => content.made?.has(digest));
  const origins = isMade ? scannable(await readImage({ ...content, cache }, sourceDigest, signal)) : [];
  const platforms = own.map((image): SubjectPlatform => {
    const { digest, platform } = image;
    const origin = origins.find((one) => samePlatform(one.platform, platform));
    const pulled = content.made?.has(digest) ? origin?.digest : digest;
    const digests = [image, ...(origin ? [origin] : [])].flatMap((one) => [one.digest, ...configsOf(one)]);
    return {
      name: platform && formatPlatform(platform),
      platform,
      pulled,
      digests: new Set(digests),
    };
  });
  return { roots: new Set([sourceDigest, content.node.digest]), platforms };
}

/**
 * The platforms that a report is about. By the digest of a manifest or a config it is sure; a report that names the index alone is about the
 * platform that it says; where it says none, an image with one platform is meant as a whole.
 */
export function coveredBy({ digests, platform }: ScanReport, { roots, platforms }: ScanSubject): SubjectPlatform[] {
  const named = platforms.filter((one) => digests.some((digest) => one.digests.has(digest)));
  if (named.length > 0 || !digests.some((digest) => roots.has(digest))) return named;
  const isLone = platforms.length === 1;
  // The one platform that is released may be one of many that the index has: a report on another is not about it.
  return platforms.filter((one) => (platform && one.platform ? platformMatches(platform, one.platform) : isLone));
}

function scannable(node: ImageNode): ImageNode[] {
  return imageManifests(node).filter((image) => configsOf(image).length > 0);
}

function configsOf({ blobs }: ImageNode): string[] {
  return blobs.flatMap(({ digest, mediaType }) => (isImageConfig(mediaType) ? [digest] : []));
}

function samePlatform(one: Platform | undefined, other: Platform | undefined): boolean {
  if (!one || !other) return one === other;
  return formatPlatform(one) === formatPlatform(other);
}
