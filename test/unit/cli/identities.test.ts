import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { runCli, testFolder } from '../../support/cli.ts';

const role = 'arn:aws:iam::111122223333:role/release';
const settings = (more = '') => `version: 1
target:
  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com
  prefix: camunda/camunda8
  role: ${role}
${more}
seller: { role: "arn:aws:iam::111122223333:role/catalog" }
registries:
  registry.camunda.cloud: { username: _tm, password: { secret: tm-sync-token, field: TM_TOKEN } }
files: { unpaired: sources }
report: { log: sync-error.log, upload: "s3://tm-artifacts-{account}-sync-pipeline-s3/{region}/sync-error.log" }
`;
const list = 'optimize:identities-1 registry.camunda.cloud/camunda/optimize:8.3.4\n';
const place = 's3://tm-artifacts-111122223333-sync-pipeline-s3/us-east-1/sync-error.log';

describe('a release with a role, a seller, a secret and an upload, in the sandbox', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ({ folder, remove } = await testFolder());
    await writeFile(path.join(folder, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
    await writeFile(path.join(folder, 'marketplace.yaml'), settings());
    await writeFile(path.join(folder, 'images.txt'), list);
  });
  afterAll(async () => {
    await sandbox.close();
    await remove();
  });
  const run = (...argv: string[]) => runCli([...argv, '--hosts', 'hosts.json'], { directory: folder });
  const words = (text: string) => text.replace(/\s+/g, ' ');
  const log = () => readFile(path.join(folder, 'sync-error.log'), 'utf8');

  it('shows in its plan who is asked as whom, and where the log goes', async () => {
    const { exitCode, stdout, stderr } = await run('plan');
    expect([exitCode, stderr]).toEqual([0, '']);
    const told = words(stdout);
    expect(told).toContain(`as 111122223333 (role ${role})`);
    expect(told).toContain('(secret tm-sync-token (TM_TOKEN))');
    expect(told).toContain(`(ECR, role ${role})`);
    expect(told).toMatch(/AWS at 127\.0\.0\.1:\d+ \(hosts map, role arn:aws:iam::111122223333:role\/release\)/);
    expect(told).toMatch(/the Marketplace Catalog at 127\.0\.0\.1:\d+ \(hosts map, role \S+\/catalog\)/);
    expect(told).toMatch(/s3:\/\/tm-artifacts-111122223333-sync-pipeline-s3 at 127\.0\.0\.1:\d+ \(hosts map, role/);
    expect(told).toContain(`A run puts its error log to ${place}.`);
    expect(told).toContain('Product: Camunda 8');
  });

  it('leaves its log in the file and in the bucket', async () => {
    const { exitCode, stdout } = await run('mirror', '--yes');
    expect(exitCode).toBe(0);
    expect(words(stdout)).toContain(`The error log is sync-error.log, uploaded to ${place}.`);
    expect(await log()).toBe('');
  });

  it('leaves no empty log of an earlier run when its plan cannot be made', async () => {
    await writeFile(path.join(folder, 'marketplace.yaml'), settings('  account: "999999999999"'));
    const { exitCode, stderr } = await run('mirror', '--yes');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('account-mismatch');
    expect(stderr).toContain('assumed-role/release/marketplace-release');
    expect(await log()).toBe('ERROR: run unfinished\n');
  });

  it('says which role may not be assumed', async () => {
    await writeFile(path.join(folder, 'marketplace.yaml'), settings().replace('role/release', 'role/sandbox-denied'));
    const { exitCode, stderr } = await run('plan');
    expect(exitCode).toBe(1);
    expect(words(stderr)).toContain('The role arn:aws:iam::111122223333:role/sandbox-denied cannot be assumed');
    expect(words(stderr)).toContain('trust policy');
  });
});
