import type { ChartPlace } from '#rules';
import type { Files } from '../../gateways.ts';
import type { GatheredChart } from '../gather/gather-chart.ts';
import type { ReadChart } from '../read-gathered.ts';

/** Where what is said of a chart stands, for people who go there. */
export interface PlacedChart {
  readonly place: ChartPlace;
  /** The key in the settings, or how it was named. */
  readonly name: string;
  /** The files that it has, from its root. */
  readonly paths: ReadonlySet<string>;
}

/** On the files of a folder, else where the settings have the chart; one that they do not have is its own place. */
export async function chartPlace(
  { source, place, key }: Pick<GatheredChart, 'source' | 'place' | 'key'>,
  { source: words, chart }: Pick<ReadChart, 'source' | 'chart'>,
  files: Pick<Files, 'kindOf'>,
): Promise<PlacedChart> {
  const isFolder = 'path' in source && (await files.kindOf(source.path)) === 'folder';
  return {
    place: isFolder
      ? { folder: source.path.replace(/(?<=[^/\\])[/\\]+$/, '') }
      : (place ?? { file: words, range: { line: 1, column: 1, endLine: 1, endColumn: 1 } }),
    name: key,
    paths: new Set(chart.files.map(({ path }) => path)),
  };
}
