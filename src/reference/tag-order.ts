import { compareNumbers } from './compare-numbers.ts';
import { compareEarlyVersions } from './early-version.ts';
import { readVersionTag, type VersionTag } from './version-tag.ts';

/**
 * The newest release among a repository's tags that is newer than the current one and of the same family: prefix, number of parts, flavour
 * and kind of revision are the same (`8.3.4-alpine` → `8.3.5-alpine`, never `8.4` or `8.3.5`). A re-release (`8.3.4-1`) is newer than what it
 * replaces. Pre-releases are proposed only to one who has one, builds of a channel (`-nightly.5`) to one who has such, and only when there is
 * no newer release. A word that may be a flavour (`3.12-dev`) is one where another version has it too, and is kept then. Undefined when
 * there is none, and for a tag that is no version.
 */
export function newestRelease(current: string, tags: readonly string[]): string | undefined {
  const from = readVersionTag(current);
  if (!from || isOneOfCommits(current, tags)) return undefined;
  const family = candidates(tags).filter(({ version }) => version.family === from.family && !version.isMoving);
  const newer = family.filter(({ version }) => compare(version, from) > 0);
  const { early } = from;
  const ofFlavour = early?.flavour ? family.filter(({ version }) => version.early?.flavour === early.flavour) : [];
  if (ofFlavour.some(({ version }) => compareNumbers(version.numbers, from.numbers) !== 0))
    return highest(ofFlavour.filter((one) => newer.includes(one)));
  const releases = newer.filter(({ version }) => !version.early && (from.early || version.final === from.final));
  const ofChannel = newer.filter(
    ({ version }) => version.early && version.early.flavour === '' && version.early.channel === early?.channel,
  );
  return highest(releases) ?? highest(ofChannel);
}

/** Tags that name whatever is newest, alone or of a flavour: `latest`, `stable-alpine`. */
export const whateverIsNewest = /^(?:latest|stable|current|release|main|master|edge)(?=$|-)/;

/**
 * The newest release among a repository's tags for one who has a moving name (`latest`, `latest-alpine`, `alpine`): of its flavour, the
 * most exact one. Dates and build numbers only where there are no versions, versions behind a name (`controller-v1.9.4`) only where all
 * have the same. Undefined when no tag is a release.
 */
export function highestRelease(tags: readonly string[], moving = 'latest'): string | undefined {
  const named = moving.replace(whateverIsNewest, '');
  const flavour = named === '' || named.startsWith('-') ? named : `-${named}`;
  const releases = candidates(tags).filter(
    ({ version }) => version.flavour === flavour && !version.isMoving && !version.early,
  );
  const plain = releases.filter(({ version }) => /^v?$/i.test(version.prefix));
  const [first] = releases;
  const isOneName = releases.every(({ version }) => version.prefix === first?.version.prefix);
  const known = plain.length > 0 || !isOneName ? plain : releases;
  const versions = known.filter(({ version: { numbers } }) => numbers.length > 1 && (numbers[0]?.length ?? 0) < 6);
  return highest(versions.length > 0 ? versions : known);
}

interface Candidate {
  readonly tag: string;
  readonly version: VersionTag;
}

function candidates(tags: readonly string[]): Candidate[] {
  return tags.flatMap((tag) => {
    const version = readVersionTag(tag);
    return version ? [{ tag, version }] : [];
  });
}

function highest(all: readonly Candidate[]): string | undefined {
  let best: Candidate | undefined;
  for (const one of all) if (!best || compare(one.version, best.version) > 0) best = one;
  return best?.tag;
}

function compare(a: VersionTag, b: VersionTag): number {
  return (
    compareNumbers(a.numbers, b.numbers) ||
    compareEarlyVersions(a.early, b.early) ||
    compareNumbers([a.revision], [b.revision])
  );
}

/** One commit id in twenty-five has no letter in it. Among others it is known by their length. */
function isOneOfCommits(current: string, tags: readonly string[]): boolean {
  if (!/^\d{7,40}$/.test(current)) return false;
  return tags.some((tag) => tag.length === current.length && /^(?=.*[a-f])[0-9a-f]+$/.test(tag));
}
