import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SdkAwsGateway } from '#aws';
import { scriptedServer } from '../../support/scripted-server.ts';

interface Transcript {
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const folder = fileURLToPath(new URL('../../fixtures/aws/', import.meta.url));
const read = (name: string): Transcript => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const scope = { region: 'us-east-1' };
const query = { registryId: '012345678910', repository: 'ubuntu' };
let playing: Transcript[] = [];
let server: Awaited<ReturnType<typeof scriptedServer>>;
let aws: SdkAwsGateway;
beforeAll(async () => {
  server = await scriptedServer((_, response) => {
    const next = playing.shift();
    response.writeHead(next?.response.status ?? 500, next?.response.headers).end(text(next?.response.body));
  });
  aws = new SdkAwsGateway({
    endpoint: server.origin,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  });
});
afterAll(() => server.close());

function play(...names: string[]): void {
  playing = names.map(read);
}

describe('the answers that AWS publishes are understood', () => {
  it('GetCallerIdentity', async () => {
    play('sts-get-caller-identity');
    const { account, arn } = await aws.callerIdentity(scope);
    expect(account).toMatch(/^\d{12}$/);
    expect(arn).toMatch(/^arn:aws:/);
    expect(server.requests.at(-1)?.headers.authorization).toContain('/us-east-1/sts/aws4_request');
  });

  it('GetAuthorizationToken', async () => {
    play('ecr-get-authorization-token');
    expect(await aws.ecrLogin(scope)).toEqual({
      username: 'AWS',
      password: 'CiC1+HquevOqD',
      expiresAt: 1_652_770_573_652,
    });
    expect(server.requests.at(-1)?.headers['x-amz-target']).toBe(
      read('ecr-get-authorization-token').request.headers['x-amz-target'],
    );
  });

  it('DescribeRepositories', async () => {
    play('ecr-describe-repositories');
    const { items } = await aws.ecrRepositories(scope, { registryId: '012345678910' });
    expect(items.length).toBeGreaterThan(0);
    for (const { name } of items) expect(name).not.toBe('');
    expect(server.requests.at(-1)?.headers['x-amz-target']).toBe(
      'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
    );
  });

  it('DescribeImages, page by page', async () => {
    play('ecr-describe-images-page-1', 'ecr-describe-images-page-2');
    const first = await aws.ecrImages(scope, query);
    expect(first.items[0]).toMatchObject({ tags: ['trusty'], size: 121_956_548, pushedAt: '2024-01-12T15:09:06.000Z' });
    const second = await aws.ecrImages(scope, { ...query, nextToken: first.nextToken ?? '' });
    expect(second.nextToken).toBeUndefined();
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toMatchObject({
      nextToken: first.nextToken,
      registryId: '012345678910',
      repositoryName: 'ubuntu',
    });
  });
});

describe('the errors that AWS publishes get our code and keep theirs', () => {
  it.each([
    ['ecr-describe-images-repository-not-found', 'repository-missing', 'RepositoryNotFoundException'],
    ['ecr-describe-images-image-not-found', 'content-missing', 'ImageNotFoundException'],
    ['ecr-describe-images-access-denied', 'access-denied', 'AccessDeniedException'],
    ['ecr-unrecognized-client', 'login-refused', 'UnrecognizedClientException'],
    ['ecr-invalid-signature', 'login-refused', 'InvalidSignatureException'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    await expect(aws.ecrImages(scope, query)).rejects.toMatchObject({ code, theirCode });
  });

  it.each([
    ['sts-invalid-client-token-id', 'login-refused', 'InvalidClientTokenId'],
    ['sts-signature-does-not-match', 'login-refused', 'SignatureDoesNotMatch'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    await expect(aws.callerIdentity(scope)).rejects.toMatchObject({ code, theirCode });
  });

  it('a closed port is unreachable, with a hint', async () => {
    const closed = new SdkAwsGateway({
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' },
    });
    await expect(closed.callerIdentity(scope)).rejects.toMatchObject({ code: 'unreachable', hint: expect.any(String) });
  });
});

it('every transcript names its source', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    expect(JSON.parse(readFileSync(path.join(folder, file), 'utf8')).source, file).toMatch(/\S{3}/);
  }
});
