import * as z from 'zod/mini';
import { type DecodedText, decodeText, parseImageList, updateImageList } from '#formats';
import { inFile, ReleaseError } from '#problem';
import { endpointsOf } from '../endpoints.ts';
import { fileWarningSchema, fileWarnings } from '../file-warning.ts';
import type { Files, Gateways } from '../gateways.ts';
import { inputInvalid } from '../gather/input-invalid.ts';
import { refuseMixedWorlds, requireAccount } from '../guards.ts';
import type { JobOptions } from '../job-options.ts';
import { endpointSchema } from '../mirror/mirror-plan.ts';
import { type PlanTarget, targetSchema } from '../plan-target.ts';
import { Sessions } from '../sessions.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { type ChartImage, chartImageSchema, lookSchema } from './chart-image.ts';
import { chartProblemSchema } from './chart-plan.ts';
import type { GatheredChart } from './gather/gather-chart.ts';
import { findImages, helmAtHand } from './images/find-images.ts';
import { type MappedImage, mapImages } from './images/map-images.ts';
import { injectedImage, targetImages } from './images/target-images.ts';
import { blocks, sortedProblems } from './plan/chart-problems.ts';
import { readGathered } from './read-gathered.ts';

/** What an image list becomes. */
const plannedListSchema = z.object({
  file: z.string(),
  /** Absent for a list that is not there yet. */
  before: z.optional(z.string()),
  after: z.string(),
  changes: z.array(
    z.object({
      what: z.enum(['replaced', 'added', 'unneeded']),
      line: z.int(),
      before: z.optional(z.string()),
      after: z.optional(z.string()),
    }),
  ),
});

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
type PlannedList = z.infer<typeof plannedListSchema>;

/** What {@link chartImages} is asked about. */
export interface ChartImagesInput {
  readonly chart: GatheredChart;
  /** The image list that is brought up to date, as the user names it. */
  readonly list?: string | undefined;
}

/**
 * Finds every image that a chart needs, and what the target has of each. Writes nothing, the image list neither: that is
 * {@link writeImageList}.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, `input-invalid` for a list that is none, what opening and reading the chart
 *   throws, AWS login trouble; the signal's reason
 */
export async function chartImages(
  { chart: gathered, list }: ChartImagesInput,
  around: Gateways,
  { emit, signal: cancel }: JobOptions,
): Promise<ChartImages> {
  const { gateways, signal } = stopOnLoginEnd(around, gathered.target, cancel);
  const options = { emit, signal };
  const account = await requireAccount(gathered.target, gateways, signal);
  const target: PlanTarget = account === undefined ? gathered.target : { ...gathered.target, account };
  await refuseMixedWorlds(target, gateways);
  emit({ type: 'phase', phase: 'gather', total: 1 });
  const opened = await readGathered(gathered, gateways, options);
  const found = await findImages(opened, gathered.values, await helmAtHand(gateways, signal), gateways, options);
  const { settings, mirrorPlan, derive, folder } = gathered;
  const mapped = mapImages(found.needed, opened.source, { settings, target, mirrorPlan });
  emit({ type: 'phase', phase: 'plan', total: mapped.length });
  const sessions = new Sessions(gateways, emit);
  const own = await targetImages(mapped, { target, derive, folder }, { sessions, gateways }, options);
  const images = [...own, ...(await partImages(gathered, target, sessions, signal))];
  const { name, version } = opened.chart.metadata;
  return {
    schemaVersion: 1,
    job: 'chart-images',
    ok: images.every((image) => !blocks(image) && image.state !== 'unknown'),
    chart: { name, version, source: opened.source, ...(opened.digest === undefined ? {} : { digest: opened.digest }) },
    target,
    look: found.look,
    images,
    problems: sortedProblems(found.problems),
    ...(list === undefined ? {} : { list: await plannedList(list, mapped, gateways.files) }),
    endpoints: await endpointsOf(sessions, { target }, gateways, []),
    fileWarnings: fileWarnings(gathered.warnings),
  };
}

/** Images that only what is injected names. */
export async function partImages(
  { parts }: Pick<GatheredChart, 'parts'>,
  target: PlanTarget,
  sessions: Sessions,
  signal?: AbortSignal,
): Promise<ChartImage[]> {
  const checks = parts.flatMap((part) => (part.kind === 'license-check' ? [part.image] : []));
  const place = { file: 'values.yaml', value: 'awsmp.licenseCheck.image' };
  return Promise.all(checks.map((image) => injectedImage(image, place, target, { sessions, signal })));
}

/** @throws ReleaseError `input-invalid` when the file is no text */
async function plannedList(file: string, mapped: readonly MappedImage[], files: Files): Promise<PlannedList> {
  const before = await textOf(file, files);
  const { text, problems: ofText } = before ?? { text: '', problems: [] };
  // A file that is something else is not written to.
  const problems = [...ofText, ...parseImageList(text).problems];
  if (problems.some(({ severity }) => severity === 'error')) throw inputInvalid(inFile(file, problems));
  const wanted = mapped.flatMap(({ image, refused }) => (refused ? [] : [image.reference]));
  const { text: after, changes } = updateImageList(text, wanted);
  return { file, ...(before ? { before: text } : {}), after, changes: [...changes] };
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
  if ((await textOf(list.file, files))?.text !== list.before) {
    throw new ReleaseError('plan-stale', `${list.file} was changed since it was looked at. Nothing was written`, {
      hint: 'Run the same again: it starts from what the file has now.',
    });
  }
  await files.write(list.file, list.after);
}

/** The text of a file, with the byte order mark that it may have; undefined when it is not there. */
async function textOf(file: string, files: Files): Promise<DecodedText | undefined> {
  if ((await files.kindOf(file)) === undefined) return undefined;
  const bytes = await files.read(file);
  const { text, problems } = decodeText(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { text: hasMark && !text.startsWith('\uFEFF') ? `\uFEFF${text}` : text, problems };
}
