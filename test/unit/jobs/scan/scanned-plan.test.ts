import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanSettings } from '#formats';
import { type Gateways, type MirrorPlan, type ProgramCall, type ProgramEnd, planMirror, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import { readImage } from '#registry';
import type { ResolvedImage } from '#release';
import { readFindings, type ScanReport } from '#scan';
import { ScanJudge } from '../../../../src/jobs/scan/scan-judge.ts';
import { Sessions } from '../../../../src/jobs/sessions.ts';
import { targetOfKind } from '../../../support/image-evidence.ts';
import { mirrorWorld, openWorld, plainTarget, seed, type World, wanted } from '../../../support/mirror-world.ts';
import { type BuiltImage, buildImage } from '../../../support/sample-images.ts';
import {
  grypeJson,
  type SampleImage,
  type SampleVulnerability,
  trivyJson,
  trivySarif,
} from '../../../support/scan-reports.ts';

const platforms = ['linux/amd64', 'linux/arm64'];
const grave = { id: 'CVE-2026-1', severity: 'critical', name: 'openssl', version: '3.0.1', fixedIn: '3.0.2' };
const settings: ScanSettings = { block: 'critical', unfixed: true, missing: 'error', accept: [] };

/** The digests of an image as it was built: of its index, and of each platform's manifest and config. */
function digestsOf(image: BuiltImage) {
  const manifests = image.manifests.flatMap(({ digest, bytes }) => {
    const { config } = JSON.parse(bytes.toString()) as { config?: { digest: string } };
    return config ? [{ manifest: digest, config: config.digest }] : [];
  });
  const [amd64, arm64 = amd64] = manifests;
  if (!amd64 || !arm64) throw new Error('no platforms');
  return { root: image.root, amd64, arm64 };
}

const multi = buildImage({ platforms, layers: [], seed: 'multi' });
const single = buildImage({ layers: [], seed: 'single' });
const { root, amd64, arm64 } = digestsOf(multi);

const at = (digest: string) => `source.example/a@${digest}`;
const reportOf = (value: object, file = 'scan.json'): ScanReport & { file: string } => {
  const [report] = readFindings(
    Buffer.from(JSON.stringify(value)),
    (why) => new ReleaseError('findings-malformed', why),
  );
  if (!report) throw new Error('no report');
  return { ...report, file };
};
const trivy = (image: Partial<SampleImage>, found: readonly SampleVulnerability[] = []) =>
  reportOf(trivyJson({ name: 'a', ...image }, found));

/** For plans that nothing of stays of. */
let shared: World;
beforeAll(async () => {
  shared = await mirrorWorld();
});
afterAll(() => shared.close());

interface Asked {
  readonly image?: BuiltImage;
  readonly scan?: Partial<ScanSettings>;
  readonly reports?: readonly ReturnType<typeof reportOf>[];
  readonly programs?: Gateways['programs'];
  readonly names?: readonly string[];
  /** Instead of those. */
  readonly images?: readonly ResolvedImage[];
  readonly signal?: AbortSignal;
  readonly around?: Partial<Gateways>;
}

async function plan(world: World, asked: Asked): Promise<MirrorPlan> {
  const { image = multi, scan = {}, reports = [], programs, names = ['a'], signal, around = {} } = asked;
  for (const name of names) seed(world.source, name, '1', image);
  const trust = {
    ...{ attestations: [], derive: [], grades: [], target: targetOfKind('oci'), folder: '/' },
    depth: 'manifests' as const,
    scan: { ...settings, ...scan },
    findings: reports,
  };
  const images = asked.images ?? names.map((name) => wanted(`${name}:1`, `${name}:1`));
  const gateways = { ...world.gateways, ...(programs ? { programs } : {}), ...around };
  const input = { images, ignored: [], target: plainTarget, trust, warnings: [] };
  return planMirror(input, gateways, { emit: world.emit, ...(signal ? { signal } : {}) });
}

const told = ({ items }: MirrorPlan) =>
  items.map(({ outcome, findings = [] }) => [outcome, ...findings.map((one) => `${one.severity} ${one.rule}`)]);

describe('findings in files', () => {
  it('stop an image before anything is written', async () => {
    const world = await openWorld();
    const made = await plan(world, {
      reports: [trivy({ imageId: amd64.config }, [grave]), trivy({ imageId: arm64.config })],
    });
    expect(told(made)).toEqual([['failed', 'error vulnerable']]);
    expect(made.items[0]).toMatchObject({
      code: 'vulnerable',
      message: 'p/a:1 has 1 critical vulnerability: CVE-2026-1 in openssl 3.0.1 (fixed in 3.0.2) on linux/amd64',
    });
    const report = await runMirror(made, world.gateways, { emit: world.emit, concurrency: 1 });
    expect(report.ok).toBe(false);
    expect(world.target.repositories.get('p/a')?.tags.size ?? 0).toBe(0);
  });

  it('are a warning of what is there already', async () => {
    const world = await openWorld();
    seed(world.target, 'p/a', '1', multi);
    const made = await plan(world, { reports: [trivy({ imageId: amd64.config }, [grave])] });
    expect(told(made)).toEqual([['present', 'warning vulnerable', 'warning scan-missing']]);
  });

  it.each<[string, readonly Partial<SampleImage>[], string | undefined]>([
    ['of the config of each platform', [{ imageId: amd64.config }, { imageId: arm64.config }], undefined],
    [
      'of the manifest of each platform',
      [{ repoDigests: [at(amd64.manifest)] }, { repoDigests: [at(arm64.manifest)] }],
      undefined,
    ],
    [
      'of the index, with the platform that was looked at',
      [
        { repoDigests: [at(root)], architecture: 'amd64' },
        { repoDigests: [at(root)], architecture: 'arm64' },
      ],
      undefined,
    ],
    ['of the index, for one platform', [{ repoDigests: [at(root)], architecture: 'arm64' }], ' (linux/amd64)'],
    ['of the index, for a platform that it has not', [{ repoDigests: [at(root)], architecture: 's390x' }], ''],
    [
      'of the index, but by its config of one',
      [{ repoDigests: [at(root)], architecture: 'amd64', imageId: arm64.config }],
      ' (linux/amd64)',
    ],
    ['of another digest', [{ repoDigests: [at(`sha256:${'0'.repeat(64)}`)] }], ''],
  ])('%s', async (_, images, missing) => {
    const made = await plan(shared, { reports: images.map((image) => trivy(image)) });
    if (missing === undefined) expect(told(made)).toEqual([['copy']]);
    else {
      expect(told(made)).toEqual([['failed', 'error scan-missing']]);
      expect(made.items[0]?.message).toBe(`p/a:1${missing} was not scanned: nobody has findings of it`);
      // The same for every image, so that it is told once.
      expect(made.items[0]?.hint).toMatch(
        /^Scan each platform by its digest and put the file where scan\.findings says/,
      );
    }
  });

  it('of an image with one platform count by its manifest, whatever platform they say', async () => {
    const report = trivy({ repoDigests: [at(single.root)], architecture: 'arm64' });
    expect(told(await plan(shared, { image: single, reports: [report] }))).toEqual([['copy']]);
  });

  it('of an index with one platform need not say which', async () => {
    const one = buildImage({ attestations: true, layers: [], seed: 'one' });
    const reports = [reportOf(trivySarif({ name: 'a', repoDigests: [at(one.root)] }))];
    const made = await plan(shared, { image: one, scan: { missing: 'warning' }, reports });
    expect(told(made)).toEqual([['copy', 'warning scan-bare']]);
    const ofBoth = [reportOf(trivySarif({ name: 'a', repoDigests: [at(root)] }))];
    expect(told(await plan(shared, { reports: ofBoth }))).toEqual([['failed', 'error scan-missing']]);
  });

  it.each([
    ['by its tag only', { name: 'source.example/a:1' }, 'names this image by its tag only'],
    [
      'by its tag, of another digest',
      { name: 'source.example/a:1', imageId: `sha256:${'1'.repeat(64)}` },
      'is of another digest under this tag',
    ],
    ["by the target's tag", { name: 'x', tags: ['target.example/p/a:1'] }, 'names this image by its tag only'],
  ])('that name an image %s do not count, and are told', async (_, image, words) => {
    const made = await plan(shared, { scan: { missing: 'warning' }, reports: [trivy(image, [grave])] });
    expect(told(made)).toEqual([['copy', 'warning scan-not-this-image', 'warning scan-missing']]);
    expect(made.items[0]?.findings?.[0]?.message).toBe(`scan.json ${words}, and does not count`);
  });

  it.each(['source.example/a:2', 'source.example/b:1', at(`sha256:${'2'.repeat(64)}`)])(
    'of %s are no matter of this image',
    async (name) => {
      const made = await plan(shared, { scan: { missing: 'warning' }, reports: [trivy({ name }, [grave])] });
      expect(told(made)).toEqual([['copy', 'warning scan-missing']]);
    },
  );

  it('of one platform are no strangers to the image, though the other is missing', async () => {
    const report = trivy({ imageId: amd64.config, tags: ['source.example/a:1'] });
    const made = await plan(shared, { scan: { missing: 'warning' }, reports: [report] });
    expect(told(made)).toEqual([['copy', 'warning scan-missing']]);
    expect(made.items[0]?.message).toBeUndefined();
  });

  it('without a tag are no strangers to an image that is named without one', async () => {
    const { source, ...rest } = wanted('a:1', 'a:1', root);
    const image = { ...rest, source: { registry: source.registry, repository: source.repository, digest: root } };
    const report = trivy({ name: 'source.example/a' });
    const made = await plan(shared, { scan: { missing: 'warning' }, reports: [report], images: [image] });
    expect(told(made)).toEqual([['copy', 'warning scan-missing']]);
  });

  it('are told of the platforms that are released alone, and accepted ones with their reason', async () => {
    const world = await openWorld();
    const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const made = await plan(world, {
      image: single,
      scan: { accept: [{ id: grave.id, reason: 'no TLS in it', range }] },
      reports: [trivy({ repoDigests: [at(single.root)] }, [grave])],
    });
    expect(told(made)).toEqual([['copy']]);
    expect(made.items[0]?.silenced).toEqual([{ rule: 'vulnerable', reason: 'CVE-2026-1: no TLS in it', count: 1 }]);
  });

  it('of a pinned digest that is there are heard without asking for more', async () => {
    const world = await openWorld();
    seed(world.target, 'p/a', '1', multi);
    const trust = {
      ...{ attestations: [], derive: [], grades: [], target: targetOfKind('oci'), folder: '/' },
      ...{ depth: 'manifests' as const, scan: settings, findings: [trivy({ repoDigests: [at(root)] }, [grave])] },
    };
    const images = [wanted('a:1', 'a:1', root)];
    const input = { images, ignored: [], target: plainTarget, trust, warnings: [] };
    const made = await planMirror(input, world.gateways, { emit: world.emit });
    expect(told(made)).toEqual([['present', 'warning vulnerable']]);
    expect(world.source.requests).toEqual([]);
  });
});

describe('findings that do not tell what was looked for', () => {
  const bareJson = (digest: string) => ({ ...trivyJson({ name: 'a', repoDigests: [at(digest)] }), Results: [] });
  const empty = reportOf(bareJson(single.root));

  it.each([
    ['error', 'failed'],
    ['warning', 'copy'],
  ] as const)('are without a scanner an %s, as missing ones', async (missing, outcome) => {
    const made = await plan(shared, { image: single, scan: { missing }, reports: [empty] });
    expect(told(made)).toEqual([[outcome, `${missing} scan-bare`]]);
    expect(made.items[0]?.findings?.[0]).toMatchObject({
      message: expect.stringContaining('(scan.json)'),
      hint: expect.stringContaining('write JSON'),
    });
  });

  it('do not keep the scanner from being run', async () => {
    const programs = scanner((digest) => output(trivyJson({ name: 'a', repoDigests: [at(digest)] }, [grave])));
    const made = await plan(shared, { image: single, scan: { with: 'trivy' }, programs, reports: [empty] });
    expect(programs.calls).toHaveLength(1);
    expect(told(made)).toEqual([['failed', 'error vulnerable', 'warning scan-bare']]);
  });

  it('are a warning where the scanner that is run for vulnerabilities says no more', async () => {
    const programs = scanner((digest) => output(bareJson(digest)));
    const made = await plan(shared, { image: single, scan: { with: 'trivy' }, programs });
    expect(told(made)).toEqual([['copy', 'warning scan-bare']]);
  });

  it('are a warning beside others of the same platform, and an error where one platform has no others', async () => {
    const full = trivy({ repoDigests: [at(amd64.manifest)] });
    const bares = [reportOf(bareJson(arm64.manifest)), reportOf(bareJson(amd64.manifest))];
    expect(told(await plan(shared, { reports: [full, ...bares] }))).toEqual([['failed', 'error scan-bare']]);
    const others = trivy({ repoDigests: [at(arm64.manifest)] });
    expect(told(await plan(shared, { reports: [full, others, ...bares] }))).toEqual([['copy', 'warning scan-bare']]);
  });
});

describe('a saved plan', () => {
  const day = 86_400_000;
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  async function saved(asked: Asked) {
    const world = await openWorld();
    const made = await plan(world, { image: single, ...asked });
    const { clock } = world.gateways;
    const later = (days: number) => {
      const gateways = { ...world.gateways, clock: { ...clock, now: () => clock.now() + days * day } };
      return runMirror(made, gateways, { emit: world.emit, concurrency: 1 });
    };
    return { made, today: new Date(clock.now()).toISOString().slice(0, 10), later };
  }
  const ofSingle = (...found: SampleVulnerability[]) => [trivy({ repoDigests: [at(single.root)] }, found)];

  it('counts on what a scanner found for a week', async () => {
    const { made, later } = await saved({ reports: ofSingle() });
    expect(made.items[0]).toMatchObject({ scanned: true });
    await expect(later(7.1)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(/^scans: .* 7 days/)],
    });
    expect(await later(6.9)).toMatchObject({ ok: true });
  });

  it('that no scanner was heard for is as old as it likes', async () => {
    const { made, later } = await saved({ scan: { missing: 'warning' } });
    expect(made.items[0]).not.toHaveProperty('scanned');
    expect(await later(400)).toMatchObject({ ok: true });
  });

  it('is not run after the last day of what it has accepted', async () => {
    const until = (await saved({ reports: ofSingle() })).today;
    const accept = [{ id: grave.id, reason: 'no TLS in it', until, range }];
    const { made, later } = await saved({ scan: { accept }, reports: ofSingle(grave) });
    expect(made.items[0]).toMatchObject({ outcome: 'copy', silenced: [{ until }] });
    await expect(later(1)).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(/^accepted vulnerability: .*CVE-2026-1: no TLS in it/)],
    });
    expect(await later(0)).toMatchObject({ ok: true });
  });
});

/** A scanner that answers for every manifest as `answer` says, and keeps how it was called. */
function scanner(
  answer: (digest: string, call: ProgramCall) => Partial<ProgramEnd> | Promise<Partial<ProgramEnd>>,
  name: 'trivy' | 'grype' = 'trivy',
) {
  const calls: ProgramCall[] = [];
  let running = 0;
  let most = 0;
  return {
    calls,
    most: () => most,
    find: async (program: string) => (program === name ? `/bin/${name}` : undefined),
    run: async (call: ProgramCall): Promise<ProgramEnd> => {
      calls.push(call);
      most = Math.max(most, ++running);
      const digest = call.arguments.find((one) => one.includes('@'))?.split('@')[1] ?? '';
      await Promise.resolve();
      try {
        return { status: 0, output: new Uint8Array(), errors: '', ...(await answer(digest, call)) };
      } finally {
        running--;
      }
    },
  };
}

const output = (value: object) => ({ output: Buffer.from(JSON.stringify(value)) });
const clean = (digest: string) => output(trivyJson({ name: 'a', repoDigests: [at(digest)] }));

describe('a scanner that is run', () => {
  it('is asked of each platform by its manifest, where no file has findings', async () => {
    const world = await openWorld();
    const programs = scanner((digest) => output(trivyJson({ name: 'a', repoDigests: [at(digest)] }, [grave])));
    const made = await plan(world, { scan: { with: 'trivy' }, reports: [trivy({ imageId: amd64.config })], programs });
    expect(told(made)).toEqual([['failed', 'error vulnerable']]);
    const { host } = new URL(world.source.origin);
    expect(programs.calls.map((call) => call.arguments.at(-1))).toEqual([`${host}/a@${arm64.manifest}`]);
    expect(programs.calls[0]).toMatchObject({ program: '/bin/trivy', host });
    expect(world.events).toContainEqual(
      expect.objectContaining({
        type: 'log',
        level: 'info',
        message: 'Trivy looks into source.example/a (linux/arm64)',
      }),
    );
  });

  it('is run once for each manifest, however many images have it; Grype for two at a time', async () => {
    const programs = scanner((digest) => output(grypeJson({ name: 'a', manifest: digest })), 'grype');
    const made = await plan(shared, { scan: { with: 'grype' }, programs, names: ['a', 'b', 'c'] });
    expect(told(made)).toEqual([['copy'], ['copy'], ['copy']]);
    expect(programs.calls).toHaveLength(2);
    expect(programs.most()).toBe(2);
  });

  it('that fails at one repository is asked again at another, and not twice at the same', async () => {
    const isOfA = (call: ProgramCall) => call.arguments.at(-1)?.includes('/a@') ?? false;
    const programs = scanner((digest, call) => (isOfA(call) ? { status: 1, errors: 'denied' } : clean(digest)));
    const images = ['a:1', 'a:2', 'b:1', 'c:1'].map((name) => wanted(name, name));
    for (const tag of ['1', '2']) seed(shared.source, 'a', tag, single);
    const made = await plan(shared, {
      image: single,
      scan: { with: 'trivy' },
      programs,
      images,
      names: ['a', 'b', 'c'],
    });
    const failed = ['failed', 'error scanner-failed'];
    expect(told(made)).toEqual([failed, failed, ['copy'], ['copy']]);
    expect(programs.calls.filter(isOfA)).toHaveLength(1);
    expect(programs.calls).toHaveLength(2);
  });

  it('is one Trivy at a time, which would fight for its cache', async () => {
    const programs = scanner(clean);
    expect(told(await plan(shared, { scan: { with: 'trivy' }, programs }))).toEqual([['copy']]);
    expect(programs.calls).toHaveLength(2);
    expect(programs.most()).toBe(1);
  });

  it('is not run for what files have', async () => {
    const programs = scanner(() => expect.unreachable('it is run'));
    const reports = [trivy({ imageId: amd64.config }), trivy({ imageId: arm64.config })];
    expect(told(await plan(shared, { scan: { with: 'trivy' }, programs, reports }))).toEqual([['copy']]);
  });

  it('that is not installed stops the images, and says what to do', async () => {
    const programs = scanner(clean, 'grype');
    const made = await plan(shared, { scan: { with: 'trivy', missing: 'warning' }, programs });
    expect(told(made)).toEqual([['failed', 'error scanner-missing']]);
    expect(made.items[0]).toMatchObject({
      message: 'Trivy is not installed: there is no program trivy on the PATH',
      hint: expect.stringContaining('scan.findings'),
    });
  });

  it.each<[string, (digest: string) => Partial<ProgramEnd>, string, RegExp]>([
    [
      'fails',
      () => ({ status: 1, errors: 'one\ntwo\n\u001b[31mFATAL\u001b[0m\tno space\r\n\n', output: Buffer.from('{}') }),
      'scanner-failed',
      /^Trivy ended with status 1 on linux\/amd64: one · two · FATAL no space$/,
    ],
    ['is killed', () => ({ status: undefined }), 'scanner-failed', /^Trivy was killed on linux\/amd64$/],
    [
      'has no end of messages',
      () => ({ status: 0, stopped: 'errors' as const }),
      'scanner-failed',
      /^Trivy wrote messages without end on linux\/amd64$/,
    ],
    [
      'hangs',
      () => ({ status: undefined, stopped: 'time', errors: 'fetching' }),
      'scanner-timeout',
      /within 20 minutes on linux\/amd64: fetching$/,
    ],
    ['writes without end', () => ({ status: undefined, stopped: 'output' }), 'scanner-answer', /larger than/],
    ['writes no JSON', () => ({ output: Buffer.from('done') }), 'scanner-answer', /not JSON/],
    ['writes nothing', () => ({}), 'scanner-answer', /not JSON/],
    ['writes of another image', () => clean(`sha256:${'0'.repeat(64)}`), 'scanner-answer', /it is not of sha256:/],
    [
      'writes of the tag alone',
      () => output(trivyJson({ name: 'source.example/a:1' })),
      'scanner-answer',
      /it is not of/,
    ],
  ])('that %s is an error of its own, and the other platform counts', async (_, answer, code, message) => {
    const programs = scanner((digest) =>
      digest === amd64.manifest ? answer(digest) : output(trivyJson({ name: 'a', repoDigests: [at(digest)] }, [grave])),
    );
    const made = await plan(shared, { scan: { with: 'trivy' }, programs });
    expect(told(made)).toEqual([['failed', 'error vulnerable', `error ${code}`]]);
    expect(made.items[0]?.findings?.[1]?.message).toMatch(message);
  });

  it('gets the login by its environment, and tells nobody', async () => {
    const world = await openWorld();
    const login = { kind: 'password', username: 'me', password: 'wordthatnobodyknows' } as const;
    const { registries } = world.gateways;
    const around = {
      registries: {
        ...registries,
        access: async (name: string) => ({ ...(await registries.access(name)), login: async () => login }),
      },
    };
    const programs = scanner(() => ({ status: 1, errors: `could not log in as me:${login.password}` }));
    const made = await plan(world, { scan: { with: 'trivy' }, programs, around });
    expect(programs.calls[0]?.environment({ folder: '/f' })).toMatchObject({ TRIVY_PASSWORD: login.password });
    expect(programs.calls[0]?.arguments.join(' ')).not.toContain(login.password);
    expect(JSON.stringify([made, world.events])).not.toContain(login.password);
    expect(made.items[0]?.message).toContain('[redacted]');
    expect(made.endpoints).toContainEqual(
      expect.objectContaining({ name: 'source.example', sentTo: [new URL(world.source.origin).host] }),
    );
  });

  it.each([
    [
      'an identity token',
      { login: async () => ({ kind: 'identity-token', token: 't0ken' }) as const },
      /identity token/,
    ],
    ['a folder', { layout: '/images' }, /in a folder/],
  ])('cannot be given %s, and says so', async (_, access, why) => {
    const world = await openWorld();
    const { registries } = world.gateways;
    const around = {
      registries: {
        ...registries,
        access: async (name: string) => ({ ...(await registries.access(name)), ...access }),
      },
    };
    const programs = scanner(() => expect.unreachable('it is run'));
    const made = await plan(world, {
      scan: { with: 'grype' },
      programs: { ...programs, find: async () => '/g' },
      around,
    });
    expect(told(made)).toEqual([['failed', 'error scanner-unsuited']]);
    expect(made.items[0]?.message).toMatch(why);
  });

  it('ends with the job that is cancelled', async () => {
    const controller = new AbortController();
    const programs = scanner(() => {
      controller.abort(new ReleaseError('cancelled', 'Enough'));
      throw controller.signal.reason;
    });
    const made = plan(shared, { scan: { with: 'trivy' }, programs, signal: controller.signal });
    await expect(made).rejects.toMatchObject({ code: 'cancelled' });
    // The second platform waited for its turn.
    expect(programs.calls).toHaveLength(1);
  });

  it('that is cancelled says nothing of the image', async () => {
    seed(shared.source, 'a', '1', single);
    const controller = new AbortController();
    const programs = scanner(() => {
      controller.abort(new ReleaseError('cancelled', 'Enough'));
      return { status: 1 };
    });
    const sessions = new Sessions(shared.gateways, shared.emit);
    const place = { session: await sessions.at('source.example'), repository: 'a' };
    const node = await readImage({ ...place, cache: shared.gateways.manifests }, single.root);
    const judge = new ScanJudge(
      { scan: { ...settings, with: 'trivy' }, reports: [] },
      { ...shared.gateways, programs },
      sessions,
    );
    const judged = judge.judge(
      wanted('a:1', 'a:1'),
      { sourceDigest: single.root, content: { ...place, node } },
      controller.signal,
    );
    await expect(judged).rejects.toMatchObject({ code: 'cancelled' });
  });
});
