import type { PlanTarget } from '#jobs';

/** Where a target is: `709…/camunda/camunda8`, or the folder of a layout. */
export function targetPlace({ registry, prefix, layout }: Pick<PlanTarget, 'registry' | 'prefix' | 'layout'>): string {
  if (layout === undefined) return prefix === '' ? registry : `${registry}/${prefix}`;
  return prefix === '' ? `oci:${layout}` : `oci:${layout} (${prefix})`;
}
