import { describe, expect, it } from 'vitest';
import { ChartProblemLines } from '../../../../src/extension/charts/chart-problem-lines.ts';
import { chartProblems } from '../../../../src/extension/charts/chart-problems.ts';
import type { Services } from '../../../../src/extension/services.ts';

type Known = Parameters<typeof chartProblems>[0];

const settings = '/r/marketplace.yaml';
const found = (file: string, line?: number) => ({
  file,
  ...(line === undefined ? {} : { line }),
  rule: 'chart-file-missing',
  severity: 'warning',
  message: 'no',
});
const known = (chart: string, problems: readonly object[]) =>
  ({
    world: 'aws',
    place: { settings },
    wish: { chart, push: true },
    plan: { changes: [{ path: 'templates/awsmp-hook.yaml', what: 'added' }], problems },
  }) as unknown as Known;
const asking = (source: string) =>
  ({
    workers: { ask: async () => ({ charts: [{ name: 'app', source, line: 7 }] }) },
  }) as unknown as Pick<Services, 'workers'>;
const places = async (chart: string, source: string, ...problems: readonly object[]) =>
  (await chartProblems(known(chart, problems), asking(source))).map(
    ({ file, range, message }) => `${file}:${range.line} ${message}`,
  );

describe('what speaks against a chart', () => {
  it('stands on the lines of its own files where it is a folder', async () => {
    expect(await places('app', 'charts/app', found('values.yaml', 3), found('Chart.yaml'))).toEqual([
      '/r/charts/app/values.yaml:3 no',
      '/r/charts/app/Chart.yaml:1 no',
    ]);
    expect(await places('/elsewhere/app', 'charts/app', found('values.yaml', 3))).toEqual([
      '/elsewhere/app/values.yaml:3 no',
    ]);
  });

  it('stands at the key of the settings where nobody can go to a line: in archives, elsewhere, and in what is added', async () => {
    const line7 = [`${settings}:7 values.yaml:3: no`];
    expect(await places('app', 'charts/app-1.2.3.tgz', found('values.yaml', 3))).toEqual(line7);
    expect(await places('app', 'oci://ghcr.io/acme/app', found('values.yaml', 3))).toEqual(line7);
    expect(await places('app', 'https://charts.example app', found('values.yaml', 3))).toEqual(line7);
    expect(await places('app', 'charts/app', found('templates/awsmp-hook.yaml', 3))).toEqual([
      `${settings}:7 templates/awsmp-hook.yaml:3: no`,
    ]);
    expect(await places('app', 'charts/app', found('charts/sub-1.tgz/values.yaml'))).toEqual([
      `${settings}:7 charts/sub-1.tgz/values.yaml: no`,
    ]);
  });

  it('goes when the chart is right, and leaves what other charts have', async () => {
    const told: string[] = [];
    const lines = new ChartProblemLines({
      replace: (finder, looked, problems) => told.push(`${finder} ${looked} ${problems.length}`),
    });
    lines.replace('a', await chartProblems(known('app', [found('values.yaml', 3)]), asking('charts/app')));
    lines.replace('b', await chartProblems(known('app', [found('values.yaml', 3)]), asking('charts/b')));
    lines.replace('a', []);
    expect(told).toEqual([
      'charts /r/charts/app/values.yaml 1',
      'charts /r/charts/app/values.yaml,/r/charts/b/values.yaml 2',
      'charts /r/charts/app/values.yaml,/r/charts/b/values.yaml 1',
    ]);
  });
});
