import type { ChartPlanOutline } from '#worker';

/** Whether a plan can be pushed: nothing stands in its way, and the tag is free. */
export function mayPush({ ok, push }: Pick<ChartPlanOutline, 'ok' | 'push'>): boolean {
  return ok && push?.state === 'absent';
}
