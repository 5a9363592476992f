import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SdkAwsGateway } from '#aws';
import { scriptedServer } from '../../support/scripted-server.ts';

interface Transcript {
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const folder = fileURLToPath(new URL('../../fixtures/aws/', import.meta.url));
const read = (name: string): Transcript => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const region = 'us-east-1';
const role = 'arn:aws:iam::123456789012:role/demo';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const assumedKey = 'ASIAIOSFODNN7EXAMPLE';

let playing: Transcript[] = [];
let server: Awaited<ReturnType<typeof scriptedServer>>;
beforeAll(async () => {
  server = await scriptedServer((_, response) => {
    const next = playing.shift();
    response.writeHead(next?.response.status ?? 500, next?.response.headers).end(text(next?.response.body));
  });
});
afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

function play(...given: (string | Transcript)[]): void {
  playing = given.map((one) => (typeof one === 'string' ? read(one) : one));
  server.requests.length = 0;
}

function asked() {
  return server.requests.map(({ headers, body }) => ({
    action: /Action=(\w+)/.exec(body.toString())?.[1] ?? headers['x-amz-target'],
    key: /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1],
    token: headers['x-amz-security-token'],
  }));
}

describe('a role', () => {
  it('is assumed with the credentials at hand, and its keys sign what is asked then', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, credentials });
    play('sts-assume-role', 'sts-get-caller-identity', 'sts-get-caller-identity');
    await aws.callerIdentity({ region, role });
    await aws.callerIdentity({ region, role });
    expect(asked()).toEqual([
      { action: 'AssumeRole', key: 'AKIDEXAMPLE', token: undefined },
      { action: 'GetCallerIdentity', key: assumedKey, token: expect.stringMatching(/^AQoDYXdzEPT/) },
      { action: 'GetCallerIdentity', key: assumedKey, token: expect.stringMatching(/^AQoDYXdzEPT/) },
    ]);
    const form = new URLSearchParams(server.requests[0]?.body.toString());
    expect([form.get('RoleArn'), form.get('RoleSessionName')]).toEqual([role, 'marketplace-release']);
  });

  it('is assumed again before its keys expire', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, credentials });
    const { response } = read('sts-assume-role');
    const later = { response: { ...response, body: text(response.body).replace('T13:34:41Z', 'T14:34:41Z') } };
    play('sts-assume-role', 'sts-get-caller-identity', later, 'sts-get-caller-identity');
    await aws.callerIdentity({ region, role });
    // The keys of the transcript end at 13:34:41.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2099-11-09T13:31:00Z') });
    await aws.callerIdentity({ region, role });
    const actions = ['AssumeRole', 'GetCallerIdentity'];
    expect(asked().map(({ action }) => action)).toEqual([...actions, ...actions]);
  });

  it('is another identity than the same profile without it', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, credentials });
    play('sts-get-caller-identity', 'sts-assume-role', 'sts-get-caller-identity', 'sts-get-caller-identity');
    await aws.callerIdentity({ region });
    await aws.callerIdentity({ region, role });
    await aws.callerIdentity({ region });
    expect(asked().map(({ key }) => key)).toEqual(['AKIDEXAMPLE', 'AKIDEXAMPLE', assumedKey, 'AKIDEXAMPLE']);
  });

  it('is assumed as the profile', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'profiles-'));
    const file = path.join(home, 'credentials');
    writeFileSync(file, '[seller]\naws_access_key_id = AKIDSELLER\naws_secret_access_key = x\n');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    vi.stubEnv('AWS_CONFIG_FILE', path.join(home, 'none'));
    try {
      const aws = new SdkAwsGateway({ endpoint: server.origin });
      play('sts-assume-role', 'ecr-get-authorization-token');
      await aws.ecrLogin({ region, profile: 'seller', role });
      expect(asked().map(({ key }) => key)).toEqual(['AKIDSELLER', assumedKey]);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  it('that may not be assumed is named, with what to do', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, credentials: { ...credentials, from: 'hosts map' } });
    play('sts-assume-role-access-denied');
    await expect(aws.ecrLogin({ region, role })).rejects.toMatchObject({
      code: 'access-denied',
      theirCode: 'AccessDenied',
      message: expect.stringMatching(
        /^The role arn:aws:iam::123456789012:role\/demo cannot be assumed: AWS \(us-east-1, hosts map\): User: /,
      ),
      hint: expect.stringContaining('trust policy'),
    });
    expect(asked()).toHaveLength(1);
  });

  it('stands in the error of what it may not do', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, credentials: { ...credentials, from: 'hosts map' } });
    play('sts-assume-role', 'ecr-describe-images-access-denied');
    await expect(
      aws.ecrImages({ region, role }, { registryId: '012345678910', repository: 'ubuntu' }),
    ).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('(us-east-1, hosts map, role arn:aws:iam::123456789012:role/demo)'),
    });
  });
});

describe('a secret', () => {
  const get = () =>
    new SdkAwsGateway({ endpoint: server.origin, credentials }).secretValue({ region }, 'tm-sync-token');

  it('is given as its text', async () => {
    play('secretsmanager-get-secret-value');
    expect(JSON.parse(await get())).toEqual({ username: 'david', password: 'EXAMPLE-PASSWORD' });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({ SecretId: 'tm-sync-token' });
    expect(server.requests[0]?.headers.authorization).toContain('/us-east-1/secretsmanager/aws4_request');
  });

  it('that is binary is read as UTF-8; one without a value is an error', async () => {
    const { response, ...rest } = read('secretsmanager-get-secret-value');
    const { SecretString: _, ...body } = response.body as { SecretString: string };
    const binary = { ...body, SecretBinary: Buffer.from('tökên').toString('base64') };
    play({ ...rest, response: { ...response, body: binary } }, { ...rest, response: { ...response, body } });
    expect(await get()).toBe('tökên');
    await expect(get()).rejects.toMatchObject({ code: 'aws-error' });
  });

  it('that is not there is named, and where it was looked for', async () => {
    play('secretsmanager-get-secret-value-not-found');
    await expect(get()).rejects.toMatchObject({
      code: 'secret-missing',
      theirCode: 'ResourceNotFoundException',
      message: 'There is no secret tm-sync-token in us-east-1',
    });
  });
});

describe('an object', () => {
  const aws = () => new SdkAwsGateway({ endpoint: server.origin, credentials });
  const object = { bucket: 'examplebucket', key: 'runs/sync-error.log', text: 'ERROR: run unfinished\n' };

  it('is put with its bucket in the path, because an endpoint of its own has no name for each bucket', async () => {
    play('s3-put-object');
    await aws().putObject({ region }, object);
    const [sent] = server.requests;
    expect([sent?.method, sent?.url?.split('?')[0]]).toEqual(['PUT', '/examplebucket/runs/sync-error.log']);
    expect(sent?.body.toString()).toContain(object.text);
    expect(sent?.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(sent?.headers.authorization).toContain('/us-east-1/s3/aws4_request');
  });

  it('may be empty', async () => {
    play('s3-put-object');
    await aws().putObject({ region }, { ...object, text: '' });
    expect(server.requests[0]?.headers['content-length']).toBe('0');
  });

  it('finds its bucket in another region, as S3 says where it is', async () => {
    // S3 user guide, "Making requests", "Request redirection": 301 with the region in a header.
    const moved = {
      response: {
        status: 301,
        headers: { 'content-type': 'application/xml', 'x-amz-bucket-region': 'eu-west-1' },
        body: '<Error><Code>PermanentRedirect</Code><Message>The bucket is elsewhere.</Message></Error>',
      },
    };
    play(moved, 's3-put-object');
    await aws().putObject({ region }, object);
    const regions = server.requests.map(({ headers }) => /\/([a-z0-9-]+)\/s3\//.exec(headers.authorization ?? '')?.[1]);
    expect(regions).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('has no place where there is no bucket', async () => {
    play('s3-put-object-no-such-bucket');
    await expect(aws().putObject({ region }, object)).rejects.toMatchObject({
      code: 'aws-error',
      theirCode: 'NoSuchBucket',
      message: expect.stringContaining('The specified bucket does not exist'),
    });
  });
});
