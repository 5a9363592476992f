import { compareNumbers } from './compare-numbers.ts';
import { compareEarlyVersions, type EarlyVersion, readEarlyVersion, withoutZeros } from './early-version.ts';
import { finalWord } from './final-word.ts';

/** A tag read as a version: `v8.3.4-alpha1-alpine` is 8, 3, 4, the first alpha and the rest `-alpine`. */
interface Version {
  readonly numbers: readonly string[];
  readonly early: EarlyVersion | undefined;
  /** What is no part of the version: without one it is the version itself, with one, such as the `-1` of a second try, after it. */
  readonly rest: string;
}

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
    compareEarlyVersions(left.early, right.early) ||
    naturally.compare(left.rest, right.rest) ||
    naturally.compare(a, b)
  );
}

function parseVersion(tag: string): Version | undefined {
  const match = commit.test(tag) ? null : /^v?(\d+(?:\.\d+)*)(.*)$/is.exec(tag);
  if (!match?.[1]) return undefined;
  const suffix = match[2] ?? '';
  const early = readEarlyVersion(suffix);
  return {
    numbers: match[1].split('.').map(withoutZeros),
    early,
    rest: suffix.slice(early?.length ?? finalWord(suffix).length),
  };
}
