import { ReleaseError } from '#problem';
import type { Programs } from '../../programs.ts';
import { type ChartToggle, isWithin, toggleName } from './chart-toggle.ts';
import { commonArguments, type HelmOptions } from './helm-options.ts';
import { helmWords } from './helm-words.ts';
import { mostTogether, type Together, type Trial } from './most-together.ts';
import { type Helm, runHelm, valuesFile } from './run-helm.ts';
import { switchedValues } from './switched-values.ts';

/** What a chart makes of its values. */
export interface RenderedChart {
  /** With its default values: every manifest, hooks, tests and definitions of resources too, as `helm template` writes them. */
  readonly defaults: string;
  /** With what can be on together: nearly always once. A further time for what excludes something of the times before. */
  readonly switchedOn: readonly { readonly toggles: readonly string[]; readonly manifests: string }[];
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
  const defaults = await render(values);
  if ('reason' in defaults) {
    throw new ReleaseError('chart-render-failed', `Helm does not render the chart: ${defaults.reason}`, {
      hint: 'Values that the chart asks for go into charts.<name>.values of marketplace.yaml; dependencies into its charts folder (helm dependency build).',
    });
  }
  let trials = 0;
  const attempt = async (on: readonly ChartToggle[], off: readonly ChartToggle[] = []) => {
    if (++trials > mostTrials) return undefined;
    return render(switchedValues(switchedValues(values, off, false), on, true));
  };
  const switchedOn: { toggles: readonly string[]; manifests: string }[] = [];
  const keptOff = new Map<ChartToggle, string>();
  const keep = ({ items, result, refused }: Together<ChartToggle, string>) => {
    for (const toggle of items) keptOff.delete(toggle);
    for (const { item, reason } of refused) if (!keptOff.has(item)) keptOff.set(item, reason);
    if (result !== undefined) switchedOn.push({ toggles: items.map(toggleName), manifests: result });
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
    defaults: defaults.result,
    switchedOn,
    keptOff: [...keptOff].map(([toggle, reason]) => ({ toggle: toggleName(toggle), reason })),
  };
}

async function renderOnce(
  { program }: Helm,
  place: string,
  programs: Programs,
  options: HelmOptions & { readonly values: Readonly<Record<string, unknown>> },
  signal?: AbortSignal,
): Promise<Trial<string>> {
  const { values, apiVersions = [] } = options;
  const call = [
    ...['template', 'release', place, '--include-crds', '--values', valuesFile],
    ...commonArguments(options),
    ...apiVersions.flatMap((version) => ['--api-versions', version]),
  ];
  const end = await runHelm(programs, { program, arguments: call, values }, signal);
  return end.status === 0 ? { result: new TextDecoder().decode(end.output) } : { reason: helmWords(end.errors) };
}
