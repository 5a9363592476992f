import type { ChartPlan } from '#jobs';
import type { ChartPlanOutline, ChartRecord, KnownChart } from './protocol.ts';

/** A plan without the texts of files. */
export function planOutline({ changes, ...plan }: ChartPlan): ChartPlanOutline {
  return {
    ...plan,
    changes: changes.map(({ path, what, isCut }) => ({ path, what, ...(isCut ? { isCut } : {}) })),
  };
}

/** A record as views need it. */
export function knownChart({ plan, ...record }: ChartRecord): KnownChart {
  return { ...record, plan: planOutline(plan) };
}
