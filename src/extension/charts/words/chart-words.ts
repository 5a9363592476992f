import * as vscode from 'vscode';
import type { ChartState } from '../chart-state.ts';

/** How a chart stands, part by part: `planned`, `4 files to change`, `2 of 9 images missing`. */
export function chartStateWords(state: ChartState | undefined): string[] {
  if (!state) return [vscode.l10n.t('not planned')];
  const { stage, version, changes, images, errors } = state;
  const files = changes === 1 ? vscode.l10n.t('1 file to change') : vscode.l10n.t('{0} files to change', changes);
  return [
    stageWords(stage),
    version,
    ...(stage === 'planned' && changes > 0 ? [files] : []),
    ...(images ? imageWords(images) : [vscode.l10n.t('images changed since')]),
    ...(errors > 0 ? [errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors)] : []),
  ];
}

function imageWords({ total, missing, wrong }: NonNullable<ChartState['images']>): string[] {
  return [
    ...(missing > 0 ? [vscode.l10n.t('{0} of {1} images missing', missing, total)] : []),
    ...(wrong > 0 ? [vscode.l10n.t('{0} of {1} images not right', wrong, total)] : []),
  ];
}

function stageWords(stage: ChartState['stage']): string {
  switch (stage) {
    case 'planned':
      return vscode.l10n.t('planned');
    case 'written':
      return vscode.l10n.t('written');
    case 'pushed':
      return vscode.l10n.t('pushed');
    case 'present':
      return vscode.l10n.t('present');
    case 'conflict':
      return vscode.l10n.t('conflict');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
  }
}
