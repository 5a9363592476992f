import path from 'node:path';
import type { Item, MirrorPlan, Report } from '#jobs';
import type { Place, WorkerWorld } from '#worker';

/** What a job has said of a release: its plan, and when it has been run, its report. */
export interface JobResult {
  /** The name under which the worker keeps it. */
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  /** The files that the job was restricted to, absolute; empty: the whole release. */
  readonly files: readonly string[];
  /** Whether it is made again with new tags, too, for images whose tag is taken. */
  readonly newTags?: boolean | undefined;
  /** A hash of the marketplace.yaml that it was made under: under another one nothing of it counts. */
  readonly settingsHash: string;
  readonly plan: MirrorPlan;
  /** The data folder of the sandbox that it was planned on. */
  readonly sandboxFolder?: string;
  readonly report?: Report;
}

/** One whose plan was run. */
export type MirrorResult = JobResult & { readonly report: Report };

/** Where each image stands: after the run, else as planned. */
export function itemsOf({ plan, report }: Pick<JobResult, 'plan' | 'report'>): readonly Item[] {
  return report?.items ?? plan.items;
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
export function filesOf(result: Pick<JobResult, 'plan' | 'place'>): ReadonlySet<string> {
  const named = result.plan.items.flatMap(({ origins }) => origins.map(({ file }) => file));
  return new Set([...new Set(named)].map((file) => absoluteFile(file, result.place)));
}

/** What results belong together: those of one target, in one world. */
export function resultKey(world: WorkerWorld, { settings = '', target = '' }: Place): string {
  return [world, fileKey(settings), target].join(' ');
}

/**
 * Results with a newer one, the newest first. Older ones stay as long as they say something of files that newer ones do not; so does the
 * newest that was run, because its report may be asked for.
 */
export function withNewest(results: readonly JobResult[], newest: JobResult): JobResult[] {
  const kept: JobResult[] = [newest];
  const covered = new Set(filesOf(newest));
  for (const result of results) {
    const files = [...filesOf(result)];
    const isReport = result.report !== undefined && kept.every(({ report }) => report === undefined);
    if (result.record === newest.record || (!isReport && files.every((file) => covered.has(file)))) continue;
    kept.push(result);
    for (const file of files) covered.add(file);
  }
  return kept.slice(0, mostResults);
}

/** A release has some lists; more results than this are of files that are gone. */
export const mostResults = 12;
