import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Chart,
  type ChartFinding,
  type ChartInput,
  chartValues,
  imagesInManifests,
  imagesInTemplates,
  imagesInValues,
  injectChart,
  type PackedFile,
  packChart,
  type RenderedImage,
  readChart,
} from '#chart';
import { NodePrograms } from '#platform';
import { parseReference } from '#reference';
import { root } from '../../.ci/bundles.mjs';
import { chartToggles } from '../../src/jobs/charts/helm/chart-toggles.ts';
import { findHelm } from '../../src/jobs/charts/helm/find-helm.ts';
import { lintChart } from '../../src/jobs/charts/helm/lint-chart.ts';
import { renderChart } from '../../src/jobs/charts/helm/render-chart.ts';
import type { Helm } from '../../src/jobs/charts/helm/run-helm.ts';

/**
 * Charts as vendors release them: large, and written by nobody who knew of us. They are not ours to keep here: who wants this run gets some
 * (`helm pull`) into .cache/charts, or names a folder of .tgz files in VENDOR_CHARTS.
 */
const folder = process.env.VENDOR_CHARTS ?? path.join(root, '.cache', 'charts');
const helmFolder = path.join(root, '.cache', 'kubernetes');
const charts = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.tgz')) : [];
const work = mkdtempSync(path.join(tmpdir(), 'vendor charts '));
const programs = new NodePrograms({
  environment: { PATH: helmFolder, HOME: work },
  authority: async () => undefined,
});
let helm: Helm;

/** What charts ask for before they render at all. */
const askedValues: readonly (readonly [RegExp, Readonly<Record<string, unknown>>])[] = [
  [/^camunda-platform-14/, { orchestration: { data: { secondaryStorage: { type: 'elasticsearch' } } } }],
  [/^epinio-/, { global: { domain: 'example.com' } }],
  [/^rancher-vsphere-csi-/, { vCenter: { host: 'vcenter.example.com', clusterId: 'a', datacenters: 'a' } }],
];

beforeAll(async () => {
  if (charts.length === 0) throw new Error(`There are no charts in ${folder}: helm pull some into it`);
  const found = await findHelm(programs);
  if (!found) throw new Error('Helm is not there: run node .ci/kubernetes.mjs');
  helm = found;
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const marketplace = '709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/product';

/** Where an image goes: below the seller's prefix, its tag the same. */
function released(reference: string): string | undefined {
  const parsed = parseReference(reference);
  if (!parsed.ok) return undefined;
  const { repository, tag } = parsed.reference;
  return tag === undefined ? undefined : `${marketplace}/${repository.split('/').at(-1)}:${tag}`;
}

describe.each(charts)('%s', (file) => {
  it('is the same chart after injection but for what was injected, and injecting twice changes nothing', async () => {
    const input: ChartInput = { kind: 'archive', open: () => createReadStream(path.join(folder, file)) };
    const chart = await readChart(input);
    // The same for both, for the order in which they are tried decides about those that do not go together.
    const toggles = chartToggles(chartValues(chart));
    const before = await look(file, path.join(folder, file), toggles);
    const inValues = imagesInValues(chart);
    const all = new Set([...inValues, ...imagesInTemplates(chart), ...before.images].map(({ reference }) => reference));
    const images = new Map([...all].flatMap((reference) => pairOf(reference, released(reference))));
    const wish = {
      delivery: 'helm' as const,
      parts: [
        {
          kind: 'license-check' as const,
          product: 'prod-4y5u7pzrm6fqk',
          entitlements: [{ name: 'AWS::Marketplace::Usage', unit: 'None' }],
          consumption: 'provisional' as const,
          image: referenceOf(`${marketplace}/license-check:1.0.0`),
        },
        { kind: 'first-user-password' as const, secret: 'first-user', key: 'password', length: 24 },
      ],
      images,
      values: {},
    };
    const injected = injectChart(chart, wish);
    const place = await packed(chart.metadata.name, injected.files, input);
    const made = await readChart(archiveAt(place));
    const again = injectChart(made, wish);
    const after = await look(file, place, toggles);
    const told = injected.findings.map(
      ({ code, severity, file: at, line }) => `${severity} ${code} ${at}${line === undefined ? '' : `:${line}`}`,
    );
    const left = after.images.filter(({ reference }) => !reference.startsWith(`${marketplace}/`));
    const silent = left.filter((image) => !isTold(image, injected.findings, before.images));
    const rows = [
      `${file}: (images in values, rendered, files changed, findings) ${inValues.length}, ${new Set(before.images.map(({ reference }) => reference)).size}, ${injected.changes.length}, ${told.length}${before.keptOff.length === 0 ? '' : `; ${before.keptOff.length} toggles not switched on`}${before.failure === '' ? '' : `; does not render: ${before.failure}`}`,
      ...[...new Set(told)].map((line) => `  ${line}`),
      ...new Set(left.map(({ reference, source }) => `  stays ${reference} (${source})`)),
    ];
    process.stdout.write(`${rows.join('\n')}\n`);
    expect(after.failure).toBe(before.failure);
    expect(again.changes).toEqual([]);
    const names = repositoriesOf(images);
    expect(comparable(after.defaults, names)).toEqual(comparable(before.defaults, names));
    expect(silent).toEqual([]);
    // What it can be switched to is the same, and what Helm says of it.
    expect(after.keptOff).toEqual(before.keptOff);
    expect(after.lint.filter((message) => !before.lint.includes(message))).toEqual([]);
    expect((await packed(chart.metadata.name, injected.files, input, 'again')) && again.files.length).toBe(
      injected.files.length,
    );
    expect(
      unchanged(
        chart,
        injected.files,
        injected.changes.map((change) => change.path),
      ),
    ).toEqual([]);
  });
});

/** A chart as Helm sees it: with default values, and with everything on. */
interface Look {
  readonly defaults: string;
  readonly images: readonly RenderedImage[];
  readonly keptOff: readonly string[];
  readonly lint: readonly string[];
  readonly failure: string;
}

async function look(file: string, place: string, toggles: ReturnType<typeof chartToggles>): Promise<Look> {
  const [, values = {}] = askedValues.find(([name]) => name.test(file)) ?? [];
  const { messages } = await lintChart(helm, place, programs, { values });
  const lint = messages.filter(({ severity }) => severity !== 'info').map((message) => message.message);
  try {
    const { defaults, switchedOn, keptOff } = await renderChart(helm, place, programs, { values, toggles });
    const texts = [defaults, ...switchedOn.map(({ manifests }) => manifests)];
    const images = texts.flatMap((text) => [...imagesInManifests(text).images]);
    return { defaults, images, keptOff: keptOff.map(({ toggle }) => toggle), lint, failure: '' };
  } catch (error) {
    const failure = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 200) : String(error);
    return { defaults: '', images: [], keptOff: [], lint, failure: failure ?? '' };
  }
}

/** Whether a finding names the image, or the chart itself renders it as no image at all. */
function isTold(
  { reference }: RenderedImage,
  findings: readonly ChartFinding[],
  before: readonly RenderedImage[],
): boolean {
  const parsed = parseReference(reference);
  if (!parsed.ok) return before.some((image) => image.reference === reference);
  const name = parsed.reference.repository.split('/').at(-1) ?? '';
  return findings.some(({ code, message }) => code.startsWith('chart-image-') && message.includes(`/${name}`));
}

function pairOf(reference: string, target: string | undefined): [string, string][] {
  return target === undefined ? [] : [[reference, target]];
}

function referenceOf(text: string) {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.reference;
}

function archiveAt(place: string): ChartInput {
  return { kind: 'archive', open: () => createReadStream(place) };
}

async function packed(name: string, files: readonly PackedFile[], input: ChartInput, sub = 'once'): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of packChart(name, files, input)) chunks.push(chunk);
  mkdirSync(path.join(work, sub), { recursive: true });
  const place = path.join(work, sub, `${name}.tgz`);
  writeFileSync(place, Buffer.concat(chunks));
  return place;
}

/** Files that are not the same although no change of theirs was told. */
function unchanged(chart: Chart, files: readonly PackedFile[], changed: readonly string[]): string[] {
  const now = new Map(files.map((file) => [file.path, file]));
  return chart.files.flatMap(({ path: file, content }) => {
    if (changed.includes(file)) return [];
    const held = now.get(file);
    if (!held) return [`${file} is gone`];
    const same =
      held.content === undefined || (content !== undefined && Buffer.from(content).equals(Buffer.from(held.content)));
    return same ? [] : [`${file} differs`];
  });
}

/** Repositories of images, before and after: the longest first, for one can end as another does. */
function repositoriesOf(images: ReadonlyMap<string, string>): readonly string[] {
  const names = [...images].flat().flatMap((text) => {
    const { registry, repository } = referenceOf(text);
    return [`${registry}/${repository}`, repository, repository.replace(/^library\//, '')];
  });
  return [...new Set(names)].filter((name) => name.includes('/')).sort((a, b) => b.length - a.length);
}

/** Rendered objects without ours, each image as the repository's last part and tag alone. Values that are made anew each time are blanked. */
function comparable(text: string, repositories: readonly string[]): string[] {
  return text
    .split(/^---$/m)
    .filter((document) => document.trim() !== '' && !/^# Source: [^\n]*\/templates\/awsmp/m.test(document))
    .map((document) =>
      repositories
        .reduce((bare, name) => bare.replaceAll(name, name.split('/').at(-1) ?? ''), document)
        .replace(/(?:[a-z0-9.-]+(?::\d+)?\/)*([a-z0-9._-]+:[\w][\w.-]*)(?:@sha256:[0-9a-f]{64})?/g, '$1')
        .replace(/(checksum\/[\w.-]+|rollme): .*/g, '$1')
        .replace(/\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/g, '')
        .replace(/^( *\w*(?:key|secret)\w*=)[A-Za-z0-9]{12,}$/gm, '$1')
        .replace(/^( *[\w.-]+): ("?)[A-Za-z0-9+/=]{12,}\2$/gm, '$1')
        .trim(),
    )
    .sort();
}
