import { machine } from '../page.ts';
import { median, spread } from '../spread.ts';
import type { Experiment, Result, Run } from './experiment.ts';

/** What stands of an experiment on the page. */
export function section({ title, about }: Experiment, results: readonly Result[]): string[] {
  const again = results.filter((result) => result.again.length > 0);
  return [
    `## ${title}`,
    '',
    about,
    '',
    ...table(results, ({ runs }) => runs),
    ...(again.length === 0
      ? []
      : ['', 'Once more, with nothing to do:', '', ...table(again, (result) => result.again)]),
    '',
    machine(`up to ${Math.max(...results.map(({ runs }) => runs.length))} rounds`),
  ];
}

/** The rows of a table in Markdown; the first result is what the others are compared with. */
export function table(results: readonly Result[], runsOf: (result: Result) => readonly Run[]): string[] {
  const first = results[0] ? median(runsOf(results[0]).map(({ seconds }) => seconds)) : 0;
  const rows = results.map((result) => {
    const runs = runsOf(result);
    const seconds = runs.map((run) => run.seconds);
    const one = (figure: (run: Run) => number) => median(runs.map(figure));
    return [
      `${result.tool.name} ${result.tool.version} (${result.tool.means})`,
      spread(seconds, 2),
      (median(seconds) / first).toFixed(2),
      one(({ cpuSeconds }) => cpuSeconds).toFixed(2),
      (Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0),
      (one(({ uploadedBytes }) => uploadedBytes) / 1e6).toFixed(1),
      `${one(({ uploads }) => uploads)} + ${one(({ mounts }) => mounts)}`,
      `${one(({ requests }) => requests)}`,
      `${one(({ refused }) => refused)}`,
    ];
  });
  const heads = [
    'Program',
    'Time, s',
    'Ratio',
    'CPU, s',
    'Memory, MB',
    'Uploaded, MB',
    'Blobs sent + mounted',
    'Requests',
    '429',
  ];
  return [heads, heads.map((_, at) => (at === 0 ? '-' : '-:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
