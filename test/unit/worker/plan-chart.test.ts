import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KnownChart } from '#worker';
import { chartProblems } from '../../../src/extension/charts/chart-problems.ts';
import { AbsoluteFiles } from '../../../src/worker/absolute-files.ts';
import { ChartRecords } from '../../../src/worker/chart-records.ts';
import type { OperationContext } from '../../../src/worker/operation.ts';
import { chartDocument } from '../../../src/worker/operations/chart-document.ts';
import { injectChart } from '../../../src/worker/operations/inject-chart.ts';
import { planChart } from '../../../src/worker/operations/plan-chart.ts';
import { openWorld, seed } from '../../support/mirror-world.ts';
import { sampleChartIn } from '../../support/sample-chart.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const settings = `version: 1
target:
  registry: target.example
  prefix: p
names:
  - { from: "source.example/acme/*", to: "*" }
charts:
  shop:
    source: { path: charts/shop }
    inject:
      - first-user-password: { secret: first-user }
  packed:
    source: { path: shop.tgz }
`;
const web = buildImage({ layers: [noise('web', 2000)], seed: 'web' });
const metrics = buildImage({ layers: [noise('metrics', 2000)], seed: 'metrics' });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plan-chart-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a worker does, at a folder of this disk. */
async function worker() {
  const files = { 'marketplace.yaml': settings, ...sampleChartIn('charts/shop') };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const world = await openWorld();
  seed(world.source, 'acme/web', '8.3.4', web);
  seed(world.source, 'acme/metrics', '2.0.1', metrics);
  const gateways = { ...world.gateways, files: new AbsoluteFiles() };
  const place = { settings: path.join(folder, 'marketplace.yaml') };
  const context = {
    world: 'aws',
    places: {
      at: (_: unknown, task: (open: object) => unknown) => task({ gateways, choice: { config: place.settings } }),
    },
    charts: new ChartRecords(path.join(folder, 'records')),
    records: { requireName: () => undefined },
    warn: () => undefined,
    emit: () => undefined,
    signal: new AbortController().signal,
  } as unknown as OperationContext;
  const plan = async (wish: KnownChart['wish']): Promise<KnownChart> => {
    const { plan: made } = await planChart({ place, record: 'one', ...wish }, context);
    return { schemaVersion: 1, record: 'one', world: 'aws', place, wish, plan: made };
  };
  return { world, context, plan };
}

describe('the plan of a chart that a worker makes', () => {
  it('places what it has against a folder on files that are there', async () => {
    const { plan } = await worker();
    const found = chartProblems(await plan({ chart: 'shop', push: true }));
    expect(found).toContainEqual(
      expect.objectContaining({ file: path.join(folder, 'charts/shop/values.yaml'), rule: 'not-released' }),
    );
    expect(found.filter(({ file }) => !existsSync(file))).toEqual([]);
    const given = chartProblems(await plan({ chart: path.join(folder, 'charts/shop'), push: true }));
    expect(given.map(({ file }) => file)).toEqual(found.map(({ file }) => file));
  });

  it('places what it has against an archive at its key in the settings, or on itself', async () => {
    const { plan, context } = await worker();
    const output = path.join(folder, 'shop.tgz');
    const { plan: made } = await plan({ chart: 'shop', push: false, output });
    await injectChart({ record: 'one', planId: made.planId }, context);
    const found = chartProblems(await plan({ chart: 'packed', push: true }));
    const missing = found.find(({ rule }) => rule === 'not-released');
    expect(missing).toMatchObject({ file: path.join(folder, 'marketplace.yaml'), range: { line: 12 } });
    // Where the problem stands is not said twice.
    expect(missing?.message).toMatch(/^Chart packed, values\.yaml:\d+: The target does not have/);
    expect(found.filter(({ file }) => !existsSync(file))).toEqual([]);
  });

  it('follows images whose tag was taken to their new ones', async () => {
    const { plan, world, context } = await worker();
    seed(world.target, 'p/web', '8.3.4', metrics);
    seed(world.target, 'p/web', '8.3.4-1', web);
    seed(world.target, 'p/metrics', '2.0.1', metrics);
    const taken = await plan({ chart: 'shop', push: true });
    expect(taken.plan.ok).toBe(false);
    const { text } = await chartDocument({ record: 'one', part: 'plan' }, context);
    expect(text).toMatch(/Not pushed while something stands in its way.*stands in its way\./s);
    const renewed = await plan({ chart: 'shop', push: true, newTags: true });
    expect(renewed.plan.ok).toBe(true);
    const told = await chartDocument({ record: 'one', part: 'plan' }, context);
    expect(told.text).toMatch(/web:8\.3\.4-1.*instead of 8\.3\.4, which is taken/s);
    expect(told.text).toMatch(/To be pushed: /);
    expect((await context.charts.read('one')).wish.newTags).toBe(true);
  });
});
