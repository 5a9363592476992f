/**
 * Whether the whole path of a repository fits a pattern: `*` stands for any text without a slash, `?` for one character, `**` between
 * slashes or alone for any folders or none. `a/b` fits `a/*` and `**`, but neither `b` nor `*`.
 */
export function matchPath(pattern: string, path: string): boolean {
  return matchAll(pattern.split('/'), path.split('/'), (part) => part === '**', matchName);
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
