import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
  paginateDescribeImages,
  paginateListImages,
} from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, otherAccount, type RunningSandbox, sellerAccount, startSandbox } from '#sandbox';
import { call } from './http-call.ts';
import { digestOf } from './push-image.ts';
import { clientOptions } from './sandbox-login.ts';

let now = Date.parse('2026-03-01T12:00:00Z');
let sandbox: RunningSandbox;
let ecr: ECRClient;
let sts: STSClient;
const marketplace = '709825985650';

/** Options of a client whose clock is the sandbox's, which is far off this machine's. */
function clockedOptions(...who: [identity?: Identity, region?: string]) {
  return { ...clientOptions(sandbox, ...who), systemClockOffset: now - Date.now() };
}

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
  const options = clockedOptions();
  ecr = new ECRClient(options);
  sts = new STSClient(options);
});
afterAll(async () => {
  ecr.destroy();
  sts.destroy();
  await sandbox.close();
});

describe('STS', () => {
  test('GetCallerIdentity', async () => {
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: sellerAccount.account,
      Arn: sellerAccount.arn,
      UserId: sellerAccount.userId,
    });
    const other = new STSClient(clockedOptions(otherAccount, 'eu-central-1'));
    expect((await other.send(new GetCallerIdentityCommand({}))).Account).toBe('444455556666');
  });

  test('another operation', async () => {
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('GetAuthorizationToken', () => {
  test('is for user AWS, for twelve hours by the sandbox’s clock, at the host of the region', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const [data] = authorizationData ?? [];
    expect(Buffer.from(data?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:.{40,}$/);
    expect(data?.expiresAt?.getTime()).toBe(now + 12 * 3_600_000);
    expect(data?.proxyEndpoint).toBe('https://111122223333.dkr.ecr.us-east-1.amazonaws.com');
    const both = await ecr.send(new GetAuthorizationTokenCommand({ registryIds: [marketplace, '111122223333'] }));
    expect(both.authorizationData?.map(({ proxyEndpoint }) => proxyEndpoint)).toEqual([
      'https://709825985650.dkr.ecr.us-east-1.amazonaws.com',
      'https://111122223333.dkr.ecr.us-east-1.amazonaws.com',
    ]);
  });

  test('after that it is expired', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
    const origin = sandbox.hostsMap.hosts['111122223333.dkr.ecr.us-east-1.amazonaws.com']?.origin;
    expect((await call('GET', `${origin}/v2/`, { headers })).status).toBe(200);
    now += 12 * 3_600_000;
    expect((await call('GET', `${origin}/v2/`, { headers })).status).toBe(403);
  });
});

describe('images', () => {
  const zeebe = { registryId: marketplace, repositoryName: 'camunda/camunda8/zeebe' };

  test('DescribeImages', async () => {
    const repositoryName = 'camunda/camunda8/identity';
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ registryId: marketplace, repositoryName }));
    expect(imageDetails?.map(({ imageTags }) => imageTags)).toEqual([['8.3.3'], ['8.3.4']]);
    expect(imageDetails?.[1]).toMatchObject({
      registryId: marketplace,
      repositoryName,
      imagePushedAt: new Date('2024-01-11T13:06:00Z'),
      imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      artifactMediaType: 'application/vnd.docker.container.image.v1+json',
    });
    expect(imageDetails?.[1]?.imageSizeInBytes).toBeGreaterThan(1_800_000);
  });

  test('the size of an index is that of its largest image', async () => {
    const { imageDetails } = await ecr.send(new DescribeImagesCommand(zeebe));
    const sizes = imageDetails?.map(({ imageSizeInBytes }) => imageSizeInBytes ?? 0) ?? [];
    expect(sizes).toHaveLength(3);
    expect(sizes[2]).toBe(Math.max(...sizes.slice(0, 2)));
  });

  test('by tag status', async () => {
    const count = async (tagStatus: 'TAGGED' | 'UNTAGGED' | 'ANY') => {
      const { imageDetails } = await ecr.send(new DescribeImagesCommand({ ...zeebe, filter: { tagStatus } }));
      return imageDetails?.length;
    };
    expect([await count('TAGGED'), await count('UNTAGGED'), await count('ANY')]).toEqual([1, 2, 3]);
  });

  test('page by page', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { imageDetails } of paginateDescribeImages({ client: ecr, pageSize: 2 }, { ...zeebe })) {
      pages.push((imageDetails ?? []).map(({ imageDigest }) => imageDigest));
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 1]);
    expect(new Set(pages.flat()).size).toBe(3);
    const ids: unknown[] = [];
    for await (const { imageIds } of paginateListImages({ client: ecr, pageSize: 1 }, { ...zeebe }))
      ids.push(...(imageIds ?? []));
    expect(ids).toHaveLength(3);
    expect(ids).toContainEqual({ imageDigest: expect.stringMatching(/^sha256:/), imageTag: '8.3.3' });
  });

  test('a page token is good for its own list only; limits are kept', async () => {
    const { nextToken } = await ecr.send(new DescribeImagesCommand({ ...zeebe, maxResults: 1 }));
    const refused = { name: 'InvalidParameterException' };
    await expect(ecr.send(new ListImagesCommand({ ...zeebe, nextToken }))).rejects.toMatchObject(refused);
    for (const maxResults of [0, 1001]) {
      await expect(ecr.send(new DescribeImagesCommand({ ...zeebe, maxResults }))).rejects.toMatchObject(refused);
    }
    const both = { ...zeebe, imageIds: [{ imageTag: '8.3.3' }], maxResults: 5 };
    await expect(ecr.send(new DescribeImagesCommand(both))).rejects.toMatchObject(refused);
    await expect(ecr.send(new DescribeImagesCommand({ repositoryName: 'No' }))).rejects.toMatchObject(refused);
    await expect(ecr.send(new DescribeImagesCommand({ ...zeebe, registryId: '12' }))).rejects.toMatchObject({
      ...refused,
      message:
        "Invalid parameter at 'registryId' failed to satisfy constraint: 'must satisfy regular expression [0-9]{12}'",
    });
  });

  test('BatchGetImage', async () => {
    const imageIds = [{ imageTag: '8.3.3' }, { imageTag: 'nothing' }];
    const { images, failures } = await ecr.send(new BatchGetImageCommand({ ...zeebe, imageIds }));
    const [image] = images ?? [];
    expect(digestOf(image?.imageManifest ?? '')).toBe(image?.imageId?.imageDigest);
    expect(failures).toEqual([
      { imageId: { imageTag: 'nothing' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
    ]);
  });

  test('what is not there', async () => {
    const imageIds = [{ imageTag: '9.9.9' }];
    await expect(ecr.send(new DescribeImagesCommand({ ...zeebe, imageIds }))).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message:
        "The image with imageId {imageDigest:'null', imageTag:'9.9.9'} does not exist within the repository with name 'camunda/camunda8/zeebe' in the registry with id '709825985650'",
    });
    const repositoryName = 'camunda/camunda8/nothing';
    await expect(
      ecr.send(new DescribeImagesCommand({ registryId: marketplace, repositoryName })),
    ).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message:
        "The repository with name 'camunda/camunda8/nothing' does not exist in the registry with id '709825985650'",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('who may', () => {
  test('the seller lists its own repositories, not the Marketplace’s', async () => {
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual([
      '3rdparty/camunda/zeebe',
      '3rdparty/camunda/operate',
    ]);
    expect(repositories?.[0]).toMatchObject({
      registryId: '111122223333',
      repositoryUri: '111122223333.dkr.ecr.us-east-1.amazonaws.com/3rdparty/camunda/zeebe',
      imageTagMutability: 'MUTABLE',
    });
    await expect(ecr.send(new DescribeRepositoriesCommand({ registryId: marketplace }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('the other account has an empty registry and no way into others', async () => {
    const other = new ECRClient(clockedOptions(otherAccount));
    expect((await other.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
    const repositoryName = 'camunda/camunda8/zeebe';
    for (const registryId of [marketplace, '111122223333']) {
      const denied = other.send(new DescribeImagesCommand({ registryId, repositoryName }));
      await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });

  test('other regions are empty', async () => {
    const elsewhere = new ECRClient(clockedOptions(sellerAccount, 'eu-central-1'));
    expect((await elsewhere.send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
  });

  test('an operation that the sandbox does not have', async () => {
    const put = new PutImageCommand({ repositoryName: 'a/b', imageManifest: '{}' });
    await expect(ecr.send(put)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('signatures', () => {
  const as = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => ({
    ...clockedOptions(),
    credentials,
  });
  const { accessKeyId, secretAccessKey } = sellerAccount;

  test('a wrong secret', async () => {
    const wrong = as({ accessKeyId, secretAccessKey: otherAccount.secretAccessKey });
    await expect(new ECRClient(wrong).send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(new STSClient(wrong).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('an unknown key, or a session token where none belongs', async () => {
    for (const credentials of [
      { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey },
      { accessKeyId, secretAccessKey, sessionToken: 'of another session' },
    ]) {
      await expect(new ECRClient(as(credentials)).send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      });
      await expect(new STSClient(as(credentials)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
        name: 'InvalidClientTokenId',
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  test('none, and one that is none', async () => {
    const { endpoint } = sandbox.hostsMap.aws;
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
    };
    const type = async (more: Record<string, string>) =>
      JSON.parse((await call('POST', endpoint, { headers: { ...headers, ...more }, body: '{}' })).text).__type;
    expect(await type({})).toBe('MissingAuthenticationTokenException');
    expect(await type({ authorization: 'AWS4-HMAC-SHA256 Credential=x' })).toBe('IncompleteSignatureException');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const sts = await call('POST', endpoint, { headers: form, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect([sts.status, /<Code>(.*)<\/Code>/.exec(sts.text)?.[1]]).toEqual([403, 'MissingAuthenticationToken']);
  });

  test('a client whose clock is wrong corrects it by the answer, as with the real AWS', async () => {
    const wrong = new STSClient(clientOptions(sandbox));
    expect((await wrong.send(new GetCallerIdentityCommand({}))).$metadata.attempts).toBe(2);
    expect((await wrong.send(new GetCallerIdentityCommand({}))).$metadata.attempts).toBe(1);
  });

  test('a request signed long ago', async () => {
    const late = { ...clientOptions(sandbox), systemClockOffset: now - Date.now() - 20 * 60_000, maxAttempts: 1 };
    await expect(new ECRClient(late).send(new GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('Signature expired'),
    });
  });
});
