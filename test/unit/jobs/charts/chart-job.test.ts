import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChartChoice, chartImages, gatherChart, parseChartPlan, planChart, runChart, writeImageList } from '#jobs';
import { memoryFiles } from '../../../support/memory-files.ts';
import { openWorld, seed, type World } from '../../../support/mirror-world.ts';
import { sampleChartIn } from '../../../support/sample-chart.ts';
import { buildImage, noise } from '../../../support/sample-images.ts';

const settings = `version: 1
target:
  registry: target.example
  prefix: p
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

  it('refuses a file that is no image list', async () => {
    const { gateways, job, gathered } = await shop();
    const input = { chart: await gathered(), list: 'marketplace.yaml' };
    await expect(chartImages(input, gateways, job)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('a chart that is injected', () => {
  it('is planned, written and pushed, its tag last; a second run moves nothing', async () => {
    const { world, files, gateways, job, gathered } = await shop();
    seedSources(world);
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
    seedSources(world);
    const plan = await planChart({ chart: await gathered({ name: 'shop-aws' }), push: true }, gateways, job);
    expect(plan.result).toMatchObject({ name: 'shop-aws', version: '1.2.1' });
    expect(plan.push?.reference).toBe('target.example/p/charts/shop-aws:1.2.1');
  });

  it('takes the same archive under another manifest for the same chart, and another archive for a conflict', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedSources(world);
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
    seedSources(world);
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

  it('is written over no file but a chart of its name', async () => {
    const { world, files, gateways, job, gathered } = await shop({ files: { 'notes.tgz': 'not a chart' } });
    seedSources(world);
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

  it('leaves no tag when it is cancelled, and a next run goes on', async () => {
    const { world, gateways, job, gathered } = await shop();
    seedSources(world);
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
    seedSources(world);
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
    seedSources(world);
    world.origins[ecr] = world.target.origin;
    world.target.intercept = ({ method, url }, response) => {
      if (!url.startsWith('/v2/p/shop/')) return false;
      const body = JSON.stringify({ errors: [{ code: 'NAME_UNKNOWN', message: 'no such repository' }] });
      response.writeHead(404, { 'content-type': 'application/json' }).end(method === 'HEAD' ? undefined : body);
      return true;
    };
    const plan = await planChart({ chart: await gathered(), push: true }, gateways, job);
    expect(plan).toMatchObject({ ok: false, push: { state: 'failed', code: 'repository-missing' } });
    expect(plan.push?.hint).toContain('aws ecr create-repository --repository-name p/shop');
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
