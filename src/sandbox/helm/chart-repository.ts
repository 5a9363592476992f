import type { Handler } from '../http/listener.ts';
import { send } from '../http/send.ts';
import { type PackedChart, sampleCharts } from './sample-charts.ts';

/**
 * A Helm repository with the sample charts, for anybody to read. It is no part of the data folder: nobody writes to it.
 * Source: Helm documentation, "The Chart Repository Guide": a web server with `index.yaml` and the archives.
 */
export function chartRepository(): { readonly owns: (path: string) => boolean; readonly handle: Handler } {
  return {
    owns: (path) => path === '/index.yaml' || path.startsWith('/charts/'),
    handle: async ({ method, url = '/' }, response) => {
      if (method !== 'GET' && method !== 'HEAD') return send(response, 405, { allow: 'GET, HEAD' });
      const charts = await sampleCharts();
      const path = url.split('?', 1)[0] ?? '';
      if (path === '/index.yaml') return send(response, 200, { 'content-type': 'text/yaml' }, indexOf(charts));
      const chart = charts.find((one) => path === `/${archiveOf(one)}`);
      if (chart) return send(response, 200, { 'content-type': 'application/gzip' }, chart.bytes);
      send(response, 404, { 'content-type': 'text/plain; charset=utf-8' }, 'There is no such chart.\n');
    },
  };
}

function archiveOf({ name, version }: PackedChart): string {
  return `charts/${name}-${version}.tgz`;
}

/** As `helm repo index` writes it: by name, and of each the newest first. */
function indexOf(charts: readonly PackedChart[]): string {
  const names = [...new Set(charts.map(({ name }) => name))];
  const entries = names.map((name) => {
    const versions = charts.filter((chart) => chart.name === name).reverse();
    return `  ${name}:\n${versions.map(entryOf).join('')}`;
  });
  return `apiVersion: v1\nentries:\n${entries.join('')}generated: "2024-01-19T15:10:00Z"\n`;
}

function entryOf(chart: PackedChart): string {
  return `  - apiVersion: v2
    appVersion: ${chart.appVersion}
    created: "${chart.created}"
${chart.deprecated ? '    deprecated: true\n' : ''}    description: ${chart.description}
    digest: ${chart.digest}
    name: ${chart.name}
    type: application
    urls:
    - ${archiveOf(chart)}
    version: ${chart.version}
`;
}
