import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { codes } from '#problem';
import type { ResolvedImage } from '#release';
import { rules, runRules } from '#rules';

const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

function targetOf(registry: string, more = '') {
  const target = parseSettings(`version: 1\ntarget:\n  registry: ${registry}\n${more}`).model?.targets[0];
  return target ?? expect.fail('no target');
}

function imageOf(repository: string, tag: string): ResolvedImage {
  const origin = (line: number) => ({ file: 'images.txt', line, column: 1, endLine: line, endColumn: 5 });
  const source = { registry: 's.io', repository: 'x', tag: '1' };
  return {
    source,
    target: { registry: 'r.io', repository, tag },
    paths: [repository],
    origins: [origin(1), origin(7)],
  };
}

function found(registry: string, repository: string, tag: string): string[] {
  return runRules({ release: { target: targetOf(registry), images: [imageOf(repository, tag)] } }).map(
    ({ file, range, rule, severity, awsCode }) => `${file}:${range.line} ${severity} ${rule} ${awsCode}`,
  );
}

describe('rules', () => {
  it.each([
    [marketplace, 'a/b', '1', []],
    [marketplace, 'a/b', 'latest', ['error tag-latest INVALID_CONTAINER_IMAGE_TAG']],
    ['r.io', 'a/b', 'latest', ['warning tag-latest undefined']],
    [marketplace, 'a/b', 'latest-1', []],
    [ecr, 'a', '1', ['error repository-name INVALID_ECR_REPOSITORY_NAME']],
    ['r.io', 'a', '1', []],
    [marketplace, 'a/b__c', '1', ['warning repository-name INVALID_ECR_REPOSITORY_NAME']],
    [ecr, 'a/b--c', '1', ['warning repository-name INVALID_ECR_REPOSITORY_NAME']],
    ['r.io', 'a/b--c', '1', []],
    [ecr, '3rdparty/tm/a_b-c.d', '1', []],
  ])('%s/%s:%s', (registry, repository, tag, expected) => {
    expect(found(registry, repository, tag)).toEqual(
      expected.flatMap((finding) => [`images.txt:1 ${finding}`, `images.txt:7 ${finding}`]),
    );
  });

  it.each([
    [marketplace, '', []],
    [marketplace, '  attestationManifests: keep\n', ['4:25 attestation-manifests']],
    [ecr, '  attestationManifests: keep\n', []],
    [marketplace, '  platforms: [linux/amd64, windows/amd64]\n', ['4:14 platform-not-linux']],
    [ecr, '  platforms: [windows/amd64]\n', []],
  ])('of a target at %s%s', (registry, more, expected) => {
    const problems = runRules({ target: { file: 'marketplace.yaml', settings: targetOf(registry, more) } });
    expect(problems.map(({ range, rule }) => `${range.line}:${range.column} ${rule}`)).toEqual(expected);
  });

  it('are asked only with what they need, and each has its code once', () => {
    expect(runRules({})).toEqual([]);
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
    expect(rules.every(({ code, needs }) => code in codes && needs.length > 0)).toBe(true);
  });
});
