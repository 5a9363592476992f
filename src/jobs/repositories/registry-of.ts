import { ReleaseError } from '#problem';
import { parseEcrHost } from '#reference';
import type { PlanTarget } from '../plan-target.ts';

/**
 * The account in whose registry a target's repositories are: the host says it, or, where ECR is known by another name, the credentials.
 * @throws ReleaseError `setting-invalid` for ECR Public, whose repositories have an API of their own
 */
export function registryOf({ registry, account }: PlanTarget): string {
  const ecr = parseEcrHost(registry);
  const id = ecr ? ecr.account : account;
  if (id !== undefined) return id;
  throw new ReleaseError('setting-invalid', `Repositories are not made at ${registry}`, {
    hint: 'Leave repositories out of the target; for ECR Public: aws ecr-public create-repository --region us-east-1 --repository-name NAME',
  });
}
