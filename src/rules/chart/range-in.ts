import type { ChartEvidence, InChart } from './chart-evidence.ts';
import { fileStart } from './chart-problems.ts';

/** Where a key stands in the template that an object comes from; its first line when it is not written out there. */
export function rangeIn(chart: ChartEvidence, source: string | undefined, key: string): InChart {
  const template = chart.templates.find(({ path }) => path === source);
  const found = template?.keys.find((one) => one.key === key);
  return { path: source ?? 'Chart.yaml', range: found?.range ?? fileStart };
}
