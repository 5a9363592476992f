import { rereleaseStem, rereleaseTags } from '#reference';

/**
 * The tags that a re-release can go under, in order, as {@link rereleaseTags} has them.
 * @param holds the digest that a tag of the repository holds, or undefined
 */
export async function tagCandidates(
  taken: string,
  holds: (tag: string) => Promise<string | undefined>,
): Promise<string[]> {
  const stem = rereleaseStem(taken);
  return rereleaseTags(taken, stem !== undefined && (await holds(stem)) !== undefined);
}
