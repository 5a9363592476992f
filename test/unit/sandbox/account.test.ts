import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, startSandbox } from '#sandbox';
import { call } from './http-call.ts';
import { clientOptions } from './sandbox-login.ts';

const bucket = 'tm-artifacts-111122223333-sync-pipeline-s3';
const release = 'arn:aws:iam::111122223333:role/path/release';

let now = Date.parse('2026-03-01T12:00:00Z');
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ empty: true, now: () => now });
});
afterAll(() => sandbox.close());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const clocked = (credentials?: Keys) => ({
  ...clientOptions(sandbox),
  ...(credentials ? { credentials } : {}),
  systemClockOffset: now - Date.now(),
});
const s3As = (credentials?: Keys) => new S3Client({ ...clocked(credentials), forcePathStyle: true });
const of = (client: STSClient, RoleArn: string, more = {}) =>
  client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tester', ...more }));

/** The keys of a role, as clients take them. */
async function keysOf(more = {}) {
  const { Credentials: given } = await of(new STSClient(clocked()), release, more);
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

/** A request as an SDK client hands it to its handler. */
interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly hostname: string;
}

describe('AssumeRole', () => {
  test('gives keys of the role, for an hour by the sandbox’s clock', async () => {
    const { Credentials: given, AssumedRoleUser: user } = await of(new STSClient(clocked()), release);
    expect(given?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(given?.SecretAccessKey).toHaveLength(40);
    expect(given?.Expiration?.getTime()).toBe(now + 3_600_000);
    expect(user).toEqual({
      Arn: 'arn:aws:sts::111122223333:assumed-role/release/tester',
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z0-9]{16}:tester$/),
    });
  });

  test('its keys are those of the account at every service, as long as they last', async () => {
    const credentials = await keysOf({ DurationSeconds: 900 });
    const sts = () => new STSClient({ ...clocked(), credentials }).send(new GetCallerIdentityCommand({}));
    const ecr = () => new ECRClient({ ...clocked(), credentials }).send(new DescribeRepositoriesCommand({}));
    const s3 = () => s3As(credentials).send(new HeadBucketCommand({ Bucket: bucket }));
    expect(await sts()).toMatchObject({ Arn: 'arn:aws:sts::111122223333:assumed-role/release/tester' });
    expect((await ecr()).repositories).toEqual([]);
    await s3();
    now += 900_000;
    await expect(sts()).rejects.toMatchObject({ name: 'ExpiredToken', $metadata: { httpStatusCode: 403 } });
    await expect(ecr()).rejects.toMatchObject({ name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } });
    await expect(s3As(credentials).send(new GetObjectCommand({ Bucket: bucket, Key: 'x' }))).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('keys are good with their own token only', async () => {
    const [one, other] = [await keysOf(), await keysOf()];
    for (const credentials of [
      { ...one, sessionToken: other.sessionToken },
      { ...one, sessionToken: `${one.sessionToken}x` },
      { accessKeyId: one.accessKeyId, secretAccessKey: one.secretAccessKey },
    ]) {
      await expect(
        new STSClient({ ...clocked(), credentials }).send(new GetCallerIdentityCommand({})),
      ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    }
    await expect(
      new STSClient({ ...clocked(), credentials: { ...one, secretAccessKey: other.secretAccessKey } }).send(
        new GetCallerIdentityCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('a role may assume the next; another account’s, and the one that nobody may, are refused', async () => {
    const credentials = await keysOf();
    const chained = await of(new STSClient({ ...clocked(), credentials }), 'arn:aws:iam::111122223333:role/next');
    expect(chained.AssumedRoleUser?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/next/tester');
    const own = new STSClient(clocked());
    for (const arn of ['arn:aws:iam::444455556666:role/x', 'arn:aws:iam::111122223333:role/sandbox-denied']) {
      await expect(of(own, arn)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`sts:AssumeRole on resource: ${arn}`),
      });
    }
    await expect(of(own, 'release-release-release')).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(of(own, release, { RoleSessionName: 'a b' })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(of(own, release, { DurationSeconds: 60 })).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('Secrets Manager', () => {
  const secrets = (credentials?: Keys) => new SecretsManagerClient(clocked(credentials));
  const get = (SecretId: string, client = secrets()) => client.send(new GetSecretValueCommand({ SecretId }));

  test('has the token of the sample vendor, which is that of the hosts map', async () => {
    const { SecretString: text = '{}', ARN: arn = '' } = await get('tm-sync-token');
    const login = sandbox.hostsMap.hosts['registry.camunda.cloud'];
    expect(JSON.parse(text)).toEqual({ TM_TOKEN: login?.password });
    for (const id of [arn, arn.replace(/-\w{6}$/, '')]) expect((await get(id)).SecretString).toBe(text);
    await expect(get(arn.replace('111122223333', '444455556666'))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('keeps what is put into it', async () => {
    await secrets().send(new CreateSecretCommand({ Name: 'team/token', SecretString: 'one' }));
    expect((await get('team/token')).SecretString).toBe('one');
    await expect(
      secrets().send(new CreateSecretCommand({ Name: 'team/token', SecretString: 'x' })),
    ).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await secrets().send(new PutSecretValueCommand({ SecretId: 'team/token', SecretBinary: Buffer.from([0, 255]) }));
    expect([...((await get('team/token')).SecretBinary ?? [])]).toEqual([0, 255]);
  });

  test('shows nothing to the other account', async () => {
    const { accessKeyId, secretAccessKey } = otherAccount;
    await expect(get('tm-sync-token', secrets({ accessKeyId, secretAccessKey }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('S3', () => {
  const put = (more: Partial<ConstructorParameters<typeof PutObjectCommand>[0]>, client = s3As()) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a/b c.log', ...more }));
  const get = async (Key: string) => {
    const answer = await s3As().send(new GetObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }));
    return { ...answer, text: await answer.Body?.transformToString() };
  };

  test('gives back what was put, with its type and checksum', async () => {
    await put({ Body: 'ERROR: ä\n', ContentType: 'text/plain; charset=utf-8' });
    expect(await get('a/b c.log')).toMatchObject({
      text: 'ERROR: ä\n',
      ContentType: 'text/plain; charset=utf-8',
      ContentLength: 10,
      ChecksumCRC32: expect.any(String),
    });
    await put({ Body: '' });
    const head = await s3As().send(new HeadObjectCommand({ Bucket: bucket, Key: 'a/b c.log' }));
    expect([head.ContentLength, head.ETag]).toEqual([0, '"d41d8cd98f00b204e9800998ecf8427e"']);
  });

  test('takes a stream in chunks with a trailer', async () => {
    const Body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await put({ Key: 'stream', Body, ContentLength: 7, ChecksumAlgorithm: 'CRC32' });
    expect((await get('stream')).text).toBe('one two');
  });

  test('refuses a body that is not what its checksum says', async () => {
    await expect(put({ Body: 'x', ChecksumSHA256: Buffer.alloc(32).toString('base64') })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(put({ Body: 'x', ContentMD5: Buffer.alloc(16).toString('base64') })).rejects.toMatchObject({
      name: 'BadDigest',
    });
  });

  test('lists, and names what is not there', async () => {
    await put({ Key: 'list/2', Body: 'x' });
    await put({ Key: 'list/1', Body: 'x' });
    const list = (Bucket: string) => s3As().send(new ListObjectsV2Command({ Bucket, Prefix: 'list/' }));
    expect((await list(bucket)).Contents?.map(({ Key: key }) => key)).toEqual(['list/1', 'list/2']);
    await expect(list('nobodys-bucket')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(get('nothing')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await s3As().send(new CreateBucketCommand({ Bucket: 'nobodys-bucket' }));
    expect((await list('nobodys-bucket')).KeyCount).toBe(0);
    await expect(s3As().send(new CreateBucketCommand({ Bucket: 'UPPER' }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  test('shows nothing to the other account', async () => {
    const { accessKeyId, secretAccessKey } = otherAccount;
    await expect(put({ Body: 'x' }, s3As({ accessKeyId, secretAccessKey }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('finds the bucket in the host as well, below localhost and nowhere else', async () => {
    await put({ Key: 'hosted', Body: 'x' });
    const { port } = new URL(sandbox.hostsMap.aws.endpoint);
    const client = new S3Client({
      ...clocked(),
      endpoint: `http://localhost:${port}`,
      requestHandler: {
        // The name need not resolve here: only the header counts.
        handle: async ({ method, path: asked, query, headers, hostname }: HttpRequest) => {
          seen.push(hostname);
          const { status, body } = await call(
            method,
            `http://127.0.0.1:${port}${asked}?${new URLSearchParams(query)}`,
            {
              headers: { ...headers, host: `${hostname}:${port}` },
            },
          );
          return { response: { statusCode: status, headers: {}, body: Readable.from([body]) } };
        },
      },
    });
    const seen: string[] = [];
    const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'hosted' }));
    expect(await body?.transformToString()).toBe('x');
    expect(seen).toEqual([`${bucket}.localhost`]);
    const rebound = await call('GET', `http://127.0.0.1:${port}/`, { headers: { host: `evil.example:${port}` } });
    expect(rebound.status).toBe(421);
  });
});

test('secrets and objects are kept in the data folder; a folder from before has the first ones', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'account-'));
  try {
    const first = await startSandbox({ dataDir, empty: true });
    const client = (one: RunningSandbox) => new S3Client({ ...clientOptions(one), forcePathStyle: true });
    const secrets = (one: RunningSandbox) => new SecretsManagerClient(clientOptions(one));
    await client(first).send(new PutObjectCommand({ Bucket: bucket, Key: 'kept.log', Body: 'kept' }));
    await secrets(first).send(new CreateSecretCommand({ Name: 'kept', SecretString: 'kept too' }));
    await first.close();
    const again = await startSandbox({ dataDir });
    const { Body: body } = await client(again).send(new GetObjectCommand({ Bucket: bucket, Key: 'kept.log' }));
    expect(await body?.transformToString()).toBe('kept');
    const kept = await secrets(again).send(new GetSecretValueCommand({ SecretId: 'kept' }));
    expect(kept.SecretString).toBe('kept too');
    await again.close();

    const file = path.join(dataDir, 'state.json');
    const { account: _, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(before));
    const old = await startSandbox({ dataDir });
    await client(old).send(new HeadBucketCommand({ Bucket: bucket }));
    await secrets(old).send(new GetSecretValueCommand({ SecretId: 'tm-sync-token' }));
    await old.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
