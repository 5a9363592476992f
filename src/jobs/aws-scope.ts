import { parseEcrHost } from '#reference';
import type { PlanTarget } from './plan-target.ts';

/** Where and as whom AWS is called. */
export interface AwsScope {
  readonly region: string;
  readonly profile?: string;
  /** The ARN of a role that is assumed with the profile's credentials, or the default ones. */
  readonly role?: string;
  /** At the endpoints validated for FIPS 140, and at those that answer over IPv6 too. */
  readonly fips?: boolean;
  readonly dualStack?: boolean;
}

/**
 * As whom and where AWS is asked on behalf of a target: its own region, else the one in the registry's name; at endpoints of the same
 * form as the registry's.
 */
export function awsScope(target: {
  readonly registry: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly role?: string | undefined;
}): AwsScope {
  const ecr = parseEcrHost(target.registry);
  return {
    region: target.region ?? ecr?.region ?? 'us-east-1',
    // ECR Public has an API of its own; what is asked of AWS there is only who we are.
    ...(ecr?.account !== undefined && ecr.fips ? { fips: true } : {}),
    ...(ecr?.account !== undefined && ecr.dualStack ? { dualStack: true } : {}),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...(target.role === undefined ? {} : { role: target.role }),
  };
}

/**
 * The same for the Marketplace Catalog, as the seller where the settings name one. The Catalog exists in one region and one form only
 * (AWS Marketplace API Reference, "Supported AWS Regions").
 */
export function catalogScope({
  seller,
  ...target
}: Parameters<typeof awsScope>[0] & { readonly seller?: Pick<PlanTarget, 'profile' | 'role'> | undefined }): AwsScope {
  const asked = seller ? { registry: target.registry, ...seller } : target;
  const { fips: _fips, dualStack: _dualStack, ...scope } = awsScope(asked);
  return { ...scope, region: 'us-east-1' };
}
