import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { documentOf, Workspace } from './support/command-line.ts';

const bucket = 'tm-artifacts-111122223333-sync-pipeline-s3';
const role = 'arn:aws:iam::111122223333:role/release';
const source = 'registry.camunda.cloud';
const image = `${source}/camunda/optimize:8.3.4`;

let sandbox: RunningSandbox;
let home: string;
beforeAll(async () => {
  sandbox = await startSandbox({});
  home = mkdtempSync(path.join(tmpdir(), 'aws-identities-'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(home, { recursive: true, force: true });
});

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The AWS command line, sent to the sandbox; not `spawnSync`, because the sandbox lives in this process. */
function aws(args: readonly string[], keys: Keys = sandbox.hostsMap.aws) {
  const { endpoint, region } = sandbox.hostsMap.aws;
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn('aws', ['--endpoint-url', endpoint, '--region', region, '--output', 'json', ...args], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        out[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...out }));
  });
}

async function awsJson<T>(args: readonly string[], keys?: Keys): Promise<T> {
  const { status, stdout, stderr } = await aws(args, keys);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return JSON.parse(stdout) as T;
}

const object = (name: string) => aws(['s3', 'cp', `s3://${bucket}/${name}`, '-']);

describe('a mirror with a role, a secret and an upload', () => {
  const settings = (more: { readonly role?: string; readonly secret?: string; readonly bucket?: string } = {}) => `
version: 1
target:
  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com
  prefix: camunda/camunda8
  role: ${more.role ?? role}
seller: { role: ${role} }
registries:
  ${source}:
    username: _tm
    password: { secret: ${more.secret ?? 'tm-sync-token'}, field: TM_TOKEN, region: eu-central-1 }
report: { log: sync-error.log, upload: "s3://${more.bucket ?? 'tm-artifacts-{account}-sync-pipeline-s3'}/run/sync-error.log" }
files: { images: "*images.txt", unpaired: sources }
`;

  async function mirror(text: string, list: string) {
    const workspace = new Workspace({
      'marketplace.yaml': text,
      'images.txt': list,
      'hosts.json': JSON.stringify(sandbox.hostsMap),
    });
    try {
      const ended = await workspace.run(['mirror', '--hosts', 'hosts.json', '--yes', '--json']);
      const read = (name: string) => {
        try {
          return workspace.read(name);
        } catch {
          return undefined;
        }
      };
      return { ended, file: read('sync-error.log') };
    } finally {
      workspace.remove();
    }
  }

  it('leaves an empty object that the AWS command line reads', async () => {
    const { ended, file } = await mirror(settings(), `identity:interop-1 ${image}\n`);
    expect({ status: ended.status, stderr: ended.stderr }).toMatchObject({ status: 0 });
    expect(documentOf(ended)).toMatchObject({ ok: true, uploadedTo: `s3://${bucket}/run/sync-error.log` });
    expect(file).toBe('');
    const head = await awsJson<object>(['s3api', 'head-object', '--bucket', bucket, '--key', 'run/sync-error.log']);
    expect(head).toMatchObject({ ContentLength: 0, ContentType: 'text/plain; charset=utf-8' });
  });

  it('leaves what failed, in the file and in the object', async () => {
    const { ended, file } = await mirror(settings(), `identity:interop-2 ${source}/nobody/nothing:1\n`);
    expect(ended.status).toBe(1);
    expect(file).toMatch(/^ERROR: 709825985650\S+\/identity:interop-2: .*\n$/);
    expect((await object('run/sync-error.log')).stdout).toBe(file);
  });

  it('says what it could not upload, and ends with 1', async () => {
    const { ended, file } = await mirror(settings({ bucket: 'nobodys-bucket' }), `identity:interop-3 ${image}\n`);
    expect(ended.status).toBe(1);
    expect(file).toBe('');
    expect(documentOf(ended)).toMatchObject({
      ok: false,
      summary: { copied: 1 },
      warnings: [{ code: 'upload-failed', message: expect.stringContaining('s3://nobodys-bucket/run/sync-error.log') }],
    });
  });

  it('names the role that may not be assumed, and that the run came to nothing', async () => {
    const denied = 'arn:aws:iam::111122223333:role/sandbox-denied';
    const { ended, file } = await mirror(settings({ role: denied }), `identity:interop-4 ${image}\n`);
    expect(ended.status).toBe(1);
    expect(`${ended.stdout}${ended.stderr}`).toContain(`The role ${denied} cannot be assumed`);
    expect(file).toBe('ERROR: run unfinished\n');
  });

  it('reads a secret that the AWS command line has rotated, and tells nothing of it', async () => {
    const wrong = JSON.stringify({ TM_TOKEN: 'rotated-away-token' });
    await awsJson(['secretsmanager', 'create-secret', '--name', 'rotated', '--secret-string', wrong]);
    const before = await mirror(settings({ secret: 'rotated' }), `identity:interop-5 ${image}\n`);
    expect(before.ended.status).toBe(1);
    expect(`${before.ended.stdout}${before.ended.stderr}${before.file}`).not.toContain('rotated-away-token');
    const { SecretString: right } = await awsJson<{ SecretString: string }>([
      'secretsmanager',
      'get-secret-value',
      '--secret-id',
      'tm-sync-token',
    ]);
    await awsJson(['secretsmanager', 'put-secret-value', '--secret-id', 'rotated', '--secret-string', right]);
    const after = await mirror(settings({ secret: 'rotated' }), `identity:interop-5 ${image}\n`);
    expect({ status: after.ended.status, stderr: after.ended.stderr }).toMatchObject({ status: 0 });
    const { TM_TOKEN: token } = JSON.parse(right) as { TM_TOKEN: string };
    expect(`${after.ended.stdout}${after.ended.stderr}${after.file}`).not.toContain(token);
  });
});

describe('the AWS command line against the sandbox', () => {
  it('assumes a role and is it then, everywhere', async () => {
    const { Credentials: given } = await awsJson<{
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    }>(['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'interop']);
    const keys = {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    };
    const { Arn: arn } = await awsJson<{ Arn: string }>(['sts', 'get-caller-identity'], keys);
    expect(arn).toBe('arn:aws:sts::111122223333:assumed-role/release/interop');
    await awsJson(['ecr', 'describe-repositories'], keys);
    await awsJson(['secretsmanager', 'get-secret-value', '--secret-id', 'tm-sync-token'], keys);
    const { status, stderr } = await aws(['s3', 'ls', `s3://${bucket}/`], keys);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const stolen = { ...keys, sessionToken: `${keys.sessionToken}x` };
    expect((await aws(['sts', 'get-caller-identity'], stolen)).stderr).toContain('InvalidClientTokenId');
  });

  it('reads the errors as AWS names them', async () => {
    const denied = ['--role-arn', 'arn:aws:iam::111122223333:role/sandbox-denied', '--role-session-name', 'interop'];
    expect((await aws(['sts', 'assume-role', ...denied])).stderr).toContain('(AccessDenied)');
    const secret = await aws(['secretsmanager', 'get-secret-value', '--secret-id', 'nobodys']);
    expect(secret.stderr).toContain('(ResourceNotFoundException)');
    const get = ['s3api', 'get-object', '--bucket', 'nobodys-bucket', '--key', 'x', path.join(home, 'x')];
    expect((await aws(get)).stderr).toContain('(NoSuchBucket)');
  });

  it('makes a bucket, and finds what it put there', async () => {
    expect((await aws(['s3', 'mb', 's3://interop-bucket'])).stderr).toBe('');
    const put = ['s3api', 'put-object', '--bucket', 'interop-bucket', '--key', 'a b/ü', '--body', import.meta.filename];
    await awsJson([...put, '--checksum-algorithm', 'SHA256']);
    const { Contents: contents } = await awsJson<{ Contents: { Key: string }[] }>([
      's3api',
      'list-objects-v2',
      '--bucket',
      'interop-bucket',
    ]);
    expect(contents.map(({ Key: key }) => key)).toEqual(['a b/ü']);
  });
});
