import * as vscode from 'vscode';
import type { FormKind } from '#language';
import { languages } from '../ids.ts';
import type { LanguageRoom } from './language-room.ts';

/**
 * Opens a load form of a kind, not saved yet.
 * @param given the kind, when a command was called with one; else it is asked for
 */
export async function newLoadForm(room: LanguageRoom, given: readonly unknown[]): Promise<void> {
  const named = room.formKinds.find((kind) => kind === given[0]);
  const kind = named ?? (await askForKind(room));
  if (!kind) return;
  const content = room.templateOf(kind);
  const document = await vscode.workspace.openTextDocument({ language: languages.loadForm, content });
  await vscode.window.showTextDocument(document);
}

async function askForKind(room: LanguageRoom): Promise<FormKind | undefined> {
  const about: Readonly<Record<FormKind, string>> = {
    'Container product': vscode.l10n.t('A listing for container images: its texts, categories, offer'),
    'Container version': vscode.l10n.t('A version of it: images, a Helm chart, an EKS add-on'),
    'AMI product': vscode.l10n.t('A listing for a machine image'),
    'AMI version': vscode.l10n.t('A version of it: one machine image'),
  };
  const items = room.formKinds.map((kind) => ({ label: kind, detail: about[kind] }));
  const title = vscode.l10n.t('New Load Form');
  const placeHolder = vscode.l10n.t('What the form is for');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.label;
}
