import type { Original } from '#formats';
import { parseReference, type Reference } from '#reference';

/**
 * Where the settings' `originals` say that the content of a destination comes from in the first place: the first whose `from` begins
 * the destination's path, by whole components. It has the source's digest, or none where the source has none. Undefined when none fits.
 * @param path of the destination, as the files name it: before `names` and prefix
 */
export function originalOf(originals: readonly Original[], path: string, { digest }: Reference): Reference | undefined {
  const original = originals.find(({ from }) => path === from || path.startsWith(`${from}/`));
  if (!original) return undefined;
  const place = `${original.to}${path.slice(original.from.length)}`;
  const parsed = parseReference(digest === undefined ? place : `${place}@${digest}`);
  return parsed.ok ? parsed.reference : undefined;
}
