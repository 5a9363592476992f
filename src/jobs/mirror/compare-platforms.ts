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
  const ofSource = labelled(source);
  const held = labelled(there);
  const needed = imageManifests(wanted);
  const isSame = [...held].every((image) => ofSource.has(image)) && needed.some((node) => held.has(label(node)));
  if (!isSame) return undefined;
  const missing = needed.filter((node) => !held.has(label(node)));
  return missing.map(({ platform, digest }) => (platform ? formatPlatform(platform) : digest));
}

function labelled(node: ImageNode): Set<string> {
  return new Set(imageManifests(node).map(label));
}

/** The same bytes under another platform's name are another release. Variants are left out: configs often don't name theirs. */
function label({ platform, digest }: ImageNode): string {
  return `${platform?.os}/${platform?.architecture} ${digest}`;
}
