import { ReleaseError } from '#problem';
import type { Chart, ChartFile, Subchart } from '../chart.ts';
import { packingOrder } from '../packing-order.ts';
import { readMetadata } from './read-metadata.ts';
import { subchartFolder } from './subchart-paths.ts';

/**
 * Makes a chart of its files, and of those below `charts/` its subcharts.
 * @param archives subcharts that were read of archives, by their path
 * @param at where the chart lies, for messages: '' or a path with a slash at its end
 * @throws ReleaseError `chart-file-missing`, `chart-metadata-invalid`
 */
export function assembleChart(files: readonly ChartFile[], archives: ReadonlyMap<string, Chart>, at: string): Chart {
  const sorted = [...files].sort(packingOrder);
  const chartYaml = sorted.find(({ path }) => path === 'Chart.yaml');
  if (!chartYaml) {
    const other = sorted.find(({ path }) => /^[Cc]hart\.ya?ml$/.test(path));
    const sentence = at === '' ? 'The chart has no Chart.yaml' : `The subchart ${at.slice(0, -1)} has no Chart.yaml`;
    throw new ReleaseError('chart-file-missing', sentence, {
      hint: other
        ? `It has ${other.path}, which Helm does not look at: rename it.`
        : 'Check that it is the right folder or archive: Chart.yaml stands directly in the folder of the chart.',
    });
  }
  const requirements = sorted.find(({ path }) => path === 'requirements.yaml');
  return {
    metadata: readMetadata(chartYaml, requirements, at),
    files: sorted,
    subcharts: subchartsOf(sorted, archives, at),
  };
}

/** A plain file in `charts/` that is neither an archive, nor the signature of one, nor left alone for its name. */
function isNoChart(path: string): boolean {
  return /^charts\/[^/._][^/]*$/.test(path) && !path.endsWith('.prov');
}

function noChart(path: string): ReleaseError {
  return new ReleaseError('chart-malformed', `${path} is no chart`, {
    hint: 'Helm takes everything in charts/ for a chart and refuses the whole: move the file, or begin its name with _.',
  });
}

function subchartsOf(files: readonly ChartFile[], archives: ReadonlyMap<string, Chart>, at: string): Subchart[] {
  const folders = new Map<string, ChartFile[]>();
  const subcharts: Subchart[] = [];
  for (const file of files) {
    const folder = subchartFolder(file.path);
    if (folder !== undefined) {
      const own = folders.get(folder) ?? [];
      own.push(file);
      folders.set(folder, own);
    }
    const chart = archives.get(file.path);
    if (chart && folder === undefined) subcharts.push({ path: file.path, chart });
    else if (folder === undefined && isNoChart(file.path)) throw noChart(`${at}${file.path}`);
  }
  for (const [path, own] of folders) {
    const start = `${path}/`;
    const inner = [...archives].flatMap(([name, chart]): [string, Chart][] =>
      name.startsWith(start) ? [[name.slice(start.length), chart]] : [],
    );
    const chart = assembleChart(
      own.map((file) => ({ ...file, path: file.path.slice(start.length) })),
      new Map(inner),
      `${at}${start}`,
    );
    subcharts.push({ path, chart });
  }
  return subcharts.sort((a, b) => (a.path < b.path ? -1 : 1));
}
