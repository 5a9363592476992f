import type { PlanTarget } from '#jobs';

/**
 * The target that a question is put to: the place's own, or a registry that the place's settings say how to reach, taken as it is. No
 * API of AWS is asked about that one: whether the place's credentials may be used there is for the registry's own login to say.
 */
export function targetAt(target: PlanTarget, registry: string | undefined): PlanTarget {
  if (registry === undefined || registry === target.registry) return target;
  const { attestationManifests, existing } = target;
  return { registry, prefix: '', kind: 'oci', attestationManifests, existing, platforms: [] };
}
