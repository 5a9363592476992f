import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobEvent } from '#jobs';
import { builtPrograms } from '../support/built-programs.ts';
import { testFolder } from '../support/cli.ts';
import { plantedSecrets, until, workerStarter } from '../support/worker-process.ts';

/** Workers of the sandbox's world, with real sandboxes. */
const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const bucket = 'tm-artifacts-111122223333-sync-pipeline-s3';
let programs: string;
let place: Awaited<ReturnType<typeof testFolder>>;
let workers: ReturnType<typeof workerStarter>;

beforeAll(async () => {
  programs = await builtPrograms();
});

async function begin(): Promise<void> {
  place = await testFolder('sample');
}

function employ(): void {
  workers = workerStarter(programs, place.folder);
}

async function dismiss(): Promise<void> {
  await workers.end();
  const left = await ownerOf();
  if (left !== undefined && exists(left)) await killed(left);
  // Its number may be another's by the time that somebody looks again.
  await rm(ownerFile(), { force: true });
}

const finish = () => place.remove();

const ownerFile = () => path.join(place.folder, '.local', 'state', 'marketplace-release', 'sandbox', 'owner.json');

/** The process that serves the sandbox. */
async function ownerOf(): Promise<number | undefined> {
  const text = await readFile(ownerFile(), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).pid;
}

/** The sample's settings, whose error log goes to a bucket besides. */
async function sampleWithUpload(): Promise<string> {
  const settings = path.join(place.folder, 'sample', 'marketplace.yaml');
  const sample = await readFile(new URL('../../media/sample/marketplace.yaml', import.meta.url), 'utf8');
  const upload = 's3://tm-artifacts-{account}-sync-pipeline-s3/run.log';
  await writeFile(settings, `${sample}report: { upload: "${upload}" }\n`);
  return settings;
}

/** What an object of the sandbox's S3 holds. */
async function object(bucket: string, key: string): Promise<string | undefined> {
  const { hostsMap } = JSON.parse(await readFile(ownerFile(), 'utf8'));
  const { endpoint, ...credentials } = hostsMap.aws;
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString();
  } finally {
    client.destroy();
  }
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(() => !exists(pid));
}

/** A process whose parent is gone stays in the table of processes until somebody takes note of its end. */
function exists(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the sandbox of a worker, as it is used', () => {
  let worker: ReturnType<typeof workers.start>;
  beforeAll(async () => {
    await begin();
    employ();
    worker = workers.start('sandbox');
  });
  afterAll(async () => {
    await dismiss();
    await finish();
  });

  it('is started when it is needed, and shows its own registry where there are no settings', async () => {
    const page = await worker.ask('repositories', { place: {} });
    expect(page.target).toMatchObject({ registry, prefix: '', kind: 'marketplace' });
    expect(page.repositories.map(({ name }) => name)).toContain('camunda/camunda8/tasklist');
    expect(worker.sandboxes).toMatchObject([{ isOurs: true, account: '111122223333' }]);
    expect(Object.keys(worker.sandboxes[0]?.hosts ?? {})).toContain(registry);
    const tags = await worker.ask('tags', { place: {}, repository: 'camunda/camunda8/tasklist' });
    expect(tags.tags.map(({ tag }) => tag)).toContain('8.3.4');
    const { account } = await worker.ask('identity', { place: {} });
    expect(account).toBe('111122223333');
    expect(await worker.ask('profiles', {})).toEqual([]);
    expect(JSON.stringify(worker.sandboxes)).not.toMatch(/password|secret/i);
  });

  it('has a Helm repository, and asks no other', async () => {
    const ask = (host: string, name: string) =>
      worker.ask('chartVersions', { place: {}, repository: `https://${host}`, name });
    const versions = await ask('helm.camunda.io', 'camunda-platform');
    expect(versions?.map(({ version }) => version)).toContain('8.3.5');
    expect(await ask('helm.camunda.io', 'nothing')).toBeUndefined();
    await expect(ask('charts.bitnami.com', 'nginx')).rejects.toMatchObject({ code: 'sandbox-guard' });
  });

  it('never sees the real world: neither its processes nor what they say', async () => {
    await worker.ask('startSandbox', {});
    const planted = new RegExp(Object.values(plantedSecrets).join('|'));
    for (const pid of [worker.pid, await ownerOf()]) {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      expect(environment).toContain('ELECTRON_RUN_AS_NODE=1');
      expect(environment).not.toMatch(planted);
    }
  });

  it('runs a whole job, and uploads its error log', async () => {
    const settings = await sampleWithUpload();
    const { plan } = await worker.ask('plan', { place: { settings }, files: [], record: 'job' });
    expect(plan.summary).toMatchObject({ copy: 3, conflict: 1 });
    const { dataDir } = await worker.ask('startSandbox', {});
    expect(await worker.ask('record', { record: 'job' })).toMatchObject({ sandboxFolder: dataDir });
    const job = workers.start('sandbox');
    const { report } = await job.ask('mirror', { record: 'job', planId: plan.planId, concurrency: 8 });
    expect(report.summary).toMatchObject({ copied: 3, conflict: 1 });
    expect(job.sandboxes).toMatchObject([{ isOurs: false }]);
    const found = await worker.ask('tag', { place: { settings }, repository: 'zeebe', tag: '8.3.4' });
    expect(found).toMatchObject({ tag: '8.3.4' });
    const { text } = await worker.ask('document', { record: 'job', part: 'plan' });
    expect(text).toContain('Tags marked final can never be replaced or deleted.');
    expect(report.uploadedTo).toBe(`s3://${bucket}/run.log`);
    expect(await object(bucket, 'run.log')).toMatch(/^ERROR: .*identity:8\.3\.4.*\n$/);
    const closing = await worker.ask('document', { record: 'job', part: 'report' });
    expect(closing.text.replace(/\s+/g, ' ')).toContain(`The error log is uploaded to s3://${bucket}/run.log.`);
  });

  it('verifies what the job left, and keeps what it found', async () => {
    const settings = await sampleWithUpload();
    const job = workers.start('sandbox');
    const phases: string[] = [];
    const onEvent = (event: JobEvent) => void (event.type === 'phase' && phases.push(event.phase));
    const { report } = await job.ask('verify', { place: { settings }, files: [], record: 'verified' }, { onEvent });
    expect(report).toMatchObject({ job: 'verify', depth: 'manifests', summary: { conflict: 1, failed: 0 } });
    expect(report.products).toHaveLength(1);
    expect(phases).toEqual(['gather', 'verify']);
    const kept = await worker.ask('record', { record: 'verified' });
    expect(kept).toMatchObject({ state: 'ended', report: { job: 'verify', items: report.items } });
    const { text, links } = await worker.ask('document', { record: 'verified', part: 'report' });
    expect(text).toContain('Verified');
    expect(text).toContain('A rehearsal: the registry is on this machine');
    expect(text).toContain('  Outcome: 1 conflict\n');
    expect(links[0]?.file).toMatch(/8\.3\.4_images\.txt$/);
  });

  it('plans a taken tag under a new one when it is asked to', async () => {
    const settings = await sampleWithUpload();
    const wish = { newTags: true, depth: 'layers' } as const;
    const { plan } = await worker.ask('plan', { place: { settings }, files: [], record: 'new', ...wish });
    expect(plan.depth).toBe('layers');
    expect(plan.summary).toMatchObject({ conflict: 0 });
    const job = workers.start('sandbox');
    const { report } = await job.ask('mirror', { record: 'new', planId: plan.planId, concurrency: 8 });
    const renamed = report.items.find(({ target }) => target === `${registry}/camunda/camunda8/identity:8.3.4-1`);
    expect(renamed).toMatchObject({ outcome: 'copied' });
    const found = await worker.ask('tag', { place: { settings }, repository: 'identity', tag: '8.3.4-1' });
    expect(found?.digest).toBe(renamed?.targetDigest);
    expect(await object(bucket, 'run.log')).toBe('');
  });

  it('has folders of its own for targets that are folders, from which a release is promoted', async () => {
    const settings = path.join(place.folder, 'sample', 'marketplace.yaml');
    const targets = `  handover: { registry: "oci:out", prefix: c8 }\n  inside: { registry: "oci:in" }\n`;
    await writeFile(settings, `version: 1\ntargets:\n${targets}`);
    for (const [record, chosen] of [
      ['p-1', { target: 'handover' }],
      ['p-2', { target: 'inside', from: 'handover' }],
    ] as const) {
      const worker = workers.start('sandbox');
      const { plan } = await worker.ask('plan', { place: { settings, ...chosen }, files: [], record });
      const { text } = await worker.ask('document', { record, part: 'plan' });
      expect(text).toContain('A rehearsal: images go to a folder of the sandbox');
      const { report } = await worker.ask('mirror', { record, planId: plan.planId, concurrency: 4 });
      expect(report.summary.copied).toBeGreaterThan(0);
    }
    for (const name of ['out', 'in']) expect(existsSync(path.join(place.folder, 'sample', name))).toBe(false);
    expect((await readdir(path.join(path.dirname(ownerFile()), 'layouts'))).sort()).toEqual([
      expect.stringMatching(/^in-/),
      expect.stringMatching(/^out-/),
    ]);
  });
});

describe('the sandbox of a worker', () => {
  // One folder for all, which the first fills: what is looked at is who serves it.
  beforeAll(begin);
  beforeEach(employ);
  afterEach(dismiss);
  afterAll(finish);

  it('is one for two windows that begin at the same moment', async () => {
    const both = [workers.start('sandbox'), workers.start('sandbox')];
    const sandboxes = await Promise.all(both.map((worker) => worker.ask('startSandbox', {})));
    expect(sandboxes.map(({ isOurs }) => isOurs).sort()).toEqual([false, true]);
    expect(sandboxes[0]?.hosts).toEqual(sandboxes[1]?.hosts);
  });

  it('is had again by another window when its own is gone, once that asks', async () => {
    const first = workers.start('sandbox');
    const { hosts } = await first.ask('startSandbox', {});
    const second = workers.start('sandbox');
    expect((await second.ask('startSandbox', {})).isOurs).toBe(false);
    const owner = (await ownerOf()) ?? 0;
    first.kill();
    await first.ended;
    // A job may be in the middle of using it.
    expect(exists(owner)).toBe(true);
    await killed(owner);
    const page = await second.ask('repositories', { place: {} });
    expect(page.repositories.length).toBeGreaterThan(0);
    expect(second.sandboxes.at(-1)).toMatchObject({ isOurs: true, hosts });
  });

  it('is had again for a job that is in the middle of using it', async () => {
    const first = workers.start('sandbox');
    await first.ask('startSandbox', {});
    const settings = path.join(place.folder, 'sample', 'marketplace.yaml');
    const { plan } = await first.ask('plan', { place: { settings }, files: [], record: 'job' });
    const job = workers.start('sandbox');
    const owner = (await ownerOf()) ?? 0;
    const { report } = await job.ask(
      'mirror',
      { record: 'job', planId: plan.planId, concurrency: 2 },
      { onEvent: (event) => event.type === 'blob' && exists(owner) && process.kill(owner, 'SIGKILL') },
    );
    expect(exists(owner)).toBe(false);
    expect(report.summary).toMatchObject({ copied: 3, conflict: 1 });
    expect(await ownerOf()).not.toBe(owner);
  });

  it('is there for a question at once, also when it has just gone', async () => {
    const worker = workers.start('sandbox');
    await worker.ask('startSandbox', {});
    const before = (await ownerOf()) ?? 0;
    await killed(before);
    expect((await worker.ask('repositories', { place: {} })).repositories.length).toBeGreaterThan(0);
    expect(await ownerOf()).not.toBe(before);
  });

  it('is had again for a question that it did not live to answer', async () => {
    const worker = workers.start('sandbox');
    await worker.ask('startSandbox', {});
    // Everything that the question needs is loaded and connected.
    await worker.ask('repositories', { place: {} });
    const before = (await ownerOf()) ?? 0;
    process.kill(before, 'SIGSTOP');
    const asked = worker.ask('repositories', { place: {} });
    setTimeout(() => process.kill(before, 'SIGKILL'), 300);
    expect((await asked).repositories.length).toBeGreaterThan(0);
    expect(await ownerOf()).not.toBe(before);
  });

  it('ends when its window says so, and not when another does', async () => {
    const first = workers.start('sandbox');
    await first.ask('startSandbox', {});
    const second = workers.start('sandbox');
    await second.ask('startSandbox', {});
    const owner = (await ownerOf()) ?? 0;
    await second.ask('stopSandbox', {});
    expect(exists(owner)).toBe(true);
    expect(second.sandboxes.at(-1)).toBeUndefined();
    await first.ask('stopSandbox', {});
    expect(exists(owner)).toBe(false);
    expect(existsSync(ownerFile())).toBe(false);
  });

  it('keeps its state where it is told to', async () => {
    const sandboxFolder = path.join(place.folder, 'elsewhere');
    const worker = workers.start('sandbox', { sandboxFolder });
    expect(await worker.ask('startSandbox', {})).toMatchObject({ dataDir: sandboxFolder });
    await worker.ask('stopSandbox', {});
    await writeFile(path.join(place.folder, 'taken'), '');
    const other = workers.start('sandbox', { sandboxFolder: path.join(place.folder, 'taken', 'below') });
    await expect(other.ask('startSandbox', {})).rejects.toThrow(/The sandbox ended with status 2/);
    expect(other.sandboxes).toEqual([undefined]);
  });
});
