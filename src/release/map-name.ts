import type { NameMapping } from '#formats';
import type { Reference } from '#reference';

/**
 * The repository that the settings' `names` give an upstream image, or undefined when no pattern fits. Patterns are matched with
 * `host/path`; the first that fits wins, and what its `*` stands for (any text, slashes too) takes the place of the `*` in `to`.
 */
export function mapName(names: readonly NameMapping[], source: Reference): string | undefined {
  const path = `${source.registry}/${source.repository}`;
  for (const { from, to } of names) {
    const captured = capture(from, path);
    if (captured !== undefined) return to.replace('*', () => captured);
  }
  return undefined;
}

/** What the pattern's star stands for in the text (empty without a star); undefined when the text does not fit. */
function capture(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return undefined;
  return text.slice(head.length, text.length - tail.length);
}
