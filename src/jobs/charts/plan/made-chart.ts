import {
  type Chart,
  type ChartArtifact,
  type ChartInput,
  chartArtifact,
  chartDigest,
  type InjectedChart,
  injectChart,
} from '#chart';
import { ReleaseError } from '#problem';
import type { GatheredChart } from '../gather/gather-chart.ts';

/** A chart as it is released: what is in it, and what a registry holds of it. */
export interface MadeChart {
  readonly injected: InjectedChart;
  /** Of the packed chart. */
  readonly archive: { readonly digest: string; readonly size: number };
  readonly artifact: ChartArtifact;
}

/**
 * Injects what the settings wish and packs the result, without keeping it: the same bytes for a plan and for the run that follows it.
 * @param images what the chart names, and what it is to name instead
 * @throws what injecting and packing throw
 */
export async function madeChart(
  { chart, input }: { readonly chart: Chart; readonly input: ChartInput },
  images: ReadonlyMap<string, string>,
  { delivery, parts, values, publish }: Pick<GatheredChart, 'delivery' | 'parts' | 'values' | 'publish'>,
): Promise<MadeChart> {
  const { path: _, ...names } = publish;
  const injected = injectChart(chart, { delivery, parts, images, values, ...names });
  const { metadata, files } = injected;
  const archive = await chartDigest(metadata.name, files, input);
  const artifact = chartArtifact(metadata, chartYamlOf(injected, chart), archive);
  return { injected, archive, artifact };
}

function chartYamlOf({ files }: InjectedChart, chart: Chart): string {
  const isChartYaml = ({ path }: { readonly path: string }) => path === 'Chart.yaml';
  const content = files.find(isChartYaml)?.content ?? chart.files.find(isChartYaml)?.content;
  if (content) return new TextDecoder().decode(content);
  throw new ReleaseError('chart-file-missing', 'The chart has no Chart.yaml');
}
