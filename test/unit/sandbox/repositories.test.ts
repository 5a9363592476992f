import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, startSandbox } from '#sandbox';
import { isImmutableTag } from '../../../src/sandbox/registry/is-immutable-tag.ts';
import { emptyRepository, emptyState } from '../../../src/sandbox/store/sandbox-state.ts';
import { readStateText, writeStateText } from '../../../src/sandbox/store/state-text.ts';
import { clientOptions } from './sandbox-login.ts';

let sandbox: RunningSandbox;
let ecr: ECRClient;
const marketplace = '709825985650';
beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
  ecr = new ECRClient(clientOptions(sandbox));
});
afterAll(async () => {
  ecr.destroy();
  await sandbox.close();
});

const create = (input: Partial<CreateRepositoryCommandInput>) =>
  ecr.send(new CreateRepositoryCommand({ repositoryName: 'a/b', ...input }));

describe('CreateRepository', () => {
  test.each<[string, Partial<CreateRepositoryCommandInput>, string]>([
    ['a name in upper case', { repositoryName: 'Upper' }, 'InvalidParameterException'],
    ['a name of one letter', { repositoryName: 'a' }, 'InvalidParameterException'],
    ['a tag of AWS', { tags: [{ Key: 'aws:x', Value: '1' }] }, 'InvalidTagParameterException'],
    ['a long tag', { tags: [{ Key: 'x', Value: 'v'.repeat(257) }] }, 'InvalidTagParameterException'],
    [
      '51 tags',
      { tags: Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' })) },
      'TooManyTagsException',
    ],
    [
      'filters that exclude from nothing',
      {
        imageTagMutability: 'IMMUTABLE',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'x' }],
      },
      'InvalidParameterException',
    ],
    ['an exclusion without filters', { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' }, 'InvalidParameterException'],
    [
      'a key beside AES256',
      { encryptionConfiguration: { encryptionType: 'AES256', kmsKey: 'alias/x' } },
      'InvalidParameterException',
    ],
    [
      'a key of another region',
      { encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'arn:aws:kms:eu-west-1:111122223333:alias/x' } },
      'KmsException',
    ],
    ['what is no key', { encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'x' } }, 'KmsException'],
    ["the Marketplace's registry", { registryId: marketplace }, 'AccessDeniedException'],
    ["somebody else's registry", { registryId: otherAccount.account }, 'AccessDeniedException'],
  ])('refuses %s', async (_, input, name) => {
    await expect(create(input)).rejects.toMatchObject({ name });
    expect((await ecr.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
  });
});

describe('a policy', () => {
  beforeAll(() => create({ repositoryName: 'with/policy' }));
  const set = (policy: unknown) =>
    ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'with/policy', policyText: JSON.stringify(policy) }));
  const allow = { Effect: 'Allow', Action: ['ecr:BatchGetImage'] };

  test('is kept as AWS does: laid out, with the root of an account written out', async () => {
    await set({ Version: '2012-10-17', Statement: { ...allow, Principal: { AWS: ['123456789012'] } } });
    const { policyText = '' } = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'with/policy' }));
    expect(policyText).toContain('"Version" : "2012-10-17"');
    expect(JSON.parse(policyText).Statement).toEqual([
      { ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:root' } },
    ]);
  });

  test.each<[string, unknown, string]>([
    [
      'a principal of another partition',
      { ...allow, Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' } },
      'Principal not found',
    ],
    ['a principal with a star', { ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:*' } }, 'Principal not found'],
    ['no principal', allow, 'Invalid repository policy provided'],
    ['a resource', { ...allow, Principal: '*', Resource: '*' }, 'Invalid repository policy provided'],
  ])('with %s is refused', async (_, statement, words) => {
    await expect(set({ Statement: [statement] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(words),
    });
  });

  test.each([
    ['twice the same priority', (rule: object) => ({ rules: [rule, rule] })],
    [
      'days for a count',
      (rule: object) => ({
        rules: [
          {
            ...rule,
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countUnit: 'days', countNumber: 1 },
          },
        ],
      }),
    ],
    ['no rules', () => ({ rules: [], comment: 'x'.repeat(100) })],
  ])('for the lifecycle with %s is refused', async (_, policy) => {
    const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 };
    const lifecyclePolicyText = JSON.stringify(policy({ rulePriority: 1, selection, action: { type: 'expire' } }));
    await expect(
      ecr.send(new PutLifecyclePolicyCommand({ repositoryName: 'with/policy', lifecyclePolicyText })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException', message: expect.stringContaining('Lifecycle') });
  });

  test.each([
    [
      'SetRepositoryPolicy',
      () => new SetRepositoryPolicyCommand({ registryId: marketplace, repositoryName: 'x/y', policyText: '{}' }),
    ],
    ['DeleteRepository', () => new DeleteRepositoryCommand({ registryId: marketplace, repositoryName: 'x/y' })],
    [
      'TagResource',
      () => new TagResourceCommand({ resourceArn: `arn:aws:ecr:us-east-1:${marketplace}:repository/x/y`, tags: [] }),
    ],
  ])("%s is denied in the Marketplace's registry", async (_, command) => {
    await expect(ecr.send(command() as DeleteRepositoryCommand)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('immutable tags', () => {
  const settings = { scanOnPush: false, encryptionType: 'AES256', tags: {} };
  test.each([
    ['MUTABLE', [], 'v1', false],
    ['IMMUTABLE', [], 'v1', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest*'], 'latest-1', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest*'], 'v-latest', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['*.dev.*'], '1.dev.2', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['1.2'], '1x2', true],
    ['MUTABLE_WITH_EXCLUSION', ['v*'], 'v1', true],
    ['MUTABLE_WITH_EXCLUSION', ['v*'], 'dev', false],
  ] as const)('%s, %j: %s is %s', (tagMutability, exclusions, tag, expected) => {
    expect(isImmutableTag({ ...settings, tagMutability, exclusions }, tag)).toBe(expected);
  });
});

test('what was configured is kept on disk; a state from before has the defaults', () => {
  const state = emptyState();
  const settings = {
    tagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const,
    exclusions: ['latest'],
    scanOnPush: true,
    encryptionType: 'KMS',
    kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/1',
    policy: '{}',
    lifecycle: '{"rules":[]}',
    tags: { team: 'release' },
  };
  state.seller.set('a/b', emptyRepository(1, settings));
  const text = writeStateText(state);
  expect(readStateText(text).state.seller.get('a/b')?.settings).toEqual(settings);
  const before = JSON.parse(text);
  delete before.registries.seller['a/b'].settings;
  expect(readStateText(JSON.stringify(before)).state.seller.get('a/b')?.settings).toMatchObject({
    tagMutability: 'MUTABLE',
  });
});
