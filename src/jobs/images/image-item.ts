import { formatPlatform, formatReference } from '#reference';
import { allBlobs, imageManifests } from '#registry';
import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';
import type { ImageForTarget } from './image-for-target.ts';

/** An image of which nothing is known but what the files say. */
export function blankItem(image: ResolvedImage): Item {
  return {
    source: formatReference(image.source),
    target: formatReference(image.target),
    outcome: 'failed',
    bytes: 0,
    size: 0,
    platforms: [],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    // The line of the list first: it is the one that asks for the image.
    origins: [...image.origins, ...(image.pinned ? [image.pinned] : [])].map(({ file, ...range }) => ({
      file,
      ...range,
    })),
  };
}

/** An image as its source has it and as the target gets it. What becomes of it is not known yet. */
export function imageItem(image: ResolvedImage, { source, node, derived, ...found }: ImageForTarget): Item {
  return {
    ...blankItem(image),
    sourceDigest: source.digest,
    targetDigest: node.digest,
    size: allBlobs(node).reduce((sum, blob) => sum + blob.size, 0),
    platforms: imageManifests(node).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : [])),
    droppedPlatforms: [...found.droppedPlatforms],
    strippedAttestations: found.strippedAttestations,
    ...(derived ? { derived } : {}),
  };
}
