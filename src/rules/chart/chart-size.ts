import { fileStart } from './chart-problems.ts';
import { chartRule } from './chart-rule.ts';

/** Helm, pkg/chart/loader/archive: MaxDecompressedChartSize and MaxDecompressedFileSize; bytes. */
const mostOfChart = 100 * 1024 * 1024;
const mostOfFile = 5 * 1024 * 1024;

/** Helm loads nothing larger (since 3.17.3). */
export const chartSize = chartRule(
  {
    code: 'chart-size',
    why: 'Helm refuses to load a chart of more than 100 MiB unpacked, or with a file of more than 5 MiB.',
    source: 'Helm, source code, package loader (MaxDecompressedChartSize, MaxDecompressedFileSize)',
    severity: { marketplace: 'error', ecr: 'error', oci: 'error' },
    awsCode: 'INVALID_HELM_CHART',
  },
  ({ files }) => {
    const hint = 'Take out what is not needed to install the chart; .helmignore keeps files away.';
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const tooLarge = files
      .filter(({ size }) => size > mostOfFile)
      .map(({ path, size }) => {
        const message = `The file has ${inMebibytes(size)}, and Helm loads 5 MiB of one.`;
        return { path, range: fileStart, message, hint };
      });
    if (total <= mostOfChart) return tooLarge;
    const message = `The chart has ${inMebibytes(total)} unpacked, and Helm loads 100 MiB.`;
    return [{ path: 'Chart.yaml', range: fileStart, message, hint }, ...tooLarge];
  },
);

function inMebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
