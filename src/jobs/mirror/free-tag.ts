import { isTag } from '#reference';

/** Re-releases of one version beyond this are no pattern any more. */
const maxTries = 20;

/**
 * A tag for a re-release that is still free: `8.3.4` becomes `8.3.4-1`. `8.3.4-1` becomes `8.3.4-2` only where `8.3.4` is a tag too: in
 * `9.1.0-debian-11` or a date the last number is none of ours to count.
 * @param holds the digest that a tag of the repository holds, or undefined
 */
export async function freeTag(
  taken: string,
  holds: (tag: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const [, stem, number] = /^(.+)-([1-9]\d?)$/.exec(taken) ?? [];
  const isRerelease = stem !== undefined && (await holds(stem)) !== undefined;
  const base = isRerelease ? stem : taken;
  const first = isRerelease ? Number(number) + 1 : 1;
  for (let next = first; next < first + maxTries; next++) {
    const tag = `${base}-${next}`;
    if (!isTag(tag)) return undefined;
    if ((await holds(tag)) === undefined) return tag;
  }
  return undefined;
}
