import { ReleaseError } from '#problem';
import { parseEcrHost } from '#reference';
import type { PlanTarget } from '../plan-target.ts';

/**
 * The account whose registry it is, from its name.
 * @throws ReleaseError `usage`
 */
export function registryIdOf({ registry, kind }: Pick<PlanTarget, 'registry' | 'kind'>): string {
  const account = parseEcrHost(registry)?.account;
  if (account !== undefined) return account;
  throw new ReleaseError(
    'usage',
    `${registry} is no ECR registry, so AWS cannot list it, though the target is of kind ${kind}`,
    {
      hint: 'Set target.kind: oci.',
    },
  );
}
