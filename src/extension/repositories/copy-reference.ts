import * as vscode from 'vscode';
import { isNode } from './node.ts';
import { referenceOf } from './node-names.ts';
import { pickImage } from './pick-image.ts';
import type { RepositoriesView } from './repositories-view.ts';
import { selectedRows } from './selected-rows.ts';

/** Copies the references of rows, a line each. Rows of other trees say their reference themselves. */
export async function copyReference(view: RepositoriesView, given: readonly unknown[]): Promise<void> {
  const rows = selectedRows(given);
  const references = rows.length > 0 ? rows.flatMap(referenceIn) : await pickedReference(view);
  if (references.length === 0) return;
  await vscode.env.clipboard.writeText(references.join('\n'));
  const [first = ''] = references;
  const said =
    references.length === 1
      ? vscode.l10n.t('Copied {0}', first)
      : vscode.l10n.t('Copied {0} references', references.length);
  vscode.window.setStatusBarMessage(said, 4000);
}

function referenceIn(row: unknown): string[] {
  if (typeof row === 'object' && row !== null && 'reference' in row && typeof row.reference === 'string')
    return [row.reference];
  if (!isNode(row)) return [];
  return row.kind === 'repository' || row.kind === 'tag' || row.kind === 'platform' ? [referenceOf(row)] : [];
}

async function pickedReference(view: RepositoriesView): Promise<string[]> {
  const model = await view.atWork(() => view.tree.load());
  const tag = await pickImage(model, vscode.l10n.t('Copy the reference of'));
  return tag ? [referenceOf(tag)] : [];
}
