import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChartChoice, chartImages, gatherChart, parseChartPlan, planChart, runChart, writeImageList } from '#jobs';
import { ReleaseError } from '#problem';
import { chartPlanText, chartQuestion, formatLine } from '#text';
import { madeChart } from '../../../../src/jobs/charts/plan/made-chart.ts';
import { readGathered } from '../../../../src/jobs/charts/read-gathered.ts';
import { memoryFiles } from '../../../support/memory-files.ts';
import { memoryRepositories } from '../../../support/memory-repositories.ts';
import { openWorld, seed, type World } from '../../../support/mirror-world.ts';
import { sampleChartIn } from '../../../support/sample-chart.ts';
import { buildImage, noise } from '../../../support/sample-images.ts';

const settings = `version: 1
target:
  registry: target.example
  prefix: p
files: { unpaired: sources }
names:
  - { from: "source.example/acme/*", to: "*" }
charts:
  shop:
    source: { path: chart }
    inject:
      - first-user-password: { secret: first-user }
`;

interface Setting {
  readonly settings?: string;
  readonly chart?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

async function shop(setting: Setting = {}) {
  const world = await openWorld();
  const files = memoryFiles({
    'marketplace.yaml': setting.settings ?? settings,
    ...sampleChartIn('chart', setting.chart),
    ...setting.files,
  });
  const gateways = { ...world.gateways, files };
  const job = { emit: world.emit };
  const gathered = (choice: Partial<ChartChoice> = {}) =>
    gatherChart({ named: [], chart: 'shop', ...choice }, gateways);
  return { world, files, gateways, job, gathered };
}

const web = buildImage({ layers: [noise('web', 2000)], seed: 'web' });
const metrics = buildImage({ layers: [noise('metrics', 2000)], seed: 'metrics' });

function seedSources(world: World) {
  seed(world.source, 'acme/web', '8.3.4', web);
  seed(world.source, 'acme/metrics', '2.0.1', metrics);
}

/** As they are after a mirror. */
function seedReleased(world: World) {
  seedSources(world);
  seed(world.target, 'p/web', '8.3.4', web);
  seed(world.target, 'p/metrics', '2.0.1', metrics);
}

/** What is told of images that the target lacks. */
const lackingIn = ({ problems }: Pick<Awaited<ReturnType<typeof planChart>>, 'problems'>) =>
  problems.flatMap(({ rule, severity, message }) => (rule === 'not-released' ? [`${severity}: ${message}`] : []));

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('the images of a chart', () => {
  it('are found in its values without a helm, with what the target has of each', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', web);
    const found = await chartImages({ chart: await gathered() }, gateways, job);
    expect(found.look).toEqual({ by: 'values', why: 'no helm program was found' });
    expect(found.images).toMatchObject([
      {
        source: 'source.example/acme/metrics:2.0.1',
        target: 'target.example/p/metrics:2.0.1',
        state: 'missing',
        isDefault: false,
        places: [{ file: 'values.yaml', value: 'metrics.image' }],
      },
      {
        source: 'source.example/acme/web:8.3.4',
        target: 'target.example/p/web:8.3.4',
        state: 'present',
        isDefault: true,
        digest: web.root,
      },
    ]);
    expect(found.ok).toBe(true);
    expect(structuredClone(found)).toEqual(found);
    expect([...world.source.requests, ...world.target.requests].every(({ method }) => method !== 'PUT')).toBe(true);
  });

  it('tells a taken tag, an image that is nowhere, and one without a version', async () => {
    const { world, gateways, job, gathered } = await shop({
      chart: {
        'values.yaml': `web: { image: { registry: source.example, repository: acme/web, tag: "8.3.4" } }
metrics: { enabled: false, image: { registry: source.example, repository: acme/metrics, tag: latest } }
gone: { image: { registry: source.example, repository: acme/gone, tag: "1" } }
`,
      },
    });
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', metrics);
    const found = await chartImages({ chart: await gathered() }, gateways, job);
    expect(found.ok).toBe(false);
    expect(found.images.map(({ source, state, code }) => [source, state, code])).toEqual([
      ['source.example/acme/gone:1', 'unknown', 'content-missing'],
      ['source.example/acme/metrics:latest', 'refused', 'tag-latest'],
      ['source.example/acme/web:8.3.4', 'taken', 'tag-taken'],
    ]);
  });

  it('go into an image list in place, once it was looked at, and not while one has no version', async () => {
    const list = '# of the shop\nsource.example/acme/web:8.3.3  # front\nsource.example/acme/tool:1\n';
    const { world, files, gateways, job, gathered } = await shop({ files: { 'shop_images.txt': list } });
    seedSources(world);
    const found = await chartImages({ chart: await gathered(), list: 'shop_images.txt' }, gateways, job);
    const text = async () => new TextDecoder().decode(await files.read('shop_images.txt'));
    expect(await text()).toBe(list);
    await writeImageList(found, files);
    expect(await text()).toBe(
      '# of the shop\nsource.example/acme/web:8.3.4  # front\nsource.example/acme/tool:1\nsource.example/acme/metrics:2.0.1\n',
    );
    expect(found.list?.changes.map(({ what }) => what)).toEqual(['replaced', 'unneeded', 'added']);
    await expect(writeImageList(found, files)).rejects.toMatchObject({ code: 'plan-stale' });
    const refused = { ...found, images: found.images.map((image) => ({ ...image, state: 'refused' as const })) };
    await expect(writeImageList(refused, files)).rejects.toMatchObject({ code: 'chart-not-ready' });
  });

  const licensed = settings
    .replace(
      '      - first-user-password: { secret: first-user }\n',
      '      - license-check: { product: prod-c8m5nd4k2x7qa, entitlements: [a], image: "license-check:1.0.0" }\n',
    )
    .concat('derive: { license-check: { program: license-check } }\n');
  const withLicense = (list: string, own = licensed) => shop({ settings: own, files: { 'list.txt': list } });
  const checkOf = ({ images }: Pick<Awaited<ReturnType<typeof chartImages>>, 'images'>) =>
    images.find(({ source }) => source === undefined);

  it.each(['list.txt', undefined])(
    'tells how the image of an injected part comes to be, with the list %s',
    async (list) => {
      const { world, gateways, job, gathered } = await withLicense('source.example/acme/web:8.3.4\n');
      seedSources(world);
      const found = await chartImages({ chart: await gathered(), list }, gateways, job);
      const line = 'license-check:1.0.0 NODE-IMAGE';
      expect(checkOf(found)).toMatchObject({
        target: 'target.example/p/license-check:1.0.0',
        state: 'missing',
        hint: expect.stringContaining(
          list === undefined ? `in an image list it is the line ${line}` : `to list.txt, with`,
        ),
      });
      expect(checkOf(found)?.hint).toContain(line);
      expect(checkOf(found)?.hint).not.toContain('derive');
    },
  );

  it('does not call the line of an injected part unneeded, and tells that it is to be mirrored', async () => {
    const list = '# ours\nlicense-check:1.0.0 source.example/library/node:22-slim\nsource.example/acme/tool:1\n';
    const { world, gateways, job, gathered } = await withLicense(list);
    seedSources(world);
    const found = await chartImages({ chart: await gathered(), list: 'list.txt' }, gateways, job);
    expect(found.list?.changes.map(({ what, line }) => [what, line])).toEqual([
      ['unneeded', 3],
      ['added', 4],
      ['added', 5],
    ]);
    expect(checkOf(found)?.hint).toBe('list.txt has a line for it: mirror that list first.');
  });

  it('says what makes the image of an injected part where the settings do not', async () => {
    const { world, gateways, job, gathered } = await withLicense('', licensed.replace(/derive: .*\n/, ''));
    seedSources(world);
    const found = await chartImages({ chart: await gathered() }, gateways, job);
    expect(checkOf(found)?.hint).toContain(
      'Under derive of the settings, license-check: { program: license-check } makes it',
    );
  });

  it('go into no list that a mirror would refuse, and that is told before anybody is asked', async () => {
    const { world, gateways, job, gathered } = await shop({ settings: settings.replace(/files: .*\n/, '') });
    const input = { chart: await gathered(), list: 'list.txt' };
    const hint = expect.stringContaining('Set files.unpaired: sources');
    await expect(chartImages(input, gateways, job)).rejects.toMatchObject({
      code: 'input-invalid',
      problems: [{ file: 'list.txt', rule: 'list-unpaired', hint }],
    });
    expect([...world.source.requests, ...world.target.requests]).toEqual([]);
  });

  it('go into no list of a release, whose lines name destinations', async () => {
    const files = { 'a/shop_release.json': '{}', 'shop_images.txt': '' };
    const { world, gateways, job, gathered } = await shop({ files });
    seedSources(world);
    const into = async (list: string) => chartImages({ chart: await gathered(), list }, gateways, job);
    await expect(into('a/shop_images.txt')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('a/shop_images.txt is the image list of a/shop_release.json'),
    });
    for (const list of ['a/web_images.txt', 'a/b/shop_images.txt', 'shop_images.txt'])
      expect((await into(list)).list?.changes).toHaveLength(2);
  });

  it('go into a list with a byte order mark, which stays', async () => {
    const list = '\uFEFFsource.example/acme/web:8.3.3\n';
    const { world, files, gateways, job, gathered } = await shop({ files: { 'list.txt': list } });
    seedSources(world);
    const found = await chartImages({ chart: await gathered(), list: 'list.txt' }, gateways, job);
    await writeImageList(found, files);
    expect(Buffer.from(await files.read('list.txt')).toString()).toBe(
      '\uFEFFsource.example/acme/web:8.3.4\nsource.example/acme/metrics:2.0.1\n',
    );
  });

  it('are not known as long as one cannot be read', async () => {
    const image = (tag: string) => `web: { image: { registry: source.example, repository: acme/web, tag: ${tag} } }\n`;
    const known = async (tag: string) => {
      const { world, gateways, job, gathered } = await shop({ chart: { 'values.yaml': image(tag) } });
      seedSources(world);
      for (const tag of ['1.1', '1.10']) seed(world.source, 'acme/web', tag, web);
      const { ok, problems } = await chartImages({ chart: await gathered() }, gateways, job);
      return { ok, rules: problems.map(({ rule }) => rule) };
    };
    expect(await known('"7\\e[2J"')).toEqual({ ok: false, rules: ['chart-image-unclear'] });
    // A warning about an image that was read is none about what is not known.
    expect(await known('1.10')).toEqual({ ok: true, rules: ['chart-image-unclear'] });
  });

  it('count as present under a new tag where theirs is taken, and are named by that', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', metrics);
    seed(world.target, 'p/metrics', '2.0.1', metrics);
    const chart = await gathered();
    const webOf = async () =>
      (await chartImages({ chart, newTags: true }, gateways, job)).images.find(({ source }) => source?.includes('web'));
    const wanted = 'target.example/p/web:8.3.4';
    expect(await webOf()).toMatchObject({ state: 'missing', target: `${wanted}-1`, wanted });
    const early = await planChart({ chart, newTags: true, push: true }, gateways, job);
    expect(lackingIn(early)).toEqual([expect.stringMatching(/^error: .*p\/web:8\.3\.4-1$/)]);
    seed(world.target, 'p/web', '8.3.4-1', web);
    expect(await webOf()).toMatchObject({ state: 'present', target: `${wanted}-1`, wanted, digest: web.root });
    expect((await planChart({ chart, push: true }, gateways, job)).ok).toBe(false);
    const plan = await planChart({ chart, newTags: true, push: true }, gateways, job);
    expect(plan.ok).toBe(true);
    expect(plan.changes.find(({ path }) => path === 'values.yaml')?.after).toContain('tag: "8.3.4-1"');
    expect(await runChart(plan, chart, gateways, job)).toMatchObject({ ok: true, push: { outcome: 'pushed' } });
  });

  it('are not looked for in a chart that says another version of itself than its registry does', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    await runChart(await planChart({ chart, push: true }, gateways, job), chart, gateways, job);
    const { tags } = world.target.repository('p/shop');
    tags.set('9.9.9', tags.get('1.2.0') ?? '');
    const at = async (version: string) =>
      chartImages({ chart: await gathered({ chart: `oci://target.example/p/shop:${version}` }) }, gateways, job);
    await expect(at('9.9.9')).rejects.toMatchObject({ code: 'chart-mismatch' });
    expect((await at('1.2.0')).chart).toMatchObject({ name: 'shop', version: '1.2.0' });
  });

  it('refuses a file that is no image list', async () => {
    const { gateways, job, gathered } = await shop();
    const input = { chart: await gathered(), list: 'marketplace.yaml' };
    await expect(chartImages(input, gateways, job)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('a chart that is injected', () => {
  it('is planned, written and pushed, its tag last; a second run moves nothing', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    const plan = await planChart({ chart, output: 'shop.tgz', push: true }, gateways, job);
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan).toMatchObject({
      ok: true,
      chart: { name: 'shop', version: '1.2.0' },
      output: { file: 'shop.tgz', state: 'absent' },
      push: { reference: 'target.example/p/shop:1.2.0', state: 'absent' },
      checked: { by: 'static' },
    });
    const values = plan.changes.find(({ path }) => path === 'values.yaml')?.after ?? '';
    expect(values).toContain('registry: target.example');
    expect(values).toContain('repository: p/web   # the front');
    expect(parseChartPlan(new TextEncoder().encode(JSON.stringify(plan)))).toEqual(plan);
    const report = await runChart(plan, chart, gateways, job);
    expect(report).toMatchObject({
      ok: true,
      output: { outcome: 'written' },
      push: { outcome: 'pushed', digest: plan.push?.manifestDigest },
    });
    expect(sha256(await files.read('shop.tgz'))).toBe(plan.archive.digest);
    const { blobs, tags, manifests } = world.target.repository('p/shop');
    expect(tags.get('1.2.0')).toBe(plan.push?.manifestDigest);
    expect(blobs.has(plan.archive.digest)).toBe(true);
    const manifest = JSON.parse(manifests.get(tags.get('1.2.0') ?? '')?.bytes.toString() ?? '');
    expect(manifest.layers).toEqual([
      {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        digest: plan.archive.digest,
        size: plan.archive.size,
      },
    ]);
    const puts = world.target.requests.filter(({ method }) => method === 'PUT');
    expect(puts.at(-1)?.url).toBe('/v2/p/shop/manifests/1.2.0');
    const again = await planChart({ chart: await gathered(), output: 'shop.tgz', push: true }, gateways, job);
    expect(again).toMatchObject({ output: { state: 'present' }, push: { state: 'present' } });
    const second = await runChart(again, chart, gateways, job);
    expect(second).toMatchObject({ ok: true, output: { outcome: 'present' }, push: { outcome: 'present', bytes: 0 } });
    expect(world.target.requests.filter(({ method }) => method === 'PUT')).toHaveLength(puts.length);
  });

  it('goes under another name and version, below a path', async () => {
    const { world, gateways, job, gathered } = await shop({
      settings: settings.replace('    inject:', '    publish: { path: charts, version: 1.2.1 }\n    inject:'),
    });
    seedReleased(world);
    const plan = await planChart({ chart: await gathered({ name: 'shop-aws' }), push: true }, gateways, job);
    expect(plan.result).toMatchObject({ name: 'shop-aws', version: '1.2.1' });
    expect(plan.push?.reference).toBe('target.example/p/charts/shop-aws:1.2.1');
  });

  it('takes the same archive under another manifest for the same chart, and another archive for a conflict', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    const first = await planChart({ chart, push: true }, gateways, job);
    const put = (digest: string) => {
      const layers = [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest, size: 1 }];
      const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest, size: 1 };
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const bytes = Buffer.from(
        JSON.stringify({ schemaVersion: 2, mediaType, config, layers, annotations: { at: '1' } }),
      );
      const here = world.target.repository('p/shop');
      here.manifests.set(sha256(bytes), { mediaType, bytes });
      here.tags.set('1.2.0', sha256(bytes));
      return sha256(bytes);
    };
    const pushedByHelm = put(first.archive.digest);
    expect((await planChart({ chart, push: true }, gateways, job)).push).toMatchObject({
      state: 'present',
      digest: pushedByHelm,
    });
    const other = put(`sha256:${'c'.repeat(64)}`);
    const plan = await planChart({ chart, push: true }, gateways, job);
    expect(plan).toMatchObject({ ok: false, push: { state: 'conflict', code: 'tag-taken', digest: other } });
    await expect(runChart(plan, chart, gateways, job)).rejects.toMatchObject({ code: 'tag-taken' });
    // The tag was taken after the plan was made.
    const late = await runChart(first, chart, gateways, job);
    expect(late).toMatchObject({ ok: false, push: { outcome: 'conflict', code: 'tag-taken' } });
    expect(world.target.requests.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('is not written when the chart, the plan or the settings have changed', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    const plan = await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job);
    await expect(runChart({ ...plan, ok: !plan.ok }, chart, gateways, job)).rejects.toMatchObject({
      code: 'plan-unreadable',
    });
    const others = { ...chart, values: { web: { replicas: 3 } } };
    await expect(runChart(plan, others, gateways, job)).rejects.toMatchObject({ code: 'plan-stale' });
    await files.write('chart/templates/new.yaml', 'kind: ConfigMap\n');
    await expect(runChart(plan, chart, gateways, job)).rejects.toMatchObject({ code: 'plan-stale' });
    expect(await files.kindOf('shop.tgz')).toBeUndefined();
  });

  it('is neither written nor pushed with an image that stands in its way', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', metrics);
    const chart = await gathered();
    const plan = await planChart({ chart, output: 'shop.tgz', push: true }, gateways, job);
    expect(plan.ok).toBe(false);
    await expect(runChart(plan, chart, gateways, job)).rejects.toMatchObject({ code: 'chart-not-ready' });
    expect(await files.kindOf('shop.tgz')).toBeUndefined();
  });

  it('is not pushed while the target lacks an image that it needs; written it is', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', web);
    const chart = await gathered();
    const lacking = (severity: string) => [
      `${severity}: The target does not have what the chart needs: target.example/p/metrics:2.0.1`,
    ];
    const plan = await planChart({ chart, push: true }, gateways, job);
    expect([plan.ok, lackingIn(plan)]).toEqual([false, lacking('error')]);
    await expect(runChart(plan, chart, gateways, job)).rejects.toMatchObject({ code: 'chart-not-ready' });
    const written = await planChart({ chart, push: false, output: 'shop.tgz' }, gateways, job);
    expect([written.ok, lackingIn(written)]).toEqual([true, lacking('warning')]);
    // What could not be read at its source is not at the target either.
    world.source.intercept = (_, response) => {
      response.writeHead(404).end();
      return true;
    };
    expect(lackingIn(await planChart({ chart, push: true }, gateways, job))).toEqual(lacking('error'));
    world.source.intercept = undefined;
    seed(world.target, 'p/metrics', '2.0.1', metrics);
    const ready = await planChart({ chart, push: true }, gateways, job);
    expect([ready.ok, lackingIn(ready)]).toEqual([true, []]);
    await runChart(ready, chart, gateways, job);
    // What was pushed is as it is.
    world.target.repository('p/metrics').tags.clear();
    const again = await planChart({ chart, push: true }, gateways, job);
    expect([again.ok, again.push?.state, lackingIn(again)]).toEqual([true, 'present', lacking('warning')]);
  });

  it('is written over no file but a chart of its name', async () => {
    const { world, files, gateways, job, gathered } = await shop({ files: { 'notes.tgz': 'not a chart' } });
    seedReleased(world);
    const plan = (output: string, choice?: Partial<ChartChoice>) =>
      gathered(choice).then((chart) => planChart({ chart, output, push: false }, gateways, job));
    await expect(plan('notes.tgz')).rejects.toMatchObject({ code: 'usage' });
    await expect(plan('chart')).rejects.toMatchObject({ code: 'usage' });
    const chart = await gathered();
    await runChart(await plan('shop.tgz'), chart, gateways, job);
    expect((await plan('shop.tgz', { chartVersion: '1.2.1' })).output?.state).toBe('replaced');
    await expect(plan('shop.tgz', { name: 'other' })).rejects.toMatchObject({ code: 'usage' });
    expect(await files.kindOf('notes.tgz')).toBe('file');
  });

  it('is reported with the images that the target lacks, or of which nothing was learned', async () => {
    const { world, gateways, job, gathered } = await shop();
    seed(world.source, 'acme/web', '8.3.4', web);
    seed(world.target, 'p/metrics', '2.0.1', metrics);
    const chart = await gathered();
    const plan = await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job);
    expect(chartQuestion(plan)).toBe('Write shop.tgz, with 2 images missing or unknown?');
    const { ok, warnings } = await runChart(plan, chart, gateways, job);
    expect({ ok, warnings }).toEqual({
      ok: true,
      warnings: [
        {
          code: 'not-released',
          message: 'The target does not have target.example/p/web:8.3.4 yet: mirror what the chart needs',
        },
        {
          code: 'content-missing',
          message: 'What the target has of target.example/p/metrics:2.0.1 could not be learned',
        },
      ],
    });
    seedSources(world);
    seed(world.target, 'p/web', '8.3.4', web);
    const whole = await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job);
    expect((await runChart(whole, chart, gateways, job)).warnings).toEqual([]);
  });

  it('keeps the parts of an earlier injection where the settings do not have it, and says so', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    await runChart(await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job), chart, gateways, job);
    const archive = await gathered({ chart: 'shop.tgz' });
    const plan = await planChart({ chart: archive, push: false }, gateways, job);
    expect(plan.changes).toEqual([]);
    expect(plan.archive.digest).toBe(sha256(await files.read('shop.tgz')));
    expect(plan.problems.filter(({ rule }) => rule === 'chart-parts-kept')).toMatchObject([{ severity: 'warning' }]);
    const own = settings.replace('{ path: chart }', '{ path: shop.tgz }').replace(/ {4}inject:[\s\S]*/, '');
    await files.write('marketplace.yaml', own);
    const without = await planChart({ chart: await gathered(), push: false }, gateways, job);
    expect(without.changes.map(({ what, path }) => `${what} ${path}`)).toContain('removed templates/_awsmp.tpl');
  });

  it('is packed once for all who read it', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedSources(world);
    const chart = await gathered();
    const plan = await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job);
    const opened = await readGathered(chart, gateways, job);
    const made = await madeChart(opened, new Map(plan.rewrites.map(({ from, to }) => [from, to])), chart);
    const bytes = async () => {
      const pieces: Uint8Array[] = [];
      for await (const piece of made.open()) pieces.push(piece);
      return pieces;
    };
    const [first, second] = [await bytes(), await bytes()];
    expect(sha256(Buffer.concat(first))).toBe(plan.archive.digest);
    expect(second.every((piece, at) => piece === first[at])).toBe(true);
    expect(await files.kindOf('shop.tgz')).toBeUndefined();
  });

  it('is not made any further once it is cancelled', async () => {
    const { world, gateways, job, gathered } = await shop({
      chart: { 'data.txt': 'abc'.repeat(1_400_000) },
    });
    seedSources(world);
    const chart = await gathered();
    const opened = await readGathered(chart, gateways, job);
    const controller = new AbortController();
    const reason = new Error('stop');
    const made = madeChart(opened, new Map(), chart, controller.signal);
    setImmediate(() => controller.abort(reason));
    await expect(made).rejects.toBe(reason);
  });

  it('leaves no tag when it is cancelled, and a next run goes on', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    const plan = await planChart({ chart, push: true }, gateways, job);
    const controller = new AbortController();
    world.target.intercept = ({ method, url }) => {
      if (method === 'PUT' && url.includes('/blobs/')) controller.abort(new Error('stop'));
      return false;
    };
    const report = await runChart(plan, chart, gateways, { ...job, signal: controller.signal });
    expect(report).toMatchObject({ ok: false, push: { outcome: 'cancelled' } });
    expect(world.target.repository('p/shop').tags.size).toBe(0);
    world.target.intercept = undefined;
    expect(await runChart(plan, chart, gateways, job)).toMatchObject({ ok: true, push: { outcome: 'pushed' } });
  });

  it('reads the tag again, and says when it holds something else', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedReleased(world);
    const chart = await gathered();
    const plan = await planChart({ chart, push: true }, gateways, job);
    let isWritten = false;
    world.target.intercept = ({ method, url }, response) => {
      if (isWritten && method === 'HEAD' && url.endsWith('/manifests/1.2.0')) {
        response.writeHead(404).end();
        return true;
      }
      isWritten ||= method === 'PUT' && url.endsWith('/manifests/1.2.0');
      return false;
    };
    const report = await runChart(plan, chart, gateways, job);
    expect(report).toMatchObject({ ok: false, push: { outcome: 'failed', code: 'verification-failed' } });
  });

  it('tells a repository that nobody makes, as the mirror does', async () => {
    const ecr = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
    const { world, gateways, job, gathered } = await shop({ settings: settings.replace('target.example', ecr) });
    seedReleased(world);
    world.origins[ecr] = world.target.origin;
    world.target.intercept = ({ method, url }, response) => {
      if (!url.startsWith('/v2/p/shop/')) return false;
      const body = JSON.stringify({ errors: [{ code: 'NAME_UNKNOWN', message: 'no such repository' }] });
      response.writeHead(404, { 'content-type': 'application/json' }).end(method === 'HEAD' ? undefined : body);
      return true;
    };
    const plan = await planChart({ chart: await gathered(), push: true }, gateways, job);
    expect(plan).toMatchObject({ ok: false, push: { state: 'failed', code: 'repository-missing' } });
    expect(plan.push?.hint).toContain('repositories: { create: true }');
  });

  /** A chart for a private ECR, which makes no repository on a push, and what the settings wish of its repositories. */
  async function ecrShop(repositories: string, fault?: (call: string) => void) {
    const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
    const own = settings.replace('target.example', `${registry}\n  repositories: { ${repositories} }`);
    const { world, gateways, job, gathered } = await shop({ settings: own });
    seedReleased(world);
    world.origins[registry] = world.target.origin;
    const ecr = memoryRepositories(fault);
    world.target.intercept = ({ url }, response) => {
      if (!url.startsWith('/v2/p/shop/') || ecr.repositories.has('p/shop')) return false;
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"errors":[{"code":"NAME_UNKNOWN","message":"no"}]}');
      return true;
    };
    const around = { ...gateways, aws: { ...gateways.aws, repositories: ecr.gateway } };
    const plan = async () => planChart({ chart: await gathered(), push: true }, around, job);
    const run = async (made: Awaited<ReturnType<typeof plan>>) => runChart(made, await gathered(), around, job);
    return { world, ecr, plan, run };
  }

  it('has its repository made where the settings wish it, as a mirror does, and is pushed into it', async () => {
    const { world, ecr, plan, run } = await ecrShop('create: true, immutableTags: true, untaggedDays: 2');
    const made = await plan();
    expect(made).toMatchObject({ ok: true, push: { state: 'absent' } });
    expect(made.repositories).toEqual([{ name: 'p/shop', action: 'create', differences: [] }]);
    expect(parseChartPlan(new TextEncoder().encode(JSON.stringify(made)))).toEqual(made);
    const text = chartPlanText(made, 100).map((line) => formatLine(line, false));
    expect(text).toContainEqual(expect.stringMatching(/^ {2}create +1 repository: untagged images .*immutable tags/));
    expect(chartQuestion(made)).toMatch(/^Create 1 repository, and push shop 1\.2\.0 to /);
    expect(ecr.calls).toEqual([]);
    const report = await run(made);
    expect(report).toMatchObject({
      ok: true,
      push: { outcome: 'pushed' },
      repositories: [{ name: 'p/shop', outcome: 'created' }],
    });
    expect(ecr.calls).toEqual(['create p/shop', 'setLifecycle p/shop']);
    expect(world.target.repository('p/shop').tags.has('1.2.0')).toBe(true);
    expect((await plan()).repositories).toBeUndefined();
  });

  it('is not pushed when its repository cannot be made, and a repository that is not as wished is told', async () => {
    const refused = await ecrShop('create: true', (call) => {
      if (call === 'create') throw new ReleaseError('access-denied', 'not allowed');
    });
    expect(await refused.run(await refused.plan())).toMatchObject({
      ok: false,
      push: { outcome: 'failed', code: 'access-denied' },
      repositories: [{ outcome: 'failed', isMissing: true }],
    });
    expect(refused.world.target.requests.some(({ method }) => method === 'PUT')).toBe(false);
    const half = await ecrShop('create: true, untaggedDays: 2', (call) => {
      if (call === 'setLifecycle') throw new ReleaseError('access-denied', 'not allowed');
    });
    const report = await half.run(await half.plan());
    expect(report).toMatchObject({ ok: false, push: { outcome: 'pushed' }, warnings: [{ code: 'access-denied' }] });
  });

  it('has its repository changed where the settings wish that too', async () => {
    const { ecr, plan, run } = await ecrShop('create: true, update: true, immutableTags: true');
    await run(await plan());
    const held = ecr.repositories.get('p/shop');
    if (held) held.held = { ...held.held, tagMutability: { immutable: false, except: [] } };
    const made = await plan();
    expect(made).toMatchObject({ push: { state: 'present' }, repositories: [{ action: 'update' }] });
    expect(await run(made)).toMatchObject({ ok: true, repositories: [{ outcome: 'updated' }] });
    expect(held?.held.tagMutability.immutable).toBe(true);
    // What was changed by somebody else since is not written over.
    if (held) held.held = { ...held.held, tagMutability: { immutable: false, except: ['latest'] } };
    await expect(run(made)).rejects.toMatchObject({ code: 'plan-stale' });
  });
});

describe('which chart is meant', () => {
  it('is one of the settings by name or by its folder, else a folder, an archive, or one elsewhere with its version', async () => {
    const { gathered } = await shop();
    expect(await gathered()).toMatchObject({
      key: 'shop',
      source: { path: 'chart' },
      parts: [{ kind: 'first-user-password' }],
    });
    expect((await gathered({ chart: './chart/' })).key).toBe('shop');
    expect((await gathered({ chart: 'oci://ghcr.io/acme/shop:1.0.0_b1' })).source).toEqual({
      registry: 'ghcr.io',
      repository: 'acme/shop',
      version: '1.0.0+b1',
    });
    const wish = { chart: 'shop', repository: 'https://charts.example/', version: '1' };
    expect(await gathered(wish)).toMatchObject({
      source: { repository: 'https://charts.example', name: 'shop', version: '1' },
      parts: [],
    });
    await expect(gathered({ chart: 'nowhere' })).rejects.toMatchObject({ code: 'chart-not-found' });
    await expect(gathered({ chart: 'oci://ghcr.io/acme/shop' })).rejects.toMatchObject({ code: 'usage' });
    await expect(gathered({ chart: 'shop', repository: 'https://charts.example' })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('brings own manifests along, and refuses a pattern that fits nothing', async () => {
    const inject = '    inject: ["extra/*.yaml"]\n';
    const own = settings.replace(/ {4}inject:[\s\S]*/, inject);
    const { gathered } = await shop({ settings: own, files: { 'extra/one.yaml': 'kind: ConfigMap\n' } });
    const chart = await gathered();
    expect(chart.parts).toEqual([
      { kind: 'manifests', files: [{ path: 'extra/one.yaml', text: 'kind: ConfigMap\n' }] },
    ]);
    expect(chart.inputs).toContain('extra/one.yaml');
    const { gathered: empty } = await shop({ settings: own });
    await expect(empty()).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
