import * as vscode from 'vscode';
import type { ChartReport } from '#jobs';
import { cleanText } from '#text';
import type { ChartPlanOutline } from '#worker';
import { failureWords } from '../../failure-words.ts';
import type { Closing } from '../../jobs/words/closing-words.ts';

/** What a plan of a chart came to: `camunda 9.1.0: 4 files to change, 9 images, 2 of them missing`. */
export function chartPlanClosing({ ok, result, changes, images, problems, push }: ChartPlanOutline): Closing {
  const count = (...states: string[]) => images.filter(({ state }) => states.includes(state)).length;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const [missing, wrong] = [count('missing'), count('taken', 'refused', 'unknown')];
  const words = [
    changes.length === 0
      ? vscode.l10n.t('nothing to change')
      : changes.length === 1
        ? vscode.l10n.t('1 file to change')
        : vscode.l10n.t('{0} files to change', changes.length),
    images.length === 1 ? vscode.l10n.t('1 image') : vscode.l10n.t('{0} images', images.length),
    ...(missing > 0 ? [vscode.l10n.t('{0} of them missing at the target', missing)] : []),
    ...(wrong > 0 ? [vscode.l10n.t('{0} of them not right', wrong)] : []),
    ...(errors > 0 ? [errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors)] : []),
    ...pushWords(push),
  ];
  const text = cleanText(`${result.name} ${result.version}: ${words.join(', ')}`);
  return { gravity: ok && missing === 0 ? 'information' : 'warning', text };
}

/** What a run came to, in one sentence. */
export function chartReportClosing({ chart, output, push, cancelled, ok }: ChartReport): Closing {
  const name = cleanText(`${chart.name} ${chart.version}`);
  const words = [
    ...(output ? [partWords(output, writtenWords(output))] : []),
    ...(push ? [partWords(push, pushedWords(push))] : []),
  ];
  const text = cleanText(`${name}: ${words.join(', ')}`);
  return { gravity: ok ? 'information' : cancelled ? 'warning' : 'error', text };
}

function pushWords(push: ChartPlanOutline['push']): string[] {
  if (push === undefined || push.state === 'absent') return [];
  if (push.state === 'present') return [vscode.l10n.t('this very chart is at the target already')];
  const { message = vscode.l10n.t('the tag cannot be pushed'), hint } = push;
  return [failureWords({ message, hint })];
}

function writtenWords({ outcome, file }: NonNullable<ChartReport['output']>): string {
  if (outcome === 'present') return vscode.l10n.t('{0} has it already', file);
  return outcome === 'written' ? vscode.l10n.t('written to {0}', file) : vscode.l10n.t('not written');
}

function pushedWords({ outcome, reference }: NonNullable<ChartReport['push']>): string {
  if (outcome === 'present') return vscode.l10n.t('{0} is there already', reference);
  return outcome === 'pushed' ? vscode.l10n.t('pushed to {0}', reference) : vscode.l10n.t('not pushed');
}

function partWords(
  { message, hint }: { readonly message?: string | undefined; readonly hint?: string | undefined },
  done: string,
): string {
  return message === undefined ? done : `${done}: ${failureWords({ message, hint })}`;
}
