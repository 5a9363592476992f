import { type Composition, composeGateways } from '#composition';
import { type GatheredChart, gatherChart } from '#jobs';
import type { HostsMap } from '#platform';
import type { Invocation } from './command.ts';
import type { Console } from './console.ts';
import type { Option } from './options.ts';
import { prepare } from './prepare.ts';
import type { World } from './world.ts';

/** Options of charts. */
export const chartOptions = {
  output: {
    name: 'output',
    short: 'o',
    value: 'FILE',
    means: 'images: the image list; inject: the packed chart (.tgz)',
  },
  push: { name: 'push', means: 'inject: push the chart to the target' },
  repo: { name: 'repo', value: 'URL', means: 'Helm repository that has the chart' },
  version: { name: 'version', value: 'V', means: 'which version of it is read' },
  name: { name: 'name', value: 'N', means: 'inject: release the chart under another name' },
  chartVersion: { name: 'chart-version', value: 'V', means: 'inject: release it under another version' },
  appVersion: { name: 'app-version', value: 'V', means: 'inject: with another version of what it installs' },
  newTags: { name: 'new-tags', means: 'images whose tag is taken go under a new one: 8.3.4-1, and the chart follows' },
  mirrorPlan: { name: 'plan', value: 'MIRRORPLAN', means: 'images go where this plan of a mirror says' },
} as const satisfies Record<string, Option>;

/** A chart that is meant, and what it takes to work with it. */
export interface ChartCall extends Composition {
  readonly gathered: GatheredChart;
}

/** Reads what a call says of a chart. @throws what gathering throws; nothing is held open then */
export async function openChartJob(
  { names, options }: Invocation,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<ChartCall> {
  const { choice, files, aws, pause } = prepare({ names: [], options }, hosts, world, console);
  const given = (
    [
      ['repository', chartOptions.repo],
      ['version', chartOptions.version],
      ['name', chartOptions.name],
      ['chartVersion', chartOptions.chartVersion],
      ['appVersion', chartOptions.appVersion],
      ['mirrorPlan', chartOptions.mirrorPlan],
    ] as const
  ).flatMap(([key, option]) => {
    const value = options.text(option);
    return value === undefined ? [] : [[key, value]];
  });
  const wish = { ...choice, chart: names[0] ?? '', ...Object.fromEntries(given) };
  const gathered = await gatherChart(wish, { files, aws }, world.signal);
  return { gathered, ...composeGateways(aws, hosts, gathered, world, pause) };
}
