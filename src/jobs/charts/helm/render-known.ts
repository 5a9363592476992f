import type { Programs } from '../../programs.ts';
import { renderOnce, requireRendered } from './render-once.ts';
import type { Helm } from './run-helm.ts';
import { type ChartSwitches, switchedValues } from './switched-values.ts';

/**
 * Renders a chart with its default values, and once for each of the switches that are known to go together: nothing is searched.
 * @param known what a search of {@link renderChart} found, of the same chart before it was changed
 * @returns the manifests of each rendering, and which switches the chart does not render with any more
 * @throws ReleaseError `chart-render-failed` when it does not render with its default values; `helm-failed`; the signal's reason
 */
export async function renderKnown(
  helm: Helm,
  place: string,
  programs: Programs,
  known: readonly ChartSwitches[],
  signal?: AbortSignal,
): Promise<{ readonly manifests: readonly string[]; readonly refused: readonly string[] }> {
  const manifests = [requireRendered(await renderOnce(helm, place, programs, { values: {} }, signal))];
  const refused: string[] = [];
  for (const switches of known) {
    const trial = await renderOnce(helm, place, programs, { values: switchedValues({}, switches) }, signal);
    if ('result' in trial) manifests.push(trial.result);
    else refused.push(trial.reason);
  }
  return { manifests, refused };
}
