import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { formatReference } from '#reference';
import { endpointsOf } from '../endpoints.ts';
import { fileWarningSchema, fileWarnings } from '../file-warning.ts';
import type { Files, Gateways } from '../gateways.ts';
import { refuseMixedWorlds, requireAccount } from '../guards.ts';
import type { JobOptions } from '../job-options.ts';
import { endpointSchema } from '../mirror/mirror-plan.ts';
import { type PlanTarget, targetSchema } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { chartImageSchema, lookSchema } from './chart-image.ts';
import { chartProblemSchema } from './chart-plan.ts';
import type { GatheredChart } from './gather/gather-chart.ts';
import { findImages, helmAtHand } from './images/find-images.ts';
import { mapImages } from './images/map-images.ts';
import { partImages, partReferences } from './images/part-images.ts';
import { plannedList, plannedListSchema, textOfList } from './images/planned-list.ts';
import { requireSourceList } from './images/require-source-list.ts';
import { targetImages } from './images/target-images.ts';
import { withPartImages } from './images/with-part-images.ts';
import { chartPlace } from './plan/chart-place.ts';
import { blocks, sortedProblems } from './plan/chart-problems.ts';
import { placedProblems } from './plan/placed-problems.ts';
import { readGathered } from './read-gathered.ts';

export const chartImagesSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.literal('chart-images'),
  /** Whether each image is known, and none stands in the way of a release. */
  ok: z.boolean(),
  chart: z.object({ name: z.string(), version: z.string(), source: z.string(), digest: z.optional(z.string()) }),
  target: targetSchema,
  /** How the images were found. */
  look: lookSchema,
  images: z.array(chartImageSchema),
  problems: z.array(chartProblemSchema),
  /** Set when an image list is to be written. */
  list: z.optional(plannedListSchema),
  endpoints: z.array(endpointSchema),
  /** Of the settings. */
  fileWarnings: z.array(fileWarningSchema),
});

/** The images of a chart, and what the target has of them. */
export type ChartImages = z.infer<typeof chartImagesSchema>;

/** What {@link chartImages} is asked about. */
export interface ChartImagesInput {
  readonly chart: GatheredChart;
  /** The image list that is brought up to date, as the user names it. */
  readonly list?: string | undefined;
  /** Whether images whose tag is taken go under a new one. */
  readonly newTags?: boolean | undefined;
}

/**
 * Finds every image that a chart needs, and what the target has of each. Writes nothing, the image list neither: that is
 * {@link writeImageList}.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, `input-invalid` for a list that is none or that no mirror would take,
 *   `usage` for the list of a release, what opening and reading the chart throws, AWS login trouble; the signal's reason
 */
export async function chartImages(
  { chart: gathered, list: file, newTags }: ChartImagesInput,
  around: Gateways,
  { emit, signal: cancel }: JobOptions,
): Promise<ChartImages> {
  const { gateways, signal } = stopOnLoginEnd(around, gathered.target, cancel);
  const options = { emit, signal };
  const account = await requireAccount(gathered.target, gateways, signal);
  const target: PlanTarget = account === undefined ? gathered.target : { ...gathered.target, account };
  await refuseMixedWorlds(target, gateways);
  if (file !== undefined)
    await requireSourceList(file, { folder: gathered.folder, settings: gathered.settings.files }, gateways.files);
  emit({ type: 'phase', phase: 'gather', total: 1 });
  const opened = await readGathered(gathered, gateways, options);
  const found = await findImages(opened, gathered.values, await helmAtHand(gateways, signal), gateways, options);
  const { settings, mirrorPlan, released, derive, folder, parts } = gathered;
  const mapping = { settings, target, mirrorPlan, released };
  const mapped = mapImages(found.needed, opened.source, mapping);
  const besides = new Set(partReferences(parts).map(formatReference));
  const planned =
    file === undefined ? undefined : await plannedList(file, { mapped, besides, mapping }, gateways.files);
  emit({ type: 'phase', phase: 'plan', total: mapped.length });
  const sessions = new Sessions(gateways, emit);
  const own = await targetImages(mapped, { target, derive, folder, newTags }, { sessions, gateways }, options);
  const list = file !== undefined && planned ? { file, held: planned.held } : undefined;
  const images = withPartImages(own, await partImages(parts, { target, derive, released, sessions, signal, list }));
  const placed = await chartPlace(gathered, opened, gateways.files);
  const { name, version } = opened.chart.metadata;
  return {
    schemaVersion: 1,
    job: 'chart-images',
    ok: found.isWhole && images.every((image) => !blocks(image) && image.state !== 'unknown'),
    chart: { name, version, source: opened.source, ...(opened.digest === undefined ? {} : { digest: opened.digest }) },
    target,
    look: found.look,
    images,
    problems: sortedProblems(placedProblems(found.problems, placed)),
    ...(planned ? { list: planned.list } : {}),
    endpoints: await endpointsOf(sessions, { target }, gateways, []),
    fileWarnings: fileWarnings(gathered.warnings),
  };
}

/** Whether writing a list would change anything. */
export function listHasWrites({ list }: Pick<ChartImages, 'list'>): boolean {
  return list !== undefined && list.before !== list.after;
}

/**
 * Writes the image list as it was shown.
 * @throws ReleaseError `chart-not-ready` while an image cannot be released, `plan-stale` when the list was changed meanwhile,
 *   `file-not-writable`
 */
export async function writeImageList({ list, images }: ChartImages, files: Files): Promise<void> {
  if (!list || list.before === list.after) return;
  const refused = images.filter(({ state }) => state === 'refused');
  if (refused.length > 0) {
    const message = `${list.file} was not written: ${refused.map(({ source }) => source).join(', ')} cannot be released so`;
    throw new ReleaseError('chart-not-ready', message, { hint: refused[0]?.hint ?? 'Name a version in the values.' });
  }
  if ((await textOfList(list.file, files))?.text !== list.before) {
    throw new ReleaseError('plan-stale', `${list.file} was changed since it was looked at. Nothing was written`, {
      hint: 'Run the same again: it starts from what the file has now.',
    });
  }
  await files.write(list.file, list.after);
}
