import type { Programs } from '../../programs.ts';
import { type ChartToggle, isWithin, toggleName } from './chart-toggle.ts';
import type { HelmOptions } from './helm-options.ts';
import { mostTogether, type Together, type Trial } from './most-together.ts';
import { renderOnce, requireRendered } from './render-once.ts';
import type { Helm } from './run-helm.ts';
import { type ChartSwitches, switchedValues } from './switched-values.ts';

/** What a chart makes of its values. */
export interface RenderedChart {
  /** With its default values: every manifest, hooks, tests and definitions of resources too, as `helm template` writes them. */
  readonly defaults: string;
  /** With what can be on together: nearly always once. A further time for what excludes something of the times before. */
  readonly switchedOn: readonly {
    readonly toggles: readonly string[];
    readonly switches: ChartSwitches;
    readonly manifests: string;
  }[];
  /** What could not be switched on, with Helm's own reason. */
  readonly keptOff: readonly { readonly toggle: string; readonly reason: string }[];
}

/** Renderings of one chart; each of a large one takes a second. */
const mostTrials = 48;

/**
 * Renders a chart with its default values, and with all that can be switched on. Toggles that Helm does not render together are found by
 * halving; what stays off then is tried without the others.
 * @param place of the chart: its folder or archive, absolute; what it depends on lies in its `charts/`
 * @throws ReleaseError `chart-render-failed` when it does not render with its default values; `helm-failed`; the signal's reason
 */
export async function renderChart(
  helm: Helm,
  place: string,
  programs: Programs,
  { toggles, ...options }: HelmOptions & { readonly toggles: readonly ChartToggle[] },
  signal?: AbortSignal,
): Promise<RenderedChart> {
  const values = options.values ?? {};
  const render = (wanted: Readonly<Record<string, unknown>>) =>
    renderOnce(helm, place, programs, { ...options, values: wanted }, signal);
  const defaults = requireRendered(await render(values));
  let trials = 0;
  const attempt = async (
    on: readonly ChartToggle[],
    off: readonly ChartToggle[] = [],
  ): Promise<SwitchTrial | undefined> => {
    if (++trials > mostTrials) return undefined;
    const switches = { on, off };
    const trial = await render(switchedValues(values, switches));
    return 'reason' in trial ? trial : { result: { switches, manifests: trial.result } };
  };
  const switchedOn: RenderedChart['switchedOn'][number][] = [];
  const keptOff = new Map<ChartToggle, string>();
  const keep = ({ items, result, refused }: Together<ChartToggle, SwitchedRendering>) => {
    for (const toggle of items) keptOff.delete(toggle);
    for (const { item, reason } of refused) if (!keptOff.has(item)) keptOff.set(item, reason);
    if (result) switchedOn.push({ toggles: items.map(toggleName), ...result });
  };

  // Whole parts before their details: should the trials end, it is details that were not tried.
  const wanted = toggles.filter(({ isOn }) => !isOn).sort((a, b) => a.path.length - b.path.length);
  keep(await mostTogether(wanted, (on) => attempt(on)));
  // Then without those that it does not go with; and, if that is not enough, without what is on by default.
  for (const off of [[], toggles.filter(({ isOn }) => isOn)]) {
    for (let rest = [...keptOff.keys()]; rest.length > 0 && trials < mostTrials; ) {
      const before = rest;
      const parts = wanted.filter((one) => before.some((other) => one === other || isWithin(one, other)));
      keep(
        await mostTogether(parts, (on) => {
          const around = toggles.filter((one) => on.some((other) => isWithin(other, one)));
          return attempt(
            [...around, ...on],
            off.filter((one) => !around.includes(one)),
          );
        }),
      );
      rest = [...keptOff.keys()].filter((one) => before.includes(one));
      if (rest.length === before.length) break;
    }
  }
  return {
    defaults,
    switchedOn,
    keptOff: [...keptOff].map(([toggle, reason]) => ({ toggle: toggleName(toggle), reason })),
  };
}

/** What one rendering with switches came to. */
interface SwitchedRendering {
  readonly switches: ChartSwitches;
  readonly manifests: string;
}
type SwitchTrial = Trial<SwitchedRendering>;
