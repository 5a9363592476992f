import { tagCandidates } from './tag-candidates.ts';

/** A tag that an image goes under in place of one that is taken, and whether it holds the image already. */
export interface RenewedTag {
  readonly tag: string;
  readonly isThere: boolean;
}

/**
 * The first tag for a re-release that holds its image already, or is free.
 * @param digest of the image
 * @param holds the digest that a tag of the repository holds, or undefined
 * @param mayBe whether a tag that would do is given to nobody else; asked once for each
 * @returns undefined when there are too many re-releases already
 */
export async function renewedTag(
  taken: string,
  digest: string,
  holds: (tag: string) => Promise<string | undefined>,
  mayBe: (tag: string) => boolean = () => true,
): Promise<RenewedTag | undefined> {
  for (const tag of await tagCandidates(taken, holds)) {
    const held = await holds(tag);
    const isThere = held === digest;
    // Others look for theirs at the same time: from here on nothing is waited for.
    if ((held === undefined || isThere) && mayBe(tag)) return { tag, isThere };
  }
  return undefined;
}
