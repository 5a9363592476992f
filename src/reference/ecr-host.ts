/** What the name of an ECR host says: whose registry, where. */
export interface EcrHost {
  /** 12 digits; undefined for ECR Public. */
  readonly account: string | undefined;
  readonly region: string;
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc' | 'aws-iso' | 'aws-iso-b';
  readonly fips: boolean;
}

/** What kind of place a release goes to. It decides who may make repositories and whether a tag is final. */
export type TargetKind = 'marketplace' | 'ecr' | 'oci';

/** The account that owns AWS Marketplace's own registry (Marketplace seller guide, "Container-based products"). */
const marketplaceAccount = '709825985650';

const suffixes: readonly [string, EcrHost['partition']][] = [
  ['amazonaws.com', 'aws'],
  ['on.aws', 'aws'],
  ['amazonaws.com.cn', 'aws-cn'],
  ['on.amazonwebservices.com.cn', 'aws-cn'],
  ['amazonaws.eu', 'aws-eusc'],
  ['on.amazonwebservices.eu', 'aws-eusc'],
  ['c2s.ic.gov', 'aws-iso'],
  ['sc2s.sgov.gov', 'aws-iso-b'],
];

/**
 * Reads an ECR host: `ACCOUNT.dkr.ecr[-fips].REGION.amazonaws.com`, the dual-stack `ACCOUNT.dkr-ecr[-fips].REGION.on.aws`, the
 * other partitions' endings, and `public.ecr.aws`. Undefined for any other host.
 * Source: Amazon ECR user guide, "Private registries" and "Making requests over IPv6 (dual-stack)".
 */
export function parseEcrHost(host: string): EcrHost | undefined {
  if (host === 'public.ecr.aws') return { account: undefined, region: 'us-east-1', partition: 'aws', fips: false };
  const match = /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\.(.+)$/.exec(host);
  const partition = suffixes.find(([suffix]) => suffix === match?.[4])?.[1];
  if (!match?.[3] || !partition) return undefined;
  const region = match[3];
  return {
    account: match[1],
    region,
    partition: partition === 'aws' && region.startsWith('us-gov-') ? 'aws-us-gov' : partition,
    fips: match[2] !== undefined,
  };
}

/** The kind a target has when the settings don't say. */
export function targetKindOf(host: string): TargetKind {
  const ecr = parseEcrHost(host);
  if (!ecr) return 'oci';
  return ecr.account === marketplaceAccount ? 'marketplace' : 'ecr';
}
