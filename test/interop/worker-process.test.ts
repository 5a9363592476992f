import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobEvent } from '#jobs';
import { ReleaseError } from '#problem';
import type { KnownRecord } from '#worker';
import { changedSince } from '../../src/extension/release/changed-since.ts';
import { KnownItems } from '../../src/extension/release/known-items.ts';
import { builtPrograms } from '../support/built-programs.ts';
import { testFolder } from '../support/cli.ts';
import { forwardProxy } from '../support/forward-proxy.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { until, workerStarter } from '../support/worker-process.ts';

/** Workers of the real world, as the editor starts them: what only processes of their own can show. */
let programs: string;
let source: MemoryRegistry;
let target: MemoryRegistry;
let place: Awaited<ReturnType<typeof testFolder>>;
let workers: ReturnType<typeof workerStarter>;
/** The one that answers questions, as a window has it. */
let standing: () => ReturnType<typeof workers.start>;
/** Called when the layer that never ends has been asked for. */
let reached = (): void => undefined;
/** Called when nobody waits for that layer any more. */
let givenUp = (): void => undefined;

const done = buildImage({ layers: [noise('a', 10)], seed: 'a' });
const stuck = buildImage({ layers: [noise('stuck', 1_000_000)], seed: 'b' });

beforeAll(async () => {
  programs = await builtPrograms();
  source = await memoryRegistry();
  seed(source, 'done', '1', done);
  seed(source, 'stuck', '1', stuck);
  source.intercept = ({ method, url }, response) => {
    const blob = [...stuck.blobs].find(([digest, { length }]) => url.endsWith(digest) && length === 1_000_000)?.[1];
    if (method !== 'GET' || !blob) return false;
    reached();
    response.once('close', () => givenUp());
    response.writeHead(200, { 'content-length': blob.length }).write(blob.subarray(0, 500_000));
    return true;
  };
});
afterAll(() => source.close());

beforeEach(async () => {
  place = await testFolder();
  target = await memoryRegistry();
  workers = workerStarter(programs, place.folder);
  let started: ReturnType<typeof standing> | undefined;
  standing = () => {
    started ??= workers.start('aws');
    return started;
  };
  const images = {
    a: { source: `${source.host}/done:1@${done.root}`, dest: 'done:1' },
    b: { source: `${source.host}/stuck:1@${stuck.root}`, dest: 'stuck:1' },
  };
  await writeFile(file('1_release.json'), JSON.stringify({ metadata: { images } }, undefined, 1));
  await writeFile(file('marketplace.yaml'), settings());
});
afterEach(async () => {
  await workers.end();
  await target.close();
  await place.remove();
});

const file = (name: string) => path.join(place.folder, name);
const settings = (more = '') => `version: 1\ntarget: { registry: "${target.host}", prefix: p }\n${more}`;
const here = () => ({ settings: file('marketplace.yaml') });
const recordFile = (name: string) => path.join(place.folder, 'records', `${name}.json`);
const kept = async (name: string): Promise<KnownRecord> => JSON.parse(await readFile(recordFile(name), 'utf8'));

async function failure(promise: Promise<unknown>): Promise<ReleaseError> {
  const error = await promise.catch((thrown) => thrown);
  if (!ReleaseError.is(error)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return error;
}

async function planned(name: string, files: readonly string[] = []) {
  const { plan } = await standing().ask('plan', { place: here(), files, record: name });
  return plan;
}

/** A mirror that hangs in its second image, the first being done. */
async function hanging(name: string) {
  const { planId } = await planned(name);
  const events: JobEvent[] = [];
  const job = workers.start('aws');
  const controller = new AbortController();
  const abort = new AbortController();
  const isReached = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const report = job.ask(
    'mirror',
    { record: name, planId, concurrency: 4 },
    { signal: controller.signal, abort: abort.signal, onEvent: (event) => events.push(event) },
  );
  report.catch(() => undefined);
  await isReached;
  await until(() => events.some((event) => event.type === 'item-finished'));
  return { job, planId, report, controller, abort, events };
}

describe('questions', () => {
  it('are answered at the same time, with what the command line would say', async () => {
    await mkdir(file('.aws'));
    await writeFile(file('.aws/config'), '[default]\n[profile seller]\nregion = x\n[sso-session s]\n');
    const worker = workers.start('aws');
    const [targets, outline, profiles, check] = await Promise.all([
      worker.ask('targets', { settings: file('marketplace.yaml') }),
      worker.ask('outline', { place: here() }),
      worker.ask('profiles', {}),
      worker.ask('check', { settings: file('marketplace.yaml'), files: [] }),
    ]);
    expect(targets).toEqual([{ name: 'default', kind: 'oci', registry: target.host, prefix: 'p' }]);
    expect(outline.problems).toEqual([]);
    expect(outline.files).toMatchObject([
      { file: file('1_release.json'), kind: 'release', images: [{ name: 'done:1', line: 4 }, { name: 'stuck:1' }] },
    ]);
    expect(profiles).toEqual(['default', 'seller']);
    expect(check).toEqual({ ok: true, problems: [] });
  });

  it('are answered with the registry of the target, filled in', async () => {
    const registry = '"{account}.dkr.ecr.{region}.amazonaws.com"';
    const identity = 'account: "123456789012", region: eu-west-1';
    await writeFile(file('marketplace.yaml'), `version: 1\ntarget: { registry: ${registry}, ${identity} }\n`);
    const target = await workers.start('aws').ask('target', { place: here() });
    expect(target).toMatchObject({ registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', kind: 'ecr' });
  });

  it('go to the registry that the settings name, as they are by now', async () => {
    seed(target, 'p/done', '7', done);
    seed(target, 'q/done', '8', done);
    const worker = workers.start('aws');
    const tag = (name: string) => worker.ask('tag', { place: here(), repository: 'done', tag: name });
    expect([await tag('7'), await tag('8')]).toEqual([{ tag: '7', digest: done.root }, undefined]);
    await writeFile(file('marketplace.yaml'), settings().replace('prefix: p', 'prefix: q'));
    expect([await tag('7'), await tag('8')]).toEqual([undefined, { tag: '8', digest: done.root }]);
    const image = await worker.ask('image', { place: here(), repository: 'done', reference: '8' });
    expect(image).toMatchObject({ repository: 'q/done', digest: done.root, kind: 'image' });
  });

  it("go through the proxy that the editor's settings name, not the environment's, and do not tell its password", async () => {
    const proxy = await forwardProxy({ login: 'user:right' });
    await writeFile(file('marketplace.yaml'), 'version: 1\ntarget: { registry: registry.bank.example, prefix: p }\n');
    const network = { proxy: `http://user:planted-password@${proxy.host}`, useProxy: true };
    const worker = workers.start('aws', { network }, { HTTPS_PROXY: 'http://127.0.0.1:1' });
    const refused = await failure(worker.ask('tag', { place: here(), repository: 'done', tag: '1' }));
    await proxy.close();
    expect(refused.code).toBe('proxy-refused');
    expect(refused.message).toContain(proxy.host);
    expect(refused.hint).toContain('http.proxy');
    expect(JSON.stringify([refused, workers.said])).not.toContain('planted-password');
    expect(proxy.passed).toMatchObject([{ method: 'CONNECT', target: 'registry.bank.example:443' }]);
  });

  it('fail with what an operation throws, places absolute and nothing secret', async () => {
    await writeFile(file('marketplace.yaml'), 'version: 2\n');
    const worker = workers.start('aws');
    const invalid = await failure(worker.ask('targets', { settings: file('marketplace.yaml') }));
    expect(invalid.code).toBe('input-invalid');
    expect(invalid.problems[0]).toMatchObject({ file: file('marketplace.yaml'), rule: 'setting-invalid' });
    const { code, message } = await failure(
      worker.ask('outline', { place: { settings: file('x?token=hunter22hunter') } }),
    );
    expect(code).toBe('file-not-found');
    expect(message).toMatch(/x\?token=\[redacted\]/);
    expect((await failure(worker.ask('outline', { place: {} }))).code).toBe('settings-missing');
    expect((await failure(worker.ask('startSandbox', {}))).code).toBe('sandbox-guard');
    expect((await failure(worker.ask('toString' as 'profiles', {}))).message).toContain('does not know');
  });

  it('are cancelled one by one', async () => {
    target.intercept = ({ url }) => url.includes('/silent/');
    const worker = workers.start('aws');
    const controller = new AbortController();
    const silent = worker.ask('tags', { place: here(), repository: 'silent' }, { signal: controller.signal });
    await until(() => target.requests.some(({ url }) => url.includes('/silent/')));
    controller.abort();
    expect((await failure(silent)).code).toBe('cancelled');
    expect((await worker.ask('check', { settings: file('marketplace.yaml'), files: [] })).ok).toBe(true);
    const already = worker.ask('profiles', {}, { signal: controller.signal });
    expect((await failure(already)).code).toBe('cancelled');
  });

  it('fail when the process dies', async () => {
    target.intercept = () => true;
    const worker = workers.start('aws');
    const asked = worker.ask('tags', { place: here(), repository: 'silent' });
    await until(() => target.requests.length > 0);
    worker.kill();
    expect((await failure(asked)).message).toContain('signal SIGKILL');
    expect((await failure(worker.ask('profiles', {}))).code).toBe('internal');
  });

  it('are refused when editor and worker are of different versions', async () => {
    const worker = workers.start('aws', { records: '' });
    const refused = await failure(worker.ask('profiles', {}));
    expect(refused.message).toContain('different versions');
    expect(refused.hint).toContain('Reload the window');
  });

  it('all fail when something breaks that nobody has thought of', async () => {
    await writeFile(
      file('break.cjs'),
      `const boom = () => { throw new Error('Bearer abcdefghijklm'); };
       process.on('message', ({ operation }) => operation === 'tag' && setImmediate(boom));`,
    );
    target.intercept = () => true;
    const worker = workers.start('aws', {}, { NODE_OPTIONS: `--require ${file('break.cjs')}` });
    const asked = failure(worker.ask('image', { place: here(), repository: 'silent', reference: '1' }));
    const broken = await failure(worker.ask('tag', { place: here(), repository: 'a', tag: '1' }));
    expect(broken).toMatchObject({ code: 'internal', message: 'Bearer [redacted]' });
    expect((await asked).message).toBe('Bearer [redacted]');
    expect((await failure(worker.ask('profiles', {}))).code).toBe('internal');
    await worker.ended;
    expect((await failure(worker.ask('profiles', {}))).message).toContain('exit code 1');
  });

  it('end with the window, and the process with them', async () => {
    target.intercept = () => true;
    const worker = workers.start('aws');
    worker.ask('tags', { place: here(), repository: 'silent' }).catch(() => undefined);
    await until(() => target.requests.length > 0);
    worker.letGo();
    await worker.ended;
    const retired = workers.start('aws');
    const answer = retired.ask('profiles', {});
    retired.retire();
    expect(await answer).toEqual([]);
    await retired.ended;
  });
});

describe('a promotion', () => {
  it('goes from one target of the settings to another, also when one of them is a folder', async () => {
    await writeFile(file('1_images.txt'), 'done:1\n');
    const registry = JSON.stringify(target.host);
    await writeFile(
      file('marketplace.yaml'),
      `version: 1\ntargets:\n  handover: { registry: "oci:out" }\n  inside: { registry: ${registry}, prefix: p }\n`,
    );
    for (const [record, place] of [
      ['p-1', { ...here(), target: 'handover' }],
      ['p-2', { ...here(), target: 'inside', from: 'handover' }],
    ] as const) {
      const worker = workers.start('aws');
      const { plan } = await worker.ask('plan', { place, files: [], record });
      const { report } = await worker.ask('mirror', { record, planId: plan.planId, concurrency: 4 });
      expect(report.items.map(({ outcome, message }) => message ?? outcome)).toContain('copied');
      worker.letGo();
    }
    expect(target.repository('p/done').tags.get('1')).toBe(done.root);
    expect(await kept('p-2')).toMatchObject({
      place: { from: 'handover' },
      plan: { promotedFrom: { name: 'handover', layout: file('out') } },
    });
    const targets = await standing().ask('targets', { settings: file('marketplace.yaml') });
    expect(targets[0]).toMatchObject({ name: 'handover', registry: 'oci:out' });
  });
});

describe('a plan', () => {
  it('is kept in a record that only its owner can read, and can be saved', async () => {
    await writeFile(file('1_images.txt'), 'done:1\n');
    const plan = await planned('a-1', [file('1_images.txt')]);
    expect(plan.summary).toMatchObject({ copy: 1, ignored: 1 });
    expect(plan.items[0]?.origins.map((origin) => origin.file)).toEqual([file('1_images.txt'), file('1_release.json')]);
    expect((await stat(recordFile('a-1'))).mode & 0o777).toBe(0o600);
    const worker = standing();
    const record = await worker.ask('record', { record: 'a-1' });
    expect(record).toMatchObject({ world: 'aws', place: here(), state: 'planned' });
    expect(record?.plan).toEqual(plan);
    expect(await worker.ask('record', { record: 'a-2' })).toBeUndefined();
    await worker.ask('savePlan', { record: 'a-1', file: file('plan.json') });
    expect(JSON.parse(await readFile(file('plan.json'), 'utf8'))).toEqual(plan);
    const over = worker.ask('savePlan', { record: 'a-1', file: file('1_release.json') });
    expect((await failure(over)).message).toContain('is no plan');
    const outside = worker.ask('savePlan', { record: '../records/a-1', file: file('plan.json') });
    expect((await failure(outside)).code).toBe('usage');
    const nameless = worker.ask('plan', { place: here(), files: [], record: 'a/b' });
    expect((await failure(nameless)).code).toBe('usage');
  });

  it('says what the files say until one of them changes', async () => {
    await writeFile(file('1_images.txt'), 'done:1\n');
    const worker = standing();
    for (const files of [[], [file('1_images.txt')], [file('1_release.json')]]) {
      const plan = await planned('a-1', files);
      const results = [{ record: 'a-1', world: 'aws' as const, place: here(), files, settingsHash: '', plan }];
      const changed = async () => {
        const outline = await worker.ask('outline', { place: here() });
        return changedSince(results, '', outline, new KnownItems(results));
      };
      expect(await changed()).toBe('');
      await writeFile(file('1_images.txt'), 'stuck:1\n');
      expect(await changed()).toBe('The files have changed since the plan.');
      await writeFile(file('1_images.txt'), 'done:1\n');
    }
  });

  it('that was changed by hand is not run', async () => {
    const { planId } = await planned('a-1');
    const text = await readFile(recordFile('a-1'), 'utf8');
    await writeFile(recordFile('a-1'), text.replaceAll('/p/done', '/p/gone'));
    const refused = await failure(standing().ask('mirror', { record: 'a-1', planId, concurrency: 4 }));
    expect(refused.code).toBe('plan-unreadable');
  });

  it('is among the newest that are kept, unless it runs', async () => {
    await planned('old');
    const text = await readFile(recordFile('old'), 'utf8');
    const old = (name: string, more: object) =>
      writeFile(recordFile(name), JSON.stringify({ ...JSON.parse(text), record: name, ...more }));
    const worker = standing();
    const startedAt = new Date().toISOString();
    await old('runs', { startedAt, pid: worker.pid });
    await old('lost', { startedAt, pid: process.pid });
    expect((await worker.ask('record', { record: 'runs' }))?.state).toBe('running');
    expect((await worker.ask('record', { record: 'lost' }))?.state).toBe('lost');
    for (const name of ['runs', 'lost', 'old']) await utimes(recordFile(name), 1, 1);
    for (let count = 1; count < 200; count++) await old(`new-${count}`, {});
    await writeFile(`${recordFile('half')}.tmp`, '{');
    await utimes(`${recordFile('half')}.tmp`, 1, 1);
    await worker.ask('plan', { place: here(), files: [], record: 'newest' });
    const names = await readdir(path.join(place.folder, 'records'));
    expect(names).toHaveLength(201);
    expect(names).toContain('runs.json');
    expect(names).toContain('newest.json');
    expect(names).not.toContain('lost.json');
  });
});

describe('a mirror', () => {
  it('writes what came of it into its record, and its report can be read', async () => {
    await writeFile(file('1_images.txt'), 'done:1\n');
    await writeFile(file('marketplace.yaml'), settings('report: { log: logs/run.log }\n'));
    await mkdir(file('logs'));
    const { planId } = await planned('job', [file('1_images.txt')]);
    const worker = workers.start('aws');
    const { report } = await worker.ask('mirror', { record: 'job', planId, concurrency: 4 });
    expect(report).toMatchObject({ ok: true, summary: { copied: 1 } });
    expect(target.repository('p/done').tags.get('1')).toBe(done.root);
    expect(await readFile(file('logs/run.log'), 'utf8')).toBe('');
    const record = await worker.ask('record', { record: 'job' });
    expect(record).toMatchObject({ state: 'ended', report, log: file('logs/run.log') });
    const document = await worker.ask('document', { record: 'job', part: 'report' });
    expect(document.text).toContain('The error log is logs/run.log.\n  Outcome: every image is where it belongs\n');
    const [link] = document.links;
    expect(document.text.split('\n')[link?.line ?? 0]?.slice(link?.start, link?.end)).toBe('done:1');
    expect(link).toMatchObject({ file: file('1_images.txt'), targetLine: 1 });
    const plan = await worker.ask('document', { record: 'job', part: 'plan' });
    expect(plan.text).toContain('1 image of 1_release.json is in none of its image lists');
  });

  it('settles when it is cancelled, and answers with its report', async () => {
    const { report, planId, controller, events, job } = await hanging('job');
    expect(await kept('job')).toMatchObject({ pid: job.pid });
    expect(await standing().ask('record', { record: 'job' })).toMatchObject({ state: 'running' });
    const again = await failure(standing().ask('mirror', { record: 'job', planId, concurrency: 4 }));
    expect(again.message).toContain(`by process ${job.pid}`);
    controller.abort();
    expect((await report).report).toMatchObject({ cancelled: true, summary: { copied: 1, cancelled: 1 } });
    expect(events.some((event) => event.type === 'blob')).toBe(true);
    expect(target.repository('p/stuck').tags.size).toBe(0);
  });

  it('settles when its window is gone, and its record tells', async () => {
    const { job, report } = await hanging('job');
    job.letGo();
    expect((await failure(report)).code).toBe('internal');
    await job.ended;
    const record = await standing().ask('record', { record: 'job' });
    expect(record).toMatchObject({ state: 'ended', report: { cancelled: true, summary: { copied: 1, cancelled: 1 } } });
  });

  it('ends at once when it is aborted', async () => {
    const { job, report, abort } = await hanging('job');
    abort.abort();
    expect((await failure(report)).code).toBe('cancelled');
    await job.ended;
    const worker = standing();
    expect((await worker.ask('record', { record: 'job' }))?.state).toBe('lost');
    const lost = await worker.ask('document', { record: 'job', part: 'report' });
    expect(lost.text).toContain('its process is gone without a report');
  });

  it('ends at once when it is told to twice', async () => {
    // A tag's write is never answered, so that it can't be settled.
    target.intercept = ({ method, url }) => method === 'PUT' && url.endsWith('/manifests/1');
    const { planId } = await planned('job');
    const job = workers.start('aws');
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const report = failure(job.ask('mirror', { record: 'job', planId, concurrency: 4 }));
    await isReached;
    await until(() => target.requests.some(({ url, method }) => method === 'PUT' && url.endsWith('/manifests/1')));
    const isCancelled = new Promise<void>((resolve) => {
      givenUp = resolve;
    });
    process.kill(job.pid ?? 0, 'SIGTERM');
    await isCancelled;
    process.kill(job.pid ?? 0, 'SIGTERM');
    expect((await report).message).toContain('exit code 130');
  });

  it('that is refused says why in its record', async () => {
    const { planId } = await planned('job');
    seed(target, 'p/done', '1', stuck);
    const worker = standing();
    expect((await failure(worker.ask('mirror', { record: 'job', planId, concurrency: 4 }))).code).toBe('plan-stale');
    expect(await worker.ask('record', { record: 'job' })).toMatchObject({
      state: 'ended',
      failure: { code: 'plan-stale' },
    });
    const document = await worker.ask('document', { record: 'job', part: 'report' });
    expect(document.text).toMatch(/^error {2}plan-stale\n +The plan of /);
  });

  it('is not run when it is another than the one that was confirmed', async () => {
    const shown = await planned('job');
    await writeFile(file('marketplace.yaml'), settings().replace('prefix: p', 'prefix: q'));
    const { planId } = await planned('job');
    expect(planId).not.toBe(shown.planId);
    const asked = standing().ask('mirror', { record: 'job', planId: shown.planId, concurrency: 4 });
    expect(await failure(asked)).toMatchObject({
      code: 'plan-stale',
      message: 'The record holds another plan than the one that was shown and confirmed',
    });
    expect(await standing().ask('record', { record: 'job' })).toMatchObject({ state: 'planned' });
  });

  it('is not run in another world than it was planned in', async () => {
    const { planId } = await planned('job');
    const text = await readFile(recordFile('job'), 'utf8');
    await writeFile(recordFile('job'), text.replace('"world":"aws"', '"world":"sandbox"'));
    const refused = await failure(standing().ask('mirror', { record: 'job', planId, concurrency: 4 }));
    expect(refused.code).toBe('sandbox-guard');
  });
});
