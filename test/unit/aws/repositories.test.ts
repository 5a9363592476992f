import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SdkAwsGateway } from '#aws';
import { scriptedServer } from '../../support/scripted-server.ts';

interface Transcript {
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Record<string, unknown>;
  };
}

function read(name: string): Transcript {
  return JSON.parse(readFileSync(new URL(`../../fixtures/aws/${name}.json`, import.meta.url), 'utf8'));
}

const scope = { region: 'us-west-2' };
let playing: Transcript[] = [];
let server: Awaited<ReturnType<typeof scriptedServer>>;
let aws: SdkAwsGateway;
beforeAll(async () => {
  server = await scriptedServer((_, response) => {
    const next = playing.shift();
    response.writeHead(next?.response.status ?? 500, next?.response.headers).end(JSON.stringify(next?.response.body));
  });
  aws = new SdkAwsGateway({
    endpoint: server.origin,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  });
});
afterAll(() => server.close());

/** Plays a transcript to a call, which has to send just what the transcript has. */
async function play<T>(name: string, call: () => Promise<T>): Promise<T> {
  const transcript = read(name);
  playing = [transcript];
  const answer = await call();
  const sent = server.requests.at(-1);
  expect(sent?.headers['x-amz-target']).toBe(transcript.request.headers['x-amz-target']);
  expect(JSON.parse(sent?.body.toString() ?? '')).toEqual({
    ...(transcript.request.body as object),
    ...(name.startsWith('ecr-create-repository') && name !== 'ecr-create-repository-configured'
      ? { registryId: '123456789012' }
      : {}),
  });
  return answer;
}

const sample = { registryId: '123456789012', repository: 'project-a/sample-repo' };
const configured = { registryId: '123456789012', repository: 'project-a/configured' };
const scaler = { registryId: '012345678910', repository: 'cluster-autoscaler' };
const ecs = { registryId: '123456789012', repository: 'project-a/amazon-ecs-sample' };
const ours = { registryId: '012345678910', repository: 'sample-repo' };
const hello = 'arn:aws:ecr:us-west-2:012345678910:repository/hello-world';
const text = (name: string, key: string) => String((read(name).request.body as Record<string, unknown>)[key]);

describe('the repositories of a private ECR', () => {
  it('CreateRepository, with nothing and with all there is', async () => {
    const { repositories } = aws;
    expect(await play('ecr-create-repository', () => repositories.create(scope, sample, { throttleMs: 0 }))).toBe(
      'created',
    );
    const all = {
      tagMutability: { immutable: true, except: ['latest*'] },
      scanOnPush: true,
      kmsKey: '942c9221-7d2c-493b-bc34-7cf2c0378e46',
      tags: { Stage: 'Integ' },
      policy: 'of no concern here',
      throttleMs: 0,
    };
    expect(await play('ecr-create-repository-configured', () => repositories.create(scope, configured, all))).toBe(
      'created',
    );
  });

  it('CreateRepository for one that is there is no error', async () => {
    const call = () => aws.repositories.create(scope, sample, { throttleMs: 0 });
    expect(await play('ecr-create-repository-exists', call)).toBe('exists');
  });

  it('DescribeRepositories for one', async () => {
    const call = () => aws.repositories.describe(scope, configured);
    expect(await play('ecr-describe-repositories-configured', call)).toEqual({
      arn: 'arn:aws:ecr:us-west-2:123456789012:repository/project-a/configured',
      tagMutability: { immutable: true, except: ['latest*'] },
      scanOnPush: true,
      encryption: 'KMS',
      kmsKey: 'arn:aws:kms:us-west-2:123456789012:key/942c9221-7d2c-493b-bc34-7cf2c0378e46',
    });
  });

  it('SetRepositoryPolicy, GetRepositoryPolicy', async () => {
    const { repositories } = aws;
    const policy = text('ecr-set-repository-policy', 'policyText');
    await play('ecr-set-repository-policy', () => repositories.setPolicy(scope, scaler, policy));
    const held = await play('ecr-get-repository-policy', () => repositories.policy(scope, scaler));
    expect(JSON.parse(held ?? '')).toEqual(JSON.parse(policy));
    const none = { registryId: '111111111111', repository: 'test' };
    expect(await play('ecr-get-repository-policy-not-found', () => repositories.policy(scope, none))).toBeUndefined();
  });

  it('a policy that AWS does not take is an error with its words', async () => {
    const policy = text('ecr-set-repository-policy-invalid', 'policyText');
    const call = () => aws.repositories.setPolicy(scope, scaler, policy);
    await expect(play('ecr-set-repository-policy-invalid', call)).rejects.toMatchObject({
      code: 'aws-error',
      theirCode: 'InvalidParameterException',
      message: expect.stringContaining('Invalid repository policy provided'),
    });
  });

  it('PutLifecyclePolicy, GetLifecyclePolicy', async () => {
    const { repositories } = aws;
    const lifecycle = text('ecr-put-lifecycle-policy', 'lifecyclePolicyText');
    await play('ecr-put-lifecycle-policy', () => repositories.setLifecycle(scope, ecs, lifecycle));
    expect(await play('ecr-get-lifecycle-policy', () => repositories.lifecycle(scope, ecs))).toBe(lifecycle);
    expect(await play('ecr-get-lifecycle-policy-not-found', () => repositories.lifecycle(scope, ecs))).toBeUndefined();
  });

  it('TagResource, ListTagsForResource', async () => {
    await play('ecr-tag-resource', () => aws.repositories.setTags(scope, hello, { Stage: 'Integ' }));
    expect(await play('ecr-list-tags-for-resource', () => aws.repositories.tags(scope, hello))).toEqual({
      Stage: 'Integ',
    });
  });

  it('PutImageTagMutability, PutImageScanningConfiguration', async () => {
    const mutability = { immutable: true, except: [] };
    await play('ecr-put-image-tag-mutability', () => aws.repositories.setTagMutability(scope, ours, mutability));
    await play('ecr-put-image-scanning-configuration', () => aws.repositories.setScanOnPush(scope, ours, true));
  });
});
