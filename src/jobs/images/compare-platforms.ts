import { formatPlatform, missingPlatforms as missingImages } from '#reference';
import { type ImageNode, imageManifests } from '#registry';

/**
 * Holds what a taken tag has against what was to go there, platform by platform. Of attestations it may lack some, as other tools leave them
 * out, but it has none that the source does not have.
 * @param source the image as the source has it
 * @param wanted the image as the target would get it
 * @param there the image that the target tag holds
 * @returns the wanted platforms that are not there; undefined when the tag holds something of another origin
 */
export function missingPlatforms(source: ImageNode, wanted: ImageNode, there: ImageNode): string[] | undefined {
  const ofSource = new Set(attestationDigests(source));
  if (!attestationDigests(there).every((digest) => ofSource.has(digest))) return undefined;
  const missing = missingImages(imageManifests(source), imageManifests(wanted), imageManifests(there));
  return missing?.map(({ platform, digest }) => (platform ? formatPlatform(platform) : digest));
}

function attestationDigests(node: ImageNode): string[] {
  return node.isAttestation ? [node.digest] : node.children.flatMap(attestationDigests);
}
