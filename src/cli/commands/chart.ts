import { ReleaseError } from '#problem';
import type { Command, Invocation } from '../command.ts';
import { injectChart } from '../inject-chart.ts';
import { listChartImages } from '../list-chart-images.ts';
import { chartOptions } from '../open-chart-job.ts';
import { awsOptions, commonOptions, mirrorOptions } from '../options.ts';

/** Charts: the images that they need, and a chart made ready for a target. */
export const chart: Command = {
  name: 'chart',
  summary: 'list the images of a Helm chart, or make it ready for a target',
  usage: [
    'chart images CHART [-o IMAGES.txt]',
    'chart inject CHART [-o FILE.tgz] [--push] [--yes]',
    'chart … CHART --repo URL --version V',
  ],
  about: [
    'CHART is a name under charts of marketplace.yaml, a folder, a .tgz, oci://…:version, or the name of a chart in the Helm repository --repo.',
    'images finds every image that the chart needs, those of its subcharts included, and asks the target which of them it has. With a helm program at hand the chart is rendered, with default values and with everything on; else values and templates are read. An image without a version, or latest, is refused. With -o the list is brought up to date in place: comments and order stay, nothing is taken out.',
    'inject adds what the settings say (the check of a licence, the first password, own manifests), rewrites the images to where the target has them, and shows each file as it changes. With -o the packed chart is written, with --push it goes to the target, its tag last. The same chart has the same bytes on every machine, so a second run changes nothing; a tag that holds another chart is never replaced. Without -o and --push nothing is written.',
    'What is pushed is asked for first; without a terminal --yes is required. A chart with errors is neither written nor pushed, and one whose images the target lacks is not pushed.',
  ],
  options: [
    chartOptions.output,
    chartOptions.push,
    { ...mirrorOptions.yes, means: 'push what the plan shows without asking' },
    chartOptions.repo,
    chartOptions.version,
    chartOptions.name,
    chartOptions.chartVersion,
    chartOptions.appVersion,
    chartOptions.newTags,
    chartOptions.mirrorPlan,
    commonOptions.config,
    commonOptions.target,
    ...awsOptions,
    commonOptions.json,
    commonOptions.events,
  ],
  examples: [
    { does: 'the images of a chart of the settings, and what the target has', line: 'chart images camunda-platform' },
    {
      does: 'the same of any chart, into the list that mirror takes',
      line: 'chart images web --repo https://helm.example.com --version 1.2.0 -o list.txt',
    },
    { does: 'what would change in the chart; writes nothing', line: 'chart inject camunda-platform' },
    {
      does: 'with the names that a plan gives the images',
      line: 'chart inject camunda-platform --plan plan.json --push',
    },
    { does: 'into a file, to look at it', line: 'chart inject ./chart -o chart.tgz --chart-version 8.3.4' },
    {
      does: 'which images are still to be mirrored, for a script',
      line: `chart images web --json | jq '.images[] | select(.state=="missing").source'`,
    },
  ],
  async run(invocation, console, world) {
    const [what, ...names] = invocation.names;
    const call = { ...invocation, names };
    if (what === 'images' && names.length === 1) {
      refuseOptions('images', call, [
        chartOptions.push,
        chartOptions.name,
        chartOptions.chartVersion,
        chartOptions.appVersion,
      ]);
      return listChartImages(call, console, world);
    }
    if (what === 'inject' && names.length === 1) return injectChart(call, console, world);
    const message =
      what === 'images' || what === 'inject'
        ? `chart ${what} wants one chart`
        : 'chart takes images or inject, and a chart';
    throw new ReleaseError('usage', message, {
      hint: 'For example: marketplace-release chart images camunda-platform',
    });
  },
};

function refuseOptions(
  what: string,
  { options }: Invocation,
  refused: readonly { readonly name: string; readonly means: string }[],
): void {
  const given = refused.find((option) => options.has(option));
  if (!given) return;
  throw new ReleaseError('usage', `chart ${what} takes no --${given.name}`, {
    hint: 'It is for: marketplace-release chart inject',
  });
}
