import { compareNumbers } from './compare-numbers.ts';

/** A version as Semantic Versioning 2.0 reads it: `v8.4.0-alpha1+build` is 8 4 0, the pre-release alpha1 and the build `build`. */
export interface SemanticVersion {
  /** As texts, because numbers of any length are versions. */
  readonly numbers: readonly string[];
  /** Empty for a release. */
  readonly early: readonly string[];
  /** Of no account in the order. */
  readonly build: string | undefined;
}

const number = '(?:0|[1-9]\\d*)';
const earlyPart = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
/** A `v` in front, which Helm and its charts allow, besides what semver.org has. Longer texts are no versions. */
const pattern = new RegExp(
  `^v?(${number})\\.(${number})\\.(${number})(?:-(${earlyPart}(?:\\.${earlyPart})*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`,
);
const longest = 250;

/** Reads a version of Semantic Versioning 2.0, as charts have one; undefined for a text that is none. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const [, major, minor, patch, early, build] = (text.length <= longest && pattern.exec(text)) || [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { numbers: [major, minor, patch], early: early?.split('.') ?? [], build };
}

/** The order of versions, the lowest first (Semantic Versioning 2.0, section 11). What differs in its build only is equal. */
export function compareSemanticVersions(left: SemanticVersion, right: SemanticVersion): number {
  const numbers = compareNumbers(left.numbers, right.numbers);
  if (numbers !== 0) return numbers;
  if (left.early.length === 0 || right.early.length === 0) return right.early.length - left.early.length;
  for (const [at, part] of left.early.entries()) {
    const other = right.early[at];
    // More parts are a later version.
    if (other === undefined) return 1;
    const difference = compareParts(part, other);
    if (difference !== 0) return difference;
  }
  return left.early.length - right.early.length;
}

/**
 * The newest of some versions, when it is newer than the current one: a release, or where there is none a pre-release for one who has a
 * pre-release. Undefined when there is none, and for a current text that is no version.
 */
export function newestVersion(current: string, versions: readonly string[]): string | undefined {
  const from = parseSemanticVersion(current);
  if (!from) return undefined;
  let release: Candidate | undefined;
  let early: Candidate | undefined;
  for (const text of versions) {
    const version = parseSemanticVersion(text);
    if (!version || compareSemanticVersions(version, from) <= 0) continue;
    if (version.early.length > 0) early = later(early, { text, version });
    else release = later(release, { text, version });
  }
  return (release ?? (from.early.length > 0 ? early : undefined))?.text;
}

interface Candidate {
  readonly text: string;
  readonly version: SemanticVersion;
}

function later(best: Candidate | undefined, one: Candidate): Candidate {
  return best && compareSemanticVersions(best.version, one.version) >= 0 ? best : one;
}

/** Numbers come before words. */
function compareParts(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && isOtherNumber) return compareNumbers([left], [right]);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return left === right ? 0 : left < right ? -1 : 1;
}
