import * as vscode from 'vscode';
import { cleanText } from '#text';
import type { RepositoryNode } from '../node.ts';
import { type RowWords, rowWords } from './row-words.ts';

/** How many tags are loaded of a repository, and whether those are all. */
export interface TagCount {
  readonly known: number;
  readonly isAll: boolean;
}

/** `zeebe`, `41 tags`; with the product in front where there are several. */
export function repositoryWords(
  { name, product }: RepositoryNode,
  count: TagCount | undefined,
  hasSeveralProducts: boolean,
): RowWords {
  const label = cleanText(name);
  const states = [
    ...(product && hasSeveralProducts ? [cleanText(product.title)] : []),
    ...(count ? [tagCount(count)] : []),
  ];
  return rowWords(label, states, [vscode.l10n.t('repository'), ...states]);
}

/** `41 tags`, `100+ tags`. */
function tagCount({ known, isAll }: TagCount): string {
  if (!isAll) return vscode.l10n.t('{0}+ tags', known);
  return known === 1 ? vscode.l10n.t('1 tag') : vscode.l10n.t('{0} tags', known);
}
