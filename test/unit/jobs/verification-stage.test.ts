import { describe, expect, it } from 'vitest';
import { type AwsScope, type Gateways, type PlanTarget, parsePlan, planMirror, runMirror, uploadPlace } from '#jobs';
import { exitCodeOfResult, ReleaseError } from '#problem';
import { formatLine, JobNarrator, reportText } from '#text';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const log = 'sync-error.log';
const unfinished = 'ERROR: run unfinished\n';
const image = buildImage({ layers: [noise('layer', 20_000)], seed: 'a' });
const target: PlanTarget = { ...plainTarget, profile: 'seller', role: 'arn:aws:iam::111122223333:role/release' };
const wish = { to: 's3://tm-artifacts-{account}-sync/run/sync-error.log', region: 'eu-central-1' };
const place = 's3://tm-artifacts-111122223333-sync/run/sync-error.log';

/** Two registries, and a bucket in memory that keeps every version: what a pipeline's verification stage would find at any time. */
async function pipeline() {
  const world = await openWorld();
  seed(world.source, 'a', '1', image);
  const puts: { readonly place: string; readonly text: string; readonly scope: AwsScope }[] = [];
  const bucket = { refuses: (_count: number): Error | undefined => undefined };
  let asked = 0;
  const gateways: Gateways = {
    ...world.gateways,
    aws: {
      ...world.gateways.aws,
      putObject: async (scope, { bucket: name, key, text }) => {
        const refusal = bucket.refuses(++asked);
        if (refusal) throw refusal;
        puts.push({ place: `s3://${name}/${key}`, text, scope });
      },
    },
  };
  const plan = (images = [wanted('a:1', 'a:1')], more = {}) =>
    planMirror({ images, ignored: [], target, warnings: [], upload: wish, ...more }, gateways, { emit: world.emit });
  const run = (made: Awaited<ReturnType<typeof plan>>, more: Partial<Parameters<typeof runMirror>[2]> = {}) =>
    runMirror(made, gateways, { emit: world.emit, concurrency: 4, log, ...more });
  return { world, gateways, bucket, puts, plan, run };
}

type Pipeline = Awaited<ReturnType<typeof pipeline>>;

/** What the stage looks at: the exit status, the file, and the object. */
function seen({ world, puts }: Pipeline, report?: { readonly ok: boolean; readonly cancelled: boolean }) {
  return {
    exit: report && exitCodeOfResult(report),
    file: world.written.get(log),
    object: puts.at(-1)?.text,
    ok: report?.ok,
  };
}

const denied = new ReleaseError('access-denied', 'AWS (eu-central-1, profile seller): Access Denied');

describe('a pipeline’s verification stage sees', () => {
  it('an empty log where every image is where it belongs; before, that the run is unfinished', async () => {
    const here = await pipeline();
    const report = await here.run(await here.plan());
    expect(seen(here, report)).toEqual({ exit: 0, file: '', object: '', ok: true });
    expect(here.puts.map(({ text }) => text)).toEqual([unfinished, '']);
    expect(here.puts.every(({ place: to }) => to === place)).toBe(true);
    expect(report.uploadedTo).toBe(place);
  });

  it('the same when there was nothing to do', async () => {
    const here = await pipeline();
    seed(here.world.target, 'p/a', '1', image);
    const report = await here.run(await here.plan());
    expect(seen(here, report)).toEqual({ exit: 0, file: '', object: '', ok: true });
    expect(report.summary.present).toBe(1);
  });

  it('a line for each image that is not there, and no other', async () => {
    const here = await pipeline();
    seed(here.world.target, 'p/taken', '1', buildImage({ layers: [noise('other', 9000)], seed: 'b' }));
    const images = [wanted('a:1', 'a:1'), wanted('gone:1', 'gone:1'), wanted('a:1', 'taken:1')];
    const report = await here.run(await here.plan(images));
    const { file, object, ...rest } = seen(here, report);
    expect(rest).toEqual({ exit: 1, ok: false });
    expect(object).toBe(file);
    const lines = file?.split('\n').filter((line) => line !== '') ?? [];
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^ERROR: target\.example\/p\/gone:1: /);
    expect(lines[1]).toMatch(/^ERROR: target\.example\/p\/taken:1: /);
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['copied', 'failed', 'conflict']);
  });

  it('the images that a cancel left undone', async () => {
    const here = await pipeline();
    const cancel = new AbortController();
    const made = await here.plan([wanted('a:1', 'a:1')]);
    const emit = (event: { type: string }) => {
      if (event.type === 'item-started') cancel.abort(new ReleaseError('cancelled', 'Cancelled'));
    };
    const report = await here.run(made, { emit, signal: cancel.signal });
    const { file, object, exit } = seen(here, report);
    expect(exit).toBe(130);
    expect(file).toMatch(/^ERROR: target\.example\/p\/a:1: .*\n$/);
    expect(object).toBe(file);
  });

  it('that a killed run never came to its end', async () => {
    const here = await pipeline();
    const made = await here.plan();
    let killed = () => {};
    const reached = new Promise<void>((resolve) => {
      killed = resolve;
    });
    const emit = (event: { type: string }) => {
      if (event.type === 'item-started') killed();
    };
    const running = here.run(made, { emit });
    await reached;
    expect(seen(here)).toEqual({ exit: undefined, file: unfinished, object: unfinished, ok: undefined });
    await running;
  });

  it('the same where the plan no longer fits, after which nothing was written', async () => {
    const here = await pipeline();
    const made = await here.plan();
    seed(here.world.target, 'p/a', '1', buildImage({ layers: [noise('other', 9000)], seed: 'b' }));
    await expect(here.run(made)).rejects.toMatchObject({ code: 'plan-stale' });
    expect(seen(here)).toMatchObject({ file: unfinished, object: unfinished });
  });

  it('exit status 1 when the object could not be written, and the report says why', async () => {
    const here = await pipeline();
    here.bucket.refuses = () => denied;
    const report = await here.run(await here.plan());
    expect(seen(here, report)).toEqual({ exit: 1, file: '', object: undefined, ok: false });
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['copied']);
    expect(report.uploadedTo).toBeUndefined();
    expect(report.warnings).toEqual([
      {
        code: 'upload-failed',
        message: `The error log could not be uploaded to ${place}: AWS (eu-central-1, profile seller): Access Denied`,
      },
    ]);
    const events = here.world.events.filter(({ type }) => type === 'warning');
    expect(events).toEqual([]);
  });

  it('once why the object could not be written, in what a run leaves on a screen and in its JSON', async () => {
    const here = await pipeline();
    here.bucket.refuses = () => denied;
    const made = await here.plan();
    const report = await here.run(made);
    const narrator = new JobNarrator();
    narrator.expect(made);
    const events = here.world.events.flatMap((event) => narrator.tell(event, 0));
    const shown = { target: made.target, log, exitCode: 1, brief: false };
    const lines = [...events, ...reportText(report, shown, 500)].map((line) => formatLine(line, false));
    expect(lines.filter((line) => /upload|Access Denied/.test(line))).toEqual([
      expect.stringContaining(`warning: upload-failed The error log could not be uploaded to ${place}: AWS`),
    ]);
    expect(JSON.stringify(report).split('could not be uploaded')).toHaveLength(2);
    const [first] = here.world.events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect(first).toMatch(/Access Denied. It is tried again in the end$/);
  });

  it('the log after all when only the first upload failed', async () => {
    const here = await pipeline();
    here.bucket.refuses = (count) => (count === 1 ? denied : undefined);
    const report = await here.run(await here.plan());
    expect(seen(here, report)).toEqual({ exit: 0, file: '', object: '', ok: true });
  });

  it('the object although the disk is full, and the other way round', async () => {
    const here = await pipeline();
    const made = await here.plan();
    let written = 0;
    here.gateways.files.write = async () => {
      if (++written === 2) throw new ReleaseError('file-not-writable', 'The disk is full');
    };
    const report = await here.run(made);
    expect(seen(here, report)).toMatchObject({ exit: 1, object: '', ok: false });
    expect(report.warnings).toEqual([{ code: 'file-not-writable', message: 'The disk is full' }]);
  });
});

describe('the upload', () => {
  it('needs no file', async () => {
    const here = await pipeline();
    const { log: _, ...options } = { emit: here.world.emit, concurrency: 4, log };
    await runMirror(await here.plan(), here.gateways, options);
    expect(here.puts.map(({ text }) => text)).toEqual([unfinished, '']);
    expect(here.world.written.size).toBe(0);
  });

  it('is made as whom the target is pushed to, where the settings say; the plan shows both', async () => {
    const here = await pipeline();
    const made = await here.plan();
    await here.run(made);
    const { profile, role } = target;
    expect(here.puts[0]?.scope).toEqual({ region: 'eu-central-1', profile, role });
    expect(made.upload).toEqual({ to: place, region: 'eu-central-1' });
    expect(made.endpoints.at(-1)).toEqual({
      name: 's3://tm-artifacts-111122223333-sync',
      origin: 'https://tm-artifacts-111122223333-sync.s3.eu-central-1.amazonaws.com',
      credentials: `profile ${profile}, role ${role}`,
      sentTo: ['tm-artifacts-111122223333-sync.s3.eu-central-1.amazonaws.com'],
    });
    expect(parsePlan(new TextEncoder().encode(JSON.stringify(made)))).toEqual(made);
  });

  it('is not made anywhere else than the plan says', async () => {
    const here = await pipeline();
    const made = await here.plan();
    const elsewhere = { ...here.gateways, aws: { ...here.gateways.aws, endpoint: 'http://127.0.0.1:1' } };
    await expect(runMirror(made, elsewhere, { emit: here.world.emit, concurrency: 4 })).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining('s3://tm-artifacts')],
    });
    expect(here.puts).toEqual([]);
  });

  it('is not made where the plan of a rehearsal is run for real, or as another account', async () => {
    const here = await pipeline();
    const marketplace = { ...target, kind: 'marketplace' as const };
    const endpoint = 'http://127.0.0.1:1';
    const rehearsal = { ...here.gateways, aws: { ...here.gateways.aws, endpoint } };
    const input = { images: [wanted('a:1', 'a:1')], ignored: [], target: marketplace, warnings: [], upload: wish };
    const rehearsed = await planMirror(input, rehearsal, { emit: here.world.emit });
    await expect(here.run(rehearsed)).rejects.toMatchObject({ code: 'plan-stale' });
    const made = await here.plan(undefined, { target: marketplace });
    const other = async () => ({ account: '999999999999', arn: 'arn' });
    const gateways = { ...here.gateways, aws: { ...here.gateways.aws, callerIdentity: other } };
    await expect(runMirror(made, gateways, { emit: here.world.emit, concurrency: 4, log })).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining('999999999999')],
    });
    expect(here.puts).toEqual([]);
    expect(here.world.written.get(log)).toBe(unfinished);
  });

  it('of a rehearsal goes to the sandbox or nowhere', async () => {
    const here = await pipeline();
    const rehearsal = (endpoint: string | undefined): Gateways => ({
      ...here.gateways,
      registries: { ...here.gateways.registries, isSandbox: true },
      aws: { ...here.gateways.aws, endpoint },
    });
    const input = { images: [wanted('a:1', 'a:1')], ignored: [], target, warnings: [], upload: wish };
    for (const endpoint of [undefined, 'https://s3.example']) {
      const planned = planMirror(input, rehearsal(endpoint), { emit: here.world.emit });
      await expect(planned).rejects.toMatchObject({ code: 'sandbox-guard' });
    }
    const made = await planMirror(input, rehearsal('http://127.0.0.1:1'), { emit: here.world.emit });
    await expect(
      runMirror(made, rehearsal(undefined), { emit: here.world.emit, concurrency: 4 }),
    ).rejects.toMatchObject({ code: 'plan-stale' });
    expect(here.puts).toEqual([]);
  });

  it('of each shard has a name of its own', async () => {
    expect(uploadPlace({ to: place, region: 'x' }, undefined)).toBe(place);
    expect(uploadPlace({ to: place, region: 'x' }, { index: 2, count: 4 })).toBe(
      's3://tm-artifacts-111122223333-sync/run/sync-error.2-of-4.log',
    );
    expect(uploadPlace({ to: 's3://a.b/log', region: 'x' }, { index: 1, count: 2 })).toBe('s3://a.b/log.1-of-2');
    const here = await pipeline();
    const made = await here.plan(undefined, { shard: { index: 1, count: 1 } });
    const report = await here.run(made);
    expect(report.uploadedTo).toMatch(/sync-error\.1-of-1\.log$/);
    expect(here.puts.every(({ place: to }) => to === report.uploadedTo)).toBe(true);
  });
});
