import { parseImageList, type Settings } from '#formats';
import { ReleaseError } from '#problem';
import { formatReference, parseReference, type Reference } from '#reference';
import { type ResolvedImage, resolveRelease } from '#release';
import type { MirrorPlan } from '../../mirror/mirror-plan.ts';
import { referenceOf } from '../../mirror/mirror-plan.ts';
import type { PlanTarget } from '../../plan-target.ts';
import type { NamedChartImage } from './named-chart-image.ts';
import { isOwnImage, ownImage } from './own-image.ts';
import type { RefusedImage } from './refused-image.ts';
import { releasedTargets } from './released-targets.ts';

/** What says where images go. */
export interface ImageMapping {
  readonly settings: Pick<Settings, 'names' | 'originals' | 'files'>;
  readonly target: PlanTarget;
  /** A mirror's plan: what it says of an image counts before the settings, new tags of taken ones too. */
  readonly mirrorPlan?: MirrorPlan | undefined;
  /** What the files of the release send to the target: what they say of an image counts before `names` and prefix. */
  readonly released?: readonly ResolvedImage[] | undefined;
}

/** An image of a chart with its place at the target, or why it has none. */
export interface MappedImage {
  readonly image: NamedChartImage;
  readonly resolved?: ResolvedImage;
  readonly refused?: RefusedImage;
  /** Set where the chart names the target's own image already. */
  readonly isOwn?: true;
}

const untaggedHint =
  'Name a version in the values of the chart: a final tag named latest would name this image for ever.';

/**
 * Gives each image of a chart its place at the target: where a mirror's plan or the files of the release send it, else as an image list of
 * sources would, by `names`, prefix and `originals`. What is at the target already stays as it is. An image without a version is refused,
 * never left out.
 * @param where the chart in words
 * @throws ReleaseError `usage` when the mirror's plan is for another target
 */
export function mapImages(
  images: readonly NamedChartImage[],
  where: string,
  { settings, target, mirrorPlan, released = [] }: ImageMapping,
): MappedImage[] {
  if (mirrorPlan && (mirrorPlan.target.registry !== target.registry || mirrorPlan.target.prefix !== target.prefix)) {
    const place = ({ registry, prefix }: PlanTarget) => `${registry}/${prefix}`;
    throw new ReleaseError(
      'usage',
      `The mirror's plan is for ${place(mirrorPlan.target)}, the chart goes to ${place(target)}`,
      { hint: 'Choose the target that the plan was made for, or make a plan for this one.' },
    );
  }
  const planned = plannedTargets(mirrorPlan);
  const inFiles = releasedTargets(released);
  const known = images.map(({ reference }, at): Known | undefined => {
    const refused = refusalOf(reference);
    if (refused) return { refused };
    const origins = [originAt(where, at + 1)];
    const fixed = planned(reference);
    if (fixed) return { resolved: { ...fixed, origins } };
    const named = inFiles(reference);
    if (named) return named;
    if (!isOwnImage(reference, target, settings.names)) return undefined;
    return { resolved: { ...ownImage(reference), origins }, isOwn: true };
  });
  // One line an image, so that what is wrong with one is known by its line.
  const lines = images.map(({ reference }, at) => (known[at] ? '' : formatReference(reference)));
  const { model } = parseImageList(lines.join('\n'));
  const { images: resolved, problems } = resolveRelease({
    settings: { ...settings, files: { ...settings.files, unpaired: 'sources' } },
    target,
    files: [{ file: where, kind: 'images', model }],
  });
  const byLine = new Map(resolved.flatMap((one) => one.origins.map(({ line }) => [line, one] as const)));
  return images.map((image, at): MappedImage => {
    const told = known[at];
    if (told) return { image, ...told };
    const found = byLine.get(at + 1);
    if (found) return { image, resolved: found };
    const problem = problems.find(({ range, severity }) => range.line === at + 1 && severity === 'error');
    const { rule: code = 'source-invalid', message = 'It has no place at the target' } = problem ?? {};
    return { image, refused: { code, message, ...(problem?.hint === undefined ? {} : { hint: problem.hint }) } };
  });
}

type Known = Omit<MappedImage, 'image'>;

/** Where each image that has a place goes: what the chart is rewritten by. Keys are whole references of sources. */
export function imageTargets(mapped: readonly MappedImage[]): Map<string, string> {
  return new Map(
    mapped.flatMap(({ image, resolved }) =>
      resolved ? [[formatReference(image.reference), formatReference(resolved.target)] as const] : [],
    ),
  );
}

function refusalOf(reference: Reference): RefusedImage | undefined {
  const { tag, digest } = reference;
  const name = formatReference(reference);
  if (tag === 'latest') {
    return {
      code: 'tag-latest',
      message: `The chart names ${name}, which is another image tomorrow`,
      hint: untaggedHint,
    };
  }
  if (tag !== undefined) return undefined;
  if (digest === undefined) {
    return {
      code: 'tag-missing',
      message: `The chart names ${name} without a tag, which means latest`,
      hint: untaggedHint,
    };
  }
  const message = `The chart names ${name} by its digest alone, and the target needs a tag`;
  return { code: 'tag-missing', message, hint: 'Add the tag to the values of the chart.' };
}

/** What a mirror's plan says of a source; a chart need not name the digest that a list pins. */
function plannedTargets(
  plan: MirrorPlan | undefined,
): (reference: Reference) => Omit<ResolvedImage, 'origins'> | undefined {
  if (!plan) return () => undefined;
  const known = new Map<string, Omit<ResolvedImage, 'origins'>>();
  for (const item of plan.items) {
    if (item.outcome === 'ignored') continue;
    const source = referenceOf(item.source);
    const found = { source, target: referenceOf(item.target), paths: [] };
    const { digest: _, ...tagged } = source;
    known.set(formatReference(source), found);
    if (source.tag !== undefined && !known.has(formatReference(tagged))) known.set(formatReference(tagged), found);
  }
  return (reference) => {
    const parsed = parseReference(formatReference(reference));
    return parsed.ok ? known.get(formatReference(parsed.reference)) : undefined;
  };
}

function originAt(file: string, line: number): ResolvedImage['origins'][number] {
  return { file, line, column: 1, endLine: line, endColumn: 1 };
}
