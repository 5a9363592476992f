import type { InjectedPart } from '#chart';
import type { DerivedImage, RuleGrade, Settings, TargetSettings } from '#formats';
import type { Problem, Range } from '#problem';
import type { ResolvedImage } from '#release';
import type { AwsGateway, Files } from '../../gateways.ts';
import { gatherRepositories } from '../../gather/gather-repositories.ts';
import { inputInvalid } from '../../gather/input-invalid.ts';
import type { OpenedChoice } from '../../gather/open-settings.ts';
import { requireSettings } from '../../gather/require-settings.ts';
import { resolveTarget, type TargetChoice } from '../../gather/resolve-target.ts';
import { withPlace } from '../../gather/with-place.ts';
import { type MirrorPlan, parsePlan } from '../../mirror/mirror-plan.ts';
import type { PlanTarget } from '../../plan-target.ts';
import type { RepositoryWish } from '../../repositories/wished-repositories.ts';
import { type ChartNaming, type ChosenChart, chooseChart } from './choose-chart.ts';
import { injectedParts } from './injected-parts.ts';
import { releasedImages } from './released-images.ts';

/** Which chart, for which target, and what of it is not as the settings say. */
export interface ChartChoice extends OpenedChoice, TargetChoice, ChartNaming {
  /** Of the chart as it is released, in place of the settings' own. */
  readonly name?: string;
  readonly chartVersion?: string;
  readonly appVersion?: string;
  /** A saved plan of a mirror, which says where the images go. */
  readonly mirrorPlan?: string;
}

/** What a job about a chart starts from, before it asks anybody. Plain data. */
export interface GatheredChart {
  readonly settings: Settings;
  /** As the user would name it. */
  readonly settingsFile: string;
  /** Absolute; paths in the settings are relative to it. */
  readonly folder: string;
  readonly target: PlanTarget;
  /** The target as rules know it. */
  readonly targetSettings: TargetSettings;
  readonly derive: readonly DerivedImage[];
  readonly grades: readonly RuleGrade[];
  /** The key in the settings, or how the chart was named. */
  readonly key: string;
  /** Where the settings have it; absent for a chart that they do not have. */
  readonly place?: { readonly file: string; readonly range: Range };
  readonly source: ChosenChart['source'];
  readonly delivery: 'helm' | 'eks-add-on';
  readonly parts: readonly InjectedPart[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly publish: {
    readonly name?: string;
    readonly version?: string;
    readonly appVersion?: string;
    readonly path: string;
  };
  readonly mirrorPlan?: MirrorPlan;
  /** What the release files and image lists beside the settings send to the target. */
  readonly released: readonly ResolvedImage[];
  /** What the settings want of the target's repositories. */
  readonly repositories?: RepositoryWish | undefined;
  /** The files that all this was read from, as the user would name them. */
  readonly inputs: readonly string[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads what a job about a chart starts from: settings, target, the chart's place and what is injected.
 * @throws ReleaseError `settings-missing`, `target-choice`, `input-invalid`, `usage`, `chart-not-found`, `plan-unreadable`, what reading
 *   throws, AWS login trouble
 */
export async function gatherChart(
  choice: ChartChoice,
  { files, aws }: { readonly files: Files; readonly aws: Pick<AwsGateway, 'callerIdentity'> },
  signal?: AbortSignal,
): Promise<GatheredChart> {
  const opened = await requireSettings(choice, files);
  const {
    settings,
    folder,
    file: { file: settingsFile },
  } = opened;
  const resolved = await resolveTarget(settings, settingsFile, choice, aws, signal);
  const target = withPlace(resolved, folder, files);
  const { source, settings: own } = await chooseChart(choice, { charts: settings.charts, folder }, files);
  const injected = await injectedParts(own?.inject ?? [], { target, settingsFile, folder, files });
  const mirrorPlan = choice.mirrorPlan === undefined ? undefined : parsePlan(await files.read(choice.mirrorPlan));
  const released = await releasedImages(opened, target, files);
  const around = { settingsFile, folder, files, environment: choice.environment ?? {} };
  const repositories = await gatherRepositories(resolved.settings, around);
  if (repositories.problems.some(({ severity }) => severity === 'error')) throw inputInvalid(repositories.problems);
  const given = {
    ...(choice.name === undefined ? {} : { name: choice.name }),
    ...(choice.chartVersion === undefined ? {} : { version: choice.chartVersion }),
    ...(choice.appVersion === undefined ? {} : { appVersion: choice.appVersion }),
  };
  return {
    settings,
    settingsFile,
    folder,
    target,
    targetSettings: resolved.settings,
    derive: settings.derive,
    grades: settings.rules,
    key: own?.name ?? choice.chart,
    ...(own ? { place: { file: settingsFile, range: own.range } } : {}),
    source,
    delivery: own?.delivery ?? 'helm',
    parts: injected.parts,
    values: own?.values ?? {},
    publish: { path: '', ...own?.publish, ...given },
    ...(mirrorPlan ? { mirrorPlan } : {}),
    released: released.images,
    ...(repositories.wish ? { repositories: repositories.wish } : {}),
    inputs: [
      settingsFile,
      ...injected.inputs,
      ...repositories.inputs,
      ...('path' in source ? [source.path] : []),
      ...(choice.mirrorPlan === undefined ? [] : [choice.mirrorPlan]),
    ],
    warnings: [...opened.warnings, ...released.warnings, ...repositories.problems],
  };
}
