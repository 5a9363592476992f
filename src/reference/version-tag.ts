import { type EarlyVersion, readEarlyVersion, withoutZeros } from './early-version.ts';
import { finalWord } from './final-word.ts';

/**
 * A tag read as a release of something: `v8.3.4-rc1-alpine-r2` is `v`, 8 3 4, rc 1, the flavour `-alpine` and the revision r 2. Only tags
 * of the same {@link family} are versions of the same thing.
 */
export interface VersionTag {
  /** Without leading zeros; as texts, because dates and build numbers are longer than numbers are exact. */
  readonly numbers: readonly string[];
  readonly early: EarlyVersion | undefined;
  /** The word for a release that some vendors write behind it: `.Final`. */
  readonly final: string;
  /** Such names are pushed again and again, and are no releases. */
  readonly isMoving: boolean;
  /** Of the same version: a re-release, a build, a packager's revision. */
  readonly revision: string;
  /** Equal for tags that differ in nothing but version, stage and revision. */
  readonly family: string;
  /** What stands before the version: `v`, `release-`. */
  readonly prefix: string;
  /** What an image is built on or for, as written: `-alpine3.19`. */
  readonly flavour: string;
}

/** Names in a tag that stand for whatever is there at the time. */
export const movingName =
  /(?:^|[-._])(?:snapshot|nightly|dev|devel|canary|next|edge|latest|master|main|unstable|testing)(?=$|[-._])/i;
/** A short commit id is no version, though it may begin with digits. `g1a2b3c4` is how git describes one. */
const commit = /^(?=.*[a-f])(?=.*\d)g?[0-9a-f]{7,40}$/i;
/** A commit id, or the time of a build, inside a tag: it names one build of many, and says nothing of which is newer. */
const buildId = /(?:^|[-._])(?:(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)g?[0-9a-f]{7,40})(?=$|[-._])/i;
/** Names of what is no version: signatures, pull requests. */
const noVersion = /^(?:sha\d*|pr|pull|mr|commit|branch|feature|fix)[-_.]?\d/i;
/** Packagers count under names of their own: `-r5` Bitnami and Alpine, `-ls123` LinuxServer, `-k3s1`, `-eksbuild.6`, `-ce.0` GitLab. */
const packager = /[-._](r|rev|ls|p|pl|patch|build|hotfix|sp|k3s|rke2r|eksbuild|gke|ce|ee)([.-]?)(\d+)$/i;
/** A number right behind the version: a re-release up to this length, the number of a build beyond it. */
const counter = /^[-_](\d+)(?=$|[-_][a-z])/i;
const longestCounter = 3;

/** The version that a tag is of; undefined for a tag that is of none, such as `latest` or a commit id. */
export function readVersionTag(tag: string): VersionTag | undefined {
  if (commit.test(tag) || noVersion.test(tag)) return undefined;
  // Of `java17-8.3.4` the 17 is no part of the version.
  const [, before = '', from = ''] =
    /^([a-z]+\d+(?:\.\d+)?[-_])(\d+\.\d+.*)$/is.exec(tag) ?? /^([a-z][a-z_.-]*)?(\d.*)$/is.exec(tag) ?? [];
  const core = coreOf(from);
  if (!core) return undefined;
  let rest = from.slice(core.text.length);
  if (buildId.test(rest)) return undefined;
  const early = readEarlyVersion(rest);
  const final = early ? '' : finalWord(rest);
  rest = rest.slice(early?.length ?? final.length);
  // `edge-24.10.1` is one build of many and stays, `edge-24.10` and `1.2-latest` go along with the newest.
  const isBuildOfPrefix = core.isDate || core.numbers.length > 2 || /^\d{8,}$/.test(core.text);
  const isMoving = (early?.isMoving ?? false) || movingName.test(rest) || (!isBuildOfPrefix && movingName.test(before));
  const counted = counter.exec(rest);
  if (counted) rest = rest.slice(counted[0].length);
  const packaged = counted ? null : packager.exec(rest);
  if (packaged) rest = rest.slice(0, packaged.index);
  // 1.1.1w: OpenSSL's way to count.
  const letter = core.isDate || early || counted ? null : /^[a-z](?=$|-)/.exec(rest);
  if (letter) rest = rest.slice(1);
  const isBuild = (counted?.[1]?.length ?? 0) > longestCounter;
  const kind = packaged ? `${packaged[1]}${packaged[2]}` : isBuild ? 'build' : '';
  return {
    numbers: [...core.numbers.map(withoutZeros), ...(letter ? [String(letter[0].charCodeAt(0))] : [])],
    early,
    final,
    isMoving,
    revision: withoutZeros(counted?.[1] ?? packaged?.[3] ?? '0'),
    family: JSON.stringify([before, core.numbers.map(shapeOf), core.isDate, letter !== null, kind, rest]),
    prefix: before,
    flavour: rest,
  };
}

interface Core {
  readonly text: string;
  readonly numbers: readonly string[];
  readonly isDate: boolean;
}

/** `2024-01-11`, with a time perhaps (MinIO), `8u392` (Java), or numbers with dots. */
function coreOf(text: string): Core | undefined {
  const date = /^\d{4}-\d\d-\d\d(?:T\d\d-\d\d-\d\dZ)?(?=$|[-._])/.exec(text);
  const [found] = date ?? /^\d+u\d+(?=$|[-._])/.exec(text) ?? /^\d+(?:\.\d+)*/.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { text: found, numbers: found.match(/\d+/g) ?? [], isDate: date !== null };
}

/**
 * Numbers of one kind only are compared: a stray `20231128` among versions is newer than none of them, and `2024.1` is the year's first,
 * not the two thousand and twenty-fourth.
 */
function shapeOf(number: string, at: number): string {
  if (at > 0) return '';
  if (number.length > 5) return number.length === 8 && /^(?:19|20)/.test(number) ? 'date' : 'long';
  return /^(?:19|20)\d\d$/.test(number) ? 'year' : '';
}
