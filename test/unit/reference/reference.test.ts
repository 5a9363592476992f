import { describe, expect, it } from 'vitest';
import {
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
    ['public.ecr.aws', 'ecr', 'aws'],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example', 'oci', undefined],
    ['quay.io', 'oci', undefined],
  ])('%s is of kind %s', (host, kind, partition) => {
    expect(targetKindOf(host)).toBe(kind);
    expect(parseEcrHost(host)?.partition).toBe(partition);
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
