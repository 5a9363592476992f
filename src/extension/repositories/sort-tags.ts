import * as vscode from 'vscode';
import { readSetting } from '../read-setting.ts';
import type { TagOrder } from './tag-order.ts';

/** Lets somebody choose the order of tags, which is a setting of theirs. */
export async function sortTags(): Promise<void> {
  const current = readSetting('tags.sort');
  const labels: Readonly<Record<TagOrder, string>> = {
    pushed: vscode.l10n.t('Newest push first'),
    version: vscode.l10n.t('Highest version first'),
    name: vscode.l10n.t('By name'),
  };
  const items = Object.entries(labels).map(([order, label]) => ({
    label: order === current ? `$(check) ${label}` : `$(blank) ${label}`,
    description: order === current ? vscode.l10n.t('as it is now') : '',
    order,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort tags') });
  if (!chosen || chosen.order === current) return;
  const settings = vscode.workspace.getConfiguration('marketplaceRelease');
  // Where it is set already, so that the choice is not hidden by what stands there.
  const isOfWorkspace = settings.inspect('tags.sort')?.workspaceValue !== undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await settings.update('tags.sort', chosen.order, isOfWorkspace ? Workspace : Global);
}
