import * as vscode from 'vscode';
import { shortDigest } from '#reference';
import type { ChartImage } from '../chart-state.ts';

/** How an image of a chart stands at the target: `present`, `sha256:1f0c…9a2e`. */
export function chartImageWords({ state, digest, isDefault, isGuess, code }: ChartImage): string[] {
  return [
    stateWords(state),
    ...(digest === undefined ? [] : [shortDigest(digest)]),
    ...(code === undefined ? [] : [code]),
    ...(isDefault ? [] : [vscode.l10n.t('only with other values')]),
    ...(isGuess ? [vscode.l10n.t('perhaps no image')] : []),
  ];
}

function stateWords(state: ChartImage['state']): string {
  switch (state) {
    case 'present':
      return vscode.l10n.t('present');
    case 'equivalent':
      return vscode.l10n.t('equivalent');
    case 'missing':
      return vscode.l10n.t('missing at the target');
    case 'taken':
      return vscode.l10n.t('taken');
    case 'refused':
      return vscode.l10n.t('cannot be released so');
    case 'unknown':
      return vscode.l10n.t('not known');
  }
}
