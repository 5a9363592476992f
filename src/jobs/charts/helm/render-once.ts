import { ReleaseError } from '#problem';
import type { Programs } from '../../programs.ts';
import { commonArguments, type HelmOptions } from './helm-options.ts';
import { helmWords } from './helm-words.ts';
import type { Trial } from './most-together.ts';
import { type Helm, runHelm, valuesFile } from './run-helm.ts';

/**
 * Renders a chart once.
 * @returns the manifests, or why Helm does not render it
 * @throws ReleaseError `helm-failed`, `chart-render-failed` when it takes too long or writes too much; the signal's reason
 */
export async function renderOnce(
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

/** The manifests of a rendering that has to be. @throws ReleaseError `chart-render-failed` */
export function requireRendered(trial: Trial<string>): string {
  if ('result' in trial) return trial.result;
  throw new ReleaseError('chart-render-failed', `Helm does not render the chart: ${trial.reason}`, {
    hint: 'Values that the chart asks for go into charts.<name>.values of marketplace.yaml; dependencies into its charts folder (helm dependency build).',
  });
}
