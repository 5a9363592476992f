import { ReleaseError } from '#problem';
import { formatPlatform, type Platform, platformMatches } from '#reference';
import { type ImageNode, imageManifests } from './image.ts';
import { rewriteIndex } from './rewrite-index.ts';

/** What a target wants left out of an index. */
export interface Transform {
  readonly attestationManifests: 'strip' | 'keep';
  /** Empty: all. */
  readonly platforms: readonly Platform[];
}

export interface Transformed {
  /** The image as the target gets it: the very same node when nothing had to go. */
  readonly node: ImageNode;
  readonly strippedAttestations: number;
  readonly droppedPlatforms: readonly string[];
  /** Platforms that were asked for and that the source does not have. */
  readonly missingPlatforms: readonly string[];
}

/**
 * Leaves attestation entries and unwanted platforms out. These are the only cases in which a digest changes on the way: an index
 * that loses nothing keeps its bytes, one that loses entries is written anew in the frozen form of `serialiseIndex`.
 * @throws ReleaseError `platform-missing` when nothing would be left
 */
export function transformImage(image: ImageNode, transform: Transform): Transformed {
  const dropped = new Set<string>();
  let strippedAttestations = 0;
  const visit = (node: ImageNode): ImageNode | undefined => {
    if (node.kind === 'manifest') {
      if (isWanted(node, transform.platforms)) return node;
      dropped.add(node.platform ? formatPlatform(node.platform) : 'unknown');
      return undefined;
    }
    const images = node.children.map((child) => (child.isAttestation ? child : visit(child)));
    const digests = new Set(images.flatMap((child) => (child && !child.isAttestation ? [child.digest] : [])));
    const children = images.map((child) =>
      child?.isAttestation && !keepsAttestation(child, digests) ? undefined : child,
    );
    strippedAttestations += images.filter((child, at) => child?.isAttestation && !children[at]).length;
    const kept = children.filter((child) => child !== undefined);
    if (kept.length === node.children.length && kept.every((child, at) => child === node.children[at])) return node;
    return digests.size === 0 ? undefined : rewriteIndex(node, children);
  };
  // An attestation speaks of one image; with that image gone it speaks of nothing.
  const keepsAttestation = ({ attests }: ImageNode, images: ReadonlySet<string>) =>
    transform.attestationManifests === 'keep' && (attests === undefined || images.has(attests));
  const platforms = imageManifests(image).flatMap((node) => node.platform ?? []);
  // What has no platform at all (a chart) is for each: it lacks none.
  const missing =
    platforms.length === 0
      ? []
      : transform.platforms.filter((wanted) => !platforms.some((platform) => platformMatches(wanted, platform)));
  const node = visit(image);
  if (!node || imageManifests(node).length === 0) {
    const there = platforms.map(formatPlatform).join(', ');
    if (imageManifests(image).length === 0)
      throw new ReleaseError('platform-missing', 'The source is an index without any image');
    throw new ReleaseError(
      'platform-missing',
      `The source has none of ${transform.platforms.map(formatPlatform).join(', ')}; it has ${there}`,
      {
        hint: 'Correct target.platforms in marketplace.yaml, or leave the image out.',
      },
    );
  }
  return { node, strippedAttestations, droppedPlatforms: [...dropped], missingPlatforms: missing.map(formatPlatform) };
}

/** A manifest without a platform (a chart) is no image of some platform that a filter could mean: it stays. */
function isWanted(node: ImageNode, platforms: readonly Platform[]): boolean {
  const { platform } = node;
  return (
    platforms.length === 0 || platform === undefined || platforms.some((wanted) => platformMatches(wanted, platform))
  );
}
