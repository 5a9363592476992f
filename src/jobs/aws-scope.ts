import { parseEcrHost } from '#reference';
import type { AwsScope } from './gateways.ts';

/** As whom and where AWS is asked on behalf of a target: its own region, else the one in the registry's name. */
export function awsScope(target: {
  readonly registry: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly role?: string | undefined;
}): AwsScope {
  return {
    region: target.region ?? parseEcrHost(target.registry)?.region ?? 'us-east-1',
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...(target.role === undefined ? {} : { role: target.role }),
  };
}

/** The same for the Marketplace Catalog, which exists in one region only (AWS Marketplace API Reference, "Supported AWS Regions"). */
export function catalogScope(target: Parameters<typeof awsScope>[0]): AwsScope {
  return { ...awsScope(target), region: 'us-east-1' };
}
