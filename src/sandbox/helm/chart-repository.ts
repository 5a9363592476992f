import type { Handler } from '../http/listener.ts';
import { send } from '../http/send.ts';
import { chartName, type PackedChart, sampleCharts } from './sample-chart.ts';

/**
 * A Helm repository with the sample chart, for anybody to read. It is no part of the data folder: nobody writes to it.
 * Source: Helm documentation, "The Chart Repository Guide": a web server with `index.yaml` and the archives.
 */
export function chartRepository(): { readonly owns: (path: string) => boolean; readonly handle: Handler } {
  let packed: Promise<readonly PackedChart[]> | undefined;
  return {
    owns: (path) => path === '/index.yaml' || path.startsWith('/charts/'),
    handle: async ({ method, url = '/' }, response) => {
      if (method !== 'GET' && method !== 'HEAD') return send(response, 405, { allow: 'GET, HEAD' });
      packed ??= sampleCharts();
      const charts = await packed;
      const path = url.split('?', 1)[0] ?? '';
      if (path === '/index.yaml') return send(response, 200, { 'content-type': 'text/yaml' }, indexOf(charts));
      const chart = charts.find((one) => path === `/${archiveOf(one)}`);
      if (chart) return send(response, 200, { 'content-type': 'application/gzip' }, chart.bytes);
      send(response, 404, { 'content-type': 'text/plain; charset=utf-8' }, 'There is no such chart.\n');
    },
  };
}

function archiveOf({ version }: PackedChart): string {
  return `charts/${chartName}-${version}.tgz`;
}

/** The newest first, as `helm repo index` sorts. */
function indexOf(charts: readonly PackedChart[]): string {
  const entries = [...charts].reverse().map(
    (chart) => `  - apiVersion: v2
    appVersion: ${chart.appVersion}
    created: "${chart.created}"
${chart.deprecated ? '    deprecated: true\n' : ''}    description: A small part of Camunda 8, to try releases with
    digest: ${chart.digest}
    name: ${chartName}
    type: application
    urls:
    - ${archiveOf(chart)}
    version: ${chart.version}
`,
  );
  return `apiVersion: v1\nentries:\n  ${chartName}:\n${entries.join('')}generated: "2024-01-19T15:10:00Z"\n`;
}
