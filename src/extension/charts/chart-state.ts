import type { KnownChart } from '#worker';

/** An image that a chart needs, and what the target has of it. */
export type ChartImage = KnownChart['plan']['images'][number];

/** Of the images of a chart. */
interface ImageCounts {
  readonly total: number;
  readonly missing: number;
  readonly wrong: number;
  /** The repositories of those that are missing or wrong, with their registry. */
  readonly lacking: readonly string[];
}

/** How far a chart is: what is kept of it for the workspace. Survives `structuredClone`. */
export interface ChartState {
  /** Of the plan that was made or run last. */
  readonly record: string;
  /** A hash of the marketplace.yaml that it was planned under: under another one it says nothing. */
  readonly settingsHash: string;
  readonly stage: 'planned' | 'written' | 'pushed' | 'present' | 'conflict' | 'failed' | 'cancelled';
  /** As it is released. */
  readonly version: string;
  /** How many files of it are changed, added or removed. */
  readonly changes: number;
  /** Absent when something has been pushed there since they were looked at. */
  readonly images?: ImageCounts;
  readonly errors: number;
  /** How many problems of any kind there are: without one, there is nothing to bring back after a reload. */
  readonly problems: number;
}

/** What a record says of its chart. @param before what was known: what was pushed stays so when the same chart is planned again */
export function chartState(
  { record, plan, report }: Pick<KnownChart, 'record' | 'plan' | 'report'>,
  settingsHash: string,
  before?: ChartState,
): ChartState {
  const stage = report ? reported(report) : plannedStage(plan);
  // Written to a file after it was pushed: it is still there.
  const isKept = before?.version === plan.result.version && before.stage === 'pushed' && stage === 'written';
  return {
    record,
    settingsHash,
    stage: isKept ? 'pushed' : stage,
    version: plan.result.version,
    changes: plan.changes.length,
    images: imageCounts(plan),
    errors: plan.problems.filter(({ severity }) => severity === 'error').length,
    problems: plan.problems.length,
  };
}

function imageCounts({ images }: KnownChart['plan']): ImageCounts {
  const missing = images.filter(({ state }) => state === 'missing');
  const wrong = images.filter(({ state }) => state === 'taken' || state === 'refused' || state === 'unknown');
  const lacking = [...missing, ...wrong].flatMap(({ target }) => (target === undefined ? [] : repositoryOf(target)));
  return { total: images.length, missing: missing.length, wrong: wrong.length, lacking: [...new Set(lacking)] };
}

/** What is known of a chart, when these references were pushed: how its images stand is not, if they are of those that it lacks. */
export function afterPush(state: ChartState, references: readonly string[]): ChartState {
  const { images, ...rest } = state;
  const pushed = new Set(references.map(repositoryOf));
  return images?.lacking.some((repository) => pushed.has(repository)) ? rest : state;
}

/** Without tag and digest: what goes under a new tag has the same. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

function plannedStage({ push }: KnownChart['plan']): ChartState['stage'] {
  if (push?.state === 'present') return 'present';
  return push?.state === 'conflict' ? 'conflict' : 'planned';
}

function reported({ push, output, cancelled }: NonNullable<KnownChart['report']>): ChartState['stage'] {
  if (cancelled) return 'cancelled';
  if (push) return push.outcome;
  return output?.outcome === 'failed' ? 'failed' : 'written';
}
