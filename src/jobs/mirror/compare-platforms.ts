import { formatPlatform } from '#reference';
import { type ImageNode, imageManifests } from '#registry';

/**
 * Holds what a taken tag has against what was to go there, platform by platform. The indexes' digests may differ for good reasons
 * (attestations stripped by another tool, one platform pushed first); the platforms' digests may not.
 * @param source the image as the source has it
 * @param wanted the image as the target would get it
 * @param there the image that the target tag holds
 * @returns the wanted platforms that are not there; undefined when the tag holds something of another origin
 */
export function missingPlatforms(source: ImageNode, wanted: ImageNode, there: ImageNode): string[] | undefined {
  const ofSource = digests(source);
  const held = digests(there);
  const needed = imageManifests(wanted);
  const isSame = [...held].every((digest) => ofSource.has(digest)) && needed.some((node) => held.has(node.digest));
  if (!isSame) return undefined;
  return needed
    .filter((node) => !held.has(node.digest))
    .map((node) => (node.platform ? formatPlatform(node.platform) : node.digest));
}

function digests(node: ImageNode): Set<string> {
  return new Set(imageManifests(node).map(({ digest }) => digest));
}
