import { readChart } from '#chart';
import { decodeText, parseSettings } from '#formats';
import { type Problem, ReleaseError } from '#problem';
import type { LoadedChart } from '../charts/loaded-chart.ts';
import { openChartAt } from '../charts/open/open-chart.ts';
import type { Files } from '../gateways.ts';
import { folderOf } from './file-names.ts';
import type { LoadedCheckInput } from './load-check-input.ts';
import { placeFrom } from './place-from.ts';

/**
 * Adds to what a check looks at the charts that lie on this machine. One that cannot be read is a finding, where the settings name it. Others
 * are not asked for: a check is offline.
 */
export async function withCharts<I extends Pick<LoadedCheckInput, 'settings' | 'problems'>>(
  input: I,
  files: Files,
): Promise<I & { readonly charts: ReadonlyMap<string, LoadedChart> }> {
  const charts = new Map<string, LoadedChart>();
  const problems: Problem[] = [...(input.problems ?? [])];
  if (!input.settings) return { ...input, charts };
  const { file, bytes } = input.settings;
  const { text, problems: faults } = decodeText(bytes);
  const settings = faults.length > 0 ? undefined : parseSettings(text).model;
  for (const { name, source, range } of settings?.charts ?? []) {
    if (!('path' in source)) continue;
    try {
      charts.set(name, await loadChart(placeFrom(folderOf(files.absolute(file)), source.path, files), files));
    } catch (error) {
      const { code, message, hint } = ReleaseError.from(error);
      const told = { file, range, rule: code, severity: 'error', message: `${message}.` } as const;
      problems.push({ ...told, ...(hint === undefined ? {} : { hint }) });
    }
  }
  return { ...input, problems, charts };
}

async function loadChart(place: string, files: Files): Promise<LoadedChart> {
  const { input } = await openChartAt(place, files);
  const chart = await readChart(input);
  return input.kind === 'folder' ? { chart, folder: files.displayed(place) } : { chart };
}
