import {
  type Chart,
  type ChartArtifact,
  type ChartInput,
  chartArtifact,
  chartDigest,
  type InjectedChart,
  injectChart,
  packChart,
} from '#chart';
import { ReleaseError } from '#problem';
import type { GatheredChart } from '../gather/gather-chart.ts';

/** Packed bytes up to these are kept: to pack such a chart once more takes longer than they are large. */
const mostKept = 16_777_216;

/** A chart as it is released: what is in it, and what a registry holds of it. */
export interface MadeChart {
  readonly injected: InjectedChart;
  /** Of the packed chart. */
  readonly archive: { readonly digest: string; readonly size: number };
  /** Its bytes, as often as they are needed; what stops the making stops them too. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly artifact: ChartArtifact;
}

/**
 * Injects what the settings wish and packs the result: the same bytes for a plan and for the run that follows it. A large one is not kept, but packed
 * anew for each who reads it.
 * @param images what the chart names, and what it is to name instead
 * @throws what injecting and packing throw; the signal's reason
 */
export async function madeChart(
  { chart, input }: { readonly chart: Chart; readonly input: ChartInput },
  images: ReadonlyMap<string, string>,
  {
    delivery,
    parts,
    values,
    publish,
    place,
  }: Pick<GatheredChart, 'delivery' | 'parts' | 'values' | 'publish' | 'place'>,
  signal?: AbortSignal,
): Promise<MadeChart> {
  const { path: _, ...names } = publish;
  const injected = injectChart(chart, { delivery, parts, keepsParts: place === undefined, images, values, ...names });
  const { metadata, files } = injected;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const keep = (piece: Uint8Array) => {
    length += piece.length;
    if (length <= mostKept) pieces.push(piece);
    else pieces.length = 0;
  };
  const archive = await chartDigest(metadata.name, files, input, { signal, each: keep });
  const open = () => (length <= mostKept ? again(pieces, signal) : packChart(metadata.name, files, input, signal));
  const artifact = chartArtifact(metadata, chartYamlOf(injected, chart), archive);
  return { injected, archive, open, artifact };
}

async function* again(
  pieces: readonly Uint8Array[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}

function chartYamlOf({ files }: InjectedChart, chart: Chart): string {
  const isChartYaml = ({ path }: { readonly path: string }) => path === 'Chart.yaml';
  const content = files.find(isChartYaml)?.content ?? chart.files.find(isChartYaml)?.content;
  if (content) return new TextDecoder().decode(content);
  throw new ReleaseError('chart-file-missing', 'The chart has no Chart.yaml');
}
