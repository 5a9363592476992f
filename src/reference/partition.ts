/** A part of AWS with accounts, regions and names of its own. */
export type Partition =
  | 'aws'
  | 'aws-cn'
  | 'aws-us-gov'
  | 'aws-eusc'
  | 'aws-iso'
  | 'aws-iso-b'
  | 'aws-iso-e'
  | 'aws-iso-f';

interface Facts {
  /** How its regions begin. */
  readonly regions: string;
  readonly suffix: string;
  /** Of endpoints that answer over IPv6 too. */
  readonly dualStackSuffix: string;
}

/** botocore's partitions.json: `regionRegex`, `dnsSuffix`, `dualStackDnsSuffix`. Regions that nobody else has are those of `aws`. */
const partitions: Readonly<Record<Partition, Facts>> = {
  'aws-cn': { regions: 'cn-', suffix: 'amazonaws.com.cn', dualStackSuffix: 'api.amazonwebservices.com.cn' },
  'aws-us-gov': { regions: 'us-gov-', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
  'aws-eusc': { regions: 'eusc-', suffix: 'amazonaws.eu', dualStackSuffix: 'api.amazonwebservices.eu' },
  'aws-iso': { regions: 'us-iso-', suffix: 'c2s.ic.gov', dualStackSuffix: 'api.aws.ic.gov' },
  'aws-iso-b': { regions: 'us-isob-', suffix: 'sc2s.sgov.gov', dualStackSuffix: 'api.aws.scloud' },
  'aws-iso-e': { regions: 'eu-isoe-', suffix: 'cloud.adc-e.uk', dualStackSuffix: 'api.cloud-aws.adc-e.uk' },
  'aws-iso-f': { regions: 'us-isof-', suffix: 'csp.hci.ic.gov', dualStackSuffix: 'api.aws.hci.ic.gov' },
  aws: { regions: '', suffix: 'amazonaws.com', dualStackSuffix: 'api.aws' },
};

/** The partition that a region is in. It stands in the ARNs of all that is there. */
export function partitionOf(region: string): Partition {
  const names = Object.keys(partitions) as Partition[];
  return names.find((name) => region.startsWith(partitions[name].regions)) ?? 'aws';
}

/**
 * Where ECR's API is: the SDK finds the same by itself (botocore's endpoint rules for `ecr`).
 * @param form of the endpoint, as a registry's host has it
 */
export function ecrApiOrigin(
  region: string,
  { fips = false, dualStack = false }: { readonly fips?: boolean; readonly dualStack?: boolean },
): string {
  const { suffix, dualStackSuffix } = partitions[partitionOf(region)];
  const name = fips ? 'ecr-fips' : 'ecr';
  return dualStack ? `https://${name}.${region}.${dualStackSuffix}` : `https://api.${name}.${region}.${suffix}`;
}

/** Whether a host (`name[:port]`) is one of AWS's: its APIs, ECR's registries, and the storage that those send on to. */
export function isAwsHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const endings = Object.values(partitions).flatMap(({ suffix, dualStackSuffix }) => [
    suffix,
    dualStackSuffix.replace(/^api\./, ''),
  ]);
  return endings.some((ending) => name.endsWith(`.${ending}`));
}

/** Where a bucket is, by its region (S3 user guide, "Virtual hosting of general purpose buckets"). */
export function bucketOrigin(
  bucket: string,
  region: string,
  { fips = false, dualStack = false }: { readonly fips?: boolean; readonly dualStack?: boolean },
): string {
  const name = `${fips ? 's3-fips' : 's3'}${dualStack ? '.dualstack' : ''}`;
  return `https://${bucket}.${name}.${region}.${partitions[partitionOf(region)].suffix}`;
}
