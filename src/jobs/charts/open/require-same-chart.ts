import type { ChartMetadata } from '#chart';
import { ReleaseError } from '#problem';
import type { ChosenChart } from '../gather/choose-chart.ts';

/**
 * Holds a chart of a repository or a registry against what was asked for: both can serve another one under that name, and what is in the
 * chart is what is released. A folder or a file is the chart that it is.
 * @param where it was had from, in words
 * @throws ReleaseError `chart-mismatch`
 */
export function requireSameChart(
  { name, version }: Pick<ChartMetadata, 'name' | 'version'>,
  source: ChosenChart['source'],
  where: string,
): void {
  if ('path' in source) return;
  // Helm pushes a chart below its own name.
  const asked = 'name' in source ? source.name : source.repository.slice(source.repository.lastIndexOf('/') + 1);
  const isSame = source.version === undefined || plain(version) === plain(source.version);
  if (name === asked && isSame) return;
  const wanted = `${asked}${source.version === undefined ? '' : ` ${source.version}`}`;
  throw new ReleaseError('chart-mismatch', `${where} is the chart ${name} ${version}, and not ${wanted}`, {
    hint: 'Ask whoever runs the repository, or name the chart and the version that it has.',
  });
}

/** A `v` before it means nothing to Helm, and no tag has a `+`. */
function plain(version: string): string {
  return version.replace(/^v/, '').replaceAll('+', '_');
}
