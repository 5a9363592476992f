import type { ChartPlanOutline } from '#worker';

/** Whether a chart can be written to a file: what stands in the way of its push alone, its tag and images still to be mirrored, does not count. */
export function maySave({ problems, images }: Pick<ChartPlanOutline, 'problems' | 'images'>): boolean {
  return (
    problems.every(({ severity, rule }) => severity !== 'error' || rule === 'not-released') &&
    images.every(({ state }) => state !== 'taken' && state !== 'refused')
  );
}
