import type { Chart, ChartFile } from '../chart.ts';

/**
 * The text of a file of a chart, with the byte order mark that it may begin with.
 * @param path from the root of this chart
 * @returns undefined when there is no such file, it is not held because it is too large, or it is not UTF-8
 */
export function chartText({ files }: Pick<Chart, 'files'>, path: string): string | undefined {
  const file = files.find((one) => one.path === path);
  return file && textOfFile(file);
}

/** As {@link chartText}, of a file at hand. */
export function textOfFile({ content }: ChartFile): string | undefined {
  if (content === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
