import type { Settings } from '#formats';
import { comparePositions, type Problem } from '#problem';
import { type ResolvedImage, resolveRelease } from '#release';
import { gradeProblems, runRules, silencedRules } from '#rules';
import type { AwsGateway, Files } from '../gateways.ts';
import { wishedUpload } from '../log-upload.ts';
import type { PlanTarget } from '../plan-target.ts';
import { readInput } from '../read-input.ts';
import type { RepositoryWish } from '../repositories/wished-repositories.ts';
import { gatherFindings } from '../scan/gather-findings.ts';
import { type TrustSettings, trustSettings } from '../trust/trust-wish.ts';
import type { LogUpload } from '../upload-place.ts';
import { gatherRepositories } from './gather-repositories.ts';
import { inputInvalid } from './input-invalid.ts';
import { loadReleaseFiles } from './load-release-files.ts';
import { checkNamedFiles } from './named-files.ts';
import type { OpenedChoice, OpenedSettings } from './open-settings.ts';
import { promoted, promotedFrom } from './promotion.ts';
import { requireSettings } from './require-settings.ts';
import { resolveTarget, type TargetChoice } from './resolve-target.ts';
import { withPlace } from './with-place.ts';

/** What a job is about, before it asks any registry. */
export interface Gathered {
  readonly settings: Settings;
  /** As the user would name it. */
  readonly settingsFile: string;
  /** Absolute; paths in the settings are relative to it. */
  readonly folder: string;
  /** Where the error log of a run is put; the account may not be filled in yet. */
  readonly upload?: LogUpload;
  readonly target: PlanTarget;
  /** The target that the images are promoted from. */
  readonly from?: PlanTarget;
  readonly images: readonly ResolvedImage[];
  readonly ignored: readonly ResolvedImage[];
  /** What the settings want of the target's repositories. */
  readonly repositories: RepositoryWish | undefined;
  /** What the settings want to be known of images before they are released. */
  readonly trust: TrustSettings;
  /** The files that all this was read from, as the user would name them. */
  readonly inputs: readonly string[];
  /** What the files have that is no error. */
  readonly problems: readonly Problem[];
}

/** Settings and target alone: for jobs that need no files. */
export interface GatheredTarget
  extends Pick<Gathered, 'settings' | 'settingsFile' | 'folder' | 'target' | 'from' | 'upload'> {
  /** What a later call takes, so that it starts from the very same settings. */
  readonly opened: OpenedSettings;
}

interface GatherGateways {
  readonly files: Files;
  readonly aws: Pick<AwsGateway, 'callerIdentity'>;
}

/**
 * Finds the settings, unless they are given with the choice, and the target.
 * @throws ReleaseError `settings-missing`, `target-choice`, `input-invalid`, what reading throws, AWS login trouble
 */
export async function gatherTarget(
  choice: OpenedChoice & TargetChoice,
  { files, aws }: GatherGateways,
  signal?: AbortSignal,
): Promise<GatheredTarget> {
  const { opened, known } = await targetOf(choice, { files, aws }, signal);
  return { ...known, opened };
}

/**
 * Reads everything a job starts from: settings, target, files, and the images that they come to.
 * @throws ReleaseError as {@link gatherTarget}, and `file-not-found`; errors in files are the problems of one `input-invalid`
 */
export async function gather(
  choice: OpenedChoice & TargetChoice,
  gateways: GatherGateways,
  signal?: AbortSignal,
): Promise<Gathered> {
  const { opened, known, targetSettings } = await targetOf(choice, gateways, signal);
  const { settings, settingsFile } = known;
  const loaded = await loadReleaseFiles(opened, choice.named, settings.files, gateways.files);
  const parsed = loaded.map((file) => readInput(file, file.kind));
  const files = parsed.flatMap(({ input }) => input ?? []);
  const resolved = resolveRelease({ settings, target: targetSettings, files });
  const { images, ignored, problems } = known.from ? promoted(resolved, known.from, known.target) : resolved;
  const place = { settingsFile, folder: known.folder, files: gateways.files };
  const environment = choice.environment ?? {};
  const repositories = await gatherRepositories(targetSettings, { ...place, environment });
  const named = await checkNamedFiles(settings, place);
  const { scan, findings } = await gatherFindings(settings.scan, choice.findings, place);
  const ofRules = runRules({
    release: { target: targetSettings, images },
    target: { file: settingsFile, settings: targetSettings },
  });
  const graded = gradeProblems(ofRules, settings.rules, targetSettings.kind);
  const found = [
    ...opened.warnings,
    ...parsed.flatMap((one) => one.problems),
    ...problems,
    ...repositories.problems,
    ...named.problems,
    ...findings.problems,
    ...graded.problems,
  ].sort(comparePositions);
  if (found.some(({ severity }) => severity === 'error')) throw inputInvalid(found);
  const inputs = [
    settingsFile,
    ...loaded.map(({ file }) => file),
    ...repositories.inputs,
    ...named.inputs,
    ...findings.inputs,
  ];
  const silenced = silencedRules(graded.suppressed);
  const trust = {
    ...trustSettings(settings, targetSettings, known.folder),
    ...(scan ? { scan, findings: findings.reports } : {}),
    silenced,
  };
  return { ...known, images, ignored, repositories: repositories.wish, trust, inputs, problems: found };
}

async function targetOf(choice: OpenedChoice & TargetChoice, { files, aws }: GatherGateways, signal?: AbortSignal) {
  const opened = await requireSettings(choice, files);
  const { settings, folder } = opened;
  const settingsFile = opened.file.file;
  const resolved = await resolveTarget(settings, settingsFile, choice, aws, signal);
  const target = withPlace(resolved, folder, files);
  const from = await promotedFrom(choice, { settings, settingsFile, folder, target }, { files, aws }, signal);
  const upload = wishedUpload(settings.report.upload, target, choice.defaultRegion);
  const known: Omit<GatheredTarget, 'opened'> = {
    settings,
    settingsFile,
    folder,
    target,
    ...(upload ? { upload } : {}),
    ...(from ? { from } : {}),
  };
  return { opened, known, targetSettings: resolved.settings };
}
