import { describe, expect, it } from 'vitest';
import { chartImages, gatherChart, planChart, runChart } from '#jobs';
import { memoryFiles } from '../../../support/memory-files.ts';
import { openWorld, seed } from '../../../support/mirror-world.ts';
import { sampleChartIn } from '../../../support/sample-chart.ts';
import { buildImage, noise } from '../../../support/sample-images.ts';

const inject = `
    inject:
      - license-check: { product: prod-4ki7x3hq2s5vm, entitlements: [Seats], image: "license-check:1.0.0" }
      - first-user-password: { secret: first-user }`;
const settings = `version: 1
target:
  registry: target.example
  prefix: p
files: { unpaired: sources }
names:
  - { from: "source.example/acme/m*", to: "m*" }
charts:
  shop:
    source: { path: chart }${inject}
  again:
    source: { path: shop.tgz }${inject}
`;
const web = buildImage({ layers: [noise('web', 2000)], seed: 'web' });
const metrics = buildImage({ layers: [noise('metrics', 2000)], seed: 'metrics' });

async function shop(more: Readonly<Record<string, string>> = {}) {
  const world = await openWorld();
  seed(world.source, 'acme/web', '8.3.4', web);
  seed(world.source, 'acme/metrics', '2.0.1', metrics);
  const files = memoryFiles({ 'marketplace.yaml': settings, ...sampleChartIn('chart'), ...more });
  const gateways = { ...world.gateways, files };
  const job = { emit: world.emit };
  return { world, files, gateways, job, gathered: (chart = 'shop') => gatherChart({ named: [], chart }, gateways) };
}

describe('a chart that was injected before', () => {
  it('has the images of the target already: injecting it again changes nothing', async () => {
    const { world, gateways, job, gathered } = await shop();
    seed(world.target, 'p/acme/web', '8.3.4', web);
    seed(world.target, 'p/license-check', '1.0.0', metrics);
    const chart = await gathered();
    const first = await planChart({ chart, output: 'shop.tgz', push: false }, gateways, job);
    await runChart(first, chart, gateways, job);
    const again = await planChart({ chart: await gathered('again'), push: false }, gateways, job);
    expect(again.changes).toEqual([]);
    expect(again.archive).toEqual(first.archive);
    expect(again.images).toMatchObject([
      {
        source: 'target.example/p/acme/web:8.3.4',
        target: 'target.example/p/acme/web:8.3.4',
        state: 'present',
        digest: web.root,
      },
      { source: 'target.example/p/metrics:2.0.1', target: 'target.example/p/metrics:2.0.1', state: 'missing' },
      { target: 'target.example/p/license-check:1.0.0', state: 'present' },
    ]);
    expect(again.images).toHaveLength(3);
    expect(again.ok).toBe(true);
    // The target is no source that a mirror could take them from.
    const found = await chartImages({ chart: await gathered('again'), list: 'shop_images.txt' }, gateways, job);
    expect(found.list?.after).toBe('');
  });

  it('is told of a tag that holds another image than the digest in its values', async () => {
    const { world, gateways, job, gathered } = await shop({
      'chart/values.yaml': `web: { image: "target.example/p/web:8.3.4@${web.root}" }\n`,
      'chart/templates/web.yaml': 'image: {{ .Values.web.image }}\n',
    });
    seed(world.target, 'p/web', '8.3.4', metrics);
    const found = await chartImages({ chart: await gathered() }, gateways, job);
    expect(found.images[0]).toMatchObject({ state: 'taken', code: 'tag-taken', digest: metrics.root });
    expect(found.ok).toBe(false);
  });
});

describe('the files of the release beside a chart', () => {
  const list = 'front:8.3.4-1 source.example/acme/web:8.3.4\n';

  it('say where an image goes; only what they do not name goes by names and prefix', async () => {
    const { gateways, job, gathered } = await shop({ 'shop_images.txt': list });
    const plan = await planChart({ chart: await gathered(), push: false }, gateways, job);
    expect(plan.rewrites).toEqual([
      { from: 'source.example/acme/metrics:2.0.1', to: 'target.example/p/metrics:2.0.1' },
      { from: 'source.example/acme/web:8.3.4', to: 'target.example/p/front:8.3.4-1' },
    ]);
    expect(plan.images[1]).toMatchObject({ target: 'target.example/p/front:8.3.4-1', state: 'missing' });
  });

  it('must not say two places of one image', async () => {
    const two = `${list}web:8.3.4 source.example/acme/web:8.3.4\n`;
    const { gateways, job, gathered } = await shop({ 'shop_images.txt': two });
    const plan = await planChart({ chart: await gathered(), push: false }, gateways, job);
    expect(plan.ok).toBe(false);
    expect(plan.images[1]).toMatchObject({
      state: 'refused',
      code: 'chart-image-ambiguous',
      message: expect.stringContaining('p/front:8.3.4-1 (shop_images.txt:1) and to p/web:8.3.4 (shop_images.txt:2)'),
    });
  });

  it('are told where they cannot be read, and the rest of them is followed', async () => {
    const { gateways, job, gathered } = await shop({ 'shop_images.txt': `${list}a b c\n` });
    const plan = await planChart({ chart: await gathered(), push: false }, gateways, job);
    expect(plan.fileWarnings).toMatchObject([
      { file: 'shop_images.txt', line: 2, rule: 'fields-too-many', message: expect.stringContaining('not followed') },
    ]);
    expect(plan.images[1]?.target).toBe('target.example/p/front:8.3.4-1');
  });
});

describe('what rules find in a chart that was injected into', () => {
  const host = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
  const template = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: source.example/acme/web:8.3.4
`;

  it('stands at the lines that the vendor has', async () => {
    const { world, gateways, job, gathered } = await shop({
      'marketplace.yaml': settings
        .replace('target.example', host)
        .replace('source: { path: chart }', 'source: { path: chart }\n    delivery: eks-add-on'),
      'chart/templates/web.yaml': template,
    });
    world.origins[host] = world.target.origin;
    const plan = await planChart({ chart: await gathered(), push: false }, gateways, job);
    const [change] = plan.changes.filter(({ path }) => path === 'templates/web.yaml');
    // The check of the licence was put before the line.
    expect(change?.after?.split('\n').findIndex((line) => line.includes('acme/web'))).toBeGreaterThan(10);
    const [problem] = plan.problems.filter(({ rule }) => rule === 'chart-image-literal');
    expect(problem).toMatchObject({ file: 'chart/templates/web.yaml', line: 10 });
  });
});
