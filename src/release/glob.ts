/**
 * Whether a path (with forward slashes) fits a pattern. Without a slash the pattern is for the file's name, in any folder; with one it is for
 * the whole path. `*` stands for any text without a slash, `?` for one character, `**` between slashes for any folders or none.
 */
export function matchGlob(pattern: string, path: string): boolean {
  const parts = pattern.replace(/^\.?\//, '').split('/');
  const names = path.replace(/^\.\//, '').split('/');
  if (!pattern.includes('/')) return matchName(pattern, names.at(-1) ?? '');
  return matchAll(parts, names, (part) => part === '**', matchName);
}

/** Whether a text is meant as a pattern rather than as a name. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

function matchName(pattern: string, name: string): boolean {
  return matchAll(
    [...pattern],
    [...name],
    (part) => part === '*',
    (part, character) => part === '?' || part === character,
  );
}

/**
 * Matches a row of parts in which some stand for any number of items. On a mismatch only the latest of those takes one item more:
 * no pattern needs more than parts × items steps, which a regular expression would not promise.
 */
function matchAll(
  parts: readonly string[],
  items: readonly string[],
  isAny: (part: string) => boolean,
  isOne: (part: string, item: string) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let retry: { part: number; item: number } | undefined;
  while (item < items.length) {
    const current = parts[part];
    if (current !== undefined && isAny(current)) {
      retry = { part: ++part, item };
    } else if (current !== undefined && isOne(current, items[item] ?? '')) {
      part++;
      item++;
    } else if (retry) {
      part = retry.part;
      item = ++retry.item;
    } else return false;
  }
  return parts.slice(part).every(isAny);
}
