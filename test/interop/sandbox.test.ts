import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';

const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const prefix = 'camunda/camunda8';

let sandbox: RunningSandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox({});
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-interop-'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program; not `spawnSync`, because the sandbox that it talks to lives in this process. */
function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, ...environment };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout: Buffer.concat(out), stderr }));
  });
}

/** The AWS command line, as a seller has it, sent to the sandbox. */
function aws(args: readonly string[], credentials = sandbox.hostsMap.aws): Promise<Ended> {
  const { endpoint, region, accessKeyId, secretAccessKey } = credentials;
  return run('aws', ['--endpoint-url', endpoint, '--region', region, '--output', 'json', ...args], {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  });
}

function at(registry: string): string {
  return new URL(sandbox.hostsMap.hosts[registry]?.origin ?? '').host;
}

describe('the AWS command line against the sandbox', () => {
  it('learns who it is', async () => {
    const { status, stdout, stderr } = await aws(['sts', 'get-caller-identity']);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout.toString())).toMatchObject({ Account: sandbox.hostsMap.aws.account });
  });

  it('lists images with pages of its own', async () => {
    const { status, stdout, stderr } = await aws([
      'ecr',
      'describe-images',
      '--registry-id',
      '709825985650',
      '--repository-name',
      `${prefix}/identity`,
      '--page-size',
      '1',
    ]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { imageDetails } = JSON.parse(stdout.toString()) as { imageDetails: { imageTags: string[] }[] };
    expect(imageDetails.flatMap(({ imageTags }) => imageTags)).toContain('8.3.4');
  });

  it('reads the errors as AWS names them', async () => {
    expect(
      (await aws(['ecr', 'describe-images', '--registry-id', '709825985650', '--repository-name', 'no/such'])).stderr,
    ).toContain('RepositoryNotFoundException');
    expect((await aws(['ecr', 'describe-repositories', '--registry-id', '709825985650'])).stderr).toContain(
      'AccessDeniedException',
    );
    const wrong = { ...sandbox.hostsMap.aws, secretAccessKey: 'not-the-secret-of-this-key' };
    expect((await aws(['sts', 'get-caller-identity'], wrong)).stderr).toContain('SignatureDoesNotMatch');
  });
});

describe('the Marketplace Catalog, read by the AWS command line', () => {
  const list = (...more: readonly string[]) =>
    aws(['marketplace-catalog', 'list-entities', '--catalog', 'AWSMarketplace', ...more]);
  const describeEntity = (id: string) =>
    aws(['marketplace-catalog', 'describe-entity', '--catalog', 'AWSMarketplace', '--entity-id', id]);

  it('lists the products and describes one', async () => {
    const { status, stdout, stderr } = await list('--entity-type', 'ContainerProduct', '--max-results', '1');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { EntitySummaryList: products } = JSON.parse(stdout.toString()) as {
      EntitySummaryList: { EntityId: string; Name: string }[];
    };
    expect(products).toMatchObject([{ Name: 'Camunda 8', EntityType: 'ContainerProduct', Visibility: 'Limited' }]);
    const described = await describeEntity(products[0]?.EntityId ?? '');
    expect({ status: described.status, stderr: described.stderr }).toMatchObject({ status: 0 });
    const entity = JSON.parse(described.stdout.toString());
    expect(entity.EntityIdentifier).toBe(`${products[0]?.EntityId}@1`);
    const urls = (document: { Repositories: { Url: string }[] }) => document.Repositories.map(({ Url: url }) => url);
    expect(urls(JSON.parse(entity.Details))).toContain(`${marketplace}/${prefix}/zeebe`);
    // An older command line knows no documents and leaves them out.
    if (entity.DetailsDocument !== undefined) expect(entity.DetailsDocument).toEqual(JSON.parse(entity.Details));
  });

  it('reads the errors as AWS names them', async () => {
    expect((await list('--entity-type', 'ContainerProduct@1.0')).stderr).toContain('ValidationException');
    expect((await list('--entity-type', 'ContainerProduct', '--max-results', '51')).stderr).toMatch(
      /ValidationException|valid (?:range|max value)/i,
    );
    expect((await describeEntity('prod-0000000000000')).stderr).toContain('ResourceNotFoundException');
    const denied = await startSandbox({ switches: { catalog: 'denied' } });
    try {
      const args = [
        'marketplace-catalog',
        'list-entities',
        '--catalog',
        'AWSMarketplace',
        '--entity-type',
        'AmiProduct',
      ];
      expect((await aws(args, denied.hostsMap.aws)).stderr).toContain('AccessDeniedException');
    } finally {
      await denied.close();
    }
  });
});

describe('skopeo against the sandbox', () => {
  const login = async () => {
    const { stdout } = await aws(['ecr', 'get-login-password']);
    return `AWS:${stdout.toString().trim()}`;
  };

  it('pulls from upstream, pushes to the Marketplace once, and is refused the second time', async () => {
    const source = `docker://${at('docker.io')}/camunda/zeebe:8.3.4`;
    const target = `docker://${at(marketplace)}/${prefix}/zeebe:skopeo-1`;
    const copy = [
      'copy',
      '--all',
      '--preserve-digests',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      '--dest-creds',
      await login(),
      source,
      target,
    ];
    const first = await run('skopeo', copy);
    expect({ status: first.status, stderr: first.stderr }).toMatchObject({ status: 0 });
    const digest = async (image: string, extra: readonly string[]) => {
      const { status, stdout, stderr } = await run('skopeo', [
        'inspect',
        '--raw',
        '--tls-verify=false',
        ...extra,
        image,
      ]);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      return createHash('sha256').update(stdout).digest('hex');
    };
    expect(await digest(target, ['--creds', await login()])).toBe(await digest(source, []));

    const other = `docker://${at('docker.io')}/camunda/operate:8.3.4`;
    const second = await run('skopeo', [
      'copy',
      '--all',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      '--dest-creds',
      await login(),
      other,
      target,
    ]);
    expect(second.status).not.toBe(0);
    expect(second.stderr).toMatch(/already exists|immutable|invalid/i);
  });

  it('is refused without a login, and for a repository that no product has', async () => {
    const target = `docker://${at(marketplace)}/${prefix}/zeebe:8.3.4`;
    expect((await run('skopeo', ['inspect', '--raw', '--tls-verify=false', target])).status).not.toBe(0);
    const source = `docker://${at('docker.io')}/camunda/zeebe:8.3.4`;
    const missing = await run('skopeo', [
      'copy',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      '--dest-creds',
      await login(),
      source,
      `docker://${at(marketplace)}/nobody/nothing:1`,
    ]);
    expect(missing.status).not.toBe(0);
    expect(missing.stderr).toMatch(/NAME_UNKNOWN|name unknown|does not exist/i);
  });
});
