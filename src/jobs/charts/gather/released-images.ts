import { comparePositions, type Problem, ReleaseError } from '#problem';
import { type ResolvedImage, resolveRelease } from '#release';
import type { Files } from '../../gateways.ts';
import { loadReleaseFiles } from '../../gather/load-release-files.ts';
import type { OpenedSettings } from '../../gather/open-settings.ts';
import type { PlanTarget } from '../../plan-target.ts';
import { readInput } from '../../read-input.ts';

/** What the files of a release send to the target. */
export interface ReleasedImages {
  readonly images: readonly ResolvedImage[];
  /** What of the files could not be followed. */
  readonly warnings: readonly Problem[];
}

/**
 * The images that a mirror of the same settings would take, with the places that the files give them. A release without files has none. What is
 * wrong in the files stops a mirror; a chart is looked at all the same, and it is told.
 * @throws what reading throws
 */
export async function releasedImages(
  { folder, file, settings }: Required<OpenedSettings>,
  target: PlanTarget,
  files: Files,
): Promise<ReleasedImages> {
  const loaded = await loadReleaseFiles({ folder, file }, [], settings.files, files).catch((error: unknown) => {
    if (ReleaseError.is(error) && error.code === 'file-not-found') return [];
    throw error;
  });
  const read = loaded.map((one) => readInput(one, one.kind));
  const inputs = read.flatMap(({ input }) => input ?? []);
  const { images, problems } = resolveRelease({ settings, target, files: inputs });
  const errors = [...read.flatMap((one) => one.problems), ...problems].filter(({ severity }) => severity === 'error');
  const warnings = errors.sort(comparePositions).map((problem): Problem => {
    const message = `${problem.message} What the file says here of where images go was not followed.`;
    return { ...problem, severity: 'warning', message };
  });
  return { images, warnings };
}
