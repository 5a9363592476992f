import { parseEcrHost } from '#reference';
import { awsScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { Sessions } from '../sessions.ts';
import type { Endpoint, MirrorPlan, PlanTarget } from './mirror-plan.ts';

/** Where a job's requests go, and as whom: what a plan lists, and a run compares. */
export async function endpointsOf(sessions: Sessions, target: PlanTarget, gateways: Gateways): Promise<Endpoint[]> {
  const registries = (await sessions.all()).map(({ access }) => ({
    name: access.registry,
    origin: access.origin,
    ...(access.repositoryPrefix === undefined ? {} : { prefix: access.repositoryPrefix }),
    credentials: access.credentials,
    sentTo: [...(sessions.credentialsSent.get(access.registry) ?? [])].sort(),
  }));
  if (target.account === undefined) return registries;
  const origin = awsOrigin(target, gateways);
  const { profile } = awsScope(target);
  const credentials = gateways.aws.credentialsFrom ?? (profile === undefined ? 'default chain' : `profile ${profile}`);
  return [...registries, { name: 'aws', origin, credentials, sentTo: [new URL(origin).host] }];
}

/** How the endpoints of a plan differ from those of now, a line each. */
export async function movedEndpoints({ endpoints, target }: MirrorPlan, gateways: Gateways): Promise<string[]> {
  const compared = endpoints.map(async ({ name, origin, prefix }) => {
    if (name === 'aws') return difference('AWS', origin, awsOrigin(target, gateways));
    const access = await gateways.registries.access(name);
    return difference(name, place(origin, prefix), place(access.origin, access.repositoryPrefix));
  });
  return (await Promise.all(compared)).flat();
}

/** ECR's API endpoint stands for AWS's others: they move together. */
function awsOrigin(target: PlanTarget, { aws }: Gateways): string {
  if (aws.endpoint !== undefined) return aws.endpoint;
  const { region } = awsScope(target);
  const suffix = parseEcrHost(target.registry)?.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://api.ecr.${region}.${suffix}`;
}

function place(origin: string, prefix: string | undefined): string {
  return prefix === undefined ? origin : `${origin}/${prefix}`;
}

function difference(name: string, was: string, is: string): string[] {
  return was === is ? [] : [`endpoint of ${name}: was ${was}, is ${is}`];
}
