/** A tag read as a version: `v8.3.4-alpha1` is 8, 3, 4 and the suffix `-alpha1`. */
interface Version {
  readonly numbers: readonly string[];
  readonly suffix: string;
  /** Where the suffix puts it: before the version itself, with it, after it. */
  readonly rank: -1 | 0 | 1;
}

/** Suffixes that come before the version they are of; all others, such as the `-1` of a second try, come after it. */
const early =
  /^[-._+~]?(?:alpha|beta|a|b|m|rc|cr|pre|preview|milestone|ea|snapshot|dev|nightly|canary|next|test)(?![a-z])/i;

/** A short commit id is no version, though it may begin with digits. */
const commit = /^(?=.*[a-f])[0-9a-f]{7,40}$/i;

const naturally = new Intl.Collator('en', { numeric: true });

/**
 * Compares tags as versions, the lowest first: by their numbers, then `8.3.4-alpha1` before `8.3.4` before `8.3.4-1`. Tags that are no
 * versions come before all that are, so that they stand last where the highest version stands first.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined) || naturally.compare(a, b);
  return (
    compareNumbers(left.numbers, right.numbers) ||
    left.rank - right.rank ||
    naturally.compare(left.suffix, right.suffix) ||
    naturally.compare(a, b)
  );
}

function parseVersion(tag: string): Version | undefined {
  const match = commit.test(tag) ? null : /^v?(\d+(?:\.\d+)*)(.*)$/is.exec(tag);
  if (!match?.[1]) return undefined;
  const suffix = match[2] ?? '';
  return {
    numbers: match[1].split('.').map((digits) => digits.replace(/^0+(?=\d)/, '')),
    suffix,
    rank: suffix === '' ? 0 : early.test(suffix) ? -1 : 1,
  };
}

/** Digit by digit, because dates and build numbers are longer than numbers are exact. */
export function compareNumbers(left: readonly string[], right: readonly string[]): number {
  for (const [at, digits] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (digits !== other) return digits.length - other.length || (digits < other ? -1 : 1);
  }
  return left.length - right.length;
}
