/** Whether a repository's name is wanted. */
export type NameFilter = (name: string) => boolean;

/**
 * Reads what somebody typed to find repositories: words that all have to be in the name, in any order and case. A word with `*` is the
 * pattern of a whole name: `*` stands for any text, slashes too. Undefined for nothing but blanks, which filters nothing.
 */
export function parseNameFilter(text: string): NameFilter | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return (name) => {
    const lower = name.toLowerCase();
    return words.every((word) => (word.includes('*') ? matchesWhole(word, lower) : lower.includes(word)));
  };
}

/** Takes each part where it first fits, so that no pattern takes longer than its parts times the name. */
function matchesWhole(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
