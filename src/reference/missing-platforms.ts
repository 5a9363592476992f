import type { Platform } from './platform.ts';

/** An image for one platform; an artifact such as a chart has none. */
export interface PlatformImage {
  readonly platform?: Platform | undefined;
  readonly digest: string;
}

/**
 * Holds what a taken tag has against what was to go there, platform by platform. The indexes' digests may differ for good reasons
 * (attestations stripped by another tool, one platform pushed first); the platforms' digests may not.
 * @param source the images of the source
 * @param wanted those of them that the target would get
 * @param there those that the target's tag holds
 * @returns the wanted ones that are not there; undefined when the tag holds something of another origin
 */
export function missingPlatforms<Wanted extends PlatformImage>(
  source: readonly PlatformImage[],
  wanted: readonly Wanted[],
  there: readonly PlatformImage[],
): readonly Wanted[] | undefined {
  const ofSource = new Set(source.map(label));
  const held = new Set(there.map(label));
  const isSame = [...held].every((image) => ofSource.has(image)) && wanted.some((image) => held.has(label(image)));
  return isSame ? wanted.filter((image) => !held.has(label(image))) : undefined;
}

/** The same bytes under another platform's name are another release. Variants are left out: configs often don't name theirs. */
function label({ platform, digest }: PlatformImage): string {
  return `${platform?.os}/${platform?.architecture} ${digest}`;
}
