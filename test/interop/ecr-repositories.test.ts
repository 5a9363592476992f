import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { documentOf, Workspace } from './support/command-line.ts';

const registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
const prefix = '3rdparty/tm';
const names = ['vault/zeebe', 'vault/identity'].map((name) => `${prefix}/${name}`);

const files = {
  'marketplace.yaml': `version: 1
target:
  registry: "{account}.dkr.ecr.{region}.amazonaws.com"
  prefix: /${prefix}/
  repositories:
    create: true
    readers: awsaccounts_read_binaries.txt
    untaggedDays: 2
    tags: resource_tags.json
    kmsKey: { env: TRG_KMS_KEY_ALIAS }
    scanOnPush: true
    immutableTags: true
    mutableTags: ["latest*"]
    throttleMs: 0
files: { unpaired: sources }
`,
  'awsaccounts_read_binaries.txt': '\ufeff# who pulls\r\n123456789012\r\n\r\n210987654321 # staging\r\n',
  'resource_tags.json': '[{"Key": "team", "Value": "release"}, {"key": "cost centre", "value": "42"}]',
  '3.3.11_images.txt': [
    'vault/zeebe:8.3.4 docker.io/camunda/zeebe:8.3.4',
    'vault/identity:8.3.4 docker.io/camunda/identity:8.3.4',
    '',
  ].join('\n'),
};

interface Plan {
  readonly ok: boolean;
  readonly items: readonly { readonly target: string; readonly outcome: string; readonly digest?: string }[];
  readonly repositories?: readonly {
    readonly name: string;
    readonly action: string;
    readonly differences: readonly string[];
  }[];
}

let sandbox: RunningSandbox;
let workspace: Workspace;
beforeAll(async () => {
  sandbox = await startSandbox({});
  workspace = new Workspace({ ...files, 'hosts.json': JSON.stringify(sandbox.hostsMap) });
});
afterAll(async () => {
  workspace.remove();
  await sandbox.close();
});

const release = (...args: readonly string[]) =>
  workspace.run([...args, '--hosts', 'hosts.json', '--json'], { TRG_KMS_KEY_ALIAS: 'alias/ecr' });

/** Runs a program; not `spawnSync`, because the sandbox that it talks to lives in this process. */
function run(
  program: string,
  args: readonly string[],
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const { accessKeyId, secretAccessKey } = sandbox.hostsMap.aws;
  return new Promise((resolve, reject) => {
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: workspace.folder,
      TMPDIR: workspace.folder,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
    };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** What the AWS command line says of ECR. */
async function ecr(operation: string, ...args: readonly string[]) {
  const { endpoint, region } = sandbox.hostsMap.aws;
  const common = ['--endpoint-url', endpoint, '--region', region, '--output', 'json'];
  const { status, stdout, stderr } = await run('aws', [...common, 'ecr', operation, ...args]);
  expect({ operation, status, stderr }).toMatchObject({ status: 0 });
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

describe('repositories of a private ECR, made by a mirror and seen by the AWS command line', () => {
  it('are shown in the plan and made with everything that the settings say', async () => {
    const planned = documentOf<Plan>(await release('plan'));
    expect(planned.repositories).toEqual(names.map((name) => ({ name, action: 'create', differences: [] })));
    const mirrored = await release('mirror', '--yes', '--log', 'sync-error.log');
    expect({ status: mirrored.status, stderr: mirrored.stderr }).toMatchObject({ status: 0 });
    const report = documentOf<Plan & { repositories: unknown }>(mirrored);
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
    expect(report.repositories).toEqual(names.map((name) => ({ name, outcome: 'created' })));
    expect(workspace.read('sync-error.log')).toBe('');

    const { repositories } = await ecr('describe-repositories', '--repository-names', ...names);
    expect(repositories).toHaveLength(2);
    for (const repository of repositories) {
      expect(repository).toMatchObject({
        registryId: '111122223333',
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: {
          encryptionType: 'KMS',
          kmsKey: expect.stringMatching(/^arn:aws:kms:us-east-1:111122223333:key\/[0-9a-f-]{36}$/),
        },
      });
      // An older command line knows no exclusions and leaves them out.
      const { imageTagMutabilityExclusionFilters: filters } = repository;
      if (filters !== undefined) expect(filters).toEqual([{ filterType: 'WILDCARD', filter: 'latest*' }]);
      const name = repository.repositoryName;
      const { policyText } = await ecr('get-repository-policy', '--repository-name', name);
      const [statement] = JSON.parse(policyText).Statement;
      expect(statement).toMatchObject({
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::123456789012:root', 'arn:aws:iam::210987654321:root'] },
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      });
      const { lifecyclePolicyText } = await ecr('get-lifecycle-policy', '--repository-name', name);
      expect(JSON.parse(lifecyclePolicyText).rules).toMatchObject([
        { selection: { tagStatus: 'untagged', countUnit: 'days', countNumber: 2 }, action: { type: 'expire' } },
      ]);
      const { tags } = await ecr('list-tags-for-resource', '--resource-arn', repository.repositoryArn);
      expect(tags).toEqual([
        { Key: 'team', Value: 'release' },
        { Key: 'cost centre', Value: '42' },
      ]);
    }
  });

  it('hold the images, byte for byte', async () => {
    const { stdout: password } = await run('aws', [
      ...['--endpoint-url', sandbox.hostsMap.aws.endpoint, '--region', 'us-east-1'],
      ...['ecr', 'get-login-password'],
    ]);
    const at = (host: string) => new URL(sandbox.hostsMap.hosts[host]?.origin ?? '').host;
    const raw = async (image: string, ...login: readonly string[]) => {
      const { status, stdout, stderr } = await run('skopeo', [
        'inspect',
        '--raw',
        '--tls-verify=false',
        ...login,
        image,
      ]);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      return stdout;
    };
    for (const name of names) {
      const { imageDetails } = await ecr('describe-images', '--repository-name', name);
      expect(imageDetails.flatMap(({ imageTags = [] }: { imageTags?: string[] }) => imageTags)).toEqual(['8.3.4']);
      const source = `docker://${at('docker.io')}/camunda/${name.split('/').at(-1)}:8.3.4`;
      const target = `docker://${at(registry)}/${name}:8.3.4`;
      expect(await raw(target, '--creds', `AWS:${password.trim()}`)).toBe(await raw(source));
      const copied = await run('skopeo', [
        ...['copy', '--all', '--preserve-digests', '--src-tls-verify=false'],
        ...['--src-creds', `AWS:${password.trim()}`, target, `dir:${workspace.folder}/${name.split('/').at(-1)}`],
      ]);
      expect({ status: copied.status, stderr: copied.stderr }).toMatchObject({ status: 0 });
    }
  });

  it('leave nothing to plan; what somebody changes is a difference, and is brought back when asked', async () => {
    const [name = ''] = names;
    const clean = documentOf<Plan>(await release('plan'));
    expect(clean).toMatchObject({ ok: true });
    expect(clean.repositories).toBeUndefined();

    await ecr(
      'put-image-scanning-configuration',
      '--repository-name',
      name,
      '--image-scanning-configuration',
      'scanOnPush=false',
    );
    await ecr(
      'tag-resource',
      '--resource-arn',
      `arn:aws:ecr:us-east-1:111122223333:repository/${name}`,
      '--tags',
      'Key=team,Value=other',
    );
    await ecr(
      'set-repository-policy',
      '--repository-name',
      name,
      '--policy-text',
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:*"}]}',
    );
    const differences = [
      'scan on push is off; the settings say on',
      'its policy is another; the settings let 2 accounts pull',
      'the tag team is other; the settings say release',
    ];
    expect(documentOf<Plan>(await release('plan')).repositories).toEqual([{ name, action: 'leave', differences }]);

    workspace.write(
      'marketplace.yaml',
      files['marketplace.yaml'].replace('create: true', 'create: true\n    update: true'),
    );
    const mirrored = await release('mirror', '--yes');
    expect({ status: mirrored.status, stderr: mirrored.stderr }).toMatchObject({ status: 0 });
    expect(documentOf<Plan>(mirrored).repositories).toEqual([{ name, outcome: 'updated' }]);
    expect(documentOf<Plan>(await release('plan')).repositories).toBeUndefined();
    const { policyText } = await ecr('get-repository-policy', '--repository-name', name);
    expect(policyText).not.toContain('ecr:*');
  });

  it('keep immutable tags, and let the excluded ones move', async () => {
    const { stdout: password } = await run('aws', [
      ...['--endpoint-url', sandbox.hostsMap.aws.endpoint, '--region', 'us-east-1'],
      ...['ecr', 'get-login-password'],
    ]);
    const at = (host: string) => new URL(sandbox.hostsMap.hosts[host]?.origin ?? '').host;
    const push = (from: string, tag: string) =>
      run('skopeo', [
        ...['copy', '--all', '--src-tls-verify=false', '--dest-tls-verify=false'],
        ...['--dest-creds', `AWS:${password.trim()}`],
        `docker://${at('docker.io')}/camunda/${from}:8.3.4`,
        `docker://${at(registry)}/${names[0]}:${tag}`,
      ]);
    for (const from of ['zeebe', 'identity']) expect((await push(from, 'latest')).status).toBe(0);
    const refused = await push('identity', '8.3.4');
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toMatch(/immutable|already exists|invalid/i);
  });
});
