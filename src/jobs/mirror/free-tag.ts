import { tagCandidates } from './tag-candidates.ts';

/**
 * A tag for a re-release that is still free.
 * @param holds the digest that a tag of the repository holds, or undefined
 */
export async function freeTag(
  taken: string,
  holds: (tag: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const tag of await tagCandidates(taken, holds)) if ((await holds(tag)) === undefined) return tag;
  return undefined;
}
