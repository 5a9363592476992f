import * as vscode from 'vscode';
import { cleanText } from '#text';
import { type RowWords, rowWords } from '../../repositories/words/row-words.ts';
import type { EntitlementRow } from '../license-row.ts';

/** From this part on, what is used is worth a warning. */
const nearly = 0.9;

/** `Users`, `37 of 100`. What is not counted is `included`; where AWS tells no use, there is only how much there is. */
export function entitlementWords(row: EntitlementRow): RowWords {
  const { entitlement } = row;
  const level = usedLevel(row);
  const states = [
    useWords(row),
    ...(level === 'up' ? [vscode.l10n.t('used up')] : []),
    ...(level === 'nearly' ? [vscode.l10n.t('nearly used up')] : []),
    ...(entitlement.overage ? [vscode.l10n.t('more is charged')] : []),
  ];
  return rowWords(cleanText(entitlement.name), states, [vscode.l10n.t('entitlement'), ...states]);
}

/** Whether nothing is left of it, or little; undefined with enough left, or where that is not known. */
export function usedLevel({ entitlement, use }: EntitlementRow): 'up' | 'nearly' | undefined {
  const most = Number(use?.max ?? entitlement.maxCount);
  const part = Number(use?.consumed) / most;
  if (!(most > 0) || Number.isNaN(part)) return undefined;
  return part >= 1 ? 'up' : part >= nearly ? 'nearly' : undefined;
}

function useWords({ entitlement, use }: EntitlementRow): string {
  const { value, unit } = entitlement;
  const most = use?.max ?? (entitlement.maxCount === undefined ? undefined : String(entitlement.maxCount));
  const counted = unit === 'Count' || unit === 'None' ? '' : ` ${cleanText(unit)}`;
  if (most !== undefined && use)
    return `${vscode.l10n.t('{0} of {1}', cleanText(use.consumed), cleanText(most))}${counted}`;
  if (most !== undefined) return `${vscode.l10n.t('{0} in all', cleanText(most))}${counted}`;
  if (use && use.consumed !== '') return `${vscode.l10n.t('{0} in use', cleanText(use.consumed))}${counted}`;
  return value === undefined || value === '' ? vscode.l10n.t('included') : cleanText(value);
}
