import * as vscode from 'vscode';
import { cleanText } from '#text';
import type { ChartPlanOutline, WorkerWorld } from '#worker';

/** What is asked before a chart is pushed: a tag in AWS Marketplace is there for good. */
export function pushChartQuestion(
  { push, target, images, result }: Pick<ChartPlanOutline, 'push' | 'target' | 'images' | 'result'>,
  world: WorkerWorld,
): { readonly question: string; readonly detail: string; readonly button: string } {
  const isFinal = target.kind === 'marketplace';
  const missing = images.filter(({ state }) => state === 'missing').length;
  const { account, profile } = target;
  const who =
    account === undefined
      ? ''
      : profile === undefined
        ? vscode.l10n.t('As account {0}.', account)
        : vscode.l10n.t('As account {0}, with the profile {1}.', account, cleanText(profile));
  const name = `${result.name} ${result.version}`;
  return {
    question: isFinal
      ? vscode.l10n.t('Push the chart {0} under a final tag?', cleanText(name))
      : vscode.l10n.t('Push the chart {0}?', cleanText(name)),
    detail: [
      cleanText(push?.reference ?? ''),
      isFinal ? vscode.l10n.t('The tag can be neither replaced nor deleted.') : '',
      missing === 0
        ? ''
        : vscode.l10n.t('{0} of its {1} images are missing at the target: mirror them too.', missing, images.length),
      who,
      world === 'sandbox' ? vscode.l10n.t('In the sandbox on this machine.') : '',
    ]
      .filter((part) => part !== '')
      .join('\n'),
    button: vscode.l10n.t('Push Chart'),
  };
}
