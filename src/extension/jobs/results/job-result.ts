import path from 'node:path';
import type { Item, MirrorPlan, PlanTarget, Report } from '#jobs';
import type { Place, WorkerWorld } from '#worker';

/** What a job that reads the files of a release was about. */
export interface JobOfFiles {
  /** The name under which the worker keeps it. */
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  /** The files that the job was restricted to, absolute; empty: the whole release. */
  readonly files: readonly string[];
  /** A hash of the marketplace.yaml that it was made under: under another one nothing of it counts. */
  readonly settingsHash: string;
  /** The data folder of the sandbox that it was about. */
  readonly sandboxFolder?: string;
}

/** A plan, and when it has been run, its report. */
export interface PlanResult extends JobOfFiles {
  /** Whether it is made again with new tags, too, for images whose tag is taken. */
  readonly newTags?: boolean | undefined;
  readonly plan: MirrorPlan;
  readonly report?: Report;
}

/** One whose plan was run. */
export type MirrorResult = PlanResult & { readonly report: Report };

/** What a verification found at the target. */
export interface VerifyResult extends JobOfFiles {
  readonly plan?: undefined;
  readonly report: Report;
}

/** What a job has said of a release. */
export type JobResult = PlanResult | VerifyResult;

type Said = Pick<PlanResult, 'plan' | 'report'> | Pick<VerifyResult, 'plan' | 'report'>;

/** Where each image stands: at the end of the job, else as planned. */
export function itemsOf(said: Said): readonly Item[] {
  return said.plan === undefined ? said.report.items : (said.report ?? said.plan).items;
}

export function targetOf(said: Said): PlanTarget {
  return (said.plan ?? said.report).target;
}

/** The target that the images come from, where no source of the files is asked. */
export function promotedFrom({ plan }: Said): PlanTarget | undefined {
  return plan?.promotedFrom;
}

export function isPlanResult(result: JobResult): result is PlanResult {
  return result.plan !== undefined;
}

/** Whether an image of it has another tag than its files say, because that one was taken. */
export function hasNewTags(said: Said): boolean {
  return itemsOf(said).some(({ wanted }) => wanted !== undefined);
}

/** The absolute name of a file that a plan names as its user would: from the folder of its settings. */
export function absoluteFile(file: string, { settings = '/' }: Place): string {
  return fileKey(path.resolve(path.dirname(settings), file));
}

/** One spelling for a file, however it was told: slashes, and Windows' drive letter. */
export function fileKey(file: string): string {
  return file.replaceAll('\\', '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}

/** The files that a job has said something of, by {@link fileKey}. */
export function filesOf(result: JobResult): ReadonlySet<string> {
  const named = itemsOf(result).flatMap(({ origins }) => origins.map(({ file }) => file));
  return new Set([...new Set(named)].map((file) => absoluteFile(file, result.place)));
}

/** What results belong together: those of one target, in one world. */
export function resultKey(world: WorkerWorld, { settings = '', target = '' }: Place): string {
  return [world, fileKey(settings), target].join(' ');
}

/** What may be asked for, whatever is newer: the last plan, which can be run after a verification too, and the last reports. */
const lasting: readonly ((result: JobResult) => boolean)[] = [
  isPlanResult,
  (result) => isPlanResult(result) && result.report !== undefined,
  (result) => !isPlanResult(result),
];

/**
 * Results with a newer one, the newest first. Older ones stay as long as they say something of files that newer ones do not; so do the
 * newest plan, the newest that was run, and the newest verification.
 */
export function withNewest(results: readonly JobResult[], newest: JobResult): JobResult[] {
  const kept: JobResult[] = [newest];
  const covered = new Set(filesOf(newest));
  for (const result of results) {
    const files = [...filesOf(result)];
    const isLast = lasting.some((is) => is(result) && !kept.some(is));
    if (result.record === newest.record || (!isLast && files.every((file) => covered.has(file)))) continue;
    kept.push(result);
    for (const file of files) covered.add(file);
  }
  return kept.slice(0, mostResults);
}

/** A release has some lists; more results than this are of files that are gone. */
export const mostResults = 12;
