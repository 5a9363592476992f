import type { Identity } from './identity.ts';

/** What ECR says to somebody who may not, on /v2 and in its API alike. `repository` absent: an action on the registry. */
export function denial(
  identity: Identity,
  action: string,
  account: string,
  region: string,
  repository?: string,
): string {
  const resource = `arn:aws:ecr:${region}:${account}:repository/${repository ?? '*'}`;
  return `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`;
}
