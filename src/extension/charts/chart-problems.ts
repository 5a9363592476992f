import path from 'node:path';
import type { Problem, Range } from '#problem';
import type { KnownChart } from '#worker';
import { fileKey } from '../jobs/results/job-result.ts';
import type { Services } from '../services.ts';

/**
 * What speaks against a chart, on lines: of its own files where it is a folder on this disk, else on the line of the settings that names
 * it. What injecting brings with it has no line of its own there either.
 */
export async function chartProblems(
  { world, place, wish, plan }: KnownChart,
  { workers }: Pick<Services, 'workers'>,
): Promise<readonly Problem[]> {
  const { settings = '' } = place;
  const outline = await workers.ask(world, 'outline', { place }).catch(() => undefined);
  const named = outline?.charts.find(({ name }) => name === wish.chart);
  const source = named?.source ?? wish.chart;
  const root = named ? path.resolve(path.dirname(settings), source) : wish.chart;
  const isArchive = /\.t(?:ar\.)?gz$/.test(source) || /^[a-z]+:\/\//.test(source);
  const folder = isArchive ? undefined : root;
  const line = named?.line ?? 1;
  const added = new Set(plan.changes.filter(({ what }) => what === 'added').map((change) => change.path));
  return plan.problems.map(({ file, line: at, rule, severity, message, hint }): Problem => {
    const words = { rule, severity, message, ...(hint === undefined ? {} : { hint }) };
    if (folder !== undefined && !added.has(file) && !file.includes('.tgz'))
      return { file: fileKey(path.join(folder, file)), range: wholeLine(at ?? 1), ...words };
    const where = at === undefined ? file : `${file}:${at}`;
    return { file: settings, range: wholeLine(line), ...words, message: `${where}: ${message}` };
  });
}

function wholeLine(line: number): Range {
  return { line, column: 1, endLine: line, endColumn: 1000 };
}
