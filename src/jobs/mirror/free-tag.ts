import { isTag, type Reference } from '#reference';

/** Re-releases of one version beyond this are no pattern any more. */
const maxTries = 20;

/**
 * A tag for a re-release that is still free: `8.3.4` becomes `8.3.4-1`, `8.3.4-1` becomes `8.3.4-2`.
 * @param holder what a tag of the repository holds, or undefined
 */
export async function freeTag(
  taken: Reference,
  holder: (tag: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const match = /^(.*?)(?:-(\d{1,3}))?$/.exec(taken.tag ?? '');
  const stem = match?.[1] ?? '';
  const first = Number(match?.[2] ?? 0) + 1;
  for (let number = first; number < first + maxTries; number++) {
    const tag = `${stem}-${number}`;
    if (!isTag(tag)) return undefined;
    if ((await holder(tag)) === undefined) return tag;
  }
  return undefined;
}
