import { ECRClient } from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { awsScope } from '#jobs';
import { ecrApiOrigin } from '#reference';

describe("where ECR's API is", () => {
  it.each([
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    '123456789012.dkr-ecr.eu-west-1.on.aws',
    '123456789012.dkr-ecr-fips.us-east-2.on.aws',
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn',
    '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu',
    '123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu',
    '123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov',
    '123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov',
    '123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk',
    '123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov',
  ])('for %s is where the SDK goes', (registry) => {
    const scope = awsScope({ registry });
    const { region, fips = false, dualStack = false } = scope;
    const { config } = new ECRClient({ region });
    const { url } = config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack });
    expect(ecrApiOrigin(region, scope)).toBe(url.origin);
  });
});
