import type { Programs } from '../../programs.ts';
import { commonArguments, type HelmOptions } from './helm-options.ts';
import { helmWords } from './helm-words.ts';
import { type Helm, runHelm, valuesFile } from './run-helm.ts';

/** What `helm lint` says of a chart. */
export interface LintMessage {
  /** With `--strict` a warning fails as an error does. */
  readonly severity: 'error' | 'warning' | 'info';
  /** From the chart's root, as Helm writes it: `templates/`; empty for the chart as a whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * Lints a chart as `helm lint --strict` does.
 * @param place of the chart: its folder or archive, absolute
 * @returns whether it passed, and all that was said
 * @throws ReleaseError `helm-failed`, `chart-render-failed`; the signal's reason
 */
export async function lintChart(
  helm: Helm,
  place: string,
  programs: Programs,
  options: HelmOptions = {},
  signal?: AbortSignal,
): Promise<{ readonly ok: boolean; readonly messages: readonly LintMessage[] }> {
  const { values } = options;
  const end = await runHelm(
    programs,
    {
      program: helm.program,
      arguments: [
        ...['lint', '--strict', ...commonArguments(options)],
        ...(values === undefined ? [] : ['--values', valuesFile]),
        place,
      ],
      ...(values === undefined ? {} : { values }),
    },
    signal,
  );
  const messages = messagesIn(new TextDecoder().decode(end.output), place);
  const ok = end.status === 0;
  // It may stop before it looks at the chart.
  const unsaid = !ok && messages.every(({ severity }) => severity === 'info');
  return {
    ok,
    messages: unsaid ? [...messages, { severity: 'error', path: '', message: helmWords(end.errors) }] : messages,
  };
}

/** Lines such as `[WARNING] templates/x.yaml: …`, with more lines of the same message below them. */
function messagesIn(output: string, place: string): LintMessage[] {
  return output.split(/^(?=\[(?:ERROR|WARNING|INFO)\] )/m).flatMap((part) => {
    const match = /^\[(ERROR|WARNING|INFO)\] ([^:\n]*): ([\s\S]*?)(?:\n\n[\s\S]*)?$/.exec(part);
    if (!match) return [];
    const [, severity = '', path = '', message = ''] = match;
    return [
      {
        severity: severity.toLowerCase() as LintMessage['severity'],
        path: path === place ? '' : path,
        message: message.replace(/\s+/g, ' ').trim(),
      },
    ];
  });
}
