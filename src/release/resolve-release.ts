import type { Settings, TargetSettings } from '#formats';
import type { Origin, Problem } from '#problem';
import { formatReference, type Reference, repositoryFault } from '#reference';
import { chooseImages } from './choose-images.ts';
import type { InputFile } from './input-file.ts';
import { mapName } from './map-name.ts';
import type { NamedImage } from './named-image.ts';
import { originalOf } from './original-of.ts';
import { sourceKey } from './source-key.ts';
import { targetRepository } from './target-repository.ts';

/** One image of a release: from where, to where, and who asks for it. */
export interface ResolvedImage {
  readonly source: Reference;
  readonly target: Reference;
  /** Its paths as the files name it, before `names` and prefix: several where names lead them to one repository. */
  readonly paths: readonly string[];
  /** The path that `names` give it, before the prefix; undefined where they say nothing of it. */
  readonly mappedPath?: string;
  /** Where the same digest is read when the source does not have it; of no use without one. */
  readonly original?: Reference;
  /** What the release names as its source, when it is promoted from elsewhere. */
  readonly released?: Reference;
  /** The places that ask for it: lines of lists, or images of releases without lists. Never empty. */
  readonly origins: readonly Origin[];
  /** Where a release file has the image, when lists ask for it. */
  readonly pinned?: Origin;
  /** The text before the first `_` of the file's name (of the first place), when there is one. */
  readonly release?: string;
}

/** A release, ready to be planned when no problem is an error. */
export interface ResolvedRelease {
  readonly images: readonly ResolvedImage[];
  /** What the releases have but their lists don't name. */
  readonly ignored: readonly ResolvedImage[];
  readonly problems: readonly Problem[];
}

export interface ResolveInput {
  readonly settings: Pick<Settings, 'names' | 'originals' | 'files'>;
  /** Its registry with account and region filled in. */
  readonly target: Pick<TargetSettings, 'registry' | 'prefix' | 'kind'>;
  readonly files: readonly InputFile[];
}

/**
 * From files to the images of one target: pairs lists with releases, maps names, adds the prefix, folds the same work into one
 * image and refuses what contradicts itself. An image with an error is not among `images`.
 */
export function resolveRelease({ settings, target, files }: ResolveInput): ResolvedRelease {
  const { wanted, ignored, refused, problems } = chooseImages(files, settings.files.unpaired);
  const place = (image: NamedImage) => placed(image, target, settings);
  const checked = [...folded(wanted.map(place)).values()].map((sameTarget) => {
    const trouble =
      sameTarget.length > 1 ? duplicates(sameTarget) : sameTarget.flatMap((one) => nameProblems(one, target.kind));
    return { images: trouble.length === 0 ? sameTarget : [], trouble };
  });
  const images = checked.flatMap((one) => one.images);
  const doubled = [...folded(refused.map(place)).values()].flatMap((same) => (same.length > 1 ? duplicates(same) : []));
  // What another release's list asks for is not ignored, after all.
  const taken = new Set(images.map(workKey));
  const left = [...folded(ignored.map(place)).values()].flat();
  return {
    images,
    ignored: left.filter((image) => !taken.has(workKey(image))),
    problems: [...problems, ...checked.flatMap(({ trouble }) => trouble), ...doubled],
  };
}

function placed(
  image: NamedImage,
  target: ResolveInput['target'],
  { names, originals }: ResolveInput['settings'],
): ResolvedImage {
  const original = originalOf(originals, image.path, image.source);
  const repository = targetRepository(image.path, image.source, target.prefix, names);
  const mappedPath = mapName(names, image.source);
  return {
    source: image.source,
    target: { registry: target.registry, repository, tag: image.tag },
    paths: [image.path],
    ...(mappedPath === undefined ? {} : { mappedPath }),
    ...(original ? { original } : {}),
    origins: [image.origin],
    ...(image.pinned ? { pinned: image.pinned } : {}),
    ...(image.release === undefined ? {} : { release: image.release }),
  };
}

function workKey({ source, target }: ResolvedImage): string {
  return `${formatReference(target)} ${sourceKey(source)}`;
}

/** The images by target; the same work of several places is one image with several origins. */
function folded(images: readonly ResolvedImage[]): Map<string, ResolvedImage[]> {
  const works = new Map<string, ResolvedImage & { readonly origins: Origin[]; readonly paths: string[] }>();
  const byTarget = new Map<string, ResolvedImage[]>();
  for (const image of images) {
    const key = workKey(image);
    const work = works.get(key);
    if (work) {
      work.origins.push(...image.origins);
      work.paths.push(...image.paths.filter((path) => !work.paths.includes(path)));
      continue;
    }
    const fresh = { ...image, origins: [...image.origins], paths: [...image.paths] };
    works.set(key, fresh);
    const target = formatReference(image.target);
    const same = byTarget.get(target);
    if (same) same.push(fresh);
    else byTarget.set(target, [fresh]);
  }
  return byTarget;
}

/** The same repository and tag from different sources: each place is told of one other. */
function duplicates(images: readonly ResolvedImage[]): Problem[] {
  return images.flatMap((image, position) => {
    const other = images[position === 0 ? 1 : 0];
    const [place] = other?.origins ?? [];
    if (!other || !place) return [];
    const { repository, tag } = image.target;
    const message = `${repository}:${tag} is also the destination of ${formatReference(other.source)} (${place.file}:${place.line}).`;
    const hint = 'Give one of them another destination, or remove it.';
    return image.origins.map((origin) => problemAt(origin, { rule: 'destination-duplicate', message, hint }));
  });
}

/** The path was read as a repository already; with the prefix it may have become too long. */
function nameProblems({ target, origins }: ResolvedImage, kind: TargetSettings['kind']): Problem[] {
  const fault = repositoryFault(target.repository);
  if (fault === undefined) return [];
  const message = `With names and prefix applied, ${fault}.`;
  const awsCode = kind === 'oci' ? {} : { awsCode: 'INVALID_ECR_REPOSITORY_NAME' };
  return origins.map((origin) => problemAt(origin, { rule: 'repository-name', message, ...awsCode }));
}

function problemAt(
  { file, ...range }: Origin,
  what: Pick<Problem, 'rule' | 'message'> & Partial<Pick<Problem, 'hint' | 'awsCode'>>,
): Problem {
  return { file, range, severity: 'error', ...what };
}
