import { describe, expect, it } from 'vitest';
import {
  ecrApiOrigin,
  formatPlatform,
  formatReference,
  parseEcrHost,
  parsePlatform,
  parseReference,
  platformMatches,
  targetKindOf,
} from '#reference';

const hex = 'a'.repeat(64);

describe('parseReference', () => {
  it.each([
    ['redis', 'docker.io/library/redis'],
    ['a:5', 'docker.io/library/a:5'],
    ['grafana/grafana:9.1', 'docker.io/grafana/grafana:9.1'],
    ['index.docker.io/x/y', 'docker.io/x/y'],
    ['localhost/x', 'localhost/x'],
    ['localhost:5000/x/y:1', 'localhost:5000/x/y:1'],
    ['[::1]:5000/x:1', '[::1]:5000/x:1'],
    ['[FD00::A]/x', '[fd00::a]/x'],
    [`[::1]:5000/x/y:1@sha256:${hex}`, `[::1]:5000/x/y:1@sha256:${hex}`],
    ['[::ffff:10.0.0.1]/x', '[::ffff:10.0.0.1]/x'],
    [`Quay.io/a/b:1@sha256:${hex}`, `quay.io/a/b:1@sha256:${hex}`],
    ['r.example/a__b/c--d:V1', 'r.example/a__b/c--d:V1'],
  ])('%s is %s', (text, expected) => {
    const parsed = parseReference(text);
    expect(parsed.ok && formatReference(parsed.reference)).toBe(expected);
  });

  it.each([
    ['', 'repository', 0],
    ['r.example/', 'repository', 10],
    ['r.example/Upper:1', 'repository', 10],
    ['r.example/a//b', 'repository', 10],
    ['r.example/a:', 'tag', 12],
    ['r.example/a:-x', 'tag', 12],
    ['r.example/a@sha256:12', 'digest', 12],
    [`r.example/a@sha256:${'A'.repeat(64)}`, 'digest', 12],
    ['-bad.example/a', 'registry', 0],
    ['[::1/a', 'registry', 0],
    ['[1:2]/a', 'registry', 0],
    ['[fe80::1%eth0]/a', 'registry', 0],
    ['r.example:99999/a', 'registry', 0],
    ['1.2.3.999/a', 'registry', 0],
  ])('%s is refused for its %s at %i', (text, part, at) => {
    const parsed = parseReference(text);
    expect(parsed.ok ? undefined : [parsed.fault.part, parsed.fault.at]).toEqual([part, at]);
  });
});

describe('ECR hosts', () => {
  it.each([
    ['709825985650.dkr.ecr.us-east-1.amazonaws.com', 'marketplace', 'aws'],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'ecr', 'aws-us-gov'],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'ecr', 'aws-cn'],
    ['123456789012.dkr-ecr.eu-central-1.on.aws', 'ecr', 'aws'],
    ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', 'ecr', 'aws-eusc'],
    ['123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov', 'ecr', 'aws-iso'],
    ['123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'ecr', 'aws-iso-b'],
    ['123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk', 'ecr', 'aws-iso-e'],
    ['123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov', 'ecr', 'aws-iso-f'],
    ['123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn', 'ecr', 'aws-cn'],
    ['123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu', 'ecr', 'aws-eusc'],
    ['123456789012.dkr-ecr-fips.us-gov-east-1.on.aws', 'ecr', 'aws-us-gov'],
    ['public.ecr.aws', 'ecr', 'aws'],
    ['ecr-public.aws.com', 'ecr', 'aws'],
    ['123456789012.dkr-ecr.us-east-1.amazonaws.com', 'oci', undefined],
    ['123456789012.dkr.ecr.us-east-1.on.aws', 'oci', undefined],
    ['12345678901.dkr.ecr.us-east-1.amazonaws.com', 'oci', undefined],
    ['constructor', 'oci', undefined],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example', 'oci', undefined],
    ['quay.io', 'oci', undefined],
  ])('%s is of kind %s', (host, kind, partition) => {
    expect(targetKindOf(host)).toBe(kind);
    expect(parseEcrHost(host)?.partition).toBe(partition);
  });

  it.each([
    ['123456789012.dkr.ecr.eu-west-2.amazonaws.com', '123456789012', 'eu-west-2', false, false],
    ['123456789012.dkr.ecr-fips.us-east-2.amazonaws.com', '123456789012', 'us-east-2', true, false],
    ['123456789012.dkr-ecr.eu-west-2.on.aws', '123456789012', 'eu-west-2', false, true],
    ['123456789012.dkr-ecr-fips.us-west-1.on.aws', '123456789012', 'us-west-1', true, true],
    ['public.ecr.aws', undefined, 'us-east-1', false, false],
    ['ecr-public.aws.com', undefined, 'us-east-1', false, true],
  ])('%s: account, region, FIPS and dual stack', (host, account, region, fips, dualStack) => {
    expect(parseEcrHost(host)).toMatchObject({ account, region, fips, dualStack });
  });

  it.each([
    ['us-east-1', {}, 'https://api.ecr.us-east-1.amazonaws.com'],
    ['us-gov-west-1', { fips: true }, 'https://api.ecr-fips.us-gov-west-1.amazonaws.com'],
    ['eu-west-1', { dualStack: true }, 'https://ecr.eu-west-1.api.aws'],
    ['us-east-2', { fips: true, dualStack: true }, 'https://ecr-fips.us-east-2.api.aws'],
    ['cn-north-1', {}, 'https://api.ecr.cn-north-1.amazonaws.com.cn'],
    ['cn-north-1', { dualStack: true }, 'https://ecr.cn-north-1.api.amazonwebservices.com.cn'],
    ['eusc-de-east-1', { dualStack: true }, 'https://ecr.eusc-de-east-1.api.amazonwebservices.eu'],
    ['us-isof-east-1', {}, 'https://api.ecr.us-isof-east-1.csp.hci.ic.gov'],
    ['eu-isoe-west-1', {}, 'https://api.ecr.eu-isoe-west-1.cloud.adc-e.uk'],
    ['xx-new-1', {}, 'https://api.ecr.xx-new-1.amazonaws.com'],
  ])("ECR's API in %s with %j", (region, form, origin) => {
    expect(ecrApiOrigin(region, form)).toBe(origin);
  });
});

describe('platforms', () => {
  const wanted = (text: string) => parsePlatform(text) ?? expect.fail(text);
  it.each([
    ['linux/arm64', { os: 'linux', architecture: 'arm64', variant: 'v8' }, true],
    ['linux/arm64/v8', { os: 'linux', architecture: 'arm64' }, true],
    ['linux/arm/v6', { os: 'linux', architecture: 'arm', variant: 'v7' }, false],
    ['linux/amd64', { os: 'windows', architecture: 'amd64' }, false],
  ])('%s against %j: %s', (text, platform, expected) => {
    expect(platformMatches(wanted(text), platform)).toBe(expected);
  });
  it.each([
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm/v7', 'linux/arm/v7'],
    ['linux/amd64', 'linux/amd64'],
  ])('%s is written %s', (text, expected) => {
    expect(formatPlatform(wanted(text))).toBe(expected);
  });
  it.each(['linux', 'linux/', '/amd64', 'a/b/c/d', 'Linux/amd64'])('%s is no platform', (text) => {
    expect(parsePlatform(text)).toBeUndefined();
  });
});
