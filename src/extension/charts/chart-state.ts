import type { KnownChart } from '#worker';

/** An image that a chart needs, and what the target has of it. */
export type ChartImage = KnownChart['plan']['images'][number];

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
  readonly images: { readonly total: number; readonly missing: number; readonly wrong: number };
  readonly errors: number;
}

/** What a record says of its chart. @param before what was known: what was pushed stays so when the same chart is planned again */
export function chartState(
  { record, plan, report }: Pick<KnownChart, 'record' | 'plan' | 'report'>,
  settingsHash: string,
  before?: ChartState,
): ChartState {
  const count = (...states: string[]) => plan.images.filter(({ state }) => states.includes(state)).length;
  const stage = report ? reported(report) : plannedStage(plan);
  // Written to a file after it was pushed: it is still there.
  const isKept = before?.version === plan.result.version && before.stage === 'pushed' && stage === 'written';
  return {
    record,
    settingsHash,
    stage: isKept ? 'pushed' : stage,
    version: plan.result.version,
    changes: plan.changes.length,
    images: { total: plan.images.length, missing: count('missing'), wrong: count('taken', 'refused', 'unknown') },
    errors: plan.problems.filter(({ severity }) => severity === 'error').length,
  };
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
