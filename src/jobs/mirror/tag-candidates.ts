import { isTag } from '#reference';

/** Re-releases of one version beyond this are no pattern any more. */
const maxTries = 20;

/**
 * The tags that a re-release can go under, in order: `8.3.4` becomes `8.3.4-1`. `8.3.4-1` becomes `8.3.4-2` only where `8.3.4` is a tag
 * too: in `9.1.0-debian-11` or a date the last number is none of ours to count.
 * @param holds the digest that a tag of the repository holds, or undefined
 */
export async function tagCandidates(
  taken: string,
  holds: (tag: string) => Promise<string | undefined>,
): Promise<string[]> {
  const [, stem, number] = /^(.+)-([1-9]\d?)$/.exec(taken) ?? [];
  const isRerelease = stem !== undefined && (await holds(stem)) !== undefined;
  const base = isRerelease ? stem : taken;
  const first = isRerelease ? Number(number) + 1 : 1;
  return Array.from({ length: maxTries }, (_, at) => `${base}-${first + at}`).filter(isTag);
}
