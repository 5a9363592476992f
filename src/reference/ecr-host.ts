import { type Partition, partitionOf } from './partition.ts';

/** What the name of an ECR host says: whose registry, where, and in which of its forms. */
export interface EcrHost {
  /** 12 digits; undefined for ECR Public. */
  readonly account: string | undefined;
  readonly region: string;
  readonly partition: Partition;
  /** One of the endpoints whose cryptography is validated for the US government (FIPS 140). */
  readonly fips: boolean;
  /** One of the endpoints that answer over IPv6 too. */
  readonly dualStack: boolean;
}

/** What kind of place a release goes to. It decides who may make repositories and whether a tag is final. */
export type TargetKind = 'marketplace' | 'ecr' | 'oci';

/** The account that owns AWS Marketplace's own registry (Marketplace seller guide, "Container-based products"). */
const marketplaceAccount = '709825985650';

/** AWS Marketplace's own registry, by the one name that the Catalog API takes: it is in one region only (the same guide). */
export const marketplaceRegistry = `${marketplaceAccount}.dkr.ecr.us-east-1.amazonaws.com`;

/** ECR Public by its usual name and by the one that answers over IPv6 too (ECR Public user guide, "Making requests to … registries"). */
const publicHosts: Readonly<Record<string, boolean>> = { 'public.ecr.aws': false, 'ecr-public.aws.com': true };

/** Endings of `ACCOUNT.dkr.ecr.REGION`, which are the partitions' own (botocore's partitions.json, `dnsSuffix`). */
const suffixes: readonly string[] = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/** Endings of `ACCOUNT.dkr-ecr.REGION`; for the isolated partitions none is published. */
const dualStackSuffixes: readonly string[] = ['on.aws', 'on.amazonwebservices.com.cn', 'on.amazonwebservices.eu'];

/**
 * Reads an ECR host: `ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com`, the dual-stack `ACCOUNT.dkr-ecr[-fips].REGION.on.aws`, the
 * other partitions' endings, and ECR Public. Undefined for any other host.
 * Source: AWS General Reference, "Amazon ECR endpoints and quotas"; Amazon ECR user guide, "Making requests to Amazon ECR registries".
 */
export function parseEcrHost(host: string): EcrHost | undefined {
  if (isEcrPublic(host)) {
    const dualStack = publicHosts[host] === true;
    return { account: undefined, region: 'us-east-1', partition: 'aws', fips: false, dualStack };
  }
  const match = /^(\d{12})\.dkr([.-])ecr(-fips)?\.([a-z0-9-]+)\.(.+)$/.exec(host);
  const [, account, joint, fips, region = '', suffix = ''] = match ?? [];
  const dualStack = joint === '-';
  if (!match || !(dualStack ? dualStackSuffixes : suffixes).includes(suffix)) return undefined;
  return { account, region, partition: partitionOf(region), fips: fips !== undefined, dualStack };
}

/** ECR Public has an API and logins of its own: docker's config is asked for those, and nothing is made there. */
export function isEcrPublic(host: string): boolean {
  return Object.hasOwn(publicHosts, host);
}

/** The kind a target has when the settings don't say. */
export function targetKindOf(host: string): TargetKind {
  const ecr = parseEcrHost(host);
  if (!ecr) return 'oci';
  return ecr.account === marketplaceAccount ? 'marketplace' : 'ecr';
}
