import type { Settings } from '#formats';
import { ReleaseError } from '#problem';
import { promoteImages, type ResolvedRelease } from '#release';
import type { AwsGateway, Files } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import { resolveTarget, type TargetChoice } from './resolve-target.ts';
import { withPlace } from './with-place.ts';

/** What is known before it is known where the images come from. */
interface Known {
  readonly settings: Settings;
  readonly settingsFile: string;
  /** Of the settings; absolute. */
  readonly folder: string;
  readonly target: PlanTarget;
}

/**
 * The target that a release is promoted from. What the call says of profile and region is about the one that is pushed to.
 * @throws ReleaseError what resolving a target throws; `usage` when both are the same place
 */
export async function promotedFrom(
  { from: name, defaultRegion }: TargetChoice,
  { settings, settingsFile, folder, target }: Known,
  { files, aws }: { readonly files: Files; readonly aws: Pick<AwsGateway, 'callerIdentity'> },
  signal?: AbortSignal,
): Promise<PlanTarget | undefined> {
  if (name === undefined) return undefined;
  const choice = { target: name, ...(defaultRegion === undefined ? {} : { defaultRegion }) };
  const from = withPlace(await resolveTarget(settings, settingsFile, choice, aws, signal), folder, files);
  if (placeOf(from) !== placeOf(target)) return from;
  const words = `${name} and ${target.name ?? target.registry} are the same place: there is nothing to promote`;
  throw new ReleaseError('usage', words, { hint: 'Name two different targets: first the one that has the images.' });
}

/** The release with its images as the first target has them. */
export function promoted(
  { images, ignored, problems }: ResolvedRelease,
  from: PlanTarget,
  target: PlanTarget,
): ResolvedRelease {
  const wanted = promoteImages(images, from, target);
  return {
    images: wanted.images,
    ignored: promoteImages(ignored, from, target).images,
    problems: [...problems, ...wanted.problems],
  };
}

function placeOf({ registry, prefix, layout }: PlanTarget): string {
  return `${layout ?? registry} ${prefix}`;
}
