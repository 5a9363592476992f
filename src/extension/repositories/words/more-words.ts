import * as vscode from 'vscode';
import type { PageList } from '../page-list.ts';
import { type RowWords, rowWords } from './row-words.ts';

type Extent = Pick<PageList<unknown>, 'rows' | 'matching' | 'all' | 'isComplete'>;

/** `Load more`, `100 of 241 shown`. With a filter it says how many were looked at. */
export function moreWords({ rows, matching, all, isComplete }: Extent, isFiltered: boolean): RowWords {
  const label = vscode.l10n.t('Load more');
  const [shown, known, looked] = [rows.length, matching.length, all.length];
  if (isComplete) return rowWords(label, [vscode.l10n.t('{0} of {1} shown', shown, known)]);
  if (!isFiltered) return rowWords(label, [vscode.l10n.t('{0} shown, more to come', shown)]);
  return rowWords(label, [vscode.l10n.t('{0} shown, {1} looked at, more to come', shown, looked)]);
}

/** What the order of rows is worth while not all are loaded, for the row's tooltip. */
export function moreExplanation({ all, isComplete }: Extent, isOfTags: boolean): string {
  if (isComplete) return vscode.l10n.t('All {0} are loaded, and shown a hundred at a time.', all.length);
  return isOfTags
    ? vscode.l10n.t(
        'The registry gives its tags page by page, in an order of its own. The {0} that are loaded are sorted; what comes may belong above them.',
        all.length,
      )
    : vscode.l10n.t('The list is given page by page; {0} are loaded.', all.length);
}
