import { sampleLayer } from '../samples/sample-layer.ts';
import { sha256 } from '../store/sha256.ts';
import { camundaPlatform } from './charts/camunda-platform.ts';
import { ledger } from './charts/ledger.ts';
import { operator } from './charts/operator.ts';
import { shop } from './charts/shop.ts';
import { web } from './charts/web.ts';
import type { ChartRelease, SampleChart } from './sample-chart.ts';

/** A chart's archive with what an index says of it. */
export interface PackedChart extends ChartRelease {
  readonly name: string;
  readonly description: string;
  /** What its `Chart.yaml` says. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
  /** Of the archive: SHA-256 in hex digits alone, as Helm writes it. */
  readonly digest: string;
}

/** By name, as an index sorts them. */
const charts: readonly SampleChart[] = [camundaPlatform, ledger, operator, shop, web];

/** The charts are the same for every sandbox, and are packed once in a process. */
let packed: Promise<readonly PackedChart[]> | undefined;

/** All sample charts in all their versions, of each chart the newest last. */
export function sampleCharts(): Promise<readonly PackedChart[]> {
  packed ??= Promise.all(charts.flatMap((chart) => chart.releases.map((release) => packChart(chart, release))));
  return packed;
}

async function packChart(chart: SampleChart, release: ChartRelease): Promise<PackedChart> {
  const { name, description } = chart;
  const metadata = metadataOf(chart, release);
  const files = Object.entries({ 'Chart.yaml': yamlOf(metadata), ...chart.files(release) });
  const { bytes } = await sampleLayer(
    'helm package',
    files.map(([file, content]) => ({ path: `${name}/${file}`, content })),
  );
  return { ...release, name, description, metadata, bytes, digest: sha256(bytes).replace('sha256:', '') };
}

/** Helm documentation, "Charts" (the Chart.yaml file). */
function metadataOf(
  { name, description, metadata = {} }: SampleChart,
  { version, appVersion, deprecated }: ChartRelease,
): PackedChart['metadata'] {
  const common = { apiVersion: 'v2', name, description, type: 'application', version, appVersion };
  return { ...common, ...(deprecated ? { deprecated } : {}), ...metadata };
}

/** A line a key; what is more than a word is written as JSON, which is YAML too. */
function yamlOf(metadata: PackedChart['metadata']): string {
  const plain = (value: unknown) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9 ,.-]*$/.test(value);
  const lines = Object.entries(metadata).map(([key, value]) => {
    return `${key}: ${plain(value) ? value : JSON.stringify(value)}\n`;
  });
  return lines.join('');
}
