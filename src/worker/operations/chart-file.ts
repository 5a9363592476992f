import type { Operate } from '../operation.ts';

/** A file of a chart as it was, or will be. */
export const chartFile: Operate<'chartFile'> = async ({ record, path, side }, { charts }) => {
  const { plan } = await charts.read(record);
  const change = plan.changes.find((one) => one.path === path);
  if (change?.isCut) return 'This file is too long to be shown here, or no text.\n';
  return change?.[side] ?? '';
};
