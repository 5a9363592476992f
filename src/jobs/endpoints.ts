import { bucketOrigin, ecrApiOrigin } from '#reference';
import type { RegistryAccess } from '#registry';
import { awsScope } from './aws-scope.ts';
import type { Gateways } from './gateways.ts';
import { identityWords } from './identity-words.ts';
import type { Endpoint, MirrorPlan } from './mirror/mirror-plan.ts';
import type { PlanTarget } from './plan-target.ts';
import type { Sessions } from './sessions.ts';
import type { Judge } from './trust/judge.ts';
import type { LogUpload } from './upload-place.ts';
import { bucketAndKey } from './upload-place.ts';

/**
 * Where a job's requests go, and as whom: what a plan lists, and a run compares.
 * @param judges who have asked servers of their own
 */
export async function endpointsOf(
  sessions: Sessions,
  { target, upload }: Pick<MirrorPlan, 'target' | 'upload'>,
  gateways: Gateways,
  judges: readonly Judge[],
): Promise<Endpoint[]> {
  const registries = (await sessions.all()).map(({ access }) => ({
    name: access.registry,
    origin: originOf(access),
    ...(access.repositoryPrefix === undefined ? {} : { prefix: access.repositoryPrefix }),
    credentials: access.credentials,
    sentTo: [...(sessions.credentialsSent.get(access.registry) ?? [])].sort(),
  }));
  const told = (name: string, origin: string, identity: Pick<PlanTarget, 'profile' | 'role'>): Endpoint => ({
    name,
    origin,
    credentials: identityWords(identity, gateways.aws.credentialsFrom) ?? 'default chain',
    sentTo: [new URL(origin).host],
  });
  const { seller } = target;
  return [
    ...registries,
    ...judges.flatMap((judge) => judge.endpoints?.() ?? []),
    ...(target.account === undefined ? [] : [told('aws', awsOrigin(target, gateways), target)]),
    ...(seller ? [told('catalog', catalogOrigin(gateways), seller)] : []),
    ...(upload ? [told(bucketName(upload), uploadOrigin({ target, upload }, gateways), target)] : []),
  ];
}

/** How the endpoints of a plan differ from those of now, a line each. */
export async function movedEndpoints(
  { endpoints, target, upload }: Pick<MirrorPlan, 'endpoints' | 'target' | 'upload'>,
  gateways: Gateways,
): Promise<string[]> {
  const compared = endpoints.map(async ({ name, origin, prefix }) => {
    if (name === 'aws') return difference('AWS', origin, awsOrigin(target, gateways));
    if (name === 'catalog') return difference('the Catalog', origin, catalogOrigin(gateways));
    if (upload && name === bucketName(upload)) {
      return difference(name, origin, uploadOrigin({ target, upload }, gateways));
    }
    if (/^https?:/.test(name)) return difference(name, origin, (await gateways.servers.access(name)).origin);
    const access = await gateways.registries.access(name);
    return difference(name, place(origin, prefix), place(originOf(access), access.repositoryPrefix));
  });
  return (await Promise.all(compared)).flat();
}

/** ECR's API endpoint stands for AWS's others: they move together. */
function awsOrigin(target: PlanTarget, { aws }: Gateways): string {
  if (aws.endpoint !== undefined) return aws.endpoint;
  const scope = awsScope(target);
  return ecrApiOrigin(scope.region, scope);
}

/** In one region only (AWS Marketplace API Reference, "Supported AWS Regions"). */
function catalogOrigin({ aws }: Gateways): string {
  return aws.endpoint ?? 'https://catalog.marketplace.us-east-1.amazonaws.com';
}

function bucketName({ to }: Pick<LogUpload, 'to'>): string {
  return `s3://${bucketAndKey(to).bucket}`;
}

/** Where S3 is asked for the bucket of an error log. */
export function uploadOrigin(
  { target, upload }: { readonly target: PlanTarget; readonly upload: LogUpload },
  { aws }: Pick<Gateways, 'aws'>,
): string {
  return aws.endpoint ?? bucketOrigin(bucketAndKey(upload.to).bucket, upload.region, awsScope(target));
}

/** A layout is its folder: what requests to it are addressed with means nothing to anyone. */
function originOf({ origin, layout }: RegistryAccess): string {
  return layout === undefined ? origin : `oci:${layout}`;
}

function place(origin: string, prefix: string | undefined): string {
  return prefix === undefined ? origin : `${origin}/${prefix}`;
}

function difference(name: string, was: string, is: string): string[] {
  return was === is ? [] : [`endpoint of ${name}: was ${was}, is ${is}`];
}
