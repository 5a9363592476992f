import { type InjectedPart, imagesInManifests } from '#chart';
import { formatReference } from '#reference';
import { endpointsOf } from '../endpoints.ts';
import { fileWarnings } from '../file-warning.ts';
import type { Gateways } from '../gateways.ts';
import { refuseMixedWorlds, requireAccount } from '../guards.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { wishedRepositories } from '../repositories/wished-repositories.ts';
import { Sessions } from '../sessions.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import type { ChartImage } from './chart-image.ts';
import { type ChartPlan, type ChartProblem, chartPlanId, pushedItems } from './chart-plan.ts';
import type { GatheredChart } from './gather/gather-chart.ts';
import { collectImages } from './images/collect-images.ts';
import { findImages, helmAtHand } from './images/find-images.ts';
import { imageTargets, mapImages } from './images/map-images.ts';
import type { NamedChartImage } from './images/named-chart-image.ts';
import { partImages } from './images/part-images.ts';
import { targetImages } from './images/target-images.ts';
import { withPartImages } from './images/with-part-images.ts';
import { chartPlace } from './plan/chart-place.ts';
import { blocks, findingProblems, sortedProblems } from './plan/chart-problems.ts';
import { checkResult } from './plan/check-result.ts';
import { madeChart } from './plan/made-chart.ts';
import { missingImages } from './plan/missing-images.ts';
import { placedProblems } from './plan/placed-problems.ts';
import { plannedChanges } from './plan/planned-changes.ts';
import { plannedOutput } from './plan/planned-output.ts';
import { chartReference, referenceProblems } from './push/chart-reference.ts';
import { planPush } from './push/plan-push.ts';
import { readGathered } from './read-gathered.ts';

/** What is to become of a chart. */
export interface ChartJob {
  readonly chart: GatheredChart;
  /** The file that it is written to, as the user names it. */
  readonly output?: string | undefined;
  /** Whether it is pushed to the target. */
  readonly push: boolean;
  /** Whether images whose tag is taken go under a new one, and the chart follows them. */
  readonly newTags?: boolean | undefined;
}

/**
 * Says what an injection would do, by reading only: each file before and after, the images and what the target has of them, what speaks
 * against it, and whether the tag is free.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, `usage` for an output that is something else, what opening, reading and
 *   injecting the chart throws, AWS login trouble; the signal's reason
 */
export async function planChart(
  { chart: gathered, output, push, newTags }: ChartJob,
  around: Gateways,
  { emit, signal: cancel }: JobOptions,
): Promise<ChartPlan> {
  const { gateways, signal } = stopOnLoginEnd(around, gathered.target, cancel);
  const options = { emit, signal };
  const account = await requireAccount(gathered.target, gateways, signal);
  const target: PlanTarget = account === undefined ? gathered.target : { ...gathered.target, account };
  await refuseMixedWorlds(target, gateways);
  emit({ type: 'phase', phase: 'gather', total: 1 });
  const opened = await readGathered(gathered, gateways, options);
  const helm = await helmAtHand(gateways, signal);
  const found = await findImages(opened, gathered.values, helm, gateways, options);
  const { settings, mirrorPlan, released, derive, folder, parts } = gathered;
  const mapping = { settings, target, mirrorPlan, released };
  const injectedOnes = manifestImages(parts);
  const needed = mapImages(together(found.needed, injectedOnes), opened.source, mapping);
  const named = mapImages(together(found.needed, found.named, injectedOnes), opened.source, mapping);
  emit({ type: 'phase', phase: 'plan', total: needed.length });
  const sessions = new Sessions(gateways, emit);
  const states = await targetImages(needed, { target, derive, folder, newTags }, { sessions, gateways }, options);
  const images = withPartImages(states, await partImages(parts, { target, derive, released, sessions, signal }));
  const rewrites = new Map([...imageTargets(named), ...renewedTargets(states)]);
  const made = await madeChart(opened, rewrites, gathered, signal);
  const { metadata, changes, findings } = made.injected;
  const placed = await chartPlace(gathered, opened, gateways.files);
  const checked = await checkResult({ made, gathered, placed, switches: found.switches }, helm, gateways, signal);
  const reference = chartReference(metadata, gathered.publish.path, target);
  const pushContext = {
    target,
    sessions,
    gateways,
    emit,
    ...(gathered.repositories?.create ? { missing: new Set<string>() } : {}),
    ...(signal ? { signal } : {}),
  };
  const pushed = push
    ? await planPush({ artifact: made.artifact, digest: made.archive.digest }, reference, pushContext)
    : undefined;
  const repositories = await wishedRepositories(
    gathered.repositories,
    pushedItems({ push: pushed }).map((item) => ({ item })),
    pushContext,
  );
  const inChart = [
    ...found.problems,
    ...missingImages(images, target, pushed),
    ...findingProblems(findings),
    ...referenceProblems(metadata, reference, target),
  ];
  const problems = sortedProblems([...placedProblems(inChart, placed), ...checked.problems]);
  const { metadata: original } = opened.chart;
  const plan = {
    schemaVersion: 1 as const,
    job: 'chart' as const,
    createdAt: new Date(gateways.clock.now()).toISOString(),
    ok: isReady(problems) && !images.some(blocks) && pushed?.state !== 'conflict' && pushed?.state !== 'failed',
    chart: {
      ...namesOf(original),
      source: opened.source,
      ...(opened.digest === undefined ? {} : { digest: opened.digest }),
    },
    result: namesOf(metadata),
    delivery: gathered.delivery,
    target,
    ...(mirrorPlan ? { mirrorPlan: mirrorPlan.planId } : {}),
    archive: made.archive,
    ...(output === undefined
      ? {}
      : {
          output: await plannedOutput(
            output,
            { name: metadata.name, digest: made.archive.digest },
            gateways.files,
            signal,
          ),
        }),
    ...(pushed ? { push: pushed } : {}),
    ...repositories,
    changes: plannedChanges(changes),
    rewrites: [...rewrites].map(([from, to]) => ({ from, to })),
    images,
    problems,
    ...(checked.silenced.length > 0 ? { silenced: checked.silenced } : {}),
    checked: checked.by,
    endpoints: await endpointsOf(sessions, { target }, gateways, []),
    fileWarnings: fileWarnings(gathered.warnings),
  };
  const { schemaVersion, job, ...rest } = plan;
  return { schemaVersion, job, planId: chartPlanId(plan), ...rest };
}

function namesOf({ name, version, appVersion }: ChartPlan['result']): ChartPlan['result'] {
  return { name, version, ...(appVersion === undefined ? {} : { appVersion }) };
}

function isReady(problems: readonly ChartProblem[]): boolean {
  return problems.every(({ severity }) => severity !== 'error');
}

/** What goes under a new tag is named by that. */
function renewedTargets(images: readonly ChartImage[]): readonly (readonly [string, string])[] {
  return images.flatMap(({ source, target, wanted }) =>
    source === undefined || target === undefined || wanted === undefined ? [] : [[source, target] as const],
  );
}

/** Images of the vendor's own manifests, as far as they are plain text. */
function manifestImages(parts: readonly InjectedPart[]): readonly NamedChartImage[] {
  const texts = parts.flatMap((part) => (part.kind === 'manifests' ? part.files : []));
  const rendered = texts.flatMap(({ path, text }) =>
    imagesInManifests(text).images.map((image) => ({ ...image, source: path })),
  );
  return collectImages({ values: [], templates: [], rendered: { defaults: rendered, all: [] } }).needed;
}

/** Each image once; what the first list knows of it counts. */
function together(...lists: readonly (readonly NamedChartImage[])[]): readonly NamedChartImage[] {
  const all = new Map<string, NamedChartImage>();
  for (const image of lists.flat()) {
    const key = formatReference(image.reference);
    if (!all.has(key)) all.set(key, image);
  }
  return [...all.values()];
}
