import type { PlanTarget } from '#jobs';

/** A target reference without what all targets of the job share. */
export function nameIn({ registry, prefix }: Pick<PlanTarget, 'registry' | 'prefix'>, reference: string): string {
  const shared = prefix === '' ? `${registry}/` : `${registry}/${prefix}/`;
  return reference.startsWith(shared) ? reference.slice(shared.length) : reference;
}
