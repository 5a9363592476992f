import type { ChartSource } from '#formats';
import { ReleaseError } from '#problem';
import type { Files, Gateways } from '../../gateways.ts';
import type { JobOptions } from '../../job-options.ts';
import { openChartFolder } from './open-chart-folder.ts';
import { openOciChart } from './open-oci-chart.ts';
import { openRepositoryChart } from './open-repository-chart.ts';
import type { OpenedChart } from './opened-chart.ts';

/**
 * Opens a chart: a folder or `.tgz` by its path (of the working directory), or an exact version of a Helm repository or an OCI registry. A
 * registry gets the login that the settings have for it, a Helm repository none.
 * @throws ReleaseError `chart-not-found`, `chart-version-missing`, `chart-malformed`, `chart-link-outside`, `chart-too-large`,
 *   `chart-repository-error`, `digest-mismatch`, `usage`, and what files, repositories and registries answer; the signal's reason
 */
export async function openChart(
  wish: ChartSource & { readonly version?: string },
  gateways: Gateways,
  options: JobOptions,
): Promise<OpenedChart> {
  options.signal?.throwIfAborted();
  const { version } = wish;
  if ('path' in wish) return openChartAt(wish.path, gateways.files);
  if (version === undefined) {
    throw new ReleaseError('chart-version-missing', 'The version of the chart is not said', {
      hint: 'Name the version: a release names what it releases.',
    });
  }
  if ('name' in wish) return openRepositoryChart({ ...wish, version }, gateways, options);
  return openOciChart({ ...wish, version }, gateways, options);
}

/** Opens a folder or a `.tgz`. @throws ReleaseError as {@link openChart} does of a path */
export async function openChartAt(path: string, files: Files): Promise<OpenedChart> {
  const source = files.displayed(files.absolute(path));
  const kind = await files.kindOf(path);
  if (kind === 'folder') return { input: await openChartFolder(path, files), source };
  if (kind === 'file') return { input: { kind: 'archive', open: () => files.stream(path) }, source };
  throw new ReleaseError('chart-not-found', `${source} is no chart: there is neither a folder nor a file`, {
    hint: 'Name a folder with a Chart.yaml, or a .tgz.',
  });
}
